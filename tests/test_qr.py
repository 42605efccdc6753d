"""QR codes as a path: the same squares as the library draws."""

import re

import pytest
import segno

from tornado_timing.qr import qr_code


@pytest.mark.parametrize(
    "text", ["http://192.168.1.5:8000/juez#codigo=7K3M-XW9D-0RTZ", "x", "ñ" * 150]
)
def test_the_path_fills_the_dark_modules_and_nothing_else(text: str) -> None:
    qr = qr_code(text)
    drawn = [[0] * qr.size for _ in range(qr.size)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", qr.path):
        for step in range(int(width)):
            drawn[int(y)][int(x) + step] += 1
    expected = segno.make(text, error="m", micro=False).matrix_iter(border=4)
    assert drawn == [[int(bool(module)) for module in row] for row in expected]
    assert re.fullmatch(r"(M\d+ \d+h(\d+)v1h-\2z)+", qr.path)

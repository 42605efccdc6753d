"""QR codes as one path of an SVG, which a page can draw without any library."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import segno
from msgspec import Struct

# What the standard asks to be left white around a code, in modules.
QUIET_ZONE = 4


class QrCode(Struct, frozen=True):
    """A square of `size` modules with its quiet zone; `path` fills the dark ones.

    It is drawn by ``<svg viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><path d=.../>``.
    """

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The QR code that says `text`; takes some milliseconds."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    return QrCode(len(rows) + 2 * QUIET_ZONE, "".join(_runs(rows)))


def _runs(rows: Sequence[Sequence[int]]) -> Iterator[str]:
    """A rectangle of height one for each horizontal run of dark modules."""
    for y, row in enumerate(rows, start=QUIET_ZONE):
        x = QUIET_ZONE
        for is_dark, modules in groupby(row, key=bool):
            width = len(list(modules))
            if is_dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width

"""WebSocket text frames, byte by byte."""

import pytest

from tornado_timing.live.frames import text_frame, text_frame_head


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, "8100"),
        (1, "8101"),
        (125, "817d"),
        (126, "817e007e"),
        (65_535, "817effff"),
        (65_536, "817f0000000000010000"),
        (5_000_000_000, "817f000000012a05f200"),
    ],
)
def test_the_head_says_final_text_unmasked_and_how_long(size: int, head: str) -> None:
    assert text_frame_head(size).hex() == head


def test_the_payload_follows() -> None:
    payload = "ñandú".encode()
    assert text_frame(payload) == b"\x81\x07" + payload

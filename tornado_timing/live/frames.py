"""WebSocket text frames, encoded once however many sockets they go to."""


def text_frame(payload: bytes) -> bytes:
    """`payload` (UTF-8) as one unmasked text frame (RFC 6455, section 5.2).

    Tornado's ``write_message`` makes this header anew for each socket and wraps each write in a
    task; for 500 spectators that is most of the work.
    """
    return text_frame_head(len(payload)) + payload


def text_frame_head(size: int) -> bytes:
    """The header of a text frame whose payload of `size` bytes follows in other writes."""
    if size < 126:
        return bytes((0x81, size))
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2)
    return b"\x81\x7f" + size.to_bytes(8)

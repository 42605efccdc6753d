"""WebSocket frames (RFC 6455) as a client writes and reads them, at the least possible cost."""

TEXT = 1
CLOSE = 8
PING = 9
PONG = 10

_NO_MASK = b"\0\0\0\0"


def masked_frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """Return one final frame as a client must send it, masked with the key 0.

    A key of zero leaves the payload as it is, so that masking costs this side nothing; the server
    unmasks it at the same cost as any other.
    """
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 65536:
        head = bytes((0x80 | opcode, 0xFE)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0xFF)) + size.to_bytes(8, "big")
    return head + _NO_MASK + payload


class FrameReader:
    """Cuts the bytes of a server into frames; what is not whole yet waits for the next read."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """Return the whole frames as (opcode, payload). Raises ValueError on a fragmented one."""
        source: bytes | bytearray = data
        if self._pending:
            self._pending += data
            source = self._pending
        frames, used = _whole_frames(source)
        if source is self._pending:
            del self._pending[:used]
        elif used < len(data):
            self._pending += data[used:]
        return frames


def _whole_frames(data: bytes | bytearray) -> tuple[list[tuple[int, bytes]], int]:
    frames: list[tuple[int, bytes]] = []
    available = len(data)
    used = 0
    while available - used >= 2:
        first, size = data[used], data[used + 1]
        if not first & 0x80:
            raise ValueError("a fragmented frame, which Tornado never sends")
        start = used + 2
        if size == 126:
            start += 2
            size = int.from_bytes(data[used + 2 : start], "big")
        elif size == 127:
            start += 8
            size = int.from_bytes(data[used + 2 : start], "big")
        end = start + size
        if start > available or end > available:
            break
        frames.append((first & 0x0F, bytes(data[start:end])))
        used = end
    return frames, used

"""A judge's open socket, as the control room shows it."""

from collections.abc import Callable


class Presence:
    """Who is on a socket, since when, and what has been heard of it.

    The socket writes to it as messages come, and tells nobody: whoever shows it looks when it
    likes. `probe` sends a ping of the server's own, whose answer sets `round_trip_ms`.
    """

    __slots__ = (
        "address",
        "device",
        "id",
        "judge_id",
        "offset_ms",
        "probe",
        "round_trip_ms",
        "seen_ms",
        "since_ms",
        "unsent",
    )

    def __init__(
        self,
        judge_id: int,
        device: str,
        address: str,
        since_ms: int,
        probe: Callable[[], None],
        offset_ms: Callable[[], int | None],
    ) -> None:
        # Given by the control room.
        self.id = 0
        self.judge_id = judge_id
        self.device = device
        self.address = address
        self.since_ms = since_ms
        self.probe = probe
        # How far the phone's clock is ahead, as far as is known.
        self.offset_ms = offset_ms
        # When anything was heard last, epoch ms.
        self.seen_ms = since_ms
        self.round_trip_ms: float | None = None
        # Taps that the phone says were not acknowledged yet.
        self.unsent: int | None = None

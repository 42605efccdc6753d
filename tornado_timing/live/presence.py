"""A judge's open socket, as the control room shows it."""

from collections.abc import Callable


class Presence:
    """Who is on a socket, since when, and what has been heard of it.

    The socket writes to it as messages come, and tells nobody: whoever shows it looks when it
    likes. `probe` sends a ping of the server's own, whose answer sets `round_trip_ms`.
    """

    __slots__ = (
        "address",
        "can_rehearse",
        "device",
        "id",
        "is_behind",
        "judge_id",
        "offset_ms",
        "probe",
        "round_trip_ms",
        "seen_ms",
        "since_ms",
        "uncertainty_ms",
        "unsent",
        "waited_ms",
    )

    def __init__(
        self,
        judge_id: int,
        device: str,
        address: str,
        since_ms: int,
        probe: Callable[[], None],
        offset_ms: Callable[[], int | None],
        uncertainty_ms: Callable[[], int | None] = lambda: None,
        can_rehearse: bool = False,
        is_behind: Callable[[], bool] = lambda: False,
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
        self.uncertainty_ms = uncertainty_ms
        # Whether it is told of the rehearsal.
        self.can_rehearse = can_rehearse
        # Whether it has not read yet what was sent to it.
        self.is_behind = is_behind
        # When anything was heard last, epoch ms.
        self.seen_ms = since_ms
        self.round_trip_ms: float | None = None
        # Taps that the phone says were not acknowledged yet.
        self.unsent: int | None = None
        # How long the last tap that came had been on the phone, where it says when it was.
        self.waited_ms: int | None = None

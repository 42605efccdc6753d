"""How far each phone's clock is from the server's, as far as its pings have shown."""

import math
from collections import OrderedDict, deque

WINDOW = 8
MAX_SESSIONS = 10_000


class PhoneClock:
    """The offset of one phone's clock, from the clock readings in its pings.

    A ping says when it left by the phone's clock; the server knows when it came. The
    difference is the offset less the time on the way. Of the last pings the one that was on
    the way the shortest is taken, and half of the best round trip added, which the server
    measures with pings of its own.
    """

    __slots__ = ("_best_round_trip_ms", "_samples")

    def __init__(self) -> None:
        self._samples: deque[float] = deque(maxlen=WINDOW)
        self._best_round_trip_ms: float | None = None

    def pinged(self, phone_ms: float, arrived_at_ms: float) -> None:
        """A ping that left at `phone_ms` by the phone's clock has come."""
        self._samples.append(phone_ms - arrived_at_ms)

    def round_trip(self, span_ms: float) -> None:
        """A ping of the server's own came back after `span_ms`."""
        if self._best_round_trip_ms is None or span_ms < self._best_round_trip_ms:
            self._best_round_trip_ms = span_ms

    @property
    def offset_ms(self) -> int | None:
        """Phone clock less server clock in ms; None before the first ping."""
        if not self._samples:
            return None
        return round(max(self._samples) + (self._best_round_trip_ms or 0) / 2)

    @property
    def uncertainty_ms(self) -> int | None:
        """How far `offset_ms` may be wrong: half of the best way there and back, and a stamp's ms.

        None before both have been measured.
        """
        if not self._samples or self._best_round_trip_ms is None:
            return None
        return math.ceil(self._best_round_trip_ms / 2) + 1


class PhoneClocks:
    """A `PhoneClock` for each session: a phone keeps it from its socket to its HTTP requests."""

    def __init__(self) -> None:
        self._clocks: OrderedDict[str, PhoneClock] = OrderedDict()

    def of(self, session_id: str) -> PhoneClock:
        """The clock of the phone that signed in with this session."""
        clock = self._clocks.get(session_id)
        if clock is None:
            clock = self._clocks[session_id] = PhoneClock()
            while len(self._clocks) > MAX_SESSIONS:
                self._clocks.popitem(last=False)
        return clock

    def offset_ms(self, session_id: str) -> int | None:
        """`PhoneClock.offset_ms`, None for a session that never pinged."""
        clock = self._clocks.get(session_id)
        return None if clock is None else clock.offset_ms

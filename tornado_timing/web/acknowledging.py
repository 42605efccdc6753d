"""Answers to a judge's messages: in the order of the messages, each with how long it took."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType

from tornado_timing.domain.individual.marking import MarkEntry
from tornado_timing.domain.model import is_clock_reading
from tornado_timing.domain.submissions import Entry
from tornado_timing.measures import Histogram
from tornado_timing.protocol import messages

# Messages of one socket that may wait for their commit before it is not read any further.
MAX_IN_FLIGHT = 256
# What the measures call a message.
_KINDS: Mapping[type, str] = MappingProxyType(
    {
        messages.RecordTime: "times",
        messages.RecordTimes: "times",
        messages.PartlyRead: "times",
        messages.SendMarks: "marks",
        messages.PartlyReadMarks: "marks",
        messages.WithdrawRecord: "changes",
        messages.GiveBackRecord: "changes",
        messages.CorrectMark: "changes",
        messages.CheckRecords: "checks",
        messages.CheckMarks: "checks",
    }
)


class Turn:
    """A message of a judge that waits for its answer, and for those before it."""

    __slots__ = ("answer", "arrived_s", "measured")

    def __init__(self, measured: Histogram, arrived_s: float) -> None:
        self.answer: object | None = None
        self.measured = measured
        self.arrived_s = arrived_s


class Turns:
    """The messages of one socket that have no answer yet; those to times wait for their commit.

    `write` sends an answer; `measured` has the histogram of each of `measures.KINDS`.
    """

    def __init__(self, write: Callable[[object], None], measured: Mapping[str, Histogram]) -> None:
        self._write = write
        self._measured = measured
        self._in_flight: deque[Turn] = deque()
        self._room: asyncio.Future[None] | None = None

    def begin(self, message: messages.Received, arrived_s: float) -> Turn:
        """The turn of a message that arrived at `arrived_s`, by `time.perf_counter`."""
        turn = Turn(self._measured[_KINDS.get(type(message), "other")], arrived_s)
        self._in_flight.append(turn)
        return turn

    def give_up(self, turn: Turn) -> None:
        """Forgets a message that gets no answer of its own."""
        self._in_flight.remove(turn)

    def settle(self, turn: Turn, answer: object) -> None:
        """Answers what can be answered, in the order of the messages: older apps need it."""
        turn.answer = answer
        while self._in_flight and self._in_flight[0].answer is not None:
            first = self._in_flight.popleft()
            self._write(first.answer)
            first.measured.observe(time.perf_counter() - first.arrived_s)
        if self._room is not None and len(self._in_flight) < MAX_IN_FLIGHT:
            self._room.set_result(None)
            self._room = None

    def wait_for_room(self) -> Awaitable[None] | None:
        """What to wait for before the next message is read, None if for nothing."""
        if len(self._in_flight) < MAX_IN_FLIGHT:
            return None
        self._room = asyncio.get_running_loop().create_future()
        return self._room


def waited_ms(
    entries: Sequence[Entry] | Sequence[MarkEntry], offset_ms: int | None, arrived_at_ms: int
) -> int | None:
    """How long the last of `entries` had been on its phone, by the phone's clock.

    `offset_ms` is how far that clock is ahead, where the entry does not say it itself. None of
    what says no moment: a race time, or a bib alone.
    """
    last = entries[-1]
    ahead_ms = offset_ms if last.clock_offset_ms is None else last.clock_offset_ms
    if last.sent is None or ahead_ms is None or not is_clock_reading(last.sent):
        return None
    return max(0, arrived_at_ms - (last.sent - ahead_ms))

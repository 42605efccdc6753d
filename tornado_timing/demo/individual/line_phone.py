"""A judge at a line: a real client that keeps its marks until the server has acknowledged them."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tornado_timing.demo.account import Account
from tornado_timing.demo.individual.messages import (
    SentMark,
    encode_marks,
    parse_saved,
    read_off,
)
from tornado_timing.demo.individual.staff import JudgePlan, Place, PlannedMark
from tornado_timing.demo.phone import RETRYABLE_CODES, Phone
from tornado_timing.demo.tally import Tally

MAX_MARKS_PER_MESSAGE = 50
LINE_KINDS = {"salida": Place.START, "meta": Place.FINISH}.items()


@dataclass(slots=True)
class InFlight:
    """The message that has no answer yet; one at a time, so that marks keep their order."""

    reference: str
    marks: list[SentMark]
    frame: str
    sent_at_s: float
    tried_at_s: float


class LinePhone(Phone[SentMark]):
    """One judge with one phone: takes each mark when it is due, and sends what waits."""

    def __init__(
        self,
        account: Account,
        plan: JudgePlan,
        socket_origin: str,
        speed: float,
        tally: Tally[SentMark],
    ) -> None:
        super().__init__(account, plan.judge.username, socket_origin, speed, tally)
        self._plan = plan
        self._line_ids: dict[Place, int] = {}
        self._waiting: list[SentMark] = []
        self._in_flight: InFlight | None = None
        self._messages = 0
        self._in_reach = asyncio.Event()
        self._in_reach.set()

    async def send_all(self) -> None:
        """Takes each mark when it is due, and loses the Wi-Fi when that is."""
        sequence = 0
        for due_ms, act in sorted(self._acts(), key=lambda act: act[0]):
            await self._until(due_ms)
            if isinstance(act, PlannedMark):
                sequence += 1
                self._take(act, sequence)
            elif act:
                self._in_reach.set()
            else:
                # With the answer to the last message on its way.
                self._pump()
                self._in_reach.clear()
                self._hang_up()

    async def back_in_reach(self) -> None:
        """Waits for the end of the outage."""
        await self._in_reach.wait()

    def resend_late(self, before_s: float) -> None:
        """Sends again what was tried before that and has no answer."""
        pending = self._in_flight
        if pending is not None and pending.tried_at_s <= before_s:
            self._try_again(pending)

    def has_unanswered(self) -> bool:
        """Whether a mark has no acknowledgement yet."""
        return bool(self._waiting or self._in_flight)

    def reopened(self) -> None:
        """Sends again what was on its way, then what waits."""
        if self._in_flight is not None:
            self._in_flight.sent_at_s = asyncio.get_running_loop().time()
            self._try_again(self._in_flight)
        self._pump()

    def hear(self, message: dict[str, Any]) -> None:
        """Takes in the answer to marks, or an error."""
        match message["tipo"]:
            case "marcas_registradas":
                self._hear_saved(message)
            case "error":
                self._hear_error(message)

    def greeted(self, message: dict[str, Any]) -> None:
        """Learns from the greeting at which lines this judge stands."""
        kinds = {line["tipo"]: line["id"] for line in message["lineas"]}
        self._line_ids = {place: kinds[name] for name, place in LINE_KINDS if name in kinds}

    def _acts(self) -> Iterator[tuple[int, PlannedMark | bool]]:
        """What happens when: a mark, or whether there is Wi-Fi from then on."""
        yield from ((mark.due_ms, mark) for mark in self._plan.marks)
        for begin_ms, end_ms in self._plan.outages:
            yield begin_ms, False
            yield end_ms, True

    def _take(self, planned: PlannedMark, sequence: int) -> None:
        mark = read_off(
            planned,
            self._plan.judge,
            judge_id=self._judge_id,
            line_ids=self._line_ids,
            sequence=sequence,
            started_at_ms=self._started_at_ms,
        )
        # Kept before it is sent: what is lost on the way is known to be missing.
        self._tally.sent[mark.id] = mark
        self._waiting.append(mark)
        self._pump()

    def _pump(self) -> None:
        """Sends what waits at one line, unless a message is on its way."""
        if self._connection is None or self._in_flight is not None or not self._waiting:
            return
        line_id = self._waiting[0].line_id
        marks: list[SentMark] = []
        while self._waiting and len(marks) < MAX_MARKS_PER_MESSAGE:
            if self._waiting[0].line_id != line_id:
                break
            marks.append(self._waiting.pop(0))
        self._messages += 1
        reference = str(self._messages)
        frame = encode_marks(marks, reference)
        now_s = asyncio.get_running_loop().time()
        self._in_flight = InFlight(reference, marks, frame, now_s, now_s)
        self._write(self._connection, frame)
        if self._messages in self._plan.repeats:
            self._try_again(self._in_flight)

    def _try_again(self, pending: InFlight) -> None:
        if self._connection is None:
            return  # the listener is reconnecting and will send it then
        self._tally.resent_messages += 1
        pending.tried_at_s = asyncio.get_running_loop().time()
        self._write(self._connection, pending.frame)

    def _hear_saved(self, message: dict[str, Any]) -> None:
        saved, failures = parse_saved(message)
        self._tally.duplicates += sum(one.is_duplicate for one in saved.values())
        pending = self._in_flight
        if pending is None or message.get("ref") != pending.reference:
            return  # the second answer to marks that were sent twice
        self._in_flight = None
        now_s = asyncio.get_running_loop().time()
        self._tally.latencies_s.append(now_s - pending.sent_at_s)
        self._tally.errors.extend(f"{self.username}: {failure}" for failure in failures)
        for mark in pending.marks:
            at_ms = mark.at_ms
            elapsed_ms = None if at_ms is None else at_ms - self._started_at_ms
            if mark.id in saved and saved[mark.id].elapsed_ms == elapsed_ms:
                self._tally.acknowledged[mark.id] = mark
            else:
                self._tally.errors.append(
                    f"{self.username}: {mark} was acknowledged as {saved.get(mark.id)}"
                )
        self._answered.set()
        self._pump()

    def _hear_error(self, message: dict[str, Any]) -> None:
        if message["codigo"] in RETRYABLE_CODES:
            return  # it stays in flight and is sent again
        self._in_flight = None
        self._tally.errors.append(f"{self.username}: {message['mensaje']}")
        self._answered.set()
        self._pump()

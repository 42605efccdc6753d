"""The judges of a race by team: each sends the times of its teams, as its phone would."""

import asyncio
from dataclasses import dataclass
from typing import Any

from tornado_timing.demo.account import Account
from tornado_timing.demo.messages import encode_tap, parse_stored
from tornado_timing.demo.phone import RETRYABLE_CODES, Phone
from tornado_timing.demo.plan import Finish, JudgePlan, Tap
from tornado_timing.demo.tally import Tally


@dataclass(slots=True)
class Pending:
    """A tap that no acknowledgement has come for yet."""

    tap: Tap
    frame: str
    sent_at_s: float
    """When it was first sent on the socket that stands now: its latency counts from here."""
    tried_at_s: float
    tries: int = 0


class JudgePlayer(Phone[Finish]):
    """One judge with one phone: sends each time when it is due, until each is acknowledged."""

    def __init__(
        self,
        account: Account,
        plan: JudgePlan,
        socket_origin: str,
        speed: float,
        tally: Tally[Finish],
    ) -> None:
        super().__init__(account, plan.username, socket_origin, speed, tally)
        self._plan = plan
        self._team_ids: dict[int, int] = {}
        self._pending: dict[str, Pending] = {}

    async def prepare(self) -> None:
        """Learns the ids of the judge's teams."""
        teams = await self._account.call("GET", "/api/equipos/")
        self._team_ids = {team["number"]: team["id"] for team in teams}

    async def send_all(self) -> None:
        """Sends each tap when it is due."""
        for number, tap in enumerate(self._plan.taps, start=1):
            await self._until(tap.due_ms)
            self._send(str(number), tap)
            if number == self._plan.drops_after:
                # The phone loses the Wi-Fi with an acknowledgement on the way.
                self._hang_up()

    def resend_late(self, before_s: float) -> None:
        """Sends again what was tried before that and has no acknowledgement."""
        for pending in list(self._pending.values()):
            if pending.tried_at_s <= before_s:
                self._try(pending)

    def has_unanswered(self) -> bool:
        """Whether a tap has no acknowledgement yet."""
        return bool(self._pending)

    def reopened(self) -> None:
        """Sends all that has no acknowledgement on the new socket."""
        now_s = asyncio.get_running_loop().time()
        for pending in self._pending.values():
            pending.sent_at_s = now_s
            self._try(pending)

    def hear(self, message: dict[str, Any]) -> None:
        """Takes in an acknowledgement or an error."""
        match message["tipo"]:
            case "tiempo_registrado" | "tiempos_registrados_batch":
                self._hear_acknowledgement(message)
            case "error":
                self._hear_error(message)

    def _send(self, reference: str, tap: Tap) -> None:
        frame = encode_tap(tap, self._team_ids[tap.bib], reference)
        now_s = asyncio.get_running_loop().time()
        # Kept before it is sent: what is lost on the way is known to be missing.
        self._pending[reference] = Pending(tap, frame, now_s, now_s)
        self._tally.sent.update((finish.record_id, finish) for finish in tap.finishes)
        self._try(self._pending[reference])

    def _try(self, pending: Pending) -> None:
        if self._connection is None:
            return  # the listener is reconnecting and will send it then
        self._tally.resent_messages += pending.tries > 0
        pending.tries += 1
        pending.tried_at_s = asyncio.get_running_loop().time()
        self._write(self._connection, pending.frame)

    def _hear_acknowledgement(self, message: dict[str, Any]) -> None:
        pending = self._pending.pop(message.get("ref", ""), None)
        if pending is None:
            return  # the second answer to a time that was sent twice
        elapsed_s = asyncio.get_running_loop().time() - pending.sent_at_s
        self._tally.latencies_s.append(elapsed_s)
        stored, duplicates, failures = parse_stored(message)
        self._tally.duplicates += duplicates
        self._tally.errors.extend(f"{self._plan.username}: {failure}" for failure in failures)
        for finish in pending.tap.finishes:
            self._note_stored(finish, stored.get(finish.record_id))
        self._answered.set()

    def _note_stored(self, finish: Finish, elapsed_ms: int | None) -> None:
        if elapsed_ms == finish.elapsed_ms:
            self._tally.acknowledged[finish.record_id] = finish
        else:
            self._tally.errors.append(
                f"{self._plan.username}: {finish} was acknowledged as {elapsed_ms} ms"
            )

    def _hear_error(self, message: dict[str, Any]) -> None:
        if message["codigo"] in RETRYABLE_CODES:
            return  # it stays pending and is sent again
        self._pending.pop(message.get("ref", ""), None)
        self._tally.errors.append(f"{self._plan.username}: {message['mensaje']}")
        self._answered.set()

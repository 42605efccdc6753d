"""The organizer on race day: starts, corrections on record, bibs paired with times, results."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from tornado_timing.demo.account import Account
from tornado_timing.demo.individual.afterwards import LineDesk, Reconciled, publish
from tornado_timing.demo.individual.course import SECOND_WAVE_MS, Course, Fate, Runner
from tornado_timing.demo.individual.staff import JUDGES, Place
from tornado_timing.demo.individual.stage import Stage, enter_late

LATE_PRESS_MS = 1_000
"""So late is the start of the second wave pressed; the starter's watch knows better."""
DNS_AT_MS = 300_000
DNF_AT_MS = 1_000_000
DNF_EVERY_MS = 200_000
AFTERWARDS_MS = 60_000
"""So long after it is needed comes what the organizer does about a finisher."""
PAIRS_EVERY_MS = 90_000

Act = Callable[[], Awaitable[None]]


class Office:
    """The organizer of a race that is set up."""

    def __init__(self, account: Account, stage: Stage, course: Course, speed: float) -> None:
        self.corrections = 0
        self._account = account
        self._stage = stage
        self._course = course
        self._speed = speed
        self._finish = LineDesk(self._call, stage.competition_id, stage.line_ids[Place.FINISH])
        self._gun_at_s = 0.0
        self._started_at = ""
        self._mistaken = ""

    async def start(self) -> None:
        """Starts the first wave, and the race with it."""
        wave = await self._call("POST", f"/api/olas/{self._stage.wave_ids[0]}/iniciar/")
        self._gun_at_s = asyncio.get_running_loop().time()
        self._started_at = wave["started_at"]

    async def work(self) -> None:
        """Does what is to be done during the race, each thing at its time."""
        for due_ms, act in sorted(self._acts(), key=lambda one: one[0]):
            due_at_s = self._gun_at_s + due_ms / 1000 / self._speed
            await asyncio.sleep(due_at_s - asyncio.get_running_loop().time())
            await act()

    @property
    def gun_ms(self) -> int:
        """When the race was started, epoch ms; 0 before."""
        if not self._started_at:
            return 0
        return round(datetime.fromisoformat(self._started_at).timestamp() * 1000)

    @property
    def reconciled(self) -> Reconciled:
        """What was paired and repaired so far."""
        return self._finish.done

    async def close(self) -> None:
        """Stops the race and accepts what is proposed and was not settled until then."""
        await self._call("POST", f"/api/competencias/{self._stage.competition_id}/detener/")
        await self._finish.accept()

    async def reconcile(self) -> None:
        """Sets right what can be seen to be wrong at the finish line."""
        await self._finish.reconcile()

    async def publish(self) -> int:
        """Makes the results provisional, then official; which version they are."""
        return int((await publish(self._call, self._stage.competition_id))["version"])

    # ---- what is done when ----

    def _acts(self) -> Iterator[tuple[int, Act]]:
        yield SECOND_WAVE_MS + LATE_PRESS_MS, self._start_second_wave
        yield DNS_AT_MS, self._note_who_did_not_start
        out = [runner for runner in self._course.runners if runner.fate is Fate.DNF]
        for number, runner in enumerate(out):
            reason = "Abandonó en el km 3"
            due_ms = DNF_AT_MS + number * DNF_EVERY_MS
            yield due_ms, self._giving(runner, Fate.DNF, reason)
        finishers = self._course.finishers
        for runner in finishers:
            due_ms = (runner.finishes_at_ms or 0) + AFTERWARDS_MS
            if runner.fate is Fate.DSQ:
                yield due_ms, self._giving(runner, Fate.DSQ, "Recortó el recorrido")
            if runner.is_late:
                yield due_ms, self._entering(runner)
        first_ms, last_ms = (finishers[place].finishes_at_ms or 0 for place in (0, -1))
        yield first_ms + 2 * AFTERWARDS_MS, self._correct_by_mistake
        yield first_ms + 4 * AFTERWARDS_MS, self._undo_it
        for due_ms in range(first_ms + AFTERWARDS_MS, last_ms, PAIRS_EVERY_MS):
            yield due_ms, self._accept_what_is_settled

    async def _start_second_wave(self) -> None:
        path = f"/api/olas/{self._stage.wave_ids[1]}"
        await self._call("POST", f"{path}/iniciar/")
        gun = datetime.fromisoformat(self._started_at) + timedelta(milliseconds=SECOND_WAVE_MS)
        body = {
            "started_at": gun.isoformat(timespec="milliseconds"),
            "reason": "2:00.0 en el reloj del juez de salida",
        }
        await self._call("POST", f"{path}/corregir-salida/", body)
        self.corrections += 1

    async def _note_who_did_not_start(self) -> None:
        for runner in self._course.runners:
            if runner.fate is Fate.DNS:
                await self._giving(runner, Fate.DNS, "No se presentó")()

    def _giving(self, runner: Runner, fate: Fate, reason: str) -> Act:
        async def give() -> None:
            subject = str(self._stage.runner_ids[runner.worn_bib])
            await self._correct("runner_status", subject, reason, text=fate.value)

        return give

    def _entering(self, runner: Runner) -> Act:
        async def enter() -> None:
            await enter_late(self._account, self._stage, runner)

        return enter

    async def _correct_by_mistake(self) -> None:
        marks = await self._finish_marks()
        timed = [mark for mark in marks if mark["at_ms"] is not None]
        if timed:
            mark = timed[0]
            number = mark["at_ms"] + 1_000
            made = await self._correct("mark_moment", mark["id"], "Según el video", number=number)
            self._mistaken = made["id"]

    async def _undo_it(self) -> None:
        if self._mistaken:
            body = {"reason": "El video era de otra llegada"}
            await self._call("POST", f"/api/correcciones/{self._mistaken}/deshacer/", body)
            self.corrections += 1

    async def _accept_what_is_settled(self) -> None:
        await self._finish.accept_settled(len(JUDGES))

    # ---- the server ----

    async def _correct(self, kind: str, subject: str, reason: str, **more: object) -> Any:
        base = {"competition_id": self._stage.competition_id, "kind": kind, "subject": subject}
        self.corrections += 1
        return await self._call("POST", "/api/correcciones/", {**base, "reason": reason, **more})

    async def _finish_marks(self) -> Any:
        line_id = self._stage.line_ids[Place.FINISH]
        query = f"?competition_id={self._stage.competition_id}&line_id={line_id}"
        return await self._call("GET", f"/api/marcas/{query}")

    async def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return await self._account.call(method, path, body)

"""What the organizer does when everybody is in: reconciles the finish line, then publishes."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tornado_timing.demo.individual import reconciling
from tornado_timing.demo.individual.reconciling import Document, Takes

MOST_ROUNDS = 12
PAIRS_PER_REQUEST = 1_000
UNSETTLED_MS = 60_000
"""Marks that are younger are not paired yet: a bib may still be to come."""

Call = Callable[..., Awaitable[Any]]


@dataclass(slots=True)
class Reconciled:
    """What was done at a line: `repairs` and the faults that are `left`, by their kinds.

    `pointed_at` are the ids of all marks that a fault was about, `pointed_at_ms` epoch ms at which
    one says that somebody was missed.
    """

    paired: int = 0
    repairs: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    pointed_at: set[str] = field(default_factory=set)
    pointed_at_ms: set[int] = field(default_factory=set)


class LineDesk:
    """The reconciliation of one line, by the routes that the panel uses."""

    def __init__(self, call: Call, competition_id: int, line_id: int) -> None:
        self._call = call
        self._competition_id = competition_id
        self._line_id = line_id
        self._path = f"/api/lineas/{line_id}"
        self.done = Reconciled()

    async def accept(self) -> int:
        """Accepts the proposed pairs without faults; how many."""
        return await self._pair(await self._read(), lambda row: not row["faults"])

    async def accept_settled(self, judges: int) -> None:
        """The same while the race runs, of rows to which none of the judges adds any more."""
        document = await self._read()
        until_ms = reconciling.everybody_is_at_ms(document, judges) - UNSETTLED_MS
        await self._pair(document, lambda row: not row["faults"] and row["at_ms"] < until_ms)

    async def reconcile(self) -> None:
        """Puts the timers side by side, makes the repairs that are clear, and accepts the rest."""
        await self._compare_timers()
        for _ in range(MOST_ROUNDS):
            if not await self._round():
                break
        document = await self._read()
        # Neither is likelier than the other: somebody may still ask those who ran.
        await self._pair(document, reconciling.takes_undecided(document))
        self.done.left.update(fault["kind"] for fault in (await self._read())["faults"])

    async def _round(self) -> bool:
        """Whether there was anything to do."""
        paired = await self.accept()
        document = await self._read()
        self.done.pointed_at |= reconciling.marks_pointed_at(document)
        self.done.pointed_at_ms |= reconciling.moments_pointed_at(document)
        repairs = list(reconciling.repairs_to_make(document))
        for kind, repair in repairs:
            body = {"fault": kind, "repair": repair["kind"], "changes": repair["changes"]}
            await self._call("POST", f"{self._path}/reparar/", body)
            self.done.repairs[kind] += 1
        return bool(paired or repairs)

    async def _compare_timers(self) -> None:
        """The earliest one counts; the others fill its gaps, less by how much they are later."""
        timers = await self._call("GET", f"{self._path}/cronometristas/")
        offsets_ms = reconciling.offsets_of(timers)
        for judge_id, offset_ms in offsets_ms.items():
            if not offset_ms:
                rule = {"rule": "primary", "primary_judge_id": judge_id}
                await self._call("PATCH", f"{self._path}/", rule)
                continue
            body = {
                "competition_id": self._competition_id,
                "kind": "timer_offset",
                "subject": f"{self._line_id}:{judge_id}",
                "number": offset_ms,
                "reason": "Diferencia con el otro cronómetro",
            }
            await self._call("POST", "/api/correcciones/", body)

    async def _pair(self, document: Document, takes: Takes) -> int:
        pairs = reconciling.pairs_of(document, takes)
        paired = 0
        for begin in range(0, len(pairs), PAIRS_PER_REQUEST):
            body = {"pairs": pairs[begin : begin + PAIRS_PER_REQUEST], "reason": "Emparejado"}
            paired += (await self._call("POST", f"{self._path}/emparejar/", body))["paired"]
        self.done.paired += paired
        return paired

    async def _read(self) -> Document:
        document: Document = await self._call("GET", f"{self._path}/conciliacion/")
        return document


async def publish(call: Call, competition_id: int) -> Document:
    """Publishes the results as provisional, then as official; where the race stands then."""
    path = f"/api/competencias/{competition_id}"
    step = await call("GET", f"{path}/publicacion/")
    for stage in ("provisional", "official"):
        body = {"stage": stage, "expected_version": step["version"]}
        step = await call("POST", f"{path}/publicar/", body)
    published: Document = step
    return published

"""A small language for tests of races with bibs: who runs, what is marked, what is corrected.

>>> race = FiveK().runner(7).runner(8).gun()
>>> race.mark(7, "17:58.310").mark(8, "18:02")
>>> race.places()
[("7", 1), ("8", 2)]
"""

import datetime
import itertools
from typing import Any, Self

from msgspec.structs import replace

from tornado_timing.domain.individual.corrections import Correction, Kind
from tornado_timing.domain.individual.crossings import Flag
from tornado_timing.domain.individual.marks import Line, LineKind, Mark, TimingRule
from tornado_timing.domain.individual.race import IndividualRace
from tornado_timing.domain.individual.ranking import Placed, Ranking
from tornado_timing.domain.individual.results import Outcome, RunnerResult, outcome_of
from tornado_timing.domain.individual.runners import AgeBand, Runner, Wave

GUN_MS = 1_795_000_000_000
FINISH, START = 1, 2
TIMER, WRITER = 1, 2


def ms(text: str) -> int:
    """``17:58.310`` or ``1:02:03`` as ms."""
    clock, _, fraction = text.partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0") or 0)


class FiveK:
    """A race that is told step by step; every step may be followed by the next."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.race = IndividualRace(
            day=datetime.date(2026, 11, 21),
            lines=(
                Line(id=FINISH, competition_id=1, name="Meta"),
                Line(id=START, competition_id=1, name="Salida", kind=LineKind.START),
            ),
        )

    # ---- before the race ----

    def runner(self, bib: str | int, **fields: Any) -> Self:
        """Enters a runner whose id is that of the bib, unless told otherwise."""
        fields = {"id": int(bib) if str(bib).isdecimal() else 900, **fields}
        fields = {"registered_at_ms": GUN_MS - 86_400_000, **fields}
        return self._add("runners", Runner(competition_id=1, bib=str(bib), **fields))

    def band(self, name: str, **fields: Any) -> Self:
        """Defines a category by age and sex."""
        number = len(self.race.bands) + 1
        return self._add("bands", AgeBand(id=number, competition_id=1, name=name, **fields))

    def wave(self, number: int, after: str | None = None) -> Self:
        """A wave that starts so long after the gun; without, not yet."""
        started_at_ms = None if after is None else GUN_MS + ms(after)
        wave = Wave(id=number, competition_id=1, name=f"Ola {number}", started_at_ms=started_at_ms)
        return self._add("waves", wave)

    def gun(self) -> Self:
        """The start."""
        return self._change(started_at_ms=GUN_MS)

    def stop(self, at: str) -> Self:
        """The end."""
        return self._change(finished_at_ms=GUN_MS + ms(at))

    def rule(self, rule: TimingRule, line_id: int = FINISH, **fields: Any) -> Self:
        """How the times of several judges at a line make one."""
        lines = (
            replace(one, rule=rule, **fields) if one.id == line_id else one
            for one in self.race.lines
        )
        return self._change(lines=tuple(lines))

    # ---- at the lines ----

    def mark(self, bib: str | int, at: str, **fields: Any) -> Self:
        """A bib with its time."""
        return self._mark(**{"bib": str(bib), "sent": GUN_MS + ms(at), **fields})

    def time_only(self, at: str, **fields: Any) -> Self:
        """A time whose runner nobody saw."""
        return self._mark(sent=GUN_MS + ms(at), **fields)

    def bib_only(self, bib: str | int, **fields: Any) -> Self:
        """A bib, in its order."""
        return self._mark(**{"bib": str(bib), "judge_id": WRITER, **fields})

    def starts(self, bib: str | int, at: str) -> Self:
        """A runner crosses the start line."""
        return self.mark(bib, at, line_id=START)

    @property
    def last_mark(self) -> str:
        """The id of the last mark."""
        return self.race.marks[-1].id

    # ---- afterwards ----

    def correct(
        self,
        kind: Kind,
        subject: str | int,
        *,
        at: str | None = None,
        made: str = "1:00:00",
        **fields: Any,
    ) -> Self:
        """A correction; `at` is a time of the race, as the moment that it sets."""
        if at is not None:
            fields["number"] = GUN_MS + ms(at)
        number = next(self._numbers)
        correction = Correction(
            id=f"c{number:03}",
            competition_id=1,
            kind=kind,
            subject=str(subject),
            made_at_ms=GUN_MS + ms(made) + number,
            **fields,
        )
        return self._add("corrections", correction)

    def undo(self, correction: str | None = None) -> Self:
        """Undoes the last correction, or another."""
        return self.correct(Kind.UNDO, correction or self.last_correction)

    @property
    def last_correction(self) -> str:
        """The id of the last correction."""
        return self.race.corrections[-1].id

    # ---- what follows ----

    def outcome(self) -> Outcome:
        """Everything that follows."""
        return outcome_of(self.race)

    def result(self, runner_id: int) -> RunnerResult:
        """What one runner has run."""
        return next(one for one in self.outcome().results if one.runner.id == runner_id)

    def ranking(self) -> list[Placed]:
        """The results in order, with their places."""
        return Ranking(self.outcome().results).placed()

    def places(self) -> list[tuple[str, int | None]]:
        """Bib and place, in order."""
        return [(one.result.bib, one.place) for one in self.ranking()]

    def flags(self) -> list[set[Flag]]:
        """What is odd about each mark, those with a time first, by it."""
        return [set(one.flags) for one in self.outcome().marks]

    # ---- inside ----

    def _mark(self, **fields: Any) -> Self:
        number = next(self._numbers)
        sent = fields.get("sent")
        received_at_ms = GUN_MS + ms("2:00:00") if sent is None else sent + 500
        basic = {
            "id": f"m{number:03}",
            "line_id": FINISH,
            "judge_id": TIMER,
            "device": "phone",
            "sequence": number,
            "sent": None,
            "clock_offset_ms": 0,
            "uncertainty_ms": 8,
            "bib": None,
            "received_at_ms": received_at_ms,
        }
        return self._add("marks", Mark(**{**basic, **fields}))

    def _add(self, where: str, item: Any) -> Self:
        return self._change(**{where: (*getattr(self.race, where), item)})

    def _change(self, **fields: Any) -> Self:
        self.race = replace(self.race, **fields)
        return self

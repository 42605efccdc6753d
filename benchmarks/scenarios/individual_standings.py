"""(j) What a mark costs the standings of an individual race, among 500 and among 5,000 runners."""

import datetime
import gc
import statistics
import time
from bisect import insort
from collections.abc import Callable

import msgspec

from benchmarks.report import Figure
from benchmarks.run import Run
from tornado_timing.domain.individual.marks import Line, Mark
from tornado_timing.domain.individual.ranking import Cursor
from tornado_timing.domain.individual.runners import AgeBand, Runner, Sex
from tornado_timing.domain.individual.state import IndividualRaces
from tornado_timing.domain.model import Competition
from tornado_timing.live.frames import text_frame
from tornado_timing.protocol.individual_results import StandingsWriter

FEW, MANY = 500, 5_000
MARKS = 200
REBUILDS = 9
START_MS = 1_795_000_000_000
LONGEST_REBUILD_MS = 50.0


class Course:
    """A race whose first half is in; in-process, as the server keeps it."""

    def __init__(self, runners: int) -> None:
        competition = Competition(id=1, name="5K", scheduled_at_ms=START_MS, started_at_ms=START_MS)
        self.races = IndividualRaces({1: competition})
        self._competition = competition
        self._writer = StandingsWriter()
        self._cursor: Cursor | None = None
        self._next = 0
        self._put_entries(runners)
        for _ in range(runners // 2):
            self.races.add_mark(self._mark())
        self.results()

    def results(self) -> bytes:
        """The whole of the results."""
        ranking = self.races.live_of(1).ranking
        self._cursor = ranking.cursor()
        return self._writer.results(ranking, self._competition, START_MS)

    def take_a_mark(self, at_ms: int | None = None) -> bytes:
        """The next one comes in: the frame for spectators."""
        self.races.add_mark(self._mark(at_ms))
        ranking = self.races.live_of(1).ranking
        changed = ranking.changed_since(self._cursor)
        assert changed is not None
        self._cursor = ranking.cursor()
        return text_frame(self._writer.update(ranking, self._competition, changed, START_MS))

    def rebuild(self) -> None:
        """Makes all anew, as after another start."""
        self.races.book_of(1).live = None
        self.races.live_of(1)

    def _mark(self, at_ms: int | None = None) -> Mark:
        self._next = number = self._next + 1
        sent = START_MS + (900_000 + number * 317 if at_ms is None else at_ms)
        mark_id = f"{number:08x}-1111-4222-8333-444455556666"
        return Mark(mark_id, 1, 1, "phone", number, sent, 3, 8, str(number), sent)

    def _put_entries(self, runners: int) -> None:
        self.races.put_line(Line(id=1, competition_id=1, name="Meta"))
        bands = [
            AgeBand(
                id=1, competition_id=1, name=f"{sex}{age}", sex=sex, min_age=age, max_age=age + 9
            )
            for sex in (Sex.FEMALE, Sex.MALE)
            for age in range(10, 90, 10)
        ]
        self.races.put_bands(1, bands)
        for number in range(1, runners + 1):
            self.races.put_runner(
                Runner(
                    id=number,
                    competition_id=1,
                    bib=str(number),
                    registered_at_ms=START_MS - 86_400_000,
                    first_name="Nombre",
                    last_name=f"Apellido {number}",
                    sex=(Sex.FEMALE, Sex.MALE)[number % 2],
                    birth_date=datetime.date(1950 + number % 60, 1 + number % 12, 1),
                    team="Club de Atletismo",
                )
            )


async def measure(run: Run) -> None:
    """Measure marks in turn at both sizes, then what is rare."""
    few, many = Course(FEW), Course(MANY)
    frame = many.take_a_mark()
    few.take_a_mark()
    costs: dict[str, list[float]] = {"few": [], "many": [], "bare": []}
    bare = _Bare(frame)
    gc.collect()
    for number in range(MARKS):
        costs["few"].append(_microseconds(few.take_a_mark))
        costs["many"].append(_microseconds(many.take_a_mark))
        costs["bare"].append(_microseconds(lambda at_ms=number: bare.take(at_ms)))
    at_few, at_many, at_least = (statistics.median(one) for one in costs.values())
    run.add(
        Figure(
            "j", f"a mark to its frame, {MANY:,} runners", "us", at_many, at_few, f"{FEW} runners"
        ).at_most(3),
        Figure("j", "the same", "us", at_many, at_least, "insort, one row encoded"),
        Figure(
            "j",
            f"the same in front of {MANY // 2:,}",
            "ms",
            _microseconds(lambda: many.take_a_mark(600_000)) / 1000,
        ),
        Figure(
            "j",
            f"all made anew, {MANY:,} runners",
            "ms",
            statistics.median(_microseconds(many.rebuild) / 1000 for _ in range(REBUILDS)),
        ).within(LONGEST_REBUILD_MS),
        Figure("j", "and encoded", "ms", _microseconds(many.results) / 1000),
    )


class _Bare:
    """The floor: the sorted times of as many, and a row of the same size."""

    def __init__(self, frame: bytes) -> None:
        self._times_ms = list(range(0, MANY * 150, 300))
        payload = frame[frame.index(b"{") :]
        self._update = msgspec.json.decode(payload)
        self._encoder = msgspec.json.Encoder()

    def take(self, at_ms: int) -> bytes:
        """Puts a time where it belongs and encodes an update of one row."""
        insort(self._times_ms, at_ms)
        return text_frame(self._encoder.encode(self._update))


def _microseconds(work: Callable[[], object]) -> float:
    started_ns = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - started_ns) / 1000

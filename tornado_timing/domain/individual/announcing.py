"""What an announcer may want to say of who comes in: typed notes, without any words."""

import datetime
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from enum import StrEnum
from heapq import nsmallest
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from tornado_timing.domain.individual.ranking import Placed, Ranking
from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.domain.individual.rounding import Shown, shown_ms

DAY_MS: Final = 86_400_000
# Who missed a record by more than this part of it, nobody compares with it.
NEAR_RECORD: Final = 0.05
ROUND: Final = 100
PODIUM: Final = 3

Text = Annotated[str, Meta(max_length=120)]
# Of which ranking, as `ranking.Group` has it.
RankingName = Literal["all", "sex", "category"]


class CourseRecord(Struct, frozen=True, kw_only=True):
    """The best time so far on a course: of all, of a sex or of a category, which `value` names.

    `official_ms` is the time as it was shown: results are compared with it as they are shown.
    """

    group: RankingName = "all"
    value: Text = ""
    official_ms: Annotated[int, Meta(ge=1, le=DAY_MS)]
    holder: Text = ""
    year: Annotated[int, Meta(ge=1800, le=9999)] | None = None


class CourseRecords(Struct, frozen=True, kw_only=True):
    """The records of a course, as the organizer has entered them."""

    records: Annotated[tuple[CourseRecord, ...], Meta(max_length=100)] = ()


class AnnouncerLink(Struct, frozen=True, kw_only=True):
    """The link that lets an announcer read notes; without `key_hash` there is none."""

    key_hash: str = ""
    made_at_ms: int | None = None


class Word(StrEnum):
    """What there is to say."""

    NEW_RECORD = "new_record"
    RECORD_EQUALLED = "record_equalled"
    UNDER_RECORD = "under_record"
    RECORD_MISSED = "record_missed"
    FIRST = "first"
    PODIUM_COMPLETE = "podium_complete"
    BIRTHDAY = "birthday"
    ROUND_NUMBER = "round_number"
    BEST_OF_TEAM = "best_of_team"


class Note(Struct, frozen=True, kw_only=True):
    """One thing to say of a runner.

    `group` and `value` are of what: ``("sex", "F")``, ``("team", "Liga")``. `margin_ms` is how far
    from a record, never negative, whose `holder` and `year` are those before this race. `number`
    counts who came in.
    """

    word: Word
    group: RankingName | Literal["team"] = "all"
    value: str = ""
    margin_ms: int | None = None
    holder: str = ""
    year: int | None = None
    number: int | None = None


class Course:
    """A race as it stands, for who speaks of it.

    `today` is the day on which one speaks, for birthdays. Who is hidden counts with those who come
    in, and nothing is said of it.
    """

    def __init__(
        self, ranking: Ranking, shown: Shown, records: CourseRecords, today: datetime.date
    ) -> None:
        self._ranking = ranking
        self._shown = shown
        self._records = records
        self._today = today
        # When each came in, with the runner's id, also of those who have no time yet.
        self._moments: list[tuple[int, int]] = []
        self._by_category: dict[str, list[tuple[int, int]]] = defaultdict(list)
        # Ids of those who were third to come in, by category, as far as somebody asked.
        self._thirds: dict[str, int | None] = {}
        self._members: Counter[str] = Counter()
        self._best: dict[str, int] = {}
        for result in ranking.results:
            self._take(result)
        self._moments.sort()

    def _take(self, result: RunnerResult) -> None:
        runner, official_ms = result.runner, result.official_ms
        moment_ms = _came_in_at(result)
        if moment_ms is not None:
            moment = (moment_ms, runner.id)
            self._moments.append(moment)
            if official_ms is not None:
                self._by_category[result.category].append(moment)
        if runner.team and not runner.is_hidden:
            self._members[runner.team] += 1
            if official_ms is not None:
                best_ms = self._best.get(runner.team, official_ms)
                self._best[runner.team] = min(best_ms, official_ms)

    def latest(self, count: int) -> list[Placed]:
        """Who came in last, the newest first."""
        return [self._ranking.placed_of(one) for _, one in reversed(self._moments[-count:])]

    def words_for(self, placed: Placed) -> list[Note]:
        """What there is to say of a runner, the weightiest first; nothing of who is hidden."""
        if placed.result.runner.is_hidden:
            return []
        return [*self._of_time(placed), *self._of_person(placed.result)]

    def _of_time(self, placed: Placed) -> Iterator[Note]:
        result = placed.result
        if result.official_ms is None:
            return
        places: tuple[tuple[RankingName, str, int | None], ...] = (
            ("all", "", placed.place),
            ("sex", result.runner.sex or "", placed.place_in_sex),
            ("category", result.category, placed.place_in_category),
        )
        for record in self._records.records:
            for group, value, place in places:
                if (record.group, record.value) == (group, value) and place is not None:
                    yield from self._of_record(record, result.official_ms, place)
        for group, value, place in places:
            if place == 1:
                yield Note(word=Word.FIRST, group=group, value=value)
        if self._completes_podium(result):
            yield Note(word=Word.PODIUM_COMPLETE, group="category", value=result.category)

    def _of_record(self, record: CourseRecord, official_ms: int, place: int) -> Iterator[Note]:
        # As people see the times: 17:58.3 is 17:59, and does not beat a record of 17:59.
        over_ms = shown_ms(official_ms, self._shown) - record.official_ms
        if over_ms < 0:
            word = Word.NEW_RECORD if place == 1 else Word.UNDER_RECORD
        elif over_ms == 0:
            word = Word.RECORD_EQUALLED
        elif place == 1 and over_ms <= record.official_ms * NEAR_RECORD:
            word = Word.RECORD_MISSED
        else:
            return
        yield Note(
            word=word,
            group=record.group,
            value=record.value,
            margin_ms=abs(over_ms),
            holder=record.holder,
            year=record.year,
        )

    def _of_person(self, result: RunnerResult) -> Iterator[Note]:
        runner = result.runner
        number = self._number_of(result)
        if runner.birth_date is not None and is_birthday(runner.birth_date, self._today):
            yield Note(word=Word.BIRTHDAY)
        if number is not None and number % ROUND == 0:
            yield Note(word=Word.ROUND_NUMBER, number=number)
        team, official_ms = runner.team, result.official_ms
        if self._members[team] > 1 and official_ms is not None and official_ms == self._best[team]:
            yield Note(word=Word.BEST_OF_TEAM, group="team", value=team)

    def _completes_podium(self, result: RunnerResult) -> bool:
        """Whether a runner was the third of its category to come in."""
        category = result.category
        if category and category not in self._thirds:
            first = nsmallest(PODIUM, self._by_category[category])
            self._thirds[category] = first[-1][1] if len(first) == PODIUM else None
        return bool(category) and self._thirds[category] == result.runner.id

    def _number_of(self, result: RunnerResult) -> int | None:
        """How many had come in with this runner; None of who is still out."""
        moment_ms = _came_in_at(result)
        if moment_ms is None:
            return None
        return bisect_right(self._moments, (moment_ms, result.runner.id))


def is_birthday(born: datetime.date, today: datetime.date) -> bool:
    """Whether somebody turns a year older; who was born on 29 February does so on 1 March.

    In years without that day, as `age_on` counts.
    """
    try:
        birthday = born.replace(year=today.year)
    except ValueError:
        birthday = datetime.date(today.year, 3, 1)
    return birthday == today


def _came_in_at(result: RunnerResult) -> int | None:
    """Epoch ms; of who has no time yet, when the bib was written."""
    if result.status is Status.FINISHED:
        return result.finished_at_ms
    return result.arrived_at_ms if result.status is Status.ARRIVED else None

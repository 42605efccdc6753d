"""A race that is kept up change by change is the one that is worked out from scratch, always."""

from collections import Counter
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.language_of_entries import correction
from tests.language_of_runners import GUN_MS, ms
from tornado_timing.domain.individual.corrections import (
    COUNTS_AGAIN,
    OF_MARKS,
    Kind,
    timer_subject,
)
from tornado_timing.domain.individual.crossings import Flag
from tornado_timing.domain.individual.live import LiveRace
from tornado_timing.domain.individual.marks import Line, LineKind, Mark, TimingRule
from tornado_timing.domain.individual.ranking import Changes, Cursor, Placed, Ranking
from tornado_timing.domain.individual.results import Outcome, outcome_of
from tornado_timing.domain.individual.runners import AgeBand, Runner, Sex, Wave
from tornado_timing.domain.individual.state import IndividualRaces
from tornado_timing.domain.model import Competition

FINISH, START, MAT = 1, 2, 3
BIBS = ("7", "8", "9", "77")
MOMENTS = ("-0:30", "0:10", "17:00", "17:59.800", "18:00", "18:00.001", "19:00")
JUDGES = (1, 2, 3)


def moment(text: str) -> int:
    """Epoch ms of a time of the race."""
    return GUN_MS - ms(text[1:]) if text.startswith("-") else GUN_MS + ms(text)


class Course:
    """A race of three with two waves, two finish lines and a start line."""

    def __init__(self) -> None:
        competition = Competition(id=1, name="5K", scheduled_at_ms=GUN_MS, started_at_ms=GUN_MS)
        self.competitions = {1: competition}
        self.races = IndividualRaces(self.competitions)
        self._number = 0
        for line_id, kind in ((FINISH, LineKind.FINISH), (START, LineKind.START)):
            self.races.put_line(Line(id=line_id, competition_id=1, name="L", kind=kind))
        self.races.put_line(Line(id=MAT, competition_id=1, name="Túnel"))
        self.races.put_wave(Wave(id=1, competition_id=1, name="A", started_at_ms=GUN_MS))
        self.races.put_wave(Wave(id=2, competition_id=1, name="B"))
        for bib in ("7", "8", "9"):
            self.enter(bib, id=int(bib))

    @property
    def live(self) -> LiveRace:
        return self.races.live_of(1)

    def next(self) -> int:
        self._number += 1
        return self._number

    def enter(self, bib: str, **fields: Any) -> None:
        fields = {"id": 100 + self.next(), "registered_at_ms": GUN_MS - 9, **fields}
        self.races.put_runner(Runner(competition_id=1, bib=bib, **fields))

    def mark(self, bib: str | None, at: str | None = None, **fields: Any) -> str:
        number = self.next()
        basic = {
            "id": f"m{number}",
            "line_id": FINISH,
            "judge_id": 1,
            "device": "phone",
            "sequence": number,
            "sent": None if at is None else moment(at),
            "clock_offset_ms": 0,
            "uncertainty_ms": 8,
            "bib": bib,
            "received_at_ms": GUN_MS + ms("1:00:00"),
        }
        self.races.add_mark(Mark(**{**basic, **fields}))
        return f"m{number}"

    def correct(self, kind: Kind, subject: str | int, **fields: Any) -> str:
        number = self.next()
        fields = {"made_at_ms": GUN_MS + number, **fields}
        self.races.add_correction(correction(f"c{number}", kind, subject, **fields))
        return f"c{number}"

    def change(self, **fields: Any) -> None:
        self.competitions[1] = replace(self.competitions[1], **fields)

    def flags(self, mark_id: str) -> set[Flag]:
        return set(self.live.views[mark_id].flags)


def test_a_mark_is_odd_only_until_what_was_missing_comes() -> None:
    course = Course()
    written = course.mark("7", judge_id=2)
    assert course.flags(written) == {Flag.NO_TIME}
    taken = course.mark("7", "18:00")
    assert (course.flags(written), course.flags(taken)) == (set(), set())
    course.correct(Kind.MARK_WITHDRAWN, taken)
    assert course.flags(written) == {Flag.NO_TIME}


def test_half_a_mark_waits_and_is_nothing_to_look_at() -> None:
    course = Course()
    course.mark("7", judge_id=2)
    time = course.mark(None, "18:00")
    assert course.flags(time) == {Flag.NO_BIB}
    assert course.live.flagged_at(FINISH) == 0
    course.correct(Kind.MARK_BIB, time, text="999")
    assert course.live.flagged_at(FINISH) == 1
    course.correct(Kind.MARK_BIB, time, text="7")
    assert course.live.flagged_at(FINISH) == 0


def test_a_late_entry_gets_the_marks_that_were_nobodys() -> None:
    course = Course()
    stray = course.mark("55", "18:00")
    live, cursor = course.live, course.live.ranking.cursor()
    assert course.flags(stray) == {Flag.UNKNOWN_BIB}
    course.enter("055", id=55)
    # It is still the same one, and has not been made anew.
    assert course.live is live
    assert course.flags(stray) == set()
    assert live.ranking.changed_since(cursor) == Changes([55], [])
    assert live.marks_of(55) == {stray}


def test_only_the_rows_that_a_mark_changes_have_changed() -> None:
    course = Course()
    course.mark("8", "18:00")
    course.mark("9", "19:00")
    cursor = course.live.ranking.cursor()
    course.mark(None, "17:00")
    assert course.live.ranking.changed_since(cursor) == Changes([], [])
    course.mark("7", "18:30")
    assert course.live.ranking.changed_since(cursor) == Changes([7], [9])


def test_the_stop_changes_what_is_odd_and_no_row() -> None:
    course = Course()
    late = course.mark("7", "18:00")
    cursor = course.live.ranking.cursor()
    course.change(finished_at_ms=moment("17:00"), is_running=False)
    assert course.flags(late) == {Flag.AFTER_STOP}
    assert course.live.ranking.changed_since(cursor) == Changes([], [])


def test_another_gun_is_another_race_for_everybody() -> None:
    course = Course()
    cursor = course.live.ranking.cursor()
    course.change(start_correction_ms=5_000)
    assert course.live.ranking.changed_since(cursor) is None


# ---- whatever happens ----


def marks(course: Course, chance: Random) -> None:
    at = chance.choice((None, *MOMENTS))
    bib = chance.choice(BIBS if at is None else (None, *BIBS))
    noted = None if at is not None else chance.choice((None, moment("17:30"), 60_000))
    line_id = chance.choice((FINISH, FINISH, MAT, START))
    course.mark(bib, at, noted=noted, line_id=line_id, judge_id=chance.choice(JUDGES))


def corrects(course: Course, chance: Random) -> None:
    kind = chance.choice([kind for kind in Kind if kind is not Kind.UNDO])
    fields: dict[str, Any] = {"made_at_ms": GUN_MS + chance.randrange(4)}
    book = course.races.book_of(1)
    if kind in OF_MARKS:
        # One of them may not be there yet, or not any more.
        subject = chance.choice([*(mark.id for mark in book.marks), "m99"])
    elif kind is Kind.WAVE_START:
        subject = chance.choice((1, 2))
    elif kind is Kind.TIMER_OFFSET:
        subject = timer_subject(chance.choice((FINISH, START)), chance.choice(JUDGES))
    else:
        subject = chance.choice([*book.entered, 99])
    if kind in (Kind.MARK_BIB, Kind.RUNNER_BIB):
        fields["text"] = chance.choice(("", *BIBS))
    elif kind is Kind.RUNNER_STATUS:
        fields["text"] = chance.choice(("", "dns", "dsq"))
    elif kind is Kind.PENALTY:
        fields["number"] = chance.choice((60_000, -60_000))
    elif kind is Kind.TIMER_OFFSET:
        fields["number"] = chance.choice((0, 200, -900))
    elif kind is Kind.MARK_WITHDRAWN:
        fields["number"] = chance.choice((None, COUNTS_AGAIN))
    else:
        fields["number"] = moment(chance.choice(MOMENTS))
    course.correct(kind, subject, **fields)


def undoes(course: Course, chance: Random) -> None:
    corrections = course.races.book_of(1).corrections
    if corrections:
        course.correct(Kind.UNDO, chance.choice(corrections).id)


def enters(course: Course, chance: Random) -> None:
    entered = course.races.book_of(1).entered
    fields = {
        "sex": chance.choice((None, Sex.FEMALE, Sex.MALE)),
        "wave_id": chance.choice((None, 1, 2)),
        "category": chance.choice(("", "Élite")),
    }
    what = chance.choice(("new", "change", "change", "drop", "bands"))
    if what == "new":
        course.enter(chance.choice((*BIBS, "11")), **fields)
    elif what == "change" and entered:
        course.races.put_runner(replace(chance.choice([*entered.values()]), **fields))
    elif what == "drop" and entered:
        course.races.drop_runner(chance.choice([*entered]))
    elif what == "bands":
        band = AgeBand(id=1, competition_id=1, name="Damas", sex=Sex.FEMALE)
        course.races.put_bands(1, chance.choice(((), (band,))))


def starts(course: Course, chance: Random) -> None:
    at_ms = chance.choice((None, GUN_MS, moment("0:20"), moment("17:30")))
    what = chance.choice(("race", "stop", "correct", "wave", "line"))
    if what == "race":
        course.change(started_at_ms=at_ms)
    elif what == "stop":
        course.change(finished_at_ms=at_ms)
    elif what == "correct":
        course.change(start_correction_ms=chance.choice((0, 15_000)))
    elif what == "wave":
        course.races.put_wave(Wave(id=2, competition_id=1, name="B", started_at_ms=at_ms))
    else:
        line = course.races.book_of(1).lines[chance.choice((FINISH, START, MAT))]
        if line.id == MAT:
            line = replace(line, kind=chance.choice(list(LineKind)))
        rule, primary = chance.choice(list(TimingRule)), chance.choice((None, *JUDGES))
        line = replace(line, rule=rule, primary_judge_id=primary)
        course.races.put_line(replace(line, agreement_ms=chance.choice((0, 300))))


# Mostly marks and corrections, so that there is something to set right.
STEPS = (*(marks,) * 8, *(corrects,) * 6, *(undoes,) * 3, *(enters,) * 2, starts)


def shuffled(chance: Random, items: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same set in any order, with some of it again."""
    again = [one for one in items if chance.random() < 0.2]
    return tuple(chance.sample([*items, *again], len(items) + len(again)))


class Follower:
    """Somebody who keeps a copy of all rows, by what has changed."""

    def __init__(self) -> None:
        self.rows: dict[int, Placed] = {}
        self.cursor: Cursor | None = None

    def catch_up(self, ranking: Ranking) -> None:
        changed = ranking.changed_since(self.cursor)
        if changed is None:
            self.rows, changed = {}, Changes(list(ranking.ids()), [])
        for number in changed.places:
            # Only a place of it may be another.
            assert self.rows[number].result == ranking.placed_of(number).result
        self.rows.update((number, ranking.placed_of(number)) for number in changed.ids)
        self.cursor = ranking.cursor()


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_after_each_change_it_is_the_race_worked_out_from_scratch(seed: int) -> None:
    # By a seed, because the races that hypothesis draws for itself are short and poor in faults.
    chance = Random(seed)
    course, follower = Course(), Follower()
    for _ in range(40):
        chance.choice(STEPS)(course, chance)
        race = course.races.race_of(1)
        anew = replace(
            race,
            marks=shuffled(chance, race.marks),
            corrections=shuffled(chance, race.corrections),
        )
        check_against(outcome_of(anew), course.live)
        if chance.random() < 0.5:
            follower.catch_up(course.live.ranking)
            assert follower.rows == rows_of(course.live.ranking)


def rows_of(ranking: Ranking) -> dict[int, Placed]:
    return {one.result.runner.id: one for one in ranking.placed()}


def check_against(scratch: Outcome, live: LiveRace) -> None:
    """Fails unless the race that is kept up is the one from scratch in everything."""
    assert live.outcome() == scratch
    for result in scratch.results:
        own = (one.crossing for one in scratch.marks if one.crossing.runner_id == result.runner.id)
        assert live.marks_of(result.runner.id) == {one.mark.id for one in own}
    waiting = {Flag.NO_BIB, Flag.NO_TIME}
    odd = Counter(one.crossing.mark.line_id for one in scratch.marks if set(one.flags) - waiting)
    assert [live.flagged_at(line_id) for line_id in (FINISH, START, MAT)] == [
        odd[line_id] for line_id in (FINISH, START, MAT)
    ]
    anew = Ranking(scratch.results)
    assert live.ranking.placed() == anew.placed()
    assert live.ranking.placed_count == anew.placed_count

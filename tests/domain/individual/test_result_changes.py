"""What two versions of results differ in."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.language_of_runners import FiveK
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.publishing import (
    ChangeKind,
    ResultChange,
    Snapshot,
    changed_count,
)
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.result_changes import changes_between
from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.individual.team_scoring import TeamScoring

Table = dict[int, dict[ChangeKind, Any]]
EMPTY: Mapping[ChangeKind, Any] = dict.fromkeys(
    (
        ChangeKind.BIB,
        ChangeKind.NAME,
        ChangeKind.CATEGORY,
        ChangeKind.TEAM,
        ChangeKind.STATUS,
        ChangeKind.TIME,
        ChangeKind.NET_TIME,
        ChangeKind.PLACE,
        ChangeKind.PLACE_IN_CATEGORY,
    )
)


def frozen(race: FiveK, **fields: Any) -> Snapshot:
    return snapshot(race.outcome().results, **fields)


def snapshot(results: list[RunnerResult], **fields: Any) -> Snapshot:
    return Snapshot(
        **{
            "name": "5K",
            "scheduled_at_ms": 0,
            "shown": Shown.SECONDS,
            "results": tuple(results),
            "team_scoring": TeamScoring(),
            "prizes": PrizeRules(),
            **fields,
        }
    )


def told(changes: list[ResultChange]) -> list[tuple[Any, ...]]:
    return [(one.bib, one.what.value, one.before, one.after, one.moved) for one in changes]


def three() -> FiveK:
    race = FiveK().runner(7, first_name="Ana", category="A").runner(8).runner(9, category="A")
    return race.gun().mark(7, "18:00").mark(8, "19:00").mark(9, "20:00")


def test_the_same_results_have_no_changes() -> None:
    assert changes_between(frozen(three()), frozen(three())) == []


def test_a_penalty_is_a_change_of_its_runner_and_moves_the_others() -> None:
    race = three()
    before = frozen(race)
    changes = changes_between(before, frozen(race.correct(Kind.PENALTY, 7, number=150_000)))
    assert told(changes) == [
        ("8", "place", 2, 1, True),
        ("9", "place", 3, 2, True),
        ("9", "place_in_category", 2, 1, True),
        ("7", "time", 1_080_000, 1_230_000, False),
        ("7", "place", 1, 3, False),
        ("7", "place_in_category", 1, 2, False),
    ]
    assert changed_count(changes) == 1


def test_who_is_new_comes_with_all_that_it_has_and_who_is_gone_last() -> None:
    race = FiveK().runner(7, first_name="Ana").gun().mark(7, "18:00")
    other = FiveK().runner(8, first_name="Luz").gun().mark(8, "19:00")
    changes = changes_between(frozen(race), frozen(other))
    assert told(changes) == [
        ("8", "new", None, None, False),
        ("8", "bib", None, "8", False),
        ("8", "name", None, "Luz", False),
        ("8", "status", None, "finished", False),
        ("8", "time", None, 1_140_000, False),
        ("8", "place", None, 1, False),
        ("7", "gone", None, None, False),
    ]
    assert changed_count(changes) == 2


def test_what_has_no_name_of_its_own_is_told_as_other_details() -> None:
    race = FiveK().runner(7)
    (change,) = changes_between(frozen(race), frozen(FiveK().runner(7, city="Quito")))
    assert (change.what, change.is_hidden) == (ChangeKind.DETAILS, False)
    (change,) = changes_between(frozen(race), frozen(FiveK().runner(7, is_hidden=True)))
    assert change.is_hidden is True


def test_the_race_and_its_rules_are_changes_too() -> None:
    race = three()
    changes = changes_between(frozen(race), frozen(race, name="10K", shown=Shown.TENTHS))
    assert told(changes) == [("", "race", "5K", "10K", False), ("", "rules", None, None, False)]
    assert changed_count(changes) == 2


def test_another_category_is_why_the_place_in_it_is_another() -> None:
    race = three()
    results = race.outcome().results
    moved = replace(results[2], category="B")
    changes = changes_between(snapshot(results), snapshot([*results[:2], moved]))
    assert told(changes) == [
        ("9", "category", "A", "B", False),
        ("9", "place_in_category", 2, 1, False),
    ]


def _result(number: int, drawn: tuple[int, str, str, int | None]) -> RunnerResult:
    bib, name, category, time_ms = drawn
    runner = Runner(
        id=number, competition_id=1, bib=str(bib), registered_at_ms=0, first_name=name, team=name
    )
    status = Status.STARTED if time_ms is None else Status.FINISHED
    return RunnerResult(
        runner, str(bib), category, status, "", time_ms, time_ms, time_ms, 0, time_ms
    )


DRAWN = st.tuples(
    st.integers(1, 4), st.sampled_from(("", "Ana")), st.sampled_from("AB"),
    st.none() | st.integers(1, 3),
)  # fmt: skip
RESULTS = st.dictionaries(st.integers(1, 6), DRAWN, max_size=6).map(
    lambda drawn: [_result(number, fields) for number, fields in drawn.items()]
)


def _table(of: Snapshot) -> Table:
    """What everybody can see of each runner."""
    return {
        placed.result.runner.id: {
            ChangeKind.BIB: placed.result.bib,
            ChangeKind.NAME: placed.result.runner.full_name or None,
            ChangeKind.CATEGORY: placed.result.category or None,
            ChangeKind.TEAM: placed.result.runner.team or None,
            ChangeKind.STATUS: placed.result.status.value,
            ChangeKind.TIME: placed.result.official_ms,
            ChangeKind.NET_TIME: placed.result.net_ms,
            ChangeKind.PLACE: placed.place,
            ChangeKind.PLACE_IN_CATEGORY: placed.place_in_category,
        }
        for placed in Ranking(of.results).placed()
    }


def _applied(table: Table, changes: list[ResultChange]) -> Table:
    table = {number: dict(row) for number, row in table.items()}
    for change in changes:
        assert change.runner_id is not None
        match change.what:
            case ChangeKind.NEW:
                table[change.runner_id] = dict(EMPTY)
            case ChangeKind.GONE:
                del table[change.runner_id]
            case kind if kind in EMPTY:
                row = table[change.runner_id]
                assert row[kind] == change.before
                row[kind] = change.after
    return table


@given(RESULTS, RESULTS)
def test_changes_made_to_the_old_results_give_the_new_ones(
    old: list[RunnerResult], new: list[RunnerResult]
) -> None:
    before, after = snapshot(old), snapshot(new)
    assert _applied(_table(before), changes_between(before, after)) == _table(after)


@given(RESULTS, RESULTS)
def test_who_only_moved_has_nothing_else_changed(
    old: list[RunnerResult], new: list[RunnerResult]
) -> None:
    before, after = snapshot(old), snapshot(new)
    changes = changes_between(before, after)
    own = {change.runner_id for change in changes if not change.moved}
    known = {one.runner.id: one for one in old}
    assert {one.runner.id for one in new if known.get(one.runner.id) != one} | {
        number for number in known if number not in {one.runner.id for one in new}
    } == own

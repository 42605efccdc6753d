"""What the organizer of the demonstration decides, by what the server tells."""

from typing import Any

import pytest

from tornado_timing.demo.individual import reconciling


def row(
    state: str = "proposed",
    *,
    time: str | None = "t",
    bib: str | None = "b",
    at_ms: int = 1_000,
    faults: tuple[str, ...] = (),
) -> dict[str, Any]:
    times = [{"mark_id": time, "judge_id": 1, "at_ms": at_ms, "bib": None}] if time else []
    bibs = [{"mark_id": bib, "judge_id": 2, "noted_at_ms": at_ms + 500}] if bib else []
    return {
        "id": time or bib,
        "state": state,
        "at_ms": at_ms,
        "times": times,
        "bib_marks": bibs,
        "faults": list(faults),
    }


def repair(
    cost: float, text: str | None = "7", *, kind: str = "replace_bib", why: str = ""
) -> dict[str, Any]:
    changes = [{"kind": "mark_bib", "mark_id": "b", "text": text}]
    return {"kind": kind, "cost": cost, "changes": changes, "details": {"why": why}}


def fault(
    *repairs: dict[str, Any], kind: str = "unknown_bib", rows: tuple[str, ...] = ("t",), **more: Any
) -> dict[str, Any]:
    base = {"id": kind, "kind": kind, "row_ids": list(rows), "at_ms": 5_000, "details": more}
    return {**base, "repairs": list(repairs)}


def made(*faults: dict[str, Any]) -> list[tuple[str, str]]:
    """Which faults are repaired, with the bib that is given."""
    found = reconciling.repairs_to_make({"faults": faults})
    return [(kind, one["changes"][0]["text"]) for kind, one in found]


def test_pairs_are_those_that_are_proposed_and_taken() -> None:
    rows = [row(), row("paired", time="u"), row(time="v", bib="c", faults=("f",))]
    pairs = reconciling.pairs_of({"rows": rows}, lambda one: not one["faults"])
    assert pairs == [{"time_mark_id": "t", "bib_mark_id": "b"}]


def test_everybody_is_as_far_as_the_last_of_them() -> None:
    document = {"rows": [row(at_ms=9_000), row("bib_only", time=None, at_ms=20_000)]}
    assert reconciling.everybody_is_at_ms(document, 2) == 9_000
    assert reconciling.everybody_is_at_ms(document, 3) == 0


def test_timers_are_put_beside_the_earliest_one() -> None:
    def timer(judge_id: int, offset_ms: int | None, matched: int) -> dict[str, Any]:
        known = {"judge_id": judge_id, "offset_ms": offset_ms, "matched": matched}
        return {**known, "is_reference": offset_ms is None}

    timers = [timer(1, None, 0), timer(2, -120, 480), timer(3, 4_000, 5)]
    assert reconciling.offsets_of({"timers": timers}) == {1: 120, 2: 0}


@pytest.mark.parametrize(
    ("costs", "is_clear"), [((0.0,), True), ((0.5, 1.5), True), ((0.5, 1.4), False), ((), False)]
)
def test_a_repair_is_made_where_it_is_much_likelier_than_the_next(
    costs: tuple[float, ...], is_clear: bool
) -> None:
    assert bool(made(fault(*(repair(cost) for cost in costs)))) == is_clear


def test_who_saw_two_runners_in_another_order_or_read_another_bib_may_be_right() -> None:
    assert made(fault(repair(0.0), kind="out_of_order", writers_differ=True)) == []
    assert made(fault(repair(0.5), kind="bibs_differ")) == []
    assert made(fault(repair(0.0), kind="out_of_order", writers_differ=False)) != []


def test_what_two_writers_saw_differently_is_accepted_in_the_end_and_nothing_else() -> None:
    undecided = fault(repair(0.5), kind="bibs_differ")
    document = {"faults": [undecided, fault(repair(0.0))]}
    takes = reconciling.takes_undecided(document)
    assert takes(row(faults=("bibs_differ",)))
    assert not takes(row(faults=("bibs_differ", "unknown_bib")))


def test_a_bib_that_is_to_be_typed_is_known_where_one_runner_alone_is_out() -> None:
    to_type, last = repair(0.0, None, why="to_type"), repair(1.0, "9", why="last_out")
    missing = fault(to_type, last, kind="missing_bib")
    assert made(missing) == [("missing_bib", "9")]
    assert made(missing, fault(to_type, last, kind="missing_bib", rows=("u",))) == []
    assert made(fault(to_type, last, repair(1.0, "8", why="last_out"), kind="missing_bib")) == []


def test_of_repairs_that_get_in_each_others_way_the_surest_is_made() -> None:
    same_row = [fault(repair(1.5, "7")), fault(repair(0.5, "8"), kind="double_bib")]
    assert made(*same_row) == [("double_bib", "8")]
    same_bib = [fault(repair(1.5, "7")), fault(repair(0.5, "7"), kind="double_bib", rows=("u",))]
    assert made(*same_bib) == [("double_bib", "7")]


def test_faults_point_at_the_marks_of_their_rows_and_at_moments() -> None:
    document = {
        "rows": [row(), row(time="u", bib="c"), row(time="v", bib="d")],
        "faults": [fault(rows=("t", "u")), fault(kind="missing_time", rows=("u",))],
    }
    assert reconciling.marks_pointed_at(document) == {"t", "b", "u", "c"}
    assert reconciling.moments_pointed_at(document) == {5_000}


def test_what_is_not_sure_is_left_to_the_end() -> None:
    unsure = fault(repair(0.0, kind="accept"), kind="unsure")
    assert made(unsure) == []
    takes = reconciling.takes_undecided({"faults": [unsure]})
    assert takes(row(faults=("unsure",)))

import uuid
from collections import Counter
from datetime import UTC, datetime

import pytest

from tornado_timing.demo.event import make_event
from tornado_timing.demo.finish_times import draw_finish_times
from tornado_timing.demo.plan import Finish, JudgePlan, plan_race, plan_taps

EVENT = make_event(1, datetime(2025, 11, 12, 8, 0, tzinfo=UTC))
TIMES_MS = draw_finish_times(720, 1)
PLANS = plan_race(EVENT, TIMES_MS, 1)


def all_finishes(plans: tuple[JudgePlan, ...]) -> list[Finish]:
    return [finish for plan in plans for finish in plan.finishes]


def test_every_finish_time_is_recorded_once() -> None:
    assert sorted(finish.elapsed_ms for finish in all_finishes(PLANS)) == TIMES_MS


def test_every_team_has_fifteen_finishers_and_its_own_judge() -> None:
    assert Counter(finish.bib for finish in all_finishes(PLANS)) == dict.fromkeys(
        range(101, 149), 15
    )
    judge_of = {team["dorsal"]: team["juez"] for team in EVENT["equipos"]}
    for plan in PLANS:
        assert {judge_of[finish.bib] for finish in plan.finishes} == {plan.username}


def test_record_ids_are_distinct_version_4_uuids_that_follow_from_the_seed() -> None:
    ids = [finish.record_id for finish in all_finishes(PLANS)]
    assert len(set(ids)) == len(ids)
    assert {uuid.UUID(record_id).version for record_id in ids} == {4}
    assert plan_race(EVENT, TIMES_MS, 1) == PLANS
    assert plan_race(EVENT, TIMES_MS, 2) != PLANS


def test_nothing_is_sent_before_it_has_happened_nor_out_of_order() -> None:
    for plan in PLANS:
        due_ms = [tap.due_ms for tap in plan.taps]
        assert due_ms == sorted(due_ms)
        for tap in plan.taps:
            assert tap.due_ms >= max(finish.elapsed_ms for finish in tap.finishes)
            assert {finish.bib for finish in tap.finishes} == {tap.bib}


def test_some_judges_send_batches_and_one_drops_its_socket_half_way() -> None:
    batching = [plan for plan in PLANS if any(tap.batch for tap in plan.taps)]
    dropping = [plan for plan in PLANS if plan.drops_after is not None]
    assert len(batching) == 4
    assert [(plan.username, plan.drops_after) for plan in dropping] == [("juez1", 22)]


def test_a_wrong_number_of_times_is_refused() -> None:
    with pytest.raises(ValueError, match="720"):
        plan_race(EVENT, TIMES_MS[:-1], 1)


def test_the_last_finishes_go_together_one_message_for_each_team() -> None:
    finishes = [Finish(bib, f"id-{time_ms}", time_ms) for bib, time_ms in
                [(101, 10), (102, 20), (102, 30), (101, 40), (102, 50)]]  # fmt: skip
    taps = plan_taps(finishes, batched=4)
    assert [(tap.due_ms, tap.bib, tap.batch) for tap in taps] == [
        (10, 101, False),
        (50, 101, True),
        (50, 102, True),
    ]
    assert [finish.elapsed_ms for finish in taps[2].finishes] == [20, 30, 50]


@pytest.mark.parametrize("batched", [0, 1, 2, 5])
def test_short_races_lose_nobody_to_the_batches(batched: int) -> None:
    finishes = [Finish(101, "a", 10), Finish(101, "b", 20)]
    taps = plan_taps(finishes, batched)
    assert [finish for tap in taps for finish in tap.finishes] == finishes
    assert plan_taps([], batched) == ()

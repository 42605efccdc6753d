"""Times that are all late by a constant, beside bibs that are not, find their bibs."""

import random
from itertools import pairwise

import pytest

from tests.language_of_reconciling import OTHER_TIMER, TwoLists
from tests.language_of_runners import TIMER
from tornado_timing.domain.individual.reconciling.costs import EARLY_MS, Habits
from tornado_timing.domain.individual.reconciling.faults import FaultKind

BIBS = range(100, 130)


def line_with(*timers: tuple[int, float, int]) -> TwoLists:
    """Runners some 8 s apart; each timer by judge, seconds late, and how many it takes."""
    source = random.Random(5)
    line = TwoLists(BIBS)
    for place, bib in enumerate(BIBS):
        at_s = 1_000 + 8 * place + source.uniform(-2, 2)
        for judge, late_s, count in timers:
            if place < count:
                line.taps(at_s + late_s, judge)
        line.writes(bib, at_s + source.uniform(1.2, 2.6))
    return line


def pairs_of(line: TwoLists) -> list[str | None]:
    return [bib for bib, at_s, state in line.rows() if at_s is not None and state == "proposed"]


@pytest.mark.parametrize("late_s", [-1.0, 0.0, 1.0, 1.7, 2.4, 3.0])
def test_a_line_whose_times_are_all_late_is_paired_right(late_s: float) -> None:
    line = line_with((TIMER, late_s, len(BIBS)))
    assert pairs_of(line) == [str(bib) for bib in BIBS]
    line.accepts()
    assert line.faults(FaultKind.SHIFTED) == []


@pytest.mark.parametrize("late_s", [-1.7, 0.7, 1.2, 1.7])
def test_the_scale_does_not_jump_with_who_has_most(late_s: float) -> None:
    all_of_them = len(BIBS)
    both = (
        line_with((TIMER, 0.0, all_of_them - 1), (OTHER_TIMER, late_s, all_of_them)),
        line_with((TIMER, 0.0, all_of_them), (OTHER_TIMER, late_s, all_of_them - 1)),
    )
    one, other = (
        [time.at_ms for time in line.proposal().sheet.times[: all_of_them - 1]] for line in both
    )
    assert one == pytest.approx(other, abs=50)
    for line in both:
        assert pairs_of(line) == [str(bib) for bib in BIBS]


def test_a_bib_before_its_time_costs_the_more_the_earlier_it_is() -> None:
    lags_ms = range(1_000, -EARLY_MS, -50)
    costs = Habits(1_800, 0.3).pair_costs(0, None, [-lag for lag in lags_ms])
    steps = [later - former for former, later in pairwise(costs)]
    assert min(steps) >= -0.5
    assert max(steps) < 2.5
    assert costs[-1] < 10

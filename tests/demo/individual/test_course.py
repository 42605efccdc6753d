import datetime
from collections import Counter
from itertools import pairwise
from statistics import median

import pytest

from tornado_timing.demo.individual.course import (
    DEAD_HEATS,
    SECOND_WAVE_MS,
    WINNER_MS,
    Course,
    Fate,
    make_course,
)

DAY = datetime.date(2026, 11, 21)


@pytest.fixture(scope="module")
def course() -> Course:
    return make_course(1, 500, DAY)


def test_the_same_seed_gives_the_same_race() -> None:
    assert make_course(3, 40, DAY) == make_course(3, 40, DAY)
    assert make_course(3, 40, DAY) != make_course(4, 40, DAY)


@pytest.mark.parametrize("seed", range(1, 6))
def test_the_winner_needs_fifteen_minutes_and_the_middle_about_28(seed: int) -> None:
    times_ms = [one.gun_ms for one in make_course(seed, 500, DAY).finishers if one.gun_ms]
    assert min(times_ms) == WINNER_MS
    assert 27 * 60_000 < median(times_ms) < 29.5 * 60_000
    assert max(times_ms) > 43 * 60_000


def test_some_come_in_packs_and_a_few_at_the_same_millisecond(course: Course) -> None:
    moments = [one.finishes_at_ms or 0 for one in course.finishers]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert gaps.count(0) >= DEAD_HEATS - 1
    assert sum(gap < 1_000 for gap in gaps) > 100


def test_who_does_not_start_crosses_no_line_and_who_gives_up_only_the_first(course: Course) -> None:
    fates = Counter(one.fate for one in course.runners)
    assert (fates[Fate.DNS], fates[Fate.DNF], fates[Fate.DSQ]) == (8, 2, 1)
    for one in course.runners:
        assert (one.crosses_start_at_ms is None) == (one.fate is Fate.DNS)
        assert (one.finishes_at_ms is None) == (one.fate in (Fate.DNS, Fate.DNF))


def test_the_second_wave_starts_two_minutes_later(course: Course) -> None:
    assert {one.wave for one in course.runners} == {0, 1}
    for one in course.starters:
        assert (one.crosses_start_at_ms or 0) > one.wave * SECOND_WAVE_MS
        if one.gun_ms is not None:
            assert one.finishes_at_ms == one.gun_ms + one.wave * SECOND_WAVE_MS


def test_one_is_entered_late_one_wears_another_bib_and_all_bibs_differ(course: Course) -> None:
    assert sum(one.is_late for one in course.runners) == 1
    assert sum(one.bib != one.worn_bib for one in course.runners) == 1
    assert len({one.worn_bib for one in course.runners}) == 500


def test_too_few_runners_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        make_course(1, 19, DAY)

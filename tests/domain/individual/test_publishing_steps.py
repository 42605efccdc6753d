"""What may be published when."""

import pytest

from tornado_timing.domain import errors
from tornado_timing.domain.individual.publishing import Publication, Stage
from tornado_timing.domain.individual.publishing_steps import (
    Step,
    check_official,
    check_provisional,
    check_reopening,
    step_of,
)
from tornado_timing.domain.model import Competition

READY = Competition(id=1, name="5K", scheduled_at_ms=0)
RUNNING = Competition(id=1, name="5K", scheduled_at_ms=0, started_at_ms=1, is_running=True)
OVER = Competition(id=1, name="5K", scheduled_at_ms=0, started_at_ms=1, finished_at_ms=2)
LIVE, OFFICIAL = Step(1), Step(1, Stage.OFFICIAL, 1, 5)


def test_a_competition_stands_where_its_last_step_is() -> None:
    assert step_of(1, []) == LIVE
    official = Publication(competition_id=1, stage=Stage.OFFICIAL, version=2, at_ms=3)
    reopened = Publication(competition_id=1, stage=Stage.PROVISIONAL, version=2, at_ms=4)
    assert step_of(1, [official, reopened]) == Step(1, Stage.PROVISIONAL, 2, 4)


def test_results_are_provisional_from_the_start_on_and_protests_end_later() -> None:
    check_provisional(RUNNING, LIVE, None, 100)
    check_provisional(OVER, Step(1, Stage.PROVISIONAL, 0, 5), 101, 100)
    with pytest.raises(errors.RaceNotStarted):
        check_provisional(READY, LIVE, None, 100)
    with pytest.raises(errors.ProtestsInThePast):
        check_provisional(OVER, LIVE, 100, 100)
    with pytest.raises(errors.ResultsOfficial):
        check_provisional(OVER, OFFICIAL, None, 100)


def test_results_are_official_only_of_a_race_that_is_over() -> None:
    check_official(OVER)
    with pytest.raises(errors.RaceNotStarted):
        check_official(READY)
    with pytest.raises(errors.CompetitionRunning):
        check_official(RUNNING)


def test_only_what_is_official_is_reopened() -> None:
    check_reopening(OFFICIAL, None, 100)
    with pytest.raises(errors.ProtestsInThePast):
        check_reopening(OFFICIAL, 99, 100)
    with pytest.raises(errors.ResultsNotOfficial):
        check_reopening(Step(1, Stage.PROVISIONAL, 1, 5), None, 100)

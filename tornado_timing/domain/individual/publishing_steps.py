"""From one stage of results to the next: what may be published when."""

from collections.abc import Sequence

from msgspec import Struct

from tornado_timing.domain import errors
from tornado_timing.domain.individual.publishing import Publication, Stage
from tornado_timing.domain.model import Competition


class Step(Struct, frozen=True):
    """Where a competition stands: what two organizers must agree upon before they go on.

    `at_ms` is when it came there, None before anything was published.
    """

    competition_id: int
    stage: Stage = Stage.LIVE
    version: int = 0
    at_ms: int | None = None


def step_of(competition_id: int, publications: Sequence[Publication]) -> Step:
    """Where a competition stands after all of these."""
    if not publications:
        return Step(competition_id)
    last = publications[-1]
    return Step(competition_id, last.stage, last.version, last.at_ms)


def check_provisional(
    competition: Competition, step: Step, protests_until_ms: int | None, now_ms: int
) -> None:
    """Raises unless results may be made provisional, or get another time for protests.

    Raises RaceNotStarted, ResultsOfficial, ProtestsInThePast.
    """
    _check_started(competition)
    if step.stage is Stage.OFFICIAL:
        raise errors.ResultsOfficial()
    _check_protests(protests_until_ms, now_ms)


def check_official(competition: Competition) -> None:
    """Raises unless results may be made official. Raises RaceNotStarted, CompetitionRunning."""
    _check_started(competition)
    if competition.is_running:
        raise errors.CompetitionRunning(name=competition.name)


def check_reopening(step: Step, protests_until_ms: int | None, now_ms: int) -> None:
    """Raises unless official results may become provisional again.

    Raises ResultsNotOfficial, ProtestsInThePast.
    """
    if step.stage is not Stage.OFFICIAL:
        raise errors.ResultsNotOfficial()
    _check_protests(protests_until_ms, now_ms)


def _check_started(competition: Competition) -> None:
    if competition.started_at_ms is None:
        raise errors.RaceNotStarted()


def _check_protests(protests_until_ms: int | None, now_ms: int) -> None:
    if protests_until_ms is not None and protests_until_ms <= now_ms:
        raise errors.ProtestsInThePast()

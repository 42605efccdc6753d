"""Results of individual races as clients read them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from tornado_timing.domain.individual import rounding
from tornado_timing.domain.individual.ranking import Placed
from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.model import Competition
from tornado_timing.protocol.results import ResultsCompetition, results_competition
from tornado_timing.protocol.wire import WIRE, iso

STATUSES: Mapping[Status, str] = MappingProxyType(
    {
        Status.REGISTERED: "inscrito",
        Status.STARTED: "en_carrera",
        Status.FINISHED: "llegado",
        Status.DNS: "dns",
        Status.DNF: "dnf",
        Status.DSQ: "dsq",
    }
)


class ResultsRunner(Struct, rename=WIRE):
    """Who a row is about. Of who is hidden there is the bib alone."""

    id: int
    bib: str
    name: str
    sex: Sex | None
    category: str
    team: str


class IndividualRow(Struct, rename=WIRE):
    """A row of the standings; times in ms. `official_text` is rounded up as the race shows it."""

    position: int | None
    place_in_sex: int | None
    place_in_category: int | None
    runner: ResultsRunner
    status: str
    official_ms: int | None
    official_text: str | None
    gun_ms: int | None
    net_ms: int | None
    penalty_ms: int


class IndividualResults(Struct, tag_field="tipo", tag="individual", rename=WIRE):
    """The standings of an individual race."""

    competition: ResultsCompetition
    updated_at: str
    total_runners: int
    total_finished: int
    standings: list[IndividualRow]


def individual_results(
    competition: Competition, placed: Sequence[Placed], now_ms: int
) -> IndividualResults:
    """The standings `placed`."""
    return IndividualResults(
        results_competition(competition),
        iso(now_ms),
        len(placed),
        sum(1 for one in placed if one.result.status is Status.FINISHED),
        [individual_row(one, competition.shown) for one in placed],
    )


def individual_row(placed: Placed, shown: Shown) -> IndividualRow:
    """A row of the standings, for the public."""
    result = placed.result
    time_ms = result.official_ms
    # Places among others would tell what is not to be told of them.
    is_hidden = result.runner.is_hidden
    return IndividualRow(
        placed.place,
        None if is_hidden else placed.place_in_sex,
        None if is_hidden else placed.place_in_category,
        _runner(result),
        STATUSES[result.status],
        time_ms,
        None if time_ms is None else rounding.text(time_ms, shown),
        result.gun_ms,
        result.net_ms,
        result.penalty_ms,
    )


def _runner(result: RunnerResult) -> ResultsRunner:
    runner, bib = result.runner, result.bib
    if runner.is_hidden:
        return ResultsRunner(runner.id, bib, f"Dorsal {bib}", None, "", "")
    return ResultsRunner(runner.id, bib, runner.full_name, runner.sex, result.category, runner.team)

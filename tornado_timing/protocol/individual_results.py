"""Results of individual races as clients read them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import cast

import msgspec
from msgspec import Struct

from tornado_timing.domain.individual import rounding
from tornado_timing.domain.individual.publishing import Publication
from tornado_timing.domain.individual.ranking import Changes, Cursor, Placed, Ranking
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.individual.team_scoring import Method
from tornado_timing.domain.model import Competition
from tornado_timing.protocol.publications import PublicationOut, publication_out
from tornado_timing.protocol.results import ResultsCompetition, results_competition
from tornado_timing.protocol.runner_statuses import STATUSES
from tornado_timing.protocol.wire import WIRE, encode, iso

METHODS: Mapping[Method, str] = MappingProxyType(
    {Method.NONE: "no", Method.TIMES: "tiempos", Method.PLACES: "puestos"}
)


class ResultsRunner(Struct, rename=WIRE):
    """Who a row is about. Of who is hidden there is the bib alone."""

    id: int
    bib: str
    name: str
    sex: Sex | None
    category: str
    team: str
    is_hidden: bool


class IndividualRow(Struct, rename=WIRE):
    """A row of the standings; times in ms. The texts are rounded up as the race shows them.

    `finish_ms` is when the runner crossed the line, from the official start of the competition:
    whoever started in a later wave has a gun time that says less of it. `noted_ms` counts from
    there too: when the bib was written of who has no time yet.
    """

    position: int | None
    place_in_sex: int | None
    place_in_category: int | None
    runner: ResultsRunner
    status: str
    official_ms: int | None
    official_text: str | None
    gun_ms: int | None
    gun_text: str | None
    net_ms: int | None
    net_text: str | None
    penalty_ms: int
    finish_ms: int | None
    noted_ms: int | None


class IndividualResults(Struct, tag_field="tipo", tag="individual", rename=WIRE):
    """The standings of an individual race, what they are worth, and how teams are scored."""

    competition: ResultsCompetition
    updated_at: str
    total_runners: int
    total_finished: int
    standings: list[IndividualRow]
    publication: PublicationOut
    team_scoring: str


# The runner's id, then its places: overall, in its sex, in its category.
MovedRunner = tuple[int, int | None, int | None, int | None]


class IndividualUpdated(Struct, tag_field="tipo", tag="clasificacion_actualizada", rename=WIRE):
    """To spectators of an individual race: what has changed.

    `rows` are whole, of those with another result. Whoever comes in before others moves all of
    these: `places` has their ids and places alone, as in rows.
    """

    competition_id: int
    rows: list[IndividualRow]
    places: list[MovedRunner]
    total_runners: int
    total_finished: int
    updated_at: str
    server_ms: int


class StandingsWriter:
    """Encodes the standings of one individual race.

    It keeps the JSON of rows for as long as they have not changed.
    """

    def __init__(self) -> None:
        self._rows: dict[int, msgspec.Raw] = {}
        self._cursor: Cursor | None = None
        # What else every row hangs on.
        self._shown: tuple[Shown, int | None] | None = None

    def results(
        self,
        ranking: Ranking,
        competition: Competition,
        now_ms: int,
        publication: Publication | None = None,
        team_scoring: Method = Method.NONE,
    ) -> bytes:
        """The whole `IndividualResults` as JSON; `competition` as it was published."""
        return encode(
            IndividualResults(
                results_competition(competition),
                iso(now_ms),
                len(ranking),
                ranking.placed_count,
                self._rows_of(ranking, competition, ranking.ids()),
                publication_out(publication),
                METHODS[team_scoring],
            )
        )

    def update(
        self, ranking: Ranking, competition: Competition, changes: Changes, now_ms: int
    ) -> bytes:
        """An `IndividualUpdated` with what has changed as JSON."""
        return encode(
            IndividualUpdated(
                competition.id,
                self._rows_of(ranking, competition, changes.results),
                [moved_runner(ranking.placed_of(runner_id)) for runner_id in changes.places],
                len(ranking),
                ranking.placed_count,
                iso(now_ms),
                now_ms,
            )
        )

    def _rows_of(
        self, ranking: Ranking, competition: Competition, runner_ids: Iterable[int]
    ) -> list[IndividualRow]:
        shown = (competition.shown, competition.official_start_ms)
        changed = ranking.changed_since(self._cursor)
        if changed is None or shown != self._shown:
            self._rows, self._shown = {}, shown
        else:
            for runner_id in changed.ids:
                self._rows.pop(runner_id, None)
        self._cursor = ranking.cursor()
        rows = self._rows
        encoded = []
        for runner_id in runner_ids:
            row = rows.get(runner_id)
            if row is None:
                placed = ranking.placed_of(runner_id)
                row = rows[runner_id] = msgspec.Raw(encode(individual_row(placed, competition)))
            encoded.append(row)
        # The same as the rows, encoded before.
        return cast("list[IndividualRow]", encoded)


def individual_row(placed: Placed, competition: Competition) -> IndividualRow:
    """A row of the standings, for the public."""
    result, shown = placed.result, competition.shown
    _, overall, in_sex, in_category = moved_runner(placed)
    return IndividualRow(
        overall,
        in_sex,
        in_category,
        results_runner(result),
        STATUSES[result.status],
        result.official_ms,
        _text(result.official_ms, shown),
        result.gun_ms,
        _text(result.gun_ms, shown),
        result.net_ms,
        _text(result.net_ms, shown),
        result.penalty_ms,
        _since(competition.official_start_ms, result.finished_at_ms),
        _since(competition.official_start_ms, result.arrived_at_ms),
    )


def moved_runner(placed: Placed) -> MovedRunner:
    """A runner's places, for the public."""
    runner = placed.result.runner
    if runner.is_hidden:
        # Places among others would tell what is not to be told of it.
        return (runner.id, placed.place, None, None)
    return (runner.id, placed.place, placed.place_in_sex, placed.place_in_category)


def _text(time_ms: int | None, shown: Shown) -> str | None:
    return None if time_ms is None else rounding.text(time_ms, shown)


def _since(start_ms: int | None, at_ms: int | None) -> int | None:
    return None if start_ms is None or at_ms is None else at_ms - start_ms


def results_runner(result: RunnerResult) -> ResultsRunner:
    """Who a row is about, for the public."""
    runner, bib = result.runner, result.bib
    if runner.is_hidden:
        # The name is for clients that write none of their own.
        return ResultsRunner(runner.id, bib, f"Dorsal {bib}", None, "", "", True)
    return ResultsRunner(
        runner.id, bib, runner.full_name, runner.sex, result.category, runner.team, False
    )

"""One runner's published result, as its own page reads it."""

from msgspec.structs import asdict

from tornado_timing.domain.individual.publishing import Publication
from tornado_timing.domain.individual.ranking import Placed
from tornado_timing.domain.model import Competition
from tornado_timing.protocol.individual_results import IndividualRow, individual_row
from tornado_timing.protocol.publications import PublicationOut, publication_out
from tornado_timing.protocol.results import ResultsCompetition, results_competition
from tornado_timing.protocol.wire import WIRE


class RunnerOfBib(IndividualRow, rename=WIRE):
    """A row of the standings, with the competition that it is of, and what it is worth."""

    competition: ResultsCompetition
    publication: PublicationOut


def runner_of_bib(
    placed: Placed, competition: Competition, publication: Publication | None
) -> RunnerOfBib:
    """Who wears a bib, and how that runner stands, for the public; `competition` as published."""
    return RunnerOfBib(
        **asdict(individual_row(placed, competition)),
        competition=results_competition(competition),
        publication=publication_out(publication),
    )

"""What the process is asked for: one file, of results as they are published."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain.individual.certificates import CertificateDesign
from tornado_timing.domain.individual.publishing import (
    Publication,
    PublicResults,
    Snapshot,
    snapshot_of,
)
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.exports.tables import TableKind
from tornado_timing.language import Language


class Sheet(StrEnum):
    """Which list is printed."""

    OVERALL = "overall"
    CATEGORIES = "categories"
    SEXES = "sexes"
    TEAMS = "teams"
    PRIZES = "prizes"
    STATISTICS = "statistics"


class Paper(StrEnum):
    """Of what size the printer's paper is."""

    A4 = "a4"
    LETTER = "letter"


class SheetWork(Struct, frozen=True, tag="sheet"):
    """A printable list, a PDF."""

    sheet: Sheet
    paper: Paper = Paper.A4


class CertificatesWork(Struct, frozen=True, tag="certificates"):
    """A page for each finisher, a PDF.

    Of a category alone where one is given, and of bibs from one to another. Bibs that are no
    numbers are in no such span.
    """

    design: CertificateDesign
    paper: Paper = Paper.A4
    category: str = ""
    from_bib: int | None = None
    to_bib: int | None = None


class PreviewWork(Struct, frozen=True, tag="preview"):
    """The first of the certificates as a picture of so many pixels across, a PNG.

    Somebody invented has it where nobody has finished.
    """

    design: CertificateDesign
    paper: Paper = Paper.A4
    width_px: int = 1000


class TableWork(Struct, frozen=True, tag="table"):
    """A table of the results, for a spreadsheet or a portal."""

    table: TableKind


Work = SheetWork | CertificatesWork | PreviewWork | TableWork


class Job(Struct, frozen=True, kw_only=True):
    """One file to make, at `made_at_ms`, in `language`.

    `snapshot` is what there is now, also of what is official: who asks since not to be shown is
    hidden in it.
    """

    work: Work
    language: Language
    made_at_ms: int
    publication: Publication | None
    snapshot: Snapshot

    def results(self) -> PublicResults:
        """What the file is made of."""
        read = self.snapshot
        return PublicResults(
            name=read.name,
            scheduled_at_ms=read.scheduled_at_ms,
            shown=read.shown,
            ranking=Ranking(read.results),
            team_scoring=read.team_scoring,
            prizes=read.prizes,
            publication=self.publication,
            official_start_ms=read.official_start_ms,
            finished_at_ms=read.finished_at_ms,
        )


def job_of(
    work: Work,
    public: PublicResults,
    results: Iterable[RunnerResult],
    language: Language,
    made_at_ms: int,
) -> bytes:
    """A `Job` as JSON; `results` are those of `public`, in the order of the entries.

    It looks at nothing that changes, so it may be made in a thread.
    """
    publication = public.publication
    return msgspec.json.encode(
        Job(
            work=work,
            language=language,
            made_at_ms=made_at_ms,
            publication=None if publication is None else replace(publication, document=None),
            snapshot=snapshot_of(public, results),
        )
    )

"""Files to hand out: made of what the public sees, in a process of their own."""

from tornado_timing.domain.individual.certificates import CertificateDesign, check_design
from tornado_timing.domain.individual.entering import individual_of_path
from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.exports.request import (
    CertificatesWork,
    PreviewWork,
    Work,
    job_of,
)
from tornado_timing.language import Language
from tornado_timing.service.core import Core
from tornado_timing.service.export_process import ExportProcess

# Of the certificate whose logo is tried; nobody sees it.
_TRIED_PX = 100


class Exporting:
    """Makes files of the results of individual races.

    Everything raises NotFound, CompetitionNotIndividual, and what `ExportProcess.run`
    raises.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._process = ExportProcess()

    async def close(self) -> None:
        """Ends what is being made."""
        await self._process.close()

    async def make(
        self,
        competition_id: int,
        work: Work,
        language: Language,
    ) -> bytes:
        """The file that `work` asks for, of the results as they are published now."""
        public = self._public(competition_id)
        if isinstance(work, CertificatesWork | PreviewWork):
            check_design(work.design)
        # A few ms with 5,000 runners; a thread would keep Python's lock as long.
        now_ms = self._core.clock.now_ms()
        request = job_of(work, public, public.ranking.results, language, now_ms)
        return await self._process.run(request)

    async def check(self, competition_id: int, design: CertificateDesign) -> None:
        """Raises unless certificates can be made so; a logo that is new is read to its end.

        Raises UnknownPlaceholder, LogoTooLarge, LogoUnreadable.
        """
        check_design(design)
        individual_of_path(self._core.state, competition_id)
        book = self._core.state.individual.book_of(competition_id)
        if design.logo and design.logo != book.setting(CertificateDesign).logo:
            await self.make(competition_id, PreviewWork(design, width_px=_TRIED_PX), "es")

    def _public(self, competition_id: int) -> PublicResults:
        individual_of_path(self._core.state, competition_id)
        return self._core.state.individual.public_of(competition_id)

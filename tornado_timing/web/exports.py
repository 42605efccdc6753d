"""Sheets and certificates over HTTP."""

import asyncio
from collections.abc import Coroutine
from enum import StrEnum
from typing import Any, TypeVar

from tornado_timing.domain import errors
from tornado_timing.domain.individual.certificates import CertificateDesign
from tornado_timing.exports.request import (
    CertificatesWork,
    Paper,
    PreviewWork,
    Sheet,
    SheetWork,
    Work,
)
from tornado_timing.language import Language
from tornado_timing.protocol.exports import (
    CATEGORY,
    CERTIFICATES_FILE,
    FROM_BIB,
    LANGUAGE,
    PAPER,
    SHEET,
    SHEET_FILES,
    TO_BIB,
    attachment,
)
from tornado_timing.protocol.openapi import FileReply
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint
from tornado_timing.web.race_settings import SettingHandler

Choice = TypeVar("Choice", bound=StrEnum)
Made = TypeVar("Made")

PDF, PNG = "application/pdf", "image/png"

SHEET_QUERY = Query((SHEET,), str, "which list", tuple(Sheet))
PAPER_QUERY = Query((PAPER,), str, "its size; a4 by itself", tuple(Paper), is_optional=True)
LANGUAGE_QUERY = Query((LANGUAGE,), str, "es by itself", ("es", "en"), is_optional=True)
CATEGORY_QUERY = Query((CATEGORY,), str, "for the finishers of this category alone")
FROM_QUERY = Query((FROM_BIB,), int, "for bibs from this number on")
TO_QUERY = Query((TO_BIB,), int, "for bibs up to this number")


class WaitingHandler(ApiHandler):
    """A handler that waits for a file to be made, as long as somebody waits for its answer."""

    _making: asyncio.Task[Any] | None = None

    async def made(self, making: Coroutine[Any, Any, Made]) -> Made:
        """What `making` gives; it is given up, and its turn with it, as soon as the client goes."""
        self._making = task = asyncio.create_task(making)
        try:
            return await task
        except asyncio.CancelledError as error:
            # For the log: nobody reads the answer.
            raise errors.ExportFailed() from error

    def on_connection_close(self) -> None:
        """Gives up what is being made."""
        if self._making is not None:
            self._making.cancel()
        super().on_connection_close()


class ExportHandler(WaitingHandler):
    """What is the same for all files."""

    def language(self) -> Language:
        """The language that the file is asked for in. Raises InvalidField."""
        match self.query_value(LANGUAGE):
            case None | "es":
                return "es"
            case "en":
                return "en"
        raise errors.InvalidField(field=LANGUAGE, problem="se esperaba es o en")

    def paper(self) -> Paper:
        """The paper that the file is for. Raises InvalidField."""
        return self.choice(PAPER, Paper, Paper.A4)

    def choice(self, name: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """A query parameter as one of a few texts. Raises InvalidField."""
        value = self.query_value(name)
        if value is None and default is not None:
            return default
        try:
            return kind(value or "")
        except ValueError as error:
            expected = " o ".join(kind)
            raise errors.InvalidField(field=name, problem=f"se esperaba {expected}") from error

    async def file_of(self, competition_id: int, work: Work) -> bytes:
        """The file that `work` asks for, in the language that is asked for."""
        making = self.services.exporting.make(competition_id, work, self.language())
        return await self.made(making)

    def name_of(self, competition_id: str) -> str:
        """The name of the race, as its results are published."""
        return self.services.core.state.individual.public_of(int(competition_id)).name

    def finish_file(self, content: bytes, kind: str) -> None:
        """Answers with a file."""
        self.set_header("Content-Type", kind)
        self.finish(content)


class SheetHandler(ExportHandler):
    """``/api/competencias/{competition_id}/hojas/``."""

    @endpoint(
        Access.ORGANIZER,
        {200: FileReply((PDF,))},
        query=(SHEET_QUERY, PAPER_QUERY, LANGUAGE_QUERY),
        fails=(400, 404, 409, 503),
    )
    async def get(self, competition_id: str) -> None:
        """Download a list of the results to print."""
        sheet = self.choice(SHEET, Sheet)
        content = await self.file_of(int(competition_id), SheetWork(sheet, self.paper()))
        named = attachment(self.name_of(competition_id), SHEET_FILES[sheet], "pdf")
        self.set_header("Content-Disposition", named)
        self.finish_file(content, PDF)


class CertificateHandler(WaitingHandler, SettingHandler):
    """``/api/competencias/{competition_id}/certificado/``."""

    @endpoint(Access.ORGANIZER, {200: CertificateDesign}, fails=(404, 409))
    def get(self, competition_id: str) -> None:
        """Read what certificates of a race say and look like."""
        self.write_setting(competition_id, CertificateDesign)

    @endpoint(
        Access.ORGANIZER,
        {200: CertificateDesign},
        body=CertificateDesign,
        fails=(400, 404, 409, 412, 413, 503),
    )
    async def put(self, competition_id: str) -> None:
        """Choose what certificates of a race say and look like."""
        design = self.body(CertificateDesign)
        await self.made(self.services.exporting.check(int(competition_id), design))
        await self.change_setting(competition_id, design)


class CertificatePreviewHandler(ExportHandler):
    """``/api/competencias/{competition_id}/certificado/vista/``."""

    @endpoint(
        Access.ORGANIZER,
        {200: FileReply((PNG,))},
        body=CertificateDesign,
        query=(PAPER_QUERY, LANGUAGE_QUERY),
        fails=(400, 404, 409, 413, 503),
    )
    async def post(self, competition_id: str) -> None:
        """See the first certificate as it would be printed; nothing is kept."""
        work = PreviewWork(self.body(CertificateDesign), self.paper())
        self.finish_file(await self.file_of(int(competition_id), work), PNG)


class CertificatesHandler(ExportHandler):
    """``/api/competencias/{competition_id}/certificados/``."""

    @endpoint(
        Access.ORGANIZER,
        {200: FileReply((PDF,))},
        query=(CATEGORY_QUERY, FROM_QUERY, TO_QUERY, PAPER_QUERY, LANGUAGE_QUERY),
        fails=(400, 404, 409, 503),
    )
    async def get(self, competition_id: str) -> None:
        """Download a certificate for each finisher, all in one file."""
        number = int(competition_id)
        work = CertificatesWork(
            self.services.race_settings.get(number, CertificateDesign),
            self.paper(),
            self.query_value(CATEGORY) or "",
            self.query_int(FROM_BIB),
            self.query_int(TO_BIB),
        )
        content = await self.file_of(number, work)
        named = attachment(self.name_of(competition_id), CERTIFICATES_FILE, "pdf")
        self.set_header("Content-Disposition", named)
        self.finish_file(content, PDF)

"""Backups over HTTP: listed, made, taken away, sent up, looked at, restored."""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from tornado.iostream import StreamClosedError

from tornado_timing.domain import errors
from tornado_timing.protocol.backups import (
    BackupOut,
    BackupsOut,
    ComparisonOut,
    ContentsOut,
    MadeOut,
    PlaceOut,
    RaceInBackupOut,
    RestoringOut,
    StickIn,
)
from tornado_timing.protocol.openapi import FileReply
from tornado_timing.protocol.wire import iso, iso_or_none
from tornado_timing.service.backing_up import BackupView, PlaceView
from tornado_timing.service.backup_folder import is_uploaded, open_plain
from tornado_timing.service.restoring import MOST_UPLOADED_BYTES, Contents, Upload, aside
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint

Result = TypeVar("Result")

DATABASE = "application/vnd.sqlite3"
CHUNK_BYTES = 256 * 1024


class BackupsHandler(ApiHandler):
    """``/api/respaldos/``."""

    @endpoint(Access.ORGANIZER, {200: BackupsOut})
    async def get(self) -> None:
        """List the backups, and the places that they are taken to."""
        overview = await self.services.backing_up.overview()
        settings = self.services.settings.backups
        self.write_json(
            BackupsOut(
                settings.enabled,
                settings.every_s,
                overview.is_making,
                self.services.restoring.start_anew is not None,
                [_place_out(place) for place in overview.places],
                [_backup_out(backup) for backup in overview.backups],
            )
        )

    @endpoint(Access.ORGANIZER, {201: MadeOut}, fails=(503,))
    async def post(self) -> None:
        """Make a backup now; it is taken to the other places meanwhile."""
        path = await self.services.backing_up.make()
        self.write_json(MadeOut(path.name), 201)


class SticksHandler(ApiHandler):
    """``/api/respaldos/memorias/``."""

    @endpoint(Access.ORGANIZER, {204: None}, body=StickIn, fails=(400, 404, 413, 503))
    async def post(self) -> None:
        """Have a USB stick that is plugged in get all backups, or none any more."""
        wanted = self.body(StickIn)
        backing_up = self.services.backing_up
        change = backing_up.use_stick if wanted.use else backing_up.drop_stick
        await change(Path(wanted.path), self.actor)
        self.set_status(204)
        self.finish()


class BackupHandler(ApiHandler):
    """``/api/respaldos/{backup_name}/``."""

    @endpoint(Access.ORGANIZER, {200: FileReply((DATABASE,))}, fails=(400, 404, 503))
    async def get(self, backup_name: str) -> None:
        """Download a backup. It holds everything, passwords too, as hashes: keep it safe."""
        path = self.services.backing_up.path_of(backup_name)
        size = await aside(partial(_size, path))
        await self.services.restoring.note_download(backup_name, self.actor)
        self.set_header("Content-Type", DATABASE)
        self.set_header("Content-Disposition", f'attachment; filename="{backup_name}"')
        self.set_header("Content-Length", str(size))
        if self.request.method == "HEAD":
            self.finish()
            return
        # Who goes away in the middle is no fault.
        with suppress(StreamClosedError):
            for start in range(0, size, CHUNK_BYTES):
                self.write(await aside(partial(_read, path, start)))
                await self.flush()
            self.finish()


class ComparisonHandler(ApiHandler):
    """``/api/respaldos/{backup_name}/contenido/``."""

    @endpoint(Access.ORGANIZER, {200: ComparisonOut}, fails=(400, 404))
    async def get(self, backup_name: str) -> None:
        """Read all of a backup, and compare it with what there is now."""
        found = await self.services.restoring.compare(backup_name)
        self.write_json(
            ComparisonOut(
                found.name,
                iso_or_none(found.card.made_at_ms),
                found.card.host,
                found.card.has_key,
                _contents_out(found.card.contents),
                _contents_out(found.now),
                found.missing.times,
                found.missing.marks,
            )
        )


class RestoreHandler(ApiHandler):
    """``/api/respaldos/{backup_name}/restaurar/``."""

    @endpoint(Access.ORGANIZER, {202: RestoringOut}, fails=(400, 404, 409, 503))
    async def post(self, backup_name: str) -> None:
        """Put a backup in the place of what there is, which is kept; the server starts anew."""
        await self.services.restoring.restore(backup_name, self.actor)
        self.write_json(RestoringOut(is_restarting=True), 202)


class UploadHandler(ApiHandler):
    """``/api/respaldos/archivo/``: its body goes to the disk as it comes."""

    _upload: Upload | None = None
    _problem: errors.TimingError | None = None
    _may_send = False

    def prepare(self) -> None:
        """Looks at the token before the body is read: only organizers may fill the disk."""
        super().prepare()
        with suppress(errors.TimingError):
            self.admit(Access.ORGANIZER)
            self._may_send = True

    async def data_received(self, chunk: bytes) -> None:  # type: ignore[override]
        """Writes what comes; the client is read no faster than the disk is."""
        self._received += len(chunk)
        if not self._may_send or self._problem is not None:
            return
        try:
            if self._received > MOST_UPLOADED_BYTES:
                raise errors.BodyTooLarge()
            if self._upload is None:
                # Who does not say how much it is may send as much as anybody.
                length = self.request.headers.get("Content-Length", "")
                size = int(length) if length.isdigit() else MOST_UPLOADED_BYTES
                begin = partial(self.services.restoring.begin_upload, size)
                self._upload = await self._aside(begin)
            await self._aside(partial(self._upload.write, chunk))
        except errors.TimingError as error:
            self._problem = error

    @endpoint(Access.ORGANIZER, {201: MadeOut}, fails=(400, 413, 503))
    async def post(self) -> None:
        """Send up a backup, the file itself as the body; it is listed then, to be restored."""
        if self._problem is not None:
            raise self._problem
        if self._upload is None:
            raise errors.BackupForeign()
        upload, self._upload = self._upload, None
        try:
            await self._aside(upload.finish)
        finally:
            await self._aside(upload.drop)
        self.write_json(MadeOut(upload.path.name), 201)

    def on_finish(self) -> None:
        """Lets go what was not wanted."""
        self._drop()
        super().on_finish()

    def on_connection_close(self) -> None:
        """Lets go what was not sent to its end."""
        self._drop()
        super().on_connection_close()

    def _drop(self) -> None:
        upload, self._upload = self._upload, None
        if upload is not None:
            with suppress(OSError):
                upload.drop()

    @staticmethod
    async def _aside(work: Callable[[], Result]) -> Result:
        try:
            return await asyncio.to_thread(work)
        except OSError as error:
            raise errors.BackupFailed(reason=error.strerror or str(error)) from error


def _size(path: Path) -> int:
    with _opened(path) as file:
        return os.fstat(file.fileno()).st_size


def _opened(path: Path) -> BinaryIO:
    return os.fdopen(open_plain(path), "rb")


def _read(path: Path, start: int) -> bytes:
    with _opened(path) as file:
        file.seek(start)
        return file.read(CHUNK_BYTES)


def _place_out(place: PlaceView) -> PlaceOut:
    status = place.status
    return PlaceOut(
        place.path,
        place.kind,
        status.state,
        status.reason,
        status.last_name or None,
        status.free_bytes,
        status.is_same_disk,
    )


def _backup_out(backup: BackupView) -> BackupOut:
    found = backup.found
    card = found.card
    return BackupOut(
        found.name,
        found.size,
        backup.paths,
        iso_or_none(card.made_at_ms) if card else None,
        card.host if card else "",
        card.program if card else "",
        card.has_key if card else False,
        is_uploaded(found.name),
        _contents_out(card.contents) if card else None,
    )


def _contents_out(contents: Contents) -> ContentsOut:
    return ContentsOut(
        [RaceInBackupOut(race.name, race.is_running) for race in contents.races],
        contents.accounts,
        contents.teams,
        contents.runners,
        contents.times,
        contents.marks,
        iso(contents.newest_ms) if contents.newest_ms else None,
    )

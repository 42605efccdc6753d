"""Backups while the server runs: made at a pace, kept in the data directory, taken elsewhere."""

import asyncio
import errno
import logging
import platform
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.config import Settings
from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor
from tornado_timing.service.background import Background
from tornado_timing.service.backup_folder import BackupFolder, Found, is_name, is_plain, origin_of
from tornado_timing.service.backup_making import make_backup
from tornado_timing.service.backup_pace import SOON_S, starts_of
from tornado_timing.service.backup_places import BackupPlace, PlaceState, PlaceStatus
from tornado_timing.service.core import Core
from tornado_timing.service.data_files import (
    BACKUPS,
    STICKS_FILE,
)
from tornado_timing.service.sticks import (
    LOOK_S,
    FindSticks,
    KnownSticks,
    StickWatch,
    plugged_sticks,
)

log = logging.getLogger(__name__)

# How often it is asked whether a backup is due, and how much seldomer one is outside of races.
TICK_S = 1.0
CALM_FACTOR = 10
# How long the end of the server waits for the last backup to reach the other places.
FAREWELL_S = 5.0

PlaceKind = Literal["data", "config", "stick"]


class PlaceView(Struct, frozen=True):
    """A place of backups as it is now."""

    path: str
    kind: PlaceKind
    status: PlaceStatus


class BackupView(Struct, frozen=True):
    """A backup, and in which places it is."""

    found: Found
    paths: list[str]


class Overview(Struct, frozen=True):
    """All places and all backups, the newest first."""

    is_making: bool
    places: list[PlaceView]
    backups: list[BackupView]


class BackingUp:
    """Makes backups, and looks after the places that get them."""

    def __init__(
        self,
        core: Core,
        settings: Settings,
        find_sticks: FindSticks = plugged_sticks,
        look_s: float = LOOK_S,
    ) -> None:
        self._core = core
        self._settings = settings.backups
        self._directory = settings.data_dir
        self._origin = origin_of(platform.node(), settings.data_dir)
        self._folder = BackupFolder(self._directory / BACKUPS, self._origin, self._settings.keep)
        self._background = Background("backups", 1)
        self._known = KnownSticks(self._directory / STICKS_FILE)
        self._look_s = look_s
        self._watch = StickWatch(find_sticks, self._on_sticks_in_thread, look_s)
        self._places = {path: self._place(path, is_stick=False) for path in settings.backup_places}
        self._turn = asyncio.Lock()
        self._here = PlaceStatus()
        self._newest: Path | None = None
        # Of this run of the server, epoch ms.
        self.newest_made_at_ms: int | None = None
        # Commits when the newest backup was made, and when that was; of a start nobody knows.
        self._commits = -1
        self._made_s = core.clock.uptime_s()
        self._was_racing = False
        self._starts = starts_of(core.state)
        self._is_wanted_soon = False
        self._ticking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    # ---- from the start to the end of a server ----

    def start(self) -> None:
        """Begins to make backups by itself, where settings want any."""
        if not self._settings.enabled:
            return
        self._loop = asyncio.get_running_loop()
        for place in self._places.values():
            place.start()
        self._watch.start()
        # The places are not to wait for the first change before they have all that there is.
        self._is_wanted_soon = True
        self._ticking = self._loop.create_task(self._tick())

    async def stop(self) -> None:
        """Makes a last backup of what has changed, and waits a moment for the places to get it."""
        if self._ticking is not None:
            self._ticking.cancel()
            self._watch.stop()
            if self._has_changed():
                with suppress(errors.Unavailable):
                    await self.make()
            deadline_s = time.monotonic() + FAREWELL_S
            for place in self._used_places():
                left_s = max(0.0, deadline_s - time.monotonic())
                await asyncio.to_thread(place.wait, left_s)
        for place in self._places.values():
            place.close()
        self._background.close()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            if self.is_due():
                # It is on the page of the backups, and tried again.
                with suppress(errors.Unavailable):
                    await self.make()

    def is_due(self) -> bool:
        """Whether enough has happened since the last one, for long enough."""
        is_racing = any(one.is_running for one in self._core.state.competitions.values())
        # The end of a race is not waited for any longer than its times were.
        is_calm = not (is_racing or self._was_racing)
        pace_s: float = self._settings.every_s * (CALM_FACTOR if is_calm else 1)
        if self._is_wanted_soon or self._starts != starts_of(self._core.state):
            pace_s = min(pace_s, SOON_S)
        return self._has_changed() and self._core.clock.uptime_s() - self._made_s >= pace_s

    def _has_changed(self) -> bool:
        return self._commits != self._core.writer.commits and self._core.state.has_organizer()

    # ---- making one ----

    async def make(self) -> Path:
        """Makes a backup now and has it brought to all places. Raises BackupFailed."""
        async with self._turn:
            commits = self._core.writer.commits
            self._starts, self._is_wanted_soon = starts_of(self._core.state), False
            running = (one.is_running for one in self._core.state.competitions.values())
            self._was_racing, self._made_s = any(running), self._core.clock.uptime_s()
            now_s = self._core.clock.now_s()
            work = partial(make_backup, self._directory, None, self._settings.keep, now_s)
            try:
                path = await self._background.run(work)
            except OSError as error:
                reason = error.strerror or str(error)
                state: PlaceState = "full" if error.errno == errno.ENOSPC else "failed"
                if self._here.state != state:
                    log.error("No backup could be made: %s", reason)
                self._here = PlaceStatus(state=state, reason=reason)
                raise errors.BackupFailed(reason=reason) from error
            self._commits, self._newest = commits, path
            self.newest_made_at_ms = self._core.clock.now_ms()
            self._here = PlaceStatus(state="good", last_name=path.name)
        for place in self._places.values():
            place.bring(path)
        return path

    # ---- sticks ----

    def _place(self, path: Path, *, is_stick: bool) -> BackupPlace:
        return BackupPlace(
            path,
            is_stick=is_stick,
            origin=self._origin,
            keep=self._settings.keep,
            data_dir=self._directory,
            accepts=self._known.knows,
            look_s=self._look_s,
        )

    def _on_sticks_in_thread(self, found: list[Path]) -> None:
        if self._loop is not None:
            # A loop that is closed needs to know no more.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._on_sticks, found)

    def _on_sticks(self, found: Sequence[Path]) -> None:
        if self._ticking is None or self._ticking.cancelled():
            return
        for path, place in list(self._places.items()):
            if place.is_stick and path not in found:
                if self._known.knows(place.status.mark):
                    log.warning("The stick for backups at %s is gone", path)
                place.close()
                del self._places[path]
        here = self._directory.absolute()
        for path in found:
            if path not in self._places and path not in here.parents:
                self._places[path] = place = self._place(path, is_stick=True)
                if self._newest is not None:
                    place.bring(self._newest)
                place.start()

    async def use_stick(self, path: Path, by: Actor) -> None:
        """Has backups brought to a stick that is plugged in, now and whenever it is there again.

        Raises NotFound, BackupFailed, StorageFailed.
        """
        place = self._places.get(path)
        if place is None or not place.is_stick:
            raise errors.NotFound()
        if self._has_changed():
            # So that it has all that there is; where none can be made, that is told by itself.
            with suppress(errors.Unavailable):
                await self.make()
        mark = place.status.mark or secrets.token_hex(16)
        await self._change_known(partial(self._known.use, mark, path))
        place.mark(mark)
        await self._note(by, "backup_place_added", str(path))

    async def drop_stick(self, path: Path, by: Actor) -> None:
        """Brings no more backups to a stick; those on it stay. Raises what `use_stick` raises."""
        place = self._places.get(path)
        # One that is away goes by where it was last.
        last = {known.path: known.mark for known in self._known.all}
        mark = last.get(str(path)) if place is None else place.status.mark
        if mark is None or not self._known.knows(mark):
            raise errors.NotFound()
        await self._change_known(partial(self._known.drop, mark))
        if place is not None:
            place.look()
        await self._note(by, "backup_place_removed", str(path))

    async def _change_known(self, change: partial[None]) -> None:
        try:
            await self._background.run(change)
        except OSError as error:
            raise errors.BackupFailed(reason=error.strerror or str(error)) from error

    async def _note(self, by: Actor, action: str, name: str) -> None:
        await self._core.commit([self._core.note(by, action, ("server", None, name))])

    def _used_places(self) -> list[BackupPlace]:
        unused = ("offered", "missing", "no_answer")
        return [place for place in self._places.values() if place.status.state not in unused]

    # ---- looking at them ----

    @property
    def folder(self) -> Path:
        """Where the backups of this data directory are."""
        return self._folder.path

    async def overview(self) -> Overview:
        """All places and backups as they are now."""
        local: Sequence[Found] = ()
        try:
            local = await self._background.run(self._folder.look)
        except OSError as error:
            log.warning("The backups cannot be listed: %s", error)
        status = self._here
        if status.state == "waiting" and (last_name := self._folder.newest_own(local)):
            # Of an earlier run of the server.
            status = replace(status, state="good", last_name=last_name)
        here = PlaceView(str(self._folder.path), "data", status)
        places = [here, *self._place_views()]
        seen: dict[str, BackupView] = {}
        lists = [(here.path, local), *((place.path, place.status.found) for place in places)]
        for path, listed in lists:
            for found in listed:
                seen.setdefault(found.name, BackupView(found, [])).paths.append(path)
        ordered = sorted(seen.values(), key=_newest_last, reverse=True)
        return Overview(self._turn.locked(), places, ordered)

    def troubled(self) -> list[tuple[str, str]]:
        """Path and state of the places with which something is wrong.

        While a race is in progress that is also a stick, `offered`, that could be used where no
        other place than the data directory is.
        """
        here = PlaceView(str(self._folder.path), "data", self._here)
        places = [here, *(self._place_views() if self._settings.enabled else ())]
        is_racing = any(one.is_running for one in self._core.state.competitions.values())
        is_alone = all(one.status.state == "offered" for one in places[1:])
        well = ("good", "waiting") if is_racing and is_alone else ("good", "waiting", "offered")
        return [
            (place.path, place.status.state) for place in places if place.status.state not in well
        ]

    def _place_views(self) -> list[PlaceView]:
        views, marks = [], set()
        for path, place in self._places.items():
            status = place.status
            views.append(PlaceView(str(path), "stick" if place.is_stick else "config", status))
            marks.add(status.mark)
        away = PlaceStatus(state="missing")
        views += [
            PlaceView(known.path, "stick", away)
            for known in self._known.all
            if known.mark not in marks
        ]
        return views

    def path_of(self, name: str) -> Path:
        """The file of a backup that was seen, in the data directory if it is there.

        Raises NotFound. Whoever reads it does so in a thread: it may be on a stick that hangs.
        """
        if not is_name(name):
            raise errors.NotFound()
        here = self._folder.path / name
        if is_plain(here):
            return here
        for place in self._places.values():
            if any(found.name == name for found in place.status.found):
                return place.folder / name
        raise errors.NotFound()


def _newest_last(view: BackupView) -> tuple[int, str]:
    made_at_ms = view.found.card.made_at_ms if view.found.card else None
    return made_at_ms or 0, view.found.name

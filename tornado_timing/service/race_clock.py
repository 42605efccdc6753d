"""The clock of a race in progress goes on when the server is started anew, however it is set.

A start is an instant on the server's clock. A server that is started again in the middle of the
race, after the laptop's clock was set by an hour, would take every time an hour wrong. So each
start leaves a note of where the clock is anchored; as long as the laptop is not switched off, the
monotonic clock says what the first server would say now.
"""

import logging
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from tornado_timing.clock import Anchor, Clock, boot_id
from tornado_timing.service.core import Core
from tornado_timing.service.data_files import CLOCK_FILE, DATABASE_FILE
from tornado_timing.store import queries

log = logging.getLogger(__name__)


class RaceClock(Struct, frozen=True):
    """What the clock was set by when the server was started.

    `is_sure` is false where a race is in progress whose clock nobody can tell: the laptop was
    switched off meanwhile, or the file comes from another one. `ahead_s` is how far the clock goes
    ahead of the laptop's own for the sake of the race, negative for behind.
    """

    is_sure: bool = True
    ahead_s: float = 0.0


class _Note(Struct, frozen=True):
    """A clock of this laptop since it was switched on, and of this very database file."""

    boot_id: str
    file_id: tuple[int, int]
    anchor: Anchor


async def carry_on(core: Core, directory: Path) -> RaceClock:
    """Sets the clock by the races in progress, where there are any; else it is left as it is.

    Where the clock of before cannot be told, it is at least not before the newest stored stamp.
    """
    clock = core.clock
    if clock.rate != 1:
        # A rehearsal's own time.
        return RaceClock()
    path, note = directory / CLOCK_FILE, _note_of(clock, directory / DATABASE_FILE)
    if not any(one.is_running for one in core.state.competitions.values()):
        _write(path, note)
        return RaceClock()
    before = _read(path)
    is_sure = (
        before is not None
        and note is not None
        and (before.boot_id, before.file_id) == (note.boot_id, note.file_id)
    )
    if is_sure and before is not None:
        clock.carry_on(before.anchor)
    else:
        # Whoever sets the laptop's clock right and starts the server again is to be believed.
        with suppress(OSError):
            path.unlink(missing_ok=True)
        with suppress(queries.FileError):
            clock.go_on_from(await core.database.run(queries.newest_stamp_ms) / 1000)
    found = RaceClock(is_sure, -clock.wall_error_s())
    log.info(
        "A race is in progress: the clock %s, %.3f s ahead of the laptop's",
        "goes on" if is_sure else "is taken from the laptop's",
        found.ahead_s,
    )
    return found


def _note_of(clock: Clock, database_path: Path) -> _Note | None:
    boot, file = boot_id(), database_path.stat()
    return None if boot is None else _Note(boot, (file.st_dev, file.st_ino), clock.anchor)


def _read(path: Path) -> _Note | None:
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(path.read_bytes(), type=_Note)
    return None


def _write(path: Path, note: _Note | None) -> None:
    """Without a note, a restart in a race is only less sure of its clock."""
    if note is None:
        return
    with suppress(OSError):
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_bytes(msgspec.json.encode(note))
        draft.replace(path)

"""Restoring in a server that runs: once, and never after it was told that it failed."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from tests.language_of_races import OLGA, Office
from tests.venue import eventually
from tornado_timing.domain import errors
from tornado_timing.service import restoring
from tornado_timing.store import staging


async def ready(office: Office) -> tuple[restoring.Restoring, str, list[str]]:
    """What restores, the name of a backup, and a list that grows when the server is to restart."""
    await office.race_day()
    name = (await office.services.backing_up.make()).name
    told: list[str] = []
    ours = office.services.restoring
    ours.start_anew = lambda: told.append("anew")
    return ours, name, told


class Held:
    """`staging.stage` that waits at its end, before anything is decided for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.has_come = threading.Event()
        self.may_go = threading.Event()
        stage: Callable[..., None] = staging.stage

        def held(*arguments: Any) -> None:
            stage(*arguments)
            self.has_come.set()
            assert self.may_go.wait(20)

        monkeypatch.setattr(staging, "stage", held)


@pytest.mark.gen_test(timeout=30)
async def test_while_one_is_restored_and_after_it_no_other_is(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, name, told = await ready(office)
    held = Held(monkeypatch)
    first = asyncio.ensure_future(ours.restore(name, OLGA))
    assert await asyncio.to_thread(held.has_come.wait, 20)
    with pytest.raises(errors.RestoreUnderWay):
        await ours.restore(name, OLGA)
    assert ours.replaced is None
    held.may_go.set()
    await first
    with pytest.raises(errors.RestoreUnderWay):
        await ours.restore(name, OLGA)
    assert told == ["anew"]
    directory = office.settings.data_dir
    assert (directory / staging.NOTE).exists()
    [folder] = directory.glob(f"{staging.STAGED}*")
    assert (folder / "timing.db").exists()
    assert ours.replaced is not None
    assert ours.replaced.name in (directory / staging.NOTE).read_text()


@pytest.mark.gen_test(timeout=30)
async def test_what_was_told_to_have_failed_is_not_done_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, name, told = await ready(office)
    held = Held(monkeypatch)
    monkeypatch.setattr(restoring, "READ_LIMIT_S", 0.01)
    with pytest.raises(errors.BackupUnreadable):
        await ours.restore(name, OLGA)
    # Its thread is still there.
    with pytest.raises(errors.RestoreUnderWay):
        await ours.restore(name, OLGA)
    assert await asyncio.to_thread(held.has_come.wait, 20)
    held.may_go.set()
    monkeypatch.setattr(restoring, "READ_LIMIT_S", 20.0)

    async def is_taken() -> bool:
        try:
            await ours.restore(name, OLGA)
        except errors.RestoreUnderWay:
            assert not (office.settings.data_dir / staging.NOTE).exists()
            return False
        return True

    await eventually(is_taken, "the thread has ended, and the next one may", 20)
    assert told == ["anew"]
    assert len(list(office.settings.data_dir.glob(f"{staging.STAGED}*"))) == 1


@pytest.mark.gen_test(timeout=30)
async def test_a_restore_that_fails_leaves_room_for_another(office: Office) -> None:
    ours, name, told = await ready(office)
    path = office.services.backing_up.path_of(name)
    whole = path.read_bytes()
    path.write_bytes(whole[:-4096])
    with pytest.raises(errors.BackupDamaged):
        await ours.restore(name, OLGA)
    path.write_bytes(whole)
    await ours.restore(name, OLGA)
    assert told == ["anew"]


@pytest.mark.gen_test(timeout=10)
async def test_whatever_goes_wrong_aside_is_told_at_once(io_loop: Any) -> None:
    class StrangeError(BaseException):
        pass

    def fail() -> None:
        raise StrangeError

    ended: list[bool] = []
    with pytest.raises(StrangeError):
        await restoring.aside(fail, lambda: ended.append(True))
    assert ended == [True]

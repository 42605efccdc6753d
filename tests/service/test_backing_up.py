"""Backups while the server runs: when one is due, where it goes, what is told of it."""

import asyncio
import errno
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from tests.language_of_races import OLGA, Office, time
from tests.venue import eventually
from tornado_timing import certificate_files
from tornado_timing.config import Settings
from tornado_timing.domain import errors
from tornado_timing.service import backup_making, data_files
from tornado_timing.service.backing_up import BackingUp
from tornado_timing.service.backup_pace import SOON_S
from tornado_timing.service.backup_places import FOLDER
from tornado_timing.store.backups import read_card

PACE_S = 60


def backups_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("tornado-timing-*.db"))


def of(office: Office, sticks: list[Path], **options: Any) -> BackingUp:
    """Backups of the office, with these sticks plugged in, looked at all the time."""
    document = {"server": {"data_dir": str(office.settings.data_dir)}, "backups": options}
    settings = msgspec.convert(document, Settings)
    return BackingUp(office.core, settings, lambda: list(sticks), look_s=0.02)


def test_the_certificates_are_carried_by_the_names_that_they_have() -> None:
    folder = certificate_files.DIRECTORY
    assert f"{folder}/{certificate_files.AUTHORITY_FILE}" == data_files.AUTHORITY_FILE
    assert f"{folder}/{certificate_files.CERTIFICATE_FILE}" == data_files.CERTIFICATE_FILE


@pytest.mark.gen_test
async def test_a_race_that_changes_is_backed_up_at_a_pace(office: Office) -> None:
    ours = of(office, [])
    office.clock.pass_s(10 * PACE_S)
    # There is nobody yet whose work could be lost.
    assert not ours.is_due()
    _, judge, team = await office.race_day()
    assert ours.is_due()
    await ours.make()
    office.clock.pass_s(PACE_S)
    # Nothing has changed.
    assert not ours.is_due()
    await office.sends(judge, team.id, time(5, "a"))
    assert ours.is_due()
    await ours.make()
    await office.sends(judge, team.id, time(6, "b"))
    office.clock.pass_s(PACE_S - 1)
    assert not ours.is_due()
    # What came before the end of a race waits no longer for it; then it is calm.
    await office.services.competitions.stop(1, OLGA)
    office.clock.pass_s(1)
    assert ours.is_due()
    await ours.make()
    await office.team(200)
    office.clock.pass_s(9 * PACE_S)
    assert not ours.is_due()
    office.clock.pass_s(PACE_S)
    assert ours.is_due()
    await ours.stop()


@pytest.mark.gen_test
async def test_what_was_pressed_at_the_start_is_backed_up_at_once(office: Office) -> None:
    await office.race_day()
    ours = of(office, [])
    competitions = office.services.competitions
    await ours.make()
    for press in (
        lambda: competitions.stop(1, OLGA),
        lambda: competitions.resume(1, OLGA),
        lambda: competitions.correct_start(
            1, office.state.competitions[1].started_at_ms - 5000, "late", OLGA
        ),
    ):
        office.clock.pass_s(SOON_S)
        await office.team(int(office.clock.uptime_s()))
        assert not ours.is_due()
        await press()
        assert ours.is_due()
        await ours.make()
    await ours.stop()


@pytest.mark.gen_test
async def test_a_server_that_starts_makes_one_and_knows_those_of_before(office: Office) -> None:
    await office.race_day()
    before = of(office, [])
    path = await before.make()
    await before.stop()
    ours = of(office, [])
    ours.start()
    here = (await ours.overview()).places[0].status
    assert (here.state, here.last_name) == ("good", path.name)
    assert not ours.is_due()
    office.clock.pass_s(SOON_S)
    assert ours.is_due()
    await ours.stop()


@pytest.mark.gen_test
async def test_a_stick_that_nobody_uses_is_told_of_while_a_race_goes_on(
    office: Office, tmp_path: Path
) -> None:
    await office.race_day()
    stick = tmp_path / "stick"
    stick.mkdir()
    ours = of(office, [stick])
    ours.start()

    async def told_of(*places: tuple[str, str]) -> None:
        async def holds() -> bool:
            return ours.troubled() == list(places)

        await eventually(holds, f"{places} are told of")

    await told_of((str(stick), "offered"))
    await ours.use_stick(stick, OLGA)
    await told_of()
    await ours.drop_stick(stick, OLGA)
    await told_of((str(stick), "offered"))
    await office.services.competitions.stop(1, OLGA)
    assert ours.troubled() == []
    await ours.stop()


@pytest.mark.gen_test
async def test_a_server_that_stops_makes_a_last_one_and_brings_it_along(
    office: Office, tmp_path: Path
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    _, judge, team = await office.race_day()
    ours = of(office, [], places=[str(share)])
    ours.start()
    await office.sends(judge, team.id, time(5, "a"))
    await ours.stop()
    [here] = backups_in(ours.folder)
    [there] = backups_in(share / FOLDER)
    assert here.read_bytes() == there.read_bytes()
    assert read_card(here).contents.times == 1
    # With nothing new there is none.
    again = of(office, [], places=[str(share)])
    again._commits = office.core.writer.commits
    again.start()
    await again.stop()
    assert backups_in(ours.folder) == [here]


@pytest.mark.gen_test
@pytest.mark.parametrize(("number", "state"), [(errno.ENOSPC, "full"), (errno.EIO, "failed")])
async def test_one_that_fails_is_told_and_tried_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, number: int, state: str
) -> None:
    await office.race_day()
    ours = of(office, [])

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(backup_making.backups, "make", fail)
    with pytest.raises(errors.BackupFailed):
        await ours.make()
    overview = await ours.overview()
    assert (overview.places[0].status.state, overview.backups) == (state, [])
    office.clock.pass_s(PACE_S)
    assert ours.is_due()
    monkeypatch.undo()
    await ours.make()
    overview = await ours.overview()
    assert (overview.places[0].status.state, len(overview.backups)) == ("good", 1)
    await ours.stop()


@pytest.mark.gen_test
async def test_backups_leave_the_race_its_room_on_the_disk(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.race_day()
    ours = of(office, [])
    made = [await ours.make() for _ in range(4)]
    free = 1000 * 1024**2

    def usage(_path: Path) -> Any:
        # Each backup that is there takes what the race will need.
        return SimpleNamespace(free=free - 100 * 1024**2 * len(backups_in(ours.folder)))

    monkeypatch.setattr(backup_making.shutil, "disk_usage", usage)
    free = 400 * 1024**2
    newest = await ours.make()
    assert backups_in(ours.folder) == sorted([*made[1:], newest])
    free = 100 * 1024**2
    with pytest.raises(errors.BackupFailed):
        await ours.make()
    # The newest two stay, whatever there is room for.
    assert backups_in(ours.folder) == sorted([made[-1], newest])
    await ours.stop()


@pytest.mark.gen_test
async def test_a_stick_is_offered_then_used_and_known_again_after_a_restart(
    office: Office, tmp_path: Path
) -> None:
    await office.race_day()
    stick = tmp_path / "stick"
    stick.mkdir()
    sticks = [stick]
    ours = of(office, sticks)
    ours.start()

    async def is_(state: str) -> None:
        async def holds() -> bool:
            places = (await ours.overview()).places[1:]
            return [place.status.state for place in places] == [state]

        await eventually(holds, f"the stick is {state}")

    await is_("offered")
    await ours.make()
    assert list(stick.iterdir()) == []
    with pytest.raises(errors.NotFound):
        await ours.use_stick(tmp_path, OLGA)
    await ours.use_stick(stick, OLGA)
    await is_("good")
    assert [path.name for path in backups_in(stick / FOLDER)] == [ours._newest.name]
    # Pulled out, it is missed.
    sticks.clear()
    await is_("missing")
    await ours.stop()

    moved = tmp_path / "E"
    stick.rename(moved)
    sticks.append(moved)
    ours = of(office, sticks)
    ours.start()
    await ours.make()
    await is_("good")
    kept = office.settings.data_dir / data_files.STICKS_FILE
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0
    await ours.drop_stick(moved, OLGA)
    await is_("offered")
    assert json.loads(kept.read_text()) == []
    with pytest.raises(errors.NotFound):
        await ours.drop_stick(moved, OLGA)
    actions = [entry.action for _, entry in await office.services.auditing.page(2)]
    assert actions == ["backup_place_removed", "backup_place_added"]
    await ours.stop()


@pytest.mark.gen_test
async def test_a_backup_is_found_by_its_name_alone(office: Office, tmp_path: Path) -> None:
    await office.race_day()
    ours = of(office, [])
    path = await ours.make()
    assert ours.path_of(path.name) == path
    (ours.folder / "notes.db").write_bytes(b"x")
    for name in ("notes.db", f"../backups/{path.name}", "../timing.db", "..", "", path.name + "x"):
        with pytest.raises(errors.NotFound):
            ours.path_of(name)
    await ours.stop()


@pytest.mark.gen_test
async def test_taps_are_stored_while_a_backup_is_made(office: Office) -> None:
    _, judge, team = await office.race_day()
    ours = of(office, [])

    async def tap() -> None:
        for number in range(50):
            await office.sends(judge, team.id, time(number, f"r{number}"))

    tapping = asyncio.create_task(tap())
    paths = [await ours.make() for _ in range(5)]
    await tapping
    counts = [read_card(path).contents.times for path in paths]
    assert counts == sorted(counts)
    assert office.state.record_count() == 50
    await ours.stop()

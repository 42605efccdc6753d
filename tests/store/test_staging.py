"""A backup takes the place of what there is: whole or not at all, wherever the power goes."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from tornado.ioloop import IOLoop

from tests.language_of_races import OLGA, Office, settings_for, time
from tests.store.test_backups import change
from tornado_timing.domain import errors
from tornado_timing.service.backup_making import make_backup
from tornado_timing.service.restoring import prepare_restore
from tornado_timing.store import staging

NOW_MS = 1_900_000_000_000
AUTHORITY = "tls/authority-key.pem"


class PowerCutError(Exception):
    """Nothing more is done."""


@pytest.fixture
def place(io_loop: IOLoop, tmp_path: Path) -> Path:
    """A data directory with two times, an authority, and a backup from when there was one time."""

    async def race() -> Path:
        office = await Office(tmp_path / "data").open()
        _, judge, team = await office.race_day()
        await office.sends(judge, team.id, time(60_000, "a"))
        directory = office.settings.data_dir
        (directory / "tls").mkdir()
        (directory / AUTHORITY).write_bytes(b"the first")
        make_backup(directory, tmp_path / "backup.db", 10)
        await office.sends(judge, team.id, time(61_000, "b"))
        await office.close()
        (directory / AUTHORITY).write_bytes(b"the second")
        (directory / "signing.key").write_text("11" * 32)
        return directory

    return io_loop.run_sync(race)


def times_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:
        rows = connection.execute("SELECT id FROM time_records ORDER BY id").fetchall()
    return [record_id for (record_id,) in rows]


def files_in(directory: Path) -> dict[str, bytes]:
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.name != "server.lock"
    }


def test_the_backup_comes_in_and_what_there_was_is_kept(place: Path) -> None:
    before = files_in(place)
    replaced = prepare_restore(place, place.parent / "backup.db", OLGA, NOW_MS)
    assert times_in(place / "timing.db") == ["a", "b"]
    assert staging.finish(place)
    assert times_in(place / "timing.db") == ["a"]
    assert (place / AUTHORITY).read_bytes() == b"the first"
    assert (place / "signing.key").read_text() != "11" * 32
    moved = ("timing.db", "signing.key", AUTHORITY)
    assert files_in(replaced) == {name: before[name] for name in moved}
    assert not (place / staging.STAGED).exists()
    if os.name == "posix":
        for name in ("timing.db", "signing.key", AUTHORITY):
            assert stat.S_IMODE((place / name).stat().st_mode) == 0o600
    assert not staging.finish(place)


def test_after_a_power_cut_at_any_step_the_next_start_ends_at_the_same(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_restore(place, tmp_path / "backup.db", OLGA, NOW_MS)
    shutil.copytree(place, tmp_path / "straight")
    staging.finish(tmp_path / "straight")
    wanted = files_in(tmp_path / "straight")
    replace, unlink = Path.replace, Path.unlink
    cuts = 0
    while True:
        again = tmp_path / f"cut-{cuts}"
        shutil.copytree(place, again)
        left = cuts

        def count() -> None:
            nonlocal left
            if left == 0:
                raise PowerCutError
            left -= 1

        def cut_replace(path: Path, target: Path) -> Path:
            count()
            return replace(path, target)

        def cut_unlink(path: Path, missing_ok: bool = False) -> None:
            count()
            unlink(path, missing_ok)

        monkeypatch.setattr(Path, "replace", cut_replace)
        monkeypatch.setattr(Path, "unlink", cut_unlink)
        try:
            staging.finish(again)
            break
        except PowerCutError:
            pass
        finally:
            monkeypatch.undo()
        staging.finish(again)
        found = files_in(again)
        drafts = [name for name in found if name.startswith(".restoring.json")]
        assert {name: found[name] for name in found if name not in drafts} == wanted, cuts
        cuts += 1
    # The database, its log, key and authority out; the note; three files in; the note away.
    assert cuts >= 8


def test_what_is_staged_and_was_not_decided_for_is_thrown_away(place: Path) -> None:
    (place / staging.STAGED).mkdir()
    (place / staging.STAGED / "timing.db").write_bytes(b"half")
    assert not staging.finish(place)
    assert not (place / staging.STAGED).exists()
    assert times_in(place / "timing.db") == ["a", "b"]


@pytest.mark.gen_test
async def test_a_restored_directory_starts_and_numbers_nothing_twice(
    io_loop: IOLoop, place: Path
) -> None:
    prepare_restore(place, place.parent / "backup.db", OLGA, NOW_MS)
    # The start brings it in.
    office = Office(place)
    office.settings = settings_for(place)
    await office.open()
    try:
        assert office.state.record_count() == 1
        [entry] = await office.services.auditing.page(1)
        assert (entry[1].action, entry[1].username) == ("backup_restored", "olga")
        # A phone may still have a time for the team that had the next number.
        team = await office.team(500)
        assert team.id > staging.SKIPPED_NUMBERS
    finally:
        await office.close()


def test_a_bare_copy_restores_without_the_key_that_is_there(place: Path) -> None:
    """Or tokens of accounts here would be taken for those of others in the copy."""
    shutil.copy(place / "timing.db", place.parent / "bare.db")
    replaced = prepare_restore(place, place.parent / "bare.db", OLGA, NOW_MS)
    staging.finish(place)
    assert not (place / "signing.key").exists()
    assert (replaced / "signing.key").exists()
    # An authority that phones trust is not given up for none.
    assert (place / AUTHORITY).read_bytes() == b"the second"


def test_no_backup_writes_beside_its_place_or_brings_code(place: Path) -> None:
    backup = place.parent / "backup.db"
    change(backup, "INSERT INTO backup_files VALUES ('../evil', 'x'), ('/tmp/evil', 'x')")
    prepare_restore(place, backup, OLGA, NOW_MS)
    assert not (place / "evil").exists()
    assert set(files_in(place / staging.STAGED)) == {"timing.db", "signing.key", AUTHORITY}
    before = files_in(place)
    trigger = "CREATE TRIGGER evil AFTER INSERT ON audit_log BEGIN DELETE FROM time_records; END"
    with pytest.raises(errors.BackupDamaged):
        prepare_restore(place, change(backup, trigger), OLGA, NOW_MS)
    # What was decided for before is given up with it, and nothing else has changed.
    assert not staging.finish(place)
    assert files_in(place)["timing.db"] == before["timing.db"]
    assert times_in(place / "timing.db") == ["a", "b"]

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
from tornado_timing.domain.audit import AuditEntry
from tornado_timing.service.backup_making import make_backup
from tornado_timing.service.restoring import finish_restore, prepare_restore
from tornado_timing.store import staging
from tornado_timing.store.staging import Attempt, RestoreNote

NOW_MS = 1_900_000_000_000
AUTHORITY = "tls/authority-key.pem"
ENTRY = AuditEntry(
    at_ms=NOW_MS,
    account_id=None,
    username="olga",
    address="",
    action="backup_restored",
    subject_kind="server",
    subject_id=None,
    subject_name="backup.db",
    details="{}",
)


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
    assert not list(place.glob(f"{staging.STAGED}*"))
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
        assert found == wanted, cuts
        cuts += 1
    # The database, its log, key and authority out; the note; three files in; the note away.
    assert cuts >= 8


def test_what_was_left_behind_without_a_note_is_thrown_away(place: Path) -> None:
    for name in (staging.STAGED, f"{staging.STAGED}-{'0' * 16}"):
        (place / name).mkdir()
        (place / name / "timing.db").write_bytes(b"half")
    (place / "backups").mkdir()
    for name in (".restoring.json.0a0b0c0d", "backups/.uploaded-20261122-051530-0a0b0c.db"):
        (place / name).write_bytes(b"half")
    (place / "backups" / "uploaded-20261122-051530-0a0b0c.db").write_bytes(b"whole")
    assert not finish_restore(place)
    assert not list(place.glob(f"{staging.STAGED}*"))
    assert not list(place.rglob(".*"))
    assert [path.name for path in (place / "backups").iterdir()] == [
        "uploaded-20261122-051530-0a0b0c.db"
    ]
    assert times_in(place / "timing.db") == ["a", "b"]


def test_who_restores_second_takes_nothing_from_the_first(place: Path) -> None:
    backup = place.parent / "backup.db"
    second = Attempt(place)
    staging.stage(second, backup, "timing.db", (), lambda _: ENTRY)
    prepare_restore(place, backup, OLGA, NOW_MS)
    with pytest.raises(errors.RestoreUnderWay):
        second.decide(RestoreNote("elsewhere", "timing.db", [], staged=second.folder.name))
    assert not second.folder.exists()
    with pytest.raises(errors.RestoreUnderWay):
        prepare_restore(place, backup, OLGA, NOW_MS)
    assert staging.finish(place)
    assert times_in(place / "timing.db") == ["a"]
    assert not (place / "elsewhere").exists()


@pytest.mark.parametrize("is_given_up", [True, False])
def test_what_was_given_up_or_prepared_before_a_start_is_not_decided_for(
    place: Path, is_given_up: bool
) -> None:
    late = Attempt(place)
    staging.stage(late, place.parent / "backup.db", "timing.db", (), lambda _: ENTRY)
    if is_given_up:
        assert late.give_up()
    else:
        # The server has started anew in the same process, and this thread lives on.
        assert not staging.finish(place)
    with pytest.raises(errors.BackupUnreadable):
        late.decide(RestoreNote("elsewhere", "timing.db", [], staged=late.folder.name))
    assert not (place / staging.NOTE).exists()
    assert not staging.finish(place)
    assert times_in(place / "timing.db") == ["a", "b"]


def test_what_is_decided_for_is_not_given_up(place: Path) -> None:
    attempt = Attempt(place)
    prepare_restore(place, place.parent / "backup.db", OLGA, NOW_MS, attempt)
    assert not attempt.give_up()
    assert staging.finish(place)


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
    before = files_in(place)
    trigger = "CREATE TRIGGER evil AFTER INSERT ON audit_log BEGIN DELETE FROM time_records; END"
    evil = change(Path(shutil.copy(backup, place.parent / "evil.db")), trigger)
    with pytest.raises(errors.BackupDamaged):
        prepare_restore(place, evil, OLGA, NOW_MS)
    assert files_in(place) == before
    attempt = Attempt(place)
    prepare_restore(place, backup, OLGA, NOW_MS, attempt)
    assert not (place / "evil").exists()
    assert set(files_in(attempt.folder)) == {"timing.db", "signing.key", AUTHORITY}


def test_a_file_that_is_brought_along_is_of_a_size_of_its_kind(place: Path) -> None:
    backup = place.parent / "backup.db"
    change(backup, "UPDATE backup_files SET content = zeroblob(3000000)")
    attempt = Attempt(place)
    prepare_restore(place, backup, OLGA, NOW_MS, attempt)
    assert set(files_in(attempt.folder)) == {"timing.db"}

"""A folder of backups: what stays, and what is nobody else's business."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tornado_timing.service import backup_folder
from tornado_timing.service.backup_folder import (
    BackupFolder,
    is_name,
    is_uploaded,
    new_path,
    open_plain,
    origin_of,
    stamp_of,
    too_many,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OURS, OTHERS = "0a1b2c", "ffffff"


def name(at: datetime, origin: str = OURS) -> str:
    return new_path(Path("nowhere"), origin, at).name


def stamps(names: list[str]) -> list[datetime]:
    return sorted(map(stamp_of, names))


def test_names_are_told_from_anything_else() -> None:
    assert is_name(name(NOON))
    assert stamp_of(name(NOON)) == NOON
    assert is_name("uploaded-20261122-120000-0a1b2c.db")
    assert is_uploaded("uploaded-20261122-120000-0a1b2c.db")
    assert not is_uploaded(name(NOON))
    for other in (
        "timing.db",
        f"../{name(NOON)}",
        f".{name(NOON)}.ab",
        f"{name(NOON)}-wal",
        "",
        "..",
    ):
        assert not is_name(other), other


def test_two_of_one_second_have_two_names(tmp_path: Path) -> None:
    first = new_path(tmp_path, OURS, NOON)
    first.touch()
    second = new_path(tmp_path, OURS, NOON)
    second.touch()
    third = new_path(tmp_path, OURS, NOON)
    assert len({first, second, third}) == 3
    assert all(is_name(path.name) for path in (first, second, third))
    first.unlink()
    # The name of one that is gone would make it the oldest.
    assert new_path(tmp_path, OURS, NOON) == third
    assert too_many([first.name, second.name, third.name], 2) == [first.name]


def test_laptops_and_directories_have_origins_of_their_own(tmp_path: Path) -> None:
    assert origin_of("a", tmp_path) == origin_of("a", tmp_path)
    others = {origin_of("b", tmp_path), origin_of("a", tmp_path / "x"), origin_of("a", tmp_path)}
    assert len(others) == 3


def test_a_weekend_of_a_backup_a_minute_stays_few_and_reaches_back() -> None:
    kept: list[str] = []
    minutes = [*range(0, 2 * 24 * 60, 10), *range(2 * 24 * 60, 50 * 60)]
    for minute in minutes:
        kept.append(name(NOON + timedelta(minutes=minute)))
        for unneeded in too_many(kept, 10):
            kept.remove(unneeded)
        assert len(kept) <= 10 + 12 + 24 + 30
    now = NOON + timedelta(minutes=minutes[-1])
    ages = [now - stamp for stamp in stamps(kept)]
    for reach, gap in (
        (timedelta(minutes=9), timedelta(minutes=1)),
        (timedelta(hours=1, minutes=40), timedelta(minutes=10)),
        (timedelta(hours=22), timedelta(hours=1)),
        (timedelta(days=2), timedelta(days=1)),
    ):
        for point in range(int(reach / gap)):
            assert any(abs(age - point * gap) <= gap for age in ages), (reach, point)


def fill(folder: Path, names: list[str], size: int = 1) -> BackupFolder:
    for one in names:
        (folder / one).write_bytes(b"x" * size)
    return BackupFolder(folder, OURS, 2)


def test_backups_of_others_are_left_alone(tmp_path: Path) -> None:
    seconds = [NOON + timedelta(seconds=number) for number in range(5)]
    theirs = [name(at, OTHERS) for at in seconds]
    kept = [*theirs, "fotos.zip", "uploaded-20261122-120000-0a1b2c.db", "timing.db"]
    folder = fill(tmp_path, [*kept, *(name(at) for at in seconds)])
    folder.thin(name(seconds[-1]))
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*kept, name(seconds[-1]), name(seconds[-2])}
    assert not folder.drop_oldest()


def test_the_one_just_made_stays_when_the_clock_was_set_back(tmp_path: Path) -> None:
    later = [name(NOON + timedelta(days=1, seconds=number)) for number in range(5)]
    now = name(NOON + timedelta(days=1) - timedelta(seconds=1))
    folder = fill(tmp_path, [*later, name(NOON), now])
    folder.thin(now)
    assert now in {path.name for path in tmp_path.iterdir()}


def test_big_ones_are_fewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [name(NOON - timedelta(days=number)) for number in range(8)]
    folder = fill(tmp_path, days, 1000)
    monkeypatch.setattr(backup_folder, "MOST_BYTES", 5000)
    folder.thin(days[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(days[:5])
    assert folder.drop_oldest()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(days[:4])


def test_what_cannot_be_read_is_listed_without_a_card(tmp_path: Path) -> None:
    folder = fill(tmp_path, [name(NOON), ".tornado-timing-draft"])
    [found] = folder.look()
    assert (found.name, found.size, found.card) == (name(NOON), 1, None)
    assert BackupFolder(tmp_path / "nowhere", OURS, 2).look() == []


@pytest.mark.skipif(os.name != "posix", reason="links and pipes as POSIX has them")
def test_what_leads_elsewhere_is_not_listed_and_not_opened(tmp_path: Path) -> None:
    secret, link, pipe = tmp_path / "shadow", tmp_path / name(NOON), tmp_path / name(NOON, OTHERS)
    secret.write_bytes(b"secret")
    link.symlink_to(secret)
    os.mkfifo(pipe)
    assert fill(tmp_path, []).look() == []
    for path in (link, pipe):
        with pytest.raises(OSError, match=r"is a link|is no file"):
            open_plain(path)
    handle = open_plain(secret)
    assert os.read(handle, 10) == b"secret"
    os.close(handle)


def test_drafts_of_a_process_that_died_are_cleared_in_time(tmp_path: Path) -> None:
    draft = tmp_path / f".{name(NOON)}.abcd"
    folder = fill(tmp_path, [draft.name])
    folder.clear_drafts(draft.stat().st_mtime + backup_folder.DRAFT_LIFE_S - 1)
    assert draft.exists()
    folder.clear_drafts(draft.stat().st_mtime + backup_folder.DRAFT_LIFE_S + 1)
    assert not draft.exists()

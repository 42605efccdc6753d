"""``backup`` and ``restore``: beside a server or without, and never halfway."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.laptop import Laptop
from tornado_timing.store.backups import read_card


def times_in(laptop: Laptop) -> int:
    with closing(sqlite3.connect(laptop.data_dir / "timing.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM time_records").fetchone()[0])


def forget_times(laptop: Laptop) -> None:
    with closing(sqlite3.connect(laptop.data_dir / "timing.db")) as connection, connection:
        connection.execute("DELETE FROM time_records WHERE team_id = 1")


def backed_up(laptop: Laptop) -> Path:
    file = laptop.folder / "copia.db"
    assert laptop.run("backup", file).code == 0
    return file


def test_a_backup_goes_to_the_others_or_to_a_file(raced: Laptop) -> None:
    ended = raced.run("backup")
    [path] = (raced.data_dir / "backups").iterdir()
    assert ended.out.startswith(f"Backup written: {path}")
    assert "Races: 2 · Accounts: 3 · Times: 6 · Marks: 0" in ended.out
    assert read_card(backed_up(raced)).contents.times == 6


def test_there_may_be_nothing_to_back_up_or_nowhere_to_put_it(
    laptop: Laptop, raced: Laptop
) -> None:
    nowhere = raced.run("backup", raced.folder / "none" / "x.db", language="es")
    assert (nowhere.code, "No se pudo guardar el respaldo" in nowhere.err) == (2, True)
    folder = raced.run("backup", raced.folder)
    assert (folder.code, "is a folder" in folder.err) == (2, True)
    shutil.rmtree(laptop.data_dir)
    empty = laptop.run("backup")
    assert (empty.code, "nothing to back up" in empty.err) == (2, True)
    assert not laptop.data_dir.exists()


def test_beside_a_running_server_a_backup_is_made_and_none_restored(raced: Laptop) -> None:
    with raced.serve():
        file = backed_up(raced)
        ended = raced.run("restore", file, "--yes")
        assert (ended.code, "stop it, or restore in the panel" in ended.err) == (2, True)
    assert read_card(file).contents.times == 6
    assert times_in(raced) == 6


def test_restore_says_what_is_lost_and_asks(raced: Laptop) -> None:
    file = backed_up(raced)
    forget_times(raced)
    older = raced.folder / "older.db"
    raced.run("backup", older)
    raced.run("restore", file, "--yes")
    for answer in ("no\n", "", "what?\n"):
        ended = raced.run("restore", older, stdin=answer)
        assert "Races: 2 · Accounts: 3 · Times: 3" in ended.out
        assert "There are 3 times and 0 marks here that this backup lacks" in ended.out
        assert "Traceback" not in ended.err
        assert times_in(raced) == 6, answer
    ended = raced.run("restore", older, stdin="sí\n", language="es")
    assert "Lo que había antes está en" in ended.out
    assert times_in(raced) == 3
    assert len(list(raced.data_dir.glob("replaced-*/timing.db"))) == 2


def test_another_laptop_starts_with_the_backup_and_the_key(raced: Laptop, tmp_path: Path) -> None:
    file = backed_up(raced)
    other = Laptop(tmp_path / "other")
    other.folder.mkdir()
    ended = other.run("restore", file, "--yes")
    assert (ended.code, ended.err) == (0, "")
    assert "What there was before" not in ended.out
    key = (raced.data_dir / "signing.key").read_bytes()
    assert (other.data_dir / "signing.key").read_bytes() == key
    with other.serve() as server:
        assert server.process.poll() is None
    assert times_in(other) == 6


def test_what_is_no_whole_backup_changes_nothing(raced: Laptop) -> None:
    whole = backed_up(raced)
    cut = raced.write("cut.db", whole.read_bytes()[:-9000])
    text = raced.write("text.db", "tiempos")
    for file, reason in (
        (cut, "is damaged"),
        (text, "is no backup"),
        ("none.db", "cannot be read"),
    ):
        ended = raced.run("restore", file, "--yes")
        assert (ended.code, reason in ended.err) == (2, True), ended.err
    assert times_in(raced) == 6
    assert list(raced.data_dir.glob("replaced-*")) == []


def test_a_bare_copy_is_restored_and_everybody_signs_in_again(raced: Laptop) -> None:
    bare = raced.folder / "bare.db"
    shutil.copy(raced.data_dir / "timing.db", bare)
    ended = raced.run("restore", bare, "--yes")
    assert "a copy of the database" in ended.out
    assert "everybody will have to sign in again" in ended.out
    assert not (raced.data_dir / "signing.key").exists()

"""``check``: one line for each thing that a race needs, and whether it is well."""

import sqlite3
import time
from contextlib import closing

import pytest

from tests.cli.laptop import Ended, Language, Laptop, free_port, taken_port

LINES: dict[Language, list[str]] = {
    "en": [
        "data directory: ",
        "database: ",
        "schema version: ",
        "free disk: ",
        "durable write: ",
        "clock: ",
        "time zone: ",
        "internet time: ",
        "power: ",
        "sleep: ",
        "lid: ",
        "addresses: ",
        "https: ",
        "name timing.local: ",
        "firewall: ",
        "port ",
    ],
    "es": [
        "carpeta de datos: ",
        "base de datos: ",
        "versión del esquema: ",
        "disco libre: ",
        "escritura segura: ",
        "reloj: ",
        "zona horaria: ",
        "hora de internet: ",
        "corriente: ",
        "reposo: ",
        "tapa: ",
        "direcciones: ",
        "HTTPS: ",
        "nombre timing.local: ",
        "cortafuegos: ",
        "puerto ",
    ],
}
MARKS: dict[Language, tuple[str, str, str]] = {
    "en": ("ok   ", "see  ", "BAD  "),
    "es": ("bien  ", "mire  ", "MAL   "),
}
# What only the machine decides that the tests run on.
OF_THE_MACHINE = slice(3, 11)
ADVICE = " " * 6


def assert_findings(ended: Ended, *bad: str, language: Language = "en", without: str = "") -> None:
    """Every line is there in its order; those of `bad` are bad, and the exit code says so."""
    assert ended.err == ""
    good, look, wrong = MARKS[language]
    expected = [line for line in LINES[language] if line != without]
    machine = {*LINES[language][OF_THE_MACHINE], LINES[language][-2]}
    # Without advice, which stands below what is not good.
    lines = [line for line in ended.out.splitlines() if not line.startswith(ADVICE)]
    assert len(lines) == len(expected), ended.out
    for line, name in zip(lines, expected, strict=True):
        if name in machine and name not in bad:
            assert line.startswith((good + name, look + name, wrong + name)), ended.out
        else:
            assert line.startswith((wrong if name in bad else good) + name), ended.out
    assert ended.code == int(any(line.startswith(wrong) for line in lines))


def check(laptop: Laptop, *arguments: str, language: Language = "en") -> Ended:
    where = () if "--port" in arguments else ("--port", str(free_port()))
    return laptop.run("check", "--host", "127.0.0.1", *where, *arguments, language=language)


def test_before_the_first_start(laptop: Laptop) -> None:
    ended = check(laptop)
    assert_findings(ended, without="schema version: ")
    assert "database: none yet, it is made at the first start" in ended.out
    assert not laptop.data_dir.exists(), "looking changes nothing"


@pytest.mark.parametrize("language", ["en", "es"])
def test_ready_for_a_race(raced: Laptop, language: Language) -> None:
    before = {path: path.read_bytes() for path in raced.data_dir.iterdir()}
    ended = check(raced, language=language)
    assert_findings(ended, language=language)
    assert {path: path.read_bytes() for path in before} == before


def test_beside_the_running_server(raced: Laptop) -> None:
    with raced.serve() as server:
        ended = check(raced, "--port", str(server.port))
    laptop, _, judges = ended.out.partition("see  judges of the next race: ")
    assert_findings(Ended(ended.code, laptop, ended.err))
    assert "this data directory's server is listening on it" in laptop
    assert judges.startswith("0 of 1 connected\n      Have those who are missing open their page")
    assert judges.endswith("see  judge juez2: not connected\n")


@pytest.mark.parametrize("language", ["en", "es"])
def test_port_taken_by_another_program(raced: Laptop, language: Language) -> None:
    with taken_port() as port:
        ended = check(raced, "--port", str(port), language=language)
    assert_findings(ended, LINES[language][-1], language=language)
    assert {"en": "taken by another program", "es": "lo ocupa otro programa"}[language] in ended.out


def test_address_that_is_not_this_machines(raced: Laptop) -> None:
    ended = raced.run("check", "--host", "198.51.100.7", "--port", "8765")
    assert_findings(ended, "port ")
    assert "cannot listen on 198.51.100.7: " in ended.out


def test_damaged_database(raced: Laptop) -> None:
    path = raced.data_dir / "timing.db"
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xa5" * 200
    path.write_bytes(content)
    assert_findings(check(raced), "database: ", "schema version: ")


def test_file_that_is_no_database(raced: Laptop) -> None:
    raced.write("data/timing.db", "Dear diary, " * 1000)
    ended = check(raced)
    assert_findings(ended, "database: ", "schema version: ")
    assert "database: file is not a database" in ended.out


def test_database_of_a_newer_version(raced: Laptop) -> None:
    with closing(sqlite3.connect(raced.data_dir / "timing.db")) as connection:
        connection.execute("PRAGMA user_version = 9999")
    ended = check(raced)
    assert_findings(ended, "schema version: ")
    assert "schema version: 9999 (this program: " in ended.out


def test_clock_behind_the_newest_time(raced: Laptop) -> None:
    tomorrow_ms = round((time.time() + 24 * 60 * 60) * 1000)
    with closing(sqlite3.connect(raced.data_dir / "timing.db")) as connection, connection:
        connection.execute(
            "INSERT INTO time_records (id, team_id, elapsed_ms, sent, received_at_ms)"
            " VALUES ('tomorrow', 1, 1, 1, ?)",
            (tomorrow_ms,),
        )
    ended = check(raced)
    assert_findings(ended, "clock: ")
    assert "is before the newest stored time" in ended.out


@pytest.mark.parametrize("place", ["a file", "a file/data", "/sys"])
def test_data_directory_that_cannot_be_used(laptop: Laptop, place: str) -> None:
    laptop.write("a file", "")
    ended = check(laptop, "--data-dir", place)
    assert ended.err == ""
    assert ended.code == 1
    assert ended.out.startswith("BAD  data directory: ")

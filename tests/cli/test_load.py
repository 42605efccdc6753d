"""``load``: an event from a file, all of it or nothing, and twice is once."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.cli.laptop import Laptop
from tests.venue import EVENT

TOML = """
[[organizadores]]
username = "organiza"
password = "clave-organiza"

[[jueces]]
username = "juez1"
password = "clave-juez1"
email = "juez1@ejemplo.com"

[[competencias]]
nombre = "Carrera 5K"
fecha_hora = 2030-11-12T08:00:00Z

[[competencias]]
nombre = "Caminata"
fecha_hora = 2030-11-13

[[equipos]]
nombre = "Los Veloces"
dorsal = 101
competencia = "Carrera 5K"
juez = "juez1"
"""
TABLES = ("accounts", "competitions", "teams")


def contents(laptop: Laptop) -> dict[str, list[Any]]:
    """All rows of what an event can set up."""
    path = laptop.data_dir / "timing.db"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            for table in TABLES
        }


@pytest.mark.parametrize("is_running", [False, True], ids=["stopped", "running"])
def test_json_twice_is_the_same_as_once(laptop: Laptop, is_running: bool) -> None:
    def load_twice() -> None:
        first = laptop.run("load", "event.json")
        first.assert_done()
        assert first.out == "7 entries: 7 created, 0 changed, the rest was so already.\n"
        loaded = contents(laptop)
        assert [len(rows) for rows in loaded.values()] == [3, 1, 3]
        again = laptop.run("load", "event.json", language="es")
        again.assert_done()
        assert again.out == "7 entradas: 0 creadas, 0 cambiadas; el resto ya estaba así.\n"
        assert contents(laptop) == loaded

    laptop.write("event.json", EVENT)
    if is_running:
        with laptop.serve() as server:
            load_twice()
            assert server.sign_in("juez1", "clave-juez1")[0] == 200
    else:
        load_twice()


def test_toml_with_dates_of_its_own(laptop: Laptop) -> None:
    laptop.write("event.toml", TOML)
    ended = laptop.run("load", "event.toml", TZ="UTC")
    assert ended.out == "5 entries: 5 created, 0 changed, the rest was so already.\n"
    with laptop.serve() as server:
        _, competitions = server.ask("GET", "/api/competencias/publicas/")
    dates = {item["name"]: item["datetime"] for item in competitions}
    assert dates == {
        "Carrera 5K": "2030-11-12T08:00:00.000Z",
        "Caminata": "2030-11-13T00:00:00.000Z",
    }


def test_a_date_without_a_zone_is_in_the_laptops(laptop: Laptop) -> None:
    laptop.write(
        "event.json",
        {"competencias": [{"nombre": "Carrera", "fecha_hora": "2030-11-12T08:00:00"}]},
    )
    laptop.run("load", "event.json", TZ="America/Montevideo").assert_done()
    (competition,) = contents(laptop)["competitions"]
    assert 1_920_711_600_000 in competition, "08:00 in Montevideo is 11:00 UTC"


def test_changed_entries_are_updated(laptop: Laptop) -> None:
    laptop.write("event.json", EVENT)
    laptop.run("load", "event.json").assert_done()
    renamed = {**EVENT["equipos"][0], "nombre": "Los Más Veloces"}
    laptop.write("changes.json", {"equipos": [renamed]})
    ended = laptop.run("load", "changes.json")
    assert ended.out == "1 entries: 0 created, 1 changed, the rest was so already.\n"
    assert "Los Más Veloces" in contents(laptop)["teams"][0]


FIVE_K = {"competencia": "Carrera 5K"}
# Entries of each section, and what is said of each; mistakes of form are told before the others.
MISTAKES_OF_FORM: dict[str, list[tuple[Any, str]]] = {
    "jueces": [
        ({"username": "j", "password": "x", "telefon": "1"}, "field telefon: there is no such"),
        ({"username": "   ", "password": "x"}, "field username: "),
        ({"password": "x"}, "field username: it is missing"),
    ],
    "competencias": [
        ({"nombre": "X", "fecha_hora": "soon"}, "field fecha_hora: "),
        (
            {"nombre": "X", "fecha_hora": "1800-01-01T00:00:00Z"},
            "field fecha_hora: the date is out of range",
        ),
    ],
    "equipos": [
        ({"nombre": "X", **FIVE_K}, "field dorsal: it is missing"),
        ({"nombre": "X", "dorsal": True, **FIVE_K}, "field dorsal: Expected `int`"),
    ],
}
OTHER_MISTAKES: dict[str, list[tuple[Any, str]]] = {
    "jueces": [
        ({"username": "nuevo"}, "field password: it is missing"),
        ({"username": "otro", "password": "ñ" * 37}, "field password: it may have at most 72 byte"),
        (
            {"username": "ORGANIZA", "password": "x"},
            'field username: "ORGANIZA" belongs to another account',
        ),
        (
            {"username": "tercero", "password": "x", "email": "Juez1@ejemplo.com"},
            'field email: "Juez1@ejemplo.com" belongs to another account',
        ),
    ],
    "equipos": [
        (
            {"nombre": "X", "dorsal": 1, **FIVE_K, "juez": "nadie"},
            'field juez: there is no "nadie"',
        ),
        (
            {"nombre": "X", "dorsal": 1, "competencia": "Carrera 50K"},
            'field competencia: there is no "Carrera 50K"',
        ),
        ({"nombre": "X", "dorsal": 1, **FIVE_K}, 'field dorsal: "1" stands in the file twice'),
    ],
}


@pytest.fixture
def loaded(laptop: Laptop) -> Laptop:
    laptop.write("event.json", EVENT)
    laptop.run("load", "event.json").assert_done()
    return laptop


@pytest.mark.parametrize("mistakes", [MISTAKES_OF_FORM, OTHER_MISTAKES], ids=["form", "others"])
def test_each_mistake_names_its_entry_and_field_and_nothing_is_loaded(
    loaded: Laptop, mistakes: dict[str, list[tuple[Any, str]]]
) -> None:
    before = contents(loaded)
    # Before the mistakes stands an entry that is right: it must not be loaded either.
    right = {
        "jueces": {"username": "bien", "password": "x"},
        "competencias": {"nombre": "Bien", "fecha_hora": "2030-01-01T00:00:00Z"},
        "equipos": {"nombre": "Bien", "dorsal": 999, **FIVE_K},
    }
    loaded.write(
        "event.json",
        {
            section: [entry, *(wrong for wrong, _ in mistakes.get(section, []))]
            for section, entry in right.items()
        },
    )
    expected = [
        f"  {section}, entry {number}, {said}"
        for section, entries in mistakes.items()
        for number, (_, said) in enumerate(entries, start=2)
    ]

    ended = loaded.run("load", "event.json")

    assert (ended.code, ended.out) == (2, "")
    first, *others = ended.err.splitlines()
    assert first == f"Nothing was loaded. {len(expected)} problems in event.json:"
    for line, said in zip(sorted(others), sorted(expected), strict=True):
        assert line.startswith(said), ended.err
    assert contents(loaded) == before


def test_sections_that_are_none(laptop: Laptop) -> None:
    laptop.write("event.json", {"carreras": [], "jueces": {"username": "x"}, "equipos": [5]})
    ended = laptop.run("load", "event.json")
    assert ended.code == 2
    assert [line.partition(";")[0] for line in ended.err.splitlines()] == [
        "Nothing was loaded. 3 problems in event.json:",
        "  carreras: there is no such section",
        "  jueces: it must be a list",
        "  equipos, entry 1: Expected `object`, got `int`",
    ]


def test_all_mistakes_are_named_at_once_also_by_the_running_server(loaded: Laptop) -> None:
    event = {
        "jueces": [{"username": "nuevo"}, {"username": "juez1", "email": "organiza"}],
        "equipos": [{"nombre": "X", "dorsal": 1, "competencia": "Ninguna", "juez": "nadie"}],
    }
    loaded.write("mistakes.json", event)
    stopped = loaded.run("load", "mistakes.json", language="es")
    with loaded.serve():
        running = loaded.run("load", "mistakes.json", language="es")
    assert stopped.code == running.code == 2
    assert stopped.err == running.err
    nowhere = "ni en el archivo ni en el servidor"
    assert stopped.err.splitlines() == [
        "No se cargó nada. 4 problemas en mistakes.json:",
        "  jueces, entrada 1, campo password: falta",
        "  jueces, entrada 2, campo email: «organiza» es de otra cuenta",
        f"  equipos, entrada 1, campo competencia: no existe «Ninguna», {nowhere}",
        f"  equipos, entrada 1, campo juez: no existe «nadie», {nowhere}",
    ]


FILES: dict[str, tuple[str, str | bytes]] = {
    "broken JSON": ("event.json", '{"jueces": ['),
    "half a character": ("event.json", '{"jueces": [{"username": "a\\ud800", "password": "x"}]}'),
    "deep": ("event.json", "[" * 100_000),
    "not UTF-8": ("event.json", b'{"jueces": "\xff"}'),
    "broken TOML": ("event.toml", "[[jueces]\n"),
}


def test_file_that_cannot_be_read_is_named(laptop: Laptop) -> None:
    for kind, (name, content) in FILES.items():
        laptop.write(name, content)
        ended = laptop.run("load", name)
        assert ended.code == 2, kind
        ended.assert_refused(f"The file {name} cannot be read: ")
    laptop.run("load", "missing.json").assert_refused("The file missing.json cannot be read: ")
    laptop.run("load", "event.csv").assert_refused("The file event.csv must end in .json or .toml")
    assert not laptop.data_dir.exists()


def test_a_list_is_no_event(laptop: Laptop) -> None:
    laptop.write("event.json", "[]")
    ended = laptop.run("load", "event.json", language="es")
    assert ended.code == 2
    assert "el archivo debe contener un objeto" in ended.err


def test_byte_order_mark_of_windows_editors_is_no_mistake(laptop: Laptop) -> None:
    laptop.write("event.json", b"\xef\xbb\xbf" + json.dumps(EVENT).encode())
    laptop.run("load", "event.json").assert_done()


def test_event_of_megabytes_is_loaded_by_the_running_server(laptop: Laptop) -> None:
    teams = [
        {"nombre": "x" * 150, "dorsal": number, "competencia": "Carrera"} for number in range(8000)
    ]
    competition = {"nombre": "Carrera", "fecha_hora": "2030-01-01T00:00:00Z"}
    laptop.write("event.json", {"competencias": [competition], "equipos": teams})
    assert (laptop.folder / "event.json").stat().st_size > 1024 * 1024
    with laptop.serve():
        ended = laptop.run("load", "event.json")
    assert ended.out == "8001 entries: 8001 created, 0 changed, the rest was so already.\n"


def test_a_race_in_progress_is_not_taken_off_line(raced: Laptop) -> None:
    before = contents(raced)
    hidden = {"nombre": "Carrera 10K", "fecha_hora": "2030-11-13T08:00:00Z", "activa": False}
    raced.write("event.json", {"competencias": [hidden]})
    ended = raced.run("load", "event.json")
    assert ended.code == 2
    assert "competencias, entry 1, field activa: the competition is in progress" in ended.err
    assert contents(raced) == before

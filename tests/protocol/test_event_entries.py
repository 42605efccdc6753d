"""The sections of an event file about individual races."""

import datetime
from typing import Any

import pytest

from tornado_timing.domain.errors import EventInvalid
from tornado_timing.domain.event_document import LineEntry, RunnerEntry, WaveEntry
from tornado_timing.domain.individual.marks import LineKind, Mode
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.model import CompetitionKind
from tornado_timing.protocol.event_file import parse, read_event

FIVE_K = {
    "nombre": "5K",
    "fecha_hora": "2025-11-12T08:00:00Z",
    "tipo": "individual",
    "mostrar": "decimas",
}
ANA = RunnerEntry(
    "A-7",
    "5K",
    "Ana",
    "Pérez",
    Sex.FEMALE,
    datetime.date(1990, 2, 3),
    34,
    "Élite",
    "Los Veloces",
    "A",
    "099",
    True,
    "ECU",
    "Ibarra",
)


def test_the_whole_form_is_read() -> None:
    event = read_event(
        {
            "competencias": [FIVE_K],
            "olas": [{"nombre": " A ", "competencia": "5K"}],
            "lineas": [
                {"nombre": "Salida", "competencia": "5K", "tipo": "salida"},
                {
                    "nombre": "Llegada",
                    "competencia": "5K",
                    "jueces": {"a": "tiempos", "b": "dorsales", "c": "ambos"},
                },
            ],
            "corredores": [
                {
                    "dorsal": " A-7 ",
                    "competencia": "5K",
                    "nombre": "Ana",
                    "apellido": "Pérez",
                    "sexo": "F",
                    "fecha_nacimiento": "1990-02-03",
                    "edad": 34,
                    "categoria": "Élite",
                    "equipo": "Los Veloces",
                    "ola": "A",
                    "contacto": "099",
                    "oculto": True,
                    "nacionalidad": "ECU",
                    "ciudad": "Ibarra",
                },
                {"dorsal": 8, "competencia": "5K"},
            ],
        }
    )
    (competition,) = event.competitions
    assert (competition.kind, competition.shown) == (CompetitionKind.INDIVIDUAL, Shown.TENTHS)
    assert event.waves == [WaveEntry("A", "5K")]
    assert event.lines == [
        LineEntry("Salida", "5K", LineKind.START),
        LineEntry(
            "Llegada", "5K", LineKind.FINISH, {"a": Mode.TIMES, "b": Mode.BIBS, "c": Mode.BOTH}
        ),
    ]
    assert event.runners == [ANA, RunnerEntry("8", "5K")]


def test_a_date_of_toml_is_a_birth_date() -> None:
    text = b"""
    [[corredores]]
    dorsal = 7
    competencia = "5K"
    fecha_nacimiento = 1990-02-03
    """
    (runner,) = read_event(parse(text, toml=True)).runners
    assert runner.birth_date == datetime.date(1990, 2, 3)


def test_an_individual_race_without_a_finish_line_gets_the_usual_one() -> None:
    start = {"nombre": "Salida", "competencia": "5K", "tipo": "salida"}
    other = {"nombre": "Meta 10", "competencia": "10K"}
    event = read_event({"competencias": [FIVE_K], "lineas": [start, other]})
    assert event.lines[2:] == [LineEntry("Meta", "5K", is_default=True)]
    named = read_event(
        {"competencias": [FIVE_K], "lineas": [{"nombre": "Fin", "competencia": "5k"}]}
    )
    assert [line.name for line in named.lines] == ["Fin"]
    of_teams = read_event({"competencias": [{**FIVE_K, "tipo": "equipos"}]})
    assert of_teams.lines == []


@pytest.mark.parametrize(
    ("section", "row", "field", "code"),
    [
        ("competencias", {**FIVE_K, "tipo": "relevos"}, "tipo", "invalid"),
        ("olas", {"nombre": "A"}, "competencia", "missing"),
        ("lineas", {"nombre": "A", "competencia": "5K", "tipo": "medio"}, "tipo", "invalid"),
        (
            "lineas",
            {"nombre": "A", "competencia": "5K", "jueces": {"a": "todo"}},
            "jueces[...]",
            "invalid",
        ),
        ("corredores", {"dorsal": "a b", "competencia": "5K"}, "dorsal", "invalid"),
        ("corredores", {"dorsal": "7", "competencia": "5K", "sexo": "Z"}, "sexo", "invalid"),
        ("corredores", {"dorsal": "7", "competencia": "5K", "pais": "EC"}, "pais", "unknown_field"),
    ],
)
def test_a_mistake_of_form_names_its_entry(
    section: str, row: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(EventInvalid) as caught:
        read_event({section: [row]})
    problems: Any = caught.value.details["problems"]
    assert [(one.section, one.index, one.field, one.code) for one in problems] == [
        (section, 0, field, code)
    ]

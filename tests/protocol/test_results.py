"""Results as clients read them."""

import json
from typing import Any

from tests.language_of_races import START_MS, Race, race, time
from tornado_timing.domain.standings import standings
from tornado_timing.protocol.results import ResultsWriter, results_row
from tornado_timing.protocol.wire import encode


def written(course: Race, writer: ResultsWriter | None = None) -> Any:
    rows = standings(course.state, 1)
    encoded = (writer or ResultsWriter()).encode(course.state, course.competition, rows, START_MS)
    return json.loads(encoded)


def test_results_have_every_team_and_every_record() -> None:
    course = race(limit=15).team(101).team(102).running()
    course.sends(101, time(1_234_567, "a"), time(5, "b"))
    assert written(course) == {
        "competencia": {
            "id": 1,
            "nombre": "5K",
            "fecha_hora": "2025-11-12T08:00:00.000Z",
            "activa": True,
            "en_curso": True,
            "started_at": "2025-11-12T08:00:00.000Z",
            "finished_at": None,
            "maximo_registros": 15,
        },
        "actualizado_en": "2025-11-12T08:00:00.000Z",
        "total_equipos": 2,
        "total_registros": 2,
        "clasificacion": [
            {
                "posicion": 1,
                "equipo": {"id": 101, "nombre": "Team 101", "dorsal": 101, "categoria": ""},
                "num_registros": 2,
                "tiempo_total": 1_234_572,
                "tiempo_promedio": 617_286,
                "mejor_tiempo": 5,
                "tiempo_total_formateado": "0:20:34.572",
                "tiempo_promedio_formateado": "0:10:17.286",
                "mejor_tiempo_formateado": "0:00:00.005",
                "registros": [
                    {
                        "id_registro": "a",
                        "tiempo": 1_234_567,
                        "horas": 0,
                        "minutos": 20,
                        "segundos": 34,
                        "milisegundos": 567,
                    },
                    {
                        "id_registro": "b",
                        "tiempo": 5,
                        "horas": 0,
                        "minutos": 0,
                        "segundos": 0,
                        "milisegundos": 5,
                    },
                ],
            },
            written(race().team(102))["clasificacion"][0],
        ],
    }


def test_a_team_without_a_record_has_no_place_and_no_times() -> None:
    (row,) = written(race().team(102))["clasificacion"]
    assert row["posicion"] is None
    assert row["num_registros"] == 0
    assert row["tiempo_promedio"] is None
    assert row["mejor_tiempo"] is None
    assert row["tiempo_total_formateado"] is None
    assert row["registros"] == []


def test_updates_leave_the_records_out() -> None:
    course = race().team(101).running()
    course.sends(101, time(5, "a"))
    (row,) = standings(course.state, 1)
    assert "registros" not in json.loads(encode(results_row(row)))


def test_what_is_kept_of_a_team_does_not_outlive_its_records() -> None:
    course, writer = race().team(101).running(), ResultsWriter()
    course.sends(101, time(1, "a"))
    assert written(course, writer)["clasificacion"][0]["registros"][0]["tiempo"] == 1
    course.sends(101, time(2, "b"))
    assert len(written(course, writer)["clasificacion"][0]["registros"]) == 2
    course.state.forget_records(["a", "b"])
    course.sends(101, time(3, "c"), time(4, "d"))
    records = written(course, writer)["clasificacion"][0]["registros"]
    assert [record["tiempo"] for record in records] == [3, 4]


def test_what_is_kept_of_a_team_follows_its_withdrawn_times() -> None:
    course, writer = race().team(101).running(), ResultsWriter()

    def shown() -> list[str]:
        row = written(course, writer)["clasificacion"][0]
        assert (row["num_registros"], row["tiempo_total"]) == (
            len(row["registros"]),
            sum(record["tiempo"] for record in row["registros"]),
        )
        return [record["id_registro"] for record in row["registros"]]

    course.sends(101, time(1, "a"), time(2, "b"), time(4, "c"))
    course.withdraws("a")
    assert shown() == ["b", "c"]
    # As many of them, and the same one is the last.
    course.withdraws("b")
    course.gives_back("a")
    assert shown() == ["a", "c"]
    course.withdraws("c")
    course.sends(101, time(8, "d"))
    assert shown() == ["a", "d"]
    course.gives_back("c")
    assert shown() == ["a", "c", "d"]

"""Times over HTTP."""

import json
from typing import Any

import pytest

from tests.language_of_races import race, time
from tornado_timing.domain import errors
from tornado_timing.protocol import answers, sent_times
from tornado_timing.protocol.wire import encode


def wire(answer: object) -> Any:
    return json.loads(encode(answer))


def test_only_the_first_fifteen_count_and_the_rest_is_counted() -> None:
    document = {"equipo_id": 1, "registros": [{"tiempo": number} for number in range(20)]}
    team_id, entries, ignored = sent_times.read_sent_times(document)
    assert (team_id, len(entries), ignored) == (1, 15, 5)
    assert [entry.sent for entry in entries] == list(range(15))


@pytest.mark.parametrize("records", [None, [], {}, "x", 5])
def test_a_body_without_records_is_refused(records: Any) -> None:
    with pytest.raises(errors.NoRecords):
        sent_times.read_sent_times({"equipo_id": 1, "registros": records})
    with pytest.raises(errors.NoRecords):
        sent_times.read_team_times({"registros": records})


def test_a_body_without_a_team_is_refused() -> None:
    with pytest.raises(errors.MissingTeamId):
        sent_times.read_sent_times({"registros": [{"tiempo": 1}]})
    with pytest.raises(errors.InvalidTeamId):
        sent_times.read_sent_times({"equipo_id": "1", "registros": [{"tiempo": 1}]})


def test_sixteen_for_one_team_are_too_many() -> None:
    with pytest.raises(errors.TooManyRecords) as caught:
        sent_times.read_team_times({"registros": [{"tiempo": 1}] * 16})
    assert caught.value.details == {"limit": 15, "count": 16}


def test_what_is_answered() -> None:
    course = race(limit=15).team(101).running()
    entries = [time(3_661_001, "a"), time(-1)]
    decision = course.sends(101, *entries)
    saved, failed = answers.saved_and_failed(entries, decision.outcomes, decision.accepted)
    sent = wire(sent_times.times_sent(101, 3, saved, failed))
    assert {key: sent[key] for key in sent if not isinstance(sent[key], list)} == {
        "equipo_id": 101,
        "total_enviados": 2,
        "total_guardados": 1,
        "total_fallidos": 1,
        "ignorados": 3,
    }
    assert sent["registros_guardados"][0]["id_registro"] == "a"
    assert sent["registros_fallidos"][0]["indice"] == 2

    team = course.state.teams[101]
    answer = wire(sent_times.team_times(101, team, saved, failed))
    assert answer.pop("mensaje")
    assert answer.pop("registros_fallidos") == sent["registros_fallidos"]
    assert answer == {
        "exito": True,
        "equipo_id": 101,
        "equipo_nombre": "Team 101",
        "equipo_dorsal": 101,
        "total_guardados": 1,
        "registros": [
            {
                "indice": 1,
                "id_registro": "a",
                "tiempo": 3_661_001,
                "tiempo_carrera": 3_661_001,
                "duplicado": False,
                "horas": 1,
                "minutos": 1,
                "segundos": 1,
                "milisegundos": 1,
            }
        ],
    }


def test_a_team_may_send_while_the_race_runs_and_it_is_not_complete() -> None:
    course = race(limit=2).team(101)

    def status() -> Any:
        team = course.state.teams[101]
        records = course.state.times_of(101).records
        return wire(sent_times.team_status(team, course.competition, records))

    assert status() == {
        "equipo_id": 101,
        "equipo_nombre": "Team 101",
        "total_registros": 0,
        "maximo_registros": 2,
        "puede_enviar": False,
        "registros": [],
    }
    course.running().sends(101, time(1, "a"))
    assert status()["puede_enviar"] is True
    course.sends(101, time(2, "b"))
    assert (status()["total_registros"], status()["puede_enviar"]) == (2, False)
    assert status()["registros"][1] == {
        "id_registro": "b",
        "tiempo": 2,
        "horas": 0,
        "minutos": 0,
        "segundos": 0,
        "milisegundos": 2,
    }


def test_the_answer_for_a_team_that_has_been_deleted_since_is_a_success_too() -> None:
    answer = wire(sent_times.team_times(101, None, [], []))
    assert (answer["exito"], answer["equipo_id"], answer["equipo_nombre"]) == (True, 101, "")

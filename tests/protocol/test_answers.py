"""What goes out over a socket, key by key."""

import json
from typing import Any

from tests.language_of_races import START_MS, Race, race, time
from tornado_timing.domain import errors
from tornado_timing.domain.rules import Decision
from tornado_timing.domain.submissions import Entry
from tornado_timing.protocol import answers, sent_times
from tornado_timing.protocol.wire import encode, iso, iso_or_none


def wire(frame: object) -> Any:
    return json.loads(encode(frame))


def batch_answer(entries: list[Entry], decision: Decision, ref: str | None = None) -> Any:
    saved, failed = answers.saved_and_failed(entries, decision.outcomes, decision.accepted)
    return wire(answers.times_recorded(101, saved, failed, ref))


def running() -> Race:
    return race().team(101).running()


def test_a_stored_time_is_repeated_as_it_was_sent() -> None:
    entry = time(START_MS + 90_000, "A")
    decision = running().sends(101, entry)
    answer = answers.time_recorded(entry, decision.outcomes[0], duplicate=False, ref="r")
    assert wire(answer) == {
        "tipo": "tiempo_registrado",
        "equipo_id": 101,
        "tiempo": START_MS + 90_000,
        "id_registro": "A",
        "tiempo_carrera": 90_000,
        "duplicado": False,
        "ref": "r",
    }


def test_an_id_is_answered_in_the_letters_in_which_it_was_sent() -> None:
    course = running()
    course.sends(101, time(5, "abc"))
    entry = time(5, "ABC")
    (outcome,) = course.sends(101, entry).outcomes
    answer = wire(answers.time_recorded(entry, outcome, duplicate=True, ref=None))
    assert answer["id_registro"] == "ABC"
    assert answer["duplicado"] is True
    assert "ref" not in answer


def test_a_single_time_that_fails_is_an_error() -> None:
    course = running()
    course.sends(101, time(5, "abc"))
    (outcome,) = course.sends(101, time(5)).outcomes
    assert wire(answers.time_recorded(time(5), outcome, duplicate=False, ref="r")) == {
        "tipo": "error",
        "mensaje": "Ya existe un registro con este tiempo",
        "codigo": "duplicate_time",
        "ref": "r",
        "id_registro": "abc",
    }


def test_a_batch_counts_from_one_and_says_what_failed_and_why() -> None:
    course = running()
    course.sends(101, time(1, "one"))
    entries = [time(1, "one"), time(2, "two"), time(-1, "bad"), time(1), time(2, "TWO")]
    assert batch_answer(entries, course.sends(101, *entries), "r") == {
        "tipo": "tiempos_registrados_batch",
        "equipo_id": 101,
        "total_enviados": 5,
        "total_guardados": 3,
        "total_fallidos": 2,
        "registros_guardados": [
            {
                "indice": 1,
                "id_registro": "one",
                "tiempo": 1,
                "tiempo_carrera": 1,
                "duplicado": True,
            },
            {
                "indice": 2,
                "id_registro": "two",
                "tiempo": 2,
                "tiempo_carrera": 2,
                "duplicado": False,
            },
            {
                "indice": 5,
                "id_registro": "TWO",
                "tiempo": 2,
                "tiempo_carrera": 2,
                "duplicado": True,
            },
        ],
        "registros_fallidos": [
            {
                "indice": 3,
                "error": "El tiempo no puede ser negativo",
                "codigo": "negative_time",
                "id_registro": "bad",
            },
            {
                "indice": 4,
                "error": "Ya existe un registro con este tiempo",
                "codigo": "duplicate_time",
                "id_registro": "one",
            },
        ],
        "ref": "r",
    }


def test_what_was_withdrawn_since_is_said_to_be_and_nothing_of_the_others() -> None:
    course = running()
    course.sends(101, time(1, "a"), time(2, "b"))
    course.withdraws("a")
    entries = [time(1, "A"), time(2, "b"), time(3, "c")]
    decision = course.sends(101, *entries)
    saved, _ = answers.saved_and_failed(
        entries, decision.outcomes, decision.accepted, decision.withdrawn
    )
    shown = [wire(one) for one in saved]
    assert shown[0] == {
        "indice": 1,
        "id_registro": "A",
        "tiempo": 1,
        "tiempo_carrera": 1,
        "duplicado": True,
        "retirado": True,
    }
    assert ["retirado" in one for one in shown] == [True, False, False]
    for entry, outcome, withdrawn in zip(
        entries, decision.outcomes, (True, False, False), strict=True
    ):
        answer = answers.time_recorded(
            entry, outcome, duplicate=True, ref=None, withdrawn=decision.withdrawn
        )
        assert wire(answer).get("retirado", False) is withdrawn
    by_http = wire(sent_times.team_times(101, course.state.teams[101], saved, []))
    assert ["retirado" in one for one in by_http["registros"]] == [True, False, False]


def test_a_message_that_failed_as_a_whole_is_one_error() -> None:
    assert wire(answers.error_answer(errors.RaceNotRunning(), None)) == {
        "tipo": "error",
        "mensaje": "La competencia no está en curso",
        "codigo": "race_not_running",
    }
    assert wire(answers.internal_error("r")) == {
        "tipo": "error",
        "mensaje": "Error interno del servidor.",
        "codigo": "internal",
        "ref": "r",
    }


def test_a_pong_gives_back_the_phones_clock_and_the_servers() -> None:
    assert wire(answers.pong(7.5, 10, 11, "r")) == {
        "tipo": "pong",
        "mensaje": "Conexión activa",
        "t0": 7.5,
        "t1": 10,
        "t2": 11,
        "ref": "r",
    }
    assert wire(answers.pong(None, 10, 11, None))["t0"] is None


def test_a_time_that_is_kept_for_the_organizer_is_said_to_be() -> None:
    course = race(limit=1).team(101)
    error = course.sends(101, time(5, "a")).error
    assert error is not None
    assert wire(answers.error_answer(error, "r")) == {
        "tipo": "error",
        "mensaje": "La competencia no está en curso",
        "codigo": "race_not_running",
        "ref": "r",
        "conservado": True,
    }
    course.running()
    entries = [time(1, "b"), time(2, "c"), time(-1, "d")]
    answer = batch_answer(entries, course.sends(101, *entries))
    assert [failed.get("conservado") for failed in answer["registros_fallidos"]] == [True, None]
    single = [time(3, "e")]
    (outcome,) = course.sends(101, *single).outcomes
    alone = wire(answers.time_recorded(single[0], outcome, duplicate=False, ref=None))
    assert (alone["codigo"], alone["conservado"]) == ("team_complete", True)


def test_the_events_of_a_race_serve_both_generations_of_clients() -> None:
    brief = answers.competition_brief(running().competition)
    started = wire(answers.RaceStarted(1, brief.started_at, START_MS, brief))
    assert started == {
        "tipo": "competencia_iniciada",
        "type": "carrera.iniciada",
        "mensaje": "La competencia ha iniciado",
        "competencia_id": 1,
        "started_at": "2025-11-12T08:00:00.000Z",
        "servidor_ms": START_MS,
        "competencia": {
            "id": 1,
            "nombre": "5K",
            "fecha_hora": "2025-11-12T08:00:00.000Z",
            "en_curso": True,
            "activa": True,
            "started_at": "2025-11-12T08:00:00.000Z",
            "finished_at": None,
            "correccion_ms": 0,
            "maximo_registros": None,
            "tipo_carrera": "equipos",
        },
    }
    brief = answers.competition_brief(running().stopped().competition)
    stopped = wire(answers.RaceStopped(1, brief.finished_at, START_MS, brief))
    assert stopped["tipo"] == "competencia_detenida"
    assert stopped["type"] == "carrera.detenida"
    assert stopped["mensaje"] == "La competencia ha sido detenida"
    assert stopped["finished_at"] == "2025-11-12T09:00:00.000Z"
    assert stopped["competencia"]["en_curso"] is False


def test_judges_are_told_the_pressed_start_and_the_public_the_official_one() -> None:
    competition = running().corrected(-90_000).competition
    judges, public = (
        wire(brief(competition)) for brief in (answers.competition_brief, answers.public_brief)
    )
    assert (judges["started_at"], judges["correccion_ms"]) == ("2025-11-12T08:00:00.000Z", -90_000)
    assert public["started_at"] == "2025-11-12T07:58:30.000Z"
    assert "correccion_ms" not in public


def test_judges_are_told_how_many_times_a_team_may_have_and_the_public_is_not() -> None:
    competition = race(limit=15).competition
    assert wire(answers.competition_brief(competition))["maximo_registros"] == 15
    assert "maximo_registros" not in wire(answers.public_brief(competition))


def test_judges_are_told_how_a_team_stands() -> None:
    course = running()
    course.sends(101, time(5), time(6))
    team = course.state.teams[101]
    assert wire(answers.team_updated(team, course.state.times_of(101))) == {
        "tipo": "registros_actualizados",
        "equipo": {"id": 101, "nombre": "Team 101", "dorsal": 101},
        "total_registros": 2,
        "tiempo_total": 11,
    }


def test_a_judge_is_told_which_team_it_was_given_or_lost() -> None:
    course = running()
    team = course.state.teams[101]
    given = wire(answers.team_assigned(team, course.competition, assigned=True))
    lost = wire(answers.team_assigned(team, course.competition, assigned=False))
    assert given["tipo"] == given["type"] == "equipo.asignado"
    assert (given["asignado"], lost["asignado"]) == (True, False)
    assert given["equipo"]["dorsal"] == 101
    assert given["mensaje"] != lost["mensaje"]


def test_instants_are_utc_with_milliseconds() -> None:
    assert iso(START_MS) == "2025-11-12T08:00:00.000Z"
    assert iso(START_MS + 7) == "2025-11-12T08:00:00.007Z"
    assert iso(0) == "1970-01-01T00:00:00.000Z"
    assert iso_or_none(None) is None

"""What organizers are told: sections that make a frame together."""

import json
from typing import Any

from msgspec.structs import replace

from tornado_timing.domain.model import Account, Competition, RefusedRecord, Role, Team, TimeRecord
from tornado_timing.domain.state import State
from tornado_timing.protocol import control_room
from tornado_timing.protocol.control_room import encode_section, room_of
from tornado_timing.protocol.wire import encode

RACE = Competition(id=1, name="5K", scheduled_at_ms=0, records_per_team=15)
JUDGE = Account(id=7, username="juez1", role=Role.JUDGE, password_hash="x", first_name="Ana")
TEAM = Team(id=3, competition_id=1, name="Los Veloces", number=101, judge_id=7)


def a_state(**competition: Any) -> State:
    """A state with a race, a judge and a team."""
    state = State()
    state.put_account(JUDGE)
    state.put_competition(replace(RACE, **competition))
    state.put_team(TEAM)
    return state


def refused(number: int, team_id: int = 3, judge_id: int = 7) -> RefusedRecord:
    """A kept record that was refused because no race was in progress."""
    return RefusedRecord(
        id=number,
        judge_id=judge_id,
        team_id=team_id,
        record_id=None,
        sent=5_000 + number,
        clock_offset_ms=None,
        received_at_ms=1_762_934_400_000,
        phone_timestamp=None,
        reason="race_not_running",
    )


def read(section: control_room.Section) -> Any:
    """A section as a client reads it."""
    return json.loads(encode_section(section))


def test_a_frame_holds_the_members_of_its_sections() -> None:
    sections = [
        encode_section(control_room.CompetitionsSection([])),
        encode_section(control_room.RefusedSection([], 12)),
    ]
    update = control_room.RoomUpdated(5, room_of(sections))
    assert json.loads(encode(update)) == {
        "tipo": "sala_actualizada",
        "servidor_ms": 5,
        "sala": {"competencias": [], "rechazados": [], "total_rechazados": 12},
    }
    greeting = control_room.RoomConnected(5, 1.0, room_of(sections[:1]))
    assert json.loads(encode(greeting)) == {
        "tipo": "conexion_establecida",
        "servidor_ms": 5,
        "ritmo": 1,
        "sala": {"competencias": []},
    }


def test_a_competition_starts_at_its_official_start() -> None:
    state = a_state(is_running=True, started_at_ms=60_000, start_correction_ms=-1_500)
    line = control_room.competition_line(state.competitions[1], 4, 9)
    assert read(control_room.CompetitionsSection([line])) == {
        "competencias": [
            {
                "id": 1,
                "nombre": "5K",
                "fecha_hora": "1970-01-01T00:00:00.000Z",
                "en_curso": True,
                "activa": True,
                "started_at": "1970-01-01T00:00:58.500Z",
                "finished_at": None,
                "correccion_ms": -1_500,
                "maximo_registros": 15,
                "total_equipos": 4,
                "total_registros": 9,
                "tipo_carrera": "equipos",
                "total_corredores": 0,
                "total_marcas": 0,
            }
        ]
    }


def test_a_judge_who_is_missing_was_seen_or_never() -> None:
    lines = [control_room.absent_line(RACE, JUDGE, 2, seen) for seen in (None, 61_000)]
    first, second = read(control_room.AbsentSection(lines))["ausentes"]
    assert first == {
        "competencia_id": 1,
        "competencia": "5K",
        "juez_id": 7,
        "username": "juez1",
        "nombre": "Ana",
        "equipos": 2,
        "lineas": [],
        "visto": None,
    }
    assert second == {**first, "visto": "1970-01-01T00:01:01.000Z"}


def test_refused_times_are_told_with_what_is_known_of_them() -> None:
    waiting = [refused(1), refused(2, team_id=99, judge_id=98)]
    section = read(control_room.refused_section(a_state(), waiting))
    assert section["total_rechazados"] == 2
    stray, known = section["rechazados"]
    assert known == {
        "id": 1,
        "juez_id": 7,
        "username": "juez1",
        "equipo_id": 3,
        "equipo": "Los Veloces",
        "dorsal": 101,
        "competencia_id": 1,
        "id_registro": None,
        "tiempo": 5_001,
        "recibido": "2025-11-12T08:00:00.000Z",
        "motivo": "race_not_running",
        "motivo_texto": "La competencia no está en curso",
        "equipo_borrado": False,
    }
    unknown = {"username": None, "equipo": None, "dorsal": None, "competencia_id": None}
    assert {key: stray[key] for key in unknown} == unknown


def test_a_refused_time_of_a_deleted_team_is_told_with_what_is_in_the_bin() -> None:
    alone, together = a_state(), a_state()
    alone.drop_team(TEAM.id, 0)
    together.drop_competition(RACE.id, 0)
    for state in (alone, together):
        (line,) = read(control_room.refused_section(state, [refused(1)]))["rechazados"]
        assert (line["equipo"], line["dorsal"], line["competencia_id"]) == ("Los Veloces", 101, 1)
        assert line["equipo_borrado"] is True
        state.empty_bin()
        (line,) = read(control_room.refused_section(state, [refused(1)]))["rechazados"]
        assert (line["equipo"], line["dorsal"], line["competencia_id"]) == (None, None, None)


def test_of_many_refused_times_the_newest_are_told_and_all_are_counted() -> None:
    waiting = [refused(number) for number in range(1, 251)]
    section = read(control_room.refused_section(a_state(), waiting))
    assert [line["id"] for line in section["rechazados"]] == list(range(250, 50, -1))
    assert section["total_rechazados"] == 250


def test_a_stored_time_counts_from_the_official_start() -> None:
    state = a_state(started_at_ms=0, start_correction_ms=250)
    records = [
        TimeRecord("b", 3, None, 9_000, 9_000, None, 20_000),
        TimeRecord("gone", 55, 7, 9_000, 9_000, None, 20_000),
        TimeRecord("a", 3, 7, 8_000, 8_000, None, 10_000),
    ]
    section = read(control_room.latest_section(state, records))
    assert [line["id_registro"] for line in section["ultimos"]] == ["b", "a"]
    assert section["ultimos"][0]["juez"] is None
    assert section["ultimos"][1] == {
        "id_registro": "a",
        "competencia_id": 1,
        "equipo": {"id": 3, "nombre": "Los Veloces", "dorsal": 101},
        "juez": "juez1",
        "tiempo_carrera": 7_750,
        "recibido": "1970-01-01T00:00:10.000Z",
    }

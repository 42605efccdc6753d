"""REST resources: the keys that clients in the field read, and what requests become."""

import json
from typing import Any

import msgspec
import pytest

from tests.language_of_races import ANA, START_MS, race
from tornado_timing.domain.errors import InvalidField
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.model import Account, CompetitionKind, RefusedRecord, Role
from tornado_timing.protocol import accounts, resources
from tornado_timing.protocol.accounts import (
    JudgeChange,
    JudgeIn,
)
from tornado_timing.protocol.etags import etag_of
from tornado_timing.protocol.refused import refused_out
from tornado_timing.protocol.resources import (
    CompetitionChange,
    CompetitionIn,
    TeamChange,
    TeamIn,
    domain_fields,
)
from tornado_timing.protocol.texts import text_of
from tornado_timing.protocol.wire import encode

JUDGE = Account(
    id=3,
    role=Role.JUDGE,
    username="juez1",
    password_hash="hash",
    email="a@b",
    first_name="Juan",
    last_name="Pérez",
    phone="099",
)
ORGANIZER = Account(id=4, role=Role.ORGANIZER, username="olga", password_hash="hash")


def wire(resource: object) -> Any:
    return json.loads(encode(resource))


def test_an_account_as_its_owner_reads_it() -> None:
    assert wire(accounts.account_out(JUDGE)) == {
        "id": 3,
        "username": "juez1",
        "email": "a@b",
        "first_name": "Juan",
        "last_name": "Pérez",
        "full_name": "Juan Pérez",
        "telefono": "099",
        "activo": True,
        "rol": "juez",
    }


def test_the_sign_in_of_a_judge_and_of_an_organizer() -> None:
    competition = race().running().competition
    assert wire(accounts.signed_in_out(JUDGE, "a", "r", competition)) == {
        "access": "a",
        "refresh": "r",
        "message": "Login exitoso",
        "rol": "juez",
        "juez": {
            "id": 3,
            "username": "juez1",
            "email": "a@b",
            "first_name": "Juan",
            "last_name": "Pérez",
            "telefono": "099",
            "activo": True,
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
        },
    }
    assert wire(accounts.signed_in_out(JUDGE, "a", "r", None))["juez"]["competencia"] is None
    organizer = wire(accounts.signed_in_out(ORGANIZER, "a", "r", None))
    assert (organizer["juez"], organizer["rol"]) == (None, "organizador")


def test_no_resource_shows_a_password_hash() -> None:
    for kind in (accounts.AccountOut, accounts.SignedInJudge, accounts.SignedInOut):
        assert "password_hash" not in kind.__struct_fields__


def test_a_competition_and_a_team() -> None:
    course = race(limit=15).team(101).running()
    assert wire(resources.competition_out(course.state, course.competition)) == {
        "id": 1,
        "name": "5K",
        "datetime": "2025-11-12T08:00:00.000Z",
        "is_active": True,
        "is_running": True,
        "started_at": "2025-11-12T08:00:00.000Z",
        "finished_at": None,
        "records_per_team": 15,
        "pressed_start_at": "2025-11-12T08:00:00.000Z",
        "start_correction_ms": 0,
        "team_count": 1,
        "record_count": 0,
        "kind": "teams",
        "shown": "seconds",
        "runner_count": 0,
        "mark_count": 0,
        "etag": etag_of(course.competition),
    }
    assert wire(resources.team_out(course.state, course.state.teams[101])) == {
        "id": 101,
        "name": "Team 101",
        "number": 101,
        "category": "",
        "category_display": "",
        "competition_id": 1,
        "competition_name": "5K",
        "judge_id": ANA,
        "judge_username": "ana",
        "record_count": 0,
        "etag": etag_of(course.state.teams[101]),
    }
    course.team(102, judge=None)
    free = wire(resources.team_out(course.state, course.state.teams[102]))
    assert (free["judge_id"], free["judge_username"]) == (None, None)


def test_a_team_whose_competition_was_deleted_while_it_was_stored() -> None:
    course = race().team(101)
    team = course.state.teams[101]
    course.state.drop_competition(1, START_MS)
    out = resources.team_out(course.state, team)
    assert (out.competition_id, out.competition_name, out.record_count) == (1, "5K", 0)
    course.state.empty_bin()
    assert resources.team_out(course.state, team).competition_name == ""


@pytest.mark.parametrize(
    ("team_id", "reason", "sentence"),
    [
        (101, "team_complete", "El equipo ya completó sus 15 registros"),
        (101, "race_not_running", "La competencia no está en curso"),
        (9, "team_not_found", "El equipo con ID 9 no existe"),
        (101, "team_not_allowed", "El juez no tiene permiso para este equipo"),
        (101, "record_id_taken", "El id_registro ya existe con otros datos"),
    ],
)
def test_a_kept_time_says_why_it_was_refused(team_id: int, reason: str, sentence: str) -> None:
    course = race(limit=15).team(101)
    refused = RefusedRecord(
        id=1,
        judge_id=ANA,
        team_id=team_id,
        record_id=None,
        sent=5,
        clock_offset_ms=None,
        received_at_ms=START_MS,
        phone_timestamp=None,
        reason=reason,
    )
    shown = wire(refused_out(course.state, refused))
    assert (shown["reason"], shown["reason_text"]) == (reason, sentence)
    assert shown["team_name"] == ("Team 101" if team_id == 101 else None)


# ---- from a request to the domain ----


def fields(kind: type[msgspec.Struct], document: dict[str, Any]) -> dict[str, Any]:
    return domain_fields(msgspec.convert(document, kind))


def test_a_request_becomes_fields_of_the_domain() -> None:
    document = {"name": " 5K ", "datetime": "2025-11-12T08:00:00Z", "records_per_team": None}
    assert fields(CompetitionIn, document) == {
        "name": "5K",
        "scheduled_at_ms": START_MS,
        "is_active": True,
        "records_per_team": None,
        "kind": CompetitionKind.TEAMS,
        "shown": Shown.SECONDS,
    }
    judge = fields(JudgeIn, {"username": "a", "password": " b ", "telefono": "5", "activo": False})
    assert "password" not in judge
    assert (judge["phone"], judge["is_active"]) == ("5", False)


def test_what_a_change_leaves_out_stays() -> None:
    assert fields(TeamChange, {}) == {}
    assert fields(TeamChange, {"judge_id": None}) == {"judge_id": None}
    assert fields(CompetitionChange, {"records_per_team": None}) == {"records_per_team": None}
    assert fields(JudgeChange, {"password": "x"}) == {}


@pytest.mark.parametrize(
    ("kind", "document", "sentence"),
    [
        (TeamChange, {"name": "  "}, "name: no puede estar vacío"),
        (JudgeChange, {"username": " "}, "username: no puede estar vacío"),
        (CompetitionChange, {"datetime": "1900-01-01T00:00:00Z"}, "datetime: está fuera de rango"),
        (CompetitionChange, {"datetime": "9999-12-31T23:59:59"}, "datetime: está fuera de rango"),
        (CompetitionChange, {"datetime": "0001-01-01T00:00:00"}, "datetime: está fuera de rango"),
        (TeamChange, {"name": "a\u0000b"}, "name: tiene caracteres que no se pueden mostrar"),
    ],
)
def test_blanks_and_impossible_dates_are_named(
    kind: type[msgspec.Struct], document: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidField) as caught:
        fields(kind, document)
    assert text_of(caught.value) == sentence


@pytest.mark.parametrize("name", ["Los\u00a0Veloces", "Familia 👨\u200d👩\u200d👧", "Ñandú ☀️"])
def test_a_name_may_have_what_people_paste_and_type(name: str) -> None:
    """A no-break space comes out of every spreadsheet; many emoji hold a joiner."""
    team = {"name": name, "number": 1, "competition_id": 1}
    assert fields(TeamIn, team)["name"] == name

"""What is wrong with a body, said with the name of the field."""

from typing import Any

import msgspec
import pytest

from tornado_timing.domain import errors
from tornado_timing.protocol.accounts import JudgeIn
from tornado_timing.protocol.cards import CardsIn
from tornado_timing.protocol.problems import field_of, invalid_field
from tornado_timing.protocol.resources import CompetitionIn, TeamIn
from tornado_timing.protocol.texts import text_of

TEAM = {"name": "Los Veloces", "number": 101, "competition_id": 1}
COMPETITION = {"name": "5K", "datetime": "2025-11-12T08:00:00Z"}
JUDGE = {"username": "juez1", "password": "x"}


def complaint(kind: type, document: Any) -> str:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(document, kind)
    return text_of(invalid_field(str(caught.value)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "101"}, "number: se esperaba un entero"),
        ({"number": True}, "number: se esperaba un entero"),
        ({"number": None}, "number: se esperaba un entero"),
        ({"number": 1.5}, "number: se esperaba un entero"),
        ({"number": -1}, "number: debe ser como mínimo 0"),
        ({"number": 10**9}, "number: debe ser como máximo 999999999"),
        ({"number": 10**30}, "number: debe ser como máximo 999999999"),
        ({"name": 5}, "name: se esperaba un texto"),
        ({"name": ""}, "name: debe ser como mínimo 1 caracteres"),
        ({"name": "x" * 201}, "name: debe ser como máximo 200 caracteres"),
        ({"judge_id": "a"}, "judge_id: se esperaba un entero o nulo"),
        ({"competition_id": 0}, "competition_id: debe ser como mínimo 1"),
    ],
)
def test_a_wrong_field_of_a_team_is_named(changes: dict[str, Any], sentence: str) -> None:
    assert complaint(TeamIn, {**TEAM, **changes}) == sentence


@pytest.mark.parametrize(
    ("judge_ids", "sentence"),
    [
        ([], "judge_ids: debe ser como mínimo 1 elementos"),
        ([1] * 501, "judge_ids: debe ser como máximo 500 elementos"),
    ],
)
def test_a_list_is_counted_in_what_is_in_it(judge_ids: list[int], sentence: str) -> None:
    assert complaint(CardsIn, {"judge_ids": judge_ids}) == sentence


@pytest.mark.parametrize("field", ["name", "number", "competition_id"])
def test_a_missing_field_is_named(field: str) -> None:
    document = {key: value for key, value in TEAM.items() if key != field}
    assert complaint(TeamIn, document) == f"{field}: falta este campo"


def test_a_wrong_instant_is_named() -> None:
    for wrong in ("mañana", "", 5, None):
        document = {**COMPETITION, "datetime": wrong}
        assert complaint(CompetitionIn, document).startswith("datetime: se esperaba una fecha")


def test_a_wrong_flag_is_named_as_it_is_on_the_wire() -> None:
    assert complaint(JudgeIn, {**JUDGE, "activo": 1}) == "activo: se esperaba verdadero o falso"


def test_what_is_no_object_has_no_field() -> None:
    assert complaint(TeamIn, []) == "cuerpo: se esperaba un objeto"


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (errors.InvalidField(field="number", problem="x"), "number"),
        (errors.NumberTaken(number=1), "number"),
        (errors.UsernameTaken(field="email", value="x"), "email"),
        (errors.UnknownJudge(judge_id=9), "judge_id"),
        (errors.UnknownJudge(judge_id=9, field="judge_ids"), "judge_ids"),
        (errors.UnknownCompetition(competition_id=9), "competition_id"),
        (errors.TeamHasTimes(), "competition_id"),
        (errors.CompetitionNotByTeams(name="5K"), "competition_id"),
        (errors.PasswordTooLong(), "password"),
        (errors.NotFound(), None),
        (errors.InvalidField(field="cuerpo", problem="x"), None),
    ],
)
def test_an_error_names_the_field_that_it_is_about(
    error: errors.TimingError, field: str | None
) -> None:
    assert field_of(error) == field

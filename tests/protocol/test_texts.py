"""The sentences: one for each error, in the words that the apps in the field know."""

import string

import pytest

from tests.domain.test_errors import all_errors
from tornado_timing.domain import errors
from tornado_timing.protocol import texts
from tornado_timing.protocol.texts import TEXTS, text_of

# The details that each error is raised with.
DETAILS: dict[str, dict[str, object]] = {
    "invalid_field": {"field": "name", "problem": "falta"},
    "backup_failed": {"reason": "No space left on device"},
    "backup_unreadable": {"reason": "Input/output error"},
    "backup_damaged": {"reason": "database disk image is malformed"},
    "unknown_message_type": {"type": "x"},
    "too_many_records": {"limit": 15, "count": 20},
    "team_complete": {"limit": 15},
    "times_before_start": {"count": 2, "first": "0:10:00.000"},
    "competition_running": {"name": "5K"},
    "times_of_earlier_start": {"name": "Los Veloces"},
    "competition_deleted": {"name": "5K"},
    "team_not_found": {"team_id": 9},
    "import_unreadable": {"problem": "Está vacío."},
    "import_has_problems": {"count": 2},
    "number_taken": {"number": 101},
    "competition_not_by_teams": {"name": "5K"},
    "competition_not_individual": {"name": "5K"},
    "bib_not_found": {"bib": "7"},
    "bib_taken": {"bib": "7", "name": "Ana Pérez"},
    "unknown_wave": {"wave_id": 3},
    "bib_has_time": {"bib": "7"},
    "wave_name_taken": {"name": "Élite"},
    "wave_has_runners": {"count": 12},
    "line_has_marks": {"count": 3},
    "invalid_mark": {"field": "secuencia", "problem": "falta"},
    "line_not_found": {"line_id": 9},
    "unknown_subject": {"subject": "7"},
    "unknown_competition": {"competition_id": 3},
    "unknown_judge": {"judge_id": 4},
    "username_taken": {"field": "email", "value": "a@b"},
    "too_many_attempts": {"retry_after_s": 30},
    "unknown_placeholder": {"field": "title", "placeholder": "{club}"},
    "logo_too_large": {"limit_kb": 300},
}


def test_every_error_has_a_text() -> None:
    assert [kind.code for kind in all_errors() if kind.code not in TEXTS] == []


def test_no_text_is_without_its_error() -> None:
    codes = {kind.code for kind in all_errors()} | {"internal"}
    assert set(TEXTS) - codes == set()


def test_the_places_of_a_text_are_the_details_of_its_error() -> None:
    for code, sentence in TEXTS.items():
        places = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        assert places == set(DETAILS.get(code, {})), code


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (errors.MissingTeamId(), "Falta equipo_id"),
        (errors.NoRecords(), 'Debe enviar al menos un registro en el array "registros"'),
        (
            errors.TooManyRecords(limit=15, count=20),
            "Máximo 15 registros permitidos. Se recibieron 20",
        ),
        (errors.RaceNotRunning(), "La competencia no está en curso"),
        (errors.MissingTime(), "Falta el campo tiempo"),
        (errors.DuplicateTime(record_id="a"), "Ya existe un registro con este tiempo"),
        (errors.NegativeTime(), "El tiempo no puede ser negativo"),
        (errors.TimeNotInteger(), "El tiempo debe ser un entero en milisegundos"),
        (errors.TimeOutOfRange(), "El tiempo está fuera de rango"),
        (errors.ComponentsMismatch(), "Los componentes no coinciden con el tiempo"),
        (errors.RecordIdTaken(record_id="a"), "El id_registro ya existe con otros datos"),
        (errors.TeamComplete(limit=15), "El equipo ya completó sus 15 registros"),
        (errors.TeamNotAllowed(), "El juez no tiene permiso para este equipo"),
        (errors.TeamNotFound(team_id=9), "El equipo con ID 9 no existe"),
        (errors.InvalidJson(), "JSON inválido"),
        (errors.UnknownMessageType(type="x"), "Tipo de mensaje no reconocido: x"),
        (errors.TooManyMessages(), "Demasiados mensajes"),
        (errors.MissingCredentials(), "Authentication credentials were not provided."),
        (errors.InvalidToken(), "El token no es válido o ha expirado."),
        (errors.MissingLoginFields(), "Se requiere username y password."),
        (errors.InvalidCredentials(), "Credenciales inválidas."),
        (errors.AccountInactive(), "Usuario inactivo. Contacte al administrador."),
        (errors.MissingRefreshToken(), "Se requiere el refresh token."),
        (errors.InvalidRefreshToken(), "Refresh token inválido o expirado."),
        (errors.RefreshTokenUsed(), "Token inválido o ya fue utilizado."),
        (errors.NotFound(), "No encontrado."),
    ],
)
def test_the_promised_sentences(error: errors.TimingError, sentence: str) -> None:
    assert text_of(error) == sentence


def test_the_other_promised_sentences() -> None:
    assert texts.INVALID_JSON_OVER_HTTP == "JSON inválido."
    assert TEXTS["internal"] == "Error interno del servidor."
    assert texts.NO_ACTIVE_ACCOUNT == "No active account found with the given credentials"


def test_braces_in_what_was_sent_are_left_alone() -> None:
    error = errors.UnknownMessageType(type="{0} {type} {")
    assert text_of(error) == "Tipo de mensaje no reconocido: {0} {type} {"


def test_a_detail_that_is_missing_does_not_raise() -> None:
    assert text_of(errors.TeamNotFound()) == "El equipo con ID team_id no existe"


def test_no_text_can_be_changed() -> None:
    with pytest.raises(TypeError):
        TEXTS["internal"] = "x"  # type: ignore[index]

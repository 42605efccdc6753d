"""Every text of the contract is one of the protocol's, to the letter.

That each is answered where it should be is what the other journeys assert; here nobody can
reword one without a test that says so.
"""

from pathlib import Path
from typing import Any

import pytest

from tornado_timing.domain import errors
from tornado_timing.protocol import answers
from tornado_timing.protocol.accounts import AccessOut, SignedInOut
from tornado_timing.protocol.texts import (
    INVALID_JSON_OVER_HTTP,
    NO_ACTIVE_ACCOUNT,
    TEXTS,
    text_of,
)

BRIEF = answers.CompetitionBrief(1, "Carrera 5K", None, True, True, None, None)

# Code of the error -> what is answered; the details that fill its places.
ERRORS: list[tuple[str, str, dict[str, Any]]] = [
    ("missing_login_fields", "Se requiere username y password.", {}),
    ("invalid_credentials", "Credenciales inválidas.", {}),
    ("account_inactive", "Usuario inactivo. Contacte al administrador.", {}),
    ("missing_refresh_token", "Se requiere el refresh token.", {}),
    ("invalid_refresh_token", "Refresh token inválido o expirado.", {}),
    ("refresh_token_used", "Token inválido o ya fue utilizado.", {}),
    ("missing_credentials", "Authentication credentials were not provided.", {}),
    ("token_not_valid", "El token no es válido o ha expirado.", {}),
    ("not_found", "No encontrado.", {}),
    ("internal", "Error interno del servidor.", {}),
    ("missing_team_id", "Falta equipo_id", {}),
    ("no_records", 'Debe enviar al menos un registro en el array "registros"', {}),
    (
        "too_many_records",
        "Máximo 15 registros permitidos. Se recibieron 20",
        {"limit": 15, "count": 20},
    ),
    ("race_not_running", "La competencia no está en curso", {}),
    ("missing_time", "Falta el campo tiempo", {}),
    ("duplicate_time", "Ya existe un registro con este tiempo", {}),
    ("negative_time", "El tiempo no puede ser negativo", {}),
    ("time_not_integer", "El tiempo debe ser un entero en milisegundos", {}),
    ("time_out_of_range", "El tiempo está fuera de rango", {}),
    ("components_mismatch", "Los componentes no coinciden con el tiempo", {}),
    ("record_id_taken", "El id_registro ya existe con otros datos", {}),
    ("team_not_allowed", "El juez no tiene permiso para este equipo", {}),
    ("team_not_found", "El equipo con ID 9 no existe", {"team_id": 9}),
    ("invalid_json", "JSON inválido", {}),
    ("unknown_message_type", "Tipo de mensaje no reconocido: x", {"type": "x"}),
    ("too_many_messages", "Demasiados mensajes", {}),
    ("team_complete", "El equipo ya completó sus 15 registros", {"limit": 15}),
]

# What is said when all goes well.
SUCCESS: list[tuple[str, str]] = [
    (AccessOut("x").message, "Token refrescado exitosamente"),
    (answers.Connected(None, 0, 1.0).message, "Conectado exitosamente"),
    (answers.Pong(None, 0, 0).message, "Conexión activa"),
    (answers.RaceStarted(1, None, 0, BRIEF).message, "La competencia ha iniciado"),
    (answers.RaceStarted(1, None, 0, BRIEF).event, "carrera.iniciada"),
    (answers.RaceStopped(1, None, 0, BRIEF).message, "La competencia ha sido detenida"),
    (answers.RaceStopped(1, None, 0, BRIEF).event, "carrera.detenida"),
    (SignedInOut("", "", None, "").message, "Login exitoso"),
    (NO_ACTIVE_ACCOUNT, "No active account found with the given credentials"),
    (INVALID_JSON_OVER_HTTP, "JSON inválido."),
]


def every_error(
    kind: type[errors.TimingError] = errors.TimingError,
) -> set[type[errors.TimingError]]:
    """All classes of errors."""
    direct = set(kind.__subclasses__())
    return direct.union(*(every_error(item) for item in direct))


@pytest.mark.parametrize(("code", "text", "details"), ERRORS, ids=[code for code, *_ in ERRORS])
def test_an_error_says_what_the_contract_says(
    code: str, text: str, details: dict[str, Any]
) -> None:
    if code == "internal":
        # Not raised by us: it stands for whatever was not foreseen.
        assert TEXTS[code] == text
        return
    kind = next(kind for kind in every_error() if kind.code == code)
    assert text_of(kind(**details)) == text


def test_every_error_has_a_text_and_a_code_of_its_own() -> None:
    codes = [kind.code for kind in every_error()]
    assert len(codes) == len(set(codes))
    assert set(codes) | {"internal"} >= set(TEXTS) >= set(codes)


@pytest.mark.parametrize(("said", "text"), SUCCESS)
def test_success_says_what_the_contract_says(said: str, text: str) -> None:
    assert said == text


@pytest.mark.parametrize("text", [text for _, text, _ in ERRORS] + [text for _, text in SUCCESS])
def test_every_text_is_asserted_by_another_journey(text: str) -> None:
    here = Path(__file__)
    written = {text, text.replace('"', '\\"')}
    others = [path for path in here.parent.glob("test_*.py") if path != here]
    sources = [path.read_text(encoding="utf-8") for path in others]
    assert any(form in source for form in written for source in sources)

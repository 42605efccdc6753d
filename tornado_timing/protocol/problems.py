"""What is wrong with a request's body, said in Spanish with the name of the field."""

import re
from collections.abc import Mapping

from tornado_timing.domain.errors import InvalidField, TimingError

_PLACE = re.compile(r" - at (?:`key` in )?`\$\.?(?P<place>[^`]*)`$")
_MISSING = re.compile(r"^Object missing required field `(?P<field>[^`]+)`")
_WRONG_TYPE = re.compile(r"^Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`")
_BOUND = re.compile(
    r"^Expected `(?P<type>[^`]+)` (?P<what>of length )?(?P<sign>[<>]=) (?P<limit>\d+)"
)

# Where no field is wrong but all of it.
UNKNOWN_FIELD = "cuerpo"
# Of a query parameter.
EXPECTED_INTEGER = "se esperaba un entero"
EXPECTED_FLAG = "se esperaba true o false"
OUT_OF_RANGE = "está fuera de rango"
EXPECTED_LIST = "se esperaba una lista"

# What these errors are about, where they do not say it themselves.
_FIELDS: Mapping[str, str] = {
    "bib_taken": "bib",
    "competition_has_runners": "kind",
    "competition_has_times": "kind",
    "competition_not_by_teams": "competition_id",
    "impossible_birth_date": "birth_date",
    "number_taken": "number",
    "password_too_long": "password",
    "protests_in_the_past": "protests_until_ms",
    "team_has_times": "competition_id",
    "unknown_competition": "competition_id",
    "unknown_judge": "judge_id",
    "unknown_wave": "wave_id",
    "wave_name_taken": "name",
}

_TYPES: Mapping[str, str] = {
    "int": "un entero",
    "str": "un texto",
    "bool": "verdadero o falso",
    "null": "nulo",
    "object": "un objeto",
    "array": "una lista",
    "datetime": "una fecha y hora ISO 8601",
    "date": "una fecha AAAA-MM-DD",
    "float": "un número",
}

# What the length of these is counted in.
_UNITS: Mapping[str, str] = {"str": " caracteres", "array": " elementos"}


def invalid_field(message: str) -> InvalidField:
    """Msgspec's sentence about a body, as our error."""
    place = _PLACE.search(message)
    field = place["place"] if place else ""
    missing = _MISSING.search(message)
    if missing:
        return InvalidField(field=missing["field"], problem="falta este campo")
    return InvalidField(field=field or UNKNOWN_FIELD, problem=_problem(message))


def field_of(error: TimingError) -> str | None:
    """The field of the request that `error` is about, by its name on the wire."""
    field = error.details.get("field", _FIELDS.get(error.code))
    return field if isinstance(field, str) and field != UNKNOWN_FIELD else None


def _problem(message: str) -> str:
    bound = _BOUND.search(message)
    if bound:
        most = "como máximo" if bound["sign"] == "<=" else "como mínimo"
        unit = _UNITS.get(bound["type"], "") if bound["what"] else ""
        return f"debe ser {most} {bound['limit']}{unit}"
    wrong = _WRONG_TYPE.search(message)
    if wrong:
        names = [_TYPES.get(name.strip(), name) for name in wrong["expected"].split("|")]
        return f"se esperaba {' o '.join(names)}"
    if message.startswith("Invalid RFC3339 encoded date "):
        return f"se esperaba {_TYPES['date']}"
    if "RFC3339" in message or "datetime" in message:
        return "se esperaba una fecha y hora ISO 8601"
    return "no es válido"

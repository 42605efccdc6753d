"""What stands over the columns of a file, in Spanish and in English."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from tornado_timing.domain.folding import fold
from tornado_timing.domain.import_rows import ImportKind

Columns = dict[str, int]

# The words over a column, folded, the surest first. Fields are asked in this order for what is
# only part of a heading: "nombre del juez" is the judge, and "número de equipo" the number.
_HEADINGS: Mapping[ImportKind, Mapping[str, tuple[str, ...]]] = {
    "teams": {
        "judge": (
            *("juez", "arbitro", "cronometrador", "cronometrista", "cronometradora", "jueza"),
            *("judge", "timer", "timekeeper", "referee", "marshal"),
        ),
        "number": (
            *("dorsal", "numero", "num", "no", "nro", "nr", "n", "bib", "pechera", "placa"),
            *("number", "numero de dorsal", "bib number"),
        ),
        "category": (
            *("categoria", "cat", "category", "categ", "division", "modalidad", "rama", "class"),
        ),
        "name": (
            *("equipo", "nombre del equipo", "nombre equipo", "team", "team name", "nombre"),
            *("name", "club", "escuela", "institucion", "colegio", "school", "participante"),
            *("corredor", "corredora", "atleta", "nombre completo", "nombre y apellido"),
            *("nombre y apellidos", "nombres y apellidos", "apellidos y nombres", "runner"),
        ),
    },
    "judges": {
        "password": ("contrasena", "clave", "password", "pass", "pin"),
        "email": ("correo", "correo electronico", "e mail", "email", "mail"),
        "username": (
            *("usuario", "nombre de usuario", "user", "username", "user name", "cuenta"),
            *("login", "account"),
        ),
        "phone": (
            *("telefono", "tel", "telf", "tlf", "movil", "celular", "cel", "phone", "mobile"),
            *("whatsapp", "telephone"),
        ),
        "last_name": (
            *("apellido", "apellidos", "last name", "lastname", "surname", "family name"),
        ),
        "first_name": (
            *("nombre", "nombres", "first name", "firstname", "given name", "name"),
            *("nombre completo", "nombre y apellido", "nombre y apellidos", "full name"),
            *(
                "nombres y apellidos",
                "apellidos y nombres",
                "apellido y nombre",
                "apellidos nombres",
            ),
            *("juez", "jueza", "judge", "arbitro", "cronometrador", "cronometrista", "timer"),
        ),
    },
    "runners": {
        "contact": (
            *("contacto", "contact", "telefono", "tel", "telf", "tlf", "movil", "celular", "cel"),
            *("phone", "mobile", "whatsapp", "telephone", "correo", "correo electronico"),
            *("e mail", "email", "mail"),
        ),
        "hidden": (
            *("oculto", "oculta", "ocultar", "no mostrar", "no publicar", "no aparecer"),
            *("privado", "privada", "anonimo", "anonima", "hidden", "hide", "private"),
            *("anonymous", "do not show"),
        ),
        "birth_date": (
            *("fecha de nacimiento", "fecha nacimiento", "nacimiento", "f nacimiento", "f nac"),
            *("fecha nac", "fecha de nac", "fec nac", "fec nacimiento", "nacido", "nacida"),
            *("birth date", "birthdate", "date of birth", "birthday", "dob", "birth", "born"),
        ),
        "wave": (
            *("ola", "oleada", "wave", "start wave", "salida", "grupo de salida", "cajon"),
            *("corral", "start group", "bloque"),
        ),
        "bib": (
            *(
                "dorsal",
                "numero de dorsal",
                "bib",
                "bib number",
                "race number",
                "start number",
                "race no",
            ),
            *("pechera", "placa", "numero", "num", "no", "nro", "nr", "n", "number"),
        ),
        "nationality": (*("nacionalidad", "nationality", "pais", "country", "nation"),),
        "city": ("ciudad", "city", "localidad", "poblacion", "town", "municipio", "canton"),
        "age": ("edad", "age", "anos", "years"),
        "sex": ("sexo", "sex", "genero", "gender", "m f", "f m", "h m", "m h"),
        "category": (
            *("categoria", "cat", "category", "categ", "division", "modalidad", "rama", "class"),
            *("age group", "grupo de edad"),
        ),
        "team": (
            *("equipo", "team", "club", "nombre del equipo", "nombre equipo", "team name"),
            *("escuela", "institucion", "colegio", "school", "empresa", "company"),
        ),
        "last_name": (
            *("apellido", "apellidos", "last name", "lastname", "surname", "family name"),
        ),
        "first_name": (
            *("nombre", "nombres", "first name", "firstname", "given name", "name"),
            *("nombre completo", "nombre y apellido", "nombre y apellidos", "full name"),
            *("nombres y apellidos", "apellidos y nombres", "apellido y nombre"),
            *("apellidos nombres", "corredor", "corredora", "atleta", "participante"),
            *("runner", "athlete", "participant"),
        ),
    },
}
# A number of these is not the one that a runner wears.
_OF_PAPERS = re.compile(
    r"\b(?:cedula|identidad|identificacion|documento|dni|pasaporte|passport|id)\b"
)
# These words name a person as a whole, and must not be taken for the family name alone.
_WHOLE_NAME = re.compile(r"\bnombres?\b.*\bapellidos?\b|\bapellidos?\b.*\bnombres?\b")
# A part of a heading this short would be found in anything.
_SHORTEST_PART = 3

LONGEST_HEADING: Final = 100


def columns_by_heading(kind: ImportKind, headings: Sequence[str]) -> Columns:
    """The columns whose headings are known: as a whole first, then by a part."""
    words = [_heading(text) for text in headings]
    found: Columns = {}
    for field, known in _HEADINGS[kind].items():
        ranked = [(known.index(text), place) for place, text in enumerate(words) if text in known]
        if ranked:
            found[field] = min(ranked)[1]
    for field, known in _HEADINGS[kind].items():
        if field in found:
            continue
        for place, text in enumerate(words):
            if place not in found.values() and _has_part(field, text, known):
                found[field] = place
                break
    return found


def _heading(text: str) -> str:
    """``Nº`` and ``No.`` as ``no``, ``#`` as ``numero``, ``E-mail`` as ``e mail``."""
    text = text[:LONGEST_HEADING]
    text = fold(text.replace("#", " numero ").replace("°", "o").replace("º", "o"))
    return " ".join(re.findall(r"[a-z0-9]+", text))


def _has_part(field: str, text: str, known: Sequence[str]) -> bool:
    if field == "last_name" and _WHOLE_NAME.search(text):
        return False
    if field == "bib" and _OF_PAPERS.search(text):
        return False
    padded = f" {text} "
    return any(f" {part} " in padded for part in known if len(part) >= _SHORTEST_PART)

"""What people read about a file that cannot be imported, and about each cell: with the way out."""

import re
from collections.abc import Mapping
from types import MappingProxyType

ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_SAVE_AS = "Ábralo con su programa y guárdelo como .xlsx o .csv."

# Why a file as a whole is not read, by its stable reason.
FILE_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "empty_file": "El archivo está vacío: no hay ninguna fila que importar.",
        "file_too_large": "El archivo es demasiado grande: como máximo {limit} MB.",
        "not_base64": "content: no es base64.",
        "unpacks_too_large": (
            "El archivo ocupa demasiado al abrirse (más de {limit} MB). Copie solo la tabla a un "
            "libro nuevo y guárdelo como .xlsx o .csv."
        ),
        "too_many_rows": "El archivo tiene más de {limit} filas. Divídalo en varios.",
        "too_many_columns": (
            "La fila {line} tiene más de {limit} columnas. Deje solo las que se van a importar."
        ),
        "cell_too_long": (
            "Una celda de la fila {line} tiene más de {limit} caracteres. Acórtela, o revise si "
            "antes quedaron comillas sin cerrar."
        ),
        "open_quote": (
            "En la línea {line} se abren comillas que no se cierran. Corríjalas, o guarde el "
            "archivo como .xlsx."
        ),
        "broken_csv": "La línea {line} no se puede leer. Guarde el archivo como .xlsx.",
        "unknown_encoding": (
            "No se reconoce la codificación del archivo. Guárdelo como «CSV UTF-8» o .xlsx."
        ),
        "protected": "El libro está protegido con contraseña. Quítesela y guárdelo como .xlsx.",
        "old_excel": f"Es un formato de Excel que no se puede leer. {_SAVE_AS}",
        "open_document": f"Es una hoja de OpenDocument (.ods). {_SAVE_AS}",
        "pdf": "Es un PDF, no una hoja de cálculo. Guarde la tabla como .xlsx o .csv.",
        "web_page": f"Es una página web, no una hoja de cálculo. {_SAVE_AS}",
        "not_a_table": f"El archivo no es una hoja de cálculo. {_SAVE_AS}",
        "damaged": "El archivo está dañado o incompleto. Guárdelo o cópielo otra vez.",
        "unknown_sheet": "El libro no tiene ninguna hoja «{sheet}».",
    }
)

# What is wrong with a cell, by its stable code.
CELL_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "Falta. Escríbalo en el archivo, o indique en qué columna está.",
        "not_a_number": "«{value}» no es un número entero. Escriba solo cifras.",
        "number_too_large": "El número es demasiado grande: como máximo {limit}.",
        "repeated": "«{value}» ya está en la fila {line}. Deje solo una de las dos.",
        "too_long": "Es demasiado largo: como máximo {limit} caracteres.",
        "unprintable": "Tiene caracteres que no se pueden leer. Escríbalo de nuevo.",
        "unknown_judge": (
            "No hay ningún juez «{value}». Importe o cree antes a los jueces, o corrija el nombre."
        ),
        "ambiguous_judge": "Hay varios jueces «{value}». Escriba el usuario en vez del nombre.",
        "ambiguous_name": "Hay varios jueces «{value}». Añada una columna con el usuario.",
        "taken": "«{value}» es de otra cuenta. Escriba otro.",
        "invalid_email": "«{value}» no es un correo. Corríjalo, o deje la celda vacía.",
        "password_too_long": "La contraseña es demasiado larga: como máximo {limit} bytes.",
        "invalid_bib": (
            "«{value}» no puede ser un dorsal. Escriba de 1 a 12 letras, cifras, guiones, barras o "
            "puntos, sin espacios."
        ),
        "bib_is_a_date": (
            "«{value}» es una fecha: la hoja de cálculo cambió el dorsal. Dé a la columna formato "
            "de texto y escríbalo de nuevo."
        ),
        "unknown_sex": "«{value}» no se entiende como sexo. Escriba F, M o X.",
        "ambiguous_sex": (
            "«{value}» puede ser de mujer o de masculino, porque el archivo dice también «H». "
            "Escriba F a las mujeres y M a los hombres."
        ),
        "not_a_date": "«{value}» no es una fecha. Escriba día, mes y año, como 31/12/1990.",
        "impossible_date": "El día «{value}» no existe. Corríjalo, o deje la celda vacía.",
        "month_first_date": (
            "«{value}» tiene el mes antes que el día. Escriba primero el día, como 31/12/1990."
        ),
        "ambiguous_date": (
            "«{value}» puede ser de dos días distintos, porque otras fechas del archivo tienen el "
            "mes antes que el día. Escríbalas todas como 31/12/1990."
        ),
        "short_year": (
            "«{value}» no dice de qué siglo es. Escriba el año con cuatro cifras, como 31/12/1990."
        ),
        "impossible_birth_date": (
            "Quien corre no puede haber nacido el {value}. Escriba una fecha desde {first} hasta "
            "el día de la carrera ({last}), o deje la celda vacía."
        ),
        "invalid_age": "«{value}» no es una edad. Escriba los años cumplidos, de 0 a {limit}.",
        "unknown_wave": (
            "No hay ninguna ola «{value}» en esta competencia. Cree antes la ola, o corrija el "
            "nombre."
        ),
        "not_yes_or_no": "«{value}» no es ni sí ni no. Escriba sí o no, o deje la celda vacía.",
        "too_many_passwords": (
            "Se pueden dar como máximo {limit} contraseñas a la vez. Divida el archivo, o deje "
            "que los jueces entren con su tarjeta."
        ),
    }
)


def file_text(reason: str, details: Mapping[str, object]) -> str:
    """The sentence about a file."""
    return FILE_TEXTS[reason].format_map(details)


def cell_text(code: str, details: Mapping[str, object]) -> str:
    """The sentence about a cell; days, which details have as `YYYY-MM-DD`, as people write them."""
    if code == "impossible_birth_date":
        details = {name: ISO_DAY.sub(r"\3/\2/\1", str(value)) for name, value in details.items()}
    return CELL_TEXTS[code].format_map(details)

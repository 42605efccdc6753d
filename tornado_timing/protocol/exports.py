"""The names by which files to hand out are asked for, and what they are called."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

SHEET = "hoja"
PAPER = "papel"
LANGUAGE = "idioma"
CATEGORY = "categoria"
FROM_BIB = "desde"
TO_BIB = "hasta"
TABLE = "tabla"

# By the sheet's name in a request.
SHEET_FILES: Mapping[str, str] = MappingProxyType(
    {
        "overall": "clasificación general",
        "categories": "clasificación por categorías",
        "sexes": "clasificación por sexo",
        "teams": "clasificación por equipos",
        "prizes": "premiación",
        "statistics": "la carrera en cifras",
    }
)
CERTIFICATES_FILE = "certificados"
TABLE_FILES: Mapping[str, str] = MappingProxyType(
    {
        "xlsx": "resultados",
        "csv": "resultados",
        "ultrasignup": "UltraSignup",
        "itra": "ITRA",
    }
)


def attachment(race: str, what: str, ending: str) -> str:
    """The ``Content-Disposition`` of a file to keep, by RFC 6266 and RFC 8187.

    >>> attachment("5K Ñandú", "premiación", "pdf")
    attachment; filename="resultados.pdf"; filename*=UTF-8''5K%20%C3%91and%C3%BA...
    """
    # No system of files takes these in a name.
    safe = "".join("-" if one in '<>:"/\\|?*' or one < " " else one for one in f"{race} - {what}")
    encoded = quote(f"{safe}.{ending}", safe="")
    return f"attachment; filename=\"resultados.{ending}\"; filename*=UTF-8''{encoded}"

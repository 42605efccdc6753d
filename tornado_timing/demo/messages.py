"""The messages of a judge's phone, as it writes and reads them."""

import json
from typing import Any

from tornado_timing.demo.plan import Finish, Tap


def encode_tap(tap: Tap, team_id: int, reference: str) -> str:
    """Returns the text frame for `tap`; `reference` comes back in the answer."""
    if tap.batch:
        records = [_record(finish) for finish in tap.finishes]
        message = {"tipo": "registrar_tiempos", "registros": records}
    else:
        message = {"tipo": "registrar_tiempo", **_record(tap.finishes[0])}
    return json.dumps({**message, "equipo_id": team_id, "ref": reference})


def parse_stored(message: dict[str, Any]) -> tuple[dict[str, int], int, list[str]]:
    """Reads the answer to a tap, single or batch.

    Returns the stored elapsed ms by record id, how many of them the server had already, and the
    texts of the records that it refused.
    """
    records = message.get("registros_guardados", [message])
    stored = {record["id_registro"]: int(record["tiempo_carrera"]) for record in records}
    duplicates = sum(bool(record["duplicado"]) for record in records)
    failures = [str(failure["error"]) for failure in message.get("registros_fallidos", [])]
    return stored, duplicates, failures


def _record(finish: Finish) -> dict[str, Any]:
    seconds, milliseconds = divmod(finish.elapsed_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return {
        "id_registro": finish.record_id,
        "tiempo": finish.elapsed_ms,
        "horas": hours,
        "minutos": minutes,
        "segundos": seconds,
        "milisegundos": milliseconds,
    }

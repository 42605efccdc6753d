"""English in the code, Spanish on the wire: the one list of names.

Messages over sockets, and what the phone apps read over HTTP, use it as the ``rename`` of their
structures. The REST resources have English names and do without.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import msgspec

WIRE: Mapping[str, str] = MappingProxyType(
    {
        "active": "activa",
        "absent": "ausentes",
        "address": "direccion",
        "best_ms": "mejor_tiempo",
        "best_text": "mejor_tiempo_formateado",
        "average_ms": "tiempo_promedio",
        "average_text": "tiempo_promedio_formateado",
        "assigned": "asignado",
        "category": "categoria",
        "code": "codigo",
        "competition": "competencia",
        "competition_id": "competencia_id",
        "competitions": "competencias",
        "connections": "conexiones",
        "correction_ms": "correccion_ms",
        "clock_rate": "ritmo",
        "device": "dispositivo",
        "duplicate": "duplicado",
        "event": "type",
        "expires_in_s": "expira_en",
        "failed": "registros_fallidos",
        "given_back_ids": "devueltos",
        "hours": "horas",
        "ignored": "ignorados",
        "index": "indice",
        "judge": "juez",
        "judge_id": "juez_id",
        "is_active": "activo",
        "kept": "conservado",
        "latest": "ultimas",
        "limit": "maximo_registros",
        "may_send": "puede_enviar",
        "message": "mensaje",
        "milliseconds": "milisegundos",
        "missing": "faltan",
        "minutes": "minutos",
        "name": "nombre",
        "newest": "ultimos",
        "newest_audit_id": "ultimo_cambio",
        "number": "dorsal",
        "offset_ms": "desfase_ms",
        "pending": "pendientes",
        "ordinal": "num",
        "per_minute": "por_minuto",
        "phone": "telefono",
        "position": "posicion",
        "race_ms": "tiempo_carrera",
        "reason": "motivo",
        "reason_text": "motivo_texto",
        "received_at": "recibido",
        "record_count": "num_registros",
        "record_id": "id_registro",
        "records": "registros",
        "refused": "rechazados",
        "results": "resultados",
        "role": "rol",
        "room": "sala",
        "round_trip_ms": "ida_vuelta_ms",
        "running": "en_curso",
        "saved": "registros_guardados",
        "scheduled_at": "fecha_hora",
        "seconds": "segundos",
        "seen_at": "visto",
        "server_ms": "servidor_ms",
        "since": "desde",
        "standings": "clasificacion",
        "stored": "guardados",
        "success": "exito",
        "team": "equipo",
        "team_count": "equipos",
        "team_deleted": "equipo_borrado",
        "team_id": "equipo_id",
        "team_name": "equipo_nombre",
        "team_number": "equipo_dorsal",
        "time": "tiempo",
        "total_failed": "total_fallidos",
        "total_ms": "tiempo_total",
        "total_records": "total_registros",
        "total_refused": "total_rechazados",
        "total_saved": "total_guardados",
        "total_sent": "total_enviados",
        "total_teams": "total_equipos",
        "total_text": "tiempo_total_formateado",
        "competition_records": "total_registros_competencia",
        "uncertainty_ms": "incertidumbre_ms",
        "unsent": "sin_enviar",
        "updated_at": "actualizado_en",
        "withdrawn": "retirado",
        "withdrawn_ids": "retirados",
        # of individual races
        "change_count": "cambios",
        "bib": "dorsal",
        "correction_id": "id_correccion",
        "corrections": "correcciones",
        "corrections_missing": "correcciones_faltan",
        "flags": "avisos",
        "is_connected": "conectado",
        "last_mark_at": "ultima_marca",
        "finish_ms": "llegada_ms",
        "gun_ms": "tiempo_pistola",
        "gun_text": "tiempo_pistola_formateado",
        "line_id": "linea_id",
        "line_judges": "jueces",
        "line_kind": "tipo",
        "lines": "lineas",
        "made_at_ms": "hecha_ms",
        "mark_duplicate": "duplicada",
        "mark_id": "id_marca",
        "mark_withdrawn": "retirada",
        "marked_races": "carreras_individuales",
        "marks": "marcas",
        "marks_failed": "marcas_fallidas",
        "marks_missing": "faltan",
        "marks_saved": "marcas_guardadas",
        "marks_stored": "guardadas",
        "marks_withdrawn": "retiradas",
        "mode": "modo",
        "is_hidden": "oculto",
        "net_ms": "tiempo_neto",
        "net_text": "tiempo_neto_formateado",
        "noted": "anotado",
        "noted_ms": "anotado_ms",
        "official_ms": "tiempo_oficial",
        "official_text": "tiempo_oficial_formateado",
        "penalty_ms": "penalizacion",
        "place_in_category": "posicion_categoria",
        "place_in_sex": "posicion_sexo",
        "race_kind": "tipo_carrera",
        "rows": "filas",
        "places": "puestos",
        "runner": "corredor",
        "sequence": "secuencia",
        "sex": "sexo",
        "status": "estado",
        "total_finished": "total_llegados",
        "total_flagged": "con_avisos",
        "total_marks": "total_marcas",
        "total_marks_failed": "total_fallidas",
        "total_marks_saved": "total_guardadas",
        "total_marks_sent": "total_enviadas",
        "total_runners": "total_corredores",
    }
)

_encoder = msgspec.json.Encoder()


def encode(value: object) -> bytes:
    """`value` as JSON, UTF-8."""
    return _encoder.encode(value)


def iso(at_ms: int) -> str:
    """Epoch ms as ISO 8601 UTC with milliseconds: ``2025-11-12T08:00:00.000Z``."""
    seconds, milliseconds = divmod(at_ms, 1000)
    stamp = datetime.fromtimestamp(seconds, UTC)
    return f"{stamp:%Y-%m-%dT%H:%M:%S}.{milliseconds:03}Z"


def iso_or_none(at_ms: int | None) -> str | None:
    """`iso`, or None for an instant that is not known."""
    return None if at_ms is None else iso(at_ms)

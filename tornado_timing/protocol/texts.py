"""What people read when something cannot be done: error code -> text, in Spanish.

Where a text names a thing, its place is filled from the error's details.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tornado_timing.domain.errors import TimingError

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        # the form of a message
        "invalid_input": "Datos inválidos.",
        "invalid_json": "JSON inválido",
        "invalid_field": "{field}: {problem}",
        "unknown_message_type": "Tipo de mensaje no reconocido: {type}",
        "missing_team_id": "Falta equipo_id",
        "invalid_team_id": "El equipo_id debe ser un entero",
        "no_records": 'Debe enviar al menos un registro en el array "registros"',
        "too_many_records": "Máximo {limit} registros permitidos. Se recibieron {count}",
        "too_many_messages": "Demasiados mensajes",
        "too_many_sockets": "Demasiadas conexiones de esta cuenta.",
        "websocket_expected": "Esta ruta es solo para WebSocket.",
        "body_too_large": "El cuerpo de la petición es demasiado grande.",
        "method_not_allowed": "Método no permitido.",
        # one record
        "record_error": "El registro no es válido",
        "missing_time": "Falta el campo tiempo",
        "time_not_integer": "El tiempo debe ser un entero en milisegundos",
        "negative_time": "El tiempo no puede ser negativo",
        "time_out_of_range": "El tiempo está fuera de rango",
        "components_mismatch": "Los componentes no coinciden con el tiempo",
        "invalid_record_id": "El id_registro debe ser un texto de 1 a 64 caracteres",
        "invalid_clock_offset": "El desfase y la incertidumbre deben ser enteros en milisegundos",
        "record_not_object": "El registro debe ser un objeto JSON",
        "duplicate_time": "Ya existe un registro con este tiempo",
        "record_id_taken": "El id_registro ya existe con otros datos",
        "team_complete": "El equipo ya completó sus {limit} registros",
        "before_start": "El tiempo es anterior a la salida oficial",
        "record_not_found": "El registro con ese id no existe",
        "record_not_allowed": "El juez no tiene permiso para este registro",
        # one mark
        "mark_empty": "La marca debe tener un tiempo, un dorsal o ambos",
        "mark_id_taken": "El id_marca ya existe con otros datos",
        "invalid_mark": "{field}: {problem}",
        "mark_not_found": "La marca con ese id no existe",
        "mark_not_allowed": "El juez no tiene permiso para esta marca",
        "mark_withdrawn": "La marca está retirada",
        "mark_has_no_time": "La marca no tiene tiempo",
        "mark_has_bib": "La marca ya tiene dorsal",
        "mark_has_no_bib": "La marca no tiene dorsal",
        "mark_changed_meanwhile": "Una marca cambió mientras tanto",
        "bib_has_time": "El dorsal {bib} ya tiene tiempo en esta línea",
        "correction_id_taken": "El id_correccion ya existe con otros datos",
        "missing_line_id": "Falta linea_id",
        "line_not_found": "La línea con ID {line_id} no existe",
        "line_not_allowed": "El juez no tiene permiso para esta línea",
        # a race
        "race_not_running": "La competencia no está en curso",
        "race_already_running": "La competencia ya está en curso",
        "race_not_started": "La competencia aún no ha tenido salida",
        "race_not_stopped": "La competencia no está detenida",
        "rehearsal_over": "No se pide ningún toque de prueba",
        "times_before_start": (
            "Habría tiempos negativos: {count}. El primero es {first} con la salida actual."
        ),
        "start_out_of_range": (
            "La salida debe quedar a menos de 24 horas de la marcada y de los tiempos, "
            "no en el futuro ni después del final."
        ),
        "competition_not_active": "La competencia no está activa",
        "competition_running": "La competencia {name} está en curso: deténgala primero.",
        "team_not_found": "El equipo con ID {team_id} no existe",
        "team_not_allowed": "El juez no tiene permiso para este equipo",
        "number_taken": "number: ya hay un equipo con el dorsal {number} en esta competencia.",
        "event_invalid": "El archivo del evento tiene errores.",
        "import_unreadable": "{problem}",
        "import_has_problems": "Hay {count} filas con problemas: corríjalas, o pida que se salten.",
        "competition_deleted": "La competencia {name} está en la papelera: restáurela primero.",
        "times_of_earlier_start": (
            "Los tiempos de {name} son de una largada anterior: no valen para la de ahora."
        ),
        "team_has_times": "competition_id: el equipo ya tiene tiempos en su competencia.",
        "competition_has_times": "kind: la competencia ya tiene tiempos o marcas.",
        "competition_has_runners": "kind: la competencia ya tiene corredores inscritos.",
        "competition_not_by_teams": "competition_id: la competencia {name} no es por equipos.",
        "competition_not_individual": "La competencia {name} no es individual.",
        "bib_not_found": "No hay dorsal {bib}.",
        "bib_taken": "bib: el dorsal {bib} ya es de {name}.",
        "impossible_birth_date": "birth_date: está fuera de rango.",
        "unknown_wave": "wave_id: la competencia no tiene la ola {wave_id}.",
        "wave_name_taken": "name: la competencia ya tiene una ola {name}.",
        "wave_already_started": "La ola ya ha tenido salida.",
        "wave_not_started": "La ola aún no ha tenido salida.",
        "wave_has_finishers": (
            "Ya llegaron corredores de esta ola: corrija su salida en vez de reiniciarla."
        ),
        "wave_has_runners": "La ola tiene {count} corredores: páselos a otra primero.",
        "line_has_marks": "La línea tiene {count} marcas: no se puede borrar.",
        "unknown_subject": "subject: la competencia no tiene {subject}.",
        "already_undone": "La corrección ya no está vigente.",
        "results_official": "Los resultados son oficiales: reábralos primero.",
        "results_not_official": "Los resultados no son oficiales.",
        "nothing_changed": "Nada ha cambiado desde la última versión oficial.",
        "protests_in_the_past": "protests_until_ms: la hora ya ha pasado.",
        "unknown_competition": "competition_id: no existe la competencia {competition_id}.",
        "unknown_judge": "judge_id: no existe el juez {judge_id}.",
        "username_taken": "{field}: ya hay una cuenta con «{value}».",
        "already_resolved": "Este registro ya fue resuelto.",
        "already_waiting": "El mismo tiempo ya espera una decisión.",
        "refused_list_full": "La lista de tiempos rechazados del juez está llena",
        "too_many_changes": "Demasiados cambios de este registro",
        "changed_meanwhile": "Otra persona lo cambió mientras tanto.",
        "conflict": "El estado actual no lo permite.",
        # sessions
        "missing_credentials": "Authentication credentials were not provided.",
        "token_not_valid": "El token no es válido o ha expirado.",
        "missing_login_fields": "Se requiere username y password.",
        "invalid_credentials": "Credenciales inválidas.",
        "account_inactive": "Usuario inactivo. Contacte al administrador.",
        "too_many_attempts": "Demasiados intentos. Espere {retry_after_s} segundos.",
        "invalid_code": "El código no es válido o ya fue utilizado.",
        "organizer_exists": "Ya hay un organizador.",
        "setup_not_allowed": "Use el enlace que muestra el servidor al arrancar.",
        "missing_refresh_token": "Se requiere el refresh token.",
        "invalid_refresh_token": "Refresh token inválido o expirado.",
        "refresh_token_used": "Token inválido o ya fue utilizado.",
        "judges_only": "Solo un juez puede registrar tiempos.",
        "organizers_only": "Se requiere una cuenta de organizador.",
        "other_judge": "El juez de la ruta no es el del token.",
        "no_active_competition": "El juez no tiene ninguna competencia activa.",
        "foreign_origin": "Origen no permitido.",
        "password_too_long": "password: no puede tener más de 72 bytes.",
        "not_authenticated": "No autenticado.",
        "not_allowed": "No permitido.",
        "not_found": "No encontrado.",
        # files to hand out
        "exports_busy": "Se están preparando otros archivos. Intente de nuevo en un momento.",
        "export_failed": "No se pudo preparar el archivo. Intente de nuevo.",
        "reconciliation_failed": "No se pudo conciliar la línea. Intente de nuevo.",
        "unknown_placeholder": "{field}: no se conoce {placeholder}.",
        "logo_unreadable": "logo: no es una imagen PNG o JPEG, o está dañada.",
        "logo_too_large": "logo: no puede pasar de {limit_kb} KB ni de 4000 píxeles de lado.",
        "nobody_to_certify": "Ninguno de esos corredores ha llegado a la meta.",
        # the machine
        "unavailable": "El servidor no puede atenderlo ahora. Intente de nuevo.",
        "backup_failed": "No se pudo guardar el respaldo: {reason}.",
        "backup_unreadable": "No se puede leer el respaldo: {reason}.",
        "backup_foreign": "El archivo no es un respaldo de este programa.",
        "backup_newer": "El respaldo es de una versión más nueva del programa.",
        "backup_damaged": "El respaldo está dañado: {reason}.",
        "restore_unavailable": "Este servidor no puede reiniciarse solo: restaure con el comando.",
        "restore_under_way": "Ya se está restaurando un respaldo: espere un momento.",
        "storage_failed": "No se pudo guardar. Intente de nuevo.",
        "server_stopping": "El servidor se está deteniendo. Intente de nuevo.",
        "internal": "Error interno del servidor.",
    }
)

# What the finish line is called that an individual competition has from the beginning.
FINISH_LINE = "Meta"

# HTTP ends this one with a full stop, the socket does not.
INVALID_JSON_OVER_HTTP = "JSON inválido."

NO_ACTIVE_ACCOUNT = "No active account found with the given credentials"


def text_of(error: TimingError) -> str:
    """The sentence for `error`."""
    return TEXTS[error.code].format_map(_Details(error.details))


class _Details(dict[str, object]):
    """Details whose missing places stay readable instead of raising."""

    def __missing__(self, key: str) -> str:
        return key

"""What the demonstration prints, in Spanish and English."""

from collections.abc import Mapping

from tornado_timing.language import Language

TEXTS: Mapping[str, Mapping[Language, str]] = {
    "opening": {
        "es": "{runners} corredores, {teams} equipos, {judges} jueces, {speed:g} veces más rápido.",
        "en": "{runners} runners, {teams} teams, {judges} judges, {speed:g} times as fast.",
    },
    "live_page": {"es": "Página en vivo: {url}", "en": "Live page: {url}"},
    "signing_in": {
        "es": "Los jueces inician sesión…",
        "en": "The judges sign in…",
    },
    "gun": {
        "es": "¡Largada! El primero llega a los {first} (en {wait_s:.0f} s de reloj).",
        "en": "Go! The first finishes at {first} (in {wait_s:.0f} s by your clock).",
    },
    "progress": {
        "es": "{clock}  enviados {sent:>4} de {total}   confirmados {acknowledged:>4}",
        "en": "{clock}  sent {sent:>4} of {total}   acknowledged {acknowledged:>4}",
    },
    "standings": {"es": "Clasificación", "en": "Standings"},
    "standings_head": {
        "es": "Pos  Dorsal  Equipo                      Registros       Total  Promedio",
        "en": "Pos     Bib  Team                          Records       Total   Average",
    },
    "more_teams": {"es": "y {count} equipos más", "en": "and {count} more teams"},
    "counts": {
        "es": "Enviados {sent}, confirmados {acknowledged}, guardados en disco {stored}.",
        "en": "Sent {sent}, acknowledged {acknowledged}, stored on disk {stored}.",
    },
    "repairs": {
        "es": (
            "Conexiones perdidas y recuperadas {reconnections}, mensajes reenviados {resent}, "
            "que el servidor ya tenía {duplicates}, errores {errors}."
        ),
        "en": (
            "Sockets lost and reopened {reconnections}, messages sent again {resent}, "
            "of which the server had already {duplicates}, errors {errors}."
        ),
    },
    "latencies": {
        "es": (
            "De enviar a confirmado en disco: p50 {p50:.1f} ms, p95 {p95:.1f} ms, "
            "p99 {p99:.1f} ms, máx. {max:.1f} ms."
        ),
        "en": (
            "From sent to acknowledged on disk: p50 {p50:.1f} ms, p95 {p95:.1f} ms, "
            "p99 {p99:.1f} ms, max {max:.1f} ms."
        ),
    },
    "agreed": {
        "es": "Nada perdido, nada duplicado; la clasificación coincide con lo enviado.",
        "en": "Nothing lost, nothing doubled; the standings agree with what was sent.",
    },
    "problem": {"es": "FALLA: {problem}", "en": "FAILED: {problem}"},
    "more_problems": {"es": "y {count} fallas más", "en": "and {count} more failures"},
    "staying": {
        "es": "La página sigue en {url}. Ctrl-C para terminar.",
        "en": "The page stays at {url}. Ctrl-C to end.",
    },
}


def text(key: str, lang: Language, **values: object) -> str:
    """Returns the text `key` in `lang` with its places filled."""
    return TEXTS[key][lang].format(**values)

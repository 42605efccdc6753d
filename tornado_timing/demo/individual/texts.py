"""What the demonstration of an individual race prints, in Spanish and English."""

from collections.abc import Mapping

from tornado_timing.demo import texts as demo_texts
from tornado_timing.demo.individual.mistakes import Kind
from tornado_timing.language import Language

TEXTS: Mapping[str, Mapping[Language, str]] = {
    "opening": {
        "es": (
            "5K individual: {runners} corredores, dos personas toman tiempos y dos anotan "
            "dorsales en la meta, {speed:g} veces más rápido."
        ),
        "en": (
            "Individual 5K: {runners} runners, two people take times and two write bibs at the "
            "finish line, {speed:g} times as fast."
        ),
    },
    "setting_up": {
        "es": "La organización inscribe y reparte al personal…",
        "en": "The organizer enters runners and gives the staff their lines…",
    },
    "screen_page": {"es": "Pantalla grande: {url}", "en": "Big screen: {url}"},
    "panel_page": {
        "es": "Panel: {url}  (usuario {username}, contraseña {password})",
        "en": "Panel: {url}  (user {username}, password {password})",
    },
    "judge_page": {
        "es": "Jueces: {url}  (p. ej. {username}, contraseña {password})",
        "en": "Judges: {url}  (such as {username}, password {password})",
    },
    "progress": {
        "es": "{clock}  marcas enviadas {sent:>4} de {total}   guardadas {acknowledged:>4}   "
        "emparejadas {paired:>3}",
        "en": "{clock}  marks sent {sent:>4} of {total}   stored {acknowledged:>4}   "
        "paired {paired:>3}",
    },
    "standings_head": {
        "es": "Pos  Dorsal  Nombre                          Oficial      Neto",
        "en": "Pos     Bib  Name                           Official       Net",
    },
    "more_runners": {"es": "y {count} corredores más", "en": "and {count} more runners"},
    "counts": {
        "es": (
            "Marcas enviadas {sent}, confirmadas {acknowledged}, guardadas en disco {stored}; "
            "perdidas {lost}, de más {extra}."
        ),
        "en": (
            "Marks sent {sent}, acknowledged {acknowledged}, stored on disk {stored}; "
            "lost {lost}, too many {extra}."
        ),
    },
    "repairs": {
        "es": (
            "Conexiones perdidas y recuperadas {reconnections}, mensajes reenviados {resent}; "
            "{duplicates} de sus marcas ya estaban guardadas; errores {errors}."
        ),
        "en": (
            "Sockets lost and reopened {reconnections}, messages sent again {resent}; "
            "{duplicates} marks of them were there already; errors {errors}."
        ),
    },
    "office": {
        "es": "Organización: {paired} tiempos emparejados con su dorsal, {corrections} "
        "correcciones más.",
        "en": "Organizer: {paired} times paired with a bib, {corrections} other corrections.",
    },
    "mistakes_head": {
        "es": "Errores de los jueces                  cometidos   con aviso   sin efecto",
        "en": "Mistakes of the judges                      made     flagged      no harm",
    },
    Kind.MISSED_TIME: {"es": "no se tomó un tiempo", "en": "a time not taken"},
    Kind.DOUBLE_TAP: {"es": "doble toque", "en": "double tap"},
    Kind.WRONG_DIGIT: {
        "es": "un dígito cambiado (19 por 89)",
        "en": "one digit wrong (19 for 89)",
    },
    Kind.UNKNOWN_BIB: {"es": "dorsal que nadie lleva", "en": "a bib that nobody wears"},
    Kind.SWAPPED: {"es": "dos dorsales intercambiados", "en": "two bibs swapped"},
    Kind.MISSED_BIB: {"es": "no se anotó un dorsal", "en": "a bib not written"},
    "all_mistakes": {"es": "en total", "en": "all"},
    "times": {
        "es": (
            "De {arrived} que llegaron: con el tiempo correcto (± 0,5 s) {right}, con otro "
            "tiempo {wrong}, todavía sin tiempo {without}. Con tiempo sin haber llegado: "
            "{not_arrived}."
        ),
        "en": (
            "Of {arrived} who arrived: with the right time (± 0.5 s) {right}, with another time "
            "{wrong}, still without one {without}. With a time and never arrived: {not_arrived}."
        ),
    },
    "half_of_wrong": {
        "es": "De los que tienen otro tiempo, la mitad difiere en {half_s:.1f} s o menos.",
        "en": "Of those with another time, half are off by {half_s:.1f} s or less.",
    },
    "left": {
        "es": (
            "El sistema guarda todo y avisa de lo que no cuadra, pero no decide: lo que falta o "
            "está mal le queda a la organización."
        ),
        "en": (
            "The server keeps everything and flags what is odd, but does not decide: what is "
            "missing or wrong is left to the organizer."
        ),
    },
    "agreed": {
        "es": (
            "Ninguna marca perdida ni duplicada; los resultados, recalculados desde el archivo, "
            "son los que se muestran."
        ),
        "en": (
            "No mark lost or doubled; the results, recomputed from the file, are those that are "
            "shown."
        ),
    },
}


def text(key: str, lang: Language, **values: object) -> str:
    """Returns the text `key` in `lang` with its places filled: its own, or that of every race."""
    if key not in TEXTS:
        return demo_texts.text(key, lang, **values)
    return TEXTS[key][lang].format(**values)

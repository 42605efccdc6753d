"""What the demonstration of an individual race prints, in Spanish and English."""

from collections.abc import Mapping

from tornado_timing.demo import texts as demo_texts
from tornado_timing.demo.individual.check import Verdict
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
    "mistakes_head": {"es": "Errores de los jueces", "en": "Mistakes of the judges"},
    "made": {"es": "cometidos", "en": "made"},
    "found": {"es": "hallados", "en": "found"},
    "repaired": {"es": "reparados", "en": "repaired"},
    "left": {"es": "sin decidir", "en": "left"},
    "missed": {"es": "no hallados", "en": "missed"},
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
    "times_head": {"es": "Tiempos de quienes llegaron", "en": "Times of who arrived"},
    Verdict.RIGHT: {"es": "± 0,5 s", "en": "± 0.5 s"},
    Verdict.WRONG: {"es": "otro", "en": "another"},
    Verdict.WITHOUT: {"es": "ninguno", "en": "none"},
    Verdict.NOT_ARRIVED: {"es": "no llegó", "en": "not there"},
    "before": {"es": "antes de conciliar", "en": "before the reconciliation"},
    "after": {"es": "después de conciliar", "en": "after it"},
    "half_of_wrong": {
        "es": "De los que tienen otro tiempo, la mitad difiere en {half_s:.1f} s o menos.",
        "en": "Of those with another time, half are off by {half_s:.1f} s or less.",
    },
    "left_to_ask": {
        "es": (
            "Hallado: una duda de la conciliación lo señala. Reparado: quienes corrieron tienen su "
            "tiempo; lo que un juez perdió y el otro tiene no llega a ser una duda. Sin decidir: "
            "está a la vista, y hay que preguntar a quien corrió, o ver el video."
        ),
        "en": (
            "Found: a doubt of the reconciliation points at it. Repaired: those who ran have their "
            "time; what one judge lost and the other has never becomes a doubt. Left: it is in "
            "sight, and somebody has to ask who ran, or look at the film."
        ),
    },
    "repaired_in_all": {
        "es": "Reparaciones hechas en la conciliación {repairs}; dudas que quedan {open}.",
        "en": "Repairs made at the reconciliation {repairs}; doubts that are left {open}.",
    },
    "reconciling": {
        "es": "Todos llegaron: la organización concilia los tiempos con los dorsales…",
        "en": "Everybody is in: the organizer reconciles times and bibs…",
    },
    "published": {
        "es": "Resultados provisionales, y luego oficiales: versión {version}.",
        "en": "Results provisional, and then official: version {version}.",
    },
    "runner_page": {
        "es": "Página de quien ganó: {url}",
        "en": "The winner's page: {url}",
    },
    "announcer_page": {"es": "Locutor: {url}", "en": "Announcer: {url}"},
    "hand_out_page": {
        "es": "Hojas, certificados y archivos, en el panel: {url}",
        "en": "Sheets, certificates and files, in the panel: {url}",
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

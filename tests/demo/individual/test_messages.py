import json

from tornado_timing.demo.individual.messages import (
    Saved,
    SentMark,
    encode_marks,
    parse_saved,
    read_off,
)
from tornado_timing.demo.individual.staff import JUDGES, Place, PlannedMark

GUN_MS = 1_795_000_000_000
TIMER = JUDGES[0]
TAP = PlannedMark("a", Place.FINISH, 900_000, at_ms=900_000)
BIB = PlannedMark("b", Place.FINISH, 903_000, noted_ms=903_000, bib="89")


def read(mark: PlannedMark) -> SentMark:
    lines = {Place.FINISH: 5}
    return read_off(mark, TIMER, judge_id=3, line_ids=lines, sequence=1, started_at_ms=GUN_MS)


def test_a_time_is_read_off_the_clock_of_the_phone() -> None:
    mark = read(TAP)
    assert mark.time == GUN_MS + 900_000 + TIMER.clock_offset_ms
    error_ms = TIMER.clock_offset_ms - TIMER.measured_offset_ms
    assert mark.at_ms == GUN_MS + 900_000 + error_ms
    assert (mark.noted, mark.bib) == (None, None)


def test_a_bib_says_when_it_was_written_and_has_no_time() -> None:
    mark = read(BIB)
    assert (mark.time, mark.at_ms) == (None, None)
    assert mark.noted == GUN_MS + 903_000 + TIMER.clock_offset_ms


def test_a_message_has_the_marks_of_one_line() -> None:
    message = json.loads(encode_marks([read(TAP), read(BIB)], "7"))
    tap, bib = message.pop("marcas")
    assert message == {"tipo": "marcar", "linea_id": 5, "dispositivo": TIMER.device, "ref": "7"}
    assert tap == {
        "id_marca": "a",
        "secuencia": 1,
        "tiempo": read(TAP).time,
        "desfase_ms": TIMER.measured_offset_ms,
        "incertidumbre_ms": TIMER.uncertainty_ms,
    }
    assert bib == {
        "id_marca": "b",
        "secuencia": 1,
        "anotado": read(BIB).noted,
        "desfase_ms": TIMER.measured_offset_ms,
        "incertidumbre_ms": TIMER.uncertainty_ms,
        "dorsal": "89",
    }


def test_an_answer_tells_what_is_stored_and_why_the_rest_is_not() -> None:
    saved = {"indice": 1, "id_marca": "a", "tiempo_carrera": 5, "duplicada": True}
    failed = {"indice": 2, "error": "No", "codigo": "x"}
    answer = {"marcas_guardadas": [saved], "marcas_fallidas": [failed]}
    assert parse_saved(answer) == ({"a": Saved(5, is_duplicate=True)}, ["No"])

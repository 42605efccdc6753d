"""Marks on the wire: what is read of them, and the words of the answers."""

import json
from typing import Any

import pytest

from tornado_timing.domain import errors
from tornado_timing.domain.individual.crossings import Flag
from tornado_timing.domain.individual.marking import MarkEntry
from tornado_timing.domain.individual.marks import LineKind, Mode
from tornado_timing.domain.individual.results import Status
from tornado_timing.protocol import individual_results, marks, messages
from tornado_timing.protocol.marks import read_mark

MARK = {"id_marca": "a", "secuencia": 3}


def test_a_mark_is_read_with_all_that_it_says() -> None:
    document = {**MARK, "tiempo": -5, "desfase_ms": 7, "incertidumbre_ms": 8, "dorsal": " 007 "}
    assert read_mark(document) == MarkEntry("a", 3, -5, 7, 8, "007")
    assert read_mark({**MARK, "dorsal": " "}) == MarkEntry("a", 3)
    noted = {**MARK, "dorsal": "7", "anotado": 1_800_000_000_000, "desfase_ms": 7}
    assert read_mark(noted) == MarkEntry(
        "a", 3, clock_offset_ms=7, bib="7", noted=1_800_000_000_000
    )


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"tiempo": 1.5}, "tiempo"),
        ({"tiempo": True}, "tiempo"),
        ({"dorsal": 7}, "dorsal"),
        ({"dorsal": "x" * 33}, "dorsal"),
        ({"dorsal": "a\nb"}, "dorsal"),
        ({"secuencia": -1}, "secuencia"),
        ({"secuencia": 2**53}, "secuencia"),
        ({"desfase_ms": "x"}, "desfase_ms"),
        ({"incertidumbre_ms": -1}, "incertidumbre_ms"),
        ({"anotado": "x"}, "anotado"),
        ({"anotado": 1.5}, "anotado"),
        ({"anotado": 10**11}, "anotado"),
        ({"anotado": 2**53}, "anotado"),
        ({"anotado": -(10**30)}, "anotado"),
    ],
)
def test_what_cannot_be_read_of_a_mark_is_named(what: dict[str, Any], field: str) -> None:
    entry = read_mark({**MARK, **what})
    assert entry.mark_id == "a"
    assert isinstance(entry.error, errors.InvalidMark)
    assert entry.error.details["field"] == field


@pytest.mark.parametrize("mark_id", [None, "", "x" * 65, 7, "a\x00"])
def test_a_mark_without_an_id_is_named_by_nothing(mark_id: Any) -> None:
    entry = read_mark({"id_marca": mark_id, "secuencia": 1, "tiempo": 5})
    assert isinstance(entry.error, errors.InvalidMark)
    assert (entry.mark_id, entry.error.details["field"]) == ("", "id_marca")


@pytest.mark.parametrize("time", [10**11, -(10**11), 2**53, 10**30])
def test_a_time_that_is_none_fails(time: int) -> None:
    assert read_mark({**MARK, "tiempo": time}).error is not None


def test_messages_about_marks_are_read() -> None:
    sent = {"tipo": "marcar", "linea_id": 1, "dispositivo": "Moto", "marcas": [MARK], "ref": "r"}
    message = messages.decode(json.dumps(sent))
    assert isinstance(message, messages.SendMarks)
    assert (message.line_id, message.device, message.ref) == (1, "Moto", "r")
    assert message.entries() == [MarkEntry("a", 3)]
    base = {"tipo": "corregir_marca", "id_marca": "a", "id_correccion": "c", "hecha_ms": 5}
    for what, bib, is_withdrawn in (
        ({"dorsal": " 7 "}, "7", None),
        ({"dorsal": None}, "", None),
        ({"retirada": False}, None, False),
    ):
        message = messages.decode(json.dumps({**base, **what}))
        assert isinstance(message, messages.CorrectMark)
        request = message.request()
        assert (request.bib, request.is_withdrawn, request.made_at_ms) == (bib, is_withdrawn, 5)


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({}, "dorsal"),
        ({"dorsal": "7", "retirada": True}, "dorsal"),
        ({"dorsal": "x" * 33}, "dorsal"),
        ({"retirada": 1}, "retirada"),
        ({"dorsal": "7", "hecha_ms": -1}, "hecha_ms"),
        ({"dorsal": "7", "id_correccion": "a b"}, "id_correccion"),
        ({"dorsal": "7", "id_marca": ""}, "id_marca"),
    ],
)
def test_a_correction_says_one_thing_clearly(what: dict[str, Any], field: str) -> None:
    base = {"tipo": "corregir_marca", "id_marca": "a", "id_correccion": "c", "hecha_ms": 5}
    message = messages.decode(json.dumps({**base, **what, "ref": "r"}))
    assert isinstance(message, messages.Rejected)
    assert (message.error.details["field"], message.ref) == (field, "r")


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (marks.FLAGS, Flag),
        (marks.LINE_KINDS, LineKind),
        (marks.MODES, Mode),
        (individual_results.STATUSES, Status),
    ],
)
def test_everything_has_a_word_of_its_own(names: Any, kind: Any) -> None:
    assert set(names) == set(kind)
    assert len(set(names.values())) == len(names)

"""Runners, categories, waves and lines as clients read and write them."""

import datetime
import json
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.language_of_entries import correction, mark
from tests.language_of_races import START_MS, Race, race
from tornado_timing.domain import errors
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.marks import Line
from tornado_timing.domain.individual.runners import AgeBand, Runner, Sex, Wave
from tornado_timing.protocol import entries
from tornado_timing.protocol.etags import etag_of
from tornado_timing.protocol.problems import field_of, invalid_field
from tornado_timing.protocol.texts import text_of

RUNNER = Runner(
    id=3,
    competition_id=1,
    bib="7",
    registered_at_ms=START_MS,
    first_name="Ana",
    last_name="Pérez",
    sex=Sex.FEMALE,
    birth_date=datetime.date(1985, 11, 12),
    team="Los Veloces",
    wave_id=4,
    contact="099",
    nationality="ECU",
    city="Ibarra",
)


def five_k() -> Race:
    course = race().running()
    races = course.state.individual
    races.put_wave(Wave(id=4, competition_id=1, name="A", started_at_ms=START_MS))
    races.put_runner(RUNNER)
    races.put_line(Line(id=1, competition_id=1, name="Meta"))
    races.add_band(AgeBand(id=1, competition_id=1, name="Veteranas", sex=Sex.FEMALE, min_age=40))
    return course


def wire(resource: Any) -> Any:
    return json.loads(msgspec.json.encode(resource))


def test_a_runner_with_what_follows_from_the_race() -> None:
    course = five_k()
    races = course.state.individual
    assert wire(entries.runner_out(course.state, RUNNER)) == {
        "id": 3,
        "competition_id": 1,
        "bib": "7",
        "first_name": "Ana",
        "last_name": "Pérez",
        "full_name": "Ana Pérez",
        "sex": "F",
        "birth_date": "1985-11-12",
        "age": None,
        "age_shown": 40,
        "category": "",
        "category_shown": "Veteranas",
        "team": "Los Veloces",
        "wave_id": 4,
        "contact": "099",
        "is_hidden": False,
        "nationality": "ECU",
        "city": "Ibarra",
        "status": "started",
        "status_reason": "",
        "etag": etag_of(RUNNER),
    }
    races.add_mark(mark("a", 60_000, "7"))
    assert entries.runner_out(course.state, RUNNER).status == "finished"
    races.add_correction(correction("x", Kind.RUNNER_STATUS, 3, text="dsq", reason="atajo"))
    out = entries.runner_out(course.state, RUNNER)
    assert (out.status, out.status_reason) == ("dsq", "atajo")


def test_a_runner_who_was_deleted_while_it_was_stored() -> None:
    course = five_k()
    course.state.individual.drop_runner(3)
    assert entries.runner_out(course.state, RUNNER).status == "registered"
    course.state.drop_competition(1, START_MS)
    assert entries.runner_out(course.state, RUNNER).category_shown == "Veteranas"
    course.state.empty_bin()
    assert entries.runner_out(course.state, RUNNER).category_shown == ""


def test_a_judge_reads_no_contact() -> None:
    assert wire(entries.worn_bib_out(RUNNER)) == {
        "id": 3,
        "bib": "7",
        "name": "Ana Pérez",
        "team": "Los Veloces",
        "wave_id": 4,
    }


def test_a_wave_with_both_its_starts() -> None:
    course = five_k()
    races = course.state.individual
    races.add_correction(correction("a", Kind.WAVE_START, 4, number=START_MS + 1_500))
    view = races.wave(4)
    assert view is not None
    assert wire(entries.wave_out(course.state, view)) == {
        "id": 4,
        "competition_id": 1,
        "name": "A",
        "started_at": "2025-11-12T08:00:00.000Z",
        "official_start_at": "2025-11-12T08:00:01.500Z",
        "runner_count": 1,
        "etag": etag_of(view),
    }
    before = replace(view, official_start_ms=START_MS)
    assert etag_of(before) != etag_of(view)


def rows(document: Any) -> list[entries.AgeBandRow]:
    try:
        return msgspec.convert(document, entries.AgeBandRows)
    except msgspec.ValidationError as error:
        raise invalid_field(str(error)) from error


def test_categories_are_read_with_their_defaults() -> None:
    document = [{"name": " Libre "}, {"name": "V", "sex": "F", "min_age": 35, "max_age": 39}]
    assert entries.band_fields(rows(document)) == [
        {"name": "Libre", "sex": None, "min_age": 0, "max_age": None},
        {"name": "V", "sex": Sex.FEMALE, "min_age": 35, "max_age": 39},
    ]


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([{"name": "a"}, {"name": " "}], "[1].name: no puede estar vacío"),
        ([{"name": "a"}, {"name": "A"}], "[1].name: está repetido"),
        ([{"name": "a", "min_age": 9, "max_age": 8}], "[0].max_age: es menor que min_age"),
        ([{"name": "a"}, {"name": 5}], "[1].name: se esperaba un texto"),
        ([{"name": "a", "min_age": -1}], "[0].min_age: debe ser como mínimo 0"),
        ([{"name": "a", "sex": "Z"}], "[0].sex: no es válido"),
    ],
)
def test_a_bad_category_is_named_by_its_index(document: Any, sentence: str) -> None:
    with pytest.raises(errors.InvalidField) as caught:
        entries.band_fields(rows(document))
    assert text_of(caught.value) == sentence
    assert field_of(caught.value) == sentence.partition(":")[0]


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"competition_id": 1}, "bib: falta este campo"),
        ({"competition_id": 1, "bib": "a b"}, "bib: no es válido"),
        ({"competition_id": 1, "bib": 7}, "bib: se esperaba un texto"),
        (
            {"competition_id": 1, "bib": "7", "birth_date": "12/11/1985"},
            "birth_date: se esperaba una fecha AAAA-MM-DD",
        ),
        (
            {"competition_id": 1, "bib": "7", "birth_date": 5},
            "birth_date: se esperaba una fecha AAAA-MM-DD o nulo",
        ),
        ({"competition_id": 1, "bib": "7", "age": 131}, "age: debe ser como máximo 130"),
    ],
)
def test_a_wrong_entry_is_said_in_spanish(document: Any, sentence: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(document, entries.RunnerIn)
    assert text_of(invalid_field(str(caught.value))) == sentence

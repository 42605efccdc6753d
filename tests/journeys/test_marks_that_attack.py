"""Marks as a broken or ill-meant phone may send them, over a real socket."""

import asyncio
import json
from typing import Any

import pytest

from tests.journeys.test_marks import ANA, OFFICE, Course, correction, mark, send
from tests.venue import Venue

HUGE = [2**31, 2**53, 2**63, 2**64, -(2**63) - 1, 10**30, -(10**30)]
NO_TEXT = [0, 1.5, True, [], {}, ["7"]]
NO_NUMBER = ["", "5", 1.5, True, [], {}, "9" * 400]
# By the field of a mark, what it cannot be.
WRONG: dict[str, list[Any]] = {
    "id_marca": [*NO_TEXT, None, "", "x" * 65, "a\x00b", "a\nb", "\x7f"],
    "secuencia": [*NO_NUMBER, *HUGE[1:], None, -1],
    "tiempo": [*NO_NUMBER, *HUGE[1:], 86_400_001, -86_400_001, 10**12 - 1],
    "desfase_ms": [*NO_NUMBER, *HUGE[1:]],
    "incertidumbre_ms": [*NO_NUMBER, *HUGE, -1, 86_400_001],
    "dorsal": [*NO_TEXT, "x" * 33, "7\x00", "7\n8", "\t7\x1b[2J", "\x7f"],
    "anotado": [*NO_NUMBER, *HUGE[1:], 86_400_001, 10**12 - 1],
}
WRONG_OF_ALL: dict[str, list[Any]] = {
    "linea_id": [*NO_NUMBER, *HUGE, None, 0, -1],
    "dispositivo": [*NO_TEXT, None, "", "x" * 61, "a\x00", "a\n"],
    "marcas": [None, {}, "a", 1, [], [{}] * 51, {"0": ANA}],
}
CODES = {"invalid_mark", "time_out_of_range"}


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("field", WRONG)
async def test_a_field_that_cannot_be_fails_its_mark_alone(venue: Venue, field: str) -> None:
    course = await Course(venue).open()
    whole = mark("x", 9, tiempo=5, dorsal="7", anotado=9, desfase_ms=1, incertidumbre_ms=1)
    wrong = [{**whole, field: value} for value in WRONG[field]]
    answer = await course.marks(mark("first", 1, tiempo=1), *wrong, mark("last", 2, dorsal="8"))
    assert [one["id_marca"] for one in answer["marcas_guardadas"]] == ["first", "last"]
    failed = answer["marcas_fallidas"]
    assert [one["indice"] for one in failed] == list(range(2, 2 + len(wrong)))
    assert {one["codigo"] for one in failed} <= CODES
    named = {one["error"].split(":")[0] for one in failed if one["codigo"] == "invalid_mark"}
    assert named == {field}
    assert [one["id"] for one in await course.listed()] == ["first", "last"]


@pytest.mark.gen_test(timeout=30)
async def test_whatever_a_thumb_can_type_is_stored_as_a_bib_and_comes_back(venue: Venue) -> None:
    course = await Course(venue).open()
    typed = [
        "🏃‍♀️",
        "Ñ-7",
        "七",
        "٧",
        "'; DROP TABLE marks; --",
        "<b>7</b>",
        "7 8",
        "\u202e7",
        "0" * 32,
    ]
    answer = await course.marks(
        *(mark(f"m{one}", one, dorsal=bib) for one, bib in enumerate(typed))
    )
    assert answer["total_guardadas"] == len(typed)
    assert {"dorsal_desconocido", "sin_tiempo"} == {
        flag for one in answer["marcas_guardadas"] for flag in one["avisos"]
    }
    await venue.restart()
    assert [one["sent_bib"] for one in await course.listed()] == typed


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("field", ["id_marca", "dorsal", "dispositivo"])
async def test_half_of_a_character_cannot_spoil_the_file(venue: Venue, field: str) -> None:
    course = await Course(venue).open()
    message = course.message(mark("a", dorsal="7"))
    place = message if field == "dispositivo" else message["marcas"][0]
    place[field] = "7\ud800"
    answer = await course.judge.ask(json.dumps(message))
    assert (answer["tipo"], answer["codigo"]) == ("error", "invalid_json")
    assert (await course.marks(ANA))["total_guardadas"] == 1


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("field", WRONG_OF_ALL)
async def test_a_message_that_makes_no_sense_is_one_error_and_stores_nothing(
    venue: Venue, field: str
) -> None:
    course = await Course(venue).open()
    for value in WRONG_OF_ALL[field]:
        answer = await course.judge.ask({**course.message(ANA), field: value, "ref": "r"})
        assert (answer["tipo"], answer.get("ref", "r")) == ("error", "r")
        assert answer["codigo"] in ("invalid_field", "missing_line_id", "line_not_found"), value
    assert await course.listed() == []
    assert (await course.marks(ANA))["total_guardadas"] == 1


@pytest.mark.gen_test(timeout=30)
async def test_fifty_marks_are_stored_together_and_fifty_one_not_at_all(venue: Venue) -> None:
    course = await Course(venue).open()
    many = [mark(f"m{number}", number, tiempo=number) for number in range(51)]
    assert (await course.marks(*many))["codigo"] == "invalid_field"
    assert await course.listed() == []
    assert (await course.marks(*many[:50]))["total_guardadas"] == 50


@pytest.mark.gen_test(timeout=30)
async def test_an_id_counts_once_over_two_phones_at_the_same_moment(venue: Venue) -> None:
    course = await Course(venue).open()
    spare = await venue.judge("juez1")
    many = [mark(f"m{number}", number, dorsal="7", anotado=number) for number in range(20)]
    capitals = [{**one, "id_marca": one["id_marca"].upper()} for one in many]
    one, other = await asyncio.gather(course.marks(*many), course.marks(*capitals[::-1], by=spare))
    told = [*one["marcas_guardadas"], *other["marcas_guardadas"]]
    assert sorted(saved["duplicada"] for saved in told) == [False] * 20 + [True] * 20
    assert len(await course.listed()) == 20


@pytest.mark.gen_test(timeout=30)
async def test_another_judges_ids_are_taken_and_tell_nothing(venue: Venue) -> None:
    course = await Course(venue).open()
    other = await venue.judge("juez2")
    await course.marks(ANA)
    answer = await course.marks({**ANA, "secuencia": 1}, by=other)
    assert answer["marcas_guardadas"] == []
    (failed,) = answer["marcas_fallidas"]
    assert failed == {
        "indice": 1,
        "error": "El id_marca ya existe con otros datos",
        "codigo": "mark_id_taken",
        "id_marca": "a",
    }


@pytest.mark.gen_test(timeout=30)
async def test_a_resend_says_the_same_also_of_when_the_bib_was_noted(venue: Venue) -> None:
    course = await Course(venue).open()
    noted = mark("a", dorsal="7", anotado=1_078_000, desfase_ms=3)
    await course.marks(noted)
    again = await course.marks({**noted, "desfase_ms": 5, "incertidumbre_ms": 4})
    assert again["marcas_guardadas"][0]["duplicada"] is True
    taken = await course.marks({**noted, "anotado": 1_078_001})
    assert taken["marcas_fallidas"][0]["codigo"] == "mark_id_taken"
    started_at_ms = venue.state.competitions[course.number].started_at_ms or 0
    (listed,) = await course.listed()
    assert (listed["noted_at_ms"], listed["at"]) == (started_at_ms + 1_078_000, None)


@pytest.mark.gen_test(timeout=30)
async def test_lines_of_a_competition_in_the_bin_take_nothing_new_and_lose_nothing(
    venue: Venue,
) -> None:
    course = await Course(venue).open()
    await course.marks(ANA)
    await venue.stop_race(course.number)
    await send(venue, "DELETE", f"/api/competencias/{course.number}/", status=204)
    # Who lost the answer sees success, and what is new waits on the phone.
    assert (await course.marks(ANA))["marcas_guardadas"][0]["duplicada"] is True
    refused = await course.marks(ANA, mark("b", 2, dorsal="8"))
    assert refused["codigo"] == "line_not_found"
    checked = await course.judge.ask({"tipo": "comprobar_marcas", "ids": ["a", "b"]})
    assert (checked["guardadas"], checked["faltan"]) == (["a"], ["b"])
    restore = f"/api/papelera/competencias/{course.number}/restaurar/"
    assert (await venue.post(restore, user=OFFICE)).status == 200
    assert (await course.marks(mark("b", 2, dorsal="8")))["total_guardadas"] == 1
    assert [one["id"] for one in await course.listed()] == ["a", "b"]


@pytest.mark.gen_test(timeout=30)
async def test_a_bib_is_set_right_to_anything_typed_and_to_nothing_else(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.marks(ANA)
    # Who was never taken back is given back: nothing is to be done.
    said: tuple[dict[str, Any], ...] = ({"dorsal": "🏃"}, {"dorsal": "'; --"}, {"retirada": False})
    for number, what in enumerate(said):
        answer = await course.judge.ask(correction("a", f"c{number}", **what))
        assert answer["tipo"] == "marca_corregida", answer
    for change in (
        {"id_marca": "a\x00"},
        {"id_correccion": "c" * 65},
        {"hecha_ms": 2**53},
        {"hecha_ms": 1.5},
        {"dorsal": "7\x00"},
    ):
        answer = await course.judge.ask({**correction("a", "c9", dorsal="8"), **change})
        assert (answer["tipo"], answer["codigo"]) == ("error", "invalid_field")
    (listed,) = await course.listed()
    assert listed["bib"] == "'; --"

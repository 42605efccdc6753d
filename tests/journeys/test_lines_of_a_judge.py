"""What a judge at a line has besides its socket: its lines, and marks over HTTP and off screens."""

from typing import Any

import pytest

from tests.journeys.test_marks import Course, correction, mark, send
from tests.venue import Answer, Venue

JUDGE_ID = 2


async def rescue(venue: Venue, *marks: Any) -> Answer:
    body = {"judge_id": JUDGE_ID, "marks": list(marks)}
    return await venue.post("/api/rescate/", body, user="organiza")


def off_screen(course: Course, mark_id: str, sequence: int = 1, **more: Any) -> dict[str, Any]:
    own = {"linea_id": course.line, "dispositivo": "Moto G"}
    return {**own, **mark(mark_id, sequence, **more)}


def set_right(correction_id: str, **more: Any) -> dict[str, Any]:
    return {"id_correccion": correction_id, "hecha_ms": 5, **more}


async def greeting_of(venue: Venue, user: str) -> Any:
    account = venue.state.account_by_login(user)
    token = await venue.token(user)
    socket = await venue.socket(f"/ws/juez/{account.id}/?token={token}")
    return await socket.read()


async def bibs(course: Course) -> dict[str, tuple[str | None, bool]]:
    return {one["id"]: (one["bib"], one["is_withdrawn"]) for one in await course.listed()}


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_with_a_line_alone_learns_it_over_http_as_in_its_greeting(
    venue: Venue,
) -> None:
    course = await Course(venue).open()
    lines = (await venue.get("/api/mis-lineas/", user="juez1")).json
    line = {
        "id": course.line,
        "nombre": "Meta",
        "competencia_id": course.number,
        "tipo": "meta",
        "modo": "ambos",
    }
    assert lines == [line]
    assert (await greeting_of(venue, "juez1"))["lineas"] == lines
    assert (await venue.get("/api/mis-lineas/", user="organiza")).status == 403
    await course.stands("juez2")
    assert (await venue.get("/api/mis-lineas/", user="juez1")).json == []


@pytest.mark.gen_test(timeout=30)
async def test_the_greeting_and_the_sign_in_say_of_which_kind_the_race_is(venue: Venue) -> None:
    for kind in ("equipos", "individual"):
        if kind == "individual":
            # In progress, and so the one that matters now.
            await Course(venue).open()
        assert (await greeting_of(venue, "juez1"))["competencia"]["tipo_carrera"] == kind
        answer = await venue.login("juez1")
        assert answer.json["juez"]["competencia"]["tipo_carrera"] == kind


@pytest.mark.gen_test(timeout=30)
async def test_marks_over_http_are_answered_as_over_the_socket_and_once(venue: Venue) -> None:
    course = await Course(venue).open()
    path = f"/api/lineas/{course.line}/marcas/"
    body = {"dispositivo": "Moto G", "marcas": [mark("a", tiempo=5_000, dorsal="7"), mark("b", 2)]}
    answer = await venue.post(path, body, user="juez1")
    assert answer.status == 201
    assert (answer.json["total_guardadas"], answer.json["total_fallidas"]) == (1, 1)
    assert answer.json["marcas_guardadas"][0]["corredor"]["nombre"] == "Ana"
    assert answer.json["marcas_fallidas"][0]["codigo"] == "mark_empty"
    again = await course.marks(mark("a", tiempo=5_000, dorsal="7"))
    assert again["marcas_guardadas"][0]["duplicada"] is True
    assert (await venue.post(path, body, user="organiza")).status == 403
    assert (await venue.post("/api/lineas/99/marcas/", body, user="juez1")).status == 404
    wrong = {"dispositivo": "", "marcas": []}
    assert (await venue.post(path, wrong, user="juez1")).json["code"] == "invalid_field"


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_who_has_left_sends_what_it_has_and_is_told_why_it_is_not_taken(
    venue: Venue,
) -> None:
    course = await Course(venue).open()
    await course.marks(mark("a", tiempo=5_000))
    await course.stands("juez2")
    path = f"/api/lineas/{course.line}/marcas/"
    for marks, status in (([mark("a", tiempo=5_000)], 201), ([mark("b", 2, tiempo=6_000)], 403)):
        body = {"dispositivo": "Moto G", "marcas": marks}
        answer = await venue.post(path, body, user="juez1")
        assert answer.status == status, answer.body
    assert answer.json["code"] == "line_not_allowed"


@pytest.mark.gen_test(timeout=30)
async def test_a_phone_asks_which_of_its_corrections_are_here(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.marks(mark("a", tiempo=5_000))
    await course.judge.ask(correction("a", "c1", dorsal="7"))
    ask = {"tipo": "comprobar_marcas", "ids": ["a"], "correcciones": ["c1", "c2"]}
    answer = await course.judge.ask(ask)
    assert (answer["guardadas"], answer["correcciones_faltan"]) == (["a"], ["c2"])
    other = await venue.judge("juez2")
    assert (await other.ask(ask))["correcciones_faltan"] == ["c1", "c2"]
    assert "correcciones_faltan" not in await course.judge.ask({**ask, "correcciones": None})
    refused = await course.judge.ask({**ask, "correcciones": [1]})
    assert (refused["codigo"], "correcciones" in refused["mensaje"]) == ("invalid_field", True)


@pytest.mark.gen_test(timeout=30)
async def test_marks_off_a_screen_are_stored_once_with_what_was_set_right(venue: Venue) -> None:
    course = await Course(venue).open()
    start_ms = venue.state.competitions[course.number].started_at_ms
    marks = [
        off_screen(
            course, "a", tiempo=start_ms + 68_000, desfase_ms=8_000, correcciones=[
                set_right("c1", dorsal="8"), set_right("c2", dorsal="7"),
            ],
        ),
        off_screen(course, "n", 2, anotado=start_ms + 70_000, dorsal="7"),
        off_screen(course, "w", 3, tiempo=9_000, correcciones=[set_right("c3", retirada=True)]),
    ]  # fmt: skip
    answer = await rescue(venue, *marks)
    assert answer.status == 200
    assert answer.json == {"saved": 3, "duplicates": 0, "kept": 0, "failed": []}
    expected = {"a": ("7", False), "n": ("7", False), "w": (None, True)}
    assert await bibs(course) == expected
    assert (await rescue(venue, *marks)).json["duplicates"] == 3
    await venue.restart()
    assert await bibs(course) == expected
    # The phone comes to life again and sends all it has.
    course.judge = await venue.judge()
    sent = await course.marks(mark("a", tiempo=start_ms + 68_000, desfase_ms=8_000))
    assert sent["marcas_guardadas"][0]["duplicada"] is True
    again = await course.judge.ask(correction("a", "c2", dorsal="7"))
    assert again["duplicada"] is True
    entries = (await send(venue, "GET", "/api/auditoria/"))["entries"]
    rescued = [one for one in entries if one["action"] == "times_rescued"]
    assert [one["details"]["saved"] for one in rescued] == [0, 3]
    assert all(one["competition_id"] in (course.number, None) for one in rescued)
    assert sum(one["action"] == "race_corrected" for one in entries) == 3


@pytest.mark.gen_test(timeout=30)
async def test_each_mark_off_a_screen_that_cannot_be_stored_is_told(venue: Venue) -> None:
    course = await Course(venue).open()
    good = off_screen(course, "good", tiempo=5_000)
    bad = [
        ({**good, "id_marca": "line", "linea_id": 99}, "line", "line_not_found"),
        (off_screen(course, "empty"), "empty", "mark_empty"),
        ({**good, "id_marca": "device", "dispositivo": 5}, "device", "record_error"),
        ({**good, "id_marca": "half", "correcciones": [set_right("c")]}, "half", "record_error"),
        (off_screen(course, "late", tiempo="5"), "late", "invalid_mark"),
        ([1], None, "record_not_object"),
    ]  # fmt: skip
    answer = await rescue(venue, *(sent for sent, _, _ in bad), good)
    assert (answer.status, answer.json["saved"], answer.json["failed"]) == (200, 1, [])
    told = [(one["id_marca"], one["code"]) for one in answer.json["failed_marks"]]
    assert told == [(mark_id, code) for _, mark_id, code in bad]
    assert list(await bibs(course)) == ["good"]


@pytest.mark.gen_test(timeout=30)
async def test_marks_off_a_screen_are_stored_of_a_judge_who_stands_there_no_more(
    venue: Venue,
) -> None:
    course = await Course(venue).open()
    await course.stands("juez2")
    judges = venue.state.individual.judges_of(course.number)
    corrected = off_screen(course, "a", tiempo=5_000, correcciones=[set_right("c", dorsal="7")])

    answer = await rescue(venue, corrected)

    assert (answer.status, answer.json["saved"]) == (200, 1)
    assert "failed_marks" not in answer.json
    assert await bibs(course) == {"a": ("7", False)}
    assert (await rescue(venue, corrected)).json["duplicates"] == 1
    # That is all: the judge is not back at the line.
    assert venue.state.individual.judges_of(course.number) == judges
    body = {"dispositivo": "Moto G", "marcas": [mark("b", 2, tiempo=6_000)]}
    answer = await venue.post(f"/api/lineas/{course.line}/marcas/", body, user="juez1")
    assert answer.json["code"] == "line_not_allowed"


@pytest.mark.gen_test(timeout=30)
async def test_nothing_at_all_is_no_rescue(venue: Venue) -> None:
    answer = await rescue(venue)
    assert (answer.status, answer.json["code"]) == (400, "invalid_field")

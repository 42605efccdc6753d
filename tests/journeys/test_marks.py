"""Marks at lines over a real server: stored, answered, set right, and what follows from them."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.venue_in_process import VenueInProcess
from tests.venue import Socket, Venue

OFFICE = "organiza"


async def send(venue: Venue, method: str, path: str, body: Any = None, status: int = 200) -> Any:
    """What the organizer is answered, which must have this status."""
    answer = await venue.call(method, path, body, user=OFFICE)
    assert answer.status == status, answer.body
    return answer.json if answer.body else None


class Course:
    """An individual race with Ana (7) and Bruno (8); juez1 stands at its finish with a phone."""

    number: int
    line: int
    ana: int
    judge: Socket

    def __init__(self, venue: Venue) -> None:
        self.venue = venue

    async def open(self, *, is_started: bool = True) -> "Course":
        body = {"name": "5K", "datetime": "2030-11-12T08:00:00Z", "kind": "individual"}
        made = await send(self.venue, "POST", "/api/competencias/", body, 201)
        self.number = made["id"]
        lines = await send(self.venue, "GET", f"/api/lineas/?competition_id={self.number}")
        self.line = lines[0]["id"]
        self.ana = await self.enter("7", first_name="Ana", sex="F")
        await self.enter("8", first_name="Bruno", sex="M", is_hidden=True)
        await self.stands("juez1", "juez2")
        if is_started:
            await self.venue.start_race(self.number)
        self.judge = await self.venue.judge()
        return self

    async def enter(self, bib: str, **more: Any) -> int:
        body = {"competition_id": self.number, "bib": bib, **more}
        return int((await send(self.venue, "POST", "/api/corredores/", body, 201))["id"])

    async def stands(self, *names: str) -> None:
        judges = await send(self.venue, "GET", "/api/jueces/")
        ids = {judge["username"]: judge["id"] for judge in judges}
        rows = [{"judge_id": ids[name], "mode": "both"} for name in names]
        await send(self.venue, "PUT", f"/api/lineas/{self.line}/jueces/", rows)

    async def marks(self, *marks: dict[str, Any], by: Socket | None = None) -> Any:
        return await (by or self.judge).ask(self.message(*marks))

    def message(self, *marks: dict[str, Any]) -> dict[str, Any]:
        base = {"tipo": "marcar", "linea_id": self.line, "dispositivo": "Moto G"}
        return {**base, "marcas": list(marks)}

    async def results(self) -> Any:
        answer = await self.venue.get(f"/api/competencias/{self.number}/resultados/")
        return answer.json

    async def listed(self, more: str = "") -> Any:
        return await send(self.venue, "GET", f"/api/marcas/?competition_id={self.number}{more}")

    async def corrects(self, status: int = 201, **fields: Any) -> Any:
        body = {"competition_id": self.number, "reason": "video", **fields}
        return await send(self.venue, "POST", "/api/correcciones/", body, status)


def mark(mark_id: str, sequence: int = 1, **more: Any) -> dict[str, Any]:
    return {"id_marca": mark_id, "secuencia": sequence, **more}


ANA = mark("a", tiempo=1_078_310, dorsal="7")


@pytest.mark.gen_test(timeout=30)
async def test_a_mark_is_answered_with_whose_it_is_and_counts_in_the_results(venue: Venue) -> None:
    course = await Course(venue).open()
    answer = await course.judge.ask({**course.message(ANA), "ref": "r1"})
    assert answer == {
        "tipo": "marcas_registradas",
        "linea_id": course.line,
        "total_enviadas": 1,
        "total_guardadas": 1,
        "total_fallidas": 0,
        "marcas_guardadas": [
            {
                "indice": 1,
                "id_marca": "a",
                "tiempo_carrera": 1_078_310,
                "corredor": {"id": course.ana, "dorsal": "7", "nombre": "Ana"},
                "avisos": [],
                "duplicada": False,
            }
        ],
        "marcas_fallidas": [],
        "ref": "r1",
    }
    await course.marks(mark("b", 2, tiempo=1_100_000, dorsal="8"))
    results = await course.results()
    assert (results["tipo"], results["total_corredores"], results["total_llegados"]) == (
        "individual",
        2,
        2,
    )
    first, second = results["clasificacion"]
    assert first == {
        "posicion": 1,
        "posicion_sexo": 1,
        "posicion_categoria": None,
        "corredor": {
            "id": course.ana,
            "dorsal": "7",
            "nombre": "Ana",
            "sexo": "F",
            "categoria": "",
            "equipo": "",
            "oculto": False,
        },
        "estado": "llegado",
        "tiempo_oficial": 1_078_310,
        "tiempo_oficial_formateado": "0:17:59",
        "tiempo_pistola": 1_078_310,
        "tiempo_pistola_formateado": "0:17:59",
        "tiempo_neto": None,
        "tiempo_neto_formateado": None,
        "penalizacion": 0,
        "llegada_ms": 1_078_310,
        "anotado_ms": None,
    }
    # Of who is hidden, the public is told the bib alone.
    assert second["corredor"]["nombre"] == "Dorsal 8"
    assert (second["corredor"]["sexo"], second["posicion_sexo"]) == (None, None)


@pytest.mark.gen_test(timeout=30)
async def test_what_is_odd_about_a_mark_is_told_and_never_refuses_it(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.corrects(kind="runner_status", subject=str(course.ana), text="dns")
    await venue.stop_race(course.number)
    answer = await course.marks(
        mark("1", 1, tiempo=-5),
        mark("2", 2, dorsal="99"),
        mark("3", 3, tiempo=3_600_000, dorsal="007"),
        mark("4", 4, tiempo=3_600_001, dorsal="7"),
    )
    assert answer["total_fallidas"] == 0
    assert [one["avisos"] for one in answer["marcas_guardadas"]] == [
        ["sin_dorsal", "antes_de_la_salida"],
        ["dorsal_desconocido", "sin_tiempo"],
        ["no_salio", "despues_del_final"],
        ["segunda_marca", "no_salio", "despues_del_final"],
    ]


@pytest.mark.gen_test(timeout=30)
async def test_one_broken_mark_spoils_no_other(venue: Venue) -> None:
    course = await Course(venue).open()
    answer = await course.marks(
        mark("a", tiempo=5),
        mark("b", dorsal=" "),
        mark("c", tiempo="5"),
        {"id_marca": "d", "tiempo": 5},
        {"secuencia": 1, "tiempo": 5},
        mark("e", tiempo=10**11),
        mark("f", dorsal="x" * 33),
        "nothing",  # type: ignore[arg-type]
        mark("a", tiempo=6),
        mark("A", tiempo=5),
    )
    assert [one["id_marca"] for one in answer["marcas_guardadas"]] == ["a", "A"]
    assert [one["duplicada"] for one in answer["marcas_guardadas"]] == [False, True]
    failed = [
        (one["indice"], one["codigo"], one.get("id_marca")) for one in answer["marcas_fallidas"]
    ]
    assert failed == [
        (2, "mark_empty", "b"),
        (3, "invalid_mark", "c"),
        (4, "invalid_mark", "d"),
        (5, "invalid_mark", None),
        (6, "time_out_of_range", "e"),
        (7, "invalid_mark", "f"),
        (8, "record_not_object", None),
        (9, "mark_id_taken", "a"),
    ]
    assert [one["error"].split(":")[0] for one in answer["marcas_fallidas"][1:4]] == [
        "tiempo",
        "secuencia",
        "id_marca",
    ]


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"linea_id": None}, "missing_line_id"),
        ({"linea_id": "1"}, "invalid_field"),
        ({"linea_id": 999}, "line_not_found"),
        ({"dispositivo": ""}, "invalid_field"),
        ({"marcas": []}, "invalid_field"),
        ({"marcas": [ANA] * 51}, "invalid_field"),
    ],
)
async def test_a_message_that_cannot_be_read_is_refused_as_a_whole(
    venue: Venue, change: dict[str, Any], code: str
) -> None:
    course = await Course(venue).open()
    answer = await course.judge.ask({**course.message(ANA), **change, "ref": "r"})
    assert (answer["tipo"], answer["codigo"], answer["ref"]) == ("error", code, "r")
    assert await course.listed() == []


@pytest.mark.gen_test(timeout=30)
async def test_a_resend_is_a_duplicate_also_after_the_judge_has_left_the_line(
    venue: Venue,
) -> None:
    course = await Course(venue).open()
    first = await course.marks(ANA)
    await course.stands("juez2")
    again = await course.marks(ANA)
    first["marcas_guardadas"][0]["duplicada"] = True
    assert again == first
    refused = await course.marks(ANA, mark("b", dorsal="8"))
    assert refused["codigo"] == "line_not_allowed"
    assert len(await course.listed()) == 1


@pytest.mark.gen_test(timeout=30)
async def test_two_judges_at_one_line_mark_the_same_runner(venue: Venue) -> None:
    course = await Course(venue).open()
    other = await venue.judge("juez2")
    await course.marks(mark("time", tiempo=1_078_310, dorsal="7"))
    answer = await course.marks(mark("late", tiempo=1_078_600, dorsal="7"), by=other)
    # Each marks everybody.
    assert answer["marcas_guardadas"][0]["avisos"] == []
    answer = await course.marks(mark("again", 2, tiempo=1_079_500, dorsal="7"), by=other)
    assert answer["marcas_guardadas"][0]["avisos"] == ["segunda_marca"]
    assert (await course.results())["clasificacion"][0]["tiempo_oficial"] == 1_078_310
    # One's marks are not another's to set right, nor to ask for.
    refused = await other.ask(correction("time", "c1", retirada=True))
    assert refused["codigo"] == "mark_not_allowed"
    asked = await other.ask({"tipo": "comprobar_marcas", "ids": ["time", "late"]})
    assert (asked["guardadas"], asked["faltan"]) == (["late"], ["time"])


def correction(mark_id: str, correction_id: str, **what: Any) -> dict[str, Any]:
    base = {"tipo": "corregir_marca", "id_marca": mark_id, "id_correccion": correction_id}
    return {**base, "hecha_ms": 1_700_000_000_000, **what}


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_sets_its_mark_right_and_takes_it_back_and_again(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.marks(mark("a", tiempo=1_078_310))
    said = correction("a", "c1", dorsal="7")
    answer = await course.judge.ask({**said, "ref": "r"})
    assert answer == {
        "tipo": "marca_corregida",
        "id_marca": "a",
        "id_correccion": "c1",
        "duplicada": False,
        "corredor": {"id": course.ana, "dorsal": "7", "nombre": "Ana"},
        "avisos": [],
        "ref": "r",
    }
    assert (await course.judge.ask(said))["duplicada"] is True
    assert (await course.judge.ask({**said, "dorsal": "8"}))["codigo"] == "correction_id_taken"
    assert (await course.results())["total_llegados"] == 1

    await course.judge.ask(correction("a", "c2", retirada=True))
    assert (await course.results())["total_llegados"] == 0
    again = await course.marks(mark("a", tiempo=1_078_310))
    assert again["marcas_guardadas"][0]["retirada"] is True
    asked = {"tipo": "comprobar_marcas", "ids": ["a", "b"]}
    checked = await course.judge.ask(asked)
    assert checked == {
        "tipo": "marcas_comprobadas",
        "guardadas": [],
        "retiradas": ["a"],
        "faltan": ["b"],
    }
    back = correction("a", "c3", retirada=False)
    assert (await course.judge.ask(back))["duplicada"] is False
    assert (await course.judge.ask(back))["duplicada"] is True
    await venue.restart()
    assert (await course.results())["total_llegados"] == 1


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    "wrong",
    [
        {"dorsal": "7", "retirada": True},
        {},
        {"dorsal": 7},
        {"retirada": "sí"},
        {"dorsal": "7", "hecha_ms": "ayer"},
        {"dorsal": "7", "id_correccion": "a/b"},
    ],
)
async def test_a_correction_that_says_nothing_clear_is_refused(
    venue: Venue, wrong: dict[str, Any]
) -> None:
    course = await Course(venue).open()
    await course.marks(ANA)
    answer = await course.judge.ask({**correction("a", "c1"), **wrong})
    assert (answer["tipo"], answer["codigo"]) == ("error", "invalid_field")
    path = f"/api/correcciones/?competition_id={course.number}"
    assert await send(venue, "GET", path) == []


@pytest.mark.gen_test(timeout=30)
async def test_an_organizer_sets_things_right_and_undoes_it(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.marks(ANA)
    penalty = await course.corrects(kind="penalty", subject=str(course.ana), number=60_000)
    assert (penalty["holds"], penalty["made_by"], penalty["reason"]) == (True, OFFICE, "video")
    (row, _) = (await course.results())["clasificacion"]
    assert (row["tiempo_oficial"], row["penalizacion"]) == (1_138_310, 60_000)
    undo = f"/api/correcciones/{penalty['id']}/deshacer/"
    undone = await send(venue, "POST", undo, {"reason": "era otra"}, 201)
    assert (await course.results())["clasificacion"][0]["tiempo_oficial"] == 1_078_310
    assert (await send(venue, "POST", undo, {}, 409))["code"] == "already_undone"
    await send(venue, "POST", f"/api/correcciones/{undone['id']}/deshacer/", {}, 201)
    assert (await course.results())["clasificacion"][0]["tiempo_oficial"] == 1_138_310
    await course.corrects(kind="mark_bib", subject="a", text="8")
    listed = await send(venue, "GET", f"/api/correcciones/?competition_id={course.number}")
    assert [(one["kind"], one["holds"]) for one in listed] == [
        ("mark_bib", True),
        ("undo", True),
        ("undo", False),
        ("penalty", True),
    ]
    path = f"/api/correcciones/?competition_id={course.number}&runner_id={course.ana}"
    of_ana = await send(venue, "GET", path)
    # The mark that was hers until then is in her history too.
    assert [one["kind"] for one in of_ana] == ["mark_bib", "undo", "undo", "penalty"]
    record = await send(venue, "GET", f"/api/auditoria/?competition_id={course.number}")
    assert "race_correction_undone" in str(record)


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"kind": "penalty", "subject": "999", "number": 5}, 400, "unknown_subject"),
        ({"kind": "mark_bib", "subject": "nobody", "text": "8"}, 400, "unknown_subject"),
        ({"kind": "penalty", "subject": "ana"}, 400, "invalid_field"),
        ({"kind": "mark_moment", "subject": "a", "number": 5}, 400, "invalid_field"),
        ({"kind": "runner_status", "subject": "ana", "text": "x"}, 400, "invalid_field"),
        ({"kind": "runner_bib", "subject": "ana", "text": "08"}, 409, "bib_taken"),
        ({"kind": "undo", "subject": "a"}, 400, "invalid_field"),
    ],
)
async def test_a_correction_that_cannot_be_is_refused(
    venue: Venue, fields: dict[str, Any], status: int, code: str
) -> None:
    course = await Course(venue).open()
    await course.marks(ANA)
    subject = str(course.ana) if fields["subject"] == "ana" else fields["subject"]
    answer = await course.corrects(status, **{**fields, "subject": subject})
    assert answer["code"] == code


@pytest.mark.gen_test(timeout=30)
async def test_the_record_says_which_mark_was_set_right_and_what_was_undone(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.marks(mark("a", tiempo=61_000, dorsal="8"))
    made = await course.corrects(kind="mark_bib", subject="a", text="7")
    for _ in range(3):
        path = f"/api/correcciones/{made['id']}/deshacer/"
        made = await send(venue, "POST", path, {}, 201)
    record = await send(venue, "GET", f"/api/auditoria/?competition_id={course.number}&limit=4")
    details = [entry["details"] for entry in record["entries"][::-1]]
    assert [one["kind"] for one in details] == ["mark_bib", "mark_bib", "undo", "undo"]
    assert all((one["elapsed_ms"], one["bib"]) == (61_000, "8") for one in details)
    undone = {"kind": "mark_bib", "number": None, "text": "7"}
    assert [(one.get("undone"), one.get("holds_again")) for one in details] == [
        (None, None),
        (None, None),
        (undone, True),
        (undone, False),
    ]


@pytest.mark.gen_test(timeout=30)
async def test_the_marks_are_listed_as_they_count_now(venue: Venue) -> None:
    course = await Course(venue).open()
    await course.marks(ANA, mark("b", 2, dorsal="99"), mark("c", 3, tiempo=5))
    await course.corrects(kind="mark_withdrawn", subject="c")
    a, b, c = await course.listed()
    assert (a["number"], a["bib"], a["runner_id"], a["flags"]) == (1, "7", course.ana, [])
    assert (a["elapsed_ms"], a["judge_username"], a["device"]) == (1_078_310, "juez1", "Moto G")
    assert b["flags"] == ["no_time", "unknown_bib"]
    assert (c["is_withdrawn"], c["flags"]) == (True, [])
    assert await course.listed("&after=1") == [b, c]
    assert await course.listed("&line_id=999") == []
    assert (await venue.get("/api/marcas/", user=OFFICE)).status == 400


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_is_told_where_it_stands(venue: Venue) -> None:
    course = await Course(venue).open()
    path = f"/ws/juez/{venue.state.account_by_login('juez1').id}/?token="
    socket = await venue.socket(path + await venue.token("juez1"))
    brief = {
        "id": course.line,
        "nombre": "Meta",
        "competencia_id": course.number,
        "tipo": "meta",
        "modo": "ambos",
    }
    assert (await socket.read())["lineas"] == [brief]
    await send(venue, "PATCH", f"/api/lineas/{course.line}/", {"name": "Arco"})
    renamed = await socket.read_tipo("lineas_actualizadas")
    assert renamed == {"tipo": "lineas_actualizadas", "lineas": [{**brief, "nombre": "Arco"}]}
    await course.stands("juez2")
    assert (await socket.read_tipo("lineas_actualizadas"))["lineas"] == []


# ---- the file ----


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.gen_test(timeout=60)
async def test_what_was_answered_survives_kill_9(io_loop: Any, tmp_path: Path) -> None:
    async with VenueInProcess(tmp_path / "data") as venue:
        assert isinstance(venue, VenueInProcess)
        course = await Course(venue).open()
        many = [mark(f"m{number}", number, tiempo=number) for number in range(50)]
        assert (await course.marks(*many))["total_guardadas"] == 50
        await course.judge.ask(correction("m7", "c1", dorsal="7"))
        await course.judge.ask(correction("m8", "c2", retirada=True))
        await venue.end(signal.SIGKILL)
        await venue.start()
        listed = await course.listed()
        assert [one["id"] for one in listed] == [one["id_marca"] for one in many]
        assert [one["id"] for one in listed if one["is_withdrawn"]] == ["m8"]
        assert (await course.results())["clasificacion"][0]["tiempo_oficial"] == 7
        # A phone that heard nothing sends again, and asks.
        course.judge = await venue.judge("juez1")
        again = await course.marks(*many)
        assert all(one["duplicada"] for one in again["marcas_guardadas"])
        assert (await course.judge.ask(correction("m7", "c1", dorsal="7")))["duplicada"] is True
        assert len(await course.listed()) == 50

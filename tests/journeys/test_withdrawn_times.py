"""A judge takes a time back, and gives it back: over real sockets, and looked at by all."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.venue_in_process import VenueInProcess
from tests.journeys.watcher import Watcher, tap
from tests.venue import ANSWERS, Socket, Venue

A, B = tap(1, 5_000, id_registro="a"), tap(1, 6_000, id_registro="b")


async def withdraw(judge: Socket, record_id: str, **more: Any) -> Any:
    return await judge.ask({"tipo": "retirar_registro", "id_registro": record_id, **more})


async def give_back(judge: Socket, record_id: str, **more: Any) -> Any:
    return await judge.ask({"tipo": "devolver_registro", "id_registro": record_id, **more})


async def check(judge: Socket, *ids: str) -> dict[str, list[str]]:
    """What the judge is told of these ids, without the lists that are empty."""
    answer = await judge.ask({"tipo": "comprobar_registros", "ids": list(ids)})
    assert answer.pop("tipo") == "registros_comprobados"
    return {name: found for name, found in answer.items() if found}


async def counting(venue: Venue, team: int = 1) -> list[str]:
    """The ids that results show of a team."""
    results = (await venue.get("/api/competencias/1/resultados/")).json
    (row,) = (one for one in results["clasificacion"] if one["equipo"]["id"] == team)
    ids = [record["id_registro"] for record in row["registros"]]
    assert row["num_registros"] == len(ids)
    return ids


async def withdrawn(venue: Venue, query: str = "") -> list[Any]:
    """The list as organizers read it."""
    answer = await venue.get(f"/api/retirados/{query}", user="organiza")
    assert answer.status == 200
    return list(answer.json)


# ---- what is answered ----


@pytest.mark.gen_test(timeout=30)
async def test_a_time_is_taken_back_and_given_back(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    for message in (A, B):
        await judge.ask(message)
    assert await withdraw(judge, "A", ref="r") == {
        "tipo": "registro_retirado",
        "id_registro": "A",
        "equipo_id": 1,
        "duplicado": False,
        "ref": "r",
    }
    assert await counting(venue) == ["b"]
    again = await judge.ask(A)
    assert (again["tipo"], again["duplicado"], again["retirado"]) == (
        "tiempo_registrado",
        True,
        True,
    )
    assert await check(judge, "a", "b", "c") == {
        "guardados": ["b"],
        "retirados": ["a"],
        "faltan": ["c"],
    }
    assert await give_back(judge, "a") == {
        "tipo": "registro_devuelto",
        "id_registro": "a",
        "equipo_id": 1,
        "duplicado": False,
    }
    assert await counting(venue) == ["a", "b"]
    assert "retirado" not in await judge.ask(A)


@pytest.mark.gen_test(timeout=30)
async def test_sent_again_over_http_it_is_a_success_that_says_so(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    body = {"equipo_id": 1, "registros": [{"tiempo": 5_000, "id_registro": "a"},
                                          {"tiempo": 6_000, "id_registro": "b"}]}  # fmt: skip
    for path, name in (
        ("/api/enviar_tiempos/", "registros_guardados"),
        ("/api/equipos/1/registros/", "registros"),
    ):
        answer = await venue.post(path, body, user="juez1")
        assert answer.status == 201
        first = (await withdraw(judge, "a"))["tipo"]
        saved = (await venue.post(path, body, user="juez1")).json[name]
        assert [(one["duplicado"], one.get("retirado")) for one in saved] == [
            (True, True),
            (True, None),
        ]
        assert first == "registro_retirado"
    assert await counting(venue) == ["b"]


@pytest.mark.gen_test(timeout=30)
async def test_two_phones_of_one_judge_take_the_same_time_back_once(venue: Venue) -> None:
    await venue.start_race()
    phone, spare = await venue.judge(), await venue.judge()
    await phone.ask(A)
    answers = await asyncio.gather(withdraw(phone, "a"), withdraw(spare, "a"))
    assert sorted(answer["duplicado"] for answer in answers) == [False, True]
    assert {answer["tipo"] for answer in answers} == {"registro_retirado"}
    assert (await give_back(spare, "a"))["duplicado"] is False
    assert (await give_back(phone, "a"))["duplicado"] is True
    assert await counting(venue) == ["a"]


@pytest.mark.gen_test(timeout=30)
async def test_another_judges_time_stays(venue: Venue) -> None:
    await venue.start_race()
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    await judge.ask(A)
    for change in (withdraw, give_back):
        refused = await change(other, "a", ref="r")
        assert (refused["codigo"], refused["mensaje"], refused["ref"]) == (
            "record_not_allowed",
            "El juez no tiene permiso para este registro",
            "r",
        )
        unknown = await change(other, "x")
        assert (unknown["codigo"], unknown["mensaje"]) == (
            "record_not_found",
            "El registro con ese id no existe",
        )
    assert await check(other, "a") == {"faltan": ["a"]}
    assert await counting(venue) == ["a"]
    # Both may, once the team is the other's.
    path, body = "/api/equipos/1/", {"judge_id": venue.state.account_by_login("juez2").id}
    assert (await venue.call("PATCH", path, body, user="organiza")).status == 200
    assert await check(other, "a") == {"guardados": ["a"]}
    assert (await withdraw(other, "a"))["duplicado"] is False
    assert (await give_back(judge, "a"))["duplicado"] is False


@pytest.mark.gen_test(timeout=30)
async def test_answers_come_in_the_order_of_their_messages(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    change = {"id_registro": "a"}
    messages = [
        A,
        {"tipo": "comprobar_registros", "ids": ["a"]},
        {"tipo": "retirar_registro", **change},
        {"tipo": "retirar_registro", "id_registro": 7},
        {"tipo": "comprobar_registros", "ids": ["a"]},
        A,
        {"tipo": "devolver_registro", **change},
        {"tipo": "comprobar_registros", "ids": []},
        A,
        {"tipo": "retirar_registro", "id_registro": "x"},
    ]
    for ref, message in enumerate(messages):
        await judge.send({**message, "ref": str(ref)})
    answers = [await judge.read_tipo(*ANSWERS) for _ in messages]
    assert [int(answer["ref"]) for answer in answers] == list(range(len(messages)))
    assert [answer.get("codigo", answer["tipo"]) for answer in answers] == [
        "tiempo_registrado",
        "registros_comprobados",
        "registro_retirado",
        "invalid_record_id",
        "registros_comprobados",
        "tiempo_registrado",
        "registro_devuelto",
        "invalid_field",
        "tiempo_registrado",
        "record_not_found",
    ]
    assert [answers[1]["guardados"], answers[4]["retirados"]] == [["a"], ["a"]]
    assert [answers[5].get("retirado"), answers[8].get("retirado")] == [True, None]


@pytest.mark.gen_test(timeout=30)
async def test_who_has_nothing_to_do_with_times_takes_none_back(venue: Venue) -> None:
    spectator, _ = await venue.spectator()
    watcher = await Watcher.open(venue)
    for socket in (spectator, watcher.socket):
        for message in (
            {"tipo": "retirar_registro", "id_registro": "a"},
            {"tipo": "comprobar_registros", "ids": ["a"]},
        ):
            assert (await socket.ask(message))["codigo"] == "judges_only"


# ---- the rules ----


@pytest.mark.gen_test(timeout=30)
async def test_after_the_stop_times_are_still_taken_back_and_given_back(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    await judge.ask(A)
    await venue.stop_race()
    assert (await withdraw(judge, "a"))["tipo"] == "registro_retirado"
    assert await counting(venue) == []
    assert (await judge.ask(A))["retirado"] is True
    assert (await give_back(judge, "a"))["tipo"] == "registro_devuelto"
    assert await counting(venue) == ["a"]


@pytest.mark.gen_test(timeout=30)
async def test_a_complete_team_has_room_again_and_then_none_to_give_back(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    records = [{"tiempo": number, "id_registro": str(number)} for number in range(15)]
    await judge.ask({"tipo": "registrar_tiempos", "equipo_id": 1, "registros": records})
    assert (await judge.ask(A))["codigo"] == "team_complete"
    status = "/api/equipos/1/registros/estado/"
    assert (await venue.get(status, user="juez1")).json["puede_enviar"] is False
    await withdraw(judge, "3")
    after = (await venue.get(status, user="juez1")).json
    assert (after["total_registros"], after["puede_enviar"]) == (14, True)
    assert "3" not in [record["id_registro"] for record in after["registros"]]
    assert (await judge.ask(A))["tipo"] == "tiempo_registrado"
    refused = await give_back(judge, "3")
    assert (refused["codigo"], refused["mensaje"]) == (
        "team_complete",
        "El equipo ya completó sus 15 registros",
    )
    assert "conservado" not in refused
    assert len(await counting(venue)) == 15


@pytest.mark.gen_test(timeout=30)
async def test_a_time_that_was_refused_is_dismissed_and_recovered(venue: Venue) -> None:
    judge = await venue.judge()
    assert (await judge.ask(A))["codigo"] == "race_not_running"
    assert await check(judge, "a") == {"rechazados": ["a"]}
    watcher = await Watcher.open(venue)
    assert watcher.room["total_rechazados"] == 1
    assert (await withdraw(judge, "a"))["duplicado"] is False
    assert (await withdraw(judge, "a"))["duplicado"] is True
    await watcher.until(lambda room: room["total_rechazados"] == 0)
    assert await check(judge, "a") == {"rechazados": ["a"]}
    dismissed = (await venue.get("/api/rechazados/?descartados=1", user="organiza")).json
    assert [one["record_id"] for one in dismissed] == ["a"]
    assert await withdrawn(venue) == []
    assert (await give_back(judge, "a"))["duplicado"] is False
    assert (await give_back(judge, "a"))["duplicado"] is True
    await watcher.until(lambda room: room["total_rechazados"] == 1)


# ---- who is told ----


@pytest.mark.gen_test(timeout=30)
async def test_everybody_who_looks_sees_the_time_go_and_come_back(venue: Venue) -> None:
    await venue.start_race()
    judge, spare = await venue.judge(), await venue.judge()
    for message in (A, B):
        await judge.ask(message)
    spectator, _ = await venue.spectator()
    screen = await venue.socket("/ws/competencia/1/?llegadas=1")
    watcher = await Watcher.open(venue)
    assert [line["id_registro"] for line in watcher.room["ultimos"]] == ["b", "a"]
    before = watcher.room["ultimo_cambio"]

    for change, count, total, ids in (
        (withdraw, 1, 6_000, ["b"]),
        (give_back, 2, 11_000, ["b", "a"]),
    ):
        await change(judge, "a")
        own = await spare.read_tipo("registros_actualizados")
        while own["total_registros"] != count:
            own = await spare.read_tipo("registros_actualizados")
        assert own["tiempo_total"] == total
        update = await spectator.read_tipo("registros_actualizados")
        (row,) = [one for one in update["clasificacion"] if one["equipo"]["id"] == 1]
        assert (row["num_registros"], row["tiempo_total"]) == (count, total)
        assert update["total_registros_competencia"] == count
        frame = await screen.read_tipo("llegadas")
        while len(frame["ultimas"]) != count:
            frame = await screen.read_tipo("llegadas")
        assert [one["num"] for one in frame["ultimas"]] == list(range(count, 0, -1))
        assert frame["por_minuto"] == [count]
        await watcher.until(
            lambda room, ids=ids: [line["id_registro"] for line in room["ultimos"]] == ids
        )
        assert watcher.room["competencias"][0]["total_registros"] == count
    await watcher.until(lambda room: room["ultimo_cambio"] == before + 2)


async def following(venue: Venue, user: str) -> Socket:
    """A judge's page, which hears of every change; its greeting is read."""
    token, judge_id = await venue.token(user), venue.state.account_by_login(user).id
    page = await venue.socket(f"/ws/juez/{judge_id}/?cambios=1&token={token}")
    await page.read_tipo("conexion_establecida")
    return page


def changed(withdrawn_ids: list[str], given_back: list[str]) -> Any:
    return {"tipo": "registros_cambiados", "retirados": withdrawn_ids, "devueltos": given_back}


@pytest.mark.gen_test(timeout=30)
async def test_a_judges_page_hears_of_changes_that_others_make_to_its_times(venue: Venue) -> None:
    await venue.start_race()
    page, spare = await following(venue, "juez1"), await following(venue, "juez1")
    older, other = await venue.judge(), await following(venue, "juez2")
    for message in (tap(1, 5_000, id_registro="A"), B):
        await page.ask(message)

    await withdraw(page, "a")
    # Spelt as it was stored.
    assert await spare.read_tipo("registros_cambiados") == changed(["A"], [])
    await withdraw(spare, "b")
    # The first that the page hears: not of its own change, which was answered.
    assert await page.read_tipo("registros_cambiados") == changed(["b"], [])
    await withdraw(spare, "b")
    body = {"record_ids": ["b", "a", "x"]}
    await venue.post("/api/retirados/devolver/", body, user="organiza")
    for one in (page, spare):
        assert await one.read_tipo("registros_cambiados") == changed([], ["b", "A"])
    record = {"equipo_id": 1, "id_registro": "r", "tiempo": 7_000, "retirado": True}
    judge_id = venue.state.account_by_login("juez1").id
    rescue = {"judge_id": judge_id, "records": [record]}
    assert (await venue.post("/api/rescate/", rescue, user="organiza")).json["saved"] == 1
    assert await page.read_tipo("registros_cambiados") == changed(["r"], [])
    # An older app is told nothing that it does not know, another judge nothing of these times.
    for silent in (older, other):
        await silent.send({"tipo": "ping", "t0": 1})
        heard = await silent.read()
        while heard["tipo"] != "pong":
            assert heard["tipo"] == "registros_actualizados"
            heard = await silent.read()


@pytest.mark.gen_test(timeout=30)
async def test_who_recorded_a_time_hears_of_it_also_where_the_team_is_anothers(
    venue: Venue,
) -> None:
    await venue.start_race()
    page, other = await following(venue, "juez1"), await following(venue, "juez2")
    await page.ask(A)
    body = {"judge_id": venue.state.account_by_login("juez2").id}
    await venue.call("PATCH", "/api/equipos/1/", body, user="organiza")
    await withdraw(other, "a")
    assert await page.read_tipo("registros_cambiados") == changed(["a"], [])


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_reads_why_a_time_stays_as_it_is(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    await judge.ask(A)
    for number in range(20):
        change = give_back if number % 2 else withdraw
        assert (await change(judge, "a"))["duplicado"] is False
    refused = await withdraw(judge, "a", ref="r")
    assert refused == {
        "tipo": "error",
        "mensaje": "Demasiados cambios de este registro",
        "codigo": "too_many_changes",
        "ref": "r",
    }
    await venue.stop_race()
    assert (await judge.ask(B))["codigo"] == "race_not_running"
    await withdraw(judge, "b")
    records = [{"tiempo": number, "id_registro": str(number)} for number in range(500)]
    for start in range(0, 500, 15):
        batch = {"equipo_id": 1, "registros": records[start : start + 15]}
        await judge.ask({"tipo": "registrar_tiempos", **batch})
    full = await give_back(judge, "b")
    assert (full["codigo"], full["mensaje"]) == (
        "refused_list_full",
        "La lista de tiempos rechazados del juez está llena",
    )


@pytest.mark.gen_test(timeout=30)
async def test_a_team_that_loses_its_last_time_loses_its_place(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    await judge.ask(A)
    await judge.ask(tap(2, 9_000, id_registro="c"))
    spectator, greeting = await venue.spectator()
    places = {
        row["equipo"]["id"]: row["posicion"] for row in greeting["resultados"]["clasificacion"]
    }
    assert places == {1: 1, 2: 2, 3: None}
    await withdraw(judge, "a")
    update = await spectator.read_tipo("registros_actualizados")
    while update["total_registros_competencia"] != 1:
        update = await spectator.read_tipo("registros_actualizados")
    rows = {row["equipo"]["id"]: row for row in update["clasificacion"]}
    assert {number: row["posicion"] for number, row in rows.items()} == {1: None, 2: 1}
    assert (rows[1]["num_registros"], rows[1]["mejor_tiempo"]) == (0, None)


# ---- organizers ----


@pytest.mark.gen_test(timeout=30)
async def test_organizers_see_who_took_what_back_and_give_it_back(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    for message in (A, B):
        await judge.ask(message)
        await withdraw(judge, message["id_registro"])
    last, first = await withdrawn(venue, "?competition_id=1")
    assert last.pop("withdrawn_at") >= first["withdrawn_at"]
    assert last == {
        "record_id": "b",
        "team_id": 1,
        "team_name": "Los Veloces",
        "number": 101,
        "competition_id": 1,
        "elapsed_ms": 6_000,
        "withdrawn_by": "juez1",
    }
    assert await withdrawn(venue, "?competencia_id=2") == []
    body = {"record_ids": ["a", "x"]}
    answer = await venue.post("/api/retirados/devolver/", body, user="organiza")
    assert (answer.status, answer.json) == (
        200,
        {
            "given_back": 1,
            "refused": [
                {
                    "record_id": "x",
                    "code": "record_not_found",
                    "error": "El registro con ese id no existe",
                }
            ],
        },
    )
    assert [one["record_id"] for one in await withdrawn(venue)] == ["b"]
    assert await counting(venue) == ["a"]
    log = (await venue.get("/api/auditoria/?limit=3", user="organiza")).json["entries"]
    assert [(one["action"], one["username"]) for one in log] == [
        ("time_given_back", "organiza"),
        ("time_withdrawn", "juez1"),
        ("time_withdrawn", "juez1"),
    ]


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "record_ids"),
        ({"record_ids": []}, "record_ids"),
        ({"record_ids": ["a"] * 1_001}, "record_ids"),
        ({"record_ids": "a"}, "record_ids"),
    ],
)
async def test_what_names_no_times_is_refused(venue: Venue, body: Any, field: str) -> None:
    answer = await venue.post("/api/retirados/devolver/", body, user="organiza")
    assert (answer.status, answer.json["field"]) == (400, field)


# ---- the file ----


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.gen_test(timeout=60)
async def test_what_was_answered_survives_kill_9(io_loop: Any, tmp_path: Path) -> None:
    async with VenueInProcess(tmp_path / "data") as venue:
        await venue.start_race()
        judge = await venue.judge("juez1")
        for message in (A, B):
            await judge.ask(message)
            await withdraw(judge, message["id_registro"])
        assert (await give_back(judge, "b"))["tipo"] == "registro_devuelto"
        await venue.end(signal.SIGKILL)
        await venue.start()
        assert await counting(venue) == ["b"]
        judge = await venue.judge("juez1")
        assert (await judge.ask(A))["retirado"] is True
        assert await check(judge, "a", "b") == {"guardados": ["b"], "retirados": ["a"]}
        assert venue.stored_ids() == ["a", "b"]

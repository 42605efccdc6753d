"""Times that the rules refuse: answered with their error, kept, accepted or dismissed."""

from typing import Any

import pytest

from tests.journeys.watcher import Watcher
from tests.venue import Venue
from tornado_timing.domain import keeping

TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5_000, "id_registro": "a"}


async def kept(venue: Venue, query: str = "") -> list[Any]:
    """The list as the organizer reads it."""
    answer = await venue.get(f"/api/rechazados/{query}", user="organiza")
    assert answer.status == 200
    return list(answer.json)


async def resolve(venue: Venue, number: int, how: str) -> Any:
    """Accepts or dismisses a kept record."""
    return await venue.post(f"/api/rechazados/{number}/{how}/", user="organiza")


async def records(venue: Venue) -> list[tuple[str, int]]:
    """Id and time of all that counts."""
    results = (await venue.get("/api/competencias/1/resultados/")).json
    return [
        (record["id_registro"], record["tiempo"])
        for row in results["clasificacion"]
        for record in row["registros"]
    ]


@pytest.mark.gen_test(timeout=30)
async def test_a_race_that_stops_between_two_records_keeps_the_second(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    await judge.ask(TAP)
    await venue.stop_race()
    refused = await judge.ask({**TAP, "tiempo": 6_000, "id_registro": "b"})
    assert refused["mensaje"] == "La competencia no está en curso"
    body = {"equipo_id": 2, "registros": [{"tiempo": 7_000}, {"tiempo": "x"}]}
    assert (await venue.post("/api/enviar_tiempos/", body, user="juez1")).status == 409

    first, second = await kept(venue)
    assert (
        first.items()
        >= {
            "judge_username": "juez1",
            "team_id": 1,
            "team_name": "Los Veloces",
            "competition_id": 1,
            "record_id": "b",
            "time": 6_000,
            "reason": "race_not_running",
            "reason_text": "La competencia no está en curso",
        }.items()
    )
    assert (second["team_id"], second["record_id"], second["time"]) == (2, None, 7_000)

    await venue.restart()
    assert await kept(venue) == [first, second]
    accepted = await resolve(venue, first["id"], "aceptar")
    assert accepted.status == 201
    assert accepted.json["id_registro"] == "b"
    assert (await resolve(venue, second["id"], "descartar")).status == 204
    assert await kept(venue) == []
    for number in (first["id"], second["id"]):
        for how in ("aceptar", "descartar"):
            again = await resolve(venue, number, how)
            assert again.status == 409
            assert again.json["error"] == "Este registro ya fue resuelto."
    assert (await resolve(venue, 99, "aceptar")).status == 404
    assert await records(venue) == [("a", 5_000), ("b", 6_000)]
    await venue.restart()
    assert await kept(venue) == []
    assert await records(venue) == [("a", 5_000), ("b", 6_000)]


@pytest.mark.gen_test(timeout=30)
async def test_an_accepted_time_is_told_to_spectators_and_to_the_phone(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    await venue.stop_race()
    await judge.ask(TAP)
    spectator, _ = await venue.spectator()
    (record,) = await kept(venue)
    await resolve(venue, record["id"], "aceptar")
    update = await spectator.read_tipo("registros_actualizados")
    assert update["total_registros_competencia"] == 1
    # The phone that still holds it back now gets its success.
    again = await judge.ask(TAP)
    assert (again["tipo"], again["duplicado"]) == ("tiempo_registrado", True)


@pytest.mark.gen_test(timeout=30)
async def test_a_refused_time_that_comes_again_in_time_is_no_longer_kept(venue: Venue) -> None:
    judge = await venue.judge()
    for _ in range(3):
        assert (await judge.ask(TAP))["codigo"] == "race_not_running"
    assert len(await kept(venue)) == 1
    await venue.start_race()
    assert (await judge.ask(TAP))["duplicado"] is False
    assert await kept(venue) == []
    assert await records(venue) == [("a", 5_000)]


@pytest.mark.gen_test(timeout=30)
async def test_a_record_over_the_limit_is_kept_and_can_be_accepted(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    for first in (0, 10):
        batch = [{"tiempo": first + number, "id_registro": f"r{first + number}"}
                 for number in range(10)]  # fmt: skip
        await judge.ask({"tipo": "registrar_tiempos", "equipo_id": 1, "registros": batch})
    over = await kept(venue)
    assert [item["record_id"] for item in over] == [f"r{number}" for number in range(15, 20)]
    assert over[0]["reason"] == "team_complete"
    assert over[0]["reason_text"] == "El equipo ya completó sus 15 registros"
    assert (await resolve(venue, over[0]["id"], "aceptar")).status == 201
    assert len(await records(venue)) == 16


@pytest.mark.gen_test(timeout=30)
async def test_times_for_another_judges_team_and_taken_ids_are_kept(venue: Venue) -> None:
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    await venue.start_race()
    assert (await other.ask(TAP))["codigo"] == "team_not_allowed"
    await judge.ask({**TAP, "id_registro": "mine"})
    assert (await judge.ask({**TAP, "id_registro": "mine", "tiempo": 6}))["codigo"]
    first, second = await kept(venue, "?competition_id=1")
    assert (first["judge_username"], first["reason"]) == ("juez2", "team_not_allowed")
    assert (second["record_id"], second["reason"]) == ("mine", "record_id_taken")
    assert await kept(venue, "?competencia_id=2") == []
    # Accepted, the time with the taken id gets another.
    accepted = (await resolve(venue, second["id"], "aceptar")).json
    assert accepted["id_registro"] != "mine"
    assert len(await records(venue)) == 2


@pytest.mark.gen_test(timeout=30)
async def test_a_clock_reading_is_accepted_as_elapsed_time(venue: Venue) -> None:
    judge = await venue.judge()
    early = {**TAP, "tiempo": venue.clock.now_ms() + 60_000, "id_registro": "early"}
    assert (await judge.ask(early))["codigo"] == "race_not_running"
    (record,) = await kept(venue)
    before = await resolve(venue, record["id"], "aceptar")
    assert (before.status, before.json["error"]) == (409, "La competencia no está en curso")
    await venue.start_race()
    started_at_ms = venue.state.competitions[1].started_at_ms
    assert (await resolve(venue, record["id"], "aceptar")).status == 201
    assert await records(venue) == [("early", early["tiempo"] - started_at_ms)]


@pytest.mark.gen_test(timeout=30)
async def test_only_what_is_well_formed_is_kept(venue: Venue) -> None:
    judge = await venue.judge()
    for bad in ({"tiempo": -1}, {"tiempo": "5"}, {"tiempo": 10**30}, {"tiempo": 5, "horas": 1},
                {"tiempo": 5, "id_registro": 7}, {}):  # fmt: skip
        await judge.ask({"tipo": "registrar_tiempo", "equipo_id": 1, **bad})
    await judge.ask(
        {"tipo": "registrar_tiempos", "equipo_id": 1, "registros": [{"tiempo": 1}] * 20}
    )
    assert await kept(venue) == []


@pytest.mark.gen_test(timeout=30)
async def test_the_list_has_a_bound_for_each_judge(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MAX_REFUSED_PER_JUDGE", 20)
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    for first in (0, 15, 30):
        batch = [{"tiempo": first + number} for number in range(15)]
        answer = await judge.ask({"tipo": "registrar_tiempos", "equipo_id": 1, "registros": batch})
        assert answer["codigo"] == "race_not_running"
    await other.ask({**TAP, "equipo_id": 3})
    waiting = await kept(venue)
    assert [item["time"] for item in waiting] == [*range(20), 5_000]
    # One that is resolved makes room for another.
    await resolve(venue, waiting[0]["id"], "descartar")
    await judge.ask({**TAP, "tiempo": 77})
    assert (await kept(venue))[-1]["time"] == 77


@pytest.mark.gen_test(timeout=30)
async def test_a_team_deleted_while_taps_come_keeps_what_came_after(venue: Venue) -> None:
    judge = await venue.judge()
    spectator, _ = await venue.spectator()
    await venue.start_race()
    assert (await judge.ask(TAP))["tipo"] == "tiempo_registrado"
    assert (await venue.call("DELETE", "/api/equipos/1/", user="organiza")).status == 204
    answer = await judge.ask({**TAP, "tiempo": 6, "id_registro": "late"})
    assert answer["mensaje"] == "El equipo con ID 1 no existe"
    (record,) = await kept(venue)
    assert (record["record_id"], record["reason"]) == ("late", "team_not_found")
    # It is in the bin, from where it can come back.
    assert (record["team_name"], record["number"]) == ("Los Veloces", 101)
    assert record["competition_id"] == 1
    assert record["team_deleted"] is True
    assert await kept(venue, "?competition_id=1") == [record]
    gone = await resolve(venue, record["id"], "aceptar")
    assert (gone.status, gone.json["detail"]) == (404, "El equipo con ID 1 no existe")
    full = await spectator.read_tipo("resultados_completos")
    assert [row["equipo"]["id"] for row in full["resultados"]["clasificacion"]] == [2, 3]
    # Its other teams go on.
    assert (await judge.ask({**TAP, "equipo_id": 2, "id_registro": "b"}))["tiempo"] == 5_000
    await venue.restart()
    assert await records(venue) == [("b", 5_000)]
    assert [item["record_id"] for item in await kept(venue)] == ["late"]


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_who_was_deleted_leaves_its_times(venue: Venue) -> None:
    judge = await venue.judge()
    await judge.ask({**TAP, "id_registro": "early"})
    await venue.start_race()
    await judge.ask(TAP)
    assert (await venue.call("DELETE", "/api/jueces/2/", user="organiza")).status == 204
    for _ in range(2):
        assert await records(venue) == [("a", 5_000)]
        (record,) = await kept(venue)
        assert (record["judge_id"], record["judge_username"]) == (2, None)
        await venue.restart()
    assert (await venue.get("/api/equipos/1/", user="organiza")).json["judge_id"] is None


@pytest.mark.gen_test(timeout=30)
async def test_many_are_accepted_with_one_request(venue: Venue) -> None:
    judge = await venue.judge()
    spectator, _ = await venue.spectator()
    for number in range(12):
        await judge.ask({**TAP, "equipo_id": 1 + number % 2, "id_registro": f"r{number}"})
    await judge.ask({**TAP, "tiempo": venue.clock.now_ms(), "id_registro": "reading"})
    *ids, reading = [item["id"] for item in await kept(venue)]
    assert (await resolve(venue, ids[0], "aceptar")).status == 201
    body = {"ids": [*ids, reading, 999]}
    answer = await venue.post("/api/rechazados/aceptar/", body, user="organiza")
    assert answer.status == 200
    assert answer.json == {
        "accepted": 11,
        "refused": [
            {
                "id": ids[0],
                "code": "already_resolved",
                "error": "Este registro ya fue resuelto.",
            },
            {
                "id": reading,
                "code": "race_not_running",
                "error": "La competencia no está en curso",
            },
            {"id": 999, "code": "not_found", "error": "No encontrado."},
        ],
    }
    assert sorted(record_id for record_id, _ in await records(venue)) == sorted(
        f"r{number}" for number in range(12)
    )
    await spectator.read_tipo("registros_actualizados")
    again = await venue.post("/api/rechazados/aceptar/", body, user="organiza")
    assert (again.status, again.json["accepted"]) == (200, 0)
    await venue.restart()
    assert len(await records(venue)) == 12
    assert [item["id"] for item in await kept(venue)] == [reading]


@pytest.mark.gen_test(timeout=30)
async def test_a_time_dismissed_by_mistake_is_taken_back(venue: Venue) -> None:
    watcher, judge = await Watcher.open(venue), await venue.judge()
    for name in ("a", "b"):
        await judge.ask({**TAP, "id_registro": name})
    first, second = await kept(venue)
    for record in (first, second):
        await resolve(venue, record["id"], "descartar")
    assert await kept(venue) == []
    assert await kept(venue, "?descartados=1") == [second, first]
    assert await kept(venue, "?descartados=true&competition_id=1") == [second, first]
    assert await kept(venue, "?descartados=1&competition_id=2") == []
    assert await kept(venue, "?descartados=0") == []
    await watcher.until(lambda room: room["total_rechazados"] == 0)
    recovered = await resolve(venue, first["id"], "recuperar")
    assert (recovered.status, recovered.json) == (200, first)
    await watcher.until(lambda room: [one["id"] for one in room["rechazados"]] == [first["id"]])
    assert (await kept(venue), await kept(venue, "?descartados=1")) == ([first], [second])
    assert (await resolve(venue, first["id"], "recuperar")).status == 404
    assert (await resolve(venue, 99, "recuperar")).status == 404
    # Its phone sends the other one again before that is taken back.
    await judge.ask({**TAP, "id_registro": "b"})
    twice = await resolve(venue, second["id"], "recuperar")
    assert (twice.status, twice.json["code"]) == (409, "already_waiting")
    assert (await resolve(venue, first["id"], "aceptar")).status == 201

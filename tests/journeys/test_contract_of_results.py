"""The results: their form, their order, and that sockets and HTTP say the same."""

from typing import Any

import pytest

from tests.venue import EVENT, Venue

SIX_TEAMS: dict[str, Any] = {
    **EVENT,
    "equipos": [
        {"nombre": f"Equipo {number}", "dorsal": number, "competencia": "Carrera 5K",
         "juez": "juez1", "categoria": "interbarrial"}
        for number in (6, 5, 4, 3, 2, 1)
    ],
}  # fmt: skip


async def times(venue: Venue, number: int, *sent: int) -> None:
    """Stores times for the team with this number."""
    team = next(team for team in venue.state.teams.values() if team.number == number)
    body = {"equipo_id": team.id, "registros": [{"tiempo": time} for time in sent]}
    answer = await venue.post("/api/enviar_tiempos/", body, user="juez1")
    assert answer.json["total_guardados"] == len(sent)


async def standings(venue: Venue) -> list[tuple[int, int | None]]:
    """Number and position of each team, in the order of the results."""
    results = (await venue.get("/api/competencias/1/resultados/")).json
    return [(row["equipo"]["dorsal"], row["posicion"]) for row in results["clasificacion"]]


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("slash", ["/", ""])
async def test_results_have_every_promised_field(venue: Venue, slash: str) -> None:
    await venue.start_race()
    await times(venue, 101, 1_234_567, 1_300_002)
    answer = await venue.get(f"/api/competencias/1/resultados{slash}")
    assert answer.status == 200
    results = answer.json
    assert results["competencia"].items() >= {"id": 1, "nombre": "Carrera 5K"}.items()
    assert results["actualizado_en"].endswith("Z")
    assert (results["total_equipos"], results["total_registros"]) == (3, 2)
    row = results["clasificacion"][0]
    records = row.pop("registros")
    assert row == {
        "posicion": 1,
        "equipo": {
            "id": 1,
            "nombre": "Los Veloces",
            "dorsal": 101,
            "categoria": "estudiantes",
        },
        "num_registros": 2,
        "tiempo_total": 2_534_569,
        "tiempo_promedio": 1_267_284,
        "mejor_tiempo": 1_234_567,
        "tiempo_total_formateado": "0:42:14.569",
        "tiempo_promedio_formateado": "0:21:07.284",
        "mejor_tiempo_formateado": "0:20:34.567",
    }
    assert [record["tiempo"] for record in records] == [1_234_567, 1_300_002]
    assert records[0].items() >= {"horas": 0, "minutos": 20, "segundos": 34}.items()
    waiting = results["clasificacion"][1]
    assert waiting["posicion"] is None
    assert waiting["num_registros"] == 0
    assert waiting["registros"] == []
    assert waiting["mejor_tiempo"] is None


@pytest.mark.gen_test(timeout=30)
async def test_more_records_then_less_time_then_shared_positions(io_loop, tmp_path) -> None:
    venue = Venue(tmp_path)
    await venue.open(SIX_TEAMS)
    try:
        assert await standings(venue) == [(number, None) for number in range(1, 7)]
        await venue.start_race()
        await times(venue, 5, 1_000)
        await times(venue, 4, 900)
        # Two with equal totals share the first position, and there is no second.
        await times(venue, 3, 400, 600)
        await times(venue, 2, 500, 501)
        await times(venue, 6, 300, 700)
        assert await standings(venue) == [(3, 1), (6, 1), (2, 3), (4, 4), (5, 5), (1, None)]
        await times(venue, 1, 5_000, 5_000 + 1, 5_000 + 2)
        assert (await standings(venue))[0] == (1, 1)
    finally:
        await venue.close()


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("path", ["/api/competencias/9/resultados/", "/api/competencias/9"])
async def test_results_that_there_are_not(venue: Venue, path: str) -> None:
    answer = await venue.get(path, user="organiza")
    assert answer.status == 404
    assert answer.json["detail"] == "No encontrado."


@pytest.mark.gen_test(timeout=30)
async def test_the_public_sees_what_is_published_only(venue: Venue) -> None:
    listed = await venue.get("/api/competencias/publicas/")
    assert [item["id"] for item in listed.json] == [1]
    hidden = {"is_active": False}
    await venue.call("PATCH", "/api/competencias/1/", hidden, user="organiza")
    assert (await venue.get("/api/competencias/publicas/")).json == []
    assert (await venue.get("/api/competencias/1/resultados/")).status == 404


@pytest.mark.gen_test(timeout=30)
async def test_sockets_and_http_say_the_same(venue: Venue) -> None:
    await venue.start_race()
    spectator, greeting = await venue.spectator()
    shown = {row["equipo"]["id"]: row for row in greeting["resultados"]["clasificacion"]}
    for row in shown.values():
        del row["registros"]
    for number, sent in ((101, 5_000), (102, 4_000), (101, 6_000)):
        await times(venue, number, sent)
        update = await spectator.read_tipo("registros_actualizados")
        shown.update({row["equipo"]["id"]: row for row in update["clasificacion"]})
    results = (await venue.get("/api/competencias/1/resultados/")).json
    _, late = await venue.spectator()
    assert late["resultados"] == results
    for row in results["clasificacion"]:
        del row["registros"]
        assert shown[row["equipo"]["id"]] == row
    assert update["total_registros_competencia"] == results["total_registros"]


@pytest.mark.gen_test(timeout=30)
async def test_results_are_the_same_after_a_restart(venue: Venue) -> None:
    await venue.start_race()
    await times(venue, 101, 5_000, 6_000)
    await venue.stop_race()
    before = (await venue.get("/api/competencias/1/resultados/")).json
    await venue.restart()
    after = (await venue.get("/api/competencias/1/resultados/")).json
    del before["actualizado_en"], after["actualizado_en"]
    assert after == before

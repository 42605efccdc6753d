"""Who sends a time that is refused is told whether the laptop has kept it, and may let it go."""

from typing import Any

import pytest

from tests.venue import Venue

TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5_000, "id_registro": "a"}
KEPT = [{"tiempo": 1_000, "id_registro": "k1"}, {"tiempo": 2_000}]
BROKEN = {"tiempo": "5"}


async def every_way(venue: Venue, team_id: int, records: list[Any]) -> list[Any]:
    """What each way of sending is answered: a batch, both requests."""
    judge = await venue.judge()
    body = {"equipo_id": team_id, "registros": records}
    batch = await judge.ask({"tipo": "registrar_tiempos", **body})
    await judge.close()
    older = await venue.post("/api/enviar_tiempos/", body, user="juez1")
    path = f"/api/equipos/{team_id}/registros/"
    newer = await venue.post(path, {"registros": records}, user="juez1")
    return [batch, older.json, newer.json]


@pytest.mark.gen_test(timeout=30)
async def test_a_message_of_which_all_is_kept_says_so_by_every_way(venue: Venue) -> None:
    judge = await venue.judge()
    for _ in range(2):
        answer = await judge.ask(TAP)
        assert (answer["codigo"], answer["conservado"]) == ("race_not_running", True)
    for answer in await every_way(venue, 2, KEPT):
        assert answer["conservado"] is True
    for answer in await every_way(venue, 3, KEPT):
        assert answer["conservado"] is True
    await venue.restart()
    for answer in await every_way(venue, 2, KEPT):
        assert answer["conservado"] is True
    assert len((await venue.get("/api/rechazados/", user="organiza")).json) == 5


@pytest.mark.gen_test(timeout=30)
async def test_a_message_of_which_not_all_is_kept_does_not_say_so(venue: Venue) -> None:
    for records in ([*KEPT, BROKEN], [{"tiempo": -1}], [*KEPT, {"tiempo": 10**30}]):
        for answer in await every_way(venue, 1, records):
            assert "conservado" not in answer
    for answer in await every_way(venue, 9, KEPT):
        assert "conservado" not in answer
    # The first 15 of these are kept, the others are not even looked at.
    body = {"equipo_id": 1, "registros": [{"tiempo": number} for number in range(16)]}
    older = await venue.post("/api/enviar_tiempos/", body, user="juez1")
    assert older.json["code"] == "race_not_running"
    assert "conservado" not in older.json
    body["registros"].pop()
    older = await venue.post("/api/enviar_tiempos/", body, user="juez1")
    assert older.json["conservado"] is True


@pytest.mark.gen_test(timeout=30)
async def test_each_record_that_fails_says_whether_it_is_kept(venue: Venue) -> None:
    await venue.start_race()
    pressed_ms = venue.state.competitions[1].started_at_ms
    limit = {"records_per_team": 1}
    await venue.call("PATCH", "/api/competencias/1/", limit, user="organiza")
    records = [
        {"tiempo": 1_000, "id_registro": "stored"},
        {"tiempo": 2_000, "id_registro": "stored"},
        {"tiempo": 3_000, "id_registro": "over"},
        {"tiempo": pressed_ms - 1, "id_registro": "early"},
        {"tiempo": -1, "id_registro": "negative"},
        {"tiempo": 1_000},
        BROKEN,
    ]
    for answer in await every_way(venue, 1, records):
        failed = answer["registros_fallidos"]
        assert [(one["codigo"], one.get("conservado")) for one in failed] == [
            ("record_id_taken", True),
            ("team_complete", True),
            ("negative_time", True),
            ("negative_time", None),
            ("duplicate_time", None),
            ("time_not_integer", None),
        ]
    kept = (await venue.get("/api/rechazados/", user="organiza")).json
    assert [one["time"] for one in kept] == [2_000, 3_000, pressed_ms - 1]

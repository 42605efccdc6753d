"""Times that a phone could not send: read from its screen, they are stored as if it had."""

from typing import Any

import pytest

from tests.venue import Answer, Venue

JUDGE_ID = 2


async def rescue(venue: Venue, *records: Any, judge_id: Any = JUDGE_ID) -> Answer:
    body = {"judge_id": judge_id, "records": list(records)}
    return await venue.post("/api/rescate/", body, user="organiza")


def record(team_id: int, sent: Any, record_id: Any, **more: Any) -> dict[str, Any]:
    return {"equipo_id": team_id, "tiempo": sent, "id_registro": record_id, **more}


async def counted(venue: Venue) -> dict[str, int]:
    results = (await venue.get("/api/competencias/1/resultados/")).json
    return {
        one["id_registro"]: one["tiempo"]
        for row in results["clasificacion"]
        for one in row["registros"]
    }


@pytest.mark.gen_test(timeout=30)
async def test_a_dead_phones_times_are_read_in_once(venue: Venue) -> None:
    await venue.start_race()
    start_ms = venue.state.competitions[1].started_at_ms
    spectator, _ = await venue.spectator()
    judge = await venue.judge()
    sent = record(1, 5_000, "sent")
    await judge.ask({"tipo": "registrar_tiempo", **sent})
    await spectator.read_tipo("registros_actualizados")
    times = [
        sent,
        record(1, start_ms + 68_000, "a", desfase_ms=7_000, incertidumbre_ms=20),
        record(2, start_ms + 70_000, "b"),
        record(2, 9_000, "gone", retirado=True),
        record(3, 9_000, "of another judge"),
        record(9, 9_000, "of no team"),
    ]
    answer = await rescue(venue, *times)
    assert (answer.status, answer.json) == (
        200,
        {
            "saved": 3,
            "duplicates": 1,
            "kept": 1,
            "failed": [
                {
                    "id_registro": "of no team",
                    "code": "team_not_found",
                    "error": "El equipo con ID 9 no existe",
                }
            ],
        },
    )
    expected = {"sent": 5_000, "a": 61_000, "b": 70_000}
    told = await spectator.read_tipo("registros_actualizados")
    assert told["total_registros_competencia"] == 3
    again = (await rescue(venue, *times)).json
    assert (again["saved"], again["duplicates"], again["kept"]) == (0, 4, 1)
    await venue.restart()
    assert await counted(venue) == expected
    (kept,) = (await venue.get("/api/rechazados/", user="organiza")).json
    assert (kept["judge_username"], kept["record_id"]) == ("juez1", "of another judge")
    (withdrawn,) = (await venue.get("/api/retirados/", user="organiza")).json
    assert withdrawn["record_id"] == "gone"
    # The phone comes to life again and sends all it has.
    judge = await venue.judge()
    for one in times[:3]:
        assert (await judge.ask({"tipo": "registrar_tiempo", **one}))["duplicado"] is True


@pytest.mark.gen_test(timeout=30)
async def test_each_time_that_cannot_be_read_is_told_and_spoils_no_other(venue: Venue) -> None:
    await venue.start_race()
    no_team = {"tiempo": 5, "id_registro": "no team"}
    bad = [
        (record(1, "5", "text"), "text", "time_not_integer"),
        (record(1, 5, "clock", desfase_ms=1.5), "clock", "invalid_clock_offset"),
        (record(1, 5, "sure", incertidumbre_ms=-1), "sure", "invalid_clock_offset"),
        (record(1, 5, "parts", segundos=9), "parts", "components_mismatch"),
        (record(1, -5, "negative"), "negative", "negative_time"),
        (record(1, 5, 7), None, "invalid_record_id"),
        (record(1, 5, None), None, "invalid_record_id"),
        ({"equipo_id": 1, "tiempo": 5}, None, "invalid_record_id"),
        (record(1, 5, "flag", retirado="1"), "flag", "record_error"),
        (no_team, "no team", "record_error"),
        ([1], None, "record_not_object"),
    ]
    answer = await rescue(venue, *(sent for sent, _, _ in bad), record(1, 6, "good"))
    assert answer.status == 200
    assert answer.json["saved"] == 1
    assert [(one["id_registro"], one["code"]) for one in answer.json["failed"]] == [
        (record_id, code) for _, record_id, code in bad
    ]
    assert all(one["error"] for one in answer.json["failed"])
    assert await counted(venue) == {"good": 6}


@pytest.mark.gen_test(timeout=30)
async def test_who_may_read_in_and_for_whom(venue: Venue) -> None:
    await venue.start_race()
    one = record(1, 5, "a")
    body = {"judge_id": JUDGE_ID, "records": [one]}
    assert (await venue.post("/api/rescate/", body)).status == 401
    assert (await venue.post("/api/rescate/", body, user="juez1")).status == 403
    for nobody in (1, 99):
        assert (await rescue(venue, one, judge_id=nobody)).status == 404
    for judge_id, records in (("2", [one]), (None, [one]), (2, []), (2, [one] * 501), (2, "x")):
        body = {"judge_id": judge_id, "records": records}
        answer = await venue.post("/api/rescate/", body, user="organiza")
        assert (answer.status, answer.json["code"]) == (400, "invalid_field"), body
    assert await counted(venue) == {}


@pytest.mark.gen_test(timeout=30)
async def test_a_rescue_is_on_record(venue: Venue) -> None:
    await venue.start_race()
    many = [record(1 + number % 2, number, f"r{number}") for number in range(20)]
    assert (await rescue(venue, *many)).json["saved"] == 20
    newest = (await venue.get("/api/auditoria/?limit=1", user="organiza")).json["entries"][0]
    assert (newest["action"], newest["username"]) == ("times_rescued", "organiza")
    assert (newest["subject_kind"], newest["subject_id"]) == ("judge", JUDGE_ID)
    assert newest["competition_id"] == 1
    assert newest["details"] == {
        "judge": "juez1",
        "saved": 20,
        "duplicates": 0,
        "kept": 0,
        "failed": 0,
    }

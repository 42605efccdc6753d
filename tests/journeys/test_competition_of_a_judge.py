"""Of several competitions, the one that a judge is shown."""

from datetime import UTC, datetime

import pytest

from tests.venue import Venue


@pytest.mark.gen_test(timeout=30)
async def test_the_competition_of_a_judge_is_the_one_in_progress_else_the_next(
    venue: Venue,
) -> None:
    now_s = venue.clock.now_s()
    races = {
        "Ayer": now_s - 86_400,
        "En una semana": now_s + 7 * 86_400,
        "En tres días": now_s + 3 * 86_400,
    }
    await venue.load(
        {
            "competencias": [
                {"nombre": name, "fecha_hora": f"{datetime.fromtimestamp(at_s, UTC):%FT%TZ}"}
                for name, at_s in races.items()
            ],
            "equipos": [
                {"nombre": "Otro", "dorsal": 1, "competencia": name, "juez": "juez1"}
                for name in races
            ],
        }
    )

    async def shown() -> list[str]:
        signed_in = (await venue.login("juez1")).json["juez"]
        path = f"/ws/juez/{signed_in['id']}/?token={await venue.token('juez1')}"
        greeting = await (await venue.socket(path)).read()
        return [signed_in["competencia"]["nombre"], greeting["competencia"]["nombre"]]

    assert await shown() == ["En tres días"] * 2
    await venue.start_race(3)
    assert await shown() == ["En una semana"] * 2
    await venue.stop_race(3)
    hidden = {"is_active": False}
    await venue.call("PATCH", "/api/competencias/4/", hidden, user="organiza")
    assert await shown() == ["Carrera 5K"] * 2


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_without_a_competition_signs_in_all_the_same(venue: Venue) -> None:
    hidden = {"is_active": False}
    await venue.call("PATCH", "/api/competencias/1/", hidden, user="organiza")
    signed_in = await venue.login("juez1")
    assert signed_in.status == 200
    assert signed_in.json["juez"]["competencia"] is None

"""What spectators see: merged updates with the rows that changed, and nothing else."""

import asyncio
from typing import Any

import pytest

from tests.venue import Venue


def tap(team: int, time: int) -> dict[str, Any]:
    """A time of a team."""
    return {"tipo": "registrar_tiempo", "equipo_id": team, "tiempo": time}


@pytest.mark.gen_test(timeout=30)
async def test_times_of_one_moment_are_told_together(venue: Venue) -> None:
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    spectator, _ = await venue.spectator()
    await venue.start_race()
    await spectator.read_tipo("competencia_iniciada")
    for number in range(5):
        await judge.send(tap(1, 5_000 + number))
    for _ in range(5):
        await judge.read_tipo("tiempo_registrado")
    for number in range(5):
        await other.ask(tap(3, 6_000 + number))
    first = await spectator.read()
    frames = [first]
    while frames[-1]["total_registros_competencia"] < 10:
        frames.append(await spectator.read())
    assert {frame["tipo"] for frame in frames} == {"registros_actualizados"}
    assert len(frames) < 6
    assert frames[-1]["equipo"] in (
        {"id": 1, "nombre": "Los Veloces", "dorsal": 101},
        {"id": 3, "nombre": "Los Tranquilos", "dorsal": 103},
    )


@pytest.mark.gen_test(timeout=30)
async def test_an_update_comes_soon_after_the_first_of_its_times(venue: Venue) -> None:
    judge = await venue.judge()
    spectator, _ = await venue.spectator()
    await venue.start_race()
    await spectator.read_tipo("competencia_iniciada")
    await judge.ask(tap(1, 5_000))
    # More and more times do not put it off.
    reading = asyncio.ensure_future(spectator.read_tipo("registros_actualizados"))
    for number in range(1, 14):
        if reading.done():
            break
        await judge.ask(tap(1, 5_000 + number))
        await asyncio.sleep(0.05)
    update = await reading
    assert update["total_registros"] < 14


@pytest.mark.gen_test(timeout=30)
async def test_an_update_has_the_rows_that_changed_and_those_that_moved(venue: Venue) -> None:
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    spectator, _ = await venue.spectator()
    await venue.start_race()

    async def rows() -> dict[int, int | None]:
        update = await spectator.read_tipo("registros_actualizados")
        for row in update["clasificacion"]:
            assert "registros" not in row
            assert set(row) >= {"equipo", "num_registros", "tiempo_total", "mejor_tiempo",
                                "tiempo_promedio", "tiempo_total_formateado"}  # fmt: skip
        return {row["equipo"]["id"]: row["posicion"] for row in update["clasificacion"]}

    await judge.ask(tap(1, 5_000))
    assert await rows() == {1: 1}
    await judge.ask(tap(2, 6_000))
    assert await rows() == {2: 2}
    # The third passes both: they move though they have no new time.
    await other.ask(tap(3, 4_000))
    assert await rows() == {3: 1, 1: 2, 2: 3}
    await other.ask(tap(3, 4_001))
    assert await rows() == {3: 1}


@pytest.mark.gen_test(timeout=30)
async def test_teams_that_change_replace_everything(venue: Venue) -> None:
    spectator, _ = await venue.spectator()

    async def names() -> list[str]:
        frame = await spectator.read_tipo("resultados_completos")
        assert frame["competencia_id"] == 1
        return [row["equipo"]["nombre"] for row in frame["resultados"]["clasificacion"]]

    async def organizer(method: str, path: str, body: Any = None) -> Any:
        return (await venue.call(method, path, body, user="organiza")).json if method != "DELETE" \
            else await venue.call(method, path, user="organiza")  # fmt: skip

    await organizer("PATCH", "/api/equipos/1/", {"name": "Otros"})
    assert await names() == ["Otros", "Las Liebres", "Los Tranquilos"]
    made = await organizer("POST", "/api/equipos/",
                           {"name": "Nuevos", "number": 1, "competition_id": 1})  # fmt: skip
    assert await names() == ["Nuevos", "Otros", "Las Liebres", "Los Tranquilos"]
    await organizer("DELETE", f"/api/equipos/{made['id']}/")
    assert await names() == ["Otros", "Las Liebres", "Los Tranquilos"]
    await organizer("PATCH", "/api/competencias/1/", {"name": "Otra carrera"})
    frame = await spectator.read_tipo("resultados_completos")
    assert frame["competencia"]["nombre"] == "Otra carrera"
    assert frame["resultados"]["competencia"]["nombre"] == "Otra carrera"


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_spectators_of_what_is_no_longer_published_are_let_go(
    venue: Venue, method: str
) -> None:
    spectator, _ = await venue.spectator()
    body = {"is_active": False} if method == "PATCH" else None
    answer = await venue.call(method, "/api/competencias/1/", body, user="organiza")
    assert answer.status in (200, 204)
    assert await spectator.wait_closed() == 1000


@pytest.mark.gen_test(timeout=30)
async def test_spectators_of_another_competition_hear_nothing(venue: Venue) -> None:
    await venue.load({"competencias": [{"nombre": "10K", "fecha_hora": "2030-01-01T00:00:00Z"}]})
    stranger, _ = await venue.spectator(2)
    near, _ = await venue.spectator(1)
    judge = await venue.judge()
    await venue.start_race(1)
    await judge.ask(tap(1, 5_000))
    await near.read_tipo("registros_actualizados")
    await stranger.send({"tipo": "ping"})
    assert (await stranger.read())["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
async def test_many_spectators_all_hear_of_a_time(venue: Venue) -> None:
    crowd = [(await venue.spectator())[0] for _ in range(120)]
    judge = await venue.judge()
    await venue.start_race()
    await judge.ask(tap(1, 5_000))
    updates = await asyncio.gather(
        *(socket.read_tipo("registros_actualizados") for socket in crowd)
    )
    assert all(update == updates[0] for update in updates)

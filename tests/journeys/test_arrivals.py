"""What a big screen is told beside the results, and that nobody else is."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.venue import Socket, Venue

FIELDS = {"tipo", "competencia_id", "servidor_ms", "ultimas", "por_minuto"}


def taps(team: int, *times: int) -> dict[str, Any]:
    return {
        "tipo": "registrar_tiempos",
        "equipo_id": team,
        "registros": [{"tiempo": time} for time in times],
    }


async def screen(venue: Venue) -> tuple[Socket, Any]:
    """The socket of a big screen, its first two frames read, and the second of them."""
    socket = await venue.socket("/ws/competencia/1/?llegadas=1")
    assert (await socket.read())["tipo"] == "conexion_establecida"
    return socket, await socket.read()


def told(frame: Any) -> list[tuple[int, int, int]]:
    """Bib, time and ordinal of each arrival."""
    return [
        (one["equipo"]["dorsal"], one["tiempo_carrera"], one["num"]) for one in frame["ultimas"]
    ]


@pytest.mark.gen_test(timeout=30)
async def test_a_screen_is_told_how_it_stands_when_it_connects(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    await judge.ask(taps(1, 5_000, 61_000))
    _, frame = await screen(venue)
    assert set(frame) == FIELDS
    assert frame["tipo"] == "llegadas"
    assert frame["competencia_id"] == 1
    assert isinstance(frame["servidor_ms"], int)
    assert frame["ultimas"][0] == {
        "equipo": {"id": 1, "nombre": "Los Veloces", "dorsal": 101},
        "tiempo_carrera": 61_000,
        "num": 2,
    }
    assert told(frame) == [(101, 61_000, 2), (101, 5_000, 1)]
    assert frame["por_minuto"] == [1, 1]


@pytest.mark.gen_test(timeout=30)
async def test_new_times_are_told_together_the_newest_first(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    socket, frame = await screen(venue)
    assert (frame["ultimas"], frame["por_minuto"]) == ([], [])
    await judge.ask(taps(1, 5_000, 6_000))
    await judge.ask(taps(2, 121_000))
    frame = await socket.read_tipo("llegadas")
    while len(frame["ultimas"]) < 3:
        frame = await socket.read_tipo("llegadas")
    assert told(frame) == [(102, 121_000, 1), (101, 6_000, 2), (101, 5_000, 1)]
    assert frame["por_minuto"] == [2, 0, 1]


@pytest.mark.gen_test(timeout=30)
async def test_the_results_come_as_to_everybody_and_before_the_arrivals(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    socket, _ = await screen(venue)
    spectator, _ = await venue.spectator()
    await judge.ask(taps(1, 5_000))
    results = await socket.read()
    assert results["tipo"] == "registros_actualizados"
    assert results == await spectator.read()
    assert (await socket.read())["tipo"] == "llegadas"


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("query", ["", "?llegadas=0", "?llegadas="])
async def test_who_did_not_ask_is_told_nothing_of_it(venue: Venue, query: str) -> None:
    await venue.start_race()
    judge = await venue.judge()
    socket = await venue.socket(f"/ws/competencia/1/{query}")
    asked, _ = await screen(venue)
    await judge.ask(taps(1, 5_000))
    await asked.read_tipo("llegadas")
    await socket.send({"tipo": "ping"})
    tipos = [(await socket.read())["tipo"] for _ in range(3)]
    assert tipos == ["conexion_establecida", "registros_actualizados", "pong"]


@pytest.mark.gen_test(timeout=30)
async def test_no_more_than_the_newest_twelve(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    await judge.ask(taps(1, *range(1_000, 1_014)))
    _, frame = await screen(venue)
    assert told(frame) == [(101, 1_013 - place, 14 - place) for place in range(12)]
    assert frame["por_minuto"] == [14]


@pytest.mark.gen_test(timeout=30)
async def test_arrivals_of_a_team_that_is_deleted_go_with_it(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    await judge.ask(taps(1, 5_000))
    await judge.ask(taps(2, 6_000))
    socket, _ = await screen(venue)
    await venue.call("DELETE", "/api/equipos/1/", user="organiza")
    frame = await socket.read_tipo("llegadas")
    while len(frame["ultimas"]) > 1:
        frame = await socket.read_tipo("llegadas")
    assert told(frame) == [(102, 6_000, 1)]
    assert frame["por_minuto"] == [1]


@pytest.mark.gen_test(timeout=30)
async def test_arrivals_count_from_the_official_start(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    await judge.ask(taps(1, 65_000))
    state = venue.state
    competition = state.competitions[1]
    state.put_competition(replace(competition, start_correction_ms=10_000))
    _, frame = await screen(venue)
    assert told(frame) == [(101, 55_000, 1)]
    assert frame["por_minuto"] == [1]

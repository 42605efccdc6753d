"""A disk that is full: an error that can be tried again, and on it goes when there is room."""

import sqlite3
from typing import Any

import pytest

from tests.venue import Answer, Socket, Venue, eventually

UNLIMITED = 1_073_741_823
AGAIN = "No se pudo guardar. Intente de nuevo."


async def limit_pages(venue: Venue, more: int | None) -> None:
    """Leaves room for so many pages more than there are; None for as many as can be."""

    def limit(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {UNLIMITED if more is None else pages + more}")

    await venue.server.services.core.database.run(limit)


def message(number: int, team: int = 1) -> dict[str, Any]:
    """A tap with a long id, so that a page is soon full."""
    record_id = f"{number:064}"
    return {"tipo": "registrar_tiempo", "equipo_id": team, "tiempo": number,
            "id_registro": record_id, "ref": str(number)}  # fmt: skip


async def unlimited(venue: Venue) -> None:
    """Takes the limit of the competition away."""
    change = {"records_per_team": None}
    await venue.call("PATCH", "/api/competencias/1/", change, user="organiza")


async def until_full(venue: Venue, socket: Socket) -> tuple[list[str], dict[str, Any]]:
    """Sends until the disk is full; ids of what was acknowledged, and what was not."""
    acknowledged = []
    for number in range(5_000):
        sent = message(number)
        answer = await socket.ask(sent)
        if answer["tipo"] == "error":
            assert (answer["mensaje"], answer["codigo"]) == (AGAIN, "storage_failed")
            assert answer["ref"] == str(number)
            return acknowledged, sent
        acknowledged.append(answer["id_registro"])
    raise AssertionError("it never became full")


async def ask_until_stored(socket: Socket, sent: dict[str, Any]) -> Any:
    """Sends again until there is room, as a phone does."""
    answer: Any = None

    async def is_stored() -> bool:
        nonlocal answer
        answer = await socket.ask(sent)
        return bool(answer["tipo"] == "tiempo_registrado")

    await eventually(is_stored, "it is stored")
    return answer


async def over_http_until_full(venue: Venue) -> Answer:
    """Sends over HTTP until the disk is full; the first answer that is no success."""
    for number in range(20_000, 25_000):
        body = {"registros": [{"tiempo": number, "id_registro": f"{number:064}"}]}
        answer = await venue.post("/api/equipos/2/registros/", body, user="juez1")
        if answer.status != 201:
            assert answer.status == 503
            return answer
    raise AssertionError("it never became full")


@pytest.mark.gen_test(timeout=30)
async def test_nothing_acknowledged_is_lost_and_it_goes_on_when_there_is_room(
    venue: Venue,
) -> None:
    await unlimited(venue)
    judge, spectator = await venue.judge(), (await venue.spectator())[0]
    await venue.start_race()
    await limit_pages(venue, 2)
    acknowledged, refused = await until_full(venue, judge)
    assert acknowledged
    # It stays an error, by every way, and what is stored is still known.
    assert await judge.read_tipo("registros_actualizados")
    answer = await over_http_until_full(venue)
    assert answer.json["exito"] is False
    assert answer.json["error"] == AGAIN
    assert int(answer.headers["Retry-After"]) >= 1
    results = (await venue.get("/api/competencias/1/resultados/")).json
    shown = [record["id_registro"] for record in results["clasificacion"][0]["registros"]]
    assert shown == acknowledged
    # Known once more, that is, as soon as the state has been read back.
    again = await ask_until_stored(judge, message(0))
    assert again["duplicado"] is True

    await limit_pages(venue, None)
    assert (await ask_until_stored(judge, refused))["duplicado"] is False
    await venue.restart()
    for record_id in (*acknowledged, refused["id_registro"]):
        assert venue.state.record(record_id) is not None
    assert await spectator.wait_closed() == 1001


@pytest.mark.gen_test(timeout=30)
async def test_a_full_disk_changes_nothing_half(venue: Venue) -> None:
    await unlimited(venue)
    judge = await venue.judge()
    organizer = await venue.token("organiza")
    await venue.start_race()
    await limit_pages(venue, 0)
    await until_full(venue, judge)
    before = (await venue.get("/api/equipos/", token=organizer)).json
    count = -1
    status = 201
    while status == 201:
        count += 1
        team = {"name": "x" * 200, "number": 1_000 + count, "competition_id": 1}
        answer = await venue.post("/api/equipos/", team, token=organizer)
        status = answer.status
    assert status == 503
    assert answer.json["error"] == AGAIN

    async def is_read_back() -> bool:
        teams = (await venue.get("/api/equipos/", token=organizer)).json
        return len(teams) == len(before) + count

    await eventually(is_read_back, "the state is what the file says")
    # Reading and signing in need no room.
    assert (await venue.login("juez2")).status == 200
    assert (await venue.get("/api/competencias/1/resultados/")).status == 200
    assert (await judge.ask({"tipo": "ping"}))["tipo"] == "pong"
    await limit_pages(venue, None)

    async def is_made() -> bool:
        return (await venue.post("/api/equipos/", team, token=organizer)).status == 201

    await eventually(is_made, "the team is made")


@pytest.mark.gen_test(timeout=30)
async def test_all_in_flight_are_answered_when_a_commit_fails(venue: Venue) -> None:
    await unlimited(venue)
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    await venue.start_race()
    await limit_pages(venue, 1)
    sent = 150
    for number in range(sent):
        await judge.send(message(number))
        await other.send(message(10_000 + number, team=3))
    failed = []
    for socket in (judge, other):
        for _ in range(sent):
            answer = await socket.read_tipo("tiempo_registrado", "error")
            if answer["tipo"] == "error":
                assert answer["codigo"] == "storage_failed"
                failed.append((socket, int(answer["ref"])))
    assert failed
    await limit_pages(venue, None)
    for socket, number in failed:
        again = message(number, team=1 if socket is judge else 3)
        assert (await ask_until_stored(socket, again))["duplicado"] is False
    await venue.restart()
    assert venue.state.record_count() == 2 * sent


@pytest.mark.gen_test(timeout=30)
async def test_what_is_refused_is_called_kept_only_when_it_is_on_the_disk(venue: Venue) -> None:
    judge = await venue.judge()
    await limit_pages(venue, 1)
    told_kept, answer = 0, {"codigo": ""}
    # More than so many of one judge are not kept anyway.
    for number in range(500):
        answer = await judge.ask(message(number))
        if answer["codigo"] == "storage_failed":
            break
        assert answer["conservado"] is True
        told_kept += 1
    assert answer["codigo"] == "storage_failed"
    assert "conservado" not in answer
    await limit_pages(venue, None)
    await venue.restart()
    assert len((await venue.get("/api/rechazados/", user="organiza")).json) == told_kept > 0

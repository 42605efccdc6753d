"""How often the control room tells, and organizers who are several, late or stalled."""

import asyncio
import socket as sockets
import time
from typing import Any

import pytest
from tornado.iostream import IOStream

from tests.journeys.stalled_client import SMALL_BUFFER, Stalled
from tests.journeys.watcher import Watcher, tap
from tests.venue import Venue, eventually
from tornado_timing.domain.audit import COMMAND_LINE
from tornado_timing.domain.model import Role
from tornado_timing.live.outbox import Outbox
from tornado_timing.web import control_room

PATH = "/ws/organizador/"


@pytest.mark.gen_test(timeout=30)
async def test_a_frame_holds_what_changed_and_many_changes(venue: Venue) -> None:
    judge = await venue.judge("juez1")
    await venue.start_race()
    watcher = await Watcher.open(venue)
    for number in range(15):
        await judge.ask(tap(1, number))
    await watcher.until(lambda room: len(room["ultimos"]) == 15)
    about_times = [names for names in watcher.updates if "ultimos" in names]
    assert len(about_times) < 8
    # The first update may still tell of the judge's first round trip.
    assert about_times[-1] == {"competencias", "ultimos"}


@pytest.mark.gen_test(timeout=30)
async def test_while_nothing_changes_nothing_is_told(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control_room, "TURN_S", 0.001)
    monkeypatch.setattr(control_room, "MERGE_S", 0.001)
    watcher = await Watcher.open(venue)
    await asyncio.sleep(0.2)
    assert await watcher.quiet() == []


@pytest.mark.gen_test(timeout=30)
async def test_nothing_is_made_while_no_organizer_is_connected(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control_room, "TURN_S", 0.01)
    monkeypatch.setattr(control_room, "MERGE_S", 0.01)
    made: list[object] = []
    encode_section = control_room.protocol.encode_section

    def counted(section: Any) -> bytes:
        made.append(section)
        return encode_section(section)

    monkeypatch.setattr(control_room.protocol, "encode_section", counted)

    async def something_happens() -> None:
        judge = await venue.judge()
        await venue.start_race()
        await judge.ask(tap(1, 5_000))
        await judge.ask(tap(9, 5_000))
        await judge.close()
        await venue.stop_race()
        await asyncio.sleep(0.3)

    await something_happens()
    assert made == []
    watcher = await Watcher.open(venue)
    assert made
    assert len(watcher.room["ultimos"]) == 1
    await watcher.socket.close()

    async def is_empty() -> bool:
        return bool((await venue.get("/system-status")).json["connections"] == 0)

    await eventually(is_empty, "the organizer is gone")
    made.clear()
    await something_happens()
    assert made == []


@pytest.mark.gen_test(timeout=30)
async def test_every_organizer_is_told_and_one_who_comes_later_misses_nothing(
    venue: Venue,
) -> None:
    await venue.server.services.accounts.create(
        Role.ORGANIZER, "clave-otra", {"username": "otra"}, COMMAND_LINE
    )
    first = await Watcher.open(venue)
    judge = await venue.judge("juez1")
    second = await Watcher.open(venue, "otra")
    # It has the judge before the first has been told of it, who still is.
    assert second.judges == ["juez1"]
    await first.until(lambda room: bool(room["conexiones"]))
    await first.socket.close()
    await venue.start_race()
    await judge.ask(tap(1, 5_000))
    await second.until(lambda room: bool(room["ultimos"]))


@pytest.fixture
def small_buffers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets of the server that take in little of what is not read."""
    right_init = Outbox.__init__

    def with_small_buffer(self: Any, stream: IOStream, close: Any) -> None:
        stream.socket.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, SMALL_BUFFER)
        right_init(self, stream, close)

    monkeypatch.setattr(Outbox, "__init__", with_small_buffer)


@pytest.mark.usefixtures("small_buffers")
@pytest.mark.gen_test(timeout=60)
async def test_an_organizer_who_stops_reading_slows_no_judge_and_catches_up(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control_room, "MERGE_S", 0.005)
    monkeypatch.setattr(control_room, "TURNS", 1_000_000)
    await venue.call("PATCH", "/api/competencias/1/", {"records_per_team": None}, user="organiza")
    token = await venue.token("organiza")
    watcher, judge = await Watcher.open(venue), await venue.judge()
    await venue.start_race()
    stalled = Stalled()
    try:
        await stalled.open(venue.server.port, f"{PATH}?token={token}")
        number = 0
        while not is_blocked(venue):
            assert (await judge.ask(tap(1, number)))["tipo"] == "tiempo_registrado"
            number += 1
        # It misses this one: later frames do not say it again.
        await judge.ask({"tipo": "ping", "dispositivo": "Pixel-de-Ana"})
        await watcher.until(
            lambda room: [one["dispositivo"] for one in room["conexiones"]] == ["Pixel-de-Ana"]
        )
        for later in range(30):
            answer = await judge.ask(tap(2, later, id_registro=f"later-{later}"))
            assert answer["tipo"] == "tiempo_registrado"
            # Who reads is told of each.
            await watcher.until(lambda room, later=later: newest(room) == f"later-{later}")  # type: ignore[misc]
        received = await stalled.read_until(b"later-29", b"Pixel-de-Ana")
        # It got the room as it is, not each frame that it missed.
        assert received.count(b"sala_actualizada") < len(watcher.updates)
    finally:
        stalled.socket.close()


def newest(room: dict[str, Any]) -> str | None:
    """The id of the time that came last."""
    return room["ultimos"][0]["id_registro"] if room["ultimos"] else None


def is_blocked(venue: Venue) -> bool:
    """Whether the organizer who came last has stopped reading, and all buffers are full."""
    (*_, outbox) = venue.server._hub._topics[control_room.TOPIC]
    since_s = outbox.blocked_since_s
    return since_s is not None and time.monotonic() - since_s > 0.2

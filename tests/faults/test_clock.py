"""The laptop's clock is set forward, back and to summer time while a race goes on.

Restarts with a clock that was set are in `tests/service/test_race_clock.py`.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.venue import Socket, Venue

HOUR_S = 3_600
# Clocks there go back from 1:59:59 to 1:00:00 at this second, and forward at the other one.
NEW_YORK = "America/New_York"
BACK_AT_S, FORWARD_AT_S = 1_793_512_800, 1_772_953_200


class Wall:
    """The laptop's own clock, which anybody may set; the monotonic one goes on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        right = time.time
        self.set_by_s = 0.0
        monkeypatch.setattr(time, "time", lambda: right() + self.set_by_s)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wall]:
    yield Wall(monkeypatch)
    monkeypatch.undo()
    time.tzset()


async def tap(judge: Socket, number: int) -> tuple[int, int]:
    """Elapsed ms of a tap that is made now, and the server's stamp of it."""
    now_ms = (await judge.ask({"tipo": "ping"}))["t1"]
    answer = await judge.ask({"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": now_ms,
                              "desfase_ms": 0, "id_registro": str(number)})  # fmt: skip
    assert answer["tipo"] == "tiempo_registrado"
    return answer["tiempo_carrera"], now_ms


@pytest.mark.gen_test(timeout=30)
async def test_however_the_clock_is_set_times_stamps_and_backups_keep_their_order(
    venue: Venue, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = await venue.judge()
    started_s = time.monotonic()
    await venue.start_race()
    taps, files = [], []
    now_s = time.time()
    settings: list[tuple[str, float]] = [
        ("UTC", 0), ("UTC", HOUR_S), ("UTC", -HOUR_S), ("UTC", -now_s + 1_000),
        (NEW_YORK, BACK_AT_S - 0.05 - now_s), (NEW_YORK, BACK_AT_S + 1 - now_s),
        (NEW_YORK, FORWARD_AT_S - 0.05 - now_s), (NEW_YORK, FORWARD_AT_S + 1 - now_s), ("UTC", 0),
    ]  # fmt: skip
    for number, (zone, set_by_s) in enumerate(settings):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        wall.set_by_s = set_by_s
        taps.append(await tap(judge, number))
        files.append(await venue.server.services.backing_up.make())
        assert (await venue.get("/api/me/", user="juez1")).status == 200
    passed_ms = (time.monotonic() - started_s) * 1000
    assert taps == sorted(taps)
    assert all(0 <= elapsed_ms <= passed_ms for elapsed_ms, _ in taps)
    records = venue.state.times_of(1).records
    received = [one.received_at_ms for one in records]
    assert received == sorted(received)
    assert [one.elapsed_ms for one in records] == [elapsed_ms for elapsed_ms, _ in taps]
    # The newest backup is the newest by its name and by what it says.
    overview = await venue.server.services.backing_up.overview()
    assert overview.backups[0].found.name == files[-1].name
    stopped = (await venue.stop_race()).json
    assert stopped["started_at"] < stopped["finished_at"]
    # What is on record has gone the same way.
    entries = (await venue.get("/api/auditoria/", user="organiza")).json
    rows = entries["entries"] if isinstance(entries, dict) else entries
    stamps = [row["at"] for row in rows]
    assert stamps == sorted(stamps, reverse=True)


@pytest.mark.gen_test(timeout=30)
async def test_a_token_lives_as_long_as_it_says_whatever_the_laptops_clock_says(
    venue: Venue, wall: Wall
) -> None:
    token = await venue.token("juez1")
    wall.set_by_s = 400 * 24 * HOUR_S
    assert (await venue.get("/api/me/", token=token)).status == 200
    wall.set_by_s = -400 * 24 * HOUR_S
    fresh = (await venue.login("juez1")).json
    assert (await venue.get("/api/me/", token=fresh["access"])).status == 200
    # And it is over when its hour is over, by the clock that does not jump.
    life_s = venue.settings.security.access_token_s
    clock: Any = venue.clock
    clock._monotonic_anchor_s -= life_s + 1
    assert (await venue.get("/api/me/", token=fresh["access"])).status == 401

"""The clock of a race over restarts, while the laptop's own is set."""

import time
from pathlib import Path
from typing import Any

import pytest

from tests.venue import Venue
from tornado_timing import clock as clock_module
from tornado_timing.clock import Clock

HOUR_S = 3_600.0


class Laptop:
    """The laptop's two clocks, and the one boot in which it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.set_by_s = 0.0
        self._boot = tmp_path / "boot_id"
        self._boots = 0
        self._slept_s = 0.0
        wall, monotonic = time.time, clock_module._monotonic_s
        monkeypatch.setattr(time, "time", lambda: wall() + self.set_by_s)
        monkeypatch.setattr(clock_module, "_monotonic_s", lambda: monotonic() - self._slept_s)
        monkeypatch.setattr(clock_module, "BOOT_ID", self._boot)
        self._monotonic = monotonic
        self.boot()

    def boot(self) -> None:
        """It is switched off and on: the monotonic clock begins anew."""
        self._boots += 1
        self._boot.write_text(f"boot {self._boots}\n")
        self._slept_s = self._monotonic() - 20


@pytest.fixture
def laptop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Laptop:
    return Laptop(monkeypatch, tmp_path)


@pytest.fixture
def place(io_loop: Any, laptop: Laptop, tmp_path: Path) -> Any:
    venue = Venue(tmp_path / "data")
    io_loop.run_sync(venue.open)
    yield venue
    io_loop.run_sync(venue.close)


async def restart(venue: Venue) -> Any:
    """As another process: with a clock of its own."""
    await venue.stop()
    venue.clock = Clock()
    await venue.start()
    return venue.server.services.race_clock


async def elapsed_of_a_tap(venue: Venue, record_id: str) -> int:
    """ms since the start, as a tap that is made now is stored."""
    judge = await venue.judge()
    now_ms = (await judge.ask({"tipo": "ping"}))["t1"]
    answer = await judge.ask(
        {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": now_ms, "desfase_ms": 0,
         "id_registro": record_id}
    )  # fmt: skip
    await judge.close()
    return int(answer["tiempo_carrera"])


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("set_s", [HOUR_S, -HOUR_S, -20 * 365 * 24 * HOUR_S])
async def test_a_race_goes_on_over_a_restart_though_the_laptops_clock_was_set(
    place: Venue, laptop: Laptop, set_s: float
) -> None:
    await place.start_race()
    before_ms = await elapsed_of_a_tap(place, "before")
    laptop.set_by_s = set_s
    found = await restart(place)
    assert (found.is_sure, found.ahead_s) == (True, pytest.approx(-set_s, abs=0.01))
    assert 0 < await elapsed_of_a_tap(place, "after") - before_ms < 5_000
    # And over the next one, when it was set back.
    laptop.set_by_s = 0.0
    found = await restart(place)
    assert (found.is_sure, found.ahead_s) == (True, pytest.approx(0, abs=0.01))
    assert 0 < await elapsed_of_a_tap(place, "once more") - before_ms < 5_000
    records = place.state.times_of(1).records
    assert sorted(one.received_at_ms for one in records) == [one.received_at_ms for one in records]
    # Nobody was signed out.
    assert (await place.get("/api/me/", user="juez1")).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_without_a_race_in_progress_the_laptops_clock_is_taken_anew(
    place: Venue, laptop: Laptop
) -> None:
    await place.start_race()
    await place.stop_race()
    laptop.set_by_s = HOUR_S
    found = await restart(place)
    assert (found.is_sure, found.ahead_s) == (True, 0.0)
    assert place.clock.now_s() == pytest.approx(time.time(), abs=1)


@pytest.mark.gen_test(timeout=30)
async def test_a_laptop_that_was_switched_off_in_the_race_has_its_own_clock_and_says_so(
    place: Venue, laptop: Laptop
) -> None:
    await place.start_race()
    before_ms = await elapsed_of_a_tap(place, "before")
    laptop.boot()
    assert (await restart(place)).is_sure is False
    # The wall clock was right, so the race goes on as it was.
    assert 0 < await elapsed_of_a_tap(place, "after") - before_ms < 5_000
    # Somebody sees that it is wrong, sets it and starts the program again: that is believed.
    laptop.set_by_s = 60.0
    assert (await restart(place)).is_sure is False
    assert place.clock.now_s() == pytest.approx(time.time(), abs=1)


@pytest.mark.gen_test(timeout=30)
async def test_a_clock_that_has_lost_its_battery_goes_on_from_the_newest_stamp(
    place: Venue, laptop: Laptop
) -> None:
    await place.start_race()
    before_ms = await elapsed_of_a_tap(place, "before")
    laptop.boot()
    laptop.set_by_s = -20 * 365 * 24 * HOUR_S
    found = await restart(place)
    assert found.is_sure is False
    assert found.ahead_s > 0
    assert 0 <= await elapsed_of_a_tap(place, "after") - before_ms < 5_000


@pytest.mark.gen_test(timeout=30)
async def test_a_note_of_another_file_is_no_note_of_this_race(place: Venue, laptop: Laptop) -> None:
    await place.start_race()
    await place.stop()
    database = place.data_dir / "timing.db"
    content = database.read_bytes()
    database.rename(place.data_dir / "replaced.db")
    database.write_bytes(content)
    place.clock = Clock()
    await place.start()
    assert place.server.services.race_clock.is_sure is False


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("content", [None, b"", b"{}", b"\x00" * 80])
async def test_a_note_that_cannot_be_read_stops_no_race(
    place: Venue, laptop: Laptop, content: bytes | None
) -> None:
    await place.start_race()
    note = place.data_dir / "clock.json"
    note.unlink()
    if content is not None:
        note.write_bytes(content)
    assert (await restart(place)).is_sure is False
    assert await elapsed_of_a_tap(place, "a") >= 0

"""The whole demonstration, at 2,000 times the speed, against the real server."""

import asyncio
import gc
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient

from tests.demo.screen import Screen
from tornado_timing.demo import race
from tornado_timing.demo.account import Account
from tornado_timing.demo.plan import Finish
from tornado_timing.demo.race import play
from tornado_timing.demo.tally import DemoError
from tornado_timing.serving import CannotServeError

RUNNERS = 720


@pytest.fixture
def directories(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The data directories that were used, in order."""
    used: list[Path] = []

    def watch(read: Callable[[Path], object]) -> Callable[[Path], object]:
        def read_stored(directory: Path) -> object:
            used.append(directory)
            return read(directory)

        return read_stored

    monkeypatch.setattr(race, "_read_stored", watch(race._read_stored))
    return used


@pytest.mark.gen_test(timeout=60)
async def test_a_whole_race_is_stored_and_ranked_and_then_stays_on_show(
    directories: list[Path],
) -> None:
    screen = Screen()
    playing = asyncio.ensure_future(
        play(speed=2_000, seed=1, port=0, echo=screen.echo, stay=True, lang="es")
    )
    staying = asyncio.ensure_future(
        screen.until(r"La página sigue en (http://\S+/competencia/\d+)\.")
    )
    await asyncio.wait([playing, staying], return_when=asyncio.FIRST_COMPLETED)
    assert staying.done(), playing.exception() or screen.lines
    page_url = staying.result()[1]

    assert screen.find(f"Enviados {RUNNERS}, confirmados {RUNNERS}, guardados en disco {RUNNERS}")
    assert screen.find("recuperadas 1, .* errores 0")
    assert screen.find("Nada perdido")
    assert not screen.find("FALLA")
    assert screen.lines.index(f"Página en vivo: {page_url}") < 3

    http = AsyncHTTPClient(force_instance=True)
    response = await http.fetch(page_url)
    assert response.headers["Content-Type"].startswith("text/html")
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing
    with pytest.raises(ConnectionRefusedError):
        await http.fetch(page_url)
    http.close()
    assert [directory.exists() for directory in directories] == [False]


@pytest.mark.gen_test(timeout=60)
async def test_a_record_missing_on_disk_fails_the_demonstration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = race._read_stored

    async def lose_one(directory: Path) -> dict[str, Finish]:
        stored = await read(directory)
        stored.popitem()
        return stored

    monkeypatch.setattr(race, "_read_stored", lose_one)
    screen = Screen()
    report = await play(speed=2_000, seed=2, port=0, echo=screen.echo, stay=True)
    assert report.exit_code == 1
    assert (report.sent, report.acknowledged, report.stored) == (RUNNERS, RUNNERS, RUNNERS - 1)
    assert screen.find("FAILED: stored: 1 of 720 records missing")
    assert not screen.find("Nothing lost")
    assert report.duplicates >= 1
    assert report.refreshed_tokens >= 1


@pytest.mark.gen_test(timeout=30)
async def test_a_server_that_refuses_the_organizer_fails_the_demonstration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(account: Account) -> None:
        raise DemoError("organiza: /api/login/ answered 500")

    monkeypatch.setattr(Account, "sign_in", refuse)
    screen = Screen()
    report = await play(speed=2_000, seed=1, port=0, echo=screen.echo)
    assert report.exit_code == 1
    assert report.sent == 0
    assert screen.find("FAILED: organiza: /api/login/ answered 500")


# Tornado's `bind_sockets` leaves the socket that it could not bind to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.gen_test(timeout=30)
async def test_a_taken_port_is_one_clear_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotServeError, match=str(port)):
            await play(speed=2_000, seed=1, port=port, echo=lambda line: None)
    gc.collect()


@pytest.mark.parametrize("speed", [0, -1, 2_001, float("nan")])
@pytest.mark.gen_test(timeout=5)
async def test_a_speed_out_of_range_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        await play(speed=speed, seed=1, port=0, echo=lambda line: None)

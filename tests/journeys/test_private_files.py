"""What lies in the data directory is for its owner alone, whatever others may read elsewhere."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.network import Network
from tests.venue import Venue
from tornado_timing.app import TimingServer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")


def open_to_others(directory: Path) -> dict[str, str]:
    """What anybody else may do anything with, and its mode."""
    return {
        str(path.relative_to(directory.parent)): oct(mode)
        for path in (directory, *directory.rglob("*"))
        if (mode := stat.S_IMODE(path.lstat().st_mode)) & 0o077
    }


@pytest.fixture(params=[0, 0o022], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


async def opened(directory: Path) -> Venue:
    """A server with HTTPS, which has taken a time in."""
    venue = Venue(directory, tls={"enabled": True, "port": 0})
    surroundings = Network("192.168.1.5").surroundings
    venue.server = TimingServer(venue.settings, venue.clock, surroundings)
    await venue.server.start()
    return venue


@pytest.mark.gen_test(timeout=30)
async def test_whatever_a_server_makes_is_for_its_owner_alone(
    io_loop: object, tmp_path: Path, umask: int
) -> None:
    directory = tmp_path / "data"
    venue = await opened(directory)
    try:
        names = {path.name for path in directory.rglob("*")}
        assert {"timing.db", "timing.db-wal", "signing.key", "server.lock", "server.json"} <= names
        assert {"authority-key.pem", "laptop-key.pem"} <= names
        assert open_to_others(directory) == {}
    finally:
        await venue.close()
    assert open_to_others(directory) == {}


@pytest.mark.gen_test(timeout=30)
async def test_what_came_off_a_stick_is_taken_back_from_others(
    io_loop: object, tmp_path: Path
) -> None:
    """A stick knows no rights: what is copied off it is open to everybody."""
    directory = tmp_path / "data"
    await (await opened(directory)).close()
    for name in ("backups/some.db", "logs/tornado-timing.log.1"):
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_text("")
    for path in directory.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    venue = await opened(directory)
    try:
        left = open_to_others(directory)
        assert {name for name in left if (tmp_path / name).is_file()} <= {"data/server.lock"}
    finally:
        await venue.close()

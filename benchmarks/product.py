"""The server that is measured: an event is loaded, the judges sign in, the race starts."""

import asyncio
import itertools
import shutil
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.errors import BenchmarkError
from benchmarks.http_client import request
from benchmarks.processes import HOST, START_TIMEOUT_S, Process
from benchmarks.servers import Seat

BCRYPT_COST = 10
_ORGANIZER = {"username": "organiza", "password": "la-clave-del-organizador"}
_COMPETITION = "Carrera 5K"
_SIGN_INS_AT_ONCE = 8
_process_numbers = itertools.count(1)


@dataclass(frozen=True)
class Race:
    """A data directory with a race in progress, and all that its judges need to take part."""

    data_dir: Path
    work_dir: Path
    competition_id: int
    accounts: tuple[dict[str, str], ...]
    seats: tuple[Seat, ...]

    def copy(self, name: str) -> "Race":
        """Return the same race in a data directory of its own; the tokens stay good."""
        data_dir = self.work_dir / name
        shutil.copytree(self.data_dir, data_dir)
        return replace(self, data_dir=data_dir)


class ProductServer:
    """`python -m tornado_timing serve` in a process of its own."""

    host = HOST

    def __init__(self, race: Race, module: str = "tornado_timing") -> None:
        self.race = race
        self.seats = race.seats
        self.spectator_path = f"/ws/competencia/{race.competition_id}/"
        self.process = start_process(race.data_dir, race.work_dir, port=0, module=module)
        self.port = wait_for_port(self.process, race.data_dir)
        self.process.wait_until_healthy(self.port)


def start_process(
    data_dir: Path, work_dir: Path, port: int, module: str = "tornado_timing"
) -> Process:
    """Start the server on a port of 127.0.0.1, 0 for any, and return at once.

    `module` may name another one that takes the same command line.
    """
    (data_dir / "server.json").unlink(missing_ok=True)
    command = [*_command("serve", work_dir, module), "--data-dir", str(data_dir)]
    command += ["--host", HOST, "--port", str(port)]
    return Process(command, work_dir, f"product{next(_process_numbers)}")


async def prepare_race(work_dir: Path, judges: int, teams_per_judge: int) -> Race:
    """Load an event into a new data directory, sign every judge in and start the race.

    Raises BenchmarkError or RequestError when the server does not do it.
    """
    data_dir = work_dir / "race"
    accounts = tuple(
        {"username": f"juez{number}", "password": f"la-clave-del-juez-{number}"}
        for number in range(1, judges + 1)
    )
    await _load(work_dir, data_dir, _event(accounts, teams_per_judge))
    race = Race(data_dir, work_dir, 0, accounts, ())
    server = ProductServer(race)
    try:
        access = await sign_in_organizer(server)
        competitions = await request(HOST, server.port, "GET", "/api/competencias/", access=access)
        competition_id = competitions[0]["id"]
        path = f"/api/competencias/{competition_id}/iniciar/"
        await request(HOST, server.port, "POST", path, access=access)
        gate = asyncio.Semaphore(_SIGN_INS_AT_ONCE)
        seats = await asyncio.gather(*(_take_seat(server, one, gate) for one in accounts))
    finally:
        server.process.stop()
    return replace(race, competition_id=competition_id, seats=tuple(seats))


async def sign_in(server: ProductServer, account: dict[str, str]) -> Any:
    """Sign an account in over HTTP and return the answer with its tokens."""
    return await request(HOST, server.port, "POST", "/api/login/", account)


async def sign_in_organizer(server: ProductServer) -> str:
    """Sign the organizer in over HTTP and return the access token."""
    return str((await sign_in(server, _ORGANIZER))["access"])


async def _take_seat(
    server: ProductServer, account: dict[str, str], gate: asyncio.Semaphore
) -> Seat:
    async with gate:
        session = await sign_in(server, account)
        access = session["access"]
        teams = await request(HOST, server.port, "GET", "/api/equipos/", access=access)
    path = f"/ws/juez/{session['juez']['id']}/?token={access}"
    return Seat(path, tuple(team["id"] for team in teams))


def _event(accounts: tuple[dict[str, str], ...], teams_per_judge: int) -> dict[str, Any]:
    """Return an event in the form that the `load` command reads; teams have no limit of records."""
    teams = [
        {
            "nombre": f"Equipo {judge * teams_per_judge + number}",
            "dorsal": judge * teams_per_judge + number,
            "categoria": "estudiantes",
            "competencia": _COMPETITION,
            "juez": account["username"],
        }
        for judge, account in enumerate(accounts)
        for number in range(1, teams_per_judge + 1)
    ]
    return {
        "organizadores": [_ORGANIZER],
        "jueces": [
            {
                **account,
                "first_name": "Juez",
                "last_name": account["username"],
                "email": f"{account['username']}@ejemplo.com",
            }
            for account in accounts
        ],
        "competencias": [{"nombre": _COMPETITION, "fecha_hora": "2025-11-12T08:00:00"}],
        "equipos": teams,
    }


async def _load(work_dir: Path, data_dir: Path, event: dict[str, Any]) -> None:
    (work_dir / "config.toml").write_text(f"[security]\nbcrypt_cost = {BCRYPT_COST}\n")
    event_path = work_dir / "event.json"
    event_path.write_bytes(msgspec.json.encode(event))
    data_dir.mkdir()  # noqa: ASYNC240 - nothing else runs yet
    load = Process(
        [*_command("load", work_dir), str(event_path), "--data-dir", str(data_dir)],
        work_dir,
        "load",
    )
    if await asyncio.to_thread(load.wait) != 0:
        raise BenchmarkError(f"load failed: {load.log_path.read_text()[-2000:]}")


def _command(name: str, work_dir: Path, module: str = "tornado_timing") -> list[str]:
    command = [sys.executable, "-m", module, name]
    if name == "serve":
        command += ["--config", str(work_dir / "config.toml")]
    return command


def wait_for_port(process: Process, data_dir: Path) -> int:
    """Return the port that the server wrote down. Raises BenchmarkError when it does not."""
    path = data_dir / "server.json"
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        process.check_running()
        if path.exists():
            try:
                return int(msgspec.json.decode(path.read_bytes())["port"])
            except (msgspec.DecodeError, KeyError):
                pass  # It is being written just now.
        time.sleep(0.005)
    raise BenchmarkError(f"the server did not write {path.name}")

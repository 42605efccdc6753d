"""What is measured: the floor and the product, seen in the same way by every scenario."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.errors import BenchmarkError
from benchmarks.processes import START_TIMEOUT_S, Process


@dataclass(frozen=True)
class Seat:
    """A judge's place: the path of its socket, with the credentials, and its teams."""

    path: str
    team_ids: tuple[int, ...]


class Server(Protocol):
    """A running server with a race in progress."""

    @property
    def host(self) -> str:
        """The address."""

    @property
    def port(self) -> int:
        """The port."""

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The judges' places."""

    @property
    def spectator_path(self) -> str:
        """The path of the public socket."""

    @property
    def process(self) -> Process:
        """The process, for what it costs."""


class EchoServer:
    """The bare echo of `benchmarks.echo_server` in a process of its own."""

    host = "127.0.0.1"
    spectator_path = "/ws/competencia/1/"

    def __init__(self, work_dir: Path, judges: int, teams_per_judge: int) -> None:
        self.seats = tuple(
            Seat(
                f"/ws/juez/{judge}/?token=none",
                tuple(judge * teams_per_judge + team for team in range(1, teams_per_judge + 1)),
            )
            for judge in range(1, judges + 1)
        )
        log_path = work_dir / "echo.log"
        log_path.unlink(missing_ok=True)
        command = [sys.executable, "-m", "benchmarks.echo_server"]
        self.process = Process(command, work_dir, "echo")
        self.port = self._read_port()
        self.process.wait_until_healthy(self.port)

    def _read_port(self) -> int:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            text = self.process.log_path.read_text()
            if text.endswith("\n"):
                return int(text)
            self.process.check_running()
            time.sleep(0.01)
        raise BenchmarkError("the echo did not tell its port")

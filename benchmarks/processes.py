"""A server as a process of its own: start, stop, and what it costs."""

import http.client
import os
import socket
import subprocess
import time
from pathlib import Path

import psutil

from benchmarks.errors import BenchmarkError

HOST = "127.0.0.1"
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 20.0


def environment(work_dir: Path) -> dict[str, str]:
    """Return the environment for all processes measured: byte code is kept, as when installed."""
    kept = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(work_dir / "bytecode")}


def free_port() -> int:
    """Return a port of 127.0.0.1 that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


class Process:
    """A running command, whose output goes to a file."""

    def __init__(self, command: list[str], work_dir: Path, name: str) -> None:
        self.log_path = work_dir / f"{name}.log"
        with self.log_path.open("wb") as log:
            self._process = psutil.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment(work_dir),
            )

    @property
    def pid(self) -> int:
        """The number of the process."""
        return int(self._process.pid)

    def check_running(self) -> None:
        """Raise BenchmarkError, with what it said last, when the process has ended."""
        if self._process.poll() is not None:
            said = self.log_path.read_text(errors="replace")[-2000:]
            raise BenchmarkError(f"the server ended with {self._process.returncode}: {said}")

    def wait_until_healthy(self, port: int) -> None:
        """Return as soon as GET /health is answered. Raises BenchmarkError after 30 s."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while not _answers(port):
            self.check_running()
            if time.monotonic() > deadline:
                raise BenchmarkError(f"no answer from port {port} in {START_TIMEOUT_S:.0f} s")
            time.sleep(0.002)

    def wait(self) -> int:
        """Wait until the process has ended and return its exit code."""
        return int(self._process.wait())

    def stop(self) -> None:
        """End the process in good order, or by force when it does not follow."""
        if self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except psutil.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def cpu_s(self) -> float:
        """Return the processor time of all its living threads so far: exact on Linux, else 10 ms.

        What threads took that have ended is left out on Linux; a server's threads live as long as
        it does.
        """
        tasks = list(Path(f"/proc/{self.pid}/task").glob("*/schedstat"))
        if tasks:
            return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def resident_mb(self) -> float:
        """Return its memory (RSS) in units of 10^6 bytes."""
        return float(self._process.memory_info().rss / 1e6)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()

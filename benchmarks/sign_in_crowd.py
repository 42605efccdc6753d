"""Judges who sign in at once, in a process of their own: it must not delay who measures taps.

`python -m benchmarks.sign_in_crowd PORT FILE` reads accounts from a JSON file, prints `ready`,
waits for a line, signs everybody in at once, and prints the milliseconds to the last answer.
"""

import asyncio
import socket
import sys
import time
from pathlib import Path

import msgspec

from benchmarks.errors import BenchmarkError
from benchmarks.http_client import TIMEOUT_S, read_answer, request_bytes
from benchmarks.processes import HOST, environment


class SignInCrowd:
    """The other end: starts that process and gives it the word."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(
        cls, work_dir: Path, port: int, accounts: tuple[dict[str, str], ...]
    ) -> "SignInCrowd":
        """Start the process and wait until it is ready. Raises BenchmarkError."""
        path = work_dir / "accounts.json"
        path.write_bytes(msgspec.json.encode(accounts))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "benchmarks.sign_in_crowd", str(port), str(path)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment(work_dir),
        )
        crowd = cls(process)
        await crowd._read_line()
        return crowd

    async def sign_in(self) -> float:
        """Sign everybody in at once; return the ms to the last answer. Raises BenchmarkError."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")
        total_ms = float(await self._read_line())
        await self._process.wait()
        return total_ms

    async def _read_line(self) -> bytes:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise BenchmarkError("the sign-ins failed; the reason is on standard error")
        return line


def _sign_all_in(port: int, accounts: list[dict[str, str]]) -> float:
    """Plain sockets: the crowd is there within some ms and leaves the processor to the server."""
    orders = [request_bytes(HOST, "POST", "/api/login/", account) for account in accounts]
    started_s = time.perf_counter()
    connections = []
    for order in orders:
        connection = socket.create_connection((HOST, port), timeout=TIMEOUT_S)
        connection.sendall(order)
        connections.append(connection)
    answers = [_read_all(connection) for connection in connections]
    total_ms = (time.perf_counter() - started_s) * 1000
    for answer in answers:
        read_answer(answer)
    return total_ms


def _read_all(connection: socket.socket) -> bytes:
    parts = []
    with connection:
        while part := connection.recv(16 * 1024):
            parts.append(part)
    return b"".join(parts)


def main() -> None:
    """Be the crowd."""
    port = int(sys.argv[1])
    accounts = msgspec.json.decode(Path(sys.argv[2]).read_bytes(), type=list[dict[str, str]])
    print("ready", flush=True)
    sys.stdin.readline()
    print(_sign_all_in(port, accounts), flush=True)


if __name__ == "__main__":
    main()

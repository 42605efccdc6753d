"""Two networks of their own on one machine, the server's and the phones', and the cable between."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from benchmarks.errors import BenchmarkError

DEVICE = "bad0"
SERVER_ADDRESS = "10.77.0.1"
PREFIX_BITS = 16


class Networks:
    """What runs where, and the bad cable; see `networks`."""

    def __init__(self, server: str, phones: str, relay: Any) -> None:
        self._server, self._phones, self._relay = server, phones, relay

    def at_server(self) -> list[str]:
        """Return what a command must begin with to run where the server is."""
        return ["ip", "netns", "exec", self._server]

    def at_phones(self) -> list[str]:
        """Return what a command must begin with to run where the phones are."""
        return ["ip", "netns", "exec", self._phones]

    async def ask_relay(self, order: dict[str, Any] | None = None) -> dict[str, int]:
        """Have the cable go bad as `order` says, or ask what it has done so far."""
        return await _ask(self._relay, order)


@asynccontextmanager
async def networks(phone_addresses: Sequence[str]) -> AsyncIterator[Networks]:
    """Lend both networks, which are gone afterwards. Raises BenchmarkError without the rights.

    The kernel's own `tc netem` is not used: small and virtual machines often have a kernel without
    it, and what happens to packets can be counted here. It is the same at the level of IP.
    """
    names = [f"faults-{side}-{os.getpid()}" for side in ("server", "phones")]
    if os.name != "posix" or os.geteuid() != 0:
        raise BenchmarkError("network namespaces need Linux and root")
    made: list[str] = []
    relay = None
    try:
        for name in names:
            _ip("netns", "add", name)
            made.append(name)
        pipe = asyncio.subprocess.PIPE
        command = ["-m", "benchmarks.faults.network.relay", *names]
        relay = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdin=pipe, stdout=pipe
        )
        await _line(relay)
        for name, addresses in zip(names, ([SERVER_ADDRESS], phone_addresses), strict=True):
            for address in addresses:
                _ip("-n", name, "addr", "add", f"{address}/{PREFIX_BITS}", "dev", DEVICE)
            for device in ("lo", DEVICE):
                _ip("-n", name, "link", "set", device, "up")
        yield Networks(*names, relay)
    finally:
        if relay is not None and relay.returncode is None:
            relay.kill()
            await relay.wait()
        for name in made:
            _ip("netns", "del", name)


async def _ask(process: Any, order: dict[str, Any] | None) -> dict[str, int]:
    process.stdin.write((json.dumps(order) if order else "").encode() + b"\n")
    return await _line(process)


async def _line(process: Any) -> dict[str, int]:
    async with asyncio.timeout(20):
        line = await process.stdout.readline()
    if not line:
        raise BenchmarkError("the relay has ended")
    told: dict[str, int] = json.loads(line)
    return told


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")

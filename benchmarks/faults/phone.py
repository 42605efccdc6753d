"""A judge's phone that may lose the network at any moment, as the apps on phones cope with it.

It sends what is in its outbox again: after a while on the same connection, and on each new one,
after asking what is there already. A connection that says nothing for a while is given up.
"""

import asyncio
import json
import random
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from benchmarks.client import SocketClient, TextReceiver
from benchmarks.errors import BenchmarkError
from benchmarks.faults.outbox import Counts, Outbox, Style, Witness

RETRYABLE = ("too_many_messages", "storage_failed", "server_stopping", "unavailable")


@dataclass(frozen=True)
class Habits:
    """How patient the app is, in seconds."""

    ping_s: float = 5.0
    silence_s: float = 12.0
    resend_s: float = 8.0
    connect_s: float = 10.0
    backoff_s: float = 0.5
    longest_backoff_s: float = 8.0


class _Socket(SocketClient):
    """A socket that tells when it has ended."""

    def __init__(self, host: str, path: str, on_text: TextReceiver) -> None:
        super().__init__(host, path, on_text)
        self.ended = asyncio.Event()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.ended.set()


class Phone:
    """One phone at `path` of a server; `target` is the team or line that its taps are for."""

    def __init__(
        self,
        name: str,
        address: tuple[str, int],
        path: str,
        style: Style,
        target: int,
        witness: Witness,
        *,
        habits: Habits | None = None,
        local_host: str | None = None,
        seed: int = 1,
    ) -> None:
        self.outbox = Outbox(name, style, target, witness)
        self._address, self._path = address, path
        self._habits = habits or Habits()
        self._local = (local_host, 0) if local_host else None
        self._dice = random.Random(f"{seed} {name}")
        self._socket: _Socket | None = None
        self._heard_s = 0.0

    @property
    def counts(self) -> Counts:
        """What happened to this phone."""
        return self.outbox.counts

    async def run(self) -> None:
        """Keep connected, until cancelled."""
        pause_s = self._habits.backoff_s
        try:
            while True:
                try:
                    socket = await self._connect()
                except (OSError, TimeoutError, BenchmarkError):
                    self.counts.failed_connections += 1
                    await asyncio.sleep(pause_s * self._dice.uniform(0.5, 1.5))
                    pause_s = min(2 * pause_s, self._habits.longest_backoff_s)
                    continue
                self.counts.connections += 1
                pause_s = self._habits.backoff_s
                await self._stay(socket)
                await asyncio.sleep(pause_s * self._dice.uniform(0.5, 1.5))
        finally:
            if self._socket is not None:
                self._socket.close()

    # ---- the connection ----

    async def _connect(self) -> _Socket:
        host, port = self._address
        loop = asyncio.get_running_loop()

        def make() -> _Socket:
            return _Socket(f"{host}:{port}", self._path, lambda text, _: self._hear(socket, text))

        async with asyncio.timeout(self._habits.connect_s):
            _, socket = await loop.create_connection(make, host, port, local_addr=self._local)
            try:
                await socket.opened
            except BaseException:
                socket.close()
                raise
        return socket

    async def _stay(self, socket: _Socket) -> None:
        """Use a socket until it ends or falls silent."""
        self._socket = socket
        self._heard_s = time.monotonic()
        try:
            while not socket.ended.is_set():
                now_s = time.monotonic()
                if now_s - self._heard_s > self._habits.silence_s:
                    break
                self._ping()
                self.outbox.resend(now_s - self._habits.resend_s)
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._habits.ping_s * self._dice.uniform(0.7, 1.3)):
                        await socket.ended.wait()
        finally:
            socket.close()
            self._socket = None
            self.outbox.lost()

    def _ping(self) -> None:
        now_ms = time.time_ns() // 10**6
        self._send({"tipo": "ping", "t0": now_ms, "pendientes": len(self.outbox)})

    def _send(self, message: dict[str, Any]) -> None:
        if self._socket is not None and not self._socket.closed:
            self._socket.send(json.dumps(message).encode())

    # ---- what is heard ----

    def _hear(self, socket: _Socket, text: bytes) -> None:
        message = json.loads(text)
        if message["tipo"] == "conexion_establecida":
            # The greeting may come together with the upgrade, before the socket is in use.
            asyncio.get_running_loop().call_soon(self._ask_on, socket)
        elif socket is self._socket:
            self._heard_s = time.monotonic()
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        match message:
            case {"tipo": "registros_comprobados", "guardados": stored, "faltan": missing}:
                self.outbox.learned(stored, missing)
            case {"tipo": "marcas_comprobadas", "guardadas": stored, "faltan": missing}:
                self.outbox.learned(stored, missing)
            case {"tipo": "tiempo_registrado"}:
                self.outbox.answered(
                    message["ref"], [(message["id_registro"], message["duplicado"])], []
                )
            case {"tipo": "tiempos_registrados_batch"}:
                saved = message["registros_guardados"]
                names = [(one["id_registro"], one["duplicado"]) for one in saved]
                self.outbox.answered(message["ref"], names, message["registros_fallidos"])
            case {"tipo": "marcas_registradas"}:
                saved = message["marcas_guardadas"]
                names = [(one["id_marca"], one["duplicada"]) for one in saved]
                self.outbox.answered(message["ref"], names, message["marcas_fallidas"])
            case {"tipo": "error", "codigo": code} if code not in RETRYABLE:
                self.outbox.complain(f"was told {message}")

    def _ask_on(self, socket: _Socket) -> None:
        if socket is self._socket:
            self.outbox.connected(self._send)


async def until_empty(phones: Sequence[Phone], within_s: float, check_s: float = 0.1) -> bool:
    """Wait until every phone's outbox is empty; whether it is so within that time."""
    ends_s = time.monotonic() + within_s
    while any(len(phone.outbox) for phone in phones):
        if time.monotonic() > ends_s:
            return False
        await asyncio.sleep(check_s)
    return True

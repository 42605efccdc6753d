"""The judges of the demonstration: real clients over real sockets, as their phones would be."""

import asyncio
import json
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tornado.httpclient import HTTPError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from tornado_timing.demo.account import REQUEST_DEADLINE_S, Account
from tornado_timing.demo.messages import encode_tap, parse_stored
from tornado_timing.demo.plan import Finish, JudgePlan, Tap
from tornado_timing.demo.tally import DemoError, Tally

RESEND_AFTER_S = 2.0
SILENCE_S = 10.0
"""A socket that says nothing for this long is asked whether it lives, then given up."""
SETTLE_DEADLINE_S = 30.0
CONNECT_ATTEMPTS = 8
RETRYABLE_CODES = frozenset(
    {"too_many_messages", "storage_failed", "server_stopping", "unavailable"}
)


@dataclass(slots=True)
class Pending:
    """A tap that no acknowledgement has come for yet."""

    tap: Tap
    frame: str
    sent_at_s: float
    """When it was first sent on the socket that stands now: its latency counts from here."""
    tried_at_s: float
    tries: int = 0


class JudgePlayer:
    """One judge with one phone: sends each time when it is due, until each is acknowledged.

    `ready` is set when the socket is open, `started` when the phone has heard the gun and
    `recorded` when every time is acknowledged.
    """

    def __init__(
        self, account: Account, plan: JudgePlan, socket_origin: str, speed: float, tally: Tally
    ) -> None:
        self.ready = asyncio.Event()
        self.started = asyncio.Event()
        self.recorded = asyncio.Event()
        self._account = account
        self._plan = plan
        self._socket_origin = socket_origin
        self._speed = speed
        self._tally = tally
        self._judge_id = 0
        self._team_ids: dict[int, int] = {}
        self._connection: WebSocketClientConnection | None = None
        self._pending: dict[str, Pending] = {}
        self._gun_at_s = 0.0
        self._stopped = asyncio.Event()
        self._answered = asyncio.Event()

    async def run(self) -> None:
        """Plays the whole race: sign in, wait for the gun, send, wait for the stop, hang up.

        Raises DemoError when the server refuses the judge or falls silent.
        """
        self._judge_id = (await self._account.sign_in())["juez"]["id"]
        teams = await self._account.call("GET", "/api/equipos/")
        self._team_ids = {team["number"]: team["id"] for team in teams}
        await self._connect()
        self.ready.set()
        try:
            await self._play()
        finally:
            self._hang_up()

    async def _play(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            listener = tasks.create_task(self._listen())
            resender = tasks.create_task(self._resend_late())
            await self.started.wait()
            await self._send_when_due()
            await self._within(self._wait_for_acknowledgements(), "acknowledgements")
            resender.cancel()
            self.recorded.set()
            await self._stopped.wait()
            self._hang_up()
            await self._within(listener, "the close of the socket")

    async def _send_when_due(self) -> None:
        loop = asyncio.get_running_loop()
        for number, tap in enumerate(self._plan.taps, start=1):
            due_at_s = self._gun_at_s + tap.due_ms / 1000 / self._speed
            await asyncio.sleep(due_at_s - loop.time())
            self._send(str(number), tap)
            if number == self._plan.drops_after:
                # The phone loses the Wi-Fi with an acknowledgement on the way.
                self._hang_up()

    def _send(self, reference: str, tap: Tap) -> None:
        frame = encode_tap(tap, self._team_ids[tap.bib], reference)
        now_s = asyncio.get_running_loop().time()
        # Kept before it is sent: what is lost on the way is known to be missing.
        self._pending[reference] = Pending(tap, frame, now_s, now_s)
        self._tally.sent.update((finish.record_id, finish) for finish in tap.finishes)
        self._try(self._pending[reference])

    def _try(self, pending: Pending) -> None:
        if self._connection is None:
            return  # the listener is reconnecting and will send it then
        self._tally.resent_messages += pending.tries > 0
        pending.tries += 1
        pending.tried_at_s = asyncio.get_running_loop().time()
        self._write(self._connection, pending.frame)

    def _write(self, connection: WebSocketClientConnection, frame: str) -> None:
        # On a closed socket the listener is about to notice, reconnect and send it again.
        with suppress(WebSocketClosedError):
            connection.write_message(frame)

    async def _resend_late(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(RESEND_AFTER_S / 4)
            for pending in list(self._pending.values()):
                if loop.time() - pending.tried_at_s >= RESEND_AFTER_S:
                    self._try(pending)

    async def _wait_for_acknowledgements(self) -> None:
        while self._pending:
            self._answered.clear()
            await self._answered.wait()

    async def _listen(self) -> None:
        while True:
            connection = self._connection
            if connection is None:
                raise DemoError(f"{self._plan.username}: no socket to listen to")
            while (text := await self._read(connection)) is not None:
                # What still arrives on a socket that this phone has lost is not heard.
                if connection is self._connection:
                    self._hear(json.loads(text))
            connection.close()
            if self._stopped.is_set():
                return
            self._connection = None
            await self._connect()
            self._tally.reconnections += 1
            self._resend_all()

    def _resend_all(self) -> None:
        now_s = asyncio.get_running_loop().time()
        for pending in self._pending.values():
            pending.sent_at_s = now_s
            self._try(pending)

    async def _read(self, connection: WebSocketClientConnection) -> str | None:
        """Returns the next message, or None when the socket is closed or does not answer."""
        for frame in (json.dumps({"tipo": "ping"}), None):
            try:
                # Not `wait_for`: before Python 3.12 it can swallow the cancel of this task.
                async with asyncio.timeout(SILENCE_S):
                    message = await connection.read_message()
            except TimeoutError:
                if frame is not None:
                    self._write(connection, frame)
            else:
                return message.decode() if isinstance(message, bytes) else message
        return None

    async def _connect(self) -> None:
        for attempt in range(CONNECT_ATTEMPTS):
            try:
                self._connection = await self._open_socket()
            except HTTPError as error:
                if error.code == 401:
                    await self._account.refresh_access()
                    continue
                if error.code != 599:
                    raise DemoError(f"{self._plan.username}: socket refused: {error}") from error
            except OSError:
                pass
            else:
                return
            await asyncio.sleep(0.1 * 2**attempt)
        raise DemoError(f"{self._plan.username}: no socket in {CONNECT_ATTEMPTS} attempts")

    async def _open_socket(self) -> WebSocketClientConnection:
        url = f"{self._socket_origin}/ws/juez/{self._judge_id}/?token={self._account.access}"
        return await websocket_connect(
            HTTPRequest(url, connect_timeout=REQUEST_DEADLINE_S, request_timeout=REQUEST_DEADLINE_S)
        )

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close(1000)

    def _hear(self, message: dict[str, Any]) -> None:
        match message["tipo"]:
            case "tiempo_registrado" | "tiempos_registrados_batch":
                self._hear_acknowledgement(message)
            case "error":
                self._hear_error(message)
            case "competencia_iniciada":
                self._hear_start(message["started_at"], message["servidor_ms"])
            case "competencia_detenida":
                self._stopped.set()
            case "conexion_establecida":
                # A phone that was away when the gun went off learns it here.
                competition = message["competencia"]
                if competition["en_curso"]:
                    self._hear_start(competition["started_at"], message["servidor_ms"])
                elif self.started.is_set():
                    self._stopped.set()

    def _hear_start(self, started_at: str, server_ms: int) -> None:
        if self.started.is_set():
            return
        started_ms = datetime.fromisoformat(started_at).timestamp() * 1000
        since_gun_s = (server_ms - started_ms) / 1000 / self._speed
        self._gun_at_s = asyncio.get_running_loop().time() - since_gun_s
        self.started.set()

    def _hear_acknowledgement(self, message: dict[str, Any]) -> None:
        pending = self._pending.pop(message.get("ref", ""), None)
        if pending is None:
            return  # the second answer to a time that was sent twice
        elapsed_s = asyncio.get_running_loop().time() - pending.sent_at_s
        self._tally.latencies_s.append(elapsed_s)
        stored, duplicates, failures = parse_stored(message)
        self._tally.duplicates += duplicates
        self._tally.errors.extend(f"{self._plan.username}: {failure}" for failure in failures)
        for finish in pending.tap.finishes:
            self._note_stored(finish, stored.get(finish.record_id))
        self._answered.set()

    def _note_stored(self, finish: Finish, elapsed_ms: int | None) -> None:
        if elapsed_ms == finish.elapsed_ms:
            self._tally.acknowledged[finish.record_id] = finish
        else:
            self._tally.errors.append(
                f"{self._plan.username}: {finish} was acknowledged as {elapsed_ms} ms"
            )

    def _hear_error(self, message: dict[str, Any]) -> None:
        if message["codigo"] in RETRYABLE_CODES:
            return  # it stays pending and is sent again
        self._pending.pop(message.get("ref", ""), None)
        self._tally.errors.append(f"{self._plan.username}: {message['mensaje']}")
        self._answered.set()

    async def _within(self, waiting: Awaitable[object], what: str) -> None:
        try:
            async with asyncio.timeout(SETTLE_DEADLINE_S):
                await waiting
        except TimeoutError as error:
            raise DemoError(
                f"{self._plan.username}: waited {SETTLE_DEADLINE_S:g} s for {what}"
            ) from error

"""A judge's phone in the demonstration: its sign-in, its socket, and the gun that it hears."""

import asyncio
import json
from collections.abc import Awaitable
from contextlib import suppress
from datetime import datetime
from typing import Any, Generic, TypeVar

from tornado.httpclient import HTTPError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError, websocket_connect

from tornado_timing.demo.account import REQUEST_DEADLINE_S, Account
from tornado_timing.demo.tally import DemoError, Tally

Sent = TypeVar("Sent")

RESEND_AFTER_S = 2.0
SILENCE_S = 10.0
"""A socket that says nothing for this long is asked whether it lives, then given up."""
SETTLE_DEADLINE_S = 30.0
CONNECT_ATTEMPTS = 8
RETRYABLE_CODES = frozenset(
    {"too_many_messages", "storage_failed", "server_stopping", "unavailable"}
)


class Phone(Generic[Sent]):
    """One judge with one phone, whose socket is opened again whenever it is lost.

    `ready` is set when the socket is open, `started` when the phone has heard the gun and
    `recorded` when all that it sends is acknowledged. What it sends, and what it makes of the
    answers, says a subclass: `send_all`, `resend_late`, `has_unanswered`, `hear` and `reopened`;
    and where it needs to, `prepare`, `greeted` and `back_in_reach`.
    """

    def __init__(
        self,
        account: Account,
        username: str,
        socket_origin: str,
        speed: float,
        tally: Tally[Sent],
    ) -> None:
        self.ready = asyncio.Event()
        self.started = asyncio.Event()
        self.recorded = asyncio.Event()
        self.username = username
        self._account = account
        self._socket_origin = socket_origin
        self._speed = speed
        self._tally = tally
        self._judge_id = 0
        self._connection: WebSocketClientConnection | None = None
        self._started_at_ms = 0
        self._gun_at_s = 0.0
        self._stopped = asyncio.Event()
        self._answered = asyncio.Event()

    # ---- what a subclass says ----

    async def prepare(self) -> None:
        """Learns what it needs before the race, once it has signed in."""

    async def send_all(self) -> None:
        """Sends everything when it is due; the gun was heard."""
        raise NotImplementedError

    def resend_late(self, before_s: float) -> None:
        """Sends again what was last tried before that moment of the loop, and not answered."""
        raise NotImplementedError

    def has_unanswered(self) -> bool:
        """Whether something that was sent has no acknowledgement yet."""
        raise NotImplementedError

    def hear(self, message: dict[str, Any]) -> None:
        """Takes in an answer or an error; `_answered` is to be set by it."""
        raise NotImplementedError

    def reopened(self) -> None:
        """Sends again what was lost with the old socket."""
        raise NotImplementedError

    def greeted(self, message: dict[str, Any]) -> None:
        """Takes in the greeting of a new socket."""

    async def back_in_reach(self) -> None:
        """Waits until there is a network again; at once unless somebody took it away."""

    # ---- the race ----

    async def run(self) -> None:
        """Plays the whole race: sign in, wait for the gun, send, wait for the stop, hang up.

        Raises DemoError when the server refuses the judge or falls silent.
        """
        self._judge_id = (await self._account.sign_in())["juez"]["id"]
        await self.prepare()
        await self._connect()
        self.ready.set()
        try:
            await self._play()
        finally:
            self._hang_up()

    async def _play(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            listener = tasks.create_task(self._listen())
            resender = tasks.create_task(self._resend())
            await self.started.wait()
            await self.send_all()
            await self._within(self._wait_for_acknowledgements(), "acknowledgements")
            resender.cancel()
            self.recorded.set()
            await self._stopped.wait()
            self._hang_up()
            await self._within(listener, "the close of the socket")

    async def _until(self, race_ms: float) -> None:
        """Sleeps until that time of the race."""
        due_at_s = self._gun_at_s + race_ms / 1000 / self._speed
        await asyncio.sleep(due_at_s - asyncio.get_running_loop().time())

    async def _resend(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(RESEND_AFTER_S / 4)
            self.resend_late(loop.time() - RESEND_AFTER_S)

    async def _wait_for_acknowledgements(self) -> None:
        while self.has_unanswered():
            self._answered.clear()
            await self._answered.wait()

    async def _within(self, waiting: Awaitable[object], what: str) -> None:
        try:
            async with asyncio.timeout(SETTLE_DEADLINE_S):
                await waiting
        except TimeoutError as error:
            raise DemoError(
                f"{self.username}: waited {SETTLE_DEADLINE_S:g} s for {what}"
            ) from error

    # ---- the socket ----

    def _write(self, connection: WebSocketClientConnection, frame: str) -> None:
        # On a closed socket the listener is about to notice, reconnect and send it again.
        with suppress(WebSocketClosedError):
            connection.write_message(frame)

    async def _listen(self) -> None:
        while True:
            connection = self._connection
            if connection is None:
                raise DemoError(f"{self.username}: no socket to listen to")
            while (text := await self._read(connection)) is not None:
                # What still arrives on a socket that this phone has lost is not heard.
                if connection is self._connection:
                    self._hear(json.loads(text))
            connection.close()
            if self._stopped.is_set():
                return
            self._connection = None
            await self.back_in_reach()
            await self._connect()
            self._tally.reconnections += 1
            self.reopened()

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
                    raise DemoError(f"{self.username}: socket refused: {error}") from error
            except OSError:
                pass
            else:
                return
            await asyncio.sleep(0.1 * 2**attempt)
        raise DemoError(f"{self.username}: no socket in {CONNECT_ATTEMPTS} attempts")

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
            case "competencia_iniciada":
                self._hear_start(message["started_at"], message["servidor_ms"])
            case "competencia_detenida":
                self._stopped.set()
            case "conexion_establecida":
                self.greeted(message)
                # A phone that was away when the gun went off learns it here.
                competition = message["competencia"]
                if competition["en_curso"]:
                    self._hear_start(competition["started_at"], message["servidor_ms"])
                elif self.started.is_set():
                    self._stopped.set()
            case _:
                self.hear(message)

    def _hear_start(self, started_at: str, server_ms: int) -> None:
        if self.started.is_set():
            return
        self._started_at_ms = round(datetime.fromisoformat(started_at).timestamp() * 1000)
        since_gun_s = (server_ms - self._started_at_ms) / 1000 / self._speed
        self._gun_at_s = asyncio.get_running_loop().time() - since_gun_s
        self.started.set()

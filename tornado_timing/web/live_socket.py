"""What all sockets share: the gate of the handshake, the flood guard, the bounded outbox."""

import asyncio
import logging
import time
from collections.abc import Awaitable
from typing import Any, cast

from tornado.web import stream_request_body
from tornado.websocket import WebSocketHandler, WebSocketProtocol13
from tornado.websocket import _WebSocketParams as SocketParams

from tornado_timing.domain import errors
from tornado_timing.live.budget import Budget
from tornado_timing.live.connections import Connections, Line
from tornado_timing.live.frames import text_frame
from tornado_timing.live.hub import Hub
from tornado_timing.live.outbox import Outbox
from tornado_timing.live.turns import Turns
from tornado_timing.protocol import answers, messages
from tornado_timing.protocol.wire import encode
from tornado_timing.service.services import Services
from tornado_timing.web.broadcast import Broadcast
from tornado_timing.web.replies import JsonReplies

log = logging.getLogger(__name__)

# A client that sends faster than it may is answered, and then not read for so long.
FLOOD_PAUSE_S = 0.1
# Frames of any kind of a socket without a sign-in, which has nothing to say but pings; what comes
# faster is read by turns. Frames without a message (pings, pieces of messages) are no flood of
# messages, and are work all the same.
FRAMES_PER_SECOND = 20
FRAME_BURST = 100
WEBSOCKET_VERSION = "13"
# RFC 6455, section 7.4.1.
CLOSE_TOO_BIG = 1009


class PatientProtocol(WebSocketProtocol13):
    """Tornado's protocol, but a text that is not UTF-8 is answered instead of cut off.

    RFC 6455 lets the server fail the connection; a judge's phone with one broken message would
    lose its connection in the middle of a race.
    """

    async def _receive_frame(self) -> None:
        socket = cast("LiveSocket", self.handler)
        if not socket.frames.spend():
            turn = socket.next_turn(self.stream)
            if turn is not None:
                await turn
        await super()._receive_frame()

    def _handle_message(self, opcode: int, data: bytes) -> Any:
        if opcode == 0x1 and not self.client_terminated:
            # As bytes: they are decoded once, with the JSON.
            return self._run_callback(cast("LiveSocket", self.handler).on_text, data)
        return super()._handle_message(opcode, data)


@stream_request_body
class LiveSocket(WebSocketHandler, JsonReplies):
    """What all sockets share: the handshake's gate, the bounded outbox, the flood guard."""

    # From the upgrade on; it may be closed before.
    outbox: Outbox
    # When the message that is being taken in had arrived, by `time.perf_counter`.
    arrived_s: float

    def initialize(self, services: Services, hub: Hub, broadcast: Broadcast) -> None:
        """Takes what it works with, by Tornado's way to hand it in."""
        self.services = services
        self.hub = hub
        self.broadcast = broadcast
        limits = services.settings.limits
        self._messages = Budget(limits.messages_per_second, limits.message_burst)
        self.frames = Budget(FRAMES_PER_SECOND, FRAME_BURST)

    def prepare(self) -> None:
        """Refuses the handshake, before any upgrade, by raising."""
        super().prepare()
        if not self._is_handshake():
            self.set_header("Sec-WebSocket-Version", WEBSOCKET_VERSION)
            raise errors.WebSocketExpected()
        if not self._is_own_origin():
            raise errors.ForeignOrigin()
        self.let_in(**self.path_kwargs)
        connection: Any = self.request.connection
        self.take_place(self.application.settings["connections"], connection.stream)

    def let_in(self, **path: str) -> None:
        """Raises unless the socket may be opened; the default is nobody."""
        raise errors.NotAllowed()

    def take_place(self, connections: Connections, line: Line) -> None:
        """Counts as one who listens. Raises TooManySockets."""
        if not connections.listens(line):
            raise errors.TooManySockets()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answers a handshake that is refused; the log says why."""
        raised = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(raised, errors.TimingError):
            log.info("A handshake was refused: %s %s", self.request.path, raised.code)
        super().write_error(status_code, **kwargs)

    def next_turn(self, line: Line) -> Awaitable[None] | None:
        """What one who sends too much waits for, behind all else of the same address."""
        turns: Turns = self.application.settings["turns"]
        connections: Connections = self.application.settings["connections"]
        return turns.take(connections.group(line))

    def check_origin(self, origin: str) -> bool:
        """Has been checked in `prepare`, with an answer that is JSON."""
        return True

    def get_websocket_protocol(self) -> WebSocketProtocol13 | None:
        """Makes the protocol; Tornado's own, for the versions that it knows."""
        if super().get_websocket_protocol() is None:
            return None
        params = SocketParams(
            ping_interval=self.ping_interval,
            ping_timeout=self.ping_timeout,
            max_message_size=self.max_message_size,
            compression_options=None,
        )
        return PatientProtocol(self, False, params)

    def connected(self, *topics: str) -> None:
        """Makes the outbox and joins `topics`."""
        assert self.ws_connection is not None
        self.set_nodelay(True)
        stream = self.ws_connection.stream
        assert stream is not None
        self.outbox = Outbox(stream, self.close)
        stream.has_outbox = True  # type: ignore[attr-defined]
        self.application.settings["unsent"].forget(stream)
        self.hub.join(self.outbox, *topics)

    def on_text(self, data: bytes) -> Awaitable[None] | None:
        """A text message as it came over the wire; the next is read when the result is done."""
        if self.outbox.is_sealed:
            # Cut off or signed out: what it still sends does not count.
            return None
        if len(data) >= messages.MAX_MESSAGE_BYTES:
            self.close(CLOSE_TOO_BIG, "message too big")
            return None
        self.arrived_s = time.perf_counter()
        arrived_at_ms = self.services.core.clock.now_ms()
        message = messages.decode(data)
        self.trace.ref = message.ref
        if not self._messages.spend():
            self.answer(answers.error_answer(errors.TooManyMessages(), message.ref))
            return asyncio.sleep(FLOOD_PAUSE_S)
        try:
            return self.receive(message, arrived_at_ms)
        except Exception:
            # The edge: a fault of ours is answered and logged, and the socket stays open.
            log.exception("Unhandled on a socket")
            self.answer(answers.internal_error(message.ref))
            return None

    def on_message(self, message: str | bytes) -> Awaitable[None] | None:
        """A binary frame: texts go to `on_text`, and the protocol has nothing but texts."""
        if len(message) >= messages.MAX_MESSAGE_BYTES:
            self.close(CLOSE_TOO_BIG, "message too big")
            return None
        may_send = self._messages.spend()
        error = errors.InvalidJson() if may_send else errors.TooManyMessages()
        self.answer(answers.error_answer(error, None))
        return None if may_send else asyncio.sleep(FLOOD_PAUSE_S)

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Closes the socket; from now on nothing is taken in and nothing sent."""
        if hasattr(self, "outbox"):
            self.outbox.seal()
        super().close(code, reason)

    def receive(self, message: messages.Received, arrived_at_ms: int) -> Awaitable[None] | None:
        """Takes in a decoded message that came at a decent pace."""
        raise NotImplementedError

    def answer(self, frame: object) -> None:
        """Sends `frame`."""
        self.outbox.send(text_frame(encode(frame)))

    def on_close(self) -> None:
        """Leaves the hub."""
        if hasattr(self, "outbox"):
            self.hub.leave(self.outbox)

    def pong(self, ping: messages.Ping, arrived_at_ms: int) -> None:
        """Answers a ping."""
        now_ms = self.services.core.clock.now_ms()
        self.answer(answers.pong(ping.t0, arrived_at_ms, now_ms, ping.ref))

    def _is_handshake(self) -> bool:
        """Whether it is a handshake as RFC 6455 has it, section 4.2.1."""
        headers = self.request.headers
        connection = [part.strip().lower() for part in headers.get("Connection", "").split(",")]
        return (
            headers.get("Upgrade", "").lower() == "websocket"
            and "upgrade" in connection
            and headers.get("Sec-WebSocket-Version") == WEBSOCKET_VERSION
            and bool(headers.get("Sec-WebSocket-Key"))
        )

    def _is_own_origin(self) -> bool:
        """Whether no page, or a page of this server or of an allowed origin, opens the socket."""
        origin = self.request.headers.get("Origin")
        if origin is None:
            return True
        host = self.request.headers.get("Host", "").lower()
        return (
            origin.lower().partition("://")[2] == host
            or origin in self.application.settings["cors_origins"]
        )

"""Where connections come in: bounded in number, a few at a time, and never refused unclothed."""

import errno
import socket
import ssl
import struct
import sys
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPInputError,
    HTTPMessageDelegate,
    RequestStartLine,
)
from tornado.ioloop import IOLoop
from tornado.iostream import IOStream, SSLIOStream
from tornado.netutil import ssl_wrap_socket

from tornado_timing.domain import errors
from tornado_timing.live.connections import Connections, group_of
from tornado_timing.live.turns import Turns
from tornado_timing.live.unsent import Unsent
from tornado_timing.protocol.wire import encode
from tornado_timing.web.replies import DEFAULT_POLICY, SECURITY_HEADERS, error_document

# Of each kind: connections accepted in one round of the event loop.
ACCEPTED_AT_ONCE = 2
# When the system has no files left and no connection can be ended for another.
NO_FILES_PAUSE_S = 0.1
_NO_FILES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
# What the database, the logs, backups and the process that makes files to hand out need.
SPARE_FILES = 200
FEWEST_CONNECTIONS = 50
# Python's select() takes no more there, whatever the system lets be open.
FILES_ON_WINDOWS = 512

# Of a request's head: browsers send 15 lines, and each takes a hundredth of a millisecond.
MAX_HEAD_LINES = 100
# Pieces that a body may be sent in; a phone sends one or two.
MAX_CHUNKS = 1_000
# What is read and let go of a body that nobody may send, so that its sender reads why.
MAX_STRANGERS_BODY_BYTES = 32 * 1024 * 1024
# What has been read of a connection and not been looked at; a message of a socket is 128 KiB.
READ_BUFFER_BYTES = 256 * 1024
# What the system takes of an answer at once: little, so that who reads slowly is seen to read.
SEND_BUFFER_BYTES = 128 * 1024
_CUT_AT_ONCE = struct.pack("ii", 1, 0)

# What Tornado writes by itself when it cannot read a request.
_UNREADABLE = b"HTTP/1.1 400 Bad Request\r\n\r\n"


def _refusal() -> bytes:
    """The same with all that every reply has."""
    body = encode(error_document(errors.InvalidInput(), 400))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **SECURITY_HEADERS,
        "Content-Security-Policy": DEFAULT_POLICY,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 400 Bad Request\r\n{head}\r\n".encode() + body


_REFUSAL = _refusal()


class _Stream(IOStream):
    """A connection that is bounded in what it sends and does not read, and says when it ends."""

    connections: Connections
    turns: Turns
    unsent: Unsent
    # Pieces of the body that is being read.
    chunks = 0
    # A WebSocket's outbox looks after what waits for it.
    has_outbox = False

    def write(self, data: bytes | memoryview) -> Any:
        """Writes, and has Tornado's own refusal say what every other says."""
        is_bare = len(data) == len(_UNREADABLE) and data == _UNREADABLE
        written = super().write(_REFUSAL if is_bare else data)
        if not self.has_outbox and self.writing():
            self.unsent.grew(self, len(data))
        return written

    async def read_until_regex(self, regex: bytes, **bounds: Any) -> bytes:  # type: ignore[override]
        """The head of a request. Raises HTTPInputError for one with too many lines."""
        head: bytes = await super().read_until_regex(regex, **bounds)
        if head.count(b"\n") > MAX_HEAD_LINES:
            raise HTTPInputError("too many lines")
        return head

    async def read_until(self, delimiter: bytes, **bounds: Any) -> bytes:  # type: ignore[override]
        """The head of a piece of a body, when it is its turn. Raises HTTPInputError."""
        self.chunks += 1
        if self.chunks > MAX_CHUNKS:
            raise HTTPInputError("too many chunks")
        turn = self.turns.take(self.connections.group(self))
        if turn is not None:
            await turn
        return await super().read_until(delimiter, **bounds)

    def unsent_bytes(self) -> int:
        """What waits to be sent; 0 once it has ended."""
        return 0 if self.closed() else len(self._write_buffer)

    def sent_bytes(self) -> int:
        """What the system has taken."""
        return self._total_write_done_index

    def cut(self) -> None:
        """Ends it, also what the system still has to send."""
        if not self.closed():
            with suppress(OSError):
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _CUT_AT_ONCE)
            self.close()

    def close_fd(self) -> None:
        """Closes, and gives the place free."""
        super().close_fd()
        self.unsent.forget(self)
        self.connections.gone(self)


class _EncryptedStream(_Stream, SSLIOStream):
    """The same over HTTPS: each step of its handshake takes a turn, as a request does."""

    _has_turn = False

    def _handle_events(self, fd: Any, events: int) -> None:
        needs_turn = self._ssl_accepting and not self._has_turn and not self.closed()
        turn = self.turns.take(self.connections.group(self)) if needs_turn else None
        self._has_turn = False
        if turn is None:
            super()._handle_events(fd, events)
            return
        # Not looked at until then.
        self.io_loop.remove_handler(self.fileno())
        self._state = None
        turn.add_done_callback(self._has_its_turn)

    def _has_its_turn(self, _turn: object) -> None:
        self._has_turn = True
        self._add_io_state(IOLoop.READ)


class _Request(HTTPMessageDelegate):
    """A request, which begins when it is its turn."""

    def __init__(self, server: "VenueServer", connection: Any, inner: HTTPMessageDelegate) -> None:
        self._server = server
        self._connection = connection
        self._inner = inner
        self._received = 0
        self._authorization: str | None = None
        self._may_send = False
        self.finish = inner.finish  # type: ignore[method-assign]
        self.on_connection_close = inner.on_connection_close  # type: ignore[method-assign]

    def headers_received(self, start_line: Any, headers: HTTPHeaders) -> Awaitable[None] | None:
        """Lets the request begin now, or later."""
        stream = self._connection.stream
        stream.chunks = 0
        self._authorization = headers.get("Authorization")
        turn = self._server.turns.take(self._server.connections.asked(stream))
        if turn is None:
            return self._inner.headers_received(start_line, headers)
        return self._later(turn, start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Hands on a piece of the body; after the first one each has to wait for its turn."""
        is_first = self._received == 0
        self._received += len(chunk)
        if self._received > MAX_STRANGERS_BODY_BYTES and not self._may_send:
            self._may_send = self._server.is_known(self._authorization)
            if not self._may_send:
                raise HTTPInputError("too long")
        stream = self._connection.stream
        turns, connections = self._server.turns, self._server.connections
        turn = None if is_first else turns.take(connections.group(stream))
        return self._inner.data_received(chunk) if turn is None else self._piece(turn, chunk)

    async def _piece(self, turn: Awaitable[None], chunk: bytes) -> None:
        await turn
        taken = self._inner.data_received(chunk)
        if taken is not None:
            await taken

    async def _later(
        self, turn: Awaitable[None], start_line: RequestStartLine, headers: HTTPHeaders
    ) -> None:
        await turn
        begun = self._inner.headers_received(start_line, headers)
        if begun is not None:
            await begun


class VenueServer(HTTPServer):
    """Tornado's server, for a network full of strangers.

    `connections`, `turns` and `unsent` are those of all servers of the application; `is_known`
    says whether an ``Authorization`` header is of somebody who may send much.
    """

    def initialize(  # type: ignore[override]
        self,
        application: Any,
        *,
        connections: Connections,
        turns: Turns,
        unsent: Unsent,
        is_known: Callable[[str | None], bool],
        **options: Any,
    ) -> None:
        """Takes what Tornado's takes, by its way to hand it in."""
        super().initialize(application, **options)
        self.connections = connections
        self.turns = turns
        self.unsent = unsent
        self.is_known = is_known

    def add_sockets(self, sockets: Iterable[socket.socket]) -> None:
        """Begins to accept connections, a few at a time."""
        for listening in sockets:
            self._sockets[listening.fileno()] = listening
            self._listen_to(listening)

    def start_request(
        self, server_conn: object, request_conn: HTTPConnection
    ) -> HTTPMessageDelegate:
        """A request that waits for its turn."""
        return _Request(self, request_conn, super().start_request(server_conn, request_conn))

    def _listen_to(self, listening: socket.socket) -> None:
        if self._stopped:
            return
        loop = IOLoop.current()
        loop.add_handler(listening, self._accept, IOLoop.READ)
        self._handlers[listening.fileno()] = partial(loop.remove_handler, listening)

    def _accept(self, listening: socket.socket, _events: int) -> None:
        for _ in range(ACCEPTED_AT_ONCE):
            if self._stopped:
                return
            try:
                connection, address = listening.accept()
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno not in _NO_FILES:
                    # It was gone before we came to it.
                    continue
                if not self.connections.make_room():
                    self._rest(listening)
                return
            self._let_in(connection, address)

    def _rest(self, listening: socket.socket) -> None:
        loop = IOLoop.current()
        loop.remove_handler(listening)
        self._handlers[listening.fileno()] = lambda: None
        loop.call_later(NO_FILES_PAUSE_S, self._listen_to, listening)

    def _let_in(self, connection: socket.socket, address: Any) -> None:
        try:
            stream = self._stream(connection)
        except OSError:
            # Ended as soon as it was made.
            connection.close()
            return
        stream.connections, stream.turns = self.connections, self.turns
        stream.unsent = self.unsent
        if self.connections.came(stream, group_of(str(address[0]))):
            self.handle_stream(stream, address)
        else:
            stream.close()

    def _stream(self, connection: socket.socket) -> _Stream:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        if not isinstance(self.ssl_options, ssl.SSLContext):
            connection.setblocking(False)
            return _Stream(connection, max_buffer_size=READ_BUFFER_BYTES)
        wrapped = ssl_wrap_socket(
            connection, self.ssl_options, server_side=True, do_handshake_on_connect=False
        )
        return _EncryptedStream(wrapped, max_buffer_size=READ_BUFFER_BYTES)


def most_connections(wanted: int) -> int:
    """How many connections there may be: `wanted`, or fewer if the system has fewer files."""
    return max(FEWEST_CONNECTIONS, min(wanted, _files() - SPARE_FILES))


def _files() -> int:
    if sys.platform == "win32":
        return FILES_ON_WINDOWS
    import resource

    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return sys.maxsize if soft == resource.RLIM_INFINITY else soft

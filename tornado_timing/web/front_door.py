"""Where connections come in: bounded in number, a few at a time, and never refused unclothed."""

import errno
import socket
import ssl
import sys
from collections.abc import Awaitable, Iterable
from functools import partial
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPHeaders, HTTPMessageDelegate, RequestStartLine
from tornado.ioloop import IOLoop
from tornado.iostream import IOStream, SSLIOStream
from tornado.netutil import ssl_wrap_socket

from tornado_timing.domain import errors
from tornado_timing.live.connections import Connections, group_of
from tornado_timing.live.turns import Turns
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
    """A connection that says when it has ended."""

    connections: Connections
    turns: Turns

    def write(self, data: bytes | memoryview) -> Any:
        """Writes, and has Tornado's own refusal say what every other says."""
        is_bare = len(data) == len(_UNREADABLE) and data == _UNREADABLE
        return super().write(_REFUSAL if is_bare else data)

    def close_fd(self) -> None:
        """Closes, and gives the place free."""
        super().close_fd()
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
        self.data_received = inner.data_received  # type: ignore[method-assign]
        self.finish = inner.finish  # type: ignore[method-assign]
        self.on_connection_close = inner.on_connection_close  # type: ignore[method-assign]

    def headers_received(self, start_line: Any, headers: HTTPHeaders) -> Awaitable[None] | None:
        """Lets the request begin now, or later."""
        turn = self._server.turns.take(self._server.connections.asked(self._connection.stream))
        if turn is None:
            return self._inner.headers_received(start_line, headers)
        return self._later(turn, start_line, headers)

    async def _later(
        self, turn: Awaitable[None], start_line: RequestStartLine, headers: HTTPHeaders
    ) -> None:
        await turn
        begun = self._inner.headers_received(start_line, headers)
        if begun is not None:
            await begun


class VenueServer(HTTPServer):
    """Tornado's server, for a network full of strangers.

    `connections` and `turns` are those of all servers of the application.
    """

    def initialize(  # type: ignore[override]
        self, application: Any, *, connections: Connections, turns: Turns, **options: Any
    ) -> None:
        """Takes what Tornado's takes, by its way to hand it in."""
        super().initialize(application, **options)
        self.connections = connections
        self.turns = turns

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
        if self.connections.came(stream, group_of(str(address[0]))):
            self.handle_stream(stream, address)
        else:
            stream.close()

    def _stream(self, connection: socket.socket) -> _Stream:
        if not isinstance(self.ssl_options, ssl.SSLContext):
            connection.setblocking(False)
            return _Stream(connection)
        wrapped = ssl_wrap_socket(
            connection, self.ssl_options, server_side=True, do_handshake_on_connect=False
        )
        return _EncryptedStream(wrapped)


def most_connections(wanted: int) -> int:
    """How many connections there may be: `wanted`, or fewer if the system has fewer files."""
    return max(FEWEST_CONNECTIONS, min(wanted, _files() - SPARE_FILES))


def _files() -> int:
    if sys.platform == "win32":
        return FILES_ON_WINDOWS
    import resource

    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return sys.maxsize if soft == resource.RLIM_INFINITY else soft

"""Puts the server together: the store, the services, the hub, and the application."""

import asyncio
import json
import re
import socket
import ssl
from contextlib import suppress
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.routing import URLSpec
from tornado.web import Application

from tornado_timing.checkup.clock import race_clock
from tornado_timing.checkup.laptop import check_while_serving
from tornado_timing.clock import Clock
from tornado_timing.config import Settings
from tornado_timing.language import Language, Texts
from tornado_timing.live.connections import Connections
from tornado_timing.live.hub import Hub
from tornado_timing.live.ticker import Ticker
from tornado_timing.live.turns import Turns
from tornado_timing.live.unsent import Unsent
from tornado_timing.logs import Logs
from tornado_timing.private_files import write_private
from tornado_timing.protocol.rehearsal import FindingOut
from tornado_timing.reachability import Reachability, Surroundings
from tornado_timing.service.services import SERVER_FILE, Services
from tornado_timing.web import offline, pages, results
from tornado_timing.web.api import UnknownPathHandler, is_known
from tornado_timing.web.broadcast import Broadcast
from tornado_timing.web.control_room import ControlRoom
from tornado_timing.web.front_door import VenueServer, most_connections
from tornado_timing.web.rehearsing import Trials
from tornado_timing.web.replies import log_request
from tornado_timing.web.routes import API_ROUTES, PAGE_ROUTES, SOCKET_ROUTES
from tornado_timing.web.team_board import TeamBoard

# No handler keeps more of a body than it allows itself: the rest is read and let go, and answered
# with 413. Tornado would break off without a word.
MAX_BODY_BYTES = 2**40
# Longer messages are broken off by Tornado; up to here they are read and closed with 1009.
MAX_MESSAGE_BYTES = 128 * 1024
PING_S = 10
CLOSE_GOING_AWAY = 1001
# A connection that sends no whole request for so long is dropped, as is one that does not finish
# its TLS handshake: each holds one of the files that the system lets the server have open. Open
# WebSockets are past their request, and are watched over by pings.
IDLE_CONNECTION_S = 20.0
# And one that does not send the whole body of its request; on a slow Wi-Fi a list takes a while.
BODY_S = 120.0
# Connections that the system keeps until they are accepted: a crowd comes at once.
BACKLOG = 1024
# Of the line and the headers of a request; tokens in them are a few hundred bytes.
MAX_HEADER_BYTES = 16 * 1024
# How long clients have to answer the close of their socket when the server stops.
FAREWELL_S = 1.0


def static_dir() -> Path:
    """The folder of the browser's side: inside the package, or beside it in a checkout."""
    beside = Path(__file__).parent.parent / "static"
    if beside.is_dir():
        return beside
    return Path(str(resources.files("tornado_timing") / "static"))


def pattern(path: str) -> str:
    """The regular expression for a path like ``/api/equipos/{team_id}/``.

    The last slash may be missing: a redirect would lose the body of a POST.
    """
    # Corrections are named by who made them.
    expression = path.replace("{correction_id}", r"(?P<correction_id>[0-9A-Za-z_-]{1,64})")
    # Of a backup it is compared with those that there are.
    expression = expression.replace("{backup_name}", r"(?P<backup_name>[0-9a-z.-]{1,96})")
    # Bibs are texts; each letter of one may be escaped.
    expression = expression.replace("{bib}", r"(?P<bib>[^/]{1,96})")
    expression = re.sub(r"\{(\w+)\}", r"(?P<\1>[0-9]{1,15})", expression)
    return f"{expression.rstrip('/')}/?"


def make_application(
    services: Services, hub: Hub, reachability: Reachability, logs: Logs | None = None
) -> Application:
    """All routes, over `services`, for a server that is reached so."""
    board = results.ResultsBoard(services.core)
    control_room = ControlRoom(services.core, hub)
    services.rehearsing.phones = control_room
    control_room.troubled_backups = services.backing_up.troubled
    broadcast = Broadcast(services.core, hub, board)
    live: dict[str, Any] = {"services": services, "hub": hub, "broadcast": broadcast}
    static = str(static_dir())
    limits = services.settings.limits
    connections = Connections(limits.connections_per_address, most_connections(limits.connections))
    routes = [
        URLSpec(pattern(path), handler, {"services": services}) for path, handler in API_ROUTES
    ]
    routes += [URLSpec(pattern(path), handler, live) for path, handler in SOCKET_ROUTES]
    routes += [
        URLSpec(pattern(path), pages.PageHandler, {"path": static, "page": page, "policy": policy})
        for path, page, policy in PAGE_ROUTES
    ]
    worker = {"script": offline.worker_script(static_dir())}
    routes.append(URLSpec(r"/juez/servicio\.js", offline.ServiceWorkerHandler, worker))
    routes.append(URLSpec(r"/static/(.*)", pages.FileHandler, {"path": static}))
    return Application(
        routes,
        default_handler_class=UnknownPathHandler,
        log_function=log_request,
        websocket_max_message_size=MAX_MESSAGE_BYTES,
        websocket_ping_interval=PING_S,
        websocket_ping_timeout=PING_S,
        cors_origins=frozenset(services.settings.cors.origins),
        results_board=board,
        team_board=TeamBoard(services.core, services.scoring),
        control_room=control_room,
        trials=Trials(services.core, services.rehearsing, hub),
        look_at_laptop=partial(look_at_laptop, services),
        connections=connections,
        turns=Turns(),
        unsent=Unsent(connections.group),
        is_known=partial(is_known, services),
        hub=hub,
        measures=services.core.measures,
        logs=logs,
        reachability=reachability,
        api_routes=API_ROUTES,
    )


def look_at_laptop(services: Services, language: Language, may_write: bool) -> list[FindingOut]:
    """What the check of the laptop finds while it serves, in words; takes tenths of a second."""
    texts = Texts(language)
    wall_error_s = services.core.clock.wall_error_s() if services.core.clock.rate == 1 else 0.0
    found = [
        race_clock(services.race_clock.is_sure, wall_error_s, texts),
        *check_while_serving(services.settings, texts, may_write=may_write),
    ]
    return [
        FindingOut(one.name, one.kind.value, one.title, one.detail, one.advice) for one in found
    ]


class HttpsPortError(Exception):
    """The port of HTTPS cannot be listened on; the system's error is its cause."""


class TimingServer:
    """A server that can be started and stopped.

    >>> server = TimingServer(load_settings(), Clock())
    >>> await server.start()
    >>> server.port, server.https_port
    (8000, None)
    >>> await server.stop()
    """

    services: Services
    reachability: Reachability
    port: int
    https_port: int | None

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        surroundings: Surroundings | None = None,
        idle_connection_s: float = IDLE_CONNECTION_S,
        logs: Logs | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._surroundings = surroundings or Surroundings()
        self._idle_connection_s = idle_connection_s
        self._logs = logs
        self._hub = Hub()
        self._servers: list[HTTPServer] = []

    async def start(self) -> None:
        """Opens the data directory and listens.

        Raises what `Services.open` and `Reachability.prepare` raise, OSError when the port is
        taken, HttpsPortError when that of HTTPS is, and UnicodeError for a host that cannot be
        a name.
        """
        self.services = await Services.open(self._settings, self._clock)
        listening: list[socket.socket] = []
        try:
            self.reachability = Reachability(self._settings, self._surroundings)
            await self.reachability.prepare()
            plain, encrypted = self._bind(listening)
            self.port = _port(plain)
            self.https_port = _port(encrypted) if encrypted else None
            self.reachability.listens(self.port, self.https_port)
            self._describe()
            application = make_application(self.services, self._hub, self.reachability, self._logs)
        except BaseException:
            for one in listening:
                one.close()
            await self.services.close()
            raise
        self._serve(application, plain, None)
        if self.reachability.certificates is not None:
            self._serve(application, encrypted, self.reachability.certificates.context)
        self._hub.start()
        self._ticker = Ticker(self.services.core.measures.tick)
        self._ticker.start()
        self.reachability.start()
        self.services.backing_up.start()

    async def stop(self) -> None:
        """Stops accepting, finishes what is queued, closes the sockets with 1001."""
        if not self._servers:
            return
        for server in self._servers:
            server.stop()
        # Saying goodbye to the network takes a moment of its own.
        farewell = asyncio.create_task(self.reachability.stop())
        # Who waits for a file is told that there will be none.
        await self.services.exporting.close()
        await self.services.core.writer.stop()
        # The answers to what was just committed leave before the sockets close.
        await asyncio.sleep(0)
        self._hub.close_all(CLOSE_GOING_AWAY, "server stopping")
        deadline_s = self._clock.uptime_s() + FAREWELL_S
        while len(self._hub) and self._clock.uptime_s() < deadline_s:
            await asyncio.sleep(0.01)
        self._hub.stop()
        self._ticker.stop()
        for server in self._servers:
            await server.close_all_connections()
        with suppress(OSError):
            (self._settings.data_dir / SERVER_FILE).unlink()
        await self.services.close()
        await farewell

    def _bind(
        self, listening: list[socket.socket]
    ) -> tuple[list[socket.socket], list[socket.socket]]:
        """The sockets of HTTP and those of HTTPS, all of them added to `listening`."""
        server, tls = self._settings.server, self._settings.tls
        plain = bind_sockets(server.port, server.host, backlog=BACKLOG)
        listening += plain
        if not tls.enabled:
            return plain, []
        try:
            encrypted = bind_sockets(tls.port, server.host, backlog=BACKLOG)
        except OSError as error:
            raise HttpsPortError(str(error)) from error
        listening += encrypted
        return plain, encrypted

    def _serve(
        self, application: Application, sockets_: list[socket.socket], tls: ssl.SSLContext | None
    ) -> None:
        server = VenueServer(
            application,
            connections=application.settings["connections"],
            turns=application.settings["turns"],
            unsent=application.settings["unsent"],
            is_known=application.settings["is_known"],
            ssl_options=tls,
            max_header_size=MAX_HEADER_BYTES,
            max_body_size=MAX_BODY_BYTES,
            idle_connection_timeout=self._idle_connection_s,
            body_timeout=BODY_S,
        )
        server.add_sockets(sockets_)
        self._servers.append(server)

    def _describe(self) -> None:
        """Leaves a note of the port for the commands of this machine."""
        host = self._settings.server.host
        address = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        note = {"address": address, "port": self.port}
        write_private(self._settings.data_dir / SERVER_FILE, json.dumps(note).encode())


def _port(sockets_: list[socket.socket]) -> int:
    return int(sockets_[0].getsockname()[1])

"""What the tests of the demonstration share."""

from collections.abc import Iterator

import pytest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application

from tests.demo.pretended_server import ApiHandler, PhoneSocket, PretendedServer
from tornado_timing.demo import phone


@pytest.fixture
def server() -> PretendedServer:
    """A server that stores and acknowledges until it is told otherwise."""
    return PretendedServer()


@pytest.fixture
def port(io_loop: object, server: PretendedServer) -> Iterator[int]:
    """The port on which `server` listens."""
    app = Application(
        [
            (r"/ws/juez/3/", PhoneSocket, {"server": server}),
            (r"/api/(.*)", ApiHandler, {"server": server}),
        ],
        log_function=lambda handler: None,
    )
    listener, number = bind_unused_port()
    http_server = HTTPServer(app)
    http_server.add_socket(listener)
    yield number
    http_server.stop()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Phones that wait for fractions of a second."""
    monkeypatch.setattr(phone, "RESEND_AFTER_S", 0.1)
    monkeypatch.setattr(phone, "SETTLE_DEADLINE_S", 2.0)
    monkeypatch.setattr(phone, "SILENCE_S", 0.3)

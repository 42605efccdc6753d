"""HTTP and HTTPS side by side: real sockets, real handshakes, a client that trusts the laptop."""

import asyncio
import errno
import json
import plistlib
import re
import socket
import ssl
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from tornado.websocket import websocket_connect

from tests.handshakes import hosts_of, phone
from tests.network import Network
from tests.venue import EVENT, Answer, Socket, Venue
from tornado_timing import app
from tornado_timing.app import HttpsPortError, TimingServer
from tornado_timing.certificate_files import AUTHORITY_FILE
from tornado_timing.vouching import CertificateError

HOME, OTHER = "192.168.1.5", "10.0.0.7"


class SecureVenue(Venue):
    """A venue with HTTPS, in a network that is set by hand."""

    def __init__(self, data_dir: Path, **sections: Any) -> None:
        super().__init__(data_dir, **{"tls": {"enabled": True, "port": 0}, **sections})
        server = msgspec.structs.replace(self.settings.server, host="0.0.0.0")
        self.settings = msgspec.structs.replace(self.settings, server=server)
        self.network = Network(HOME)

    async def start(self) -> None:
        """As at every start, and the name is announced."""
        self.server = TimingServer(self.settings, self.clock, self.network.surroundings)
        await self.server.start()
        await self.server.reachability.look()

    @property
    def https_port(self) -> int:
        """Where HTTPS is."""
        assert self.server.https_port is not None
        return self.server.https_port

    async def trust(self) -> ssl.SSLContext:
        """A phone that has installed what the server offers, over plain HTTP as a phone does."""
        answer = await self.get("/confianza/autoridad.crt")
        assert answer.status == 200
        return phone(answer.body)

    async def over_https(
        self, path: str, context: ssl.SSLContext, headers: dict[str, str] | None = None
    ) -> Answer:
        """GET as a phone with this trust."""
        url = f"https://127.0.0.1:{self.https_port}{path}"
        request = HTTPRequest(url, headers=headers or {}, ssl_options=context)
        client = AsyncHTTPClient(force_instance=True)
        try:
            response = await client.fetch(request, raise_error=False)
            if response.code == 599:
                raise response.error or AssertionError
            return Answer(response.code, response.headers, response.body)
        finally:
            client.close()

    async def certificate(self, context: ssl.SSLContext, host: str) -> set[str]:
        """What a new connection to `host` is shown; raises where the phone would not open it."""
        _, writer = await asyncio.open_connection(
            "127.0.0.1", self.https_port, ssl=context, server_hostname=host
        )
        shown = writer.get_extra_info("peercert")
        writer.close()
        await writer.wait_closed()
        return hosts_of(shown)


@pytest.fixture
def secure(io_loop: IOLoop, tmp_path: Path) -> Iterator[SecureVenue]:
    """A venue with HTTPS."""
    place = SecureVenue(tmp_path / "data")
    io_loop.run_sync(lambda: place.open(EVENT))
    yield place
    io_loop.run_sync(place.close)


@pytest.mark.gen_test(timeout=30)
async def test_both_ports_serve_the_same(secure: SecureVenue) -> None:
    context = await secure.trust()
    for path in ("/health", "/juez/", "/static/shared/api.js", "/api/competencias/publicas/"):
        plain, encrypted = await secure.get(path), await secure.over_https(path, context)
        assert (plain.status, encrypted.status) == (200, 200), path
        if path != "/health":
            assert plain.body == encrypted.body
    assert "Strict-Transport-Security" not in encrypted.headers, "HTTP must go on working"


@pytest.mark.gen_test(timeout=30)
async def test_a_phone_that_does_not_trust_is_refused_by_itself(secure: SecureVenue) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await secure.over_https("/health", phone(None))
    assert (await secure.get("/health")).status == 200


async def judge_socket(secure: SecureVenue, origin: str | None) -> Socket:
    """A judge's socket over TLS, opened with a ticket as the page does."""
    token = await secure.token("juez1")
    ticket = (await secure.post("/api/ws-ticket/", token=token)).json["ticket"]
    judge_id = secure.state.account_by_login("juez1").id
    headers = {"Host": f"timing.local:{secure.https_port}"}
    if origin is not None:
        headers["Origin"] = origin
    request = HTTPRequest(
        f"wss://127.0.0.1:{secure.https_port}/ws/juez/{judge_id}/?ticket={ticket}",
        headers=headers,
        ssl_options=await secure.trust(),
    )
    socket = Socket(await websocket_connect(request))
    secure.sockets.append(socket)
    return socket


@pytest.mark.gen_test(timeout=30)
async def test_a_judge_records_times_over_tls(secure: SecureVenue) -> None:
    await secure.start_race()
    judge = await judge_socket(secure, f"https://timing.local:{secure.https_port}")
    assert (await judge.read())["tipo"] == "conexion_establecida"
    times = [{"tiempo": number, "id_registro": f"t{number}"} for number in range(15)]
    message = {"tipo": "registrar_tiempos", "equipo_id": 1, "registros": times}
    answer = await judge.ask(message)
    assert answer["total_guardados"] == 15, answer
    # Who watches over HTTP sees them.
    results = (await secure.get("/api/competencias/1/resultados/")).json
    assert results["total_registros"] == 15


@pytest.mark.gen_test(timeout=30)
async def test_a_page_of_another_host_opens_no_socket_over_tls(secure: SecureVenue) -> None:
    for origin in ("https://evil.example", f"https://otro.local:{secure.https_port}"):
        with pytest.raises(HTTPClientError) as raised:
            await judge_socket(secure, origin)
        assert raised.value.code == 403


@pytest.mark.gen_test(timeout=30)
async def test_sockets_are_closed_and_both_ports_free_after_a_stop(secure: SecureVenue) -> None:
    judge = await judge_socket(secure, None)
    assert (await judge.read())["tipo"] == "conexion_establecida"
    ports = [secure.server.port, secure.https_port]
    await secure.stop()
    assert await judge.wait_closed() == 1001
    assert secure.network.is_closed, "the name is taken back"
    for port in ports:
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", port)
    await secure.start()
    assert (await secure.over_https("/health", await secure.trust())).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_another_network_is_served_without_a_restart(secure: SecureVenue) -> None:
    context = await secure.trust()
    judge = await judge_socket(secure, None)
    await judge.read()
    assert HOME in await secure.certificate(context, HOME)
    with pytest.raises(ssl.SSLCertVerificationError):
        await secure.certificate(context, OTHER)
    secure.network.addresses = [OTHER]
    await secure.server.reachability.look()
    assert OTHER in await secure.certificate(context, OTHER)
    assert "timing.local" in await secure.certificate(context, "timing.local")
    # Whoever was connected stays so.
    await judge.send({"tipo": "ping", "t0": 1})
    assert (await judge.read_tipo("pong"))["t0"] == 1


@pytest.mark.gen_test(timeout=30)
async def test_phones_are_told_how_to_trust(secure: SecureVenue) -> None:
    http, https = secure.server.port, secure.https_port
    certificate = await secure.get("/confianza/autoridad.crt")
    assert certificate.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert certificate.headers["Content-Disposition"] == 'attachment; filename="autoridad.crt"'
    fingerprint = ":".join(re.findall("..", sha256(certificate.body).hexdigest().upper()))
    told = (await secure.get("/api/confianza/")).json
    assert told == {
        "enabled": True,
        "fingerprint": fingerprint,
        "https_urls": [f"https://{HOME}:{https}", f"https://timing.local:{https}"],
        "http_urls": [f"http://{HOME}:{http}", f"http://timing.local:{http}"],
    }
    urls = (await secure.get("/api/direcciones/")).json["urls"]
    assert urls == [*told["http_urls"], *told["https_urls"]]


@pytest.mark.gen_test(timeout=30)
async def test_an_iphone_gets_the_same_certificate_as_a_profile(secure: SecureVenue) -> None:
    first, second = [await secure.get("/confianza/autoridad.mobileconfig") for _ in range(2)]
    assert first.headers["Content-Type"] == "application/x-apple-aspen-config"
    assert first.body == second.body, "a second one replaces the first"
    profile = plistlib.loads(first.body)
    (payload,) = profile["PayloadContent"]
    assert payload["PayloadType"] == "com.apple.security.root"
    der = (await secure.get("/confianza/autoridad.crt")).body
    assert payload["PayloadContent"] == der
    assert payload["PayloadUUID"] != profile["PayloadUUID"]


@pytest.mark.gen_test(timeout=30)
async def test_the_page_of_trust_may_try_https(secure: SecureVenue) -> None:
    answer = await secure.get("/confianza/", headers={"Host": "192.168.1.5:8000"})
    assert answer.status == 200
    policy = answer.headers["Content-Security-Policy"]
    rules = [rule.split() for rule in policy.split("; ") if rule.startswith("connect-src")]
    assert rules == [
        ["connect-src", "'self'", "https:", "ws://192.168.1.5:8000", "wss://192.168.1.5:8000"]
    ], "of two rules browsers would read the first alone"


@pytest.mark.gen_test(timeout=30)
async def test_cards_may_lead_to_https(secure: SecureVenue) -> None:
    judge_id = secure.state.account_by_login("juez1").id
    base_url = f"https://timing.local:{secure.https_port}"
    body = {"judge_ids": [judge_id], "base_url": base_url}
    (card,) = (await secure.post("/api/jueces/tarjetas/", body, user="organiza")).json
    assert card["url"].startswith(f"{base_url}/juez#codigo=")


@pytest.mark.gen_test(timeout=30)
async def test_no_key_ever_leaves(secure: SecureVenue) -> None:
    keys = [path.read_text() for path in (secure.data_dir / "tls").iterdir()]
    assert len(keys) == 2
    for path in ("/confianza/autoridad.crt", "/confianza/autoridad.mobileconfig",
                 "/api/confianza/", "/static/../data/tls/authority-key.pem"):  # fmt: skip
        body = (await secure.get(path)).body
        assert b"PRIVATE KEY" not in body


@pytest.mark.gen_test(timeout=30)
async def test_without_https_there_is_nothing_to_trust(venue: Venue) -> None:
    url = f"http://127.0.0.1:{venue.server.port}"
    told = (await venue.get("/api/confianza/")).json
    assert told == {"enabled": False, "fingerprint": None, "https_urls": [], "http_urls": [url]}
    for path in ("/confianza/autoridad.crt", "/confianza/autoridad.mobileconfig"):
        assert (await venue.get(path)).status == 404
    assert not (venue.data_dir / "tls").exists()
    assert venue.server.https_port is None


@pytest.mark.gen_test(timeout=30)
async def test_the_first_organizer_is_made_at_the_laptop_over_tls_too(
    io_loop: Any, tmp_path: Path
) -> None:
    place = SecureVenue(tmp_path / "data")
    await place.start()
    try:
        context, port = await place.trust(), place.https_port
        for headers, needs_secret in (
            ({"Host": f"localhost:{port}"}, False),
            ({"Host": f"localhost:{port}", "Origin": f"https://localhost:{port}"}, False),
            ({"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"}, True),
            ({"Host": f"timing.local:{port}"}, True),
            ({"Host": f"{HOME}:{port}"}, True),
        ):
            answer = await place.over_https("/api/primer-organizador/", context, headers)
            assert answer.json == {"needed": True, "needs_secret": needs_secret}, headers
    finally:
        await place.close()


@pytest.mark.gen_test(timeout=30)
async def test_a_taken_port_of_https_leaves_nothing_open(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = SecureVenue(tmp_path / "data")
    bound: list[socket.socket] = []

    def second_is_taken(port: int, host: str, **how: Any) -> list[socket.socket]:
        if bound:
            raise OSError(errno.EADDRINUSE, "Address already in use")
        bound.extend(bind_sockets(port, host, **how))
        return bound

    with monkeypatch.context() as patch:
        patch.setattr(app, "bind_sockets", second_is_taken)
        with pytest.raises(HttpsPortError) as caught:
            await place.start()
    assert isinstance(caught.value.__cause__, OSError)
    assert [one.fileno() for one in bound] == [-1]
    await place.start()
    note = json.loads((place.data_dir / "server.json").read_text())
    assert note["port"] == place.server.port, "commands of this machine go on by HTTP"
    await place.close()


@pytest.mark.gen_test(timeout=30)
async def test_with_a_damaged_authority_it_does_not_start_and_without_https_it_does(
    io_loop: Any, tmp_path: Path
) -> None:
    place = SecureVenue(tmp_path / "data")
    await place.start()
    await place.stop()
    path = place.data_dir / "tls" / AUTHORITY_FILE
    path.write_bytes(b"noise")
    with pytest.raises(CertificateError):
        await place.start()
    tls = msgspec.structs.replace(place.settings.tls, enabled=False)
    place.settings = msgspec.structs.replace(place.settings, tls=tls)
    await place.start()
    assert (await place.get("/health")).status == 200
    assert path.read_bytes() == b"noise"
    await place.close()

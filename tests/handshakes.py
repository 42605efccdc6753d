"""TLS handshakes without a network, as a phone makes them."""

import ssl
from pathlib import Path
from typing import Any


def phone(authority_der: bytes | None) -> ssl.SSLContext:
    """A client that trusts the authority with this certificate and no other; None: nobody."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if authority_der is not None:
        context.load_verify_locations(cadata=authority_der)
    return context


def server_with(pem: bytes, folder: Path) -> ssl.SSLContext:
    """A server that shows the key and certificates of `pem`."""
    path = folder / "shown.pem"
    path.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def handshake(server: ssl.SSLContext, client: ssl.SSLContext, host: str) -> dict[str, Any]:
    """What the client is shown when it opens `host`. Raises ssl.SSLError where it refuses."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    shown = client.wrap_bio(to_client, to_server, server_hostname=host)
    sides = [shown, server.wrap_bio(to_server, to_client, server_side=True)]
    while sides:
        for side in list(sides):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            sides.remove(side)
    certificate = shown.getpeercert()
    assert certificate
    return dict(certificate)


def hosts_of(shown: dict[str, Any]) -> set[str]:
    """The names and addresses that a shown certificate is for."""
    return {value for _, value in shown["subjectAltName"]}

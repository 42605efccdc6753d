"""Where this server is, and what a phone needs to trust its HTTPS."""

import plistlib
import uuid
from hashlib import sha256

from msgspec import Struct


class AddressesOut(Struct):
    """Under which addresses this server can be reached, the likeliest first, HTTP before HTTPS."""

    urls: list[str]


class TrustOut(Struct):
    """Whether there is HTTPS, by which authority, and where.

    `fingerprint` is the SHA-256 of the authority's certificate as phones show it, ``AB:01:...``;
    null without HTTPS.
    """

    enabled: bool
    fingerprint: str | None
    https_urls: list[str]
    http_urls: list[str]


def apple_profile(certificate: bytes, name: str) -> bytes:
    """A configuration profile that brings an iPhone the authority's certificate (DER).

    Safari takes a profile for what it is, whatever its version makes of a file with a
    certificate. The same certificate gives the same profile, so that a second one replaces the
    first (Apple, Configuration Profile Reference, "com.apple.security.root").
    """
    root = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": "tornado-timing.authority.certificate",
        "PayloadUUID": _uuid(certificate, "certificate"),
        "PayloadDisplayName": name,
        "PayloadCertificateFileName": "autoridad.crt",
        "PayloadContent": certificate,
    }
    profile = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"tornado-timing.{sha256(certificate).hexdigest()[:16]}",
        "PayloadUUID": _uuid(certificate, "profile"),
        "PayloadDisplayName": name,
        "PayloadDescription": "Para abrir por HTTPS la página de los jueces de este portátil. "
        "Solo vale para direcciones de redes locales. Se puede quitar después de la carrera.",
        "PayloadContent": [root],
    }
    return plistlib.dumps(profile)


def _uuid(certificate: bytes, of: str) -> str:
    digest = sha256(of.encode() + certificate).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4)).upper()

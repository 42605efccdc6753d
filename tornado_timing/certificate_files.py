"""The certificate authority and the laptop's certificate as files beside the database.

>>> certificates = Certificates.open(data_dir / "tls", "laptop", wall_clock)
>>> certificates.renew(["192.168.1.5", "timing.local"])
True
>>> certificates.load()
>>> HTTPServer(application, ssl_options=certificates.context)
"""

import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from tornado_timing.certificates import Authority, DamagedError, LaptopCertificate
from tornado_timing.private_files import keep_private, write_private
from tornado_timing.vouching import CertificateError, is_permitted

DIRECTORY = "tls"
AUTHORITY_FILE = "authority-key.pem"
CERTIFICATE_FILE = "laptop-key.pem"
RENEWED_BEFORE_END = timedelta(days=30)


def wall_clock() -> datetime:
    """The laptop's clock, as it is set now: certificates are looked at by the clocks of phones."""
    return datetime.now(UTC)


class Certificates:
    """The authority of a data directory, and the laptop's certificate, renewed when it must be."""

    def __init__(self, directory: Path, authority: Authority, now: Callable[[], datetime]) -> None:
        self.authority = authority
        self.path = directory / CERTIFICATE_FILE
        self._now = now
        self._certificate = _laptop_certificate(self.path)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.set_alpn_protocols(["http/1.1"])

    @classmethod
    def open(
        cls, directory: Path, host_name: str, now: Callable[[], datetime] = wall_clock
    ) -> "Certificates":
        """Reads the authority, or makes the first one of this directory.

        Raises CertificateError for one that is there and cannot be used: phones trust it, so it
        is not for a program to put another in its place. OSError for files that cannot be
        read or written.
        """
        path = directory / AUTHORITY_FILE
        authority = read_authority(directory, now())
        if authority is None:
            authority = Authority.make(host_name, now())
            write_private(path, authority.to_pem())
        keep_private(path)
        return cls(directory, authority, now)

    def renew(self, hosts: Iterable[str]) -> bool:
        """Makes a new certificate if the one there is does not do for `hosts`; whether it did.

        Raises OSError when it cannot be written. It takes some milliseconds and the disk.
        """
        hosts = list(hosts)
        if not self._must_be_renewed(hosts):
            return False
        certificate = self.authority.certify(hosts, self._now())
        write_private(self.path, certificate.to_pem())
        self._certificate = certificate
        return True

    def load(self) -> None:
        """Lets handshakes from now on show the certificate; those that were made stay as they are.

        Raises OSError, also as ssl.SSLError.
        """
        keep_private(self.path)
        self.context.load_cert_chain(self.path)

    def covers(self, host: str) -> bool:
        """Whether the certificate is for `host`, a name or an address."""
        return self._certificate is not None and self._certificate.covers(host)

    def _must_be_renewed(self, hosts: Iterable[str]) -> bool:
        certificate, now = self._certificate, self._now()
        if certificate is None or not self.authority.has_signed(certificate):
            return True
        if not all(certificate.covers(host) for host in hosts if is_permitted(host)):
            return True
        if not certificate.is_good_at(now):
            return True
        # In the authority's last days a new one would end as early.
        is_ending = now >= certificate.ends_at - RENEWED_BEFORE_END
        return is_ending and certificate.ends_at < self.authority.ends_at


class Found(Struct, frozen=True):
    """What there is of HTTPS in a data directory."""

    authority: Authority | None
    certificate: LaptopCertificate | None


def look(directory: Path, now: datetime) -> Found:
    """Looks, and changes nothing. Raises CertificateError and OSError as `Certificates.open`."""
    authority = read_authority(directory, now)
    certificate = _laptop_certificate(directory / CERTIFICATE_FILE)
    if authority is None or certificate is None or not authority.has_signed(certificate):
        certificate = None
    return Found(authority, certificate)


def read_authority(directory: Path, now: datetime) -> Authority | None:
    """The authority of `directory`, None where there is none yet.

    Raises CertificateError where it cannot be used, OSError where it cannot be read.
    """
    path = directory / AUTHORITY_FILE
    try:
        authority = Authority.read(path.read_bytes())
    except FileNotFoundError:
        return None
    except DamagedError as error:
        raise CertificateError("authority_damaged", path=path) from error
    if now >= authority.ends_at:
        raise CertificateError("authority_ended", path=path, date=f"{authority.ends_at:%Y-%m-%d}")
    if now < authority.begins_at:
        raise CertificateError(
            "authority_not_begun",
            path=path,
            date=f"{authority.begins_at:%Y-%m-%d}",
            now=f"{now:%Y-%m-%d}",
        )
    return authority


def _laptop_certificate(path: Path) -> LaptopCertificate | None:
    """The certificate in a file; None where there is none that could be used."""
    with suppress(FileNotFoundError, DamagedError):
        return LaptopCertificate.read(path.read_bytes())
    return None

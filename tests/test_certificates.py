"""The laptop's authority: what phones believe of it, and above all what they do not."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from tests.handshakes import handshake, hosts_of, phone, server_with
from tornado_timing import certificates
from tornado_timing.certificates import Authority, DamagedError, LaptopCertificate
from tornado_timing.vouching import is_permitted

NOW = datetime.now(UTC).replace(microsecond=0)
HOSTS = ["192.168.1.5", "10.0.0.2", "fd00::2", "timing.local", "portatil.local"]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.make("portatil", NOW)


def stolen(authority: Authority, host: str, monkeypatch: pytest.MonkeyPatch) -> LaptopCertificate:
    """What a thief makes of the authority's key: a certificate for whatever he likes."""
    monkeypatch.setattr(certificates, "is_permitted", lambda _: True)
    return authority.certify([host], NOW)


def verify(authority: Authority, certificate: LaptopCertificate, host: str) -> None:
    """Verifies as another program would, written by other people than OpenSSL."""
    subject: x509.GeneralName
    try:
        subject = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        subject = x509.DNSName(host)
    verifier = PolicyBuilder().store(Store([authority.root])).time(NOW)
    verifier.build_server_verifier(subject).verify(certificate.certificate, list(certificate.chain))


@pytest.mark.parametrize("host", [*HOSTS, "localhost", "127.0.0.1", "::1"])
def test_a_phone_that_trusts_the_authority_opens_every_address(
    authority: Authority, tmp_path: Path, host: str
) -> None:
    certificate = authority.certify(HOSTS, NOW)
    shown = handshake(server_with(certificate.to_pem(), tmp_path), phone(authority.der), host)
    assert {"192.168.1.5", "timing.local", "localhost"} <= hosts_of(shown)
    verify(authority, certificate, host)
    assert certificate.covers(host)


@pytest.mark.parametrize("host", ["192.168.1.6", "otro.local", "example.com"])
def test_no_other_address_is_opened(authority: Authority, tmp_path: Path, host: str) -> None:
    certificate = authority.certify(HOSTS, NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(server_with(certificate.to_pem(), tmp_path), phone(authority.der), host)
    assert not certificate.covers(host)


def test_a_phone_that_trusts_nobody_or_another_laptop_refuses(
    authority: Authority, tmp_path: Path
) -> None:
    server = server_with(authority.certify(HOSTS, NOW).to_pem(), tmp_path)
    # Of the same name, as that of a laptop which was set up anew.
    for trusted in (None, Authority.make("portatil", NOW).der):
        with pytest.raises(ssl.SSLCertVerificationError):
            handshake(server, phone(trusted), "timing.local")


@pytest.mark.parametrize(
    "host",
    [
        *("example.com", "www.banco.example", "local.example", "nolocal", "8.8.8.8", "172.32.0.1"),
        *("100.128.0.1", "192.169.0.1", "2001:db8::1", "fec0::1"),
    ],
)
def test_a_stolen_key_is_no_use_outside_of_local_networks(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    certificate = stolen(authority, host, monkeypatch)
    assert certificate.covers(host), "the thief's certificate is for it"
    server = server_with(certificate.to_pem(), tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        handshake(server, phone(authority.der), host)
    with pytest.raises(VerificationError):
        verify(authority, certificate, host)


def test_a_stolen_key_makes_no_authority(authority: Authority, tmp_path: Path) -> None:
    """The constraints of the next one would be the thief's own affair."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = certificates._name("thief")
    below = certificates._constrained(name, authority.issuer.subject, key, authority.key, 0, NOW)
    thief = Authority(authority.root, below, key)
    leaf = thief.certify(["timing.local"], NOW)
    pem = leaf.to_pem() + authority.issuer.public_bytes(serialization.Encoding.PEM)
    with pytest.raises(ssl.SSLCertVerificationError, match="path length constraint"):
        handshake(server_with(pem, tmp_path), phone(authority.der), "timing.local")


def test_the_key_of_what_phones_trust_is_nowhere(authority: Authority) -> None:
    """A verifier may leave the constraints of a root unread; the issuer's it must read."""
    pem = authority.to_pem()
    assert pem.count(b"PRIVATE KEY-----") == 2, "one key: its first line and its last"
    assert authority.key.public_key() == authority.issuer.public_key()
    assert authority.key.public_key() != authority.root.public_key()
    for certificate in (authority.root, authority.issuer):
        constraints = certificate.extensions.get_extension_for_class(x509.NameConstraints)
        assert constraints.critical
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
        assert basic.critical
        assert basic.value.ca
    usage = authority.issuer.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert [use.dotted_string for use in usage.value] == ["1.3.6.1.5.5.7.3.1"]


def test_it_lasts_as_long_as_phones_allow(authority: Authority) -> None:
    certificate = authority.certify(HOSTS, NOW)
    begins = certificate.certificate.not_valid_before_utc
    assert certificate.ends_at - begins <= timedelta(days=397)
    assert certificate.ends_at - NOW >= timedelta(days=390)
    # A phone whose clock is a day behind opens it all the same.
    assert certificate.is_good_at(NOW - timedelta(days=1))
    assert authority.begins_at <= NOW - timedelta(days=1)
    assert not certificate.is_good_at(NOW - timedelta(days=3))
    assert not certificate.is_good_at(certificate.ends_at)
    assert authority.ends_at - NOW == timedelta(days=3650)


def test_it_ends_no_later_than_the_authority(authority: Authority) -> None:
    late = authority.ends_at - timedelta(days=10)
    assert authority.certify(HOSTS, late).ends_at == authority.ends_at


def test_every_certificate_has_a_key_of_its_own(authority: Authority) -> None:
    first, second = authority.certify(HOSTS, NOW), authority.certify(HOSTS, NOW)
    assert first.key.public_key() != second.key.public_key()
    assert first.certificate.serial_number != second.certificate.serial_number


def test_what_it_may_not_vouch_for_is_left_out(authority: Authority) -> None:
    hosts = ["192.0.2.2", "example.com", "TIMING.local", "FD00:0::2", "fe80::1%eth0"]
    certificate = authority.certify(hosts, NOW)
    own = {"localhost", "127.0.0.1", "::1"}
    assert set(certificate.hosts) == own | {"timing.local", "fd00::2", "fe80::1"}
    assert certificate.covers("FD00:0::2")
    assert certificate.covers("Timing.Local")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        *((host, True) for host in [*HOSTS, "169.254.9.9", "100.64.0.1", "172.31.255.255"]),
        *((host, False) for host in ["192.0.2.2", "8.8.8.8", "::", "2001:db8::1", "local.example"]),
    ],
)
def test_local_is_what_cannot_be_somebody_elses(host: str, expected: bool) -> None:
    assert is_permitted(host) is expected


def test_people_are_told_whose_it_is(authority: Authority) -> None:
    assert authority.name == f"tornado-timing portatil {NOW.year}"
    assert len(authority.fingerprint) == 32 * 3 - 1
    assert authority.fingerprint == authority.fingerprint.upper()
    assert len(Authority.make("x" * 300, NOW).name) <= 64


def test_what_was_written_is_read_back(authority: Authority) -> None:
    again = Authority.read(authority.to_pem())
    assert (again.root, again.issuer) == (authority.root, authority.issuer)
    certificate = again.certify(HOSTS, NOW)
    assert authority.has_signed(certificate)
    assert authority.has_signed(LaptopCertificate.read(certificate.to_pem()))
    assert not Authority.make("portatil", NOW).has_signed(certificate)


def damages(pem: bytes, other: bytes) -> list[bytes]:
    """A text of a key and two certificates, damaged in different ways; `other` is another's."""
    end = b"-----END PRIVATE KEY-----\n"
    key, certificates_ = pem.split(end)
    other_key, other_certificates = other.split(end)
    first_end = certificates_.index(b"-----BEGIN", 5)
    return [
        b"",
        b"\x00" * len(pem),
        pem[: len(pem) // 2],
        pem[: len(key) + len(end)],
        pem[: len(key) + len(end) + first_end],
        certificates_,
        other_key + end + certificates_,
        key + end + certificates_[first_end:] + certificates_[:first_end],
        key + end + certificates_[:first_end] + other_certificates[first_end:],
        pem.replace(pem[900:904], b"AAAA"),
    ]


def test_a_damaged_authority_is_never_taken_for_a_good_one(authority: Authority) -> None:
    for damaged in damages(authority.to_pem(), Authority.make("portatil", NOW).to_pem()):
        with pytest.raises(DamagedError):
            Authority.read(damaged)


def test_a_damaged_certificate_is_never_taken_for_a_good_one(authority: Authority) -> None:
    other = Authority.make("portatil", NOW)
    damaged = damages(authority.certify(HOSTS, NOW).to_pem(), other.certify(HOSTS, NOW).to_pem())
    for pem in damaged:
        try:
            assert not authority.has_signed(LaptopCertificate.read(pem))
        except DamagedError:
            continue

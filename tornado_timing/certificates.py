"""A certificate authority of the laptop's own, and certificates for the laptop by it.

Phones come to trust the authority for years, so it must not be worth stealing. Three things see
to that. It vouches for private networks and the names ``localhost`` and ``*.local`` alone (name
constraints, critical, RFC 5280 section 4.2.1.10): a bank, or anything else of the internet, is
outside of what it can say. The certificate that phones trust, the root, has signed one other, the
issuer, and its key was thrown away unwritten; the issuer signs for the laptop, and its key is the
one on the disk. That matters because a verifier may leave the constraints of a root that it
trusts unread (RFC 5280, section 6.1.1 d; older Androids do), but not those of an issuer. And the
issuer is good for servers only, not for mail or programs.

>>> authority = Authority.make("laptop", now)
>>> Authority.read(authority.to_pem()).fingerprint == authority.fingerprint
True
>>> authority.certify(["192.168.1.5", "timing.local"], now).covers("192.168.1.5")
True
"""

import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from msgspec import Struct

from tornado_timing.vouching import PERMITTED_NAMES, PERMITTED_NETWORKS, is_permitted, plain

# In every certificate, so that the laptop's own browser is served too.
ALWAYS_COVERED = ("localhost", "127.0.0.1", "::1")

AUTHORITY_LIFE = timedelta(days=3650)
# Apple takes no more than 825 days, and 398 of the authorities that it brings itself.
CERTIFICATE_LIFE = timedelta(days=397)
# The clocks of laptops and phones without the internet are off, by a time zone at times.
BACKDATED = timedelta(days=2)
MAX_COMMON_NAME = 64

_KEY_USAGE_OF_AUTHORITY = x509.KeyUsage(
    digital_signature=False, content_commitment=False, key_encipherment=False,
    data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
    encipher_only=False, decipher_only=False,
)  # fmt: skip
_KEY_USAGE_OF_SERVER = x509.KeyUsage(
    digital_signature=True, content_commitment=False, key_encipherment=False,
    data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
    encipher_only=False, decipher_only=False,
)  # fmt: skip
_FOR_SERVERS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])


class DamagedError(Exception):
    """What should be a key and certificates that belong together is not; the text says why."""


class LaptopCertificate(Struct, frozen=True):
    """The laptop's certificate with the issuer's behind it."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def read(cls, pem: bytes) -> "LaptopCertificate":
        """What `to_pem` wrote. Raises DamagedError."""
        key, (certificate, *chain) = _read(pem, 2)
        return cls(certificate, tuple(chain), key)

    def to_pem(self) -> bytes:
        """Key and certificates as one text, as `ssl.SSLContext.load_cert_chain` takes it."""
        return _to_pem(self.key, [self.certificate, *self.chain])

    @property
    def hosts(self) -> list[str]:
        """The names and addresses that it is for."""
        names = self.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        return [
            *names.value.get_values_for_type(x509.DNSName),
            *map(str, names.value.get_values_for_type(x509.IPAddress)),
        ]

    def covers(self, host: str) -> bool:
        """Whether it is for `host`, a name or an address."""
        return plain(host) in self.hosts

    @property
    def ends_at(self) -> datetime:
        """Until when it is good."""
        return self.certificate.not_valid_after_utc

    def is_good_at(self, now: datetime) -> bool:
        """Whether it has begun and not ended."""
        return self.certificate.not_valid_before_utc <= now < self.ends_at


class Authority(Struct, frozen=True):
    """The authority: the root that phones trust, the issuer, and the issuer's key."""

    root: x509.Certificate
    issuer: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def make(cls, host_name: str, now: datetime) -> "Authority":
        """A new one for the laptop of this name, which people read in their phone's settings."""
        whose = host_name[: MAX_COMMON_NAME - len("tornado-timing  2026 (issuer)")]
        root_name = _name(f"tornado-timing {whose} {now.year}")
        # Never written anywhere: what it has signed is all that it ever signs.
        root_key = ec.generate_private_key(ec.SECP256R1())
        key = ec.generate_private_key(ec.SECP256R1())
        root = _constrained(root_name, root_name, root_key, root_key, 1, now)
        issuer_name = _name(f"tornado-timing {whose} {now.year} (issuer)")
        issuer = _constrained(issuer_name, root_name, key, root_key, 0, now)
        return cls(root, issuer, key)

    @classmethod
    def read(cls, pem: bytes) -> "Authority":
        """What `to_pem` wrote. Raises DamagedError."""
        key, (issuer, root, *more) = _read(pem, 2)
        try:
            issuer.verify_directly_issued_by(root)
            root.verify_directly_issued_by(root)
            for one in (issuer, root):
                one.extensions.get_extension_for_class(x509.NameConstraints)
        except (InvalidSignature, ValueError, TypeError, x509.ExtensionNotFound) as error:
            raise DamagedError("its certificates do not belong together") from error
        if more:
            raise DamagedError("there are certificates too many in it")
        return cls(root, issuer, key)

    def to_pem(self) -> bytes:
        """All of it as one text, so that no half of it is ever on a disk."""
        return _to_pem(self.key, [self.issuer, self.root])

    @property
    def der(self) -> bytes:
        """The root's certificate, as phones take it."""
        return self.root.public_bytes(serialization.Encoding.DER)

    @property
    def name(self) -> str:
        """What phones call it."""
        (name,) = self.root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(name.value)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the root's certificate as phones show it: ``AB:01:...``."""
        return self.root.fingerprint(hashes.SHA256()).hex(":").upper()

    @property
    def begins_at(self) -> datetime:
        """From when it is good."""
        return self.root.not_valid_before_utc

    @property
    def ends_at(self) -> datetime:
        """Until when it is good."""
        return self.root.not_valid_after_utc

    def certify(self, hosts: Iterable[str], now: datetime) -> LaptopCertificate:
        """A certificate with a new key for those of `hosts` that it may vouch for.

        It is also for `ALWAYS_COVERED`, and ends no later than the authority.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        covered = dict.fromkeys(map(plain, [*ALWAYS_COVERED, *hosts]))
        names = [_general_name(host) for host in covered if is_permitted(host)]
        certificate = (
            _builder(_name("tornado-timing"), self.issuer.subject, key, now)
            .not_valid_after(min(now - BACKDATED + CERTIFICATE_LIFE, self.ends_at))
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_KEY_USAGE_OF_SERVER, critical=True)
            .add_extension(_FOR_SERVERS, critical=False)
            .add_extension(_key_id_of(self.key), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        return LaptopCertificate(certificate, (self.issuer,), key)

    def has_signed(self, certificate: LaptopCertificate) -> bool:
        """Whether `certificate` is one of this authority's."""
        try:
            certificate.certificate.verify_directly_issued_by(self.issuer)
        except (InvalidSignature, ValueError, TypeError):
            return False
        return certificate.chain == (self.issuer,)


def _constrained(
    subject: x509.Name,
    signed_by: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signing_key: ec.EllipticCurvePrivateKey,
    path_length: int,
    now: datetime,
) -> x509.Certificate:
    """The certificate of an authority, with `path_length` others between it and a server's."""
    permitted: list[x509.GeneralName] = [x509.DNSName(name) for name in PERMITTED_NAMES]
    permitted += [x509.IPAddress(network) for network in PERMITTED_NETWORKS]
    constraints = x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None)
    basic = x509.BasicConstraints(ca=True, path_length=path_length)
    builder = (
        _builder(subject, signed_by, key, now)
        .not_valid_after(now + AUTHORITY_LIFE)
        .add_extension(basic, critical=True)
        .add_extension(_KEY_USAGE_OF_AUTHORITY, critical=True)
        .add_extension(constraints, critical=True)
        .add_extension(_key_id_of(signing_key), critical=False)
    )
    if subject != signed_by:
        # Not in the root's: what a phone is told to trust should say nothing unusual.
        builder = builder.add_extension(_FOR_SERVERS, critical=False)
    return builder.sign(signing_key, hashes.SHA256())


def _builder(
    subject: x509.Name,
    signed_by: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signed_by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "tornado-timing"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _key_id_of(key: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _to_pem(key: ec.EllipticCurvePrivateKey, certificates: list[x509.Certificate]) -> bytes:
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    texts = [one.public_bytes(serialization.Encoding.PEM) for one in certificates]
    return b"".join([secret, *texts])


def _read(pem: bytes, least: int) -> tuple[ec.EllipticCurvePrivateKey, list[x509.Certificate]]:
    """A key and at least so many certificates, the first of them the key's."""
    try:
        key = serialization.load_pem_private_key(pem, None)
        certificates = x509.load_pem_x509_certificates(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise DamagedError("it cannot be read") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or len(certificates) < least:
        raise DamagedError("something is missing in it")
    if certificates[0].public_key() != key.public_key():
        raise DamagedError("its key is not that of its certificate")
    return key, certificates

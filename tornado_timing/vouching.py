"""What a certificate authority of the laptop may vouch for, and why there may be none."""

import ipaddress

PERMITTED_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"),
        *("127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"),
    )
)
PERMITTED_NAMES = ("local", "localhost")


class CertificateError(Exception):
    """There can be no HTTPS; `code` and `details` make a sentence for the organizer."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


def is_permitted(host: str) -> bool:
    """Whether an authority may vouch for `host`, a name or an address."""
    host = plain(host)
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return any(host == name or host.endswith(f".{name}") for name in PERMITTED_NAMES)
    return any(address in network for network in PERMITTED_NETWORKS)


def plain(host: str) -> str:
    """`host` as certificates have it: ``fe80::1`` for ``FE80:0::1%eth0``."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return host.lower()

"""Under which addresses this laptop can be reached."""

import ipaddress
import re
import socket
from collections.abc import Sequence

import ifaddr

# What a server listens on that is to be reached under every address of the machine.
EVERY_ADDRESS = ("", "0.0.0.0", "::")


def lan_addresses() -> list[str]:
    """The IPv4 addresses of this machine that others can reach, the likeliest first."""
    found = [
        str(address)
        for address in _own_addresses()
        if not (address.is_loopback or address.is_link_local)
    ]
    first = _address_of_default_route()
    return sorted(dict.fromkeys(found), key=lambda address: address != first)


def self_given_addresses() -> list[str]:
    """IPv4 addresses that this machine gave itself, because no router gave it any (RFC 3927)."""
    return [str(address) for address in _own_addresses() if address.is_link_local]


def server_urls(host: str, port: int) -> list[str]:
    """Under which addresses a server that listens on `host` is reached, the likeliest first."""
    return [f"http://{url_host(one)}:{port}" for one in reached_hosts(host, lan_addresses())]


def reached_hosts(host: str, lan: Sequence[str]) -> list[str]:
    """The hosts of those addresses, on a machine with the addresses `lan`."""
    if host not in EVERY_ADDRESS:
        return [host]
    return list(lan) or ["localhost"]


def reachable_addresses(host: str, lan: Sequence[str]) -> list[str]:
    """Under which IPv4 addresses others reach a server that listens on `host`: none, at times."""
    if host in EVERY_ADDRESS:
        return list(lan)
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        return []
    return [] if address.is_loopback else [host]


def is_only_here(host: str) -> bool:
    """Whether nobody but this machine reaches a server that listens on `host`."""
    return host.lower() == "localhost" or is_loopback(host)


def host_name(name: str | None = None) -> str:
    """What this machine is called, as it can stand in a domain: ``portatil-de-ana``."""
    own = (socket.gethostname() if name is None else name).partition(".")[0].lower()
    return re.sub(r"[^a-z0-9]+", "-", own).strip("-")[:63].strip("-") or "laptop"


def own_url(host: str, port: int) -> str:
    """Under which address this machine itself reaches a server that listens on `host`."""
    is_everywhere = host in EVERY_ADDRESS or host == "127.0.0.1"
    return f"http://{'localhost' if is_everywhere else url_host(host)}:{port}"


def is_loopback(address: str) -> bool:
    """Whether what comes from `address` comes from this machine."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return ip.is_loopback


def url_host(host: str) -> str:
    """`host` as it stands in a URL: IPv6 addresses in brackets."""
    return f"[{host}]" if ":" in host else host


def _own_addresses() -> list[ipaddress.IPv4Address]:
    return [
        ipaddress.IPv4Address(ip.ip)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str)
    ]


def _address_of_default_route() -> str | None:
    """The address that packets to elsewhere would leave from; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])

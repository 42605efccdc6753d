"""The network: under which addresses phones come, by which port, and what may stop them."""

import asyncio
import errno
import os
import re
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from tornado_timing.addresses import (
    host_name,
    lan_addresses,
    reachable_addresses,
    self_given_addresses,
)
from tornado_timing.announcement import AnnouncingError, nth_name
from tornado_timing.certificate_files import DIRECTORY, look, wall_clock
from tornado_timing.checkup.clock import local_time
from tornado_timing.checkup.finding import Finding, Kind, found
from tornado_timing.checkup.system import ask
from tornado_timing.config import Settings
from tornado_timing.language import Texts
from tornado_timing.vouching import CertificateError, is_permitted

UFW = Path("/etc/ufw/ufw.conf")


def addresses(texts: Texts) -> Finding:
    """The addresses by which phones reach the laptop: there should be one."""
    return addresses_found(texts, lan_addresses(), self_given_addresses())


def addresses_found(texts: Texts, lan: Sequence[str], self_given: Sequence[str]) -> Finding:
    """`self_given` are addresses that the laptop took because no router gave it one."""
    if not lan and self_given:
        detail = texts("check.self_given", addresses=", ".join(self_given))
        return found(texts, "addresses", Kind.BAD, detail, "advice.self_given")
    if not lan:
        return found(texts, "addresses", Kind.BAD, texts("check.no_address"))
    if len(lan) == 1:
        return found(texts, "addresses", Kind.GOOD, lan[0])
    return found(texts, "addresses", Kind.LOOK, ", ".join(lan), "advice.several")


def https(settings: Settings, texts: Texts) -> Finding:
    """Whether phones can come by HTTPS, and until when."""
    if not settings.tls.enabled:
        return found(texts, "https", Kind.GOOD, texts("check.https_off"))
    try:
        certificates = look(settings.data_dir / DIRECTORY, wall_clock())
    except CertificateError as error:
        detail = texts(f"error.{error.code}", **error.details)
        return found(texts, "https", Kind.BAD, detail)
    except OSError as error:
        reason = error.strerror or error
        detail = texts("check.not_usable", path=settings.data_dir / DIRECTORY, reason=reason)
        return found(texts, "https", Kind.BAD, detail)
    reachable = reachable_addresses(settings.server.host, lan_addresses())
    inside = [address for address in reachable if is_permitted(address)]
    outside = [address for address in reachable if address not in inside]
    details = []
    if certificates.authority is None:
        details.append(texts("check.none_yet"))
    elif certificates.certificate is None or not all(map(certificates.certificate.covers, inside)):
        details.append(texts("check.https_renewed"))
    else:
        hosts = ", ".join([*inside, nth_name(1), f"{host_name()}.local"])
        ends = local_time(certificates.certificate.ends_at.timestamp() * 1000)
        details.append(texts("check.https_good", date=ends[:10], hosts=hosts))
    if outside:
        details.append(texts("check.https_outside", addresses=", ".join(outside)))
    kind = Kind.GOOD if not outside or inside else Kind.BAD
    return found(texts, "https", kind, "; ".join(details))


def name(settings: Settings, texts: Texts) -> Finding:
    """The name on the network is a convenience: without it, a race goes as well."""
    reachable = reachable_addresses(settings.server.host, lan_addresses())
    if not settings.server.mdns:
        detail = texts("check.name_off")
    elif not reachable:
        detail = texts("check.name_only_here")
    else:
        # The server makes this check too; see `reachability._announcer`.
        from tornado_timing.announcing import who_else

        try:
            taken, others = asyncio.run(who_else(reachable))
            key = "check.name_taken" if others else "check.name_free"
            detail = texts(key, name=taken, addresses=", ".join(others))
        except AnnouncingError as error:
            detail = texts("check.name_failed", reason=error)
    return found(texts, "name", Kind.GOOD, detail, name=nth_name(1))


def firewall(texts: Texts) -> Finding:
    """Whether something may keep phones away from the port; only a trial from a phone tells."""
    is_on = is_firewall_on()
    key = {True: "check.firewall_on", False: "check.firewall_none", None: "check.unknown"}[is_on]
    return found(texts, "firewall", Kind.GOOD if is_on is False else Kind.LOOK, texts(key))


def is_firewall_on(platform: str = sys.platform, ufw: Path = UFW) -> bool | None:
    """What can be known without being the administrator; None where that is nothing."""
    if platform.startswith("linux"):
        return is_ufw_on(ufw) or ask("systemctl", "is-active", "--quiet", "firewalld") is not None
    if platform == "darwin":
        state = ask("/usr/libexec/ApplicationFirewall/socketfilterfw", "--getglobalstate")
        return None if state is None else "State = 0" not in state
    if platform == "win32":
        return windows_firewall(ask("netsh", "advfirewall", "show", "currentprofile", "state"))
    return None


def is_ufw_on(settings: Path) -> bool:
    """Whether Ubuntu's firewall is on, by its settings."""
    try:
        return re.search(r"(?m)^ENABLED=yes", settings.read_text("utf-8", "replace")) is not None
    except OSError:
        return False


def windows_firewall(said: str | None) -> bool | None:
    """From netsh: the last word of the line with the state, in English or Spanish."""
    words = (said or "").upper().split()
    if "ON" in words or "ACTIVAR" in words or "ACTIVADO" in words:
        return True
    return False if "OFF" in words or "DESACTIVAR" in words or "DESACTIVADO" in words else None


def port(settings: Settings, number: int, texts: Texts, *, is_served: bool) -> Finding:
    """Whether the port can be had, or is the server's already."""
    if is_served:
        return found(texts, "port", Kind.GOOD, texts("check.served"), port=number)
    host = settings.server.host
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                # As the server does; on Windows it would allow to take a port twice.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            return found(texts, "port", Kind.BAD, texts("check.taken"), "advice.taken", port=number)
        reason = getattr(error, "strerror", None) or error
        detail = texts("check.refused", host=host, reason=reason)
        return found(texts, "port", Kind.BAD, detail, port=number)
    return found(texts, "port", Kind.GOOD, texts("check.free"), port=number)

"""``tornado-timing check``: whether this laptop is ready for a race."""

import asyncio
import errno
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from tornado_timing.addresses import host_name, lan_addresses, reachable_addresses
from tornado_timing.announcement import AnnouncingError, nth_name
from tornado_timing.announcing import who_else
from tornado_timing.certificate_files import DIRECTORY, look, wall_clock
from tornado_timing.config import Settings
from tornado_timing.language import Texts
from tornado_timing.service.services import DATABASE_FILE, is_in_use
from tornado_timing.store.database import schema_version
from tornado_timing.store.inspection import Inspection, inspect
from tornado_timing.vouching import CertificateError, is_permitted

# Enough for 50,000 times a hundred times over; less than this, something else fills the disk.
MIN_FREE_MIB = 200
MIB = 1024 * 1024


class Finding(Struct, frozen=True):
    """One line of the check: which, and whether it is well."""

    is_good: bool
    text: str


def check(settings: Settings, texts: Texts) -> Iterator[Finding]:
    """Looks at everything that a race needs, changing nothing."""
    reason = _why_not_writable(settings.data_dir)
    path = settings.data_dir
    key = "check.usable" if reason is None else "check.not_usable"
    detail = texts(key, path=path, reason=reason)
    yield Finding(reason is None, texts("check.data_dir", detail=detail))
    if reason is not None:
        return
    inspection = inspect(path / DATABASE_FILE)
    yield from _database(inspection, texts)
    yield _disk(settings, texts)
    yield _clock(inspection, texts)
    addresses = lan_addresses()
    detail = ", ".join(addresses) or texts("check.no_address")
    yield Finding(bool(addresses), texts("check.addresses", detail=detail))
    yield _https(settings, texts)
    yield _name(settings, texts)
    yield _port(settings, settings.server.port, texts)
    if settings.tls.enabled:
        yield _port(settings, settings.tls.port, texts)


def _why_not_writable(directory: Path) -> str | None:
    """Why the data directory cannot be made or written to; None if it can."""
    existing = directory.absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    try:
        with tempfile.TemporaryFile(dir=existing):
            return None
    except OSError as error:
        return error.strerror or str(error)


def _database(inspection: Inspection | None, texts: Texts) -> Iterator[Finding]:
    if inspection is None:
        yield Finding(True, texts("check.database", detail=texts("check.none_yet")))
        return
    yield Finding(
        inspection.integrity == "ok", texts("check.database", detail=inspection.integrity)
    )
    known = schema_version()
    detail = texts("check.schema_known", version=inspection.schema_version, known=known)
    yield Finding(
        inspection.schema_version <= known and inspection.integrity == "ok",
        texts("check.schema", detail=detail),
    )


def _disk(settings: Settings, texts: Texts) -> Finding:
    directory = settings.data_dir.absolute()
    while not directory.exists():
        directory = directory.parent
    free_mib = shutil.disk_usage(directory).free // MIB
    detail = texts("check.disk_free", mib=free_mib)
    return Finding(free_mib >= MIN_FREE_MIB, texts("check.disk", detail=detail))


def _clock(inspection: Inspection | None, texts: Texts) -> Finding:
    """Nobody can be asked for the time offline, but it cannot be earlier than it has been."""
    now = _local_time(time.time() * 1000)
    newest_ms = inspection.newest_ms if inspection else 0
    if newest_ms > time.time() * 1000:
        detail = texts("check.clock_behind", now=now, newest=_local_time(newest_ms))
        return Finding(False, texts("check.clock", detail=detail))
    return Finding(True, texts("check.clock", detail=texts("check.clock_now", now=now)))


def _local_time(at_ms: float) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000).astimezone():%Y-%m-%d %H:%M:%S %Z}"


def _https(settings: Settings, texts: Texts) -> Finding:
    if not settings.tls.enabled:
        return Finding(True, texts("check.https", detail=texts("check.https_off")))
    try:
        found = look(settings.data_dir / DIRECTORY, wall_clock())
    except CertificateError as error:
        return Finding(False, texts(f"error.{error.code}", **error.details))
    except OSError as error:
        reason = error.strerror or error
        detail = texts("check.not_usable", path=settings.data_dir / DIRECTORY, reason=reason)
        return Finding(False, texts("check.https", detail=detail))
    addresses = reachable_addresses(settings.server.host, lan_addresses())
    inside = [address for address in addresses if is_permitted(address)]
    outside = [address for address in addresses if address not in inside]
    details = []
    if found.authority is None:
        details.append(texts("check.none_yet"))
    elif found.certificate is None or not all(map(found.certificate.covers, inside)):
        details.append(texts("check.https_renewed"))
    else:
        hosts = ", ".join([*inside, nth_name(1), f"{host_name()}.local"])
        ends = _local_time(found.certificate.ends_at.timestamp() * 1000)
        details.append(texts("check.https_good", date=ends[:10], hosts=hosts))
    if outside:
        details.append(texts("check.https_outside", addresses=", ".join(outside)))
    is_good = not outside or bool(inside)
    return Finding(is_good, texts("check.https", detail="; ".join(details)))


def _name(settings: Settings, texts: Texts) -> Finding:
    """The name on the network is a convenience: without it, a race goes as well."""
    addresses = reachable_addresses(settings.server.host, lan_addresses())
    if not settings.server.mdns:
        detail = texts("check.name_off")
    elif not addresses:
        detail = texts("check.name_only_here")
    else:
        try:
            name, others = asyncio.run(who_else(addresses))
            key = "check.name_taken" if others else "check.name_free"
            detail = texts(key, name=name, addresses=", ".join(others))
        except AnnouncingError as error:
            detail = texts("check.name_failed", reason=error)
    return Finding(True, texts("check.name", name=nth_name(1), detail=detail))


def _port(settings: Settings, port: int, texts: Texts) -> Finding:
    if is_in_use(settings.data_dir):
        return Finding(True, texts("check.port", port=port, detail=texts("check.served")))
    host = settings.server.host
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                # As the server does; on Windows it would allow to take a port twice.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            detail = texts("check.taken")
        else:
            reason = getattr(error, "strerror", None) or error
            detail = texts("check.refused", host=host, reason=reason)
        return Finding(False, texts("check.port", port=port, detail=detail))
    return Finding(True, texts("check.port", port=port, detail=texts("check.free")))

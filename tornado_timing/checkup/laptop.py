"""Everything that is looked at on the laptop, in the order in which it is told."""

from collections.abc import Iterator

from tornado_timing.checkup import clock, disk, network, power
from tornado_timing.checkup.finding import Finding, Kind, found
from tornado_timing.config import Settings
from tornado_timing.language import Texts
from tornado_timing.service.services import DATABASE_FILE, is_in_use
from tornado_timing.store.inspection import inspect


def check(settings: Settings, texts: Texts) -> Iterator[Finding]:
    """Looks at everything that a race needs, changing nothing."""
    path = settings.data_dir
    reason = disk.why_not_writable(path)
    key = "check.usable" if reason is None else "check.not_usable"
    kind = Kind.GOOD if reason is None else Kind.BAD
    yield found(texts, "data_dir", kind, texts(key, path=path, reason=reason))
    if reason is not None:
        return
    inspection = inspect(path / DATABASE_FILE)
    yield from disk.database(inspection, texts)
    yield disk.space(path, texts)
    yield disk.durable_write(path, texts)
    yield from clock.clock(inspection, texts)
    yield from power.power(texts)
    yield network.addresses(texts)
    yield network.https(settings, texts)
    yield network.name(settings, texts)
    yield network.firewall(texts)
    is_served = is_in_use(path)
    yield network.port(settings, settings.server.port, texts, is_served=is_served)
    if settings.tls.enabled:
        yield network.port(settings, settings.tls.port, texts, is_served=is_served)


def check_while_serving(settings: Settings, texts: Texts, *, may_write: bool) -> Iterator[Finding]:
    """What may change while the server runs; without `may_write` the disk is left alone."""
    yield disk.space(settings.data_dir, texts)
    if may_write:
        yield disk.durable_write(settings.data_dir, texts)
    yield from clock.clock(None, texts)
    yield from power.power(texts)
    yield network.addresses(texts)
    if settings.tls.enabled:
        yield network.https(settings, texts)
    yield network.firewall(texts)

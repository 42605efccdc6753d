"""``/metrics``: what the server counts of itself, in Prometheus' text form."""

import asyncio
import platform
from collections.abc import Iterator
from importlib import import_module
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import psutil

from tornado_timing import __version__
from tornado_timing.domain import errors
from tornado_timing.measures import BOUNDS_S, Histogram
from tornado_timing.protocol.openapi import FileReply
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint
from tornado_timing.web.operation import sockets
from tornado_timing.web.setup import FORWARDED, is_from_this_machine

if TYPE_CHECKING:
    from prometheus_client.core import Metric

# Version 0.0.4 of the form: every program that reads it knows that one.
TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "tornado_timing"


class MetricsHandler(ApiHandler):
    """``/metrics``."""

    @endpoint(Access.LOOPBACK, {200: FileReply((TEXT_TYPE,))})
    async def get(self) -> None:
        """Read the metrics, in the text form of Prometheus."""
        # The library takes 15 ms and 2 MB, which only those pay who ask; and not the loop.
        library = await asyncio.to_thread(import_module, "prometheus_client.exposition")
        self.set_header("Content-Type", TEXT_TYPE)
        self.finish(library.generate_latest(self))

    def check_scraper(self) -> None:
        """Raises NotAllowed unless this machine asks, or an address that the settings allow.

        What comes through a proxy comes from anybody, whatever it says of itself.
        """
        if is_from_this_machine(self.request):
            return
        is_forwarded = any(name in self.request.headers for name in FORWARDED)
        if is_forwarded or not self._is_allowed():
            raise errors.NotAllowed()

    def _is_allowed(self) -> bool:
        address: IPv4Address | IPv6Address
        try:
            address = ip_address(self.address.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in ip_network(one) for one in self.services.settings.metrics.allowed)

    def collect(self) -> "Iterator[Metric]":
        """All metrics, as the library asks its registries for them."""
        yield from self._of_times()
        yield from self._of_the_server()
        yield from _of_the_process()

    def _of_times(self) -> "Iterator[Metric]":
        core = import_module("prometheus_client.core")
        measures, writer = self.services.core.measures, self.services.core.writer
        yield _histograms(
            "acknowledgement_seconds",
            "From the arrival of a judge's message until its answer was written.",
            "kind",
            measures.acknowledgements,
        )
        records = core.CounterMetricFamily(
            f"{PREFIX}_records", "Times and marks that judges have sent.", labels=["result"]
        )
        records.add_metric(["stored"], measures.records_stored)
        records.add_metric(["duplicate"], measures.records_duplicate)
        records.add_metric(["refused"], measures.records_refused)
        yield records
        yield _histograms(
            "commit_seconds", "One transaction, until it was durable.", "", {"": measures.commits}
        )
        yield core.CounterMetricFamily(
            f"{PREFIX}_commit_failures", "Transactions that failed.", measures.commit_failures
        )
        yield core.GaugeMetricFamily(
            f"{PREFIX}_writes_waiting", "Changes that wait until they are durable.", writer.depth
        )

    def _of_the_server(self) -> "Iterator[Metric]":
        core = import_module("prometheus_client.core")
        settings = self.application.settings
        measures, logs = self.services.core.measures, settings["logs"]
        yield core.InfoMetricFamily(
            f"{PREFIX}_build",
            "Which program this is.",
            {"version": __version__, "python": platform.python_version()},
        )
        found = sockets(settings)
        kinds = core.GaugeMetricFamily(
            f"{PREFIX}_sockets", "Open sockets, by who is at them.", labels=["kind"]
        )
        kinds.add_metric(["judge"], found.judges)
        kinds.add_metric(["organizer"], found.organizers)
        kinds.add_metric(["spectator"], found.spectators)
        yield kinds
        yield core.GaugeMetricFamily(
            f"{PREFIX}_sockets_behind", "Sockets that have not read what was sent.", found.behind
        )
        yield _histograms(
            "http_request_seconds",
            "Requests, by the class of their status.",
            "status",
            {f"{digit}xx": one for digit, one in measures.requests.items()},
        )
        yield _histograms(
            "loop_late_seconds",
            "How late the event loop came to what was due, measured once a second.",
            "",
            {"": measures.lags},
        )
        made_at_ms = self.services.backing_up.newest_made_at_ms
        if made_at_ms is not None:
            age_s = (self.services.core.clock.now_ms() - made_at_ms) / 1000
            yield core.GaugeMetricFamily(
                f"{PREFIX}_backup_age_seconds", "Since the newest backup was made.", age_s
            )
        yield core.CounterMetricFamily(
            f"{PREFIX}_log_lines_lost",
            "Lines of the log that could not be written.",
            0 if logs is None else logs.dropped,
        )


def _histograms(name: str, about: str, label: str, found: dict[str, Histogram]) -> "Metric":
    core = import_module("prometheus_client.core")
    family = core.HistogramMetricFamily(f"{PREFIX}_{name}", about, labels=[label] if label else [])
    bounds = [*(str(bound) for bound in BOUNDS_S), "+Inf"]
    for value, histogram in found.items():
        buckets = list(zip(bounds, accumulate(histogram.counts), strict=True))
        family.add_metric([value] if label else [], buckets, histogram.sum_s)
    metric: Metric = family
    return metric


def _of_the_process() -> "Iterator[Metric]":
    """By the names that Prometheus' own clients have for them."""
    core: Any = import_module("prometheus_client.core")
    process = psutil.Process()
    with process.oneshot():
        cpu = process.cpu_times()
        memory_bytes, started_s = process.memory_info().rss, process.create_time()
    yield core.GaugeMetricFamily("process_resident_memory_bytes", "Memory.", memory_bytes)
    yield core.CounterMetricFamily("process_cpu_seconds", "Processor.", cpu.user + cpu.system)
    yield core.GaugeMetricFamily("process_start_time_seconds", "Start, epoch.", started_s)
    if hasattr(process, "num_fds"):
        yield core.GaugeMetricFamily("process_open_fds", "Files and sockets.", process.num_fds())

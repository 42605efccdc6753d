"""Where a runner stands, as the wire says it."""

from collections.abc import Mapping
from types import MappingProxyType

from tornado_timing.domain.individual.results import Status

STATUSES: Mapping[Status, str] = MappingProxyType(
    {
        Status.REGISTERED: "inscrito",
        Status.STARTED: "en_carrera",
        Status.ARRIVED: "sin_tiempo",
        Status.FINISHED: "llegado",
        Status.DNS: "dns",
        Status.DNF: "dnf",
        Status.DSQ: "dsq",
    }
)

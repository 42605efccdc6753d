"""How the server is."""

import os

import psutil

from tornado_timing.live.hub import Hub
from tornado_timing.protocol.resources import HealthOut, MemoryOut, SystemStatusOut
from tornado_timing.protocol.wire import iso
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint

MIB = 1024 * 1024


class HealthHandler(ApiHandler):
    """``/health`` and ``/api/health/``."""

    @endpoint(Access.PUBLIC, {200: HealthOut})
    def get(self) -> None:
        """Tell that the server answers."""
        self.write_json(HealthOut("ok", iso(self.services.core.clock.now_ms())))


class SystemStatusHandler(ApiHandler):
    """``/system-status``."""

    @endpoint(Access.PUBLIC, {200: SystemStatusOut})
    def get(self) -> None:
        """Tell uptime, memory and connections."""
        hub: Hub = self.application.settings["hub"]
        clock = self.services.core.clock
        used = psutil.Process(os.getpid()).memory_info().rss
        memory = MemoryOut(round(used / MIB, 1), round(psutil.virtual_memory().total / MIB, 1))
        self.write_json(
            SystemStatusOut("ok", round(clock.uptime_s(), 3), memory, len(hub), iso(clock.now_ms()))
        )

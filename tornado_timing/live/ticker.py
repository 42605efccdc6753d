"""Calls back once a second, and tells how late the event loop came to it."""

import asyncio
from collections.abc import Callable

PERIOD_S = 1.0


class Ticker:
    """Calls `tick` with the seconds by which the loop was late, until it is stopped."""

    def __init__(self, tick: Callable[[float], None]) -> None:
        self._tick = tick
        self._due_s = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begins; on the running loop."""
        loop = asyncio.get_running_loop()
        self._due_s = loop.time() + PERIOD_S
        self._timer = loop.call_at(self._due_s, self._on_time)

    def stop(self) -> None:
        """Calls back no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _on_time(self) -> None:
        late_s = asyncio.get_running_loop().time() - self._due_s
        self.start()
        self._tick(late_s)

"""Threads beside the event loop."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from tornado_timing.domain.errors import ServerStopping

Result = TypeVar("Result")


class Background:
    """Runs work in threads.

    With `makes_way` they have a lower priority where the system allows it (Linux). That is for
    work without Python's lock only: who is set aside while it holds the lock stops the loop.
    """

    def __init__(self, name: str, threads: int, *, makes_way: bool = False) -> None:
        initializer = yield_to_the_loop if makes_way else None
        self._pool = ThreadPoolExecutor(threads, name, initializer=initializer)
        self._is_closed = False

    def close(self) -> None:
        """Ends the threads; what waits for one is given up."""
        self._is_closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def run(self, work: Callable[[], Result]) -> Result:
        """What `work` returns or raises; ServerStopping once closed."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        except (asyncio.CancelledError, RuntimeError) as error:
            task = asyncio.current_task()
            # Who is cancelled itself, at the very end, has nobody left to answer.
            if self._is_closed and not (task and task.cancelling()):
                raise ServerStopping() from error
            raise


def yield_to_the_loop() -> None:
    """Lowers the priority of this thread."""
    if hasattr(os, "setpriority"):
        try:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        except OSError:
            # macOS and the BSDs give priorities to processes only.
            return

"""The server that a demonstration runs for itself, and how its clients are waited for."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tornado_timing.app import TimingServer
from tornado_timing.clock import Clock
from tornado_timing.config import ServerSettings, Settings
from tornado_timing.demo.phone import SETTLE_DEADLINE_S
from tornado_timing.demo.tally import DemoError, Tally
from tornado_timing.language import Language, Texts
from tornado_timing.serving import start

MAX_SPEED = 2000


@asynccontextmanager
async def hosted(
    speed: float, port: int, lang: Language
) -> AsyncIterator[tuple[TimingServer, Path]]:
    """Runs a server in this process, whose clock is `speed` times as fast; gives its directory.

    Its data go with it. Raises ValueError for a speed out of range, and CannotServeError when the
    server cannot start.
    """
    if not 0 < speed <= MAX_SPEED:
        raise ValueError(f"speed must be more than 0 and at most {MAX_SPEED}: {speed}")
    with tempfile.TemporaryDirectory(
        prefix="tornado-timing-demo-", ignore_cleanup_errors=True
    ) as directory:
        settings = Settings(server=ServerSettings(host="127.0.0.1", port=port, data_dir=directory))
        server = TimingServer(settings, Clock(rate=speed))
        await start(server, settings, Texts(lang))
        try:
            yield server, Path(directory)
        finally:
            await server.stop()


async def wait_for_all(what: str, events: Iterable[asyncio.Event]) -> None:
    """Waits until every judge has got `what`. Raises DemoError when it takes too long."""
    try:
        async with asyncio.timeout(SETTLE_DEADLINE_S):
            for event in events:
                await event.wait()
    except TimeoutError as error:
        raise DemoError(f"not every judge got its {what}") from error


async def note_failures(step: Awaitable[None], tally: Tally[Any]) -> None:
    """Awaits `step`; what a client could not do becomes an error of the tally."""
    try:
        await step
    except* DemoError as failures:
        tally.errors.extend(_texts(failures))


def _texts(failures: BaseExceptionGroup[DemoError]) -> list[str]:
    """The texts of a group of failures, however deep the task groups nested them."""
    found = []
    for failure in failures.exceptions:
        found += _texts(failure) if isinstance(failure, BaseExceptionGroup) else [str(failure)]
    return found

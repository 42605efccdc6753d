"""What every demonstration does beside its race: it speaks, says how far it is, and stays."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic

from tornado.httpclient import AsyncHTTPClient

from tornado_timing.demo.account import Account
from tornado_timing.demo.report import format_clock
from tornado_timing.demo.tally import Sent, Tally
from tornado_timing.language import Language

PROGRESS_LINES = 9
LONGEST_SILENCE_S = 30.0
"""At slow speeds a progress line comes at least this often."""
MAX_CLIENTS = 64

Echo = Callable[[str], None]


class Show(Generic[Sent]):
    """A race against a running server on `port`, whose data are in `directory`."""

    competition_id = 0

    def __init__(
        self, port: int, directory: Path, speed: float, echo: Echo, lang: Language
    ) -> None:
        self._origin = f"127.0.0.1:{port}"
        self._directory = directory
        self._speed = speed
        self._echo = echo
        self._lang: Language = lang
        self._tally: Tally[Sent] = Tally()
        self._http = AsyncHTTPClient(force_instance=True, max_clients=MAX_CLIENTS)

    @property
    def page_url(self) -> str:
        """The live page of this race."""
        return f"http://{self._origin}/competencia/{self.competition_id}"

    async def close(self, lines: Iterable[str], *, stay: bool) -> None:
        """Prints the report; with `stay` the race is served on until this task is cancelled."""
        for line in lines:
            self._echo(line)
        if stay:
            self._say("staying", url=self.page_url)
            await asyncio.Event().wait()

    def _account(self, username: str, password: str) -> Account:
        return Account(self._http, f"http://{self._origin}", username, password, self._tally)

    async def _report_progress(
        self, last_ms: float, total: int, more: Callable[[], dict[str, int]] = dict
    ) -> None:
        """Says from the gun until it is cancelled how many were sent; `more` gives other values."""
        loop = asyncio.get_running_loop()
        gun_at_s = loop.time()
        pause_s = min(last_ms / 1000 / self._speed / PROGRESS_LINES, LONGEST_SILENCE_S)
        while True:
            await asyncio.sleep(pause_s)
            elapsed_ms = (loop.time() - gun_at_s) * self._speed * 1000
            self._say(
                "progress",
                clock=format_clock(elapsed_ms),
                sent=len(self._tally.sent),
                acknowledged=len(self._tally.acknowledged),
                total=total,
                **more(),
            )

    def _say(self, key: str, **values: object) -> None:
        raise NotImplementedError

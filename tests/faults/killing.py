"""A server that is killed again and again while a crowd works, and what became of its records."""

import asyncio
import signal
from collections import Counter
from pathlib import Path
from random import Random
from typing import Literal

from tests.faults.crowd import EVENT, INDIVIDUAL, Crowd
from tests.faults.oracle import Oracle, Verdict, together
from tests.journeys.venue_in_process import VenueInProcess
from tests.recomputed import assert_results_follow_from_the_file

Moment = Literal["at work", "starting", "stopping"]
# How long the crowd works before a kill, and a server gets to start, and to stop, at most.
WORK_S, START_S, STOP_S = 0.4, 0.3, 0.08


class Killing:
    """Rounds of work, kill and restart over one data directory; random by `seed`."""

    def __init__(self, data_dir: Path, seed: int) -> None:
        self.oracle = Oracle()
        self.kills: Counter[Moment] = Counter()
        self.verdicts: list[Verdict] = []
        self._data_dir = data_dir
        self._chance = Random(seed)

    async def run(self, moments: list[Moment]) -> None:
        """Kills a server at each of `moments`, until something is wrong."""
        async with CrowdVenue(self._data_dir) as venue:
            crowd = Crowd(venue, self.oracle, self._chance)
            await crowd.open()
            await crowd.connect()
            for moment in moments:
                await self._round(venue, crowd, moment)
                if not self.worst.is_good:
                    return
            published = await venue.get(f"/api/competencias/{INDIVIDUAL}/resultados/")
            assert_results_follow_from_the_file(self._database, INDIVIDUAL, published.json)

    @property
    def worst(self) -> Verdict:
        """All that was ever wrong, taken together."""
        return together(self.verdicts)

    @property
    def _database(self) -> Path:
        return self._data_dir / "timing.db"

    async def _round(self, venue: "CrowdVenue", crowd: Crowd, moment: Moment) -> None:
        work = asyncio.create_task(crowd.work())
        await asyncio.sleep(self._chance.uniform(0.005, WORK_S))
        if moment == "stopping":
            venue.process.send_signal(signal.SIGTERM)
            await asyncio.sleep(self._chance.uniform(0, STOP_S))
        await venue.kill()
        await asyncio.wait_for(work, 20)
        venue.forget_sockets()
        self.oracle.dies()
        if moment == "starting":
            await venue.spawn()
            await asyncio.sleep(self._chance.uniform(0.05, START_S))
            await venue.kill()
        self.kills[moment] += 1
        await venue.start()
        self.verdicts.append(self.oracle.verdict(self._database))
        if not self.worst.is_good:
            return
        await crowd.connect()
        await crowd.resend()
        self.verdicts.append(self.oracle.verdict(self._database))


class CrowdVenue(VenueInProcess):
    """A server that is killed without a word."""

    async def open(self, event: dict[str, object] | None = None) -> None:
        await super().open(EVENT)

    async def kill(self) -> None:
        if self.process.returncode is None:
            await self.end(signal.SIGKILL)
        # Or its pipe would stay open.
        await self.errors()

    def forget_sockets(self) -> None:
        """Those that the server has left; all have been read to their end."""
        for socket in self.sockets:
            socket.connection.close()
        self.sockets = []

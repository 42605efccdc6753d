"""The laptop's clock set forward, back and across a change of its zone, in a race and at restarts.

A real server process under libfaketime, which sets its clock alone: `apt-get install libfaketime`.
"""

import time
from datetime import datetime
from pathlib import Path
from random import Random

from benchmarks.faults.kill import LOAD
from benchmarks.faults.rows import Options, Row
from tests.faults.crowd import TEAMS, Crowd
from tests.faults.killing import CrowdVenue
from tests.faults.oracle import Oracle, Verdict, together

LIBRARY = "libfaketime.so.1"
ZONE = "America/New_York"
# Clocks there go back from 1:59:59 to 1:00:00 at the one, and forward at the other.
WINTER_AT_S, SUMMER_AT_S = 1_793_512_800, 1_772_953_200
# Where clocks without a battery begin.
NO_BATTERY_S = (1, 946_684_800)
BEFORE_S = 0.5
# The clock of a race goes wrong by an hour or not at all; a message may be on its way for so long.
WRONG_MS = 1_000.0


async def run(options: Options) -> list[Row]:
    """Sets the clock in every way while a crowd works, and restarts the server after each."""
    libraries = _libraries()
    if not libraries:
        problem = "libfaketime is missing: apt-get install libfaketime"
        return [Row("clock set", LOAD, "none", 0, 0, 0, 0, problems=(problem,))]
    return [await _Race(options, libraries[0]).run(1 if options.is_quick else 2)]


def _libraries() -> list[Path]:
    return list(Path("/usr/lib").rglob(LIBRARY))


class _Race:
    """One race whose server's clock is set again and again."""

    def __init__(self, options: Options, library: Path) -> None:
        self._oracle = Oracle()
        self._seed, self._chance = options.seed, Random(options.seed)
        self._data_dir = options.work_dir / "data"
        self._file = options.work_dir / "faketime"
        self._environment = {
            "TZ": ZONE,
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        self._verdicts: list[Verdict] = []
        self._times_set = 0
        self._began_ms = self._worst_ms = 0.0

    async def run(self, rounds: int) -> Row:
        """Goes through all settings so many times."""
        self._set(0)
        venue = CrowdVenue(self._data_dir)
        venue.environment = self._environment
        async with venue:
            crowd = Crowd(venue, self._oracle, self._chance)
            await crowd.open()
            await crowd.connect()
            self._began_ms = await self._race_ms(venue) - time.monotonic() * 1000
            for _ in range(rounds):
                for ahead_s in _settings():
                    await self._round(venue, crowd, ahead_s)
        return self._row()

    def _set(self, ahead_s: float) -> None:
        draft = self._file.with_suffix(".new")
        draft.write_text(f"{ahead_s:+.3f}\n", encoding="ascii")
        draft.replace(self._file)

    async def _round(self, venue: CrowdVenue, crowd: Crowd, ahead_s: float) -> None:
        await crowd.work_for(0.2)
        self._set(ahead_s)
        self._times_set += 1
        await crowd.work_for(2 * BEFORE_S)
        self._oracle.dies()
        await crowd.resend()
        await self._measure(venue)
        await venue.kill()
        for socket in venue.sockets:
            await socket.wait_closed()
        venue.forget_sockets()
        await venue.start()
        self._verdicts.append(self._oracle.verdict(self._data_dir / "timing.db"))
        await crowd.connect()
        await self._measure(venue)

    async def _measure(self, venue: CrowdVenue) -> None:
        wrong_ms = await self._race_ms(venue) - time.monotonic() * 1000 - self._began_ms
        self._worst_ms = max(self._worst_ms, abs(wrong_ms))

    async def _race_ms(self, venue: CrowdVenue) -> float:
        """How long the race has lasted, as the server tells a spectator."""
        socket, greeting = await venue.spectator(TEAMS)
        began = datetime.fromisoformat(greeting["competencia"]["started_at"])
        await socket.close()
        venue.sockets.remove(socket)
        return float(greeting["servidor_ms"]) - began.timestamp() * 1000

    def _row(self) -> Row:
        worst = together(self._verdicts)
        tried, acknowledged = self._oracle.counts
        problems = [f"altered: {key}" for key in worst.altered] + self._oracle.faults
        if self._worst_ms > WRONG_MS:
            problems.append(f"the clock of the race has jumped by {self._worst_ms:.0f} ms")
        return Row(
            scenario="clock set",
            load=LOAD,
            faults=(
                "1 h forward, 1 h back, to 1970, to 2000, across the begin of winter and of summer "
                f"time, right again: {self._times_set} times under load, `kill -9` after each"
            ),
            tried=tried,
            acknowledged=acknowledged,
            lost=len(worst.lost),
            doubled=len(worst.doubled),
            figures=(
                f"clock of the race off by {self._worst_ms:.0f} ms at worst over all restarts, the "
                f"way of the message that asks among it; seed {self._seed}"
            ),
            problems=tuple(problems),
        )


def _settings() -> list[float]:
    """How far ahead of the right time the laptop's clock goes, s, one setting after the other."""
    now_s = time.time()
    moments = (*NO_BATTERY_S, WINTER_AT_S - BEFORE_S, SUMMER_AT_S - BEFORE_S)
    return [3_600, -3_600, *(at_s - now_s for at_s in moments), 0]

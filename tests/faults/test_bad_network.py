"""Phones behind a way that is slow, stalls, cuts in the middle of a frame, and is gone for a while.

The quick form of `python -m benchmarks.faults network`, which loses and disorders packets.
"""

import asyncio
import logging
import os
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.faults.order import wrong_by_runner, wrong_by_team, wrong_in_file
from benchmarks.faults.outbox import BATCHES, MARKS, SINGLES
from benchmarks.faults.phone import Habits, Phone, until_empty
from tests.faults.bad_proxy import BadProxy
from tests.faults.oracle import Oracle
from tests.journeys.venue_in_process import VenueInProcess

TEAM_RACE, RUNNER_RACE = 1, 2
BIBS_EACH = 200
TAPPING_S = 5.0
SETTLING_S = 20.0
HABITS = Habits(
    ping_s=0.2, silence_s=0.9, resend_s=0.5, connect_s=0.9, backoff_s=0.02, longest_backoff_s=0.2
)
STYLES = {1: SINGLES, 2: SINGLES, 3: BATCHES, 4: BATCHES, 5: MARKS, 6: MARKS}
EVENT: dict[str, Any] = {
    "organizadores": [{"username": "organiza", "password": "clave-organiza"}],
    "jueces": [
        {"username": f"juez{number}", "password": f"clave-juez{number}"} for number in STYLES
    ],
    "competencias": [
        {"nombre": "Equipos", "fecha_hora": "2030-11-12T08:00:00Z"},
        {"nombre": "5K", "fecha_hora": "2030-11-12T09:00:00Z", "tipo": "individual"},
    ],
    "equipos": [
        {"nombre": f"Equipo {number}", "dorsal": number, "competencia": "Equipos",
         "juez": f"juez{number}"}
        for number in range(1, 5)
    ],
    "lineas": [
        {"nombre": "Meta", "competencia": "5K", "tipo": "meta",
         "jueces": {"juez5": "ambos", "juez6": "ambos"}}
    ],
    "corredores": [
        {"dorsal": str(bib), "competencia": "5K", "nombre": f"Corredor {bib}"}
        for bib in range(1, 2 * BIBS_EACH + 1)
    ],
}  # fmt: skip


class RacingVenue(VenueInProcess):
    """Both races are loaded."""

    async def open(self, event: dict[str, Any] | None = None) -> None:
        await super().open(EVENT if event is None else event)


class Crew:
    """A phone for each judge, and what they have tapped."""

    def __init__(self, oracle: Oracle, dice: Random) -> None:
        self.phones: dict[int, Phone] = {}
        self.times: list[tuple[int, int]] = []
        self.marks: dict[str, int] = {}
        self._oracle = oracle
        self._dice = dice

    async def sign_in(self, venue: VenueInProcess, port: int, seed: int) -> None:
        lines = await venue.get(f"/api/lineas/?competition_id={RUNNER_RACE}", user="organiza")
        for number, style in STYLES.items():
            signed_in = (await venue.login(f"juez{number}")).json
            path = f"/ws/juez/{signed_in['juez']['id']}/?token={signed_in['access']}"
            target = lines.json[0]["id"] if style is MARKS else number
            address = ("127.0.0.1", port)
            phone = Phone(
                f"p{number}", address, path, style, target, self._oracle, habits=HABITS, seed=seed
            )
            self.phones[signed_in["juez"]["id"]] = phone

    async def tap(self, seconds: float) -> None:
        both = zip(self.phones.values(), STYLES, strict=True)
        await asyncio.gather(*(self._tap(phone, number, seconds) for phone, number in both))

    async def _tap(self, phone: Phone, number: int, seconds: float) -> None:
        began_s = time.monotonic()
        count = 0
        while (now_s := time.monotonic() - began_s) < seconds:
            # Nobody has the time of another one, so that their order is plain.
            elapsed_ms = 100 * round(10 * now_s + 20 * count) + number
            if STYLES[number] is MARKS:
                bib = str((number - 5) * BIBS_EACH + count + 1)
                self.marks[bib] = elapsed_ms
                phone.outbox.tap(elapsed_ms, bib)
            else:
                self.times.append((number, elapsed_ms))
                phone.outbox.tap(elapsed_ms)
            count += 1
            await asyncio.sleep(self._dice.expovariate(12))


@pytest.mark.gen_test(timeout=60)
async def test_over_a_bad_network_everything_tapped_is_stored_once_and_in_order(
    io_loop: Any, tmp_path: Path
) -> None:
    seed = int.from_bytes(os.urandom(4))
    # Shown where the test fails.
    logging.getLogger(__name__).warning("seed %d", seed)
    dice = Random(seed)
    oracle = Oracle()
    crew = Crew(oracle, dice)
    async with RacingVenue(tmp_path / "data") as venue:
        for race in (TEAM_RACE, RUNNER_RACE):
            await venue.start_race(race)
        async with BadProxy(venue.server.port, dice) as proxy:
            await crew.sign_in(venue, proxy.port, seed)
            phones = list(crew.phones.values())
            running = [asyncio.create_task(phone.run()) for phone in phones]
            await asyncio.gather(crew.tap(TAPPING_S), _blackouts(proxy))
            proxy.calm_down()
            is_empty = await until_empty(phones, SETTLING_S)
            for task in running:
                task.cancel()
            ended = await asyncio.gather(*running, return_exceptions=True)
        assert [one for one in ended if isinstance(one, Exception)] == []
        assert [problem for phone in phones for problem in phone.counts.problems] == []
        assert is_empty, [len(phone.outbox) for phone in phones]
        assert proxy.cuts > 10
        assert proxy.cuts_in_frames > 0
        assert sum(phone.counts.resent for phone in phones) > 0

        database = tmp_path / "data" / "timing.db"
        verdict = oracle.verdict(database)
        assert (verdict.lost, verdict.doubled, verdict.altered) == ([], [], [])
        tried, acknowledged = oracle.counts
        assert tried == acknowledged > 100
        orders = {judge_id: phone.outbox.order for judge_id, phone in crew.phones.items()}
        assert wrong_in_file(database, orders) == []
        by_team = (await venue.get(f"/api/competencias/{TEAM_RACE}/resultados/")).json
        assert wrong_by_team(by_team["clasificacion"], crew.times) == []
        by_runner = (await venue.get(f"/api/competencias/{RUNNER_RACE}/resultados/")).json
        assert wrong_by_runner(by_runner["clasificacion"], crew.marks) == []


async def _blackouts(proxy: BadProxy) -> None:
    for pause_s, blackout_s in ((1.0, 0.5), (1.0, 1.5)):
        await asyncio.sleep(pause_s)
        await proxy.blackout(blackout_s)

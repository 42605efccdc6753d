"""The judges of the soak: each taps times of its teams and marks runners, over one socket."""

import asyncio
import itertools
import json
import random
import time
from collections.abc import Iterator, Sequence

from benchmarks.client import open_socket
from benchmarks.judges import Answer, Judge, Judges
from benchmarks.race_times import RaceTimes, random_uuid
from benchmarks.servers import Server
from tests.faults.oracle import Oracle

FIRST_ELAPSED_MS = 900_000
HEARTBEAT_S = 5.0
MARKS_IN = 15
"""One of so many taps is a mark of a runner, the others are times of teams."""


class SoakJudge(Judge):
    """A judge at a line of the individual race, who has teams in the heat in progress."""

    def __init__(
        self, number: int, line_id: int, arrivals: Iterator[tuple[int, str]], oracle: Oracle
    ) -> None:
        super().__init__((), RaceTimes())
        self.teams: Sequence[int] = ()
        self._number = number
        self._line_id = line_id
        self._oracle = oracle
        self._open: dict[str, tuple[str, str]] = {}
        self._sequence = 0
        self._arrivals = arrivals

    def message(self, ref: str, records: int) -> bytes:
        """Return a time of a team, or a mark with a bib and a time."""
        self._sequence += 1
        name = random_uuid()
        if self._sequence % MARKS_IN and self.teams:
            return self._time(ref, name)
        return self._mark(ref, name)

    def says_stored(self, answer: Answer, records: int) -> bool:
        """Whether the one record is stored, and stored by this message."""
        assert answer.ref is not None
        kind, name = self._open.pop(answer.ref)
        stored = not answer.duplicado and (
            answer.tipo == "tiempo_registrado"
            or (answer.tipo == "marcas_registradas" and answer.total_guardadas == 1)
        )
        if stored:
            self._oracle.acknowledges(kind, name)
        return stored

    def heartbeat(self) -> None:
        """Say how the phone is, as apps do."""
        now_ms = time.time_ns() // 1_000_000
        text = {"tipo": "ping", "t0": now_ms, "pendientes": len(self.waiting), "dispositivo": "A5"}
        if self.socket is not None:
            self.socket.send(json.dumps(text).encode())

    def _time(self, ref: str, name: str) -> bytes:
        elapsed_ms = FIRST_ELAPSED_MS + self._number * 1_000_000 + self._sequence
        team_id = self.teams[self._sequence % len(self.teams)]
        self._note("time", ref, name, [team_id, elapsed_ms])
        return (
            f'{{"tipo":"registrar_tiempo","ref":"{ref}","equipo_id":{team_id},'
            f'"tiempo":{elapsed_ms},"id_registro":"{name}"}}'
        ).encode()

    def _mark(self, ref: str, name: str) -> bytes:
        elapsed_ms, bib = next(self._arrivals)
        self._note("mark", ref, name, [self._line_id, elapsed_ms, bib, self._sequence])
        return (
            f'{{"tipo":"marcar","ref":"{ref}","linea_id":{self._line_id},"dispositivo":"A5",'
            f'"marcas":[{{"id_marca":"{name}","secuencia":{self._sequence},'
            f'"tiempo":{elapsed_ms},"incertidumbre_ms":8,"dorsal":"{bib}"}}]}}'
        ).encode()

    def _note(self, kind: str, ref: str, name: str, says: list[object]) -> None:
        self._open[ref] = (kind, name)
        self._oracle.sends(kind, name, says)


def arrivals_of(runners: int) -> Iterator[tuple[int, str]]:
    """Yield when the next mark is taken, and of which bib: each runner is marked twice in a row."""
    for number in itertools.count():
        yield FIRST_ELAPSED_MS + 100 * number, str(1 + number // 2 % runners)


async def open_judges(
    server: Server, line_id: int, runners: int, oracle: Oracle
) -> list[SoakJudge]:
    """Open the sockets of all judges, who mark runners with the bibs from 1 on."""
    judges = []
    arrivals = arrivals_of(runners)
    for number, seat in enumerate(server.seats, start=1):
        judge = SoakJudge(number, line_id, arrivals, oracle)
        judge.socket = await open_socket(server.host, server.port, seat.path, judge.on_text)
        judges.append(judge)
    return judges


async def beat(judges: Sequence[SoakJudge]) -> None:
    """Let every phone tell how it is every few seconds, for ever."""
    while True:
        for judge in judges:
            judge.heartbeat()
            await asyncio.sleep(HEARTBEAT_S / len(judges))


async def tap(judges: Judges, per_second: float, seconds: float, dice: random.Random) -> None:
    """Let judges tap at random moments; their tallies have the latencies."""
    started_s = time.perf_counter()
    due_s = 0.0
    while (due_s := due_s + dice.expovariate(per_second)) < seconds:
        delay_s = started_s + due_s - time.perf_counter()
        if delay_s > 0:
            await asyncio.sleep(delay_s)
        judges[dice.randrange(len(judges))].send(1)
    await asyncio.sleep(max(0.0, started_s + seconds - time.perf_counter()))

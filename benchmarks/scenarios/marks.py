"""(k) What it costs to record a mark at a line, beside a time of a team."""

import base64
import itertools
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median

from benchmarks.client import open_socket
from benchmarks.http_client import request
from benchmarks.judges import Answer, Judge, Judges
from benchmarks.latency import Latency
from benchmarks.product import ProductServer, sign_in_organizer
from benchmarks.race_times import random_uuid
from benchmarks.report import Figure
from benchmarks.run import Run
from benchmarks.sending import send_at_rate, send_in_closed_loop
from tornado_timing.spreadsheets.writing import csv_bytes

RUNNERS = 5_000
STRETCHES = 5
WARM_UP_MESSAGES = 1000
MARKS_PER_S = 1_000
FIRST_ELAPSED_MS = 900_000


class Marker(Judge):
    """A judge at a line: every message is one mark with a bib and a time."""

    _elapsed_ms = itertools.count(FIRST_ELAPSED_MS)

    def __init__(self, line_id: int) -> None:
        super().__init__((), None)  # type: ignore[arg-type]
        self._line_id = line_id
        self._sequence = 0

    def message(self, ref: str, records: int) -> bytes:
        """Return a `marcar` with one mark."""
        self._sequence += 1
        return (
            f'{{"tipo":"marcar","ref":"{ref}","linea_id":{self._line_id},"dispositivo":"Moto G",'
            f'"marcas":[{{"id_marca":"{random_uuid()}","secuencia":{self._sequence},'
            f'"tiempo":{next(self._elapsed_ms)},"incertidumbre_ms":8,'
            f'"dorsal":"{random.randrange(1, RUNNERS + 1)}"}}]}}'
        ).encode()

    def says_stored(self, answer: Answer, records: int) -> bool:
        """Whether the mark is stored."""
        return answer.tipo == "marcas_registradas" and answer.total_guardadas == records


@dataclass
class _Costs:
    """Costs of one record in each stretch."""

    acks_ns: list[int] = field(default_factory=list)
    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)


async def measure(run: Run) -> None:
    """Measure times of teams and marks in turn, by the same judges on the same server."""
    teams, marks = _Costs(), _Costs()
    async with run.product() as server:
        if server is None:
            return
        line_id = await _open_race(server, run.options.judges)
        async with run.judges(server) as judges, _markers(run, server, line_id) as markers:
            both = ((judges, teams), (markers, marks))
            for senders, _ in both:
                await send_in_closed_loop(senders, 1, messages=WARM_UP_MESSAGES)
            for seed in range(STRETCHES):
                for senders, costs in both:
                    await _stretch(run, server, senders, costs, seed)
    mark_acks, time_acks = Latency.of(marks.acks_ns), Latency.of(teams.acks_ns)
    name = f"{MARKS_PER_S:,} marks/s at random moments, p50"
    p50 = Figure("k", name, "ms", mark_acks.p50_ms, time_acks.p50_ms, "team's time")
    run.add(p50.at_most(1.3))
    for name, field_name in (("", "wall_ms"), (", processor", "cpu_ms")):
        mark_ms, time_ms = median(getattr(marks, field_name)), median(getattr(teams, field_name))
        figure = Figure(
            "k", f"a mark in a closed loop{name}", "ms", mark_ms, time_ms, "team's time"
        )
        run.add(figure.at_most(1.3))


async def _stretch(
    run: Run, server: ProductServer, senders: Judges, costs: _Costs, seed: int
) -> None:
    tally = await send_at_rate(senders, MARKS_PER_S, seconds=run.options.seconds, seed=seed)
    costs.acks_ns += tally.latencies_ns
    run.check("k", tally)
    before_s = server.process.cpu_s()
    outcome = await send_in_closed_loop(senders, 1, seconds=run.options.seconds)
    costs.cpu_ms.append((server.process.cpu_s() - before_s) * 1000 / outcome.records)
    costs.wall_ms.append(outcome.elapsed_s * 1000 / outcome.records)
    run.check("k", outcome.tally)


async def _open_race(server: ProductServer, judges: int) -> int:
    """Make an individual race at whose finish all judges stand; return the id of that line."""
    access = await sign_in_organizer(server)

    async def ask(method: str, path: str, body: object = None) -> object:
        return await request(server.host, server.port, method, path, body, access)

    fields = {"name": "5K con dorsales", "datetime": "2025-11-12T08:00:00Z", "kind": "individual"}
    made = await ask("POST", "/api/competencias/", fields)
    number = made["id"]  # type: ignore[index]
    rows = [("dorsal", "apellido"), *((str(bib), f"A{bib}") for bib in range(1, RUNNERS + 1))]
    entries = {
        "kind": "runners",
        "competition_id": number,
        "filename": "corredores.csv",
        "content": base64.b64encode(csv_bytes(rows)).decode(),
        "confirm": True,
    }
    await ask("POST", "/api/importaciones/", entries)
    lines = await ask("GET", f"/api/lineas/?competition_id={number}")
    line_id = int(lines[0]["id"])  # type: ignore[index]
    accounts = await ask("GET", "/api/jueces/")
    stand = [
        {"judge_id": account["id"], "mode": "both"}
        for account in accounts[:judges]  # type: ignore[index]
    ]
    await ask("PUT", f"/api/lineas/{line_id}/jueces/", stand)
    await ask("POST", f"/api/competencias/{number}/iniciar/")
    return line_id


@asynccontextmanager
async def _markers(run: Run, server: ProductServer, line_id: int) -> AsyncIterator[Judges]:
    markers = []
    for seat in server.seats[: run.options.judges]:
        marker = Marker(line_id)
        marker.socket = await open_socket(server.host, server.port, seat.path, marker.on_text)
        markers.append(marker)
    judges = Judges(markers)
    try:
        yield judges
    finally:
        judges.close()

"""(l) The reconciliation of a line with 5,000 marks, while the judges' taps go on."""

import asyncio
import base64
import random
import re
import time
from statistics import median
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.http_client import request, request_file
from benchmarks.judges import Judges
from benchmarks.latency import Latency
from benchmarks.product import ProductServer, sign_in_organizer
from benchmarks.race_times import random_uuid
from benchmarks.report import Figure
from benchmarks.run import Run
from benchmarks.sending import send_at_rate
from tornado_timing.domain.individual.crossings import Crossing
from tornado_timing.domain.individual.holding import Holding
from tornado_timing.domain.individual.marks import Line, Mark
from tornado_timing.domain.individual.reconciling.proposal import Snapshot, propose, snapshot_of
from tornado_timing.spreadsheets.writing import csv_bytes

RUNNERS = 2_500
FIRST_MS = 1_200_000
LAST_MS = 7_200_000
START_MS = 1_795_000_000_000
MARKS_PER_MESSAGE = 50
TAPS_PER_S = 150
ROUNDS = 7
WITHIN_MS = 500
LONGEST_S = 120.0
MISSED = 0.01


async def measure(run: Run) -> None:
    """Measure the proposal alone, then the acknowledgements while one after the other is made."""
    whole_ms, half_ms = (_proposed_ms(count) for count in (RUNNERS, RUNNERS // 2))
    figure = Figure(
        "l", "5,000 marks reconciled, in-process", "ms", whole_ms, half_ms, "2,500 marks"
    )
    run.add(figure.within(WITHIN_MS))
    quiet_ns: list[int] = []
    busy_ns: list[int] = []
    spans_ms: list[float] = []
    async with run.product() as product:
        if product is None:
            return
        ask, line_id = await _open_race(product)
        async with run.judges(product) as judges:
            for seed in range(3):
                quiet_ns += await _taps(run, judges, seed, run.options.seconds, None)
                stop = asyncio.Event()
                taps = asyncio.create_task(_taps(run, judges, seed, LONGEST_S, stop))
                try:
                    spans_ms += [await _reconcile(ask, line_id) for _ in range(ROUNDS)]
                finally:
                    stop.set()
                busy_ns += await taps
    run.add(Figure("l", "asked for over HTTP meanwhile", "ms", median(spans_ms), whole_ms, "alone"))
    quiet, busy = Latency.of(quiet_ns), Latency.of(busy_ns)
    for field in ("p50_ms", "p99_ms", "max_ms"):
        name = f"{TAPS_PER_S} taps/s meanwhile, ack {field.removesuffix('_ms')}"
        figure = Figure("l", name, "ms", getattr(busy, field), getattr(quiet, field), "without")
        run.add(figure.at_most(3) if field == "p99_ms" else figure)


def _lists(count: int) -> tuple[list[int], list[tuple[int, int, str]]]:
    """Times, and bibs as (crossed, written, bib), ms since the start: who is missed is missing."""
    source = random.Random(count)
    crossed = sorted(
        round(source.triangular(FIRST_MS, LAST_MS, (FIRST_MS + LAST_MS) / 2)) for _ in range(count)
    )
    written_ms = 0
    times, bibs = [], []
    for bib, at_ms in enumerate(crossed, start=1):
        written_ms = max(at_ms + source.randint(1_000, 5_000), written_ms + 600)
        if source.random() >= MISSED:
            times.append(at_ms)
        if source.random() >= MISSED:
            bibs.append((at_ms, written_ms, str(bib)))
    return times, bibs


def _proposed_ms(count: int) -> float:
    """The median of some rounds."""
    snapshot = _snapshot(count)
    spans_s = []
    for _ in range(ROUNDS):
        began_s = time.perf_counter()
        propose(snapshot)
        spans_s.append(time.perf_counter() - began_s)
    return median(spans_s) * 1000


def _snapshot(count: int) -> Snapshot:
    times, bibs = _lists(count)
    crossings = [
        Crossing(
            _mark(f"t{number}", 1, number, at_ms, None),
            START_MS + at_ms,
            START_MS + at_ms,
            None,
            None,
        )
        for number, at_ms in enumerate(times)
    ]
    crossings += [
        Crossing(
            _mark(f"b{bib}", 2, number, None, written_ms, bib),
            None,
            START_MS + written_ms,
            bib,
            int(bib),
        )
        for number, (_, written_ms, bib) in enumerate(bibs)
    ]
    line = Line(id=1, competition_id=1, name="Meta")
    return snapshot_of(line, crossings, (), Holding(), official_start_ms=START_MS, is_over=False)


def _mark(
    mark_id: str,
    judge_id: int,
    number: int,
    sent: int | None,
    noted: int | None,
    bib: str | None = None,
) -> Mark:
    at_ms = START_MS + (sent if sent is not None else noted or 0)
    return Mark(mark_id, 1, judge_id, "phone", number, sent, 0, 20, bib, at_ms, noted)


async def _reconcile(ask: "_Asking", line_id: int) -> float:
    """Has it made anew, after one correction; the ms that it took."""
    await ask.correct()
    began_s = time.perf_counter()
    answer = await ask.file(f"/api/lineas/{line_id}/conciliacion/")
    span_ms = (time.perf_counter() - began_s) * 1000
    # Not decoded: that would keep this process for tens of ms from stamping the taps' answers.
    proposed = re.search(rb'"proposed":(\d+)', answer)
    if proposed is None or int(proposed[1]) < RUNNERS * 0.9:
        raise OSError(f"too few were proposed: {answer[:300]!r}")
    return span_ms


class _Asking:
    """An organizer who asks the server."""

    def __init__(self, product: ProductServer, access: str) -> None:
        self._product, self._access = product, access
        self._competition, self._mark_id, self._moment_ms = 0, "", 0

    async def __call__(self, method: str, path: str, body: Any = None) -> Any:
        host, port = self._product.host, self._product.port
        return await request(host, port, method, path, body, self._access)

    async def file(self, path: str) -> bytes:
        """What a GET answers, as it came."""
        return await request_file(self._product.host, self._product.port, path, self._access)

    async def correct(self) -> None:
        """Moves the first mark by a millisecond, and so changes the version of the race."""
        self._moment_ms += 1
        fields = {"kind": "mark_moment", "subject": self._mark_id, "number": self._moment_ms}
        await self("POST", "/api/correcciones/", {"competition_id": self._competition, **fields})

    async def look_at(self, competition_id: int) -> None:
        """Takes the first mark of a competition as the one to correct."""
        first, *_ = await self("GET", f"/api/marcas/?competition_id={competition_id}")
        self._competition, self._mark_id = competition_id, first["id"]
        self._moment_ms = first["at_ms"]


async def _open_race(product: ProductServer) -> tuple["_Asking", int]:
    """Make a race at whose finish one has taken times, and another one has written bibs."""
    access = await sign_in_organizer(product)
    ask = _Asking(product, access)
    fields = {"name": "5K a dos listas", "datetime": "2025-11-12T08:00:00Z", "kind": "individual"}
    number = (await ask("POST", "/api/competencias/", fields))["id"]
    rows = [("dorsal", "apellido"), *((str(bib), f"A{bib}") for bib in range(1, RUNNERS + 1))]
    entries = {
        "kind": "runners",
        "competition_id": number,
        "filename": "corredores.csv",
        "content": base64.b64encode(csv_bytes(rows)).decode(),
        "confirm": True,
    }
    await ask("POST", "/api/importaciones/", entries)
    line_id = int((await ask("GET", f"/api/lineas/?competition_id={number}"))[0]["id"])
    seats = product.seats[:2]
    stand = [{"judge_id": int(seat.path.split("/")[3]), "mode": "both"} for seat in seats]
    await ask("PUT", f"/api/lineas/{line_id}/jueces/", stand)
    await ask("POST", f"/api/competencias/{number}/iniciar/")
    times, bibs = _lists(RUNNERS)
    await _mark_all(product, _token(product, 0), line_id, [{"tiempo": at_ms} for at_ms in times])
    written = [{"dorsal": bib, "anotado": written_ms} for _, written_ms, bib in bibs]
    await _mark_all(product, _token(product, 1), line_id, written)
    await ask.look_at(number)
    return ask, line_id


def _token(product: ProductServer, seat: int) -> str:
    return parse_qs(urlsplit(product.seats[seat].path).query)["token"][0]


async def _mark_all(
    product: ProductServer, access: str, line_id: int, marks: list[dict[str, Any]]
) -> None:
    ask = _Asking(product, access)
    for begin in range(0, len(marks), MARKS_PER_MESSAGE):
        sent = [
            {"id_marca": random_uuid(), "secuencia": begin + place, **mark}
            for place, mark in enumerate(marks[begin : begin + MARKS_PER_MESSAGE], start=1)
        ]
        body = {"dispositivo": "Moto G", "marcas": sent}
        await ask("POST", f"/api/lineas/{line_id}/marcas/", body)


async def _taps(
    run: Run, judges: Judges, seed: int, seconds: float, stop: asyncio.Event | None
) -> list[int]:
    tally = await send_at_rate(judges, TAPS_PER_S, seconds=seconds, seed=seed, stop=stop)
    run.check("l", tally)
    return tally.latencies_ns

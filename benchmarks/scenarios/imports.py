"""(i) An organizer imports 5,000 teams while the judges' taps go on."""

import asyncio
import base64
import csv
import io
import statistics
import time
from collections.abc import Callable
from typing import Any

from openpyxl import load_workbook

from benchmarks.http_client import request
from benchmarks.judges import Judges
from benchmarks.latency import Latency
from benchmarks.product import ProductServer, sign_in_organizer
from benchmarks.report import Figure
from benchmarks.run import Run
from benchmarks.sending import send_at_rate
from tornado_timing.spreadsheets.reading import read_table
from tornado_timing.spreadsheets.writing import csv_bytes, xlsx_bytes

TEAMS = 5_000
TAPS_PER_S = 150
ROUNDS = 3
WHOLE_IMPORT_MS = 3_000
LONGEST_S = 120.0
FORMATS = ("csv", "xlsx")


def read_csv_alone(data: bytes) -> None:
    """The floor of a CSV."""
    for _ in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"):
        pass


def read_xlsx_alone(data: bytes) -> None:
    """The floor of an XLSX."""
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for _ in workbook.worksheets[0].iter_rows(values_only=True):
        pass
    workbook.close()


async def measure(run: Run) -> None:
    """Measure reading, preview and carrying out, and the taps with and without them."""
    floors_ms = _reading(run)
    spans_ms: dict[str, list[float]] = {}
    quiet_ns: list[int] = []
    busy_ns: list[int] = []
    async with run.product() as product:
        if product is None:
            return
        async with run.judges(product) as judges:
            for seed in range(ROUNDS):
                files = _files(seed, run.options.judges)
                quiet_ns += await _taps(run, judges, seed, run.options.seconds, None)
                stop = asyncio.Event()
                taps = asyncio.create_task(_taps(run, judges, seed, LONGEST_S, stop))
                try:
                    await _import_all(product, files, spans_ms)
                finally:
                    stop.set()
                busy_ns += await taps
    _add_spans(run, spans_ms, floors_ms)
    _add_latency(run, Latency.of(quiet_ns), Latency.of(busy_ns))


def _reading(run: Run) -> dict[str, float]:
    """Adds how long it takes to read a file; the floor of each format, in ms."""
    floors_ms = {}
    for format_, alone in (("csv", read_csv_alone), ("xlsx", read_xlsx_alone)):
        data = _file(format_, 1, run.options.judges)
        floors_ms[format_] = _best_ms(alone, data)
        figure = Figure(
            "i",
            f"{TEAMS:,} rows of {format_} read, in-process",
            "ms",
            _best_ms(read_table, data),
            floors_ms[format_],
            f"{'csv' if format_ == 'csv' else 'openpyxl'} alone",
        )
        run.add(figure)
    return floors_ms


def _add_spans(run: Run, spans_ms: dict[str, list[float]], floors_ms: dict[str, float]) -> None:
    for format_ in FORMATS:
        floor = floors_ms[format_]
        for step in ("preview", "confirm", "both"):
            figure = Figure(
                "i",
                f"{TEAMS:,} teams from {format_}, {step}",
                "ms",
                statistics.median(spans_ms[f"{format_} {step}"]),
                floor * (2 if step == "both" else 1),
                "reading alone",
            )
            run.add(figure.within(WHOLE_IMPORT_MS) if step == "both" else figure)


def _add_latency(run: Run, quiet: Latency, busy: Latency) -> None:
    for field in ("p50_ms", "p99_ms", "max_ms"):
        name = f"{TAPS_PER_S} taps/s meanwhile, ack {field.removesuffix('_ms')}"
        figure = Figure(
            "i", name, "ms", getattr(busy, field), getattr(quiet, field), "without imports"
        )
        run.add(figure)


def _files(seed: int, judges: int) -> dict[str, bytes]:
    """Files of teams that no other has; made before, because the taps are sent from here."""
    return {
        format_: _file(format_, 10_000 + TEAMS * (len(FORMATS) * seed + place), judges)
        for place, format_ in enumerate(FORMATS)
    }


async def _import_all(
    product: ProductServer, files: dict[str, bytes], spans_ms: dict[str, list[float]]
) -> None:
    """Imports the teams of each file, preview first."""
    access = await sign_in_organizer(product)
    for format_, content in files.items():
        body: dict[str, Any] = {
            "kind": "teams",
            "competition_id": product.race.competition_id,
            "filename": f"equipos.{format_}",
            "content": base64.b64encode(content).decode(),
        }
        began_s = time.perf_counter()
        seen = await _post(product, body, access)
        looked_s = time.perf_counter()
        done = await _post(product, {**body, "confirm": True}, access)
        ended_s = time.perf_counter()
        if (seen["counts"]["new"], done["created"]) != (TEAMS, TEAMS):
            raise OSError(f"the import made {done} of {seen['counts']}")
        for step, span_s in (
            ("preview", looked_s - began_s),
            ("confirm", ended_s - looked_s),
            ("both", ended_s - began_s),
        ):
            spans_ms.setdefault(f"{format_} {step}", []).append(span_s * 1000)


async def _post(product: ProductServer, body: dict[str, Any], access: str) -> Any:
    path = "/api/importaciones/"
    return await request(product.host, product.port, "POST", path, body, access)


async def _taps(
    run: Run, judges: Judges, seed: int, seconds: float, stop: asyncio.Event | None
) -> list[int]:
    tally = await send_at_rate(judges, TAPS_PER_S, seconds=seconds, seed=seed, stop=stop)
    run.check("i", tally)
    return tally.latencies_ns


def _file(format_: str, first_number: int, judges: int) -> bytes:
    rows = [
        ("Dorsal", "Equipo", "Categoría", "Juez"),
        *(
            (
                number,
                f"Equipo Ñandú {number}",
                f"Categoría {number % 7}",
                f"juez{number % judges + 1}",
            )
            for number in range(first_number, first_number + TEAMS)
        ),
    ]
    return csv_bytes(rows) if format_ == "csv" else xlsx_bytes(rows, "Equipos")


def _best_ms(work: Callable[[bytes], object], data: bytes) -> float:
    spans_s = []
    for _ in range(5):
        began_s = time.perf_counter()
        work(data)
        spans_s.append(time.perf_counter() - began_s)
    return min(spans_s) * 1000

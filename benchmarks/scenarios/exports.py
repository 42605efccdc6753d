"""(m) Sheets and certificates are made while the judges' taps go on."""

import asyncio
import base64
import time
from importlib import resources
from io import BytesIO
from statistics import median
from typing import Any

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.http_client import request, request_file
from benchmarks.judges import Judges
from benchmarks.latency import Latency
from benchmarks.product import ProductServer, sign_in, sign_in_organizer
from benchmarks.race_times import random_uuid
from benchmarks.report import Figure
from benchmarks.run import Run
from benchmarks.sending import send_at_rate
from tornado_timing.spreadsheets.writing import csv_bytes

RUNNERS = 1_000
CERTIFICATES = 500
MARKS_PER_MESSAGE = 50
TAPS_PER_S = 150
ROUNDS = 3
# Of a row, and of a certificate.
COLUMNS = ("123", "1123", "Nombre Apellido Ñandú", "F", "Libre", "Club", "0:45:12", "0:45:12")
LONGEST_S = 120.0
FONT = "DejaVuSans"


async def measure(run: Run) -> None:
    """Measure the files, and the acknowledgements with and without them."""
    floors_ms = {"sheet": _lines_ms(RUNNERS, 40), "certificates": _lines_ms(CERTIFICATES, 1)}
    spans_ms: dict[str, list[float]] = {"sheet": [], "certificates": []}
    quiet_ns: list[int] = []
    busy_ns: list[int] = []
    async with run.product() as product:
        if product is None:
            return
        access, paths = await _open_race(product)
        async with run.judges(product) as judges:
            for seed in range(ROUNDS):
                # As long as the files take, so that both have as many taps.
                quiet_ns += await _taps(run, judges, seed, 3 * run.options.seconds, None)
                stop = asyncio.Event()
                taps = asyncio.create_task(_taps(run, judges, seed, LONGEST_S, stop))
                try:
                    for what, path in paths.items():
                        spans_ms[what].append(await _made_ms(product, path, access))
                finally:
                    stop.set()
                busy_ns += await taps
    for what, name in (
        ("sheet", f"a PDF of {RUNNERS:,} rows"),
        ("certificates", f"{CERTIFICATES} certificates"),
    ):
        span_ms, floor_ms = median(spans_ms[what]), floors_ms[what]
        run.add(Figure("m", name, "ms", span_ms, floor_ms, "canvas alone"))
    quiet, busy = Latency.of(quiet_ns), Latency.of(busy_ns)
    for field in ("p50_ms", "p99_ms", "max_ms"):
        name = f"{TAPS_PER_S} taps/s meanwhile, ack {field.removesuffix('_ms')}"
        figure = Figure("m", name, "ms", getattr(busy, field), getattr(quiet, field), "without")
        run.add(figure.at_most(3) if field == "p99_ms" else figure)


def _lines_ms(lines: int, per_page: int) -> float:
    """As many lines of as many texts written with nothing but the library; the median, in ms."""
    with resources.as_file(resources.files("tornado_timing.exports") / f"fonts/{FONT}.ttf") as path:
        registerFont(TTFont(FONT, str(path)))
    spans_s = []
    for _ in range(ROUNDS):
        began_s = time.perf_counter()
        canvas = Canvas(BytesIO())
        for line in range(lines):
            if line % per_page == 0:
                canvas.showPage()
                canvas.setFont(FONT, 8)
            for at, text in enumerate(COLUMNS):
                canvas.drawString(30 + 60 * at, 800 - 18 * (line % per_page), text)
        canvas.save()
        spans_s.append(time.perf_counter() - began_s)
    return median(spans_s) * 1000


async def _made_ms(product: ProductServer, path: str, access: str) -> float:
    began_s = time.perf_counter()
    file = await request_file(product.host, product.port, path, access)
    span_ms = (time.perf_counter() - began_s) * 1000
    if not file.startswith(b"%PDF"):
        raise OSError(f"{path} is no PDF")
    return span_ms


async def _open_race(product: ProductServer) -> tuple[str, dict[str, str]]:
    """Make a race in which everybody is in; the paths of its files."""
    access = await sign_in_organizer(product)

    async def ask(method: str, path: str, body: Any = None, token: str = access) -> Any:
        return await request(product.host, product.port, method, path, body, token)

    fields = {"name": "5K Ñandú", "datetime": "2025-11-12T08:00:00Z", "kind": "individual"}
    number = (await ask("POST", "/api/competencias/", fields))["id"]
    rows = [
        ("dorsal", "nombre", "apellido", "sexo", "categoria", "equipo"),
        *(
            (str(bib), "Nombre", f"Apellido Ñandú {bib}", "FM"[bib % 2], f"C{bib % 9}", "Club")
            for bib in range(1, RUNNERS + 1)
        ),
    ]
    entries = {
        "kind": "runners",
        "competition_id": number,
        "filename": "corredores.csv",
        "content": base64.b64encode(csv_bytes(rows)).decode(),
        "confirm": True,
    }
    await ask("POST", "/api/importaciones/", entries)
    line_id = int((await ask("GET", f"/api/lineas/?competition_id={number}"))[0]["id"])
    signed_in = await sign_in(product, product.race.accounts[0])
    judges_access = signed_in["access"]
    stand = [{"judge_id": signed_in["juez"]["id"], "mode": "both"}]
    await ask("PUT", f"/api/lineas/{line_id}/jueces/", stand)
    await ask("POST", f"/api/competencias/{number}/iniciar/")
    for begin in range(1, RUNNERS + 1, MARKS_PER_MESSAGE):
        marks = [
            {
                "id_marca": random_uuid(),
                "secuencia": bib,
                "tiempo": 1_200_000 + 1_000 * bib,
                "dorsal": str(bib),
            }
            for bib in range(begin, begin + MARKS_PER_MESSAGE)
        ]
        body = {"dispositivo": "Moto G", "marcas": marks}
        await ask("POST", f"/api/lineas/{line_id}/marcas/", body, judges_access)
    below = f"/api/competencias/{number}"
    return access, {
        "sheet": f"{below}/hojas/?hoja=overall",
        "certificates": f"{below}/certificados/?desde=1&hasta={CERTIFICATES}",
    }


async def _taps(
    run: Run, judges: Judges, seed: int, seconds: float, stop: asyncio.Event | None
) -> list[int]:
    tally = await send_at_rate(judges, TAPS_PER_S, seconds=seconds, seed=seed, stop=stop)
    run.check("m", tally)
    return tally.latencies_ns

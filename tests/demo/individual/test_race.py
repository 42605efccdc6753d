"""The whole individual race, at 2,000 times the speed, against the real server."""

import asyncio
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient

from tests.demo.screen import Screen
from tornado_timing.demo.account import Account
from tornado_timing.demo.individual import race
from tornado_timing.demo.individual.check import Verdict
from tornado_timing.demo.individual.course import SECOND_WAVE_MS
from tornado_timing.demo.individual.race import play
from tornado_timing.demo.individual.staff import JUDGES
from tornado_timing.demo.individual.stored import Stored
from tornado_timing.demo.individual.texts import TEXTS
from tornado_timing.demo.tally import DemoError, Tally

RUNNERS = 40
SIGN_IN = r"Panel: (http://\S+?)/admin/ +.usuario (\w+), contraseña (\w+)."


@pytest.fixture
def read_back(monkeypatch: pytest.MonkeyPatch) -> list[Stored]:
    """What was read from the files, in order."""
    found: list[Stored] = []
    read = race.read_stored

    async def watch(directory: Path, competition_id: int) -> Stored:
        found.append(await read(directory, competition_id))
        return found[-1]

    monkeypatch.setattr(race, "read_stored", watch)
    return found


class Desk:
    """An organizer who looks at the race that stays on show."""

    def __init__(self, screen: Screen) -> None:
        found = screen.find(SIGN_IN)
        assert found is not None
        self.http = AsyncHTTPClient(force_instance=True)
        self._account = Account(self.http, *found.groups(), Tally())

    async def sign_in(self) -> None:
        await self._account.sign_in()

    async def read(self, path: str) -> Any:
        return await self._account.call("GET", path)


@pytest.mark.gen_test(timeout=60)
async def test_a_whole_race_is_stored_once_and_corrected_and_then_stays_on_show() -> None:
    screen = Screen()
    playing = asyncio.ensure_future(
        play(speed=2_000, seed=1, port=0, echo=screen.echo, stay=True, lang="es", runners=RUNNERS)
    )
    staying = asyncio.ensure_future(screen.until(r"La página sigue en http://\S+/competencia/1\."))
    await asyncio.wait([playing, staying], return_when=asyncio.FIRST_COMPLETED)
    try:
        assert staying.done(), playing.exception() or screen.lines
        await expect_race(screen)
    finally:
        playing.cancel()
        staying.cancel()
        await asyncio.gather(playing, staying, return_exceptions=True)


async def expect_race(screen: Screen) -> None:
    assert screen.find("perdidas 0, de más 0")
    assert screen.find("errores 0")
    assert screen.lines[-2] == TEXTS["agreed"]["es"]
    desk = Desk(screen)
    try:
        await desk.sign_in()
        await expect_two_waves(desk)
        await expect_runners(desk)
        await expect_corrections(desk)
        await expect_publication(screen, desk)
    finally:
        desk.http.close()


async def expect_two_waves(desk: Desk) -> None:
    first, second = await desk.read("/api/olas/?competition_id=1")
    starts = [datetime.fromisoformat(wave["official_start_at"]) for wave in (first, second)]
    assert (starts[1] - starts[0]).total_seconds() * 1000 == SECOND_WAVE_MS
    assert first["runner_count"] + second["runner_count"] == RUNNERS
    lines = await desk.read("/api/lineas/?competition_id=1")
    modes = {line["kind"]: Counter(one["mode"] for one in line["judges"]) for line in lines}
    assert modes == {"finish": {"times": 2, "bibs": 2}, "start": {"both": 1}}


async def expect_runners(desk: Desk) -> None:
    runners = await desk.read("/api/corredores/?competition_id=1")
    assert len(runners) == RUNNERS
    # The last one entered came late, and one has another bib than those of the list.
    assert runners[-1]["bib"] == str(RUNNERS + 2)
    assert str(RUNNERS + 1) in {one["bib"] for one in runners[:-1]}
    status = Counter(one["status"] for one in runners)
    assert (status["dns"], status["dnf"], status["dsq"]) == (1, 1, 1)
    rows = (await desk.read("/api/competencias/1/resultados/"))["clasificacion"]
    finished = [row for row in rows if row["estado"] == "llegado"]
    assert len(finished) > RUNNERS * 0.8
    assert any(row["tiempo_neto"] is not None for row in finished)


async def expect_corrections(desk: Desk) -> None:
    corrections = await desk.read("/api/correcciones/?competition_id=1")
    kinds = Counter(one["kind"] for one in corrections)
    assert kinds["mark_bib"] > RUNNERS * 0.8
    assert {kind: kinds[kind] for kind in ("runner_bib", "runner_status", "wave_start")} == {
        "runner_bib": 1,
        "runner_status": 3,
        "wave_start": 1,
    }
    undone = [one["kind"] for one in corrections if not one["holds"]]
    assert undone == ["mark_moment"]


async def expect_publication(screen: Screen, desk: Desk) -> None:
    stages = [one["etapa"] for one in await desk.read("/api/competencias/1/publicaciones/")]
    assert stages == ["oficial", "provisional"]
    assert screen.find("oficiales: versión 1")
    for pattern in (r"Página de quien ganó: (\S+)", r"Locutor: (\S+)"):
        found = screen.find(pattern)
        assert found is not None
        assert (await desk.http.fetch(found[1])).code == 200
    assert screen.find(r"/admin/#/hand-out/1")
    (line,) = (
        one for one in await desk.read("/api/lineas/?competition_id=1") if one["kind"] == "finish"
    )
    document = await desk.read(f"/api/lineas/{line['id']}/conciliacion/")
    assert document["totals"]["paired"] > RUNNERS * 0.8
    found = screen.find(r"dudas que quedan (\d+)")
    assert found is not None
    assert int(found[1]) == document["totals"]["faults"]


@pytest.mark.gen_test(timeout=60)
async def test_the_same_seed_gives_the_same_marks(read_back: list[Stored]) -> None:
    reports = [
        await play(speed=2_000, seed=5, port=0, echo=lambda line: None, runners=25)
        for _ in range(2)
    ]
    assert [report.problems for report in reports] == [(), ()]
    first, second = (since_the_first(stored) for stored in read_back)
    assert first == second
    assert len(first) == reports[0].sent
    assert reports[0].duplicates >= len(JUDGES)
    assert reports[0].reconnections >= len(JUDGES)
    assert reports[0].times.arrived == reports[1].times.arrived


def since_the_first(stored: Stored) -> dict[str, tuple[object, ...]]:
    """Every mark, its moments counted from one of them."""
    origin_ms = min(mark.at_ms for mark in stored.marks.values() if mark.at_ms is not None)
    return {
        mark.id: (
            mark.judge_id,
            mark.device,
            mark.sequence,
            mark.bib,
            None if mark.time is None else mark.time - origin_ms,
            None if mark.noted is None else mark.noted - origin_ms,
        )
        for mark in stored.marks.values()
    }


@pytest.mark.gen_test(timeout=60)
async def test_a_mark_missing_on_disk_fails_the_demonstration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = race.read_stored

    async def lose_one(directory: Path, competition_id: int) -> Stored:
        stored = await read(directory, competition_id)
        marks = dict(stored.marks)
        marks.popitem()
        return Stored(marks, stored.rows)

    monkeypatch.setattr(race, "read_stored", lose_one)
    screen = Screen()
    report = await play(speed=2_000, seed=2, port=0, echo=screen.echo, stay=True, runners=25)
    assert report.exit_code == 1
    assert (report.sent, report.stored, report.lost) == (report.sent, report.sent - 1, 1)
    assert screen.find("FAILED: stored: 1 of")
    assert not screen.find("No mark lost")
    assert report.times[Verdict.RIGHT] > 15


@pytest.mark.gen_test(timeout=30)
async def test_a_server_that_refuses_the_organizer_fails_the_demonstration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(account: Account) -> None:
        raise DemoError("organiza: /api/login/ answered 500")

    monkeypatch.setattr(Account, "sign_in", refuse)
    screen = Screen()
    report = await play(speed=2_000, seed=1, port=0, echo=screen.echo, runners=25)
    assert report.exit_code == 1
    assert report.sent == 0
    assert screen.find("FAILED: organiza: /api/login/ answered 500")

"""Standings of teams, made once for each version of what is public."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.ioloop import IOLoop

from tests.language_of_entries import correction, five_k, mark, runner, stored
from tests.language_of_races import OLGA, Office
from tornado_timing.domain import errors
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.team_scoring import Method, TeamScoring
from tornado_timing.service.background import Background
from tornado_timing.web.team_board import TeamBoard


class CountingBackground(Background):
    """Counts what it is given to do."""

    count = 0

    async def run(self, work: Callable[[], Any]) -> Any:
        self.count += 1
        return await super().run(work)


@pytest.fixture
def office(io_loop: IOLoop, tmp_path: Path) -> Iterator[Office]:
    place = Office(tmp_path / "data")
    io_loop.run_sync(place.open)
    yield place
    io_loop.run_sync(place.close)


@pytest.mark.gen_test
async def test_standings_are_made_once_for_all_who_ask(office: Office) -> None:
    await office.judge()
    race = await five_k(office)
    ana = await runner(office, "7", team="Cóndor")
    await office.services.competitions.start(race.id, OLGA)
    await stored(office, mark("a", at_ms=60_000, bib="7"))
    await office.services.race_settings.put(
        race.id, TeamScoring(method=Method.TIMES, scorers=1), OLGA
    )
    background = CountingBackground("test", 1)
    board = TeamBoard(office.core, background)

    versions = await asyncio.gather(*(board.version(race.id) for _ in range(5)))
    assert [one.standings[0].teams[0].score for one in versions] == [60_000] * 5
    assert (len({one.tag for one in versions}), background.count) == (1, 1)

    # Nothing about teams.
    await office.services.race_settings.put(race.id, PrizeRules(overall=1), OLGA)
    assert (await board.version(race.id)).tag == versions[0].tag

    await stored(office, correction("c", Kind.PENALTY, ana.id, number=5_000))
    later = await board.version(race.id)
    assert (later.standings[0].teams[0].score, background.count) == (65_000, 2)
    assert later.tag != versions[0].tag
    background.close()


@pytest.mark.gen_test
async def test_a_race_that_is_gone_has_none(office: Office) -> None:
    background = Background("test", 1)
    with pytest.raises(errors.NotFound):
        await TeamBoard(office.core, background).version(9)
    background.close()

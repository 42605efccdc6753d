"""What the tests of the command line share."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.cli.laptop import Laptop
from tests.venue import EVENT, Venue

EVENT_OF_TWO_RACES = {
    **EVENT,
    "competencias": [
        *EVENT["competencias"],
        {"nombre": "Carrera 10K", "fecha_hora": "2030-11-13T08:00:00Z"},
    ],
    "equipos": [
        *EVENT["equipos"],
        {"nombre": "Los Largos", "dorsal": 1, "competencia": "Carrera 10K", "juez": "juez2"},
    ],
}


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """A laptop on which nothing has run yet."""
    return Laptop(tmp_path)


@pytest.fixture(scope="session")
def _raced_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("raced") / "data"

    async def race() -> None:
        venue = Venue(data_dir)
        try:
            await venue.open(EVENT_OF_TWO_RACES)
            for competition_id, team_id, judge in ((1, 1, "juez1"), (2, 4, "juez2")):
                await venue.start_race(competition_id)
                times = [{"tiempo": 1_100_000 + lap} for lap in range(3)]
                path = f"/api/equipos/{team_id}/registros/"
                answer = await venue.post(path, {"registros": times}, user=judge)
                assert answer.status == 201, answer.body
            await venue.stop_race(1)
        finally:
            await venue.close()

    asyncio.run(race())
    return data_dir


@pytest.fixture
def raced(laptop: Laptop, _raced_data: Path) -> Laptop:
    """A laptop with a finished and a running race, three times each; the server is stopped."""
    shutil.copytree(_raced_data, laptop.data_dir)
    return laptop

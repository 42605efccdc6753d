"""What the tests over generated input share: a served venue, and settings that never vary."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.fuzz.served import ServedVenue, served_venue
from tests.venue import Venue

EVENT: dict[str, Any] = {
    "organizadores": [{"username": "organiza", "password": "clave-organiza"}],
    "jueces": [
        {"username": "juez1", "password": "clave-juez1"},
        {"username": "juez2", "password": "clave-juez2"},
    ],
    "competencias": [
        {"nombre": "Sin límite", "fecha_hora": "2030-11-12T08:00:00Z"},
        {"nombre": "De a 5", "fecha_hora": "2030-11-12T09:00:00Z", "registros_por_equipo": 5},
        {"nombre": "Sin largada", "fecha_hora": "2030-11-12T10:00:00Z"},
    ],
    "equipos": [
        {"nombre": "Uno", "dorsal": 1, "competencia": "Sin límite", "juez": "juez1"},
        {"nombre": "Dos", "dorsal": 2, "competencia": "Sin límite", "juez": "juez1"},
        {"nombre": "Ajeno", "dorsal": 3, "competencia": "Sin límite", "juez": "juez2"},
        {"nombre": "Pocos", "dorsal": 4, "competencia": "De a 5", "juez": "juez1"},
        {"nombre": "Quieto", "dorsal": 5, "competencia": "Sin largada", "juez": "juez1"},
    ],
}

# The same examples in every run, and no deadline: a busy machine is no fault of the server's.
steady = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedVenue]:
    """A venue with two races in progress, for clients that may send as fast as they can."""
    limits = {"messages_per_second": 100_000, "message_burst": 100_000}
    with served_venue(tmp_path / "data", EVENT, limits=limits) as served:
        for competition_id in (1, 2):
            served.run(served.venue.start_race(competition_id))
        served.run(individual_race(served.venue))
        yield served


async def individual_race(venue: Venue) -> None:
    """One in progress, where juez1 stands at line 1 and somebody wears 7."""
    body = {"name": "5K", "datetime": "2030-11-12T08:00:00Z", "kind": "individual"}
    made = (await venue.post("/api/competencias/", body, user="organiza")).json["id"]
    runner = {"competition_id": made, "bib": "7"}
    await venue.post("/api/corredores/", runner, user="organiza")
    rows = [{"judge_id": venue.state.account_by_login("juez1").id, "mode": "both"}]
    answer = await venue.call("PUT", "/api/lineas/1/jueces/", rows, user="organiza")
    assert answer.status == 200, answer.body
    await venue.start_race(made)

"""Results of individual races as the public reads them."""

from typing import Any

import msgspec
import pytest

from tests.language_of_runners import FiveK
from tornado_timing.domain.individual.ranking import ranking
from tornado_timing.domain.individual.results import outcome_of
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.model import Competition
from tornado_timing.protocol.individual_results import individual_results


def told(race: FiveK, shown: Shown = Shown.SECONDS) -> Any:
    competition = Competition(id=1, name="5K", scheduled_at_ms=0, shown=shown)
    placed = ranking(outcome_of(race.race).results)
    return msgspec.to_builtins(individual_results(competition, placed, 0))


def test_totals_and_rows_stand_in_the_order_of_the_places() -> None:
    race = FiveK().runner(7).runner(8).runner(9).gun().mark(8, "17:00").mark(7, "18:00")
    results = told(race)
    assert (results["total_corredores"], results["total_llegados"]) == (3, 2)
    rows = results["clasificacion"]
    assert [(row["corredor"]["dorsal"], row["posicion"], row["estado"]) for row in rows] == [
        ("8", 1, "llegado"),
        ("7", 2, "llegado"),
        ("9", None, "en_carrera"),
    ]
    assert rows[2]["tiempo_oficial_formateado"] is None


@pytest.mark.parametrize(
    ("shown", "text"), [(Shown.SECONDS, "0:17:59"), (Shown.TENTHS, "0:17:58.4")]
)
def test_times_are_rounded_up_as_the_race_shows_them(shown: Shown, text: str) -> None:
    row = told(FiveK().runner(7).gun().mark(7, "17:58.310"), shown)["clasificacion"][0]
    assert (row["tiempo_oficial"], row["tiempo_oficial_formateado"]) == (1_078_310, text)


def test_of_who_is_hidden_there_is_the_bib_alone() -> None:
    race = (
        FiveK()
        .band("Libre")
        .runner(
            7,
            first_name="Ana",
            last_name="Pérez",
            sex=Sex.FEMALE,
            team="Liga",
            contact="099",
            is_hidden=True,
        )
    )
    (row,) = told(race.gun().mark(7, "18:00"))["clasificacion"]
    assert row["corredor"] == {
        "id": 7,
        "dorsal": "7",
        "nombre": "Dorsal 7",
        "sexo": None,
        "categoria": "",
        "equipo": "",
    }
    assert (row["posicion"], row["posicion_sexo"], row["posicion_categoria"]) == (1, None, None)


def test_nobody_is_told_how_to_reach_a_runner() -> None:
    race = FiveK().runner(7, first_name="Ana", contact="099-secret")
    assert "099-secret" not in str(told(race))

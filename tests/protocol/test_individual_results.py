"""Results of individual races as the public reads them."""

from typing import Any

import msgspec
import pytest

from tests.language_of_runners import FiveK
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import outcome_of
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.model import Competition
from tornado_timing.protocol.individual_results import StandingsWriter


def told(race: FiveK, shown: Shown = Shown.SECONDS) -> Any:
    started = race.race.started_at_ms
    competition = Competition(
        id=1, name="5K", scheduled_at_ms=0, shown=shown, started_at_ms=started
    )
    ranking = Ranking(outcome_of(race.race).results)
    return msgspec.json.decode(StandingsWriter().results(ranking, competition, 0))


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


def test_gun_and_net_time_are_rounded_as_the_official_one() -> None:
    race = FiveK().runner(7).gun().starts(7, "0:04.100").mark(7, "17:58.310")
    race.correct(Kind.PENALTY, 7, number=30_500)
    row = told(race)["clasificacion"][0]
    texts = [row[f"tiempo_{name}_formateado"] for name in ("oficial", "pistola", "neto")]
    assert texts == ["0:18:29", "0:17:59", "0:17:55"]


def test_when_a_runner_came_in_counts_from_the_official_start_whatever_the_wave() -> None:
    race = FiveK().wave(1, after="5:00").runner(7, wave_id=1).runner(8).gun().mark(7, "20:00")
    rows = told(race)["clasificacion"]
    assert [row["llegada_ms"] for row in rows] == [1_200_000, None]
    assert rows[0]["tiempo_pistola"] == 900_000


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
        "oculto": True,
    }
    assert (row["posicion"], row["posicion_sexo"], row["posicion_categoria"]) == (1, None, None)


def test_nobody_is_told_how_to_reach_a_runner() -> None:
    race = FiveK().runner(7, first_name="Ana", contact="099-secret")
    assert "099-secret" not in str(told(race))

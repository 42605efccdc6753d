"""What files say of days, and of what results are worth."""

import pytest
from msgspec.structs import replace

from tests.language_of_files import ENGLISH, HOUR_MS, RACE_MS, SPANISH, official, results_of
from tests.language_of_standings import finisher
from tornado_timing.domain.individual.publishing import Publication, Stage
from tornado_timing.exports.words import Words

DAY_MS = 24 * HOUR_MS


def time_of(at_ms: int) -> str:
    """A time of day in the zone of whoever runs the tests."""
    return SPANISH.clock(at_ms, at_ms)


def test_a_day_is_written_as_the_language_does() -> None:
    assert SPANISH.day(RACE_MS) == "21 de noviembre de 2026"
    assert ENGLISH.day(RACE_MS) == "21 November 2026"


def test_a_time_on_another_day_has_its_day() -> None:
    assert SPANISH.clock(RACE_MS + DAY_MS, RACE_MS).startswith("22 de noviembre de 2026, ")
    assert "noviembre" not in time_of(RACE_MS)


@pytest.mark.parametrize(
    ("publication", "said"),
    [
        (None, "Resultados en vivo: todavía pueden cambiar"),
        (official(3), f"Resultados oficiales, versión 3 · {time_of(RACE_MS + HOUR_MS)}"),
        (
            Publication(
                competition_id=1, stage=Stage.PROVISIONAL, version=0, at_ms=RACE_MS,
                protests_until_ms=RACE_MS + 2 * HOUR_MS,
            ),
            f"Resultados provisionales · reclamos hasta {time_of(RACE_MS + 2 * HOUR_MS)}",
        ),
        (
            Publication(competition_id=1, stage=Stage.PROVISIONAL, version=1, at_ms=RACE_MS),
            "Resultados provisionales",
        ),
    ],
    ids=["live", "official", "protests", "provisional"],
)  # fmt: skip
def test_what_results_are_worth_is_told(publication: Publication | None, said: str) -> None:
    assert SPANISH.stage(results_of([], publication)) == said


def test_who_is_hidden_or_has_no_name_is_called_by_the_bib() -> None:
    hidden = finisher(12, is_hidden=True)
    nameless = replace(finisher(12), runner=replace(finisher(12).runner, first_name=""))
    assert SPANISH.name(hidden) == SPANISH.name(nameless) == "Dorsal 12"
    assert ENGLISH.name(hidden) == "Bib 12"
    assert SPANISH.name(finisher(12)) == "Runner 12"


@pytest.mark.parametrize(("minutes", "said"), [(5, "5"), (59, "59"), (60, "1:00"), (125, "2:05")])
def test_spans_on_an_axis_have_no_seconds(minutes: int, said: str) -> None:
    assert Words("es", 0).minutes(minutes * 60_000) == said

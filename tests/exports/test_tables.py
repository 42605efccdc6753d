"""Results as tables: for spreadsheets, and as portals take them."""

import datetime

import pytest
from msgspec.structs import replace

from tests.language_of_runners import GUN_MS, FiveK
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.individual.team_scoring import TeamScoring
from tornado_timing.exports.tables import Rows, TableKind, table_file, table_of
from tornado_timing.language import Texts
from tornado_timing.spreadsheets.reading import read_table
from tornado_timing.spreadsheets.writing import Duration, csv_bytes


def public(race: FiveK, shown: Shown = Shown.SECONDS) -> PublicResults:
    return PublicResults(
        name="5K",
        scheduled_at_ms=GUN_MS,
        shown=shown,
        ranking=Ranking(race.outcome().results),
        team_scoring=TeamScoring(),
        prizes=PrizeRules(),
        publication=None,
    )


def table(race: FiveK, kind: TableKind = TableKind.XLSX, shown: Shown = Shown.SECONDS) -> Rows:
    return table_of(public(race, shown), kind, Texts("es"))


def ana_and_others() -> FiveK:
    """Ana wins, 8 is hidden and second, 9 gave up, 10 never came, 11 is out there, 12 cheated."""
    born = datetime.date(1990, 4, 15)
    race = FiveK().runner(
        7,
        first_name="Ana",
        last_name="Núñez Łoś",
        sex=Sex.FEMALE,
        birth_date=born,
        category="Élite",
        team="=Rayos",
        city="Ibarra",
        nationality="ecu",
        contact="099",
    )
    race.runner(
        8, first_name="Secreta", last_name="X", sex=Sex.FEMALE, city="Quito", is_hidden=True
    )
    for bib, name in ((9, "Berta"), (10, "Carla"), (11, "Dora"), (12, "Eva")):
        race.runner(bib, first_name=name)
    race.gun().mark(7, "17:58.310").mark(8, "1:02:03").mark(12, "16:00")
    race.correct(Kind.RUNNER_STATUS, 9, text="dnf").correct(Kind.RUNNER_STATUS, 10, text="dns")
    return race.correct(Kind.RUNNER_STATUS, 12, text="dsq").correct(Kind.PENALTY, 8, number=-1500)


def test_everybody_is_in_the_table_with_what_the_public_may_know() -> None:
    headings, ana, hidden, *others = table(ana_and_others())
    assert headings[:4] == ["Puesto", "Dorsal", "Apellido", "Nombre"]
    assert [str(cell) if isinstance(cell, Duration) else cell for cell in ana] == [
        *(1, 7, "Núñez Łoś", "Ana", "F", 1, "Élite", 1, 36, "=Rayos", "Ibarra", "ecu"),
        *("Llegó", "0:17:59", "0:17:59", "", ""),
    ]
    assert [str(cell) if isinstance(cell, Duration) else cell for cell in hidden] == [
        *(2, 8, "Dorsal 8", "", "", "", "", "", "", "", "", ""),
        *("Llegó", "1:02:02", "1:02:03", "", -1.5),
    ]
    stands = [(row[1], row[0], row[12]) for row in others]
    assert stands == [
        (11, "", "En carrera"),
        (9, "", "No terminó"),
        (12, "", "Descalificado"),
        (10, "", "No salió"),
    ]


def test_who_never_came_in_is_out_there_until_the_race_is_over() -> None:
    running = public(ana_and_others())
    over = replace(running, finished_at_ms=GUN_MS + 7_200_000)
    for results, words in ((running, "En carrera"), (over, "Sin llegada")):
        rows = table_of(results, TableKind.XLSX, Texts("es"))
        assert [row[12] for row in rows if row[1] == 11] == [words]


def test_all_rows_are_as_long_as_the_headings() -> None:
    for kind in TableKind:
        widths = {len(row) for row in table(ana_and_others(), kind)}
        assert len(widths) == 1


def test_tenths_where_the_race_shows_tenths() -> None:
    official = table(ana_and_others(), shown=Shown.TENTHS)[1][13]
    assert official == Duration(1_078_400, "0:17:58.4")


def test_ultrasignup_takes_its_columns_and_numbers_for_how_one_stands() -> None:
    rows = table(ana_and_others(), TableKind.ULTRASIGNUP)
    assert csv_bytes(rows, ",", "utf-8").decode().splitlines() == [
        "place,time,first,last,age,gender,bib,status",
        "1,00:17:59,Ana,Núñez Łoś,36,F,7,1",
        "2,01:02:02,Bib,8,,,8,1",
        ",,Berta,,,,9,2",
        ",,Eva,,,,12,5",
        ",,Carla,,,,10,3",
    ]


def test_itra_takes_finishers_and_dnf_without_a_time() -> None:
    headings, *rows = table(ana_and_others(), TableKind.ITRA)
    assert headings == [
        *("Ranking", "Time", "Family name", "First name", "Gender", "Birthdate"),
        *("Nationality", "Bib number", "City"),
    ]
    assert rows == [
        [1, "00:17:59", "Núñez Łoś", "Ana", "F", "1990-04-15", "ECU", 7, "Ibarra"],
        [2, "01:02:02", "8", "Bib", "", "", "", 8, ""],
        ["DNF", "", "", "Berta", "", "", "", 9, ""],
    ]


def test_a_bib_is_a_number_where_it_is_written_as_one() -> None:
    race = FiveK().gun()
    for bib in (7, "08", "E1"):
        race.runner(bib)
    assert {row[1] for row in table(race)[1:]} == {7, "08", "E1"}


def test_a_penalty_is_written_as_spreadsheets_of_the_language_read_it() -> None:
    race = ana_and_others().correct(Kind.PENALTY, 7, number=60_000)
    for texts, written in ((Texts("es"), '"-1,5"'), (Texts("en"), "-1.5")):
        lines = table_file(public(race), TableKind.CSV, texts).decode().splitlines()
        assert lines[1].endswith(";60")
        assert lines[2].endswith(f";{written}")


def test_a_contact_is_in_no_table() -> None:
    for kind in TableKind:
        assert b"099" not in csv_bytes(table(ana_and_others(), kind))


def test_a_team_is_not_run_as_a_formula() -> None:
    assert b";'=Rayos;" in csv_bytes(table(ana_and_others()))


@pytest.mark.parametrize("kind", TableKind)
def test_a_file_is_read_back_as_its_table(kind: TableKind) -> None:
    rows = table(ana_and_others(), kind)
    read = read_table(table_file(public(ana_and_others()), kind, Texts("es"))).rows
    assert len(read) == len(rows)
    assert list(read[0].cells) == rows[0]

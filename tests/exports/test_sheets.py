"""Sheets to print: what is on their pages, and how these are put together."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.language_of_files import (
    ENGLISH,
    SPANISH,
    lines_with,
    named,
    official,
    results_of,
    texts_of,
    without_time,
)
from tests.language_of_standings import finisher
from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.domain.individual.results import Status
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.individual.team_scoring import Groups, Method, TeamScoring
from tornado_timing.exports.request import Paper, Sheet, SheetWork
from tornado_timing.exports.sheets import sheet_pdf
from tornado_timing.exports.words import Words


def sheet(
    results: PublicResults, which: Sheet = Sheet.OVERALL, words: Words = SPANISH
) -> list[str]:
    """The pages of a sheet."""
    return texts_of(sheet_pdf(results, SheetWork(which), words))


def crowd(count: int) -> PublicResults:
    return results_of([finisher(number, category="Libre") for number in range(1, count + 1)])


@pytest.mark.parametrize("which", Sheet)
def test_every_page_says_what_it_is_and_which_of_how_many(which: Sheet) -> None:
    runners = [finisher(n, f"Club {n % 20}", category=f"C{n % 40:02}") for n in range(1, 161)]
    scoring = TeamScoring(method=Method.TIMES)
    pages = sheet(results_of(runners, official(), scoring), which)
    for number, page in enumerate(pages, 1):
        assert "Ruta de los Volcanes" in page
        assert "21 de noviembre de 2026" in page
        assert "Resultados oficiales, versión 2" in page
        assert "Hecho el " in page
        assert f"Página {number} de {len(pages)}" in page


def test_headings_are_repeated_on_every_page_and_nobody_is_lost() -> None:
    pages = sheet(crowd(300))
    assert len(pages) > 5
    assert all("Dorsal" in page and "Tiempo" in page for page in pages)
    places = [int(line.split()[0]) for line in lines_with(pages, "Runner ")]
    assert places == list(range(1, 301))


@pytest.mark.parametrize("count", range(38, 52, 2))
def test_no_row_stands_on_a_page_alone(count: int) -> None:
    for page in sheet(crowd(count)):
        assert len(lines_with([page], "Runner ")) >= 3


def test_a_category_does_not_begin_at_the_foot_of_a_page() -> None:
    runners = [finisher(n, category=f"C{n // 7:02}") for n in range(1, 200)]
    for page in sheet(results_of(runners), Sheet.CATEGORIES):
        lines = page.splitlines()
        for at, line in enumerate(lines):
            if line.strip().startswith("C") and line.strip()[1:].isdigit():
                assert len(lines_with(["\n".join(lines[at:])], "Runner ")) >= 3


def test_the_paper_is_as_asked_for_and_the_file_says_what_it_is() -> None:
    for paper, width in ((Paper.A4, 595), (Paper.LETTER, 612)):
        pdf = PdfReader(BytesIO(sheet_pdf(crowd(3), SheetWork(Sheet.OVERALL, paper), SPANISH)))
        assert round(float(pdf.pages[0].mediabox.width)) == width
        assert pdf.metadata is not None
        assert pdf.metadata.title == "Ruta de los Volcanes – Clasificación general"
        assert pdf.metadata.author == "tornado-timing"
        assert pdf.root_object["/Lang"] == "es"


def test_letters_of_any_alphabet_are_there_and_their_font_is_in_the_file() -> None:
    names = ["Łukasz Świętochłowski", "Nguyễn Văn", "Αλέξανδρος", "Иван", "Çelik Ñandú", "Şeyma"]
    runners = [named(finisher(n), name) for n, name in enumerate(names, 1)]
    file = sheet_pdf(results_of(runners), SheetWork(Sheet.OVERALL), SPANISH)
    said = "\n".join(texts_of(file))
    assert [name for name in names if name not in said] == []
    fonts = PdfReader(BytesIO(file)).pages[0]["/Resources"]["/Font"]
    used = [fonts[name].get_object() for name in fonts]
    # Helvetica is named by every file of reportlab's, and no page writes in it.
    own = [font for font in used if "DejaVuSans" in font["/BaseFont"]]
    assert len(own) >= 2
    assert all("/FontFile2" in font["/FontDescriptor"] for font in own)
    assert len(file) < 150_000


def test_who_is_hidden_is_a_bib_and_in_no_list_of_a_group() -> None:
    secret = finisher(1, "Rayos", sex=Sex.FEMALE, category="Élite", is_hidden=True)
    runners = [secret, finisher(2, sex=Sex.FEMALE, category="Élite")]
    (line,) = lines_with(sheet(results_of(runners)), "Dorsal 1")
    assert line.split() == ["1", "1", "Dorsal", "1", "0:00:01"]
    for which in (Sheet.CATEGORIES, Sheet.SEXES):
        assert lines_with(sheet(results_of(runners), which), "Dorsal 1") == []
        assert lines_with(sheet(results_of(runners), which), "Runner 2") != []


def test_those_who_have_not_finished_come_last_with_why() -> None:
    runners = [
        without_time(1, Status.DNS),
        without_time(2, Status.DNF),
        without_time(3, Status.DSQ),
        without_time(4, Status.STARTED),
        finisher(5),
    ]
    (page,) = sheet(results_of(runners))
    rows = [line.split() for line in lines_with([page], "Runner ")]
    assert [row[:2] for row in rows] == [
        ["1", "5"], ["–", "4"], ["DNF", "2"], ["DSQ", "3"], ["DNS", "1"],
    ]  # fmt: skip
    assert rows[1][-2:] == ["En", "carrera"]
    assert "DNF: no terminó · DNS: no salió · DSQ: descalificado" in page


def test_equal_times_share_their_place() -> None:
    pages = sheet(results_of([finisher(n, at_ms=at) for n, at in ((1, 5), (2, 5), (3, 9))]))
    assert [line.split()[0] for line in lines_with(pages, "Runner ")] == ["1", "1", "3"]


def test_columns_in_which_nothing_would_stand_are_left_out() -> None:
    (bare,) = sheet(results_of([finisher(1)]))
    assert not any(word in bare for word in ("Equipo", "Categoría", "Sexo", "Neto", "Penaliz."))
    (full,) = sheet(results_of([finisher(1, "Rayos", sex=Sex.MALE, category="Élite")]))
    assert all(word in full for word in ("Equipo", "Categoría", "Sexo"))
    assert "Élite (1)" in full


def test_a_sheet_speaks_the_language_that_is_asked_for() -> None:
    (page,) = sheet(results_of([finisher(1)]), words=ENGLISH)
    assert "Overall standings" in page
    assert "Page 1 of 1" in page


def test_teams_are_listed_with_who_counted() -> None:
    runners = [finisher(n, "Rayos" if n % 2 else "Liebres") for n in range(1, 5)]
    scoring = TeamScoring(method=Method.PLACES, scorers=2, displacers=0, groups=Groups.ALL)
    (page,) = sheet(results_of(runners, scoring=scoring), Sheet.TEAMS)
    assert lines_with([page], "Rayos")[0].split()[:2] == ["1", "Rayos"]
    assert lines_with([page], "Runner 3 · 3") != []
    assert "Puntos" in page


def test_without_a_scoring_the_sheet_of_teams_says_so() -> None:
    (page,) = sheet(results_of([finisher(1, "Rayos")]), Sheet.TEAMS)
    assert "No hay clasificación por equipos" in page


def test_prizes_are_called_group_by_group() -> None:
    runners = [finisher(n, sex=Sex.FEMALE, category="Élite") for n in range(1, 6)]
    prizes = PrizeRules(overall=1, per_sex=1, per_category=2)
    (page,) = sheet(results_of(runners, prizes=prizes), Sheet.PRIZES)
    assert [line.split()[1] for line in lines_with([page], "Runner ")] == ["1", "2", "3", "4"]
    assert page.index("Clasificación general") < page.index("Mujeres") < page.index("Élite")


@pytest.mark.parametrize("which", Sheet)
def test_a_race_without_runners_makes_a_page_that_says_so(which: Sheet) -> None:
    (page,) = sheet(results_of([]), which)
    assert "Página 1 de 1" in page
    assert lines_with([page], "hay ") + lines_with([page], "ha llegado nadie") != []


def test_the_race_in_figures_has_its_pictures() -> None:
    runners = [finisher(n, at_ms=n * 60_000, category=f"C{n % 3}") for n in range(20, 80)]
    (page,) = sheet(results_of([*runners, without_time(99, Status.DNF)]), Sheet.STATISTICS)
    assert "Inscritos: 61 · Clasificados: 60 · No terminaron (DNF): 1" in page
    for title in ("Llegadas por minuto", "La carrera en diez momentos", "Tiempos por categoría"):
        assert title in page
    # All of them are in by the last of the ten moments.
    assert {"60", "C0", "C1", "C2", "Todos"} <= set(page.split())


def test_one_runner_alone_and_a_race_of_days_make_pictures_too() -> None:
    for times_ms in ([1], [60_000, 23 * 3_600_000]):
        runners = [finisher(n, at_ms=at_ms) for n, at_ms in enumerate(times_ms, 1)]
        assert "Llegadas por minuto" in "\n".join(sheet(results_of(runners), Sheet.STATISTICS))

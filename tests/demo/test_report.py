import re
from string import Formatter

import pytest

from tornado_timing.demo.plan import Finish
from tornado_timing.demo.report import DemoReport, format_clock, format_report, make_report
from tornado_timing.demo.tally import Standing, Tally
from tornado_timing.demo.texts import TEXTS, text
from tornado_timing.language import Language

NAMES = {bib: f"Cóndores {bib}" for bib in range(101, 114)}
ROWS = (
    Standing(1, 101, 15, 40_000_000, 1_100_000),
    *(Standing(2, bib, 14, 39_000_000, 1_200_000) for bib in range(102, 113)),
    Standing(None, 113, 0, 0, None),
)


def report_of(*problems: str) -> DemoReport:
    finish = Finish(101, "a", 1_000)
    tally = Tally(sent={"a": finish}, acknowledged={"a": finish}, duplicates=1, reconnections=1)
    tally.latencies_s.extend([0.001, 0.002, 0.003, 0.1])
    return make_report(tally, ROWS, NAMES, 1, problems)


def test_report_counts_and_latencies_come_from_the_tally() -> None:
    report = report_of()
    assert (report.sent, report.acknowledged, report.stored) == (1, 1, 1)
    assert (report.duplicates, report.reconnections) == (1, 1)
    assert report.latency_p50_ms == pytest.approx(2)
    assert report.latency_p99_ms == report.latency_max_ms == pytest.approx(100)


def test_exit_code_tells_problems_from_success() -> None:
    assert report_of().exit_code == 0
    assert report_of("stored: 1 of 2").exit_code == 1


@pytest.mark.parametrize(
    ("lang", "agreed", "more"),
    [("es", "Nada perdido", "y 3 equipos más"), ("en", "Nothing lost", "and 3 more teams")],
)
def test_report_shows_ten_teams_and_how_many_more(lang: Language, agreed: str, more: str) -> None:
    lines = list(format_report(report_of(), lang))
    assert sum("Cóndores" in line for line in lines) == 10
    assert more in lines
    assert lines[-1].startswith(agreed)


def test_report_lines_up_under_its_head() -> None:
    lines = list(format_report(report_of(), "en"))
    head = next(line for line in lines if line.startswith("Pos"))
    row = next(line for line in lines if "Cóndores 101" in line)
    assert len(head) == len(row)
    assert head.index("Team") == row.index("Cóndores")
    assert re.split(r"\s{2,}", row.strip()) == [
        "1", "101", "Cóndores 101", "15", "11:06:40", "0:44:26",
    ]  # fmt: skip


def test_problems_are_printed_and_nothing_is_claimed() -> None:
    lines = list(format_report(report_of("stored: 1 of 2"), "es"))
    assert "FALLA: stored: 1 of 2" in lines
    assert not any("Nada perdido" in line for line in lines)


def test_many_problems_do_not_drown_the_report() -> None:
    lines = list(format_report(report_of(*(f"no. {number}" for number in range(30))), "en"))
    assert sum(line.startswith("FAILED") for line in lines) == 10
    assert lines[-1] == "and 20 more failures"


@pytest.mark.parametrize(
    ("elapsed_ms", "expected"), [(0, "0:00:00"), (1_078_000, "0:17:58"), (5_472_999.9, "1:31:12")]
)
def test_format_clock(elapsed_ms: float, expected: str) -> None:
    assert format_clock(elapsed_ms) == expected


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_have_every_text_with_the_same_places(key: str) -> None:
    def places(template: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(template) if name}

    assert set(TEXTS[key]) == {"es", "en"}
    assert places(TEXTS[key]["es"]) == places(TEXTS[key]["en"])


def test_text_fills_the_places() -> None:
    assert text("more_teams", "es", count=38) == "y 38 equipos más"

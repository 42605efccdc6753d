from collections import Counter
from dataclasses import replace
from string import Formatter
from typing import Any

import pytest

from tornado_timing.demo.individual.afterwards import Reconciled
from tornado_timing.demo.individual.check import Made, Times, Verdict
from tornado_timing.demo.individual.mistakes import Kind
from tornado_timing.demo.individual.report import (
    IndividualReport,
    format_report,
    make_report,
)
from tornado_timing.demo.individual.texts import TEXTS
from tornado_timing.demo.tally import Tally
from tornado_timing.language import Language


def row(place: int | None, bib: str) -> dict[str, Any]:
    official = None if place is None else "0:15:01"
    return {
        "posicion": place,
        "corredor": {"id": int(bib), "dorsal": bib, "nombre": "Lucía Peña"},
        "tiempo_oficial_formateado": official,
        "tiempo_neto_formateado": official,
    }


ROWS = [*(row(place, str(place)) for place in range(1, 12)), row(None, "99")]


def report_of(*problems: str, stored: tuple[str, ...] = ("a", "b")) -> IndividualReport:
    tally: Tally[int] = Tally(sent={"a": 1, "b": 2}, acknowledged={"a": 1, "b": 2})
    tally.latencies_s.append(0.002)
    return make_report(
        tally,
        dict.fromkeys(stored, 0),
        ROWS,
        reconciled=Reconciled(paired=480, repairs=Counter(double_time=5), left=Counter(late=2)),
        corrections=14,
        mistakes=[
            Made(Kind.DOUBLE_TAP, 6, found=5, repaired=5, missed=0),
            Made(Kind.SWAPPED, 3, found=2, repaired=1, missed=1),
        ],
        before=Times({Verdict.RIGHT: 460, Verdict.WRONG: 10, Verdict.WITHOUT: 20}),
        times=Times({Verdict.RIGHT: 470, Verdict.WRONG: 12, Verdict.WITHOUT: 8}, half_ms=1_400),
        problems=problems,
    )


def test_marks_that_are_missing_or_too_many_are_counted() -> None:
    report = report_of(stored=("b", "c", "d"))
    assert (report.sent, report.stored, report.lost, report.extra) == (2, 3, 1, 2)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("es", "mensajes reenviados 3; 70 de sus marcas ya estaban guardadas; errores 0."),
        ("en", "messages sent again 3; 70 marks of them were there already; errors 0."),
    ],
)
def test_messages_that_were_sent_again_are_told_apart_from_their_marks(
    lang: Language, told: str
) -> None:
    report = replace(report_of(), resent_messages=3, duplicates=70)
    assert any(line.endswith(told) for line in format_report(report, lang))


def test_wrong_times_are_told_and_are_no_failure() -> None:
    report = report_of()
    assert report.exit_code == 0
    lines = list(format_report(report, "en"))
    head = next(place for place, line in enumerate(lines) if line.startswith("Times of who"))
    before, after = (line.split() for line in lines[head + 1 : head + 3])
    assert before == ["before", "the", "reconciliation", "460", "10", "20", "0"]
    assert after == ["after", "it", "470", "12", "8", "0"]
    assert any("half are off by 1.4 s" in line for line in lines)


def test_a_problem_is_a_failure_and_then_nothing_is_claimed() -> None:
    report = report_of("stored: 1 of 2")
    lines = list(format_report(report, "es"))
    assert report.exit_code == 1
    assert "FALLA: stored: 1 of 2" in lines
    assert not any(line.startswith("Ninguna marca perdida") for line in lines)


@pytest.mark.parametrize(
    ("lang", "more", "agreed"),
    [
        ("es", "y 2 corredores más", "Ninguna marca perdida"),
        ("en", "and 2 more runners", "No mark lost"),
    ],
)
def test_report_shows_ten_runners_and_the_verdict(lang: Language, more: str, agreed: str) -> None:
    lines = list(format_report(report_of(), lang))
    assert sum("Lucía Peña" in line for line in lines) == 10
    assert more in lines
    assert lines[-1].startswith(agreed)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_tables_line_up_under_their_heads(lang: Language) -> None:
    lines = list(format_report(report_of(), lang))
    standings = lines.index(TEXTS["standings_head"][lang])
    assert len(lines[standings]) == len(lines[standings + 1])
    mistakes = first_with(lines, TEXTS["mistakes_head"][lang])
    assert {len(line) for line in lines[mistakes : mistakes + 4]} == {len(lines[mistakes])}
    assert lines[mistakes + 3].split()[-5:] == ["9", "7", "6", "2", "1"]
    times = first_with(lines, TEXTS["times_head"][lang])
    assert {len(line) for line in lines[times : times + 3]} == {len(lines[times])}


def first_with(lines: list[str], start: str) -> int:
    return next(place for place, line in enumerate(lines) if line.startswith(start))


def test_what_was_repaired_and_what_is_left_is_told() -> None:
    lines = list(format_report(report_of(), "en"))
    assert "Repairs made at the reconciliation 5; doubts that are left 2." in lines


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_have_every_text_with_the_same_places(key: str) -> None:
    def places(template: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(template) if name}

    assert set(TEXTS[key]) == {"es", "en"}
    assert places(TEXTS[key]["es"]) == places(TEXTS[key]["en"])


@pytest.mark.parametrize("kind", Kind)
def test_every_mistake_has_a_name(kind: Kind) -> None:
    assert kind in TEXTS

"""The documents: what they point to is there."""

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.errors import BenchmarkError
from benchmarks.performance_page import write
from benchmarks.report import Figure, Report

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
PICTURES = ROOT / "docs" / "pictures"


def targets(document: Path) -> set[Path]:
    """The files that a document links to or shows, without those of the network."""
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text("utf-8"))
    return {(document.parent / link).resolve() for link in links if "://" not in link}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(document: Path) -> None:
    assert [path for path in targets(document) if not path.exists()] == []


def test_every_picture_is_shown() -> None:
    shown = {path for document in DOCUMENTS for path in targets(document)}

    assert set(PICTURES.iterdir()) - shown == set()


def test_the_table_of_figures_is_replaced_where_the_page_has_its_place(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_bytes((ROOT / "docs" / "performance.md").read_bytes())
    facts = dict.fromkeys(("processor", "system", "disk", "python", "tornado", "sqlite"), "7")
    options = {"judges": 50, "spectators": 500, "seconds": 3.0, "rounds": 5}
    figure = Figure("k", "a mark", "us", 130.0, 100.0, "a time").at_most(1.2)
    report = Report(facts, options, [figure], ["k: quiet"], others_cores={"k": 0.02})

    for day in (1, 2):
        write(page, report, datetime.date(2026, 11, day))
        text = page.read_text("utf-8")
        assert f"Measured on 2026-11-0{day} " in text
    assert text.count("| k |") == 1
    row = "| k | a mark | 130 µs | 100 µs: a time | 1.30 | ≤ 1.2 x the floor | **not reached** |"
    assert row in text
    assert "- k: quiet" in text

    with pytest.raises(BenchmarkError):
        write(page, replace(report, failures=["k: no answer"]), datetime.date(2026, 11, 3))
    assert page.read_text("utf-8") == text

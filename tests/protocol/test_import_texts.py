"""The sentences about files and cells: one for each reason and each code."""

import inspect
import re
import string
from types import ModuleType

import pytest

from tornado_timing.domain import import_rows
from tornado_timing.domain.individual import import_rows as runner_rows
from tornado_timing.protocol import imports
from tornado_timing.protocol.import_texts import CELL_TEXTS, FILE_TEXTS, cell_text, file_text
from tornado_timing.service import import_checks, runner_checks
from tornado_timing.spreadsheets import csv_file, reading, table, xlsx_file

RAISED = re.compile(r'(?:UnreadableError|import_unreadable)\(\s*"(\w+)"(?:, (.*?))?\)', re.DOTALL)
FOUND = re.compile(r'CellProblem\(\s*[\w"]+, "(\w+)"')


def sources(*modules: ModuleType) -> str:
    return "\n".join(inspect.getsource(module) for module in modules)


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_reason_has_a_text_and_no_text_is_without_its_reason() -> None:
    source = sources(csv_file, reading, table, xlsx_file, imports)
    raised = {reason for reason, _ in RAISED.findall(source)}
    raised |= set(re.findall(r'UnreadableError\("(\w+)" if encrypted else "(\w+)"', source)[0])
    assert raised == set(FILE_TEXTS)


def test_a_day_is_written_as_people_write_it() -> None:
    said = {"value": "2031-01-01", "first": 1900, "last": "2026-11-21"}
    text = cell_text("impossible_birth_date", said)
    assert "nacido el 01/01/2031." in text
    assert "(21/11/2026)" in text


def test_the_places_of_a_text_are_given_where_it_is_raised() -> None:
    for reason, details in RAISED.findall(sources(csv_file, reading, table, xlsx_file)):
        assert places(FILE_TEXTS[reason]) <= set(re.findall(r"(\w+)=", details)), reason


def test_every_code_of_a_cell_has_a_text_and_no_text_is_without_its_code() -> None:
    source = sources(import_rows, runner_rows, import_checks, runner_checks)
    found = set(FOUND.findall(source))
    # The two that are chosen between.
    found |= {"ambiguous_judge", "unknown_judge"}
    # Those of dates that cannot be read.
    found |= set(runner_rows._PROBLEMS_OF_DATES.values())
    assert all(f'"{code}"' in source for code in found)
    assert found == set(CELL_TEXTS)


@pytest.mark.parametrize("sentence", [*FILE_TEXTS.values(), *CELL_TEXTS.values()])
def test_a_text_says_what_is_wrong_and_ends_there(sentence: str) -> None:
    assert re.fullmatch(r"[A-Z«¿c].*\.", sentence, re.DOTALL)


def test_braces_in_a_cell_are_left_alone() -> None:
    assert cell_text("not_a_number", {"value": "{0} {line}"}).startswith("«{0} {line}»")
    assert "{x}" in file_text("unknown_sheet", {"sheet": "{x}"})

"""Statements of individual races: runners, waves, bands, lines, marks and corrections."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from tornado_timing.domain.individual.corrections import Correction
from tornado_timing.domain.individual.marks import Assignment, Line, Mark
from tornado_timing.domain.individual.publishing import Publication
from tornado_timing.domain.individual.runners import AgeBand, Runner, Wave
from tornado_timing.domain.individual.settings import SETTINGS, name_of
from tornado_timing.domain.individual.state import IndividualRaces
from tornado_timing.store.statements import ALL, DELETED, PRESENT, insert, select, upsert
from tornado_timing.store.writer import Write

_PUT_RUNNER = upsert("runners", Runner)
_PUT_WAVE = upsert("waves", Wave)
_PUT_LINE = upsert("lines", Line)
_ADD_BAND = insert("age_bands", AgeBand)
_ADD_ASSIGNMENT = insert("line_judges", Assignment)
_ADD_MARK = insert("marks", Mark)
_ADD_CORRECTION = insert("race_corrections", Correction)
_ADD_PUBLICATION = insert("publications", Publication)
_PUT_SETTING = (
    "INSERT INTO race_settings (competition_id, name, document) VALUES (?, ?, ?) "
    "ON CONFLICT (competition_id, name) DO UPDATE SET document = excluded.document"
)
_DROP_BANDS = "DELETE FROM age_bands WHERE competition_id = ?"
_DROP_LINE_JUDGES = "DELETE FROM line_judges WHERE line_id = ?"
_DROP_JUDGE = "DELETE FROM line_judges WHERE judge_id = ?"
_DELETE: Mapping[str, str] = {
    "runner": "UPDATE runners SET deleted_at_ms = ? WHERE id = ?",
    "wave": "UPDATE waves SET deleted_at_ms = ? WHERE id = ?",
    "line": "UPDATE lines SET deleted_at_ms = ? WHERE id = ?",
}


def put_runners(runners: Iterable[Runner]) -> Write:
    """Stores runners, new or changed, with the bibs that they were entered with."""
    return Write(_PUT_RUNNER, [_runner_row(runner) for runner in runners], bulk=True)


def put_wave(wave: Wave) -> Write:
    """Stores a wave, new or changed."""
    return Write(_PUT_WAVE, [astuple(wave)], bulk=True)


def put_line(line: Line) -> Write:
    """Stores a line, new or changed."""
    return Write(_PUT_LINE, [astuple(line)], bulk=True)


def delete(kind: Literal["runner", "wave", "line"], number: int, at_ms: int) -> Write:
    """Takes something out of sight; its row stays in the file."""
    return Write(_DELETE[kind], [(at_ms, number)])


def put_bands(competition_id: int, bands: Sequence[AgeBand]) -> list[Write]:
    """Stores the bands of a competition in the place of those that it had."""
    drop = Write(_DROP_BANDS, [(competition_id,)])
    return [drop, *_added(_ADD_BAND, [astuple(band) for band in bands])]


def put_assignments(line_id: int, assignments: Sequence[Assignment]) -> list[Write]:
    """Stores who stands at a line, in the place of those who did."""
    drop = Write(_DROP_LINE_JUDGES, [(line_id,)])
    return [drop, *_added(_ADD_ASSIGNMENT, [astuple(one) for one in assignments])]


def drop_assignments_of(judge_id: int) -> Write:
    """Takes a judge from all lines."""
    return Write(_DROP_JUDGE, [(judge_id,)])


def add_marks(marks: Iterable[Mark]) -> Write:
    """Stores new marks."""
    return Write(_ADD_MARK, [astuple(mark) for mark in marks], bulk=True)


def add_race_corrections(corrections: Iterable[Correction]) -> Write:
    """Stores new corrections."""
    return Write(_ADD_CORRECTION, [astuple(one) for one in corrections], bulk=True)


def put_setting(competition_id: int, value: Struct) -> Write:
    """Stores what an organizer has chosen, in the place of what was chosen before."""
    document = msgspec.json.encode(value).decode()
    return Write(_PUT_SETTING, [(competition_id, name_of(type(value)), document)])


def add_publication(publication: Publication) -> Write:
    """Stores a step of publishing."""
    return Write(_ADD_PUBLICATION, [astuple(publication)], bulk=True)


def delete_marks(competitions: str) -> list[str]:
    """Statements that delete marks, corrections and what was published of some competitions."""
    lines = f"SELECT id FROM lines WHERE competition_id IN ({competitions})"
    return [
        f"DELETE FROM marks WHERE line_id IN ({lines})",
        f"DELETE FROM race_corrections WHERE competition_id IN ({competitions})",
        f"DELETE FROM publications WHERE competition_id IN ({competitions})",
    ]


def delete_entries(competitions: str) -> list[str]:
    """Statements that delete all that the competitions have which `competitions` selects."""
    lines = f"SELECT id FROM lines WHERE competition_id IN ({competitions})"
    return [
        *delete_marks(competitions),
        f"DELETE FROM line_judges WHERE line_id IN ({lines})",
        f"DELETE FROM lines WHERE competition_id IN ({competitions})",
        f"DELETE FROM age_bands WHERE competition_id IN ({competitions})",
        f"DELETE FROM runners WHERE competition_id IN ({competitions})",
        f"DELETE FROM waves WHERE competition_id IN ({competitions})",
        f"DELETE FROM race_settings WHERE competition_id IN ({competitions})",
    ]


def load_entries(connection: sqlite3.Connection, races: IndividualRaces) -> None:
    """Reads everything of individual races back from the file."""
    for wave in select(connection, "waves", Wave, PRESENT):
        races.put_wave(wave)
    for runner in select(connection, "runners", Runner, PRESENT):
        races.put_runner(runner)
    hidden = f"SELECT competition_id, id FROM runners WHERE is_hidden AND {DELETED}"
    for competition_id, runner_id in connection.execute(hidden):
        races.keep_hidden(competition_id, runner_id)
    for band in select(connection, "age_bands", AgeBand, ALL):
        races.add_band(band)
    for line in select(connection, "lines", Line, ALL):
        races.put_line(line)
    for assignment in select(connection, "line_judges", Assignment, ALL, "line_id, judge_id"):
        races.assign(assignment)
    # Marks may point at them.
    for (line_id,) in connection.execute(f"SELECT id FROM lines WHERE {DELETED}"):
        races.drop_line(line_id)
    # Positional and without checks: this table may have many rows.
    columns = ", ".join(Mark.__struct_fields__)
    for row in connection.execute(f"SELECT {columns} FROM marks ORDER BY seq"):
        races.add_mark(Mark(*row))
    for correction in select(connection, "race_corrections", Correction, ALL, "seq"):
        races.add_correction(correction)
    for number, name, document in connection.execute(
        "SELECT competition_id, name, document FROM race_settings"
    ):
        if name in SETTINGS:
            races.put_setting(number, msgspec.json.decode(document, type=SETTINGS[name]))
    for publication in select(connection, "publications", Publication, ALL, "seq"):
        races.add_publication(publication)


def _added(statement: str, rows: Sequence[tuple[Any, ...]]) -> list[Write]:
    return [Write(statement, rows, bulk=True)] if rows else []


def _runner_row(runner: Runner) -> tuple[Any, ...]:
    row = astuple(runner)
    place = Runner.__struct_fields__.index("birth_date")
    born = None if runner.birth_date is None else runner.birth_date.isoformat()
    return (*row[:place], born, *row[place + 1 :])

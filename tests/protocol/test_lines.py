"""Lines and who stands at them, as clients read and write them."""

import json

import msgspec
import pytest

from tests.language_of_entries import mark
from tests.language_of_races import ANA, Race, race
from tornado_timing.domain import errors
from tornado_timing.domain.individual.marks import Assignment, Line, Mode
from tornado_timing.protocol import lines
from tornado_timing.protocol.etags import etag_of
from tornado_timing.protocol.problems import field_of
from tornado_timing.protocol.texts import text_of


def with_line() -> Race:
    course = race().running()
    course.state.individual.put_line(Line(id=1, competition_id=1, name="Meta"))
    return course


def test_a_line_with_its_judges() -> None:
    course = with_line()
    races = course.state.individual
    races.put_assignments(1, [Assignment(ANA, 1, Mode.BIBS)])
    races.add_mark(mark("a", 5))
    view = races.line(1)
    assert view is not None
    assert json.loads(msgspec.json.encode(lines.line_out(course.state, view))) == {
        "id": 1,
        "competition_id": 1,
        "name": "Meta",
        "kind": "finish",
        "rule": "first",
        "primary_judge_id": None,
        "agreement_ms": 300,
        "judges": [{"judge_id": ANA, "judge_username": "ana", "mode": "bibs"}],
        "mark_count": 1,
        "etag": etag_of(view),
    }
    # One who is deleted while a change of the line is on the way to the disk.
    course.state.drop_account(ANA)
    assert lines.line_out(course.state, view).judges == []


def test_a_judge_who_is_not_one_or_comes_twice_is_named_by_its_index() -> None:
    state = with_line().state
    ana = lines.LineJudgeRow(ANA, Mode.BOTH)
    assert lines.line_modes(state, [ana]) == {ANA: Mode.BOTH}
    with pytest.raises(errors.InvalidField) as repeated:
        lines.line_modes(state, [ana, ana])
    assert field_of(repeated.value) == "[1].judge_id"
    with pytest.raises(errors.UnknownJudge) as unknown:
        lines.line_modes(state, [ana, lines.LineJudgeRow(99, Mode.BOTH)])
    assert field_of(unknown.value) == "[1].judge_id"
    assert text_of(unknown.value) == "judge_id: no existe el juez 99."

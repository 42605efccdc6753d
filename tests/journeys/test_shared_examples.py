"""The examples of messages that the tests of the pages read too: the server answers just so."""

import json
from pathlib import Path

import pytest

from tests.journeys.test_marks import Course
from tests.venue import Venue

EXAMPLES = json.loads((Path(__file__).parents[1] / "examples" / "marks.json").read_text("utf-8"))


@pytest.mark.gen_test(timeout=30)
async def test_marks_are_answered_as_the_examples_say(venue: Venue) -> None:
    course = await Course(venue).open()
    path = f"/ws/juez/{venue.state.account_by_login('juez1').id}/?token="
    socket = await venue.socket(path + await venue.token("juez1"))
    assert (await socket.read())["lineas"] == EXAMPLES["lines"]
    for name, exchange in EXAMPLES["exchanges"].items():
        assert (await course.judge.ask(exchange["sent"])) == exchange["answered"], name

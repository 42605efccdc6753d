"""What is still open before results are official."""

from tests.language_of_entries import mark
from tests.language_of_races import START_MS, race
from tornado_timing.domain.individual.marks import Line
from tornado_timing.domain.individual.open_points import OpenPoints, open_points_of
from tornado_timing.domain.individual.runners import Runner


def test_runners_without_a_time_and_odd_marks_are_counted() -> None:
    course = race().running()
    races = course.state.individual
    races.put_line(Line(id=1, competition_id=1, name="Meta"))
    for number in (1, 2, 3):
        races.put_runner(
            Runner(id=number, competition_id=1, bib=str(number), registered_at_ms=START_MS)
        )
    assert open_points_of(races.live_of(1)) == OpenPoints(0, 3, 0, 0, 0)
    races.add_mark(mark("a", 60_000, "1"))
    races.add_mark(mark("b", 61_000))
    races.add_mark(mark("c", 62_000, "99"))
    races.add_mark(mark("d", None, "2", received_at_ms=START_MS + 63_000))
    assert open_points_of(races.live_of(1)) == OpenPoints(
        finished=1, on_course=1, without_time=1, times_without_bib=1, flagged_marks=3
    )

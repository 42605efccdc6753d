"""Places that are kept up are those of a new ranking, whatever has changed in between."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language_of_runners import FiveK
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.places import PlaceBook, Places
from tornado_timing.domain.individual.ranking import ranking
from tornado_timing.domain.individual.runners import Sex

RUNNERS = range(1, 7)


def field() -> FiveK:
    """Six runners of both sexes, of two categories, one of neither."""
    race = FiveK().gun()
    for number in RUNNERS:
        sex = (None, Sex.FEMALE, Sex.MALE)[number % 3]
        race.runner(number, sex=sex, category=("", "A", "B")[number % 3])
    return race


def test_a_dead_heat_shares_the_place_and_the_next_is_skipped() -> None:
    race = FiveK().runner(7).runner(8).runner(9).gun()
    race.mark(7, "18:00").mark(8, "18:00").mark(9, "18:01")
    book = PlaceBook(race.outcome().results)
    assert [book.places_of(number).overall for number in (7, 8, 9)] == [1, 1, 3]


def test_who_has_no_time_has_no_place() -> None:
    race = FiveK().runner(7).gun()
    book = PlaceBook(race.outcome().results)
    assert book.places_of(7) == Places()
    assert book.places_of(99) == Places()


@settings(max_examples=150, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(RUNNERS), st.sampled_from(["17:00", "18:00", "18:00.001", "dsq"])
        ),
        max_size=12,
    )
)
def test_places_kept_up_step_by_step_are_those_of_a_new_ranking(
    steps: list[tuple[int, str]],
) -> None:
    race = field()
    book = PlaceBook(race.outcome().results)
    for number, what in steps:
        if what == "dsq":
            race.correct(Kind.RUNNER_STATUS, number, text="dsq")
        else:
            race.mark(number, what)
        book.put(race.result(number))

    for placed in ranking(race.outcome().results):
        expected = Places(placed.place, placed.place_in_sex, placed.place_in_category)
        assert book.places_of(placed.result.runner.id) == expected

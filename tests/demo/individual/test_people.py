import datetime
import random
from collections import Counter

from tornado_timing.demo.individual.people import draw_people

DAY = datetime.date(2026, 11, 21)


def test_the_same_seed_gives_the_same_people() -> None:
    assert draw_people(random.Random(1), 20, DAY) == draw_people(random.Random(1), 20, DAY)
    assert draw_people(random.Random(1), 20, DAY) != draw_people(random.Random(2), 20, DAY)


def test_all_are_old_enough_to_run_and_young_enough_to_be_believed() -> None:
    ages = [(DAY - one.birth_date).days / 365.25 for one in draw_people(random.Random(1), 500, DAY)]
    assert min(ages) >= 13.9
    assert max(ages) < 76


def test_a_few_do_not_want_to_be_shown_and_some_have_no_club() -> None:
    people = draw_people(random.Random(1), 500, DAY)
    assert 1 <= sum(one.is_hidden for one in people) <= 15
    assert 100 < sum(one.club == "" for one in people) < 400
    assert min(Counter(one.sex for one in people).values()) > 150

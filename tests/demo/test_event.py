import json
from collections import Counter
from datetime import UTC, datetime

from tornado_timing.demo.event import COMPETITION_NAME, make_event

SCHEDULED = datetime(2025, 11, 12, 8, 0, tzinfo=UTC)


def test_sixteen_judges_have_three_teams_each() -> None:
    event = make_event(1, SCHEDULED)
    assert Counter(team["juez"] for team in event["equipos"]) == {
        f"juez{number}": 3 for number in range(1, 17)
    }
    assert [judge["username"] for judge in event["jueces"]] == [
        f"juez{number}" for number in range(1, 17)
    ]


def test_bibs_run_from_101() -> None:
    event = make_event(1, SCHEDULED)
    assert [team["dorsal"] for team in event["equipos"]] == list(range(101, 149))


def test_one_published_competition_of_fifteen_records_a_team() -> None:
    event = make_event(1, SCHEDULED)
    assert event["competencias"] == [
        {
            "nombre": COMPETITION_NAME,
            "fecha_hora": "2025-11-12T08:00:00+00:00",
            "activa": True,
            "registros_por_equipo": 15,
        }
    ]
    assert {team["competencia"] for team in event["equipos"]} == {COMPETITION_NAME}


def test_no_two_teams_people_or_passwords_are_alike() -> None:
    for seed in range(20):
        event = make_event(seed, SCHEDULED)
        people = [(judge["first_name"], judge["last_name"]) for judge in event["jueces"]]
        passwords = [judge["password"] for judge in event["jueces"]]
        passwords += [organizer["password"] for organizer in event["organizadores"]]
        names = [team["nombre"] for team in event["equipos"]]
        for values in (people, passwords, names):
            assert len(set(values)) == len(values)


def test_names_have_accents_and_survive_json() -> None:
    event = make_event(1, SCHEDULED)
    assert json.loads(json.dumps(event, ensure_ascii=False)) == event
    assert any(not name.isascii() for name in (team["nombre"] for team in event["equipos"]))
    assert any(not judge["last_name"].isascii() for judge in event["jueces"])


def test_passwords_follow_from_the_seed() -> None:
    assert make_event(3, SCHEDULED) == make_event(3, SCHEDULED)
    own = {judge["password"] for judge in make_event(3, SCHEDULED)["jueces"]}
    other = {judge["password"] for judge in make_event(4, SCHEDULED)["jueces"]}
    assert not own & other

"""What judges and organizers are told of times that are taken back, key by key."""

import json
from typing import Any

import pytest

from tests.language_of_races import START_MS, race, time
from tornado_timing.domain import errors
from tornado_timing.domain.withdrawing import Whereabouts
from tornado_timing.protocol import withdrawals
from tornado_timing.protocol.texts import text_of
from tornado_timing.protocol.wire import encode


def wire(frame: object) -> Any:
    return json.loads(encode(frame))


def test_a_judge_is_told_what_became_of_a_time() -> None:
    withdrawn = withdrawals.record_withdrawn("A", 101, duplicate=False, ref="r")
    assert wire(withdrawn) == {
        "tipo": "registro_retirado",
        "id_registro": "A",
        "equipo_id": 101,
        "duplicado": False,
        "ref": "r",
    }
    given_back = withdrawals.record_given_back("A", 101, duplicate=True, ref=None)
    assert wire(given_back) == {
        "tipo": "registro_devuelto",
        "id_registro": "A",
        "equipo_id": 101,
        "duplicado": True,
    }


def test_a_judge_is_told_which_times_are_here() -> None:
    found = Whereabouts(["a"], ["b"], ["c"], ["d", "e"])
    assert wire(withdrawals.records_checked(found, "")) == {
        "tipo": "registros_comprobados",
        "guardados": ["a"],
        "retirados": ["b"],
        "rechazados": ["c"],
        "faltan": ["d", "e"],
        "ref": "",
    }
    assert "ref" not in wire(withdrawals.records_checked(found, None))


def test_a_judges_other_phones_are_told_which_times_have_changed() -> None:
    assert wire(withdrawals.records_changed(["A"], ["b", "c"])) == {
        "tipo": "registros_cambiados",
        "retirados": ["A"],
        "devueltos": ["b", "c"],
    }


def test_organizers_read_a_withdrawn_time_in_english() -> None:
    course = race().team(101).running()
    course.sends(101, time(5, "a"))
    record = course.state.record("a")
    assert record is not None
    team = course.state.teams[101]
    assert wire(withdrawals.withdrawn_out(record, team, 3, START_MS, None)) == {
        "record_id": "a",
        "team_id": 101,
        "team_name": "Team 101",
        "number": 101,
        "competition_id": 1,
        "elapsed_ms": 3,
        "withdrawn_at": "2025-11-12T08:00:00.000Z",
        "withdrawn_by": None,
    }
    refusal = withdrawals.not_given_back_out("a", errors.TeamComplete(limit=15))
    assert wire(refusal) == {
        "record_id": "a",
        "code": "team_complete",
        "error": "El equipo ya completó sus 15 registros",
    }


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (errors.RecordNotFound(), "El registro con ese id no existe"),
        (errors.RecordNotAllowed(), "El juez no tiene permiso para este registro"),
        (errors.RefusedListFull(), "La lista de tiempos rechazados del juez está llena"),
        (errors.TooManyChanges(), "Demasiados cambios de este registro"),
    ],
)
def test_the_promised_sentences(error: errors.TimingError, sentence: str) -> None:
    assert text_of(error) == sentence

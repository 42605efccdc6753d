"""A fault in the program: the client learns that there is one, the log learns which."""

import pytest

from tests.venue import Venue
from tornado_timing.service.competitions import Competitions
from tornado_timing.service.timing import Timing

TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5}


def fail(*_args: object, **_more: object) -> None:
    """Stands in for anything that was not foreseen."""
    raise RuntimeError("the fault")


@pytest.mark.gen_test(timeout=30)
async def test_over_http_it_is_a_500_and_the_traceback_is_in_the_log_only(
    venue: Venue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Competitions, "visible_to", fail)
    answer = await venue.get("/api/competencias/", user="juez1")
    assert answer.status == 500
    assert answer.json["error"] == "Error interno del servidor."
    assert b"the fault" not in answer.body
    assert b"Traceback" not in answer.body
    assert "the fault" in caplog.text
    assert "Traceback" in caplog.text
    monkeypatch.undo()
    assert (await venue.get("/api/competencias/", user="juez1")).status == 200


@pytest.mark.gen_test(timeout=30)
async def test_over_a_socket_it_is_an_error_and_the_socket_stays_open(
    venue: Venue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    judge = await venue.judge()
    await venue.start_race()
    monkeypatch.setattr(Timing, "record_times", fail)
    assert await judge.ask({**TAP, "ref": "a"}) == {
        "tipo": "error",
        "mensaje": "Error interno del servidor.",
        "codigo": "internal",
        "ref": "a",
    }
    assert "the fault" in caplog.text
    monkeypatch.undo()
    assert (await judge.ask(TAP))["tipo"] == "tiempo_registrado"

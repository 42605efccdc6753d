"""Whatever a judge's phone sends gets one answer, and what was acknowledged is in the file."""

import json
import re
from itertools import count
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fuzz.conftest import steady
from tests.fuzz.served import ServedVenue
from tests.fuzz.socket_messages import FIRST_CLOCK_READING_MS, frames
from tests.venue import ANSWERS, Socket

CHECKED = ("guardados", "retirados", "rechazados", "faltan")
# What no message may cause: it would mean that a commit failed, for all who waited for it.
OUR_FAULTS = {"storage_failed", "internal", "server_stopping", "unavailable"}


class Judge:
    """A judge's socket that notices an answer too few or too many."""

    def __init__(self, served: ServedVenue) -> None:
        self.served = served
        self.socket: Socket = served.run(served.venue.judge("juez1"))
        self._numbers = count()

    def ask(self, frame: bytes, *, binary: bool = False) -> dict[str, Any]:
        """The one answer to `frame`."""
        answers = self.served.run(self._ask(frame, binary))
        assert len(answers) == 1, answers
        answer: dict[str, Any] = answers[0]
        return answer

    async def _ask(self, frame: bytes, binary: bool) -> list[Any]:
        await self.socket.connection.write_message(frame, binary=binary)
        # Answered in its turn, after whatever `frame` is answered.
        ref = f"fin de la prueba {next(self._numbers)}"
        await self.socket.send({"tipo": "centinela", "ref": ref})
        answers = []
        while (answer := await self.socket.read_tipo(*ANSWERS)).get("ref") != ref:
            answers.append(answer)
        return answers


def test_any_text_gets_one_answer_and_what_is_saved_is_in_the_file(served: ServedVenue) -> None:
    judge = Judge(served)

    @settings(steady, max_examples=700)
    @given(frame=frames())
    @example(frame=b"[" * 20_000 + b"]" * 20_000)
    @example(frame=b'{"tipo":' * 7_000)
    @example(frame=b'{"tipo":"registrar_tiempo","equipo_id":1,"tiempo":' + b"9" * 5_000 + b"}")
    @example(frame=b'{"tipo":"registrar_tiempo","equipo_id":9223372036854775808,"tiempo":1}')
    @example(frame=b'{"tipo":"ping","t0":1e300}')
    @example(frame=b'{"tipo":"registrar_tiempo","equipo_id":5,"tiempo":1700000000000}')
    @example(
        frame=b'{"tipo":"registrar_tiempo","equipo_id":1,"tiempo":1,"id_registro":"a\\u0000b"}'
    )
    @example(
        frame=b'{"tipo":"registrar_tiempo","equipo_id":1,"tiempo":1,"id_registro":"a\\u0000c"}'
    )
    def property_holds(frame: bytes) -> None:
        answer = judge.ask(frame)
        check_form(answer)
        sent = read(frame)
        check_ref(answer, sent)
        check_saved(served, answer, sent)
        kept.update(check_kept(served, answer, sent))
        check_changed(served, answer, sent)
        check_checked(served, answer, sent)
        check_marks(served, answer, sent)
        tipos.add(answer["tipo"])

    kept: set[str] = set()
    tipos: set[str] = set()
    # So that there is one to be set right.
    marked = {"id_marca": "m", "secuencia": 0, "dorsal": "7"}
    made = {"tipo": "marcar", "linea_id": 1, "dispositivo": "Moto G", "marcas": [marked]}
    judge.ask(json.dumps(made).encode())
    property_holds()
    assert tipos == set(ANSWERS)
    assert {"race_not_running", "team_not_allowed", "negative_time"} <= kept


def test_any_binary_frame_gets_one_error(served: ServedVenue) -> None:
    judge = Judge(served)

    @settings(steady, max_examples=100)
    @given(frame=st.binary(max_size=100) | frames())
    def property_holds(frame: bytes) -> None:
        answer = judge.ask(frame, binary=True)
        check_form(answer)
        assert answer["codigo"] == "invalid_json"

    property_holds()


def test_spectators_may_send_anything_and_change_nothing(served: ServedVenue) -> None:
    spectator, _ = served.run(served.venue.spectator())

    async def ask(frame: bytes) -> Any:
        await spectator.connection.write_message(frame)
        return await spectator.read_tipo(*ANSWERS)

    @settings(steady, max_examples=150)
    @given(frame=frames())
    def property_holds(frame: bytes) -> None:
        answer = served.run(ask(frame))
        check_form(answer)
        check_ref(answer, read(frame))
        assert answer["tipo"] in ("pong", "error")

    property_holds()
    assert served.rows("SELECT count(*) FROM time_records") == [(0,)]


# ---- the contract's form of an answer ----


def check_form(answer: dict[str, Any]) -> None:
    """Fields that are always there, and their types."""
    match answer["tipo"]:
        case "error":
            assert is_text(answer["mensaje"])
            assert re.fullmatch(r"[a-z]+(_[a-z]+)*", answer["codigo"])
            assert answer["codigo"] not in OUR_FAULTS, answer
            assert answer.get("conservado", True) is True
        case "pong":
            assert answer["mensaje"] == "Conexión activa"
            assert "t0" in answer
            assert 0 < answer["t1"] <= answer["t2"]
        case "tiempo_registrado":
            check_saved_form(answer)
            assert is_integer(answer["equipo_id"])
        case "tiempos_registrados_batch":
            saved, failed = answer["registros_guardados"], answer["registros_fallidos"]
            assert answer["total_guardados"] == len(saved)
            assert answer["total_fallidos"] == len(failed)
            assert answer["total_enviados"] == len(saved) + len(failed) <= 15
            indices = [item["indice"] for item in saved + failed]
            assert sorted(indices) == list(range(1, len(indices) + 1))
            for item in saved:
                check_saved_form(item)
            assert all(is_text(item["error"]) for item in failed)
        case "registro_retirado" | "registro_devuelto":
            assert is_text(answer["id_registro"])
            assert is_integer(answer["equipo_id"])
            assert isinstance(answer["duplicado"], bool)
        case "registros_comprobados":
            for name in CHECKED:
                assert all(isinstance(item, str) for item in answer[name])
        case "marcas_registradas":
            saved, failed = answer["marcas_guardadas"], answer["marcas_fallidas"]
            assert answer["total_guardadas"] == len(saved)
            assert answer["total_fallidas"] == len(failed)
            indices = [item["indice"] for item in saved + failed]
            assert sorted(indices) == list(range(1, answer["total_enviadas"] + 1))
            assert all(isinstance(item["duplicada"], bool) for item in saved)
            assert all(is_text(item["error"]) for item in failed)
        case "marca_corregida":
            assert is_text(answer["id_correccion"])
            assert isinstance(answer["duplicada"], bool)
        case "marcas_comprobadas":
            for name in ("guardadas", "retiradas", "faltan"):
                assert all(isinstance(item, str) for item in answer[name])
        case other:
            pytest.fail(f"no answer is called {other}")


def check_saved_form(saved: dict[str, Any]) -> None:
    """A record that is said to be saved."""
    assert is_integer(saved["tiempo"])
    assert is_text(saved["id_registro"])
    assert is_integer(saved["tiempo_carrera"])
    assert 0 <= saved["tiempo_carrera"] <= 86_400_000
    assert isinstance(saved["duplicado"], bool)
    assert saved.get("retirado", True) is True
    assert saved["duplicado"] or "retirado" not in saved


def check_changed(served: ServedVenue, answer: dict[str, Any], sent: Any) -> None:
    """What is said to be withdrawn or given back is so in the file, or waits for no organizer."""
    if answer["tipo"] not in ("registro_retirado", "registro_devuelto"):
        return
    is_withdrawn = answer["tipo"] == "registro_retirado"
    record_id = answer["id_registro"]
    assert record_id == sent["id_registro"]
    rows = served.rows(
        "SELECT is_withdrawn FROM withdrawals WHERE lower(record_id) = lower(?) ORDER BY seq",
        record_id,
    )
    if served.rows("SELECT 1 FROM time_records WHERE lower(id) = lower(?)", record_id):
        last = rows[-1][0] if rows else 0
        assert bool(last) is is_withdrawn
    else:
        assert rows == []
        kept = served.rows(
            "SELECT resolution FROM refused_records LEFT JOIN refused_resolutions"
            " ON refused_id = id WHERE lower(record_id) = lower(?)",
            record_id,
        )
        assert ("dismissed" if is_withdrawn else None,) in kept


def check_checked(served: ServedVenue, answer: dict[str, Any], sent: Any) -> None:
    """Each id that was asked stands in one list, and in the file if it is said to."""
    if answer["tipo"] != "registros_comprobados":
        return
    assert sorted(item for name in CHECKED for item in answer[name]) == sorted(sent["ids"])
    for record_id in answer["guardados"] + answer["retirados"]:
        assert served.rows("SELECT 1 FROM time_records WHERE lower(id) = lower(?)", record_id)


def check_marks(served: ServedVenue, answer: dict[str, Any], sent: Any) -> None:
    """A mark that is said to be saved is in the file, once, as it was sent; so is a correction."""
    for saved in answer.get("marcas_guardadas", []):
        asked = sent["marcas"][saved["indice"] - 1]
        rows = served.rows(
            "SELECT line_id, sequence, sent, coalesce(bib, '') FROM marks"
            " WHERE lower(id) = lower(?)",
            saved["id_marca"],
        )
        bib = (asked.get("dorsal") or "").strip()
        assert rows == [(sent["linea_id"], asked["secuencia"], asked.get("tiempo"), bib)]
    if answer["tipo"] == "marca_corregida" and not answer["duplicada"]:
        query = "SELECT count(*) FROM race_corrections WHERE lower(id) = lower(?)"
        assert served.rows(query, answer["id_correccion"]) == [(1,)]
    for mark_id in answer.get("guardadas", []) + answer.get("retiradas", []):
        assert served.rows("SELECT 1 FROM marks WHERE lower(id) = lower(?)", mark_id)


def check_ref(answer: dict[str, Any], sent: Any) -> None:
    """The answer carries the message's ref, if it could be read and is one."""
    ref = sent.get("ref") if isinstance(sent, dict) else None
    is_ref = isinstance(ref, str) and len(ref) <= 64
    if answer.get("codigo") == "invalid_json":
        # Python reads NaN and halves of surrogate pairs; JSON has neither.
        assert "ref" not in answer
    else:
        assert answer.get("ref") == (ref if is_ref else None)


def check_saved(served: ServedVenue, answer: dict[str, Any], sent: Any) -> None:
    """What the answer calls saved is in the file, once, as it says and as it was sent."""
    if answer["tipo"] == "tiempo_registrado":
        pairs = [(answer, sent)]
    else:
        pairs = [
            (item, sent["registros"][item["indice"] - 1])
            for item in answer.get("registros_guardados", [])
        ]
    for saved, record in pairs:
        assert saved["tiempo"] == record["tiempo"]
        record_id = record.get("id_registro")
        assert record_id is None or record_id == saved["id_registro"]
        rows = served.rows(
            "SELECT team_id, elapsed_ms FROM time_records WHERE lower(id) = lower(?)",
            saved["id_registro"],
        )
        assert rows == [(sent["equipo_id"], saved["tiempo_carrera"])]
        if saved["tiempo"] < FIRST_CLOCK_READING_MS:
            assert saved["tiempo_carrera"] == saved["tiempo"]


def check_kept(served: ServedVenue, answer: dict[str, Any], sent: Any) -> set[str]:
    """What the answer calls kept is in the file, all of it; the codes of what it was refused for.

    A time without an id may be stored there as what it came to be.
    """
    if answer["tipo"] == "error":
        is_kept = "conservado" in answer
        is_batch = is_kept and sent["tipo"] == "registrar_tiempos"
        records = sent["registros"] if is_batch else [sent] if is_kept else []
        pairs = [(answer, record) for record in records]
    else:
        pairs = [
            (item, sent["registros"][item["indice"] - 1])
            for item in answer.get("registros_fallidos", [])
        ]
    codes = set()
    for refusal, record in pairs:
        if refusal.get("conservado"):
            known = served.rows(
                "SELECT record_id FROM refused_records WHERE team_id = ?1 AND sent = ?2"
                " UNION ALL SELECT id FROM time_records"
                " WHERE team_id = ?1 AND (sent = ?2 OR ?3 IS NULL)",
                sent["equipo_id"],
                record["tiempo"],
                record.get("id_registro"),
            )
            wanted = (record.get("id_registro") or "").lower()
            assert any(not wanted or wanted == (one or "").lower() for (one,) in known)
            codes.add(refusal["codigo"])
    return codes


def read(frame: bytes) -> Any:
    """The frame as Python reads it, None where it cannot."""
    try:
        return json.loads(frame.decode())
    except (ValueError, RecursionError):
        return None


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def is_integer(value: object) -> bool:
    return type(value) is int

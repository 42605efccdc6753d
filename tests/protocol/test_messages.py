"""Reading what clients send over a socket."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tornado_timing.protocol import messages
from tornado_timing.protocol.messages import (
    CheckRecords,
    GiveBackRecord,
    PartlyRead,
    Ping,
    RecordTime,
    RecordTimes,
    Rejected,
    SentTimes,
    WithdrawRecord,
    decode,
)
from tornado_timing.protocol.texts import text_of


def one(**fields: Any) -> str:
    return json.dumps({"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 1000, **fields})


def batch(records: Any, **fields: Any) -> str:
    document = {"tipo": "registrar_tiempos", "equipo_id": 1, "registros": records, **fields}
    return json.dumps(document)


def refusal(text: str | bytes) -> str:
    """The sentence that answers a message which is rejected as a whole."""
    message = decode(text)
    assert isinstance(message, Rejected), message
    return text_of(message.error)


def complaint(**fields: Any) -> str:
    """The sentence about the one record of a message."""
    message = decode(one(**fields))
    assert isinstance(message, PartlyRead | RecordTime), message
    (entry,) = message.entries()
    return "" if entry.error is None else text_of(entry.error)


# ---- what is well formed ----


def test_a_time_is_read_with_all_its_fields() -> None:
    message = decode(
        one(
            tiempo=5_025_678,
            id_registro="a",
            horas=1,
            minutos=23,
            segundos=45,
            milisegundos=678,
            timestamp="2025-11-12T09:23:45Z",
            ref="7",
        )
    )
    assert isinstance(message, RecordTime)
    assert (message.team_id, message.ref, message.is_batch) == (1, "7", False)
    (entry,) = message.entries()
    assert (entry.sent, entry.record_id, entry.error) == (5_025_678, "a", None)
    assert entry.phone_timestamp == "2025-11-12T09:23:45Z"


def test_a_time_may_say_how_the_phones_clock_stands_and_how_sure_that_is() -> None:
    clock = {"desfase_ms": -2_500, "incertidumbre_ms": 40}
    single, several = decode(one(**clock)), decode(batch([{"tiempo": 5, **clock}, {"tiempo": 6}]))
    assert isinstance(single, RecordTime)
    assert isinstance(several, RecordTimes)
    entries = [*single.entries(), *several.entries()]
    assert [(entry.clock_offset_ms, entry.uncertainty_ms) for entry in entries] == [
        (-2_500, 40),
        (-2_500, 40),
        (None, None),
    ]


def test_a_batch_is_read_in_order() -> None:
    message = decode(batch([{"tiempo": 3}, {"tiempo": 1, "id_registro": "b"}], ref=""))
    assert isinstance(message, RecordTimes)
    assert [(entry.sent, entry.record_id) for entry in message.entries()] == [(3, None), (1, "b")]
    assert (message.ref, message.is_batch) == ("", True)


def test_the_order_of_the_keys_does_not_matter_and_other_keys_are_let_go() -> None:
    message = decode(
        '{"color": {"x": [1]}, "tiempo": 5, "equipo_id": 2, "tipo":"registrar_tiempo"}'
    )
    assert isinstance(message, RecordTime)
    assert message.team_id == 2


@pytest.mark.parametrize("t0", [None, 0, 1_762_934_400_000, 1762934400000.25, "later"])
def test_a_ping_gives_back_what_it_brings(t0: Any) -> None:
    message = decode(json.dumps({"tipo": "ping", "t0": t0, "ref": "r"}))
    assert message == Ping(t0, "r")
    assert decode('{"tipo": "ping"}') == Ping()


def test_a_ping_may_say_what_waits_and_what_the_phone_is() -> None:
    message = decode('{"tipo": "ping", "pendientes": 3, "dispositivo": " Pixel de María 👩‍🚀 "}')
    assert isinstance(message, Ping)
    assert (message.unsent, message.device_name) == (3, "Pixel de María 👩‍🚀")
    message = decode(json.dumps({"tipo": "ping", "pendientes": 0, "dispositivo": "x" * 60}))
    assert isinstance(message, Ping)
    assert (message.unsent, message.device_name) == (0, "x" * 60)


@pytest.mark.parametrize("waiting", [None, -1, True, 1.5, 1.0, "3", [], {"a": [1]}, 10**30])
@pytest.mark.parametrize("device", [None, 5, "", "  ", "x" * 61, "a\nb", "a\u0085b", [], ["x"]])
def test_a_strange_remark_is_no_reason_to_refuse_a_ping(waiting: Any, device: Any) -> None:
    message = decode(
        json.dumps({"tipo": "ping", "t0": 5, "pendientes": waiting, "dispositivo": device})
    )
    assert isinstance(message, Ping)
    assert (message.t0, message.unsent, message.device_name) == (5, None, None)


@pytest.mark.parametrize("stamp", [12, None, ["x"], "x" * 65, "a\nb", "a\u0000", ""])
def test_a_strange_timestamp_is_no_reason_to_lose_a_time(stamp: Any) -> None:
    message = decode(one(timestamp=stamp))
    assert isinstance(message, RecordTime)
    (entry,) = message.entries()
    assert (entry.error, entry.phone_timestamp) == (None, None)


# ---- components ----


@pytest.mark.parametrize(
    "components",
    [
        {},
        {"segundos": 90},
        {"minutos": 1, "segundos": 30},
        {"horas": 0, "minutos": 1, "segundos": 30, "milisegundos": 0},
        {"milisegundos": 90_000},
        {"horas": None, "segundos": 90},
    ],
)
def test_components_that_add_up_are_fine(components: dict[str, Any]) -> None:
    assert complaint(tiempo=90_000, **components) == ""


@pytest.mark.parametrize(
    "components",
    [
        {"segundos": 89},
        {"horas": 1, "minutos": 1, "segundos": 30},
        {"horas": 0},
        {"minutos": 2, "segundos": -30},
        {"segundos": "90"},
        {"segundos": 90.0},
        {"segundos": True},
        {"segundos": []},
        {"horas": 10**30},
    ],
)
def test_components_that_do_not_add_up_fail_the_record(components: dict[str, Any]) -> None:
    assert complaint(tiempo=90_000, **components) == "Los componentes no coinciden con el tiempo"


# ---- one bad record ----


@pytest.mark.parametrize("wrong", [True, False, 1.5, 1.0, "12", None, [], {}, [1]])
def test_a_time_that_is_no_integer_fails_the_record(wrong: Any) -> None:
    assert complaint(tiempo=wrong) == "El tiempo debe ser un entero en milisegundos"


@pytest.mark.parametrize("number", ["1e3", "1.0", "1E400", "0.5e1"])
def test_a_time_written_as_a_float_is_no_integer(number: str) -> None:
    text = f'{{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": {number}}}'
    message = decode(text)
    if isinstance(message, Rejected):
        assert text_of(message.error) == "JSON inválido"
        return
    assert isinstance(message, PartlyRead)
    (entry,) = message.entries()
    assert entry.error is not None
    assert text_of(entry.error) == "El tiempo debe ser un entero en milisegundos"


def test_a_huge_integer_is_read_as_it_is() -> None:
    message = decode(one(tiempo=10**30))
    assert isinstance(message, RecordTime)
    assert message.entries()[0].sent == 10**30


@pytest.mark.parametrize("wrong", ["", "x" * 65, 5, True, [], {}, "a\u0000b", "a\tb"])
def test_a_record_id_that_is_no_short_text_fails_the_record(wrong: Any) -> None:
    assert complaint(id_registro=wrong) == "El id_registro debe ser un texto de 1 a 64 caracteres"


@pytest.mark.parametrize("fine", ["x", "x" * 64, "ñandú 7", None])
def test_a_record_id_may_be_any_short_text(fine: Any) -> None:
    assert complaint(id_registro=fine) == ""


def test_a_line_break_at_the_end_of_a_record_id_is_a_control_character_too() -> None:
    assert complaint(id_registro="a\n") == "El id_registro debe ser un texto de 1 a 64 caracteres"


CLOCK = "El desfase y la incertidumbre deben ser enteros en milisegundos"
NO_INTEGERS = [True, False, 1.5, 1.0, "12", "", [], {}, [1]]


@pytest.mark.parametrize("wrong", [*NO_INTEGERS, 2**53, -(2**53), 10**30])
def test_an_offset_that_is_no_clocks_fails_the_record(wrong: Any) -> None:
    assert complaint(desfase_ms=wrong) == CLOCK


@pytest.mark.parametrize("wrong", [*NO_INTEGERS, -1, 86_400_001, 2**63, 10**30])
def test_an_uncertainty_that_is_no_span_of_a_day_fails_the_record(wrong: Any) -> None:
    assert complaint(incertidumbre_ms=wrong) == CLOCK


@pytest.mark.parametrize("offset", [None, 0, 2**53 - 1, -(2**53) + 1])
@pytest.mark.parametrize("uncertainty", [None, 0, 86_400_000])
def test_any_integer_that_can_be_right_is_fine(offset: Any, uncertainty: Any) -> None:
    assert complaint(desfase_ms=offset, incertidumbre_ms=uncertainty) == ""


def test_what_else_is_wrong_with_a_record_is_told_first() -> None:
    wrong = {"desfase_ms": 1.5}
    assert complaint(**wrong, tiempo="x") == "El tiempo debe ser un entero en milisegundos"
    assert complaint(**wrong, id_registro=5).startswith("El id_registro debe")
    assert complaint(**wrong, horas=7) == CLOCK


def test_each_bad_record_of_a_batch_has_its_own_error() -> None:
    message = decode(
        batch(
            [
                {"tiempo": 1},
                {},
                5,
                None,
                [],
                {"tiempo": None},
                {"tiempo": 1, "horas": 1},
                {"tiempo": 2, "id_registro": ""},
                {"tiempo": 10**30},
                {"tiempo": 3, "desfase_ms": "0"},
            ]
        )
    )
    assert isinstance(message, PartlyRead)
    assert message.is_batch
    said = [entry.error and text_of(entry.error) for entry in message.entries()]
    assert said == [
        None,
        "Falta el campo tiempo",
        "El registro debe ser un objeto JSON",
        "El registro debe ser un objeto JSON",
        "El registro debe ser un objeto JSON",
        "El tiempo debe ser un entero en milisegundos",
        "Los componentes no coinciden con el tiempo",
        "El id_registro debe ser un texto de 1 a 64 caracteres",
        None,
        CLOCK,
    ]


def test_a_single_time_without_a_time_says_so() -> None:
    message = decode('{"tipo": "registrar_tiempo", "equipo_id": 1, "ref": "x"}')
    assert isinstance(message, PartlyRead)
    assert message.ref == "x"
    assert not message.is_batch
    (entry,) = message.entries()
    assert entry.error is not None
    assert text_of(entry.error) == "Falta el campo tiempo"


# ---- the whole message ----


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "hola",
        "NaN",
        '{"tipo": "ping", "t0": NaN}',
        '{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": NaN}',
        '{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": Infinity}',
        "{'tipo': 'ping'}",
        '{"tipo": "ping"} x',
        "[]",
        "5",
        "null",
        "true",
        '"ping"',
        '[{"tipo": "ping"}]',
        '{"tipo": "ping", "ref": "\\ud800"}',
        b"\xff\xfe",
        b'{"tipo": "ping", "ref": "\xff"}',
        b'{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5, "id_registro": "\xc3"}',
        b"\xef\xbb\xbf" + b'{"tipo": "ping"}',
        b"\x00",
        b'{"tipo": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"tipo": "ping", "t0": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    ],
)
def test_what_is_not_a_json_object_is_answered_as_such(text: str | bytes) -> None:
    assert refusal(text) == "JSON inválido"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("volar", "Tipo de mensaje no reconocido: volar"),
        ("PING", "Tipo de mensaje no reconocido: PING"),
        ("", "Tipo de mensaje no reconocido: "),
        (None, "Tipo de mensaje no reconocido: "),
        ("x" * 500, "Tipo de mensaje no reconocido: " + "x" * 64),
    ],
)
def test_an_unknown_type_is_named(kind: str | None, sentence: str) -> None:
    assert refusal(json.dumps({"tipo": kind})) == sentence


@pytest.mark.parametrize("kind", [5, True, [], {}, ["ping"], 1.5])
def test_a_type_that_is_no_text_is_unknown(kind: Any) -> None:
    assert refusal(json.dumps({"tipo": kind})).startswith("Tipo de mensaje no reconocido")


def test_a_message_without_a_type_is_unknown() -> None:
    assert refusal("{}") == "Tipo de mensaje no reconocido: "


@pytest.mark.parametrize("text", [one(equipo_id=None), batch([{"tiempo": 1}], equipo_id=None)])
def test_a_message_without_a_team_says_so(text: str) -> None:
    assert refusal(text) == "Falta equipo_id"
    document = json.loads(text)
    del document["equipo_id"]
    assert refusal(json.dumps(document)) == "Falta equipo_id"


@pytest.mark.parametrize("team", ["1", True, 1.0, [], {}])
def test_a_team_that_is_no_integer_is_refused(team: Any) -> None:
    assert refusal(one(equipo_id=team)) == "El equipo_id debe ser un entero"
    assert refusal(batch([{"tiempo": 1}], equipo_id=team)) == "El equipo_id debe ser un entero"


@pytest.mark.parametrize("records", [[], None, {}, "x", 5, True])
def test_a_batch_without_records_is_refused(records: Any) -> None:
    sentence = 'Debe enviar al menos un registro en el array "registros"'
    assert refusal(batch(records)) == sentence
    document = json.loads(batch(records))
    del document["registros"]
    assert refusal(json.dumps(document)) == sentence


@pytest.mark.parametrize("count", [16, 20])
def test_more_than_fifteen_records_are_refused_whatever_they_are(count: int) -> None:
    sentence = f"Máximo 15 registros permitidos. Se recibieron {count}"
    assert refusal(batch([{"tiempo": 1}] * count)) == sentence
    assert refusal(batch([None] * count)) == sentence


def test_fifteen_records_are_read() -> None:
    message = decode(batch([{"tiempo": number} for number in range(15)]))
    assert isinstance(message, RecordTimes)
    assert len(message.entries()) == 15


@pytest.mark.parametrize("t0", [True, [], {}])
def test_a_ping_with_a_strange_clock_is_refused(t0: Any) -> None:
    assert refusal(json.dumps({"tipo": "ping", "t0": t0})) == "t0: debe ser un número"


# ---- refs ----


def test_a_ref_comes_back_also_from_what_is_rejected() -> None:
    for text in (
        '{"tipo": "volar", "ref": "r1"}',
        '{"tipo": "registrar_tiempo", "ref": "r1"}',
        batch([], ref="r1"),
        batch([{}] * 16, ref="r1"),
    ):
        assert decode(text).ref == "r1"


def test_a_ref_may_have_sixty_four_characters() -> None:
    assert decode(one(ref="ñ" * 64)).ref == "ñ" * 64


@pytest.mark.parametrize("ref", ["x" * 65, 5, True, [], {}])
def test_a_ref_that_is_no_short_text_is_refused(ref: Any) -> None:
    message = decode(one(ref=ref))
    assert isinstance(message, Rejected)
    assert message.ref is None
    assert text_of(message.error) == "ref: debe ser un texto de hasta 64 caracteres"


# ---- times taken back ----


CHANGES = pytest.mark.parametrize(
    ("tipo", "kind"), [("retirar_registro", WithdrawRecord), ("devolver_registro", GiveBackRecord)]
)


@CHANGES
def test_a_time_to_take_or_to_give_back_is_named_by_its_id(tipo: str, kind: type) -> None:
    message = decode(json.dumps({"tipo": tipo, "id_registro": "B7", "ref": "r", "equipo_id": 1}))
    assert isinstance(message, kind)
    assert (message.record_id, message.ref) == ("B7", "r")


@CHANGES
@pytest.mark.parametrize("wrong", [None, 7, "", "x" * 65, "a\n", ["a"], {}])
def test_what_is_no_id_is_said_to_be_none(tipo: str, kind: type, wrong: Any) -> None:
    sentence = "El id_registro debe ser un texto de 1 a 64 caracteres"
    assert refusal(json.dumps({"tipo": tipo, "id_registro": wrong})) == sentence
    assert refusal(json.dumps({"tipo": tipo})) == sentence


def test_many_ids_are_asked_for_at_once_whatever_they_are() -> None:
    ids = [str(number) for number in range(499)] + ["x" * 100]
    message = decode(json.dumps({"tipo": "comprobar_registros", "ids": ids}))
    assert isinstance(message, CheckRecords)
    assert (message.ids, message.ref) == (ids, None)


@pytest.mark.parametrize("wrong", [None, [], "a", ["a"] * 501, ["a", 7], [None], {"a": 1}])
def test_what_is_no_list_of_ids_is_refused(wrong: Any) -> None:
    sentence = "ids: debe ser una lista de 1 a 500 textos"
    message = decode(json.dumps({"tipo": "comprobar_registros", "ids": wrong, "ref": "r"}))
    assert isinstance(message, Rejected)
    assert (text_of(message.error), message.error.code, message.ref) == (
        sentence,
        "invalid_field",
        "r",
    )
    assert refusal('{"tipo": "comprobar_registros"}') == sentence


# ---- anything at all ----


@pytest.mark.parametrize(
    "template",
    [
        b"%s",
        b'{"tipo": %s}',
        b'{"tipo": "ping", "t0": %s}',
        b'{"tipo": "registrar_tiempo", "equipo_id": %s, "tiempo": 1}',
        b'{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": %s}',
        b'{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 1, "timestamp": %s}',
        b'{"tipo": "registrar_tiempos", "equipo_id": 1, "registros": %s}',
        b'{"tipo": "registrar_tiempos", "equipo_id": 1, "registros": [{"timestamp": %s}]}',
        b'{"tipo": "registrar_tiempos", "equipo_id": 1, "registros": [{}], "ref": %s}',
        b'{"tipo": "retirar_registro", "id_registro": %s}',
        b'{"tipo": "comprobar_registros", "ids": %s}',
    ],
)
@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_no_depth_of_nesting_raises(template: bytes, opening: bytes, closing: bytes) -> None:
    """Near Python's limit one reading may go just as deep as it can, and the next not."""
    for depth in range(880, 1010):
        decode(template % (opening * depth + b"1" + closing * depth))


KINDS = [
    "registrar_tiempo",
    "registrar_tiempos",
    "retirar_registro",
    "devolver_registro",
    "comprobar_registros",
    "ping",
]
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(KINDS),
    lambda inner: (
        st.lists(inner, max_size=17)
        | st.dictionaries(
            st.sampled_from(
                ["tipo", "equipo_id", "tiempo", "registros", "ref", "id_registro", "ids"]
            )
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)
near_misses = st.fixed_dictionaries(
    {"tipo": st.sampled_from(KINDS)},
    optional={
        "equipo_id": json_values,
        "tiempo": json_values,
        "registros": json_values,
        "id_registro": json_values,
        "ids": json_values,
        "ref": json_values,
        "t0": json_values,
        "timestamp": json_values,
    },
)


@settings(max_examples=150, deadline=None)
@given(json_values | near_misses)
def test_no_json_raises(document: Any) -> None:
    message = decode(json.dumps(document))
    if isinstance(message, Rejected):
        assert text_of(message.error)
    elif isinstance(message, SentTimes):
        assert 1 <= len(message.entries()) <= 15
    elif isinstance(message, CheckRecords):
        assert 1 <= len(message.ids) <= 500


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_raise(data: bytes) -> None:
    assert isinstance(decode(data), Rejected)


def test_a_message_may_be_as_long_as_sixty_four_kib() -> None:
    assert messages.MAX_MESSAGE_BYTES == 65_536

"""Messages that are none: each is answered, the socket stays open, nothing is stored."""

import json
from typing import Any

import pytest

from tests.journeys.raw_client import BINARY, CONTINUATION, TEXT, RawSocket, frame
from tests.venue import Venue

TAP = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5}
NOT_JSON: list[Any] = [
    "",
    " ",
    "no es JSON",
    "{",
    '{"tipo": "ping"',
    '{"tipo": "ping"} {"tipo": "ping"}',
    "{'tipo': 'ping'}",
    '{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": NaN}',
    '{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": Infinity}',
    '{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 01}',
    '{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 1' + "0" * 5_000 + "}",
    '{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5, "id_registro": "\\ud800"}',
    "null",
    "true",
    "7",
    '"ping"',
    "[]",
    '[{"tipo": "ping"}]',
    "[" * 30_000,
    '{"a":' * 10_000,
    '{"tipo": "ping", "x": ' + "[" * 20_000 + "]" * 20_000 + "}",
    b"",
    b"\x00\x01\xff",
    json.dumps(TAP).encode(),
]
UNKNOWN: list[tuple[Any, str]] = [
    ("x", "x"),
    ("REGISTRAR_TIEMPO", "REGISTRAR_TIEMPO"),
    ("competencia_iniciada", "competencia_iniciada"),
    ("y" * 1_000, "y" * 64),
    ("", ""),
    (None, ""),
    (7, ""),
    (["ping"], ""),
    ({"a": 1}, ""),
    (True, ""),
]


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("sent", NOT_JSON, ids=lambda sent: repr(sent)[:40])
async def test_what_is_no_json_object_is_answered(venue: Venue, sent: Any) -> None:
    judge = await venue.judge()
    await venue.start_race()
    answer = await judge.ask(sent)
    assert answer == {"tipo": "error", "mensaje": "JSON inválido", "codigo": "invalid_json"}
    assert venue.state.record_count() == 0
    assert (await judge.ask(TAP))["tipo"] == "tiempo_registrado"


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(("tipo", "named"), UNKNOWN, ids=lambda value: repr(value)[:20])
async def test_an_unknown_type_is_named(venue: Venue, tipo: Any, named: str) -> None:
    judge = await venue.judge()
    answer = await judge.ask({"tipo": tipo, "ref": "r"})
    assert answer["codigo"] == "unknown_message_type"
    assert answer["mensaje"] == f"Tipo de mensaje no reconocido: {named}"
    assert answer["ref"] == "r"
    assert (await judge.ask({"tipo": "ping"}))["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("t0", [True, [], {}])
async def test_a_ping_with_a_strange_clock_is_an_error(venue: Venue, t0: Any) -> None:
    judge = await venue.judge()
    answer = await judge.ask({"tipo": "ping", "t0": t0, "ref": "r"})
    assert (answer["tipo"], answer["codigo"], answer["ref"]) == ("error", "invalid_field", "r")
    assert (await judge.ask({"tipo": "ping"}))["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
async def test_broken_messages_are_answered_in_their_turn(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    for number in range(40):
        message = {**TAP, "tiempo": number, "ref": str(number)}
        await judge.send({**message, "tiempo": "x"} if number % 2 else message)
        await judge.send("{")
    for number in range(15):
        answer = await judge.read_tipo("tiempo_registrado", "error")
        assert answer["ref"] == str(number)
        assert answer["tipo"] == ("error" if number % 2 else "tiempo_registrado")
        assert (await judge.read_tipo("tiempo_registrado", "error"))["codigo"] == "invalid_json"


async def raw(venue: Venue) -> RawSocket:
    """A judge's socket by hand, its greeting read."""
    token = await venue.token("juez1")
    socket = await RawSocket.open(venue.server.port, f"/ws/juez/2/?token={token}")
    assert (await socket.read())["tipo"] == "conexion_establecida"
    return socket


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    "frames",
    [
        [frame(b"\xff\xfe\xfd")],
        [frame(b'{"tipo": "ping", "ref": "\xff"}')],
        [frame(b'{"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 5, "ref": "\xc3"}')],
        [frame(b'{"tipo": "ping", "ref": "\xed\xa0\x80"}')],
        [frame(b'{"ref": "\xc3', is_last=False), frame(b'"}', CONTINUATION)],
    ],
)  # fmt: skip
async def test_a_text_that_is_not_utf8_is_answered(venue: Venue, frames: list[bytes]) -> None:
    socket = await raw(venue)
    await venue.start_race()
    await socket.send(*frames)
    assert (await socket.read_tipo("error", "pong"))["mensaje"] == "JSON inválido"
    assert venue.state.record_count() == 0
    await socket.send(frame(json.dumps(TAP).encode()))
    assert (await socket.read_tipo("tiempo_registrado"))["tiempo"] == 5
    await socket.cut()


@pytest.mark.gen_test(timeout=30)
async def test_a_message_in_pieces_is_one_message(venue: Venue) -> None:
    socket = await raw(venue)
    await venue.start_race()
    text = json.dumps({**TAP, "ref": "ñ"}, ensure_ascii=False).encode()
    pieces = [frame(bytes([text[0]]), TEXT, is_last=False)]
    pieces += [frame(bytes([byte]), CONTINUATION, is_last=False) for byte in text[1:-1]]
    await socket.send(*pieces, frame(text[-1:], CONTINUATION))
    assert (await socket.read_tipo("tiempo_registrado", "error"))["ref"] == "ñ"
    await socket.cut()


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize("opcode", [TEXT, BINARY])
@pytest.mark.parametrize("size", [64 * 1024, 200_000, 1_500_000])
async def test_64_kib_and_more_is_too_big(venue: Venue, size: int, opcode: int) -> None:
    judge = await venue.judge()
    text = json.dumps({**TAP, "relleno": "x" * size})[:size]
    await judge.send(text if opcode == TEXT else text.encode())
    assert await judge.wait_closed() == 1009
    # Nobody else notices.
    again = await venue.judge()
    assert (await again.ask({"tipo": "ping"}))["tipo"] == "pong"


@pytest.mark.gen_test(timeout=30)
async def test_just_under_64_kib_is_taken(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    message = {**TAP, "relleno": ""}
    message["relleno"] = "x" * (64 * 1024 - 1 - len(json.dumps(message)))
    assert len(json.dumps(message)) == 64 * 1024 - 1
    assert (await judge.ask(message))["tipo"] == "tiempo_registrado"


@pytest.mark.gen_test(timeout=30)
async def test_spectators_are_answered_likewise(venue: Venue) -> None:
    spectator, _ = await venue.spectator()
    for sent in ("{", "[]", b"\x00", '"x"'):
        assert (await spectator.ask(sent))["mensaje"] == "JSON inválido"
    assert (await spectator.ask({"tipo": "x"}))["codigo"] == "unknown_message_type"
    await spectator.send("x" * 70_000)
    assert await spectator.wait_closed() == 1009

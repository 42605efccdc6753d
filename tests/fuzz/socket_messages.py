"""What may come over a judge's socket: the right, the nearly right and the impossible."""

import json
from typing import Any

from hypothesis import strategies as st

HUGE = [2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**30, -(10**30)]
integers = st.integers() | st.sampled_from([*HUGE, 0, -1, 1, 86_400_000, 86_400_001, 10**12])
scalars = (
    st.none() | st.booleans() | integers | st.floats() | st.text(max_size=80) | st.just("x" * 65)
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=8,
)

FIRST_CLOCK_READING_MS = 10**12
teams = st.sampled_from([1, 1, 1, 1, 2, 2, 3, 4, 4, 5, 6])
times = st.integers(0, 86_400_000) | st.integers(0, 20) | st.integers(1_700_000_000_000, 2**41)
record_ids = st.uuids().map(str) | st.text(min_size=1, max_size=64) | st.sampled_from("aAbB")
refs = st.text(max_size=64)
record = st.fixed_dictionaries(
    {"tiempo": times},
    optional={
        "id_registro": record_ids,
        "timestamp": st.just("2030-11-12T08:00:00Z") | scalars,
        "desfase_ms": st.none() | st.integers(-5_000, 5_000) | st.just(2**53 - 1),
        "incertidumbre_ms": st.none() | st.integers(0, 86_400_000),
    },
)
single = st.builds(
    lambda fields, team_id: {"tipo": "registrar_tiempo", "equipo_id": team_id, **fields},
    record,
    teams,
)
batch = st.fixed_dictionaries(
    {
        "tipo": st.just("registrar_tiempos"),
        "equipo_id": teams,
        "registros": st.lists(record, min_size=1, max_size=16),
    }
)
change = st.fixed_dictionaries(
    {
        "tipo": st.sampled_from(["retirar_registro", "devolver_registro"]),
        "id_registro": st.sampled_from("aAbB") | record_ids,
    }
)
check = st.fixed_dictionaries(
    {
        "tipo": st.just("comprobar_registros"),
        "ids": st.lists(record_ids | st.text(max_size=70), min_size=1, max_size=6),
    }
)
# The one line of the venue that there is, and ones that there are not.
lines = st.sampled_from([1, 1, 1, 1, 2, 99])
mark_ids = st.sampled_from("mMnN") | record_ids
mark = st.fixed_dictionaries(
    {"id_marca": mark_ids, "secuencia": st.integers(0, 3)},
    optional={
        "tiempo": times | st.integers(-20, 20),
        "dorsal": st.sampled_from(["7", "007", "99", "", "?"]) | st.text(max_size=40),
        "anotado": times | integers,
        "desfase_ms": st.none() | st.integers(-5_000, 5_000),
        "incertidumbre_ms": st.none() | st.integers(0, 86_400_000),
    },
)
marks = st.fixed_dictionaries(
    {
        "tipo": st.just("marcar"),
        "linea_id": lines,
        "dispositivo": st.just("Moto G"),
        "marcas": st.lists(mark, min_size=1, max_size=5),
    }
)
mark_change = st.builds(
    lambda base, what: {**base, **what},
    st.fixed_dictionaries(
        {
            "tipo": st.just("corregir_marca"),
            "id_marca": st.sampled_from("mMnN"),
            "id_correccion": st.uuids().map(str) | st.sampled_from("cd"),
            "hecha_ms": st.integers(0, 2**41),
        }
    ),
    st.sampled_from([{"dorsal": "7"}, {"dorsal": None}, {"retirada": True}, {"retirada": False}]),
)
mark_check = st.fixed_dictionaries(
    {
        "tipo": st.just("comprobar_marcas"),
        "ids": st.lists(mark_ids | st.text(max_size=70), min_size=1, max_size=6),
    }
)
ping = st.fixed_dictionaries(
    {"tipo": st.just("ping")},
    optional={
        "t0": integers | st.floats() | st.text(max_size=9),
        "pendientes": st.integers(0, 99) | values,
        "dispositivo": st.text(max_size=60) | values,
    },
)
valid = st.builds(
    lambda message, ref: message if ref is None else {**message, "ref": ref},
    single | batch | change | check | marks | mark_change | mark_check | ping,
    st.none() | refs,
)

FIELDS = ["tipo", "equipo_id", "tiempo", "id_registro", "registros", "ref", "t0", "timestamp"]
FIELDS += ["linea_id", "marcas", "id_marca", "id_correccion", "hecha_ms", "dorsal", "retirada"]
FIELDS += [
    "ids",
    "pendientes",
    "dispositivo",
    "anotado",
    "secuencia",
    "desfase_ms",
    "incertidumbre_ms",
]
COMPONENTS = ["horas", "minutos", "segundos", "milisegundos"]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A valid message of which one thing is something else, or missing, or too much."""
    message = dict(draw(valid))
    place = message
    for name in ("registros", "marcas"):
        if message.get(name) and draw(st.booleans()):
            records = [dict(item) for item in message[name]]
            message[name] = records
            place = draw(st.sampled_from(records))
    name = draw(st.sampled_from([*FIELDS, *COMPONENTS]) | st.text(max_size=9))
    if draw(st.integers(0, 4)) == 0:
        place.pop(name, None)
    else:
        place[name] = draw(values)
    return message


def as_text(value: Any, *, ascii_only: bool) -> bytes:
    """`value` as Python writes JSON, NaN and halves of surrogate pairs included."""
    return json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")


@st.composite
def frames(draw: st.DrawFn) -> bytes:
    """The payload of a text frame."""
    kind = draw(st.sampled_from(["valid", "mutated", "mutated", "value", "text", "bytes"]))
    if kind == "text":
        return draw(st.text(max_size=60)).encode("utf-8", "surrogatepass")
    if kind == "bytes":
        return draw(st.binary(max_size=60))
    document = draw({"valid": valid, "mutated": mutated(), "value": values}[kind])
    return as_text(document, ascii_only=draw(st.booleans()))

"""Lines of the log: readable, each with what it belongs to, without secrets or tricks."""

import json
import logging
import re
import sys
from typing import Any

import pytest

from tornado_timing import log_lines
from tornado_timing.log_lines import MOST_ALIKE, Calm, JsonLines, PersonLines, cleaned
from tornado_timing.tracing import Trace

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJh"


def record(text: str, *args: Any, trace: Trace | None = None, **more: Any) -> logging.LogRecord:
    made = logging.LogRecord("tornado_timing.web.sockets", logging.WARNING, "", 1, text, args, None)
    made.trace = trace
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_a_line_says_when_how_grave_where_and_what() -> None:
    line = PersonLines().format(record("%d phones", 3))
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d WARNING web\.sockets: 3 phones", line
    )


def test_a_line_names_the_request_and_who_asks() -> None:
    trace = Trace("192.168.1.7", "juez1", "t-12")
    line = PersonLines().format(record("slow", trace=trace))
    assert f" [{trace.id} juez1 192.168.1.7 t-12] slow" in line
    assert re.fullmatch(r"[0-9a-f]{8}", trace.id)
    assert " [" not in PersonLines().format(record("slow"))


def test_as_json_it_is_the_same_in_one_object() -> None:
    trace = Trace("192.168.1.7", "juez1", "t-12")
    document = json.loads(JsonLines().format(record("%s ñ\n2", "slow", trace=trace)))
    assert document.pop("at").count(":") == 3
    assert document == {
        "level": "WARNING",
        "logger": "tornado_timing.web.sockets",
        "text": "slow ñ\\x0a2",
        "id": trace.id,
        "who": "juez1",
        "address": "192.168.1.7",
        "ref": "t-12",
    }


@pytest.mark.parametrize("lines", [PersonLines(), JsonLines()])
def test_a_fault_has_its_traceback_also_without_secrets(lines: logging.Formatter) -> None:
    try:
        raise ValueError(f"token={TOKEN}")
    except ValueError:
        found = lines.format(record("fault", exc_info=sys.exc_info()))
    assert "Traceback" in found
    assert "ValueError" in found
    assert TOKEN not in found


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        f"GET /ws/juez/1/?token={TOKEN}",
        "GET /ws/juez/1/?ticket=geheim&ref=1",
        "Invalid header value: 'Bearer geheim'",
        "Authorization: Basic geheim==",
        "Cookie: session=geheim",
        "{'password': 'geheim', 'x': 1}",
        '{"clave":"geheim"}',
        "codigo=geheim",
        "http://127.0.0.1:8000/admin/#/inicio/geheim",
    ],
)
def test_secrets_are_taken_out(text: str) -> None:
    assert "geheim" not in cleaned(text)
    assert TOKEN not in cleaned(text)
    assert "***" in cleaned(text)


@pytest.mark.parametrize("text", ["409 GET /api/equipos/1/ 12.0 ms", "juez1 (::1): signed_in"])
def test_the_rest_stays_as_it_is(text: str) -> None:
    assert cleaned(text) == text


def test_nobody_begins_a_line_of_their_own_or_paints_the_terminal() -> None:
    trick = "juez\n2026-01-01 ERROR\r\x1b[31m\u2028\u202e"
    found = PersonLines().format(record("%s", trick, trace=Trace("::1", ref=trick)))
    assert "\n" not in found
    assert found.isprintable()


def test_a_client_s_own_words_do_not_make_a_line_endless() -> None:
    assert len(cleaned("x" * 100_000)) == log_lines.MAX_LINE


def test_lines_that_are_alike_are_written_some_times_and_then_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now_s = 100.0
    monkeypatch.setattr(log_lines.time, "monotonic", lambda: now_s)
    calm = Calm()
    through = [calm.lets_through(record("refused %s", n)) for n in range(MOST_ALIKE + 7)]
    assert through == [True] * MOST_ALIKE + [False] * 7
    assert calm.lets_through(record("something else"))
    now_s += log_lines.ALIKE_S
    late = record("refused %s", "later")
    assert calm.lets_through(late)
    assert late.getMessage() == "refused later (and 7 before it that were like it)"
    again = record("refused %s", "once more")
    assert calm.lets_through(again)
    assert again.getMessage() == "refused once more"

"""How the server tells what it does: the page's figures, and lines that can be put together."""

import io
import logging
import re
import time
from collections.abc import Callable, Iterator

import pytest

from tests.venue import Venue, eventually
from tornado_timing.logs import Logs
from tornado_timing.service.timing import Timing

TIME = {"tipo": "registrar_tiempo", "equipo_id": 1, "tiempo": 61_000, "id_registro": "a"}


class Log:
    """Everything that is logged, as a person reads it."""

    def __init__(self) -> None:
        self._said = io.StringIO()
        self._logs = Logs(self._said, logging.INFO, is_json=False)

    def __enter__(self) -> "Log":
        root = logging.getLogger()
        self._level = root.level
        root.setLevel(logging.INFO)
        root.addHandler(self._logs)
        return self

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.removeHandler(self._logs)
        root.setLevel(self._level)
        self._logs.close()

    async def line(self, *words: str) -> str:
        """The line that has all these words, which another thread may be about to write."""

        async def is_there() -> bool:
            return any(map(self._has(*words), self._lines()))

        await eventually(is_there, f"{words} is logged")
        return next(filter(self._has(*words), self._lines()))

    def _lines(self) -> list[str]:
        return self._said.getvalue().splitlines()

    @staticmethod
    def _has(*words: str) -> Callable[[str], bool]:
        return lambda line: all(word in line for word in words)

    @property
    def text(self) -> str:
        return self._said.getvalue()


@pytest.fixture
def log() -> Iterator[Log]:
    with Log() as found:
        yield found


@pytest.mark.gen_test
async def test_organizer_reads_how_the_server_does(venue: Venue) -> None:
    await venue.start_race()
    judge = await venue.judge()
    now_ms = round(time.time() * 1000)
    await judge.ask({"tipo": "ping", "t0": now_ms, "pendientes": 2})
    await judge.ask({**TIME, "tiempo": now_ms - 30_000})
    await judge.ask({**TIME, "id_registro": "b"})
    found = (await venue.get("/api/funcionamiento/", user="organiza")).json
    assert found["records"] == {"stored": 1, "duplicate": 0, "refused": 1}
    since_start = found["acknowledgements"]["since_start"]
    assert since_start["count"] == 2
    assert 0 < since_start["p50_ms"] <= since_start["p99_ms"] < 5000
    assert found["commits"]["since_start"]["count"] >= 2
    assert (found["waiting"], found["commit_failures"]) == (0, 0)
    assert found["sockets"] == {"judges": 1, "organizers": 0, "spectators": 0, "behind": 0}
    assert found["memory_bytes"] > 1_000_000
    assert found["disk_free_bytes"] > 0
    assert found["log"] == {"warnings": [], "lines_lost": 0, "problem": None}
    (phone,) = found["phones"]
    assert (phone["username"], phone["unsent"], phone["is_behind"]) == ("juez1", 2, False)
    # The last one said no moment, only a time of the race.
    assert phone["waited_ms"] is None


@pytest.mark.gen_test
async def test_how_long_a_tap_waited_on_its_phone_is_known(venue: Venue) -> None:
    judge = await venue.judge()
    now_ms = round(time.time() * 1000)
    await judge.ask({"tipo": "ping", "t0": now_ms})
    await judge.ask({**TIME, "tiempo": now_ms - 30_000})
    found = (await venue.get("/api/funcionamiento/", user="organiza")).json
    assert 29_000 < found["phones"][0]["waited_ms"] < 40_000


@pytest.mark.gen_test
async def test_the_log_is_empty_where_none_is_written(venue: Venue) -> None:
    answer = await venue.get("/api/funcionamiento/registro/", user="organiza")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.gen_test
async def test_every_answer_has_an_id_of_its_own(venue: Venue) -> None:
    paths = ("/health", "/", "/nowhere", "/static/admin/admin.js", "/api/me/", "/ws/juez/1/")
    ids = [(await venue.get(path)).headers["X-Request-ID"] for path in paths * 2]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[0-9a-f]{8}", one) for one in ids)
    # Nobody gives requests the ids of others.
    answer = await venue.get("/health", headers={"X-Request-ID": "mine"})
    assert answer.headers["X-Request-ID"] != "mine"


@pytest.mark.gen_test
async def test_a_fault_is_found_by_the_id_of_its_answer(
    venue: Venue, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await venue.token("juez1")
    monkeypatch.setattr("tornado_timing.web.sessions.account_out", None)
    answer = await venue.get("/api/me/", token=token)
    assert answer.status == 500
    line = await log.line("Unhandled in GET /api/me/")
    assert f"[{answer.headers['X-Request-ID']} juez1 127.0.0.1]" in line
    assert f"[{answer.headers['X-Request-ID']} " in await log.line(" 500 GET /api/me/")


@pytest.mark.gen_test
async def test_a_fault_of_a_message_names_its_socket_and_its_ref(
    venue: Venue, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = await venue.judge()
    monkeypatch.setattr(Timing, "record_times", None)
    await judge.ask({**TIME, "ref": "t-77"})
    fault = await log.line("Unhandled on a socket", " t-77]")
    came = await log.line("A judge's phone has come")
    assert fault.split("[")[1].split()[0] == came.split("[")[1].split()[0]


@pytest.mark.gen_test
async def test_comings_and_goings_are_logged_and_taps_are_not(venue: Venue, log: Log) -> None:
    await venue.start_race()
    await log.line("organiza (127.0.0.1): race_started, competition 1")
    judge = await venue.judge()
    await log.line("juez1 (127.0.0.1): signed_in, session")
    await log.line("A judge's phone has come", " juez1 127.0.0.1]")
    before = len(log.text.splitlines())
    for number in range(20):
        await judge.ask({**TIME, "id_registro": str(number), "tiempo": 61_000 + number})
    assert len(log.text.splitlines()) == before
    await judge.close()
    await log.line("A judge's phone has left after 0 s:", " juez1 127.0.0.1]")


@pytest.mark.gen_test
async def test_refusals_are_logged_without_what_was_typed(venue: Venue, log: Log) -> None:
    await venue.login("juez1", "not the password")
    await log.line("A sign-in was refused: juez1")
    await venue.login("my password by mistake", "x")
    await log.line("A sign-in was refused: no such account")
    headers = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    await venue.get("/ws/juez/1/?token=geheim", headers=headers)
    await log.line("A handshake was refused: /ws/juez/1/ token_not_valid")
    for secret in ("password", "geheim"):
        assert secret not in log.text

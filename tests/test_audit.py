"""``scripts/audit.py`` tells of holes in what is built on, and where it could not look."""

import importlib.util
import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "audit.py"


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Answering = Callable[[Callable[[Any], bytes]], str]


@pytest.fixture
def answering() -> Iterator[Answering]:
    """An address that answers a query with what it is told to make of it."""
    servers = []

    def start(make: Callable[[Any], bytes]) -> str:
        class Service(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(make(asked))

            def log_message(self, *_: object) -> None:
                """Quiet."""

        server = HTTPServer(("127.0.0.1", 0), Service)
        servers.append(server)
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def holes_in(name: str) -> Callable[[Any], bytes]:
    def answer(asked: Any) -> bytes:
        holes = [
            {"vulns": [{"id": "PYSEC-1"}]} if one["package"]["name"] == name else {}
            for one in asked["queries"]
        ]
        return json.dumps({"results": holes}).encode()

    return answer


def test_all_that_the_program_runs_on_is_asked_for_and_nothing_of_the_tests(
    audit: ModuleType,
) -> None:
    needed = audit.needed()
    # cffi is needed by cryptography, which is needed by us.
    assert {"tornado", "reportlab", "pillow", "cryptography", "cffi"} <= set(needed)
    assert not {"pytest", "playwright", "hypothesis"} & set(needed)


def test_a_hole_is_told_and_fails(
    audit: ModuleType, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.main(answering(holes_in("tornado"))) == 1
    said = capsys.readouterr().out
    assert said.startswith("Advisories: tornado ")
    assert "PYSEC-1" in said
    audit.NO_CONCERN["PYSEC-1"] = "it is of a server that we are not"
    assert audit.main(answering(holes_in("tornado"))) == 0


def test_without_holes_it_says_how_many_were_looked_at(
    audit: ModuleType, answering: Answering, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.main(answering(holes_in("nothing"))) == 0
    assert capsys.readouterr().out == f"Advisories: none for {len(audit.needed())} packages\n"


@pytest.mark.parametrize("answer", [b"", b"<html>", b"{}", b"[]", b'{"results": []}', b"null"])
def test_what_was_not_checked_is_told_and_fails_nothing(
    audit: ModuleType,
    answering: Answering,
    capsys: pytest.CaptureFixture[str],
    answer: bytes,
) -> None:
    for url in (answering(lambda _: answer), "http://127.0.0.1:9/"):
        assert audit.main(url) == 0
        assert "NOT CHECKED" in capsys.readouterr().out

"""A laptop for tests of the command line: a folder, an environment, real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import msgspec

ROOT = Path(__file__).parents[2]
# Warnings are errors, but for the sockets that Tornado leaves open when it cannot bind them all.
COMMAND = [
    sys.executable,
    *("-W", "error"),
    *("-W", "ignore::ResourceWarning"),
    *("-m", "tornado_timing"),
]
DEADLINE_S = 30.0
Language = Literal["en", "es"]

# What an environment may hold that would change what is tested.
FOREIGN = ("TORNADO_TIMING_", "LANG", "LC_", "PYTHON", "http_proxy", "HTTP_PROXY")


class Ended:
    """A command that has ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    def assert_refused(self, *fragments: str) -> None:
        """It ended with one clear sentence: on stderr, exit code 2, nothing else."""
        assert "Traceback" not in self.err
        assert (self.code, self.out) == (2, ""), self.err
        lines = self.err.splitlines()
        assert len(lines) == 1, lines
        for fragment in fragments:
            assert fragment in lines[0]

    def assert_done(self) -> None:
        """It did its work and had nothing to complain about."""
        assert (self.code, self.err) == (0, "")


class Server:
    """A running ``serve``."""

    def __init__(self, process: "subprocess.Popen[bytes]", data_dir: Path, out: Path) -> None:
        self.process = process
        self.data_dir = data_dir
        self._out = out

    @property
    def port(self) -> int:
        """The port that it listens on."""
        note: dict[str, Any] = msgspec.json.decode((self.data_dir / "server.json").read_bytes())
        return int(note["port"])

    @property
    def out(self) -> str:
        """What it has printed so far."""
        return self._out.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self) -> None:
        """Waits for the hint on how to stop it, the last thing that it prints."""
        deadline_s = time.monotonic() + DEADLINE_S
        while "Ctrl-C" not in self.out:
            assert self.process.poll() is None, self.out + self.err
            assert time.monotonic() < deadline_s, self.out
            time.sleep(0.02)

    def wait_until_it_answers(self) -> None:
        """Waits for an answer, where nobody reads what it prints."""
        deadline_s = time.monotonic() + DEADLINE_S
        while not (self.data_dir / "server.json").exists() or not self._answers():
            assert self.process.poll() is None
            assert time.monotonic() < deadline_s
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/health")[0] == 200
        except (OSError, msgspec.DecodeError):
            return False

    @property
    def err(self) -> str:
        """What it has complained about so far."""
        return self._out.with_suffix(".err").read_text(encoding="utf-8")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        """Sends a signal and waits for the end."""
        self.process.send_signal(number)
        return Ended(self.process.wait(DEADLINE_S), self.out, self.err)

    def ask(
        self, method: str, path: str, body: Any = None, token: str | None = None
    ) -> tuple[int, Any]:
        """Status and JSON of a request."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            method=method,
            data=None if body is None else msgspec.json.encode(body),
            headers={} if token is None else {"Authorization": f"Bearer {token}"},
        )
        try:
            with open_url(request) as answer:
                return answer.status, msgspec.json.decode(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, msgspec.json.decode(error.read())

    def sign_in(self, username: str, password: str) -> tuple[int, Any]:
        """Status and JSON of a sign-in."""
        return self.ask("POST", "/api/login/", {"username": username, "password": password})


class Laptop:
    """Runs commands in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data_dir = folder / "data"

    def environment(self, language: Language, **extra: str) -> dict[str, str]:
        """A clean environment that speaks `language`."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        return {
            **clean,
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "LANG": {"en": "en_US.UTF-8", "es": "es_UY.UTF-8"}[language],
            # The cheapest that there is; what a password costs is not tested here.
            "TORNADO_TIMING_SECURITY_BCRYPT_COST": "4",
            # Nothing is announced on the network that the tests happen to run in.
            "TORNADO_TIMING_SERVER_MDNS": "false",
            **extra,
        }

    def run(
        self,
        *arguments: str | Path,
        language: Language = "en",
        stdin: str | bytes = "",
        **environment: str,
    ) -> Ended:
        """Runs a command to its end."""
        ended = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(language, **environment),
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            timeout=DEADLINE_S,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    @contextmanager
    def serve(
        self, *arguments: str | Path, language: Language = "en", **environment: str
    ) -> Iterator[Server]:
        """Runs the server on a port that the system chooses, on this machine alone."""
        out = self.folder / "serve.out"
        where = [] if "--host" in arguments else ["--host", "127.0.0.1", "--port", "0"]
        with out.open("wb") as stdout, out.with_suffix(".err").open("wb") as stderr:
            process = subprocess.Popen(
                [*COMMAND, "serve", *where, *map(str, arguments)],
                cwd=self.folder,
                env=self.environment(language, **environment),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
            )
        data_dir = self.data_dir
        if "--data-dir" in arguments:
            data_dir = self.folder / arguments[arguments.index("--data-dir") + 1]
        server = Server(process, data_dir, out)
        try:
            server.wait_until_ready()
            yield server
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(DEADLINE_S)

    def write(self, name: str, content: str | bytes | dict[str, Any]) -> Path:
        """Writes a file of the folder; a dict as JSON."""
        path = self.folder / name
        if isinstance(content, dict):
            content = msgspec.json.encode(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


def open_url(request: str | urllib.request.Request) -> Any:
    """The answer to `request`, asked for past any proxy; to be closed."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return opener.open(request, timeout=DEADLINE_S)


@contextmanager
def taken_port() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def free_port() -> int:
    """A port on which nobody listened a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

"""``serve``: what it makes, what it prints, how it stops."""

import os
import pty
import re
import signal
import sqlite3
import stat
import subprocess
import threading
import time
import webbrowser
from pathlib import Path

import pytest

from tests.cli.laptop import COMMAND, Language, Laptop, Server, open_url
from tornado_timing.browser import has_desktop, open_in_browser


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_first_start_makes_directory_database_and_key(laptop: Laptop) -> None:
    with laptop.serve("--data-dir", "clubs/spring") as server:
        assert server.ask("GET", "/health")[0] == 200
        files = {path.name for path in server.data_dir.iterdir()}
        assert {"timing.db", "signing.key", "server.json"} <= files
        for secret in ("timing.db", "signing.key"):
            assert mode(server.data_dir / secret) == 0o600
        assert len(bytes.fromhex((server.data_dir / "signing.key").read_text())) >= 32


def test_key_and_accounts_outlast_a_restart(laptop: Laptop) -> None:
    laptop.run("organizer", "add", "ana", stdin="secreto\n").assert_done()
    key = (laptop.data_dir / "signing.key").read_text()
    with laptop.serve() as server:
        status, tokens = server.sign_in("ana", "secreto")
        assert status == 200
        server.stop()
    with laptop.serve() as server:
        assert (server.data_dir / "signing.key").read_text() == key
        assert server.ask("GET", "/api/me/", token=tokens["access"])[0] == 200


def test_data_directory_is_beside_the_config_file(laptop: Laptop) -> None:
    (laptop.folder / "club").mkdir()
    laptop.write("club/config.toml", "[limits]\nmessage_burst = 100\n")
    laptop.run("organizer", "add", "ana", "--config", "club/config.toml", stdin="x\n").assert_done()

    assert (laptop.folder / "club" / "data" / "timing.db").exists()
    assert not laptop.data_dir.exists()


WORDS: dict[Language, list[str]] = {
    "en": [
        "is running. Data: ",
        "Only this machine can reach it, because it listens on 127.0.0.1.",
        "There is no organizer yet.",
        "Press Ctrl-C to stop.",
        "Stopping: finishing what has arrived ...",
        "Stopped. Everything acknowledged is in ",
    ],
    "es": [
        "está en marcha. Datos: ",
        "Solo se puede abrir desde este equipo, porque escucha en 127.0.0.1.",
        "Todavía no hay ningún organizador.",
        "Pulse Ctrl-C para detenerlo.",
        "Deteniendo: se termina lo que ya llegó ...",
        "Detenido. Todo lo confirmado está en ",
    ],
}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_stop_it_and_it_speaks_the_users_language(
    laptop: Laptop, language: Language, number: signal.Signals
) -> None:
    with laptop.serve(language=language) as server:
        ended = server.stop(number)

    ended.assert_done()
    assert not (laptop.data_dir / "server.json").exists()
    found = [ended.out.find(words) for words in WORDS[language]]
    assert found == sorted(found)
    assert found[0] > 0, ended.out


@pytest.mark.parametrize("is_read", [True, False])
def test_whoever_read_what_it_prints_may_go_and_it_stops_as_ever(
    laptop: Laptop, is_read: bool
) -> None:
    process = subprocess.Popen(
        [*COMMAND, "serve", "--host", "127.0.0.1", "--port", "0"],
        cwd=laptop.folder,
        env=laptop.environment("en"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        if is_read:
            # As `head -1` does: it has what it wanted.
            assert b"is running" in process.stdout.readline()
        process.stdout.close()
        server = Server(process, laptop.data_dir, laptop.folder / "unused")
        server.wait_until_it_answers()
        process.terminate()
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait(30)
    assert (process.returncode, err) == (0, b"")
    # Stopped in its own time, not cut off.
    assert not (laptop.data_dir / "server.json").exists()


def test_language_variable_wins_over_lang(laptop: Laptop) -> None:
    ended = laptop.run("purge", "--days", "1", language="en", LANGUAGE="es_AR:en")
    assert "no hay nada que borrar" in ended.out


def test_every_printed_address_opens_the_page_and_the_first_is_a_qr(laptop: Laptop) -> None:
    with laptop.serve("--host", "0.0.0.0", "--port", "0") as server:
        urls = re.findall(r"^    (http://\S+/)$", server.out, re.MULTILINE)
        assert urls
        for url in urls:
            with open_url(url) as page:
                assert page.status == 200
                assert page.headers["Content-Type"].startswith("text/html")
        assert all(url.endswith(f":{server.port}/") for url in urls)
        # Half blocks: the smallest picture that phones read from a terminal.
        rows = [line for line in server.out.splitlines() if "▀" in line or "▄" in line]
        assert len(rows) > 10
        assert len({len(row) for row in rows}) <= 2


def test_next_step_that_it_names_works_and_is_not_named_again(laptop: Laptop) -> None:
    (laptop.folder / "elsewhere").mkdir()
    with laptop.serve("--data-dir", "elsewhere/my data") as server:
        step = re.search(r"tornado-timing (organizer add) NAME --data-dir \"(.+)\"", server.out)
        assert step is not None, server.out
        added = laptop.run(*step[1].split(), "ana", "--data-dir", step[2], stdin="secreto\n")
        added.assert_done()
        assert server.sign_in("ana", "secreto")[0] == 200
    with laptop.serve("--data-dir", "elsewhere/my data") as server:
        assert "organizer add" not in server.out


LINK = re.compile(r"^    http://localhost:(\d+)/admin/#/inicio/(\S+)$", re.MULTILINE)


def test_link_that_it_prints_makes_the_organizer_once(laptop: Laptop) -> None:
    olga = {"username": "olga", "password": "secreto"}
    with laptop.serve() as server:
        link = LINK.search(server.out)
        assert link is not None, server.out
        assert int(link[1]) == server.port
        path, body = "/api/primer-organizador/", {**olga, "secret": link[2]}
        assert server.ask("POST", path, body)[0] == 201
        assert server.ask("POST", path, {**body, "username": "other"})[0] == 409
        server.stop()
        assert link[2] not in server.out.replace(link[0], "")
        assert link[2] not in server.err
    with laptop.serve(language="es") as server:
        assert LINK.search(server.out) is None
        panel = f"El panel del organizador:\n    http://localhost:{server.port}/admin/\n"
        assert panel in server.out
        assert server.sign_in("olga", "secreto")[0] == 200


def run_in_terminal(laptop: Laptop, *arguments: str, **environment: str) -> tuple[str, list[str]]:
    """What ``serve`` prints to a terminal until it can be stopped, and what a browser is given."""
    opened = laptop.folder / "opened"
    browser = laptop.write("browser", f'#!/bin/sh\necho "$1" >> "{opened}"\n')
    browser.chmod(0o755)
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--host", "127.0.0.1", "--port", "0", *arguments],
        cwd=laptop.folder,
        env=laptop.environment("en", BROWSER=f"{browser} %s", **environment),
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    shown = ""
    try:
        while "Ctrl-C" not in shown:
            shown += os.read(master, 10_000).decode()
        deadline_s = time.monotonic() + 1
        while not opened.exists() and time.monotonic() < deadline_s:
            time.sleep(0.02)
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait(30)
        os.close(master)
    return shown.replace("\r", ""), opened.read_text().split() if opened.exists() else []


def test_on_a_desktop_the_link_opens_by_itself(laptop: Laptop) -> None:
    shown, opened = run_in_terminal(laptop, DISPLAY=":9")
    link = LINK.search(shown)
    assert link is not None, shown
    assert opened == [link[0].strip()]


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--no-browser"], {"DISPLAY": ":9"}),
        ([], {"DISPLAY": "", "WAYLAND_DISPLAY": ""}),
        ([], {"DISPLAY": ":9", "TORNADO_TIMING_SERVER_OPEN_BROWSER": "false"}),
    ],
    ids=["option", "no desktop", "setting"],
)
def test_where_it_is_not_wanted_no_browser_opens(
    laptop: Laptop, arguments: list[str], environment: dict[str, str]
) -> None:
    shown, opened = run_in_terminal(laptop, *arguments, **environment)
    assert LINK.search(shown)
    assert opened == []


def test_no_browser_opens_when_there_is_an_organizer(laptop: Laptop) -> None:
    laptop.run("organizer", "add", "ana", stdin="secreto\n").assert_done()
    shown, opened = run_in_terminal(laptop, DISPLAY=":9")
    assert "The organizer's panel:" in shown
    assert opened == []


def test_start_does_not_wait_for_the_browser_nor_fail_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, let_go = threading.Event(), threading.Event()

    def slow_and_broken(url: str) -> bool:
        asked.set()
        let_go.wait(30)
        raise webbrowser.Error(url)

    monkeypatch.setattr(webbrowser, "open", slow_and_broken)
    open_in_browser("http://localhost:8000/admin/")
    assert asked.wait(30)
    let_go.set()
    for thread in threading.enumerate():
        if thread.name == "browser":
            thread.join(30)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_where_there_is_a_desktop(
    platform: str, environment: dict[str, str], expected: bool
) -> None:
    assert has_desktop(environment, platform) is expected


def test_without_a_command_it_serves(laptop: Laptop) -> None:
    ended = laptop.run(TORNADO_TIMING_SERVER_HOST="198.51.100.7")
    ended.assert_refused("The system does not allow listening on 198.51.100.7 port 8000: ")


def test_what_was_acknowledged_before_the_signal_is_in_the_file(raced: Laptop) -> None:
    with raced.serve() as server:
        _, tokens = server.sign_in("juez2", "clave-juez2")
        body = {"registros": [{"tiempo": 2_000_000, "id_registro": "the-last-one"}]}
        status, _ = server.ask("POST", "/api/equipos/4/registros/", body, tokens["access"])
        assert status == 201
        os.kill(server.process.pid, signal.SIGTERM)
        assert server.process.wait(30) == 0
    connection = sqlite3.connect(raced.data_dir / "timing.db")
    rows = connection.execute("SELECT elapsed_ms FROM time_records WHERE id = 'the-last-one'")
    assert rows.fetchall() == [(2_000_000,)]
    connection.close()


def test_terminal_that_cannot_show_every_character_shows_another(laptop: Laptop) -> None:
    # As on Windows: the half blocks of the QR code are not in its code page.
    with laptop.serve(language="es", PYTHONUTF8="0", PYTHONIOENCODING="cp1252") as server:
        ended = server.stop()
    ended.assert_done()
    assert "▀" not in ended.out
    assert "est\ufffd en marcha" in ended.out, "its own letters it can show, in its own encoding"

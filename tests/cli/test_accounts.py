"""``organizer add`` and ``judge password``, on a stopped and on a running server."""

import asyncio
import os
import pty
import subprocess
import time

from tornado.websocket import websocket_connect

from tests.cli.laptop import COMMAND, Laptop


def test_organizer_is_added_from_standard_input(laptop: Laptop) -> None:
    ended = laptop.run("organizer", "add", "  Ana  ", stdin="una clave ñ \r\nrest\n")
    ended.assert_done()
    assert ended.out == "Organizer Ana added.\n"
    with laptop.serve() as server:
        status, tokens = server.sign_in("ana", "una clave ñ ")
        assert (status, tokens["rol"]) == (200, "organizador")
        added = laptop.run("organizer", "add", "beto", stdin="otra", language="es")
        added.assert_done()
        assert added.out == "Organizador beto creado.\n"
        assert server.sign_in("beto", "otra")[0] == 200


def test_wrong_input_for_an_organizer(laptop: Laptop) -> None:
    laptop.run("organizer", "add", "ana", stdin="secreto\n").assert_done()
    again = laptop.run("organizer", "add", "ANA", stdin="otro\n")
    again.assert_refused('There is already an account "ANA".')
    laptop.run("organizer", "add", "beto", stdin="").assert_refused("PASSWORD must not be empty.")
    laptop.run("organizer", "add", " ", stdin="x").assert_refused("USERNAME must not be empty.")
    too_long = laptop.run("organizer", "add", "beto", stdin="ñ" * 37, language="es")
    too_long.assert_refused("La contraseña puede tener como máximo 72 bytes.")
    other_encoding = laptop.run("organizer", "add", "beto", stdin=b"contrase\xf1a\n")
    other_encoding.assert_refused("PASSWORD is not valid UTF-8 text.")
    with laptop.serve() as server:
        again = laptop.run("organizer", "add", "ANA", stdin="otro\n", language="es")
        again.assert_refused("Ya hay una cuenta «ANA».")
        assert server.sign_in("ana", "secreto")[0] == 200


def test_password_is_asked_twice_on_a_terminal_and_never_shown(raced: Laptop) -> None:
    keyboard, screen = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "organizer", "add", "ana"],
        cwd=raced.folder,
        env=raced.environment("en"),
        stdin=screen,
        stdout=screen,
        stderr=screen,
        start_new_session=True,
    )
    os.close(screen)
    shown = b""
    try:
        for typed in (b"secreto\n", b"otra cosa\n", b"secreto\n", b"secreto\n"):
            shown += read_until(keyboard, b": ")
            os.write(keyboard, typed)
        shown += read_until(keyboard, b".\r\n")
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
        os.close(keyboard)
    assert b"Password for " in shown
    assert b"secreto" not in shown


def read_until(terminal: int, end: bytes) -> bytes:
    shown = b""
    deadline_s = time.monotonic() + 20
    while not shown.endswith(end) or b"Error" in shown.splitlines()[-1]:
        assert time.monotonic() < deadline_s
        shown += os.read(terminal, 1)
    # The terminal stops showing what is typed only after it has asked.
    time.sleep(0.2)
    return shown


def test_new_password_ends_the_old_sessions_at_once(raced: Laptop) -> None:
    with raced.serve() as server:
        _, tokens = server.sign_in("juez1", "clave-juez1")
        access, judge_id = tokens["access"], tokens["juez"]["id"]
        assert server.ask("GET", "/api/me/", token=access)[0] == 200

        async def change() -> int | None:
            url = f"ws://127.0.0.1:{server.port}/ws/juez/{judge_id}/?token={access}"
            socket = await websocket_connect(url)
            assert await socket.read_message() is not None
            ended = await asyncio.to_thread(
                raced.run, "judge", "password", "JUEZ1@ejemplo.com", stdin="nueva\n"
            )
            ended.assert_done()
            while await asyncio.wait_for(socket.read_message(), 10) is not None:
                pass
            socket.close()
            return socket.close_code

        assert asyncio.run(change()) == 4002
        assert server.ask("GET", "/api/me/", token=access)[0] == 401
        body = {"refresh": tokens["refresh"]}
        assert server.ask("POST", "/api/token/refresh/", body)[0] == 401
        assert server.sign_in("juez1", "clave-juez1")[0] == 401
        assert server.sign_in("juez1", "nueva")[0] == 200


def test_new_password_on_a_stopped_server_ends_sessions_too(raced: Laptop) -> None:
    with raced.serve() as server:
        _, tokens = server.sign_in("juez1", "clave-juez1")
        server.stop()
    ended = raced.run("judge", "password", "juez1", stdin="nueva\n", language="es")
    ended.assert_done()
    assert ended.out == "Contraseña de juez1 cambiada; sus sesiones abiertas terminaron.\n"
    with raced.serve() as server:
        assert server.ask("GET", "/api/me/", token=tokens["access"])[0] == 401
        assert server.sign_in("juez1", "nueva")[0] == 200


def test_wrong_input_for_a_password(raced: Laptop) -> None:
    raced.run("judge", "password", "nadie", stdin="x").assert_refused(
        'There is no account "nadie".'
    )
    raced.run("judge", "password", "juez1", stdin="\n").assert_refused(
        "PASSWORD must not be empty."
    )
    with raced.serve() as server:
        unknown = raced.run("judge", "password", "nadie", stdin="x", language="es")
        unknown.assert_refused("No hay ninguna cuenta «nadie».")
        too_long = raced.run("judge", "password", "juez1", stdin="x" * 73)
        too_long.assert_refused("The password may have at most 72 bytes.")
        assert server.sign_in("juez1", "clave-juez1")[0] == 200

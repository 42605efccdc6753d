"""What cannot be started is refused with one clear sentence, in the user's language."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.laptop import Language, Laptop, free_port, taken_port

LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])
ANY_PORT = ("--host", "127.0.0.1", "--port", "0")
# Everything that works on the data directory, with an input where it needs one.
COMMANDS = {
    "serve": ["serve", *ANY_PORT],
    "load": ["load", "event.json"],
    "organizer add": ["organizer", "add", "ana"],
    "judge password": ["judge", "password", "ana"],
    "purge": ["purge", "--days", "1"],
}


@pytest.fixture
def ready(laptop: Laptop) -> Laptop:
    laptop.write("event.json", {"competencias": []})
    return laptop


@LANGUAGES
def test_port_taken(laptop: Laptop, language: Language) -> None:
    with taken_port() as port:
        ended = laptop.run("serve", "--host", "127.0.0.1", "--port", str(port), language=language)
    sentence = {
        "en": f"Port {port} is taken by another program. Stop it, or choose another: --port ",
        "es": f"Otro programa ocupa el puerto {port}. Ciérrelo o elija otro: --port ",
    }
    ended.assert_refused(sentence[language] + str(port + 1))


@pytest.mark.parametrize("host", ["a..b", "a" * 80, "198.51.100.7"])
def test_address_that_is_not_this_machines(laptop: Laptop, host: str) -> None:
    laptop.run("serve", "--host", host, "--port", "0").assert_refused(host)


@pytest.mark.parametrize("command", COMMANDS)
def test_data_directory_is_a_file(ready: Laptop, command: str) -> None:
    ready.write("data", "not a directory")
    ended = ready.run(*COMMANDS[command], stdin="x\n")
    ended.assert_refused(f"The data directory {ready.data_dir} cannot be used: ")


@pytest.mark.parametrize(
    ("place", "language"),
    [("event.json/data", "en"), ("/proc/tornado-timing", "es"), ("/sys", "en")],
)
def test_data_directory_cannot_be_made(ready: Laptop, place: str, language: Language) -> None:
    # Root may write anywhere but here: below a file, and into the kernel's own file systems.
    if place.startswith("/") and not Path(place).parent.exists():
        place = "event.json"
    sentence = {"en": "The data directory {} cannot be used: ", "es": "No se puede usar la carpeta"}
    ended = ready.run("serve", *ANY_PORT, "--data-dir", place, language=language)
    ended.assert_refused(sentence[language].format(ready.folder / place))


@pytest.mark.parametrize("name", ["server.json", "signing.key", "server.lock", "timing.db"])
def test_directory_in_the_place_of_a_file(laptop: Laptop, name: str) -> None:
    (laptop.data_dir / name).mkdir(parents=True)
    laptop.run("serve", *ANY_PORT).assert_refused(str(laptop.data_dir))


CONFIGS = {
    "broken": ("[server\nport = 1", []),
    "not text": (b"\xff\xfe[server]", []),
    "unknown key": ("[server]\nprot = 1", ["server", "`prot`"]),
    "unknown section": ("[sevrer]\nport = 1", ["`sevrer`"]),
    "wrong type": ('[server]\nport = "eight"', ["server.port", "`int`", "`str`"]),
    "true is no number": ("[limits]\nmessage_burst = true", ["limits.message_burst"]),
    "out of range": ("[server]\nport = 70000", ["server.port", "65535"]),
    "too few": ("[security]\nlogin_failures = 0", ["security.login_failures", ">= 1"]),
    "no table": ("server = 5", ["server"]),
    "in a list": ('[cors]\norigins = ["https://a.example", 5]', ["cors.origins[1]", "`int`"]),
    "ours alone": ('base_dir = "/"', ["base_dir"]),
}


@pytest.mark.parametrize("kind", CONFIGS)
def test_broken_config_names_its_key(laptop: Laptop, kind: str) -> None:
    content, fragments = CONFIGS[kind]
    laptop.write("club.toml", content)
    ended = laptop.run("serve", "--config", "club.toml")
    ended.assert_refused("The configuration cannot be used: club.toml: ", *fragments)
    assert not laptop.data_dir.exists()


def test_broken_config_of_the_working_directory_in_spanish(laptop: Laptop) -> None:
    laptop.write("config.toml", "[server]\nport = []")
    ended = laptop.run("serve", language="es")
    ended.assert_refused("No se puede usar la configuración: config.toml: server.port")


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_config_that_cannot_be_read(laptop: Laptop, name: str) -> None:
    laptop.run("check", "--config", name).assert_refused("The configuration cannot be used: ", name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TORNADO_TIMING_SERVER_PORT", "eight"),
        ("TORNADO_TIMING_SERVER_PORT", "²"),
        ("TORNADO_TIMING_SERVER_PORT", "--5"),
        ("TORNADO_TIMING_SERVER_PORT", "9" * 5000),
        ("TORNADO_TIMING_SERVER_PRT", "5"),
        ("TORNADO_TIMING_LIMITS_BODY_BYTES", "0"),
    ],
)
def test_broken_variable_is_named(laptop: Laptop, name: str, value: str) -> None:
    laptop.run("check", **{name: value}).assert_refused("The configuration cannot be used: ", name)


@LANGUAGES
@pytest.mark.parametrize("command", ["serve", "purge"])
def test_database_of_a_newer_version(ready: Laptop, command: str, language: Language) -> None:
    ready.data_dir.mkdir()
    with sqlite3.connect(ready.data_dir / "timing.db") as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    sentence = {
        "en": "The database was written by a newer version of tornado-timing (schema 9999, ",
        "es": "La base de datos es de una versión más nueva de tornado-timing (esquema 9999, ",
    }
    ready.run(*COMMANDS[command], language=language).assert_refused(sentence[language])


@LANGUAGES
@pytest.mark.parametrize("command", ["serve", "load"])
def test_file_that_is_no_database(ready: Laptop, command: str, language: Language) -> None:
    ready.data_dir.mkdir()
    ready.write("data/timing.db", "Dear diary, " * 1000)
    path = ready.data_dir / "timing.db"
    sentence = {
        "en": f"The database {path} cannot be used: ",
        "es": f"No se puede usar la base de datos {path}: ",
    }
    ended = ready.run(*COMMANDS[command], language=language)
    ended.assert_refused(sentence[language], "not a database")
    assert path.read_text().startswith("Dear diary")


@LANGUAGES
def test_second_server_on_one_data_directory(laptop: Laptop, language: Language) -> None:
    sentence = {
        "en": f"Another tornado-timing is using the data directory {laptop.data_dir}.",
        "es": f"Otro tornado-timing está usando la carpeta de datos {laptop.data_dir}.",
    }
    with laptop.serve() as server:
        laptop.run("serve", *ANY_PORT, language=language).assert_refused(sentence[language])
        assert server.ask("GET", "/health")[0] == 200


def test_after_kill_the_next_server_starts(raced: Laptop) -> None:
    with raced.serve() as server:
        server.process.kill()
        server.process.wait(30)
        assert (raced.data_dir / "server.json").exists(), "no time to tidy up"
    with raced.serve() as server:
        status, results = server.ask("GET", "/api/competencias/1/resultados/")
        assert (status, results["total_registros"]) == (200, 3)


def test_note_of_a_server_that_is_gone_disturbs_no_command(raced: Laptop) -> None:
    raced.write("data/server.json", {"address": "127.0.0.1", "port": free_port()})
    raced.run("organizer", "add", "ana", stdin="secreto\n").assert_done()


@pytest.mark.parametrize(
    "arguments",
    [["purge"], ["serve", "--port", "70000"], ["load"], ["organizer", "add"], ["nonsense"]],
)
def test_wrong_use_is_explained(laptop: Laptop, arguments: list[str]) -> None:
    ended = laptop.run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: ")


@pytest.mark.parametrize("kind", [[], ["--individual"]])
@pytest.mark.parametrize("speed", ["nan", "inf", "-inf", "0"])
def test_speed_of_a_demonstration_that_is_none(laptop: Laptop, kind: list[str], speed: str) -> None:
    ended = laptop.run("demo", *kind, f"--speed={speed}")
    assert (ended.code, ended.out) == (2, "")
    assert "Invalid value for '--speed'" in ended.err
    assert "Traceback" not in ended.err

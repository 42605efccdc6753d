"""Settings: where they come from, and what a bad one is answered."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tornado_timing.config import ConfigError, Settings, load_settings

SHIPPED = Path(__file__).parent.parent / "config.toml"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "config.toml"


def problem(config: Path | None = None, environment: Any = None, **overrides: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        load_settings(config, environment or {}, overrides)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_without_a_file_there_are_defaults(file: Path) -> None:
    settings = load_settings(environment={})
    assert settings.server.port == 8000
    assert settings.security.bcrypt_cost == 10
    assert settings.security.refresh_token_s == 604_800
    assert settings.data_dir == file.parent / "data"
    assert (settings.tls.enabled, settings.tls.port, settings.server.mdns) == (False, 8443, True)


def test_the_shipped_file_says_the_defaults() -> None:
    shipped = load_settings(SHIPPED, {})
    assert msgspec.structs.replace(shipped, base_dir=Path()) == Settings()
    named = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    for section, table in named.items():
        known = {field.name for field in msgspec.structs.fields(getattr(shipped, section))}
        assert known - {"data_dir"} <= set(table), section


def test_the_file_of_the_working_directory_is_read(file: Path) -> None:
    file.write_text('[server]\nport = 9000\ndata_dir = "races"\n', encoding="utf-8")
    settings = load_settings(environment={})
    assert settings.server.port == 9000
    assert settings.data_dir == file.parent / "races"


def test_a_named_file_brings_its_own_directory(file: Path) -> None:
    other = file.parent / "club" / "timing.toml"
    other.parent.mkdir()
    other.write_text("[limits]\nmessages_per_second = 7\n", encoding="utf-8")
    settings = load_settings(other, {})
    assert settings.limits.messages_per_second == 7
    assert settings.data_dir == other.parent / "data"


def test_the_environment_comes_after_the_file_and_the_command_line_after_both(file: Path) -> None:
    file.write_text("[server]\nport = 1\nhost = '1.1.1.1'\n", encoding="utf-8")
    environment = {
        "TORNADO_TIMING_SERVER_PORT": "2",
        "TORNADO_TIMING_SECURITY_BCRYPT_COST": "5",
        "TORNADO_TIMING_CORS_ORIGINS": "https://a.example, https://b.example,",
        "OTHER_SERVER_PORT": "7",
        "TORNADO_TIMING": "x",
    }
    settings = load_settings(None, environment, {"port": None})
    assert (settings.server.port, settings.server.host) == (2, "1.1.1.1")
    assert settings.security.bcrypt_cost == 5
    assert settings.cors.origins == ["https://a.example", "https://b.example"]
    assert load_settings(None, environment, {"port": 3}).server.port == 3


def test_https_comes_from_the_file_the_environment_and_the_command_line(file: Path) -> None:
    file.write_text("[tls]\nenabled = true\nport = 1\n[server]\nmdns = false\n", "utf-8")
    settings = load_settings(environment={})
    assert (settings.tls.enabled, settings.tls.port, settings.server.mdns) == (True, 1, False)
    environment = {
        "TORNADO_TIMING_TLS_PORT": "2",
        "TORNADO_TIMING_TLS_ENABLED": "true",
        "TORNADO_TIMING_SERVER_MDNS": "true",
    }
    settings = load_settings(None, environment, {"tls": {"enabled": None, "port": None}})
    assert (settings.tls.enabled, settings.tls.port, settings.server.mdns) == (True, 2, True)
    settings = load_settings(None, environment, {"port": 7, "tls": {"enabled": False, "port": 3}})
    assert (settings.tls.enabled, settings.tls.port, settings.server.port) == (False, 3, 7)


def test_two_things_cannot_listen_on_one_port(file: Path) -> None:
    both = {"port": 8443, "tls": {"enabled": True}}
    assert "tls.port" in problem(None, {}, **both)
    assert "tls.port" in problem(None, {}, tls={"enabled": True, "port": 8000})
    # Port 0 is another one each time, and what is not served takes none.
    load_settings(None, {}, {"port": 0, "tls": {"enabled": True, "port": 0}})
    load_settings(None, {}, {"port": 8443})


def test_a_data_directory_of_the_command_line_is_meant_from_here(file: Path) -> None:
    other = file.parent / "club" / "timing.toml"
    other.parent.mkdir()
    other.write_text("", encoding="utf-8")
    settings = load_settings(other, {}, {"data_dir": "here"})
    assert settings.data_dir == file.parent / "here"


@pytest.mark.parametrize("name", ["2025", "true", "1.5"])
def test_a_directory_may_be_called_like_a_number(file: Path, name: str) -> None:
    settings = load_settings(None, {"TORNADO_TIMING_SERVER_DATA_DIR": name})
    assert settings.data_dir == file.parent / name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[server]\nport = 'x'", "server.port"),
        ("[server]\nport = 65536", "server.port"),
        ("[server]\nport = -1", "server.port"),
        ("[server]\nport = true", "server.port"),
        ("[server]\nprot = 1", "prot"),
        ("[server]\nmdns = 'yes'", "server.mdns"),
        ("[tls]\nenabled = 1", "tls.enabled"),
        ("[tls]\nport = 65536", "tls.port"),
        ("[security]\nbcrypt_cost = 3", "security.bcrypt_cost"),
        ("[security]\nbcrypt_cost = 17", "security.bcrypt_cost"),
        ("[security]\nlogin_failures = 0", "security.login_failures"),
        ("[limits]\nmessage_burst = 0.5", "limits.message_burst"),
        ("[cors]\norigins = 'https://a'", "cors.origins"),
        ("[cors]\norigins = [1]", "cors.origins"),
        ("[sever]\nport = 1", "sever"),
        ("port = 1", "port"),
        ("server = 1", "server"),
        ("base_dir = '/'", "base_dir"),
        ("[base_dir]", "base_dir"),
    ],
)
def test_a_bad_value_is_answered_with_its_file_and_its_key(
    file: Path, text: str, named: str
) -> None:
    file.write_text(text, encoding="utf-8")
    answer = problem(file)
    assert str(file) in answer
    assert named in answer


@pytest.mark.parametrize(
    "content", [b"[server", b"= 1", b"[server]\nhost = '\xff'", b"a = 1\na = 2"]
)
def test_what_is_no_toml_is_answered_with_its_file(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert str(file) in problem(file)


def test_toml_that_is_nested_without_end_is_no_traceback(file: Path) -> None:
    file.write_bytes(b"a = " + b"[" * 3000 + b"]" * 3000)
    assert str(file) in problem(file)


def test_a_named_file_that_is_missing_or_a_folder_is_answered(file: Path) -> None:
    assert "missing.toml" in problem(file.parent / "missing.toml")
    assert str(file.parent) in problem(file.parent)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TORNADO_TIMING_SERVER_PORT", "x"),
        ("TORNADO_TIMING_SERVER_PORT", ""),
        ("TORNADO_TIMING_SERVER_PORT", "--5"),
        ("TORNADO_TIMING_SERVER_PORT", "²"),
        ("TORNADO_TIMING_SERVER_PORT", "99999"),
        ("TORNADO_TIMING_SERVER_PROT", "1"),
        ("TORNADO_TIMING_SEVER_PORT", "1"),
        ("TORNADO_TIMING_SECURITY_BCRYPT_COST", "99"),
    ],
)
def test_a_bad_variable_is_answered_with_its_name(file: Path, name: str, value: str) -> None:
    assert name in problem(environment={name: value})


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Settings().server = None  # type: ignore[misc,assignment]

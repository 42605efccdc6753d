"""Settings: from ``config.toml``, then the environment, then the command line.

Every key, its meaning and its default stand in this module; a bad value is answered with the
name of its key.
"""

import os
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta, Struct

ENVIRONMENT_PREFIX = "TORNADO_TIMING_"

Port = Annotated[int, Meta(ge=0, le=65535)]
Positive = Annotated[int, Meta(ge=1)]


class ConfigError(Exception):
    """The configuration cannot be used; the text says which file and key, and why."""


class SamePortError(ConfigError):
    """HTTP and HTTPS would have the same port."""

    def __init__(self, path: Path, port: int) -> None:
        super().__init__(f"{path}: tls.port: server.port has {port} already")
        self.port = port


class ServerSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """``[server]``: where it listens and keeps its files. Port 0 lets the system choose.

    `open_browser` opens the page for the first organizer at the first start, on a desktop.
    `mdns` announces the name ``timing.local`` on the network.
    """

    host: str = "0.0.0.0"
    port: Port = 8000
    data_dir: str | None = None
    open_browser: bool = True
    mdns: bool = True


class TlsSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """``[tls]``: HTTPS on a port of its own, by a certificate authority of this laptop."""

    enabled: bool = False
    port: Port = 8443


class SecuritySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """``[security]``: passwords and sign-in.

    After `login_failures` wrong passwords for one account from one address, that address waits
    `login_pause_s` seconds for the account; after ten times as many for any account, for all.
    """

    bcrypt_cost: Annotated[int, Meta(ge=4, le=16)] = 10
    login_failures: Positive = 10
    login_pause_s: Positive = 30
    access_token_s: Positive = 60 * 60
    refresh_token_s: Positive = 7 * 24 * 60 * 60


class LimitSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """``[limits]``: what one client may ask for. A socket may send `message_burst` at once.

    An address may hold `connections_per_address`, and all of them `connections`, or as many as the
    system has files for; sockets of those who are signed in come on top of an address's own.
    """

    messages_per_second: Positive = 400
    message_burst: Positive = 600
    body_bytes: Positive = 1024 * 1024
    sockets_per_account: Positive = 50
    connections_per_address: Annotated[int, Meta(ge=10)] = 2_000
    connections: Annotated[int, Meta(ge=50)] = 10_000


class BackupSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """``[backups]``: copies of everything while the server runs, each of them one file.

    While a race runs there is one every `every_s` seconds in which something has changed, else ten
    times as seldom. The newest `keep` stay, older ones are thinned out. `places` are folders that
    get them besides the data directory: a USB stick, a shared folder.
    """

    enabled: bool = True
    every_s: Annotated[int, Meta(ge=1, le=3600)] = 60
    keep: Annotated[int, Meta(ge=2, le=100)] = 10
    places: list[str] = []


class LogSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """``[logs]``: what is written to ``logs/`` in the data directory, in up to `files` files.

    With `json` each line there and in the terminal is a JSON object.
    """

    json: bool = False
    max_bytes: Annotated[int, Meta(ge=10_000, le=2**30)] = 2 * 1024 * 1024
    files: Annotated[int, Meta(ge=1, le=100)] = 5


class MetricsSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """``[metrics]``: from which addresses or networks programs may read ``/metrics``.

    Besides this machine itself: ``["192.168.1.20", "10.0.0.0/8"]``.
    """

    allowed: list[str] = []


class CorsSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """``[cors]``: other origins whose pages may use the API, like ``https://club.example``."""

    origins: list[str] = []


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings, checked. `data_dir` is where the database and the signing key live."""

    server: ServerSettings = ServerSettings()
    tls: TlsSettings = TlsSettings()
    security: SecuritySettings = SecuritySettings()
    limits: LimitSettings = LimitSettings()
    backups: BackupSettings = BackupSettings()
    logs: LogSettings = LogSettings()
    metrics: MetricsSettings = MetricsSettings()
    cors: CorsSettings = CorsSettings()
    base_dir: Path = Path()

    @property
    def data_dir(self) -> Path:
        """The data directory: ``data/`` beside the config file unless one is named."""
        return self.base_dir / (self.server.data_dir or "data")

    @property
    def backup_places(self) -> list[Path]:
        """The folders of ``backups.places``; a relative one is beside the config file."""
        return [self.base_dir / place for place in self.backups.places]


def load_settings(
    config: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """Reads the settings.

    `config` names the file; without it ``config.toml`` of the working directory is read if
    there is one. A variable like ``TORNADO_TIMING_SERVER_PORT`` replaces a key; `overrides`,
    ``{"port": 9000}``, replace keys of ``[server]`` where not None, and those of another
    section as ``{"tls": {"port": 9443}}``.
    Raises ConfigError for a file or a value that cannot be used.
    """
    path = config or Path("config.toml")
    document: dict[str, Any] = {}
    if config is not None or path.exists():
        document = _read(path)
    for section, table in _environment(environment).items():
        document.setdefault(section, {}).update(table)
    for section, table in _by_section(overrides or {}).items():
        document.setdefault(section, {}).update(table)
    try:
        settings = msgspec.convert(document, Settings)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {_problem(str(error))}") from error
    for network in settings.metrics.allowed:
        try:
            ip_network(network)
        except ValueError as error:
            raise ConfigError(f"{path}: metrics.allowed: {error}") from error
    if settings.tls.enabled and settings.tls.port == settings.server.port != 0:
        raise SamePortError(path, settings.tls.port)
    return msgspec.structs.replace(settings, base_dir=path.absolute().parent)


def _by_section(overrides: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Those keys that are not None, by section."""
    tables = {key: table for key, table in overrides.items() if isinstance(table, Mapping)}
    tables["server"] = {key: one for key, one in overrides.items() if key not in tables}
    chosen = {
        section: {key: value for key, value in table.items() if value is not None}
        for section, table in tables.items()
    }
    if "data_dir" in chosen["server"]:
        # Named on the command line, it is meant from where the command is given.
        chosen["server"]["data_dir"] = str(Path(chosen["server"]["data_dir"]).absolute())
    return {section: table for section, table in chosen.items() if table}


def _read(path: Path) -> dict[str, Any]:
    try:
        document = msgspec.toml.decode(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"{path}: {reason}") from error
    if "base_dir" in document:
        raise ConfigError(f"{path}: base_dir")
    for section, table in document.items():
        if not isinstance(table, dict):
            raise ConfigError(f"{path}: {section}")
    return dict(document)


def _environment(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Keys from variables like ``TORNADO_TIMING_SERVER_PORT=9000``, read as their type."""
    tables: dict[str, dict[str, Any]] = {}
    types = get_type_hints(Settings, include_extras=True)
    for name, value in environment.items():
        if not name.startswith(ENVIRONMENT_PREFIX):
            continue
        section, _, key = name.removeprefix(ENVIRONMENT_PREFIX).lower().partition("_")
        keys = get_type_hints(types.get(section, object), include_extras=True)
        if key not in keys:
            raise ConfigError(f"{name}: there is no such setting")
        read: object = value
        if keys[key] == list[str]:
            read = [item.strip() for item in value.split(",") if item.strip()]
        try:
            tables.setdefault(section, {})[key] = msgspec.convert(read, keys[key], strict=False)
        except msgspec.ValidationError as error:
            raise ConfigError(f"{name}: {error}") from error
    return tables


def _problem(text: str) -> str:
    """Msgspec's ``Expected `int`, got `str` - at `$.server.port` `` with the key in front."""
    problem, _, place = text.rpartition(" - at ")
    if not problem:
        return text
    return f"{place.strip('`').removeprefix('$.')}: {problem}"

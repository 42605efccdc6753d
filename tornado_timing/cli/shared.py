"""What the commands share: their options, their settings, and how one is carried out."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
import msgspec

from tornado_timing.config import ConfigError, SamePortError, Settings, load_settings
from tornado_timing.domain.event_document import Problem
from tornado_timing.language import Texts

Command = TypeVar("Command", bound=Callable[..., Any])
BAD_START = 2
MAX_PORT = 65_535


def fail(sentence: str, code: int = BAD_START) -> NoReturn:
    """Ends with one clear sentence."""
    click.echo(sentence, err=True)
    sys.exit(code)


def data_options(command: Command) -> Command:
    """Adds the options that say which data directory is meant."""
    for option in (
        click.option(
            "--data-dir",
            type=click.Path(path_type=Path),
            help="Where the database is. Default: data/ beside the config file.",
        ),
        click.option(
            "--config",
            type=click.Path(path_type=Path),
            help="Settings. Default: config.toml, if there is one.",
        ),
    ):
        command = option(command)
    return command


def listening_options(command: Command) -> Command:
    """Adds the options that say where a server listens; `listening` makes settings of them."""
    port = click.IntRange(0, MAX_PORT)
    for option in (
        click.option("--https-port", type=port, help="Port of HTTPS. Default: 8443."),
        click.option("--https/--no-https", default=None, help="Serve HTTPS as well, or not."),
        click.option("--port", type=port, help="Port. Default: 8000."),
        click.option("--host", help="Address to listen on. Default: every one of this machine."),
    ):
        command = option(command)
    return command


def listening(
    host: str | None, port: int | None, https: bool | None, https_port: int | None
) -> dict[str, Any]:
    """What the options of `listening_options` replace in the settings."""
    return {"host": host, "port": port, "tls": {"enabled": https, "port": https_port}}


def settings_of(texts: Texts, config: Path | None, **overrides: Any) -> Settings:
    """The settings, or the end with the reason why there are none."""
    try:
        return load_settings(config, overrides=overrides)
    except SamePortError as error:
        other = error.port + 1 if error.port < MAX_PORT else error.port - 1
        fail(texts("error.same_port", port=error.port, other=other))
    except ConfigError as error:
        fail(texts("error.config", problem=error))


def as_text(path: Path | None) -> str | None:
    """A path as the settings have it."""
    return None if path is None else str(path)


def readable(texts: Texts, field: str, value: str) -> str:
    """`value`, or the end: it is empty, or was typed in another encoding."""
    if not value.strip():
        fail(texts("error.empty", field=field))
    try:
        value.encode()
    except UnicodeEncodeError:
        fail(texts("error.encoding", field=field))
    return value


def carry_out(
    texts: Texts, settings: Settings, command: Any, file: Path | None = None, **places: Any
) -> Any:
    """Carries out a command, or ends with the reason why not."""
    from tornado_timing.commanding import CommandFailedError
    from tornado_timing.commanding import carry_out as carry
    from tornado_timing.service.services import DataDirectoryInUseError
    from tornado_timing.store.database import DatabaseError

    try:
        # The bounds of its fields, before it goes anywhere.
        command = msgspec.convert(msgspec.to_builtins(command), type(command))
        return asyncio.run(carry(settings, command))
    except msgspec.ValidationError as error:
        fail(texts("error.refused", code=error))
    except CommandFailedError as error:
        if "problems" in error.details:
            fail_with_problems(texts, file, error.details["problems"])
        key = f"error.{error.code}"
        fail(
            texts(
                key if key in texts else "error.refused",
                **{**places, **error.details, "code": error.code},
            )
        )
    except DataDirectoryInUseError:
        fail(texts("error.data_dir_in_use", data_dir=settings.data_dir))
    except DatabaseError as error:
        fail(texts(f"error.{error.code}", **error.details))
    except OSError as error:
        reason = error.strerror or error
        fail(texts("error.data_dir", data_dir=settings.data_dir, reason=reason))


def fail_with_problems(texts: Texts, file: Path | None, problems: Any) -> NoReturn:
    """Ends with what is wrong with an event file, each with its place."""
    click.echo(texts("load.problems", count=len(problems), file=file), err=True)
    for problem in problems:
        click.echo(_describe(texts, problem), err=True)
    sys.exit(BAD_START)


def _describe(texts: Texts, problem: Problem) -> str:
    key = "load.problem" if problem.field else "load.problem_entry"
    if problem.code in ("not_an_object", "unknown_section", "not_a_list"):
        key = "load.problem_section"
    return texts(
        key,
        section=problem.section,
        number=problem.index + 1,
        field=problem.field,
        problem=texts(f"problem.{problem.code}", **problem.details),
    )

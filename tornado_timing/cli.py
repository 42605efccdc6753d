"""The command line. Every command is one function; what it does lives elsewhere."""

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
import msgspec

from tornado_timing import __version__
from tornado_timing.config import ConfigError, SamePortError, Settings, load_settings
from tornado_timing.domain.event_document import Problem
from tornado_timing.language import Texts, user_language

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


@click.group(invoke_without_command=True)
@click.version_option(__version__, prog_name="tornado-timing")
@click.pass_context
def main(context: click.Context) -> None:
    """Times small races: one laptop, no internet, results live.

    Without a command it serves.
    """
    from tornado_timing.serving import keep_output_readable

    keep_output_readable()
    context.obj = Texts(user_language())
    if context.invoked_subcommand is None:
        context.invoke(serve)


@main.command()
@data_options
@listening_options
@click.option("--verbose", is_flag=True, help="Log every request.")
@click.option("--no-browser", is_flag=True, help="Open no browser at the first start.")
@click.pass_obj
def serve(
    texts: Texts,
    config: Path | None = None,
    data_dir: Path | None = None,
    host: str | None = None,
    port: int | None = None,
    https: bool | None = None,
    https_port: int | None = None,
    verbose: bool = False,
    no_browser: bool = False,
) -> None:
    """Run the server until Ctrl-C."""
    import logging

    from tornado_timing.serving import CannotServeError
    from tornado_timing.serving import serve as run

    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    where = {"data_dir": _text(data_dir), **listening(host, port, https, https_port)}
    open_browser = False if no_browser else None
    settings = settings_of(texts, config, **where, open_browser=open_browser)
    try:
        asyncio.run(run(settings, texts, click.echo))
    except CannotServeError as error:
        fail(str(error))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@data_options
@click.pass_obj
def load(texts: Texts, file: Path, config: Path | None, data_dir: Path | None) -> None:
    """Set up an event from FILE (JSON or TOML). Twice is the same as once."""
    from tornado_timing.domain.errors import EventInvalid
    from tornado_timing.protocol.event_file import parse, read_event
    from tornado_timing.service.commands import LoadEvent

    if file.suffix.lower() not in (".json", ".toml"):
        fail(texts("error.ending", file=file))
    try:
        document = parse(file.read_bytes(), toml=file.suffix.lower() == ".toml")
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        fail(texts("error.file", file=file, reason=reason))
    try:
        event = read_event(document)
    except EventInvalid as error:
        _fail_with_problems(texts, file, error.details["problems"])
    settings = settings_of(texts, config, data_dir=_text(data_dir))
    loaded = _carry_out(texts, settings, LoadEvent(event), file=file).loaded
    click.echo(
        texts("load.done", named=loaded.named, created=loaded.created, updated=loaded.updated)
    )


@main.group()
def organizer() -> None:
    """Manage organizers."""


@organizer.command("add")
@click.argument("username")
@data_options
@click.pass_obj
def organizer_add(texts: Texts, username: str, config: Path | None, data_dir: Path | None) -> None:
    """Add the organizer USERNAME; the password is asked, or read from standard input."""
    from tornado_timing.service.commands import AddOrganizer

    settings = settings_of(texts, config, data_dir=_text(data_dir))
    username = _readable(texts, "USERNAME", username.strip())
    command = AddOrganizer(username, _ask_password(texts, username))
    _carry_out(texts, settings, command)
    click.echo(texts("organizer.added", username=username))


@main.group()
def judge() -> None:
    """Manage judges."""


@judge.command("password")
@click.argument("username")
@data_options
@click.pass_obj
def judge_password(texts: Texts, username: str, config: Path | None, data_dir: Path | None) -> None:
    """Give USERNAME a new password, asked or read from standard input."""
    from tornado_timing.service.commands import SetPassword

    settings = settings_of(texts, config, data_dir=_text(data_dir))
    command = SetPassword(username, _ask_password(texts, username))
    _carry_out(texts, settings, command, username=username)
    click.echo(texts("password.changed", username=username))


@main.command()
@click.option("--speed", type=click.FloatRange(1, 2000), default=60, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Which race is played.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--stay", is_flag=True, help="Keep serving when the race is over.")
@click.option("--individual", is_flag=True, help="A race of people with bibs, and of mistakes.")
@click.pass_obj
def demo(texts: Texts, speed: float, seed: int, port: int, stay: bool, individual: bool) -> None:
    """Play the finish of a 5K with real clients on a temporary server."""
    from tornado_timing.demo.playing import Options, play
    from tornado_timing.serving import CannotServeError

    if not speed >= 1:  # nan, which no range keeps out
        raise click.BadParameter(f"{speed} is not a number.", param_hint="'--speed'")
    options = Options(speed, seed, port, stay)
    try:
        exit_code = asyncio.run(play(options, click.echo, texts.language, individual=individual))
    except CannotServeError as error:
        fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(exit_code)


@main.command()
@click.option("--days", type=click.IntRange(0, 36_500), required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_options
@click.pass_obj
def purge(texts: Texts, days: int, yes: bool, config: Path | None, data_dir: Path | None) -> None:
    """Delete times and published results of competitions that finished over DAYS days ago."""
    from tornado_timing.service.commands import Purge

    settings = settings_of(texts, config, data_dir=_text(data_dir))
    plan = _carry_out(texts, settings, Purge(days, dry_run=True)).purged
    if not plan:
        click.echo(texts("purge.nothing", days=days))
        return
    click.echo(texts("purge.would"))
    for item in plan:
        date = f"{datetime.fromtimestamp(item.finished_at_ms / 1000, UTC).astimezone():%Y-%m-%d}"
        click.echo(texts("purge.line", name=item.name, date=date, count=item.record_count))
        if item.version_count:
            click.echo(texts("purge.line_published", count=item.version_count))
    answer = "y" if yes else click.prompt(texts("purge.ask"), default="n", show_default=False)
    if answer.strip().lower() not in ("y", "yes", "s", "si", "sí"):
        click.echo(texts("purge.kept"))
        return
    purged = _carry_out(texts, settings, Purge(days, dry_run=False)).purged
    click.echo(texts("purge.done", count=sum(item.record_count for item in purged)))
    if published := sum(item.version_count for item in purged):
        click.echo(texts("purge.done_published", count=published))


@main.command()
@data_options
@listening_options
@click.pass_obj
def check(
    texts: Texts,
    config: Path | None,
    data_dir: Path | None,
    host: str | None,
    port: int | None,
    https: bool | None,
    https_port: int | None,
) -> None:
    """Look whether this laptop is ready for a race."""
    from tornado_timing.checkup import check as look

    where = {"data_dir": _text(data_dir), **listening(host, port, https, https_port)}
    settings = settings_of(texts, config, **where)
    findings = list(look(settings, texts))
    for finding in findings:
        click.echo(f"{texts('check.ok' if finding.is_good else 'check.bad')}  {finding.text}")
    sys.exit(0 if all(finding.is_good for finding in findings) else 1)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _ask_password(texts: Texts, username: str) -> str:
    if sys.stdin.isatty():
        password: str = click.prompt(
            texts("organizer.password", username=username),
            hide_input=True,
            confirmation_prompt=True,
        )
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    return _readable(texts, "PASSWORD", password)


def _readable(texts: Texts, field: str, value: str) -> str:
    """`value`, or the end: it is empty, or was typed in another encoding."""
    if not value.strip():
        fail(texts("error.empty", field=field))
    try:
        value.encode()
    except UnicodeEncodeError:
        fail(texts("error.encoding", field=field))
    return value


def _carry_out(
    texts: Texts, settings: Settings, command: Any, file: Path | None = None, **places: Any
) -> Any:
    """Carries out a command, or ends with the reason why not."""
    from tornado_timing.commanding import CommandFailedError, carry_out
    from tornado_timing.service.services import DataDirectoryInUseError
    from tornado_timing.store.database import DatabaseError

    try:
        # The bounds of its fields, before it goes anywhere.
        command = msgspec.convert(msgspec.to_builtins(command), type(command))
        return asyncio.run(carry_out(settings, command))
    except msgspec.ValidationError as error:
        fail(texts("error.refused", code=error))
    except CommandFailedError as error:
        if "problems" in error.details:
            _fail_with_problems(texts, file, error.details["problems"])
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


def _fail_with_problems(texts: Texts, file: Path | None, problems: Any) -> NoReturn:
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

"""Commands on a race: set it up, look whether all is ready, play one, delete old ones."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from tornado_timing.cli.shared import (
    as_text,
    carry_out,
    data_options,
    fail,
    fail_with_problems,
    listening,
    listening_options,
    settings_of,
)
from tornado_timing.language import Texts


@click.command()
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
        fail_with_problems(texts, file, error.details["problems"])
    settings = settings_of(texts, config, data_dir=as_text(data_dir))
    loaded = carry_out(texts, settings, LoadEvent(event), file=file).loaded
    click.echo(
        texts("load.done", named=loaded.named, created=loaded.created, updated=loaded.updated)
    )


@click.command()
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


@click.command()
@click.option("--days", type=click.IntRange(0, 36_500), required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_options
@click.pass_obj
def purge(texts: Texts, days: int, yes: bool, config: Path | None, data_dir: Path | None) -> None:
    """Delete times and published results of competitions that finished over DAYS days ago."""
    from tornado_timing.service.commands import Purge

    settings = settings_of(texts, config, data_dir=as_text(data_dir))
    plan = carry_out(texts, settings, Purge(days, dry_run=True)).purged
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
    purged = carry_out(texts, settings, Purge(days, dry_run=False)).purged
    click.echo(texts("purge.done", count=sum(item.record_count for item in purged)))
    if published := sum(item.version_count for item in purged):
        click.echo(texts("purge.done_published", count=published))


@click.command()
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
    from tornado_timing.checkup.finding import Kind
    from tornado_timing.checkup.judges import check_judges
    from tornado_timing.checkup.laptop import check as look

    where = {"data_dir": as_text(data_dir), **listening(host, port, https, https_port)}
    settings = settings_of(texts, config, **where)
    marks = {
        Kind.GOOD: texts("check.ok"),
        Kind.LOOK: texts("check.look"),
        Kind.BAD: texts("check.bad"),
    }
    findings = [*look(settings, texts), *check_judges(settings, texts)]
    for finding in findings:
        click.echo(f"{marks[finding.kind]}  {finding.text}")
        if finding.advice:
            click.echo(f"      {finding.advice}")
    sys.exit(1 if any(finding.kind is Kind.BAD for finding in findings) else 0)

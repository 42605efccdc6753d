"""The command line. Every command is one function; what it does lives elsewhere."""

import asyncio
import sys
from pathlib import Path

import click

from tornado_timing import __version__
from tornado_timing.cli.accounts import judge, organizer
from tornado_timing.cli.backups import backup, restore
from tornado_timing.cli.race import check, demo, load, purge
from tornado_timing.cli.shared import (
    as_text,
    data_options,
    fail,
    listening,
    listening_options,
    settings_of,
)
from tornado_timing.language import Texts, user_language


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
@click.option("--log-json", is_flag=True, help="Log one JSON object a line.")
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
    log_json: bool = False,
    no_browser: bool = False,
) -> None:
    """Run the server until Ctrl-C."""
    from tornado_timing.logs import install
    from tornado_timing.serving import CannotServeError
    from tornado_timing.serving import serve as run

    where = {"data_dir": as_text(data_dir), **listening(host, port, https, https_port)}
    open_browser = False if no_browser else None
    settings = settings_of(texts, config, **where, open_browser=open_browser)
    is_json = log_json or settings.logs.json
    logs = install(sys.stderr, is_verbose=verbose, is_json=is_json)
    try:
        asyncio.run(run(settings, texts, click.echo, logs))
    except CannotServeError as error:
        fail(str(error))
    finally:
        logs.close()


for command in (load, organizer, judge, demo, purge, check, backup, restore):
    main.add_command(command)

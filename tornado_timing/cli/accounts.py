"""Commands on accounts: organizers, and judges' passwords."""

import sys
from pathlib import Path

import click

from tornado_timing.cli.shared import as_text, carry_out, data_options, readable, settings_of
from tornado_timing.language import Texts


@click.group()
def organizer() -> None:
    """Manage organizers."""


@organizer.command("add")
@click.argument("username")
@data_options
@click.pass_obj
def organizer_add(texts: Texts, username: str, config: Path | None, data_dir: Path | None) -> None:
    """Add the organizer USERNAME; the password is asked, or read from standard input."""
    from tornado_timing.service.commands import AddOrganizer

    settings = settings_of(texts, config, data_dir=as_text(data_dir))
    username = readable(texts, "USERNAME", username.strip())
    command = AddOrganizer(username, _ask_password(texts, username))
    carry_out(texts, settings, command)
    click.echo(texts("organizer.added", username=username))


@click.group()
def judge() -> None:
    """Manage judges."""


@judge.command("password")
@click.argument("username")
@data_options
@click.pass_obj
def judge_password(texts: Texts, username: str, config: Path | None, data_dir: Path | None) -> None:
    """Give USERNAME a new password, asked or read from standard input."""
    from tornado_timing.service.commands import SetPassword

    settings = settings_of(texts, config, data_dir=as_text(data_dir))
    command = SetPassword(username, _ask_password(texts, username))
    carry_out(texts, settings, command, username=username)
    click.echo(texts("password.changed", username=username))


def _ask_password(texts: Texts, username: str) -> str:
    if sys.stdin.isatty():
        password: str = click.prompt(
            texts("organizer.password", username=username),
            hide_input=True,
            confirmation_prompt=True,
        )
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    return readable(texts, "PASSWORD", password)

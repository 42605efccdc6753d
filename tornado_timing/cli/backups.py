"""Commands on backups: make one, put one in the place of what there is."""

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tornado_timing.cli.shared import as_text, data_options, fail, settings_of
from tornado_timing.language import Texts

if TYPE_CHECKING:
    from tornado_timing.service.restoring import Comparison
    from tornado_timing.store.backups import Card, Contents

YES = ("y", "yes", "s", "si", "sí")


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@data_options
@click.pass_obj
def backup(texts: Texts, file: Path | None, config: Path | None, data_dir: Path | None) -> None:
    """Copy everything to FILE, also while the server runs. Without FILE: to data/backups/."""
    from tornado_timing.domain.errors import TimingError
    from tornado_timing.service.backup_making import make_backup
    from tornado_timing.service.data_files import DATABASE_FILE
    from tornado_timing.store.backups import read_card

    settings = settings_of(texts, config, data_dir=as_text(data_dir))
    database = settings.data_dir / DATABASE_FILE
    if not database.exists():
        fail(texts("backup.no_database", data_dir=settings.data_dir))
    if file is not None and file.is_dir():
        fail(texts("backup.is_directory", file=file))
    try:
        path = make_backup(settings.data_dir, file, settings.backups.keep)
        card = read_card(path)
    except OSError as error:
        reason = error.strerror or error
        fail(texts("backup.failed", file=file or settings.data_dir, reason=reason))
    except TimingError as error:
        fail(texts(f"error.{error.code}", **error.details))
    size_mib = path.stat().st_size / 1024**2
    click.echo(texts("backup.done", file=path, size=f"{size_mib:.1f}"))
    click.echo(_counts(texts, card.contents))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@data_options
@click.pass_obj
def restore(
    texts: Texts, file: Path, yes: bool, config: Path | None, data_dir: Path | None
) -> None:
    """Put the backup FILE in the place of what there is, which is kept beside it."""
    from tornado_timing.domain.audit import COMMAND_LINE
    from tornado_timing.domain.errors import TimingError
    from tornado_timing.service.restoring import compare, finish_restore, prepare_restore
    from tornado_timing.service.services import lock_of

    settings = settings_of(texts, config, data_dir=as_text(data_dir))
    directory = settings.data_dir
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = lock_of(directory)
        try:
            lock.acquire(timeout=0)
        except TimeoutError:
            fail(texts("restore.in_use", data_dir=directory))
        with lock:
            # One that was cut off may have been decided for.
            finish_restore(directory)
            comparison = compare(file, directory)
            _describe(texts, file, comparison)
            if not yes and not _is_sure(texts):
                click.echo(texts("restore.kept"))
                return
            replaced = prepare_restore(directory, file, COMMAND_LINE, round(time.time() * 1000))
            finish_restore(directory)
    except TimingError as error:
        fail(texts(f"error.{error.code}", **{"file": file, **error.details}))
    except OSError as error:
        fail(texts("restore.failed", data_dir=directory, reason=error.strerror or error))
    click.echo(texts("restore.done", data_dir=directory))
    if replaced.exists():
        click.echo(texts("restore.replaced", folder=replaced))


def _is_sure(texts: Texts) -> bool:
    answer: str = click.prompt(texts("restore.ask"), default="n", show_default=False)
    return answer.strip().lower() in YES


def _describe(texts: Texts, file: Path, comparison: "Comparison") -> None:
    card = comparison.card
    click.echo(_made(texts, file, card))
    click.echo(_counts(texts, card.contents))
    for race in card.contents.races:
        click.echo(texts("restore.race", name=race.name))
    if not card.has_key:
        click.echo(texts("restore.no_key"))
    missing = comparison.missing
    if missing.times or missing.marks:
        click.echo(texts("restore.missing", times=missing.times, marks=missing.marks))


def _made(texts: Texts, file: Path, card: "Card") -> str:
    if card.made_at_ms is None:
        return texts("restore.bare", file=file)
    return texts("restore.made", file=file, host=card.host, at=_local(card.made_at_ms))


def _counts(texts: Texts, contents: "Contents") -> str:
    return texts(
        "backup.contents",
        races=len(contents.races),
        accounts=contents.accounts,
        times=contents.times,
        marks=contents.marks,
        newest=_local(contents.newest_ms) if contents.newest_ms else "-",
    )


def _local(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000).astimezone():%Y-%m-%d %H:%M:%S}"

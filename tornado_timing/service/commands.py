"""What the command line can ask for: of a stopped server's files, or of the running server."""

from typing import Annotated

from msgspec import Meta, Struct

from tornado_timing.domain.audit import COMMAND_LINE
from tornado_timing.domain.event_document import EventDocument
from tornado_timing.domain.model import Role
from tornado_timing.domain.rehearsal import JudgeReadiness
from tornado_timing.service.event_loading import Loaded
from tornado_timing.service.purging import Purgeable
from tornado_timing.service.services import Services

Username = Annotated[str, Meta(min_length=1, max_length=150, pattern=r"^[^\x00-\x1f\x7f]+$(?!\n)")]
Password = Annotated[str, Meta(min_length=1, max_length=1024)]


class AddOrganizer(Struct, tag=True):
    """Makes an organizer's account."""

    username: Username
    password: Password


class SetPassword(Struct, tag=True):
    """Gives an account a new password; its sessions end."""

    username: Username
    password: Password


class LoadEvent(Struct, tag=True):
    """Sets up an event."""

    event: EventDocument


class Purge(Struct, tag=True):
    """Deletes the times of competitions that finished over `days` days ago.

    With `dry_run` it only says which.
    """

    days: Annotated[int, Meta(ge=0, le=36_500)]
    dry_run: bool


class LookAtJudges(Struct, tag=True):
    """Tells how ready the judges of the next race are."""


Command = AddOrganizer | SetPassword | LoadEvent | Purge | LookAtJudges


class Outcome(Struct):
    """What a command did; only what belongs to it is set."""

    loaded: Loaded | None = None
    purged: list[Purgeable] = []
    judges: list[JudgeReadiness] = []


async def run_command(services: Services, command: Command) -> Outcome:
    """Carries out a command. Raises the TimingError of the service that it asks."""
    match command:
        case AddOrganizer():
            fields = {"username": command.username}
            await services.accounts.create(Role.ORGANIZER, command.password, fields, COMMAND_LINE)
            return Outcome()
        case SetPassword():
            await services.accounts.set_password(command.username, command.password, COMMAND_LINE)
            return Outcome()
        case LoadEvent():
            loaded = await services.event_loading.load(command.event, COMMAND_LINE)
            return Outcome(loaded=loaded)
        case Purge():
            purging = services.purging
            if command.dry_run:
                return Outcome(purged=await purging.plan(command.days))
            return Outcome(purged=await purging.purge(command.days, COMMAND_LINE))
        case LookAtJudges():
            return Outcome(judges=services.rehearsing.judges())

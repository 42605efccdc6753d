"""Carrying out a command: on the files of a stopped server, or by asking the running one."""

import json
import urllib.error
import urllib.request
from typing import Any

import msgspec

from tornado_timing.addresses import url_host
from tornado_timing.clock import Clock
from tornado_timing.config import Settings
from tornado_timing.domain.errors import TimingError
from tornado_timing.domain.event_document import Problem
from tornado_timing.service.commands import Command, Outcome, run_command
from tornado_timing.service.services import (
    KEY_FILE,
    SERVER_FILE,
    DataDirectoryInUseError,
    Services,
)
from tornado_timing.service.tokens import Tokens, signing_key

# Long, because the laptop's clock may have been set since the server started; the token goes
# no further than this machine.
TOKEN_LIFE_S = 24 * 60 * 60
ANSWER_TIMEOUT_S = 60


class CommandFailedError(Exception):
    """A command was refused; `code` and `details` are those of the service's error."""

    def __init__(self, code: str, details: dict[str, Any]) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


async def carry_out(settings: Settings, command: Command) -> Outcome:
    """Runs `command` where the database is owned.

    Raises CommandFailedError, and what `Services.open` raises.
    """
    try:
        services = await Services.open(settings, Clock())
    except DataDirectoryInUseError:
        return ask_server(settings, command)
    try:
        return await run_command(services, command)
    except TimingError as error:
        raise CommandFailedError(error.code, error.details) from error
    finally:
        await services.close()


def ask_server(settings: Settings, command: Command) -> Outcome:
    """Sends `command` to the server that runs on the data directory, signed with its key.

    Raises CommandFailedError, and DataDirectoryInUseError where it has left no note of itself.
    """
    note = settings.data_dir / SERVER_FILE
    if not note.exists():
        raise DataDirectoryInUseError(str(settings.data_dir))
    server = json.loads(note.read_text(encoding="utf-8"))
    tokens = Tokens(signing_key(settings.data_dir / KEY_FILE), Clock())
    request = urllib.request.Request(
        f"http://{url_host(server['address'])}:{server['port']}/api/local/",
        data=msgspec.json.encode(command),
        headers={"Authorization": f"Bearer {tokens.issue(0, 'local', '', 0, TOKEN_LIFE_S)}"},
        method="POST",
    )
    # No proxy: the server is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=ANSWER_TIMEOUT_S) as answer:
            return msgspec.json.decode(answer.read(), type=Outcome)
    except urllib.error.HTTPError as error:
        raise _failure(error.read()) from error
    except (urllib.error.URLError, OSError) as error:
        raise CommandFailedError("no_answer", {"reason": error}) from error


def _failure(body: bytes) -> CommandFailedError:
    document = msgspec.json.decode(body, type=dict[str, Any])
    details = document.get("details", {})
    if "problems" in details:
        details["problems"] = msgspec.convert(details["problems"], list[Problem])
    return CommandFailedError(str(document.get("code")), details)

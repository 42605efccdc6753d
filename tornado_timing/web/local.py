"""Commands of this machine's command line, while the server runs and owns the database."""

from contextlib import suppress
from typing import Any

import msgspec

from tornado_timing.domain import errors
from tornado_timing.service.commands import Command, Outcome, run_command
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint

# An event of some hundred thousand teams.
MAX_EVENT_BYTES = 16 * 1024 * 1024


class LocalCommandHandler(ApiHandler):
    """``/api/local/``: only for who can read the signing key in the data directory."""

    def prepare(self) -> None:
        """Looks at the token before the body is read: only this machine may send so much.

        The gate refuses the others later, when their body has been read and let go.
        """
        super().prepare()
        with suppress(errors.TimingError):
            self.admit(Access.LOCAL)
            self.max_body_bytes = MAX_EVENT_BYTES

    @endpoint(Access.LOCAL, {200: Outcome}, fails=(400, 401, 404, 409))
    async def post(self) -> None:
        """Carry out a command."""
        try:
            command: Command = msgspec.convert(self.document(), Command)
        except msgspec.ValidationError as error:
            raise errors.InvalidInput() from error
        self.write_json(await run_command(self.services, command))

    def describe_error(self, error: errors.TimingError | None, status: int) -> dict[str, Any]:
        """Adds the details, from which the command line makes a text in the user's language."""
        document = super().describe_error(error, status)
        if error is not None:
            document["details"] = error.details
        return document

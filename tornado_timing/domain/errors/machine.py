"""The laptop, and files that are read in."""

from tornado_timing.domain.errors.kinds import Conflict, InvalidInput, Unavailable


class StorageFailed(Unavailable):
    """The commit failed (disk full, say); nothing of it is stored and it may be sent again."""

    code = "storage_failed"


class ServerStopping(Unavailable):
    code = "server_stopping"


class ImportUnreadable(InvalidInput):
    """A file cannot be read as a table; details `reason`, a stable name, and `problem`."""

    code = "import_unreadable"


class ImportHasProblems(Conflict):
    """Rows of a file cannot be imported, `count` of them; detail `rows` has all rows, checked."""

    code = "import_has_problems"


class EventInvalid(InvalidInput):
    """A file that sets up an event has mistakes; detail `problems` lists them all."""

    code = "event_invalid"

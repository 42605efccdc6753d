"""Backups, and what is restored from one."""

from tornado_timing.domain.errors.kinds import Conflict, InvalidInput, Unavailable


class BackupFailed(Unavailable):
    """A backup could not be written: detail `reason`, the system's words."""

    code = "backup_failed"


class BackupUnreadable(InvalidInput):
    """The file of a backup cannot be read: detail `reason`."""

    code = "backup_unreadable"


class BackupForeign(InvalidInput):
    """A file is no database of this program."""

    code = "backup_foreign"


class BackupNewer(InvalidInput):
    """A newer version of this program has made it: details `version` and `known` of its schema."""

    code = "backup_newer"


class BackupDamaged(InvalidInput):
    """A backup is not whole: detail `reason`."""

    code = "backup_damaged"


class RestoreUnavailable(Conflict):
    """The server is not one that starts itself anew."""

    code = "restore_unavailable"


class RestoreUnderWay(Conflict):
    """A backup is being restored already; the server is about to start anew with it."""

    code = "restore_under_way"

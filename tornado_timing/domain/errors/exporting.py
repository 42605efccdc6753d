"""What other processes make: files to hand out, and reconciliations."""

from tornado_timing.domain.errors.kinds import Conflict, InvalidInput, Unavailable


class ExportsBusy(Unavailable):
    """As many files are waited for as can be."""

    code = "exports_busy"


class ExportFailed(Unavailable):
    """A file could not be made, or not in time."""

    code = "export_failed"


class ReconciliationFailed(Unavailable):
    """A line could not be reconciled, or not in time."""

    code = "reconciliation_failed"


class UnknownPlaceholder(InvalidInput):
    """A text has a place for what there is not: details `field` and `placeholder`."""

    code = "unknown_placeholder"


class LogoUnreadable(InvalidInput):
    """A picture is neither PNG nor JPEG, or damaged: detail `field`."""

    code = "logo_unreadable"


class LogoTooLarge(InvalidInput):
    """A picture has too many bytes or pixels: details `field` and `limit_kb`."""

    code = "logo_too_large"


class NobodyToCertify(Conflict):
    """None of those who were asked for has finished."""

    code = "nobody_to_certify"

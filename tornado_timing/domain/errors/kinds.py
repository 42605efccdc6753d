"""What an error comes down to, whatever it is about."""

from typing import ClassVar


class TimingError(Exception):
    """Something was asked for that cannot be done; nothing has been changed."""

    code: ClassVar[str]
    # Whether the times that it refuses are kept for the organizer, or stored, all of them: who
    # sent them need not hold them back. Set by the rules, told once it is durable.
    is_kept: bool = False

    def __init__(self, **details: object) -> None:
        super().__init__(self.code, details)
        self.details = details


class InvalidInput(TimingError):
    """What was sent cannot be understood or breaks a rule of form."""

    code = "invalid_input"


class NotFound(TimingError):
    """There is no such thing, or it is not for this account to see."""

    code = "not_found"


class Conflict(TimingError):
    """It was well asked, but the present state does not allow it."""

    code = "conflict"


class ChangedMeanwhile(TimingError):
    """It is no longer as the client saw it; detail `current` is what it is now."""

    code = "changed_meanwhile"


class NotAllowed(TimingError):
    """The account may not do this."""

    code = "not_allowed"


class NotAuthenticated(TimingError):
    """No credentials came, or they do not hold."""

    code = "not_authenticated"


class Unavailable(TimingError):
    """The server cannot do it now; the same request may succeed later."""

    code = "unavailable"

"""Who asks, and what it may do."""

from tornado_timing.domain.errors.kinds import (
    Conflict,
    InvalidInput,
    NotAllowed,
    NotAuthenticated,
    Unavailable,
)


class MissingCredentials(NotAuthenticated):
    code = "missing_credentials"


class InvalidToken(NotAuthenticated):
    code = "token_not_valid"


class MissingLoginFields(InvalidInput):
    code = "missing_login_fields"


class InvalidCredentials(NotAuthenticated):
    code = "invalid_credentials"


class AccountInactive(NotAllowed):
    code = "account_inactive"


class TooManyAttempts(Unavailable):
    """Detail `retry_after_s`: seconds until the next attempt is looked at."""

    code = "too_many_attempts"


class InvalidCode(NotAuthenticated):
    """The one-time code of a card: wrong, used, replaced by a newer one, or too old."""

    code = "invalid_code"


class OrganizerExists(Conflict):
    """The first organizer has been made; the others are made by organizers."""

    code = "organizer_exists"


class SetupNotAllowed(NotAllowed):
    """Not from this machine, and without the secret of the one-time link."""

    code = "setup_not_allowed"


class MissingRefreshToken(InvalidInput):
    code = "missing_refresh_token"


class InvalidRefreshToken(NotAuthenticated):
    code = "invalid_refresh_token"


class RefreshTokenUsed(InvalidInput):
    code = "refresh_token_used"


class JudgesOnly(NotAllowed):
    code = "judges_only"


class OrganizersOnly(NotAllowed):
    code = "organizers_only"


class OtherJudge(NotAllowed):
    code = "other_judge"


class NoActiveCompetition(NotAllowed):
    code = "no_active_competition"


class ForeignOrigin(NotAllowed):
    code = "foreign_origin"


class PasswordTooLong(InvalidInput):
    """bcrypt reads 72 bytes; a longer password would be cut without a word."""

    code = "password_too_long"

"""Instants as people write them."""

from datetime import UTC, datetime

FIRST_YEAR = 1970
LAST_YEAR = 2200


class InvalidInstantError(ValueError):
    """An instant outside of the years that a race can be in."""


def instant_ms(stamp: datetime) -> int:
    """Epoch ms of `stamp`; without a zone it is in the zone of this laptop.

    Raises InvalidInstantError outside of 1970 to 2200.
    """
    if not FIRST_YEAR <= stamp.year <= LAST_YEAR:
        raise InvalidInstantError(str(stamp))
    try:
        return round(stamp.astimezone(UTC).timestamp() * 1000)
    except (OverflowError, OSError) as error:
        raise InvalidInstantError(str(stamp)) from error

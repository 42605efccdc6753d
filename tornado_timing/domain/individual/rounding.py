"""Times as they are shown. What is ranked is never rounded."""

from enum import StrEnum

from tornado_timing.domain import durations

SECOND_MS = 1000
TENTH_MS = 100


class Shown(StrEnum):
    """How a competition shows its times."""

    SECONDS = "seconds"
    TENTHS = "tenths"


def shown_ms(time_ms: int, shown: Shown = Shown.SECONDS) -> int:
    """`time_ms` rounded up to the next whole second, or tenth of one.

    What is timed outside the stadium is told to the next longer whole second: 2:09:44.322 is
    2:09:45 (World Athletics Technical Rules, rule 19 on hand timing; before 2020 IAAF rule 165).
    """
    step_ms = SECOND_MS if shown is Shown.SECONDS else TENTH_MS
    return -(-time_ms // step_ms) * step_ms


def text(time_ms: int, shown: Shown = Shown.SECONDS) -> str:
    """A time for people.

    >>> text(7_784_322)
    '2:09:45'
    >>> text(1_078_310, Shown.TENTHS)
    '0:17:58.4'
    """
    whole, _, thousandths = durations.text(shown_ms(time_ms, shown)).partition(".")
    return whole if shown is Shown.SECONDS else f"{whole}.{thousandths[0]}"

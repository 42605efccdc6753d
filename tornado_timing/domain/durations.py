"""Spans of time as people read them."""

from typing import NamedTuple


class Components(NamedTuple):
    """A span taken apart; each part is an integer in its own unit."""

    hours: int
    minutes: int
    seconds: int
    milliseconds: int


def split(span_ms: int) -> Components:
    """Takes `span_ms` apart; of a negative one no part is positive, so that they add up to it."""
    seconds, milliseconds = divmod(abs(span_ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = Components(hours, minutes, seconds, milliseconds)
    return parts if span_ms >= 0 else Components(*(-part for part in parts))


def join(hours: int = 0, minutes: int = 0, seconds: int = 0, milliseconds: int = 0) -> int:
    """The span in ms that the components add up to."""
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds


def text(span_ms: int) -> str:
    """`span_ms` as ``H:MM:SS.mmm``, exact to the millisecond.

    >>> text(1_234_567)
    '0:20:34.567'
    >>> text(-5_000)
    '-0:00:05.000'
    """
    sign = "-" if span_ms < 0 else ""
    part = split(abs(span_ms))
    return f"{sign}{part.hours}:{part.minutes:02}:{part.seconds:02}.{part.milliseconds:03}"

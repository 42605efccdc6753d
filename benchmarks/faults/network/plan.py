"""What the phones are told to do, and what they tell afterwards."""

from typing import Any

import msgspec

from benchmarks.faults.outbox import Counts


class PhonePlan(msgspec.Struct):
    """One phone: its own address, and the team or line that its taps are for."""

    name: str
    address: str
    path: str
    style: str
    target: int
    started_at_ms: int
    """The pressed start of its race, from which its times count."""
    first_bib: int = 0


class Plan(msgspec.Struct):
    """What the phones do: tap for so long, then wait until everything is acknowledged."""

    host: str
    port: int
    phones: list[PhonePlan]
    seconds: float
    pause_s: float
    settle_s: float
    seed: int


class Result(msgspec.Struct):
    """What became of it: each tap with what the file must say, and what was acknowledged."""

    sent: list[tuple[str, str, list[Any]]]
    acknowledged: list[tuple[str, str]]
    orders: dict[str, list[str]]
    waiting: int
    settled_s: float
    counts: Counts

"""What really happens: who runs, who starts when, and who crosses the finish line when. Pure.

All moments are ms since the first gun, all times of runners are ms since the gun of their wave.
"""

import datetime
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from tornado_timing.demo.finish_times import Group
from tornado_timing.demo.individual.people import Person, Sex, draw_people

WINNER_MS = 900_000  # 15:00
LAST_MS = 3_420_000  # 57:00
GROUPS = (
    Group(share=0.03, median_ms=1_050_000, spread=0.05),
    Group(share=0.80, median_ms=1_660_000, spread=0.17),
    Group(share=0.17, median_ms=2_100_000, spread=0.20),
)
PACE: Mapping[Sex, float] = MappingProxyType({"F": 1.07, "M": 0.95})
SECOND_WAVE_MS = 120_000
FIRST_WAVE_SHARE = 0.6
DNS_SHARE = 0.016
DNF_SHARE = 0.004
PACK_SHARE = 0.10
"""The share of finishers who come in with whom they ran, less than a second behind each other."""
DEAD_HEATS = 3
FEWEST_RUNNERS = 20


class Fate(StrEnum):
    """How a runner's race ends."""

    FINISHES = "finishes"
    DNS = "dns"
    DNF = "dnf"
    DSQ = "dsq"


@dataclass(frozen=True, slots=True)
class Runner:
    """One runner and its race.

    `bib` is the one on the entry list, `worn_bib` the one on the chest: somebody has lost the
    first. `is_late` is who is entered at the venue while the race is on. `crosses_start_at_ms` is
    None for who does not start, `finishes_at_ms` for who does not arrive.
    """

    bib: str
    worn_bib: str
    person: Person
    wave: int
    fate: Fate
    is_late: bool = False
    crosses_start_at_ms: int | None = None
    finishes_at_ms: int | None = None

    @property
    def gun_ms(self) -> int | None:
        """The true gun time."""
        if self.finishes_at_ms is None:
            return None
        return self.finishes_at_ms - wave_gun_ms(self.wave)


def wave_gun_ms(wave: int) -> int:
    """When a wave starts; the first is 0."""
    return wave * SECOND_WAVE_MS


@dataclass(frozen=True, slots=True)
class Course:
    """All runners, by the numbers of their bibs."""

    runners: tuple[Runner, ...]

    @property
    def finishers(self) -> list[Runner]:
        """Those who cross the finish line, in the order in which they do."""
        arriving = (runner for runner in self.runners if runner.finishes_at_ms is not None)
        return sorted(arriving, key=lambda runner: (runner.finishes_at_ms, runner.bib))

    @property
    def starters(self) -> list[Runner]:
        """Those who cross the start line, in the order in which they do."""
        started = (runner for runner in self.runners if runner.crosses_start_at_ms is not None)
        return sorted(started, key=lambda runner: (runner.crosses_start_at_ms, runner.bib))


def make_course(seed: int, count: int, day: datetime.date) -> Course:
    """The race of `count` runners; the same arguments give the same one.

    Raises ValueError where there are too few for all that is to happen.
    """
    if count < FEWEST_RUNNERS:
        raise ValueError(f"at least {FEWEST_RUNNERS} runners: {count}")
    source = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    people = draw_people(source, count, day)
    fates = _fates(source, count)
    times_ms = [_draw_time(source, PACE[person.sex]) for person in people]
    times_ms[source.choice(_fit_to_win(people, fates))] = WINNER_MS
    waves = _waves(source, times_ms)
    runners = [
        _runner(source, str(number), person, wave, fate, time_ms)
        for number, (person, wave, fate, time_ms) in enumerate(
            zip(people, waves, fates, times_ms, strict=True), start=1
        )
    ]
    return Course(tuple(_with_changes(source, _in_packs(source, runners))))


def _fates(source: random.Random, count: int) -> list[Fate]:
    special = [Fate.DNS] * max(1, round(count * DNS_SHARE))
    special += [Fate.DNF] * max(1, round(count * DNF_SHARE)) + [Fate.DSQ]
    fates = special + [Fate.FINISHES] * (count - len(special))
    source.shuffle(fates)
    return fates


def _fit_to_win(people: Sequence[Person], fates: Sequence[Fate]) -> list[int]:
    return [
        index
        for index, (person, fate) in enumerate(zip(people, fates, strict=True))
        if person.sex == "M" and fate is Fate.FINISHES
    ]


def _draw_time(source: random.Random, pace: float) -> int:
    while True:
        group = source.choices(GROUPS, weights=[group.share for group in GROUPS])[0]
        time_ms = round(pace * source.lognormvariate(math.log(group.median_ms), group.spread))
        if WINNER_MS < time_ms <= LAST_MS:
            return time_ms


def _waves(source: random.Random, times_ms: Sequence[int]) -> list[int]:
    """The first wave for those who think that they are fast."""
    hopes = [time_ms * source.gauss(1, 0.08) for time_ms in times_ms]
    limit = sorted(hopes)[round(len(hopes) * FIRST_WAVE_SHARE)]
    return [
        0 if hope < limit or time_ms == WINNER_MS else 1
        for hope, time_ms in zip(hopes, times_ms, strict=True)
    ]


def _runner(
    source: random.Random, bib: str, person: Person, wave: int, fate: Fate, time_ms: int
) -> Runner:
    gun_ms = wave_gun_ms(wave)
    # The fast stand in front.
    behind_ms = max(300, round((time_ms - WINNER_MS) / 50 + source.uniform(-4_000, 6_000)))
    return Runner(
        bib=bib,
        worn_bib=bib,
        person=person,
        wave=wave,
        fate=fate,
        crosses_start_at_ms=None if fate is Fate.DNS else gun_ms + behind_ms,
        finishes_at_ms=None if fate in (Fate.DNS, Fate.DNF) else gun_ms + time_ms,
    )


def _in_packs(source: random.Random, runners: list[Runner]) -> list[Runner]:
    """Has some come in behind each other, and a few at the very same ms."""
    by_finish = Course(tuple(runners)).finishers
    moments = {runner.bib: runner.finishes_at_ms or 0 for runner in by_finish}
    bibs = [runner.bib for runner in by_finish]
    # Never the first, whose time is the winner's.
    leaders = source.sample(range(1, len(bibs) - 1), max(1, round(len(bibs) * PACK_SHARE / 3)))
    for leader in leaders:
        moment = moments[bibs[leader]]
        for follower in bibs[leader + 1 : leader + source.randint(2, 6)]:
            moment += source.randint(120, 800)
            moments[follower] = min(moments[follower], moment)
    for leader in source.sample(range(1, len(bibs) - 1), DEAD_HEATS):
        moments[bibs[leader + 1]] = moments[bibs[leader]]
    return [
        replace(runner, finishes_at_ms=moments[runner.bib]) if runner.bib in moments else runner
        for runner in runners
    ]


def _with_changes(source: random.Random, runners: list[Runner]) -> list[Runner]:
    """One wears another bib than on the list, and one is entered while the race is on."""
    usual = [
        index
        for index, runner in enumerate(runners)
        if runner.fate is Fate.FINISHES and runner.gun_ms != WINNER_MS
    ]
    changed, late = source.sample(usual, 2)
    runners[changed] = replace(runners[changed], worn_bib=str(len(runners) + 1))
    bib = str(len(runners) + 2)
    runners[late] = replace(runners[late], bib=bib, worn_bib=bib, is_late=True)
    return runners

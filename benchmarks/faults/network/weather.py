"""What becomes of each packet on its way: lost, late, out of order, twice, or cut off."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Climate:
    """How bad the network is. Each direction has it for itself."""

    loss: float = 0.05
    delay_s: float = 0.3
    jitter_s: float = 0.2
    overtaking: float = 0.02
    """Share of the packets that do not wait at all, and so overtake those before them."""
    doubling: float = 0.01
    blackouts_every_s: float = 60.0
    """Everybody is cut off about so often, and each phone by itself too."""
    blackout_s: float = 10.0


@dataclass
class Counts:
    """What was done to packets. `reordered` arrived after one of the same phone that left later."""

    packets: int = 0
    dropped: int = 0
    in_blackouts: int = 0
    overtaking: int = 0
    reordered: int = 0
    doubled: int = 0
    blackouts: int = 0


@dataclass(frozen=True)
class Blackout:
    """From when until when, in seconds; `phone` is an address, None for everybody."""

    begin_s: float
    end_s: float
    phone: bytes | None


@dataclass
class Weather:
    """The fate of packets, the same for the same seed and the same packets."""

    climate: Climate
    dice: random.Random
    blackouts: Sequence[Blackout] = ()
    counts: Counts = field(default_factory=Counts)

    def delays_s(self, phone: bytes, now_s: float) -> list[float]:
        """Return after how long the packet arrives: once, twice, or, if it is lost, never."""
        self.counts.packets += 1
        if any(
            one.begin_s <= now_s < one.end_s and one.phone in (None, phone)
            for one in self.blackouts
        ):
            self.counts.in_blackouts += 1
            return []
        if self.dice.random() < self.climate.loss:
            self.counts.dropped += 1
            return []
        if self.dice.random() < self.climate.overtaking:
            self.counts.overtaking += 1
            return [0.0]
        delays_s = [self._delay_s()]
        if self.dice.random() < self.climate.doubling:
            self.counts.doubled += 1
            delays_s.append(self._delay_s())
        return delays_s

    def _delay_s(self) -> float:
        jitter_s = self.climate.jitter_s
        return self.climate.delay_s + self.dice.uniform(-jitter_s, jitter_s)


def blackouts_of(
    climate: Climate, phones: Sequence[bytes], seconds: float, dice: random.Random
) -> list[Blackout]:
    """Return black-outs for everybody and for each phone, all over before `seconds`."""
    found = []
    for phone in (None, *phones):
        at_s = dice.uniform(0.3, 1.0) * climate.blackouts_every_s
        while (ends_s := at_s + climate.blackout_s) < seconds:
            found.append(Blackout(at_s, ends_s, phone))
            at_s = ends_s + dice.uniform(0.5, 1.5) * climate.blackouts_every_s
    return found

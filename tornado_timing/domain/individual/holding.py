"""The corrections that hold, looked up by what they are about, and kept up one by one."""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from tornado_timing.domain.individual.corrections import Correction, Kind, standing

About = Mapping[Kind, list[Correction]]
_NOTHING: About = MappingProxyType({})


class Holding:
    """Corrections in force.

    To take one more in costs what it undoes, however many there are.

    >>> holding = Holding(corrections)
    >>> holding.last(Kind.MARK_BIB, mark.id)
    >>> holding.add(undo)  # what holds no more, or holds again
    [Correction(...)]
    """

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        self._by_id = {one.id: one for one in corrections}
        self._undone_by: dict[str, list[str]] = {}
        self._ids: set[str] = set()
        # By what they are about, then by kind, each in their order.
        self._about: dict[str, dict[Kind, list[Correction]]] = {}
        for one in self._by_id.values():
            if one.kind is Kind.UNDO:
                self._undone_by.setdefault(one.subject, []).append(one.id)
        for one in standing(self._by_id.values()):
            self._ids.add(one.id)
            self._about.setdefault(one.subject, {}).setdefault(one.kind, []).append(one)

    def __contains__(self, correction_id: str) -> bool:
        """Whether a correction holds."""
        return correction_id in self._ids

    def last(self, kind: Kind, subject: str) -> Correction | None:
        """The one that counts of those that say the same of one thing."""
        about = self.of(subject).get(kind)
        return about[-1] if about else None

    def about(self, kind: Kind, subject: str) -> Sequence[Correction]:
        """All of one kind about one thing, in their order."""
        return self.of(subject).get(kind, ())

    def of(self, subject: str) -> About:
        """All about one thing, by kind, each in their order; a kind may have none."""
        return self._about.get(subject, _NOTHING)

    def of_kind(self, kind: Kind) -> Iterator[Correction]:
        """All of one kind; those about one thing in their order."""
        for about in self._about.values():
            yield from about.get(kind, ())

    def add(self, correction: Correction) -> list[Correction]:
        """Takes a new correction in; it and those that hold no more by it, or hold again."""
        self._by_id[correction.id] = correction
        if correction.kind is Kind.UNDO:
            self._undone_by.setdefault(correction.subject, []).append(correction.id)
        chain = self.chain(correction)
        if chain is None:
            # Corrections that undo each other in a circle: only a file made by hand has them.
            every = list(self._by_id.values())
            Holding.__init__(self, every)
            return every
        turned = []
        for one in chain:
            if self._turn(one):
                turned.append(one)
            elif one is not correction:
                break
        return turned

    def chain(self, one: Correction) -> list[Correction] | None:
        """A correction, what it undoes, what that undoes and so on; None for a circle."""
        chain, seen = [one], {one.id}
        while one.kind is Kind.UNDO and one.subject in self._by_id:
            one = self._by_id[one.subject]
            if one.id in seen:
                return None
            chain.append(one)
            seen.add(one.id)
        return chain

    def _turn(self, one: Correction) -> bool:
        """Looks again whether a correction holds; whether that has changed."""
        holds = not any(other in self._ids for other in self._undone_by.get(one.id, ()))
        if holds == (one.id in self._ids):
            return False
        about = self._about.setdefault(one.subject, {}).setdefault(one.kind, [])
        if holds:
            self._ids.add(one.id)
            insort(about, one, key=lambda other: other.order)
        else:
            self._ids.remove(one.id)
            about.remove(one)
        return True

"""The bibs that were written at a line, by one writer or several, as one list."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain.individual.crossings import Crossing
from tornado_timing.domain.individual.reconciling.similar import why_similar
from tornado_timing.domain.individual.reconciling.streams import (
    Whose,
    is_moment_known,
    made_ms,
    whose_of,
)

# Two writers who have written the same bib so near each other mean the same crossing.
SAME_BIB_MS = 60_000
# And two bibs that are alike, so near.
SAME_CROSSING_MS = 8_000
_FEWEST_SHARED = 3


class Entry(Struct, frozen=True, gc=False):
    """One bib of the list: `marks` are of one or several writers, the leading one's first.

    `written_ms` and the same writer's last one before, `former_ms`, are on the scale of the leading
    writer; None where nobody knows them. `readings` are of writers who read the bib differently.
    """

    whose: Whose
    bib: str
    marks: tuple[Crossing, ...]
    written_ms: int | None
    former_ms: int | None
    latest_ms: int
    readings: tuple[Crossing, ...] = ()


class Writer(Struct, frozen=True):
    """Who wrote bibs: how many."""

    judge_id: int
    count: int


def in_line_order(keyed: Iterable[tuple[str, int, int]]) -> list[int]:
    """Indices of bibs by device, its sequence and the moment of writing, in one writer's order.

    The sequence of a device counts before its clock; devices are put together by their moments.
    """
    latest_ms: dict[str, int] = {}
    order = []
    rows = enumerate(keyed)
    for index, (device, sequence, at_ms) in sorted(rows, key=lambda row: (*row[1][:2], row[0])):
        latest_ms[device] = max(at_ms, latest_ms.get(device, at_ms))
        order.append((latest_ms[device], device, sequence, index))
    return [row[-1] for row in sorted(order)]


def entries_of(here: Iterable[Crossing]) -> tuple[list[Entry], list[Writer]]:
    """The bibs in the order in which they were written, and who wrote them.

    Of several writers the one who wrote most leads: what others wrote is put beside it.
    """
    written: defaultdict[int, list[Crossing]] = defaultdict(list)
    here = list(here)
    # Of whom it is known when they crossed, they are nobody else.
    timed = {whose_of(one) for one in here if one.at_ms is not None}
    for one in here:
        if one.at_ms is None and one.bib is not None:
            written[one.mark.judge_id].append(one)
    writers = [Writer(judge_id, len(marks)) for judge_id, marks in sorted(written.items())]
    entries: list[Entry] = []
    for judge_id in sorted(written, key=lambda one: (-len(written[one]), one)):
        stream = _stream_of(written[judge_id])
        entries = _beside(entries, stream, timed) if entries else stream
    return entries, writers


def _stream_of(marks: Sequence[Crossing]) -> list[Entry]:
    """The bibs of one writer in the order of writing."""
    keyed = [(one.mark.device, one.mark.sequence, made_ms(one)) for one in marks]
    entries: list[Entry] = []
    former_ms = None
    for index in in_line_order(keyed):
        one = marks[index]
        written_ms = None
        if is_moment_known(one.mark):
            # A clock that was set back must not mix up the order.
            written_ms = max(one.noted_ms, former_ms or 0)
        entry = Entry(
            whose_of(one) or "",
            one.bib or "",
            (one,),
            written_ms,
            former_ms,
            max(one.mark.received_at_ms, written_ms or 0),
        )
        entries.append(entry)
        former_ms = written_ms if written_ms is not None else former_ms
    return entries


def _beside(
    entries: list[Entry], stream: list[Entry], timed: Collection[Whose | None]
) -> list[Entry]:
    """The list with what one more writer has written."""
    partner = _same_bibs(entries, stream)
    later_ms = _usually_later(entries, stream, partner)
    entries = list(entries)
    taken = set(partner.values())
    taken.update(place for place, entry in enumerate(entries) if entry.whose in timed)
    for index, place in partner.items():
        entries[place] = replace(
            entries[place], marks=(*entries[place].marks, *stream[index].marks)
        )
    # By the place before which they belong, what the leading writers have not.
    new: defaultdict[int, list[Entry]] = defaultdict(list)
    moments = [entry.written_ms or 0 for entry in entries]
    after = 0
    before = _next_places(partner, len(stream))
    for index, one in enumerate(stream):
        if index in partner:
            after = max(after, partner[index] + 1)
            continue
        moved = _moved(one, later_ms)
        place = after
        if moved.written_ms is not None:
            # A writer's order says more than the moment.
            latest = before.get(index + 1, len(entries))
            place = max(after, min(latest, bisect_left(moments, moved.written_ms)))
        alike = None if one.whose in timed else _alike(entries, taken, moved, place)
        if alike is None:
            new[place].append(moved)
        else:
            taken.add(alike)
            readings = (*entries[alike].readings, *moved.marks)
            entries[alike] = replace(entries[alike], readings=readings)
    result = []
    for place in range(len(entries) + 1):
        result += new[place]
        result += entries[place : place + 1]
    return result


def _next_places(partner: Mapping[int, int], count: int) -> dict[int, int]:
    """Of each of a writer's bibs the first place in the list that it or a later one has."""
    places: dict[int, int] = {}
    for index in range(count - 1, -1, -1):
        known = [one for one in (partner.get(index), places.get(index + 1)) if one is not None]
        if known:
            places[index] = min(known)
    return places


def _same_bibs(entries: Sequence[Entry], stream: Sequence[Entry]) -> dict[int, int]:
    """Of the stream's bibs the places in the list where the same crossing is meant."""
    places: defaultdict[Whose, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        places[entry.whose].append(place)
    partner = {}
    for index, one in enumerate(stream):
        near = [
            place for place in places[one.whose] if _apart_ms(entries[place], one) < SAME_BIB_MS
        ]
        if near:
            best = min(near, key=lambda place: _apart_ms(entries[place], one))
            places[one.whose].remove(best)
            partner[index] = best
    return partner


def _apart_ms(one: Entry, other: Entry) -> int:
    if one.written_ms is None or other.written_ms is None:
        return 0
    return abs(one.written_ms - other.written_ms)


def _usually_later(
    entries: Sequence[Entry], stream: Sequence[Entry], partner: Mapping[int, int]
) -> int:
    later_ms = [
        (stream[index].written_ms or 0) - (entries[place].written_ms or 0)
        for index, place in partner.items()
        if stream[index].written_ms is not None and entries[place].written_ms is not None
    ]
    return round(median(later_ms)) if len(later_ms) >= _FEWEST_SHARED else 0


def _moved(entry: Entry, later_ms: int) -> Entry:
    if entry.written_ms is None:
        return entry
    return replace(
        entry,
        written_ms=entry.written_ms - later_ms,
        former_ms=None if entry.former_ms is None else entry.former_ms - later_ms,
    )


def _alike(entries: Sequence[Entry], taken: set[int], one: Entry, place: int) -> int | None:
    """Where the leading writers have a bib like it that this writer has not, and they it not."""
    for near in sorted(range(max(place - 4, 0), min(place + 4, len(entries)))):
        entry = entries[near]
        if near in taken or _apart_ms(entry, one) > SAME_CROSSING_MS:
            continue
        if why_similar(entry.bib, one.bib) is not None:
            return near
    return None

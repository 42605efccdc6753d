"""The bibs that were written at a line, by one writer or several, as one list."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain.individual.crossings import Crossing
from tornado_timing.domain.individual.reconciling.costs import LATEST_MS, LONGEST_LAG_MS
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
    Others have written it from `earliest_ms` on: nobody writes a bib before its runner comes.
    """

    whose: Whose
    bib: str
    marks: tuple[Crossing, ...]
    written_ms: int | None
    former_ms: int | None
    latest_ms: int
    readings: tuple[Crossing, ...] = ()
    earliest_ms: int | None = None


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
    timed: defaultdict[Whose | None, list[int]] = defaultdict(list)
    for one in here:
        if one.at_ms is not None:
            timed[whose_of(one)].append(one.at_ms)
        elif one.bib is not None:
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
    entries: list[Entry], stream: list[Entry], timed: Mapping[Whose | None, Sequence[int]]
) -> list[Entry]:
    """The list with what one more writer has written."""
    partner = _same_bibs(entries, stream)
    later_ms = _usually_later(entries, stream, partner)
    entries = list(entries)
    taken = set(partner.values())
    for index, place in partner.items():
        entries[place] = _also_written(entries[place], stream[index], later_ms)
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
        alike = _alike(entries, taken, moved, place, timed)
        if alike is None:
            new[place].append(moved)
        else:
            taken.add(alike)
            entries[alike] = _read_differently(entries[alike], moved, timed)
    result = []
    for place in range(len(entries) + 1):
        result += new[place]
        result += entries[place : place + 1]
    return result


def _also_written(entry: Entry, other: Entry, later_ms: int) -> Entry:
    """A bib that one more writer has, who usually comes so much later than the leading one."""
    moments_ms = [] if entry.earliest_ms is None else [entry.earliest_ms]
    if other.written_ms is not None:
        # Who usually comes first may well stand before the line.
        moments_ms.append(other.written_ms - min(later_ms, 0))
    earliest_ms = min(moments_ms, default=None)
    return replace(entry, marks=(*entry.marks, *other.marks), earliest_ms=earliest_ms)


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


def _read_differently(
    entry: Entry, other: Entry, timed: Mapping[Whose | None, Sequence[int]]
) -> Entry:
    """One crossing of which two writers have two bibs: the first one's, if it can be."""
    if _has_crossed(entry, timed) >= _has_crossed(other, timed):
        return replace(entry, readings=(*entry.readings, *other.marks))
    readings = (*entry.marks, *entry.readings)
    return replace(entry, whose=other.whose, bib=other.bib, marks=other.marks, readings=readings)


def _has_crossed(entry: Entry, timed: Mapping[Whose | None, Sequence[int]]) -> int:
    """1 for who has just crossed, -1 for who has at another time, 0 if nobody knows."""
    moments_ms = timed.get(entry.whose, ())
    if not moments_ms or entry.written_ms is None:
        return int(bool(moments_ms))
    lags_ms = [entry.written_ms - at_ms for at_ms in moments_ms]
    return 1 if any(-LATEST_MS <= lag_ms <= LONGEST_LAG_MS for lag_ms in lags_ms) else -1


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


def _alike(
    entries: Sequence[Entry],
    taken: set[int],
    one: Entry,
    place: int,
    timed: Mapping[Whose | None, Sequence[int]],
) -> int | None:
    """Where the leading writers have a bib like it that this writer has not, and they it not."""
    has_crossed = _has_crossed(one, timed) > 0
    for near in sorted(range(max(place - 4, 0), min(place + 4, len(entries)))):
        entry = entries[near]
        if near in taken or _apart_ms(entry, one) > SAME_CROSSING_MS:
            continue
        # Two who have both just crossed are two.
        if has_crossed and _has_crossed(entry, timed) > 0:
            continue
        if why_similar(entry.bib, one.bib) is not None:
            return near
    return None

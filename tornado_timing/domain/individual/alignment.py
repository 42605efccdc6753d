"""Which of the times that one judge took belong to which of the bibs that another one wrote.

Both come in the order in which runners crossed the line, so the first time goes with the first
bib, until somebody misses a runner: from there on all would be wrong by one. So the two are cut
where both judges must have been done with what came before, and each piece is paired by itself:

- at anchors, bibs of which is known at what time they crossed: what is before one goes with times
  before it, what is after it with times after it;
- where the rhythm shows it: nobody crossed for longer than a writer takes (`MAX_LAG_MS`), and the
  writer was not busy catching up, so what has no bib by then will get none.

A piece with as many times as bibs is paired in order. In another one somebody missed a runner, and
the one is left over without whom the writer was as quick as in the whole pieces. No bib goes with
a time after it was written.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from statistics import median

from msgspec import Struct

# Within this a writer who is not behind has written the bib of who crossed.
MAX_LAG_MS = 8_000
# A writer who is behind, and catches up, rests no longer than this.
REST_MS = 4_000
# What a writer takes, as long as nothing shows it.
USUAL_LAG_MS = 2_500
# Where more is to be compared, which would take noticeable time, plain order must do.
MAX_COMPARED = 250_000
# More than all distances together: first comes how many pairs there are, then how regular.
_LEFT_OVER = 1e12
BOTH, TAP, NOTE = "both", "tap", "note"


class Tap(Struct, frozen=True):
    """A time, epoch ms. One that is not `is_open` has a bib, and is here for the rhythm."""

    at_ms: int
    is_open: bool = True


class Note(Struct, frozen=True):
    """A bib that was written not later than `written_ms`, epoch.

    One that is not `is_open` is here for the rhythm and, with `crossed_ms`, as an anchor.
    """

    written_ms: int
    is_open: bool = True
    crossed_ms: int | None = None


Pair = tuple[int, int]


def aligned(taps: Sequence[Tap], notes: Sequence[Note], *, has_rhythm: bool = True) -> list[Pair]:
    """Indices of taps with those of their notes, in order; both are in the order of the line.

    Without rhythm, where nobody knows when the bibs were written, order is all that counts.
    """
    pieces = _pieces(taps, notes, has_rhythm=has_rhythm)
    whole = [(tap, note) for piece in pieces for tap, note in _in_order(taps, notes, *piece) or ()]
    lags_ms = [notes[note].written_ms - taps[tap].at_ms for tap, note in whole]
    usual_ms = median(lags_ms) if lags_ms else USUAL_LAG_MS
    pairs = []
    for piece in pieces:
        plain = _in_order(taps, notes, *piece)
        if plain is None and (not has_rhythm or len(piece[0]) * len(piece[1]) > MAX_COMPARED):
            plain = _one_after_the_other(taps, notes, *piece)
        pairs += _most_regular(taps, notes, *piece, usual_ms) if plain is None else plain
    return pairs


Piece = tuple[list[int], list[int]]


def _pieces(taps: Sequence[Tap], notes: Sequence[Note], *, has_rhythm: bool) -> list[Piece]:
    """Indices of the open taps and notes, cut at anchors and at new starts."""
    anchors = _chain(notes)
    places = [place for place, _ in anchors]
    moments_ms = [crossed_ms for _, crossed_ms in anchors]
    starts_ms = _new_starts(taps, notes) if has_rhythm else []
    pieces: defaultdict[tuple[int, int], Piece] = defaultdict(lambda: ([], []))
    for index, tap in enumerate(taps):
        if tap.is_open:
            place = (bisect_left(moments_ms, tap.at_ms), bisect_right(starts_ms, tap.at_ms))
            pieces[place][0].append(index)
    # A clock that was set back must not mix up the order.
    written_ms = accumulate((note.written_ms for note in notes), max)
    for index, (note, at_ms) in enumerate(zip(notes, written_ms, strict=True)):
        if note.is_open:
            place = (bisect_left(places, index), bisect_right(starts_ms, at_ms))
            pieces[place][1].append(index)
    return [piece for _, piece in sorted(pieces.items())]


def _chain(notes: Sequence[Note]) -> list[Pair]:
    """Index and moment of as many anchors as are in one order: the others were written wrongly."""
    # By its length, the chain whose last moment is earliest; each link knows the one before it.
    ends_ms: list[int] = []
    ends: list[tuple[int, int, object]] = []
    for index, note in enumerate(notes):
        if note.crossed_ms is None:
            continue
        length = bisect_right(ends_ms, note.crossed_ms)
        link = (index, note.crossed_ms, ends[length - 1] if length else None)
        ends_ms[length : length + 1] = [note.crossed_ms]
        ends[length : length + 1] = [link]
    chain: list[Pair] = []
    last: object = ends[-1] if ends else None
    while isinstance(last, tuple):
        index, crossed_ms, last = last
        chain.append((index, crossed_ms))
    return chain[::-1]


def _new_starts(taps: Sequence[Tap], notes: Sequence[Note]) -> list[int]:
    """Moments of the taps before which both judges were done with all that came earlier."""
    written_ms = sorted(note.written_ms for note in notes)
    starts_ms = []
    for earlier, tap in pairwise(taps):
        if tap.at_ms - earlier.at_ms > MAX_LAG_MS:
            before = bisect_left(written_ms, tap.at_ms)
            if not before or tap.at_ms - written_ms[before - 1] >= REST_MS:
                starts_ms.append(tap.at_ms)
    return starts_ms


def _in_order(
    taps: Sequence[Tap], notes: Sequence[Note], of_taps: list[int], of_notes: list[int]
) -> list[Pair] | None:
    """All of a piece, where nothing speaks against it."""
    if len(of_taps) != len(of_notes):
        return None
    pairs = list(zip(of_taps, of_notes, strict=True))
    fits = all(taps[tap].at_ms <= notes[note].written_ms for tap, note in pairs)
    return pairs if fits else None


def _one_after_the_other(
    taps: Sequence[Tap], notes: Sequence[Note], of_taps: list[int], of_notes: list[int]
) -> list[Pair]:
    """Each bib with the first time that is left, unless that is later than the bib."""
    pairs: list[Pair] = []
    for note in of_notes:
        if len(pairs) == len(of_taps):
            break
        tap = of_taps[len(pairs)]
        if taps[tap].at_ms <= notes[note].written_ms:
            pairs.append((tap, note))
    return pairs


def _most_regular(
    taps: Sequence[Tap],
    notes: Sequence[Note],
    of_taps: list[int],
    of_notes: list[int],
    usual_ms: float,
) -> list[Pair]:
    """As many pairs as there can be in order, with lags as near to the usual one as can be."""
    # The cost of the best way so far, for the taps done and each count of notes.
    row: list[float] = [_LEFT_OVER * count for count in range(len(of_notes) + 1)]
    written_ms = [notes[note].written_ms for note in of_notes]
    choices: list[list[str]] = []
    for tap in of_taps:
        at_ms, above = taps[tap].at_ms, row
        row, chosen = [above[0] + _LEFT_OVER], [TAP]
        for column, note_ms in enumerate(written_ms):
            cost, choice = above[column + 1] + _LEFT_OVER, TAP
            if row[column] + _LEFT_OVER < cost:
                cost, choice = row[column] + _LEFT_OVER, NOTE
            both = above[column] + abs(note_ms - at_ms - usual_ms)
            if at_ms <= note_ms and both < cost:
                cost, choice = both, BOTH
            row.append(cost)
            chosen.append(choice)
        choices.append(chosen)
    return _walk_back(choices, of_taps, of_notes)


def _walk_back(choices: list[list[str]], of_taps: list[int], of_notes: list[int]) -> list[Pair]:
    """The pairs that the choices come to: what to do with the last tap and the last note."""
    pairs = []
    line, column = len(of_taps), len(of_notes)
    while line and column:
        choice = choices[line - 1][column]
        if choice is BOTH:
            pairs.append((of_taps[line - 1], of_notes[column - 1]))
        line -= choice is not NOTE
        column -= choice is not TAP
    return pairs[::-1]


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

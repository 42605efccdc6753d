"""Several timers of one line: how far apart their clocks are, and how their times make one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from tornado_timing.domain.individual.marks import Line, TimingRule
from tornado_timing.domain.individual.monotone import Timed, matches

# Two timers are looked for up to this far apart, where nobody wrote bibs.
_WIDEST_OFFSET_MS = 60_000
# Taps of one crossing are seldom further apart, once their offset is taken away.
_NEAR_MS = 1_000
# Of a histogram of differences; the noise of two hands is about as wide.
_BIN_MS = 200
# Fewer say nothing of a constant offset: of those with the same runner, and by the times alone.
_FEWEST_BY_RUNNER = 3
_FEWEST_BY_TIME = 5
# By the times alone no more are compared: later ones would say the same.
_MOST_COMPARED = 1_000
# The standard deviation of a normal spread, from its median absolute deviation.
_DEVIATION_OF_MEDIAN = 1.4826


class TimerMark(Struct, frozen=True, gc=False):
    """A mark with a time: `at_ms` epoch, `whose` a runner's id or the key of a bib, if known."""

    mark_id: str
    at_ms: int
    whose: int | str | None = None


class Offset(Struct, frozen=True):
    """How much later a timer's times are than the reference's, in ms; negative: earlier.

    `spread_ms` is what is left from one time to the next, as a standard deviation that a few wrong
    ones do not widen; `matched` is from how many times both follow.
    """

    offset_ms: int
    spread_ms: int
    matched: int


class Moment(Struct, frozen=True):
    """One crossing: the marks of it, each with its judge's id, and the time that they make.

    `at_ms` is on the scale of those whose offset is none; the marks are as they were made.
    """

    at_ms: int
    marks: tuple[tuple[int, TimerMark], ...]


def combined_ms(times_ms: Sequence[tuple[int, int]], line: Line) -> int:
    """One time out of those of several judges, each once as (judge id, ms), by the line's rule.

    `FIRST` takes the first. `AGREEMENT` follows what World Athletics has for watches held by hand
    (Technical Rules, rule 19, before 2020 rule 165 of the IAAF): of three, if two agree, the time
    of these two; if all differ, the middle one; of two that differ, the longer one. Watches agree
    there if they show the same tenth, taps of a phone if they are at most `agreement_ms` apart: the
    mean of such two, rounded up. If all three agree, the middle one. Of more it is the middle one
    too, and the slower of two middle ones. `PRIMARY` takes the declared judge's; the others are a
    backup, by `AGREEMENT`, where there is none.

    Raises ValueError where there is no time.
    """
    if not times_ms:
        raise ValueError("no time to make one of")
    if line.rule is TimingRule.FIRST:
        return min(at_ms for _, at_ms in times_ms)
    if line.rule is TimingRule.PRIMARY:
        for judge_id, at_ms in times_ms:
            if judge_id == line.primary_judge_id:
                return at_ms
    return _agreed(sorted(at_ms for _, at_ms in times_ms), line.agreement_ms)


def _agreed(times_ms: list[int], agreement_ms: int) -> int:
    count = len(times_ms)
    if count in (2, 3):
        near = [pair for pair in pairwise(times_ms) if pair[1] - pair[0] <= agreement_ms]
        if len(near) == 1:
            return -(-sum(near[0]) // 2)
    return times_ms[count // 2]


def differ(times_ms: Sequence[tuple[int, int]], line: Line) -> bool:
    """Whether some of the times, as for `combined_ms`, do not agree with each other."""
    if len(times_ms) < 2:
        return False
    alone = [at_ms for _, at_ms in times_ms]
    return max(alone) - min(alone) > line.agreement_ms


def reference_of(
    streams: Mapping[int, Sequence[TimerMark]], primary: int | None = None
) -> int | None:
    """Whose times the others are measured against, of marks by the id of the judge.

    The primary judge, or else who has most; of several with as many the one with the lowest id.
    None where nobody has any.
    """
    timers = [judge_id for judge_id, marks in streams.items() if marks]
    if primary in timers:
        return primary
    return min(timers, key=lambda judge_id: (-len(streams[judge_id]), judge_id), default=None)


def offset_of(reference: Sequence[TimerMark], other: Sequence[TimerMark]) -> Offset | None:
    """How far `other` is from `reference`; None where too few of them belong together.

    Where enough marks have the same runner, they alone are asked. Else the times are: the offset
    under which most of them fall together, up to a minute, and then the median of the pairs that
    are found under it. A wrong bib, a tap too many or too few, and who was away for a while do not
    move it.
    """
    differences_ms = _of_same_runners(reference, other)
    if len(differences_ms) >= _FEWEST_BY_RUNNER:
        return _summed_up(differences_ms)
    reference, other = _common(_sorted(reference), _sorted(other))
    differences_ms = _by_times(reference, other)
    fewest = max(_FEWEST_BY_TIME, min(len(reference), len(other)) // 3)
    return _summed_up(differences_ms) if len(differences_ms) >= fewest else None


def _of_same_runners(reference: Sequence[TimerMark], other: Sequence[TimerMark]) -> list[int]:
    """How much later each runner's first mark is in `other`."""
    first_ms: dict[int | str, int] = {}
    for mark in _sorted(reference):
        if mark.whose is not None:
            first_ms.setdefault(mark.whose, mark.at_ms)
    # Taken away by the first mark, so that a second one finds none.
    return [
        mark.at_ms - first_ms.pop(mark.whose)
        for mark in _sorted(other)
        if mark.whose is not None and mark.whose in first_ms
    ]


def _by_times(reference: list[TimerMark], other: list[TimerMark]) -> list[int]:
    """How much later the marks are that fall together best; both are sorted."""
    bins: dict[int, int] = defaultdict(int)
    for difference_ms in _differences(reference, other):
        bins[difference_ms // _BIN_MS] += 1
    if not bins:
        return []
    # Two bins together, so that it does not matter where one ends; the nearest of equal ones.
    best = max(bins, key=lambda one: (bins[one] + bins.get(one + 1, 0), -abs(one), one))
    middle_ms = (best + 1) * _BIN_MS
    shifted = [Timed(mark.at_ms - middle_ms, mark.whose) for mark in other]
    pairs = matches([Timed(mark.at_ms, mark.whose) for mark in reference], shifted, _NEAR_MS)
    return [other[right].at_ms - reference[left].at_ms for left, right in pairs]


def _common(
    reference: list[TimerMark], other: list[TimerMark]
) -> tuple[list[TimerMark], list[TimerMark]]:
    """Those of the time when both were there, not more than are compared."""
    if not reference or not other:
        return [], []
    from_ms = max(reference[0].at_ms, other[0].at_ms) - _WIDEST_OFFSET_MS
    rows = [[mark for mark in row if mark.at_ms >= from_ms] for row in (reference, other)]
    until_ms = min(row[:_MOST_COMPARED][-1].at_ms for row in rows if row) + _WIDEST_OFFSET_MS
    reference, other = ([mark for mark in row if mark.at_ms <= until_ms] for row in rows)
    return reference, other


def _differences(reference: list[TimerMark], other: list[TimerMark]) -> Iterator[int]:
    start = 0
    for mark in other:
        earliest_ms = mark.at_ms - _WIDEST_OFFSET_MS
        while start < len(reference) and reference[start].at_ms < earliest_ms:
            start += 1
        for index in range(start, len(reference)):
            difference_ms = mark.at_ms - reference[index].at_ms
            if difference_ms < -_WIDEST_OFFSET_MS:
                break
            yield difference_ms


def _summed_up(differences_ms: list[int]) -> Offset:
    middle_ms = median(differences_ms)
    deviation_ms = median(abs(one - middle_ms) for one in differences_ms)
    spread_ms = round(deviation_ms * _DEVIATION_OF_MEDIAN)
    return Offset(round(middle_ms), spread_ms, len(differences_ms))


def merged(
    streams: Mapping[int, Sequence[TimerMark]], line: Line, applied_offsets: Mapping[int, int]
) -> list[Moment]:
    """The crossings that several judges marked, each once, the first one first.

    `streams` are marks by the id of the judge, `applied_offsets` the ms that are taken from a
    judge's times. Marks of the same runner are one crossing (the second of one judge and the second
    of another are its second one); marks of different runners never. The others go together in
    order, where they are about a second apart at most, so that together they are as near as can be:
    what one missed or tapped twice stays by itself. Who is further off needs an offset first.
    """
    crossings: list[_Crossing] = []
    reference = reference_of(streams, line.primary_judge_id)
    others = sorted(streams, key=lambda one: (one != reference, -len(streams[one]), one))
    for judge_id in others:
        offset_ms = applied_offsets.get(judge_id, 0)
        _take_in(crossings, judge_id, _sorted(streams[judge_id]), offset_ms)
        crossings.sort(key=_middle_of)
    moments = [Moment(combined_ms(one.times_ms, line), tuple(one.marks)) for one in crossings]
    return sorted(moments, key=lambda one: (one.at_ms, one.marks[0][1].mark_id))


class _Crossing:
    """One crossing that is still taking marks in."""

    __slots__ = ("marks", "sum_ms", "times_ms", "whose")

    def __init__(self) -> None:
        self.marks: list[tuple[int, TimerMark]] = []
        # Each judge's, without the offset.
        self.times_ms: list[tuple[int, int]] = []
        self.sum_ms = 0
        self.whose: int | str | None = None

    def put(self, judge_id: int, mark: TimerMark, at_ms: int) -> None:
        """Takes in one more mark, whose time is `at_ms` on the common scale."""
        self.marks.append((judge_id, mark))
        self.times_ms.append((judge_id, at_ms))
        self.sum_ms += at_ms
        if mark.whose is not None:
            self.whose = mark.whose


def _middle_of(crossing: _Crossing) -> int:
    return crossing.sum_ms // len(crossing.times_ms)


def _take_in(
    crossings: list[_Crossing], judge_id: int, marks: list[TimerMark], offset_ms: int
) -> None:
    """Puts the marks of one more judge into the crossings, which are sorted, or beside them."""
    waiting: dict[int | str, list[_Crossing]] = defaultdict(list)
    for crossing in reversed(crossings):
        if crossing.whose is not None:
            waiting[crossing.whose].append(crossing)
    taken: set[int] = set()
    free_marks = []
    for mark in marks:
        of_runner = waiting.get(mark.whose) if mark.whose is not None else None
        if of_runner:
            crossing = of_runner.pop()
            crossing.put(judge_id, mark, mark.at_ms - offset_ms)
            taken.add(id(crossing))
        else:
            free_marks.append(mark)
    free = [one for one in crossings if id(one) not in taken]
    pairs = matches(
        [Timed(_middle_of(one), one.whose) for one in free],
        [Timed(one.at_ms - offset_ms, one.whose) for one in free_marks],
        _NEAR_MS,
    )
    partner = {right: free[left] for left, right in pairs}
    for index, mark in enumerate(free_marks):
        crossing = partner.get(index) or _Crossing()
        if index not in partner:
            crossings.append(crossing)
        crossing.put(judge_id, mark, mark.at_ms - offset_ms)


def _sorted(marks: Sequence[TimerMark]) -> list[TimerMark]:
    return sorted(marks, key=lambda one: (one.at_ms, one.mark_id))

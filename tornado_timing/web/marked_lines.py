"""What the control room tells of the lines of individual races: who stands there, what came in."""

from collections import defaultdict
from collections.abc import Container, Sequence

from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.marks import Line, Mark
from tornado_timing.domain.model import Competition
from tornado_timing.domain.state import State
from tornado_timing.protocol import marked_lines as protocol


class MarkTally:
    """How many marks each judge made at each line, and when the last one came.

    It is carried on with the marks that are new, so that it costs as much with the five
    thousandth mark as with the first.

    >>> tally.count(book.marks)
    >>> tally.of(line_id, judge_id)
    (12, 1762934400000)
    """

    def __init__(self) -> None:
        self._marks: Sequence[Mark] | None = None
        self._counted = 0
        # By line and judge: how many, and when the last was received, epoch ms.
        self._by_place: dict[tuple[int, int], tuple[int, int]] = {}
        self._judges: defaultdict[int, set[int]] = defaultdict(set)

    def count(self, marks: Sequence[Mark]) -> None:
        """Takes in what `marks`, a list that only grows, has had added."""
        if self._marks is not marks or len(marks) < self._counted:
            # Read back from the file, or purged.
            self._marks, self._counted = marks, 0
            self._by_place.clear()
            self._judges.clear()
        for index in range(self._counted, len(marks)):
            mark = marks[index]
            place = (mark.line_id, mark.judge_id)
            count, last_ms = self._by_place.get(place, (0, 0))
            self._by_place[place] = (count + 1, max(last_ms, mark.received_at_ms))
            self._judges[mark.line_id].add(mark.judge_id)
        self._counted = len(marks)

    def of(self, line_id: int, judge_id: int) -> tuple[int, int | None]:
        """How many marks a judge made at a line, and when the last came in; None without one."""
        return self._by_place.get((line_id, judge_id), (0, None))

    def judges_at(self, line_id: int) -> set[int]:
        """Ids of the judges who made marks at a line."""
        return self._judges.get(line_id, set())


def lines_by_judge(book: RaceBook) -> dict[int, list[Line]]:
    """Where each judge stands, by the judge's id."""
    stands: defaultdict[int, list[Line]] = defaultdict(list)
    for line in book.lines.values():
        for judge_id in book.assignments.get(line.id, {}):
            stands[judge_id].append(line)
    return stands


def marked_race(
    state: State, competition: Competition, tally: MarkTally, connected: Container[int]
) -> protocol.MarkedRace:
    """What is marked in a race; `connected` are the ids of judges who have a socket open."""
    book = state.individual.book_of(competition.id)
    tally.count(book.marks)
    live = state.individual.live_of(competition.id)
    lines = [
        protocol.marked_line(
            line,
            book.mark_count_at(line.id),
            live.flagged_at(line.id),
            _judges_at(state, book, line, tally, connected),
        )
        for line in book.lines.values()
    ]
    # Marks alone do not change those before them, but for what clients can tell themselves.
    change_count = book.version - len(book.marks)
    return protocol.MarkedRace(competition.id, change_count, len(book.marks), lines)


def _judges_at(
    state: State, book: RaceBook, line: Line, tally: MarkTally, connected: Container[int]
) -> list[protocol.LineJudgeLine]:
    stands = book.assignments.get(line.id, {})
    judges = []
    for judge_id in sorted({*stands, *tally.judges_at(line.id)}):
        judge = state.accounts.get(judge_id)
        if judge is None:
            continue
        count, last_ms = tally.of(line.id, judge_id)
        judges.append(
            protocol.line_judge(
                judge,
                stands[judge_id].mode if judge_id in stands else None,
                is_connected=judge_id in connected,
                total_marks=count,
                last_mark_ms=last_ms,
            )
        )
    return judges

"""What was set right at a line, step by step: what one commit changed is undone as one."""

from collections.abc import Callable

from msgspec import Struct

from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.corrections import OF_MARKS, Correction
from tornado_timing.domain.individual.marks import Mark

MOST_STEPS = 50
# So many bibs name a step; whoever wants all of them reads its corrections.
MOST_BIBS = 3


class LineStep(Struct, frozen=True):
    """Corrections of marks of one line that were made at once, in the order of their storing.

    `holds` is how many of them nobody has undone. `bibs` are the first few that were given or,
    where none was, that came with the mark.
    """

    corrections: list[Correction]
    holds: int
    bibs: list[str]


def last_steps(
    book: RaceBook, line_id: int, mark_of: Callable[[str], Mark | None]
) -> list[LineStep]:
    """The last steps of a line, the newest first; `mark_of` knows a mark by its id.

    One is told from another by its moment, as `RaceBook.moment_after` gives none twice, and by who
    made it: judges send moments of their own. What undoes others is no step.
    """
    found: dict[tuple[int, int | None], list[Correction]] = {}
    for one in reversed(book.corrections):
        mark = mark_of(one.subject) if one.kind in OF_MARKS else None
        if mark is None or mark.line_id != line_id:
            continue
        key = (one.made_at_ms, one.account_id)
        if key not in found and len(found) == MOST_STEPS:
            break
        found.setdefault(key, []).append(one)
    return [_step(book, made[::-1], mark_of) for made in found.values()]


def _step(
    book: RaceBook, made: list[Correction], mark_of: Callable[[str], Mark | None]
) -> LineStep:
    bibs: dict[str, None] = {}
    for one in made:
        mark = mark_of(one.subject)
        bib = one.text or (mark.bib if mark else None)
        if bib:
            bibs[bib] = None
        if len(bibs) == MOST_BIBS:
            break
    return LineStep(made, sum(one.id in book.holding for one in made), list(bibs))

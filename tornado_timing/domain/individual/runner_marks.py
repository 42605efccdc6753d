"""What a runner's history is made of: its start, and the marks that are its own or were."""

from collections import defaultdict

from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.marks import Mark, moment_of, noted_at
from tornado_timing.domain.individual.runners import Runner, bib_key
from tornado_timing.domain.model import Competition


def gun_at(book: RaceBook, competition: Competition, runner: Runner) -> int | None:
    """From when a runner's time counts, epoch ms: a start of its own, its wave's, or the race's.

    None while there is none: a runner in a wave waits for the start of that wave.
    """
    own = book.holding.last(Kind.RUNNER_START, str(runner.id))
    if own is not None:
        return own.number
    if runner.wave_id is None:
        return competition.official_start_ms
    return book.official_start_of(runner.wave_id) if runner.wave_id in book.waves else None


def marks_about(book: RaceBook, runner_id: int, started_at_ms: int | None) -> list[Mark]:
    """Marks that are this runner's, as they came or by any correction, in the order stored.

    So a mark that was given to somebody else, or that was withdrawn, still has its place in the
    history of who it was taken from. `started_at_ms` is the pressed start of the competition.
    """
    bibs = book.bibs()
    worn = _bibs_of(book, runner_id)
    written: defaultdict[str, list[str]] = defaultdict(list)
    moved: defaultdict[str, list[int]] = defaultdict(list)
    for one in book.corrections:
        if one.kind is Kind.MARK_BIB:
            written[one.subject].append(one.text)
        elif one.kind is Kind.MARK_MOMENT and one.number is not None:
            moved[one.subject].append(one.number)
    found = []
    for mark in book.marks:
        texts = [text for text in (mark.bib, *written.get(mark.id, ())) if text]
        texts = [text for text in texts if bib_key(text) in worn]
        if not texts:
            continue
        made_ms = moment_of(mark, started_at_ms)
        if made_ms is None:
            made_ms = noted_at(mark, started_at_ms)
        moments = [mark.received_at_ms if made_ms is None else made_ms, *moved.get(mark.id, ())]
        if any(bibs.wearer(text, at_ms) == runner_id for text in texts for at_ms in moments):
            found.append(mark)
    return found


def _bibs_of(book: RaceBook, runner_id: int) -> set[str]:
    """The keys of all bibs that a runner ever wore."""
    given = (
        one.text
        for one in book.corrections
        if one.kind is Kind.RUNNER_BIB and one.subject == str(runner_id)
    )
    entered = book.entered.get(runner_id)
    return {bib_key(bib) for bib in (*([] if entered is None else [entered.bib]), *given) if bib}

"""Whatever marks there are, there is a proposal, and every mark that counts is in it once."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language_of_reconciling import TwoLists
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.domain.individual.reconciling.streams import at_line
from tornado_timing.protocol.reconciliation import encode_reconciliation

BIBS = ("7", "07", "71", "17", "88", "A1", "ÑÑ", "0", "999999999999")
SECONDS = st.one_of(st.integers(1_000, 1_060), st.integers(-100, 80_000))
MARKS = st.tuples(
    st.sampled_from(("time", "bib", "both", "unknown moment", "unmeasured clock")),
    SECONDS,
    st.sampled_from(BIBS),
    st.integers(1, 3),
)
CORRECTIONS = st.tuples(
    st.sampled_from((Kind.MARK_BIB, Kind.MARK_MOMENT, Kind.MARK_WITHDRAWN)),
    st.integers(0, 29),
    st.sampled_from(("", *BIBS)),
    SECONDS,
)


def told(line: TwoLists, mark: tuple[str, int, str, int]) -> None:
    kind, at_s, bib, judge = mark
    if kind == "time":
        line.taps(at_s, judge)
    elif kind == "both":
        line.both(bib, at_s, judge)
    elif kind == "unmeasured clock":
        line.writes(bib, at_s, judge, clock_offset_ms=None)
    else:
        line.writes(bib, at_s if kind == "bib" else None, judge)


@settings(max_examples=120, deadline=None)
@given(st.lists(MARKS, max_size=30), st.lists(CORRECTIONS, max_size=15), st.booleans())
def test_every_mark_is_in_one_row(
    marks: list[tuple[str, int, str, int]],
    corrections: list[tuple[Kind, int, str, int]],
    is_over: bool,
) -> None:
    line = TwoLists([7, 71, 17, "A1"], is_over=is_over)
    for mark in marks:
        told(line, mark)
    for kind, index, bib, at_s in corrections:
        if index < len(marks):
            fields: dict[str, Any] = {Kind.MARK_BIB: {"text": bib}}.get(kind, {})
            at = f"{at_s // 60}:{at_s % 60}" if kind is Kind.MARK_MOMENT and at_s > 0 else None
            if kind is Kind.MARK_MOMENT and at is None:
                continue
            line.correct(kind, line.race.marks[index].id, at=at, **fields)
    proposal = line.proposal()
    encode_reconciliation(proposal, 1, 0, started_at_ms=None, usernames={}, runners={})
    sheet = proposal.sheet
    times = [row.time for row in proposal.rows if row.time is not None]
    entries = [row.entry for row in proposal.rows if row.entry is not None]
    assert times == list(range(len(sheet.times)))
    assert sorted(entries) == list(range(len(sheet.entries)))
    shown = [one.mark.id for time in sheet.times for one in time.marks]
    shown += [one.mark.id for entry in sheet.entries for one in (*entry.marks, *entry.readings)]
    race = line.race
    crossings = [view.crossing for view in line.outcome().marks]
    counted = at_line(race.lines[0], crossings, race.official_start_ms)
    assert sorted(shown) == sorted(
        one.mark.id for one in counted if one.at_ms is not None or one.bib is not None
    )
    for fault in proposal.faults:
        for repair in fault.repairs:
            assert repair.changes

"""Times and bibs that an organizer pairs: one commit, one entry on record, each undoable."""

import msgspec
import pytest

from tests.language_of_entries import finish_ms, five_k, mark, runner, stored
from tests.language_of_races import OLGA, Office
from tornado_timing.domain import errors
from tornado_timing.domain.events import EntriesChanged, MarksChanged
from tornado_timing.domain.individual.corrections import Kind
from tornado_timing.service.pairing import RefusedPair


async def race(office: Office) -> None:
    """Runners 1 and 2, who wear 7 and 8; marks "t1" and "t2" with times, "b1", "b2" with bibs."""
    await office.judge()
    await five_k(office)
    await runner(office, "7")
    await runner(office, "8")
    await office.services.competitions.start(1, OLGA)
    await stored(
        office,
        *(mark(f"t{number}", 60_000 * number) for number in (1, 2)),
        *(
            mark(f"b{number}", bib=str(6 + number), sequence=number, noted=60_000 * number + 2_000)
            for number in (1, 2)
        ),
    )
    office.events.clear()


@pytest.mark.gen_test
async def test_what_is_paired_is_in_the_file(office: Office) -> None:
    await race(office)
    pairs = [("t1", "b1"), ("t2", "b2")]
    made, refused = await office.services.pairing.pair(1, pairs, "", OLGA)
    assert ([one.subject for one in made], refused) == (["t1", "t2"], [])
    assert office.events == [MarksChanged(1), EntriesChanged(1)]
    assert (finish_ms(office, 1), finish_ms(office, 2)) == (60_000, 120_000)
    await office.reopen()
    assert (finish_ms(office, 1), finish_ms(office, 2)) == (60_000, 120_000)


@pytest.mark.gen_test
async def test_pairs_are_one_entry_on_record_and_each_can_be_undone(office: Office) -> None:
    await race(office)
    count = office.state.newest_audit_id
    await office.services.pairing.pair(1, [("t1", "b1"), ("t2", "b2")], "checked", OLGA)
    assert office.state.newest_audit_id == count + 1
    ((_, entry),) = await office.services.auditing.page(1)
    assert (entry.action, entry.username, entry.competition_id) == ("marks_paired", "olga", 1)
    assert (entry.subject_kind, entry.subject_id, entry.subject_name) == ("line", 1, "Finish")
    assert msgspec.json.decode(entry.details) == {"count": 2, "reason": "checked"}
    second, first = office.services.correcting.of(1)
    assert (first.kind, first.subject, first.text) == (Kind.MARK_BIB, "t1", "7")
    assert (first.reason, first.account_id) == ("checked", OLGA.account_id)
    await office.services.correcting.undo(first.id, "", OLGA)
    assert (finish_ms(office, 1), finish_ms(office, 2)) == (None, 120_000)
    assert second.subject == "t2"


@pytest.mark.gen_test
async def test_a_pair_that_is_no_more_spoils_no_other(office: Office) -> None:
    await race(office)
    count = office.state.newest_audit_id
    pairing = office.services.pairing
    made, (refused,) = await pairing.pair(1, [("gone", "b1"), ("t2", "b2")], "", OLGA)
    assert ([one.subject for one in made], refused.time_mark_id) == (["t2"], "gone")
    assert isinstance(refused.error, errors.MarkNotFound)
    assert (finish_ms(office, 1), finish_ms(office, 2)) == (None, 120_000)
    # Asked again, as after an answer that was lost, it is done; and nothing more is on record.
    office.events.clear()
    made, again = await pairing.pair(1, [("t2", "b2")], "", OLGA)
    assert (made, [type(one) for one in again]) == ([], [RefusedPair])
    assert isinstance(again[0].error, errors.MarkHasBib)
    assert office.events == []
    assert office.state.newest_audit_id == count + 1


@pytest.mark.gen_test
async def test_after_a_commit_that_failed_nothing_is_paired(office: Office) -> None:
    await race(office)
    await office.core.database.run(lambda file: file.execute("PRAGMA query_only = ON"))
    with pytest.raises(errors.StorageFailed):
        await office.services.pairing.pair(1, [("t1", "b1")], "", OLGA)
    assert office.events == []
    await office.core.database.run(lambda file: file.execute("PRAGMA query_only = OFF"))
    await office.reopen()
    assert finish_ms(office, 1) is None


@pytest.mark.gen_test
async def test_a_line_that_is_not_there_has_nothing_to_pair(office: Office) -> None:
    await race(office)
    pairing = office.services.pairing
    with pytest.raises(errors.NotFound):
        await pairing.pair(9, [("t1", "b1")], "", OLGA)
    await office.services.competitions.stop(1, OLGA)
    await office.services.competitions.delete(1, OLGA)
    with pytest.raises(errors.NotFound):
        await pairing.pair(1, [("t1", "b1")], "", OLGA)

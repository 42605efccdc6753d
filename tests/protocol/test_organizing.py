"""The bin and the record as organizers read them."""

import pytest

from tests.language_of_races import START_MS
from tornado_timing.domain.audit import AuditEntry
from tornado_timing.protocol.organizing import AuditEntryOut, audit_entry_out, audit_rows


def entry(name: str = "5K", competition_id: int | None = 1) -> AuditEntry:
    return AuditEntry(
        at_ms=START_MS,
        account_id=1,
        username="olga",
        address="192.168.1.5",
        action="competition_changed",
        subject_kind="competition",
        subject_id=1,
        subject_name=name,
        competition_id=competition_id,
        details='{"name":["3K","5K"]}',
    )


def test_an_entry_says_who_did_what_when_and_from_where() -> None:
    assert audit_entry_out(7, entry()) == AuditEntryOut(
        id=7,
        at="2025-11-12T08:00:00.000Z",
        username="olga",
        address="192.168.1.5",
        action="competition_changed",
        subject_kind="competition",
        subject_id=1,
        subject_name="5K",
        competition_id=1,
        details={"name": ["3K", "5K"]},
    )


def test_a_row_has_a_cell_for_each_field() -> None:
    (row,) = audit_rows([(7, entry(competition_id=None))])
    assert len(row) == len(AuditEntryOut.__struct_fields__)
    assert row[:3] == [7, "2025-11-12T08:00:00.000Z", "olga"]
    assert row[-2:] == ["", '{"name":["3K","5K"]}']


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_begins_as_a_formula_does(name: str) -> None:
    (row,) = audit_rows([(7, entry(name))])
    assert row[7] == f"'{name}"


def test_a_number_that_is_negative_is_no_formula() -> None:
    (row,) = audit_rows([(-7, entry())])
    assert row[0] == -7

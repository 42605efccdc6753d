"""What every change does on its way: it is measured, and what is on record is logged."""

import logging
from typing import Any

import pytest

from tests.language_of_races import Office
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.errors import StorageFailed
from tornado_timing.service.core import MOST_LOGGED
from tornado_timing.store.writer import Write

OLGA = Actor(1, "olga", "192.168.1.5")


def notes(office: Office, count: int) -> list[Write]:
    subject: Any = ("runner", 7, "Ana Pérez")
    return [office.core.note(OLGA, "runner_changed", subject) for _ in range(count)]


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.message for one in caplog.records if one.name.endswith("service.core")]


@pytest.mark.gen_test
async def test_what_is_on_record_is_logged_without_anybody_s_name(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await office.core.commit(notes(office, 1))
    assert logged(caplog) == ["olga (192.168.1.5): runner_changed, runner 7"]


@pytest.mark.gen_test
async def test_of_a_long_list_some_are_logged_and_the_others_counted(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    before = office.state.newest_audit_id
    await office.core.commit(notes(office, MOST_LOGGED + 3))
    assert len(logged(caplog)) == MOST_LOGGED + 1
    assert logged(caplog)[-1] == "and 3 more changes on record with these"
    assert office.state.newest_audit_id == before + MOST_LOGGED + 3


@pytest.mark.gen_test
async def test_commits_are_measured_and_those_that_fail_are_counted_apart(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "tornado_timing.store.writer")
    measures = office.core.measures
    before = measures.commits.count
    await office.core.commit(notes(office, 1))
    assert (measures.commits.count, measures.commit_failures) == (before + 1, 0)
    with pytest.raises(StorageFailed):
        await office.core.commit([Write("INSERT INTO nowhere VALUES (1)", [()])])
    assert (measures.commits.count, measures.commit_failures) == (before + 1, 1)
    assert office.core.writer.depth == 0

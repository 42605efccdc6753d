"""The one writer: group commit, order, failure and recovery."""

import asyncio
import logging
import sqlite3
import threading
from typing import Any

import pytest

from tests.language_of_races import OLGA, START_MS, Office, everything_in, time
from tornado_timing.domain.errors import ServerStopping, StorageFailed
from tornado_timing.domain.events import TeamsChanged
from tornado_timing.domain.model import Account, Team
from tornado_timing.store import queries
from tornado_timing.store.writer import Write


class Ledger:
    """Records that are on their way, and what became of them."""

    def __init__(self, office: Office, judge: Account, team: Team) -> None:
        self.office = office
        self.judge = judge
        self.team = team
        self.settled: list[tuple[str, Any]] = []

    def send(self, name: str, sent: int = 1) -> None:
        """Sends a record without waiting."""

        def done(decision: Any, error: Any) -> None:
            self.settled.append((name, error))

        self.office.services.timing.record_times(
            self.judge, self.team.id, [time(sent, name)], None, START_MS, done
        )

    async def wait(self, count: int) -> None:
        async with asyncio.timeout(5):
            while len(self.settled) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.001)

    @property
    def errors(self) -> list[type]:
        return [type(error) for _, error in self.settled]


async def ledger_of(office: Office) -> Ledger:
    _, judge, team = await office.race_day()
    return Ledger(office, judge, team)


async def in_file(office: Office) -> list[str]:
    rows = await office.core.database.run(
        lambda c: c.execute("SELECT id FROM time_records ORDER BY seq").fetchall()
    )
    return [record_id for (record_id,) in rows]


async def recovered(office: Office) -> None:
    """Waits until the writer works again after a commit that failed."""
    async with asyncio.timeout(5):
        while True:
            try:
                await office.core.commit([])
                return
            except StorageFailed:
                await asyncio.sleep(0.005)


def hold(office: Office) -> "asyncio.Future[None]":
    """Keeps the database's thread busy until the result is set."""
    gate = threading.Event()
    loop = asyncio.get_running_loop()
    release: asyncio.Future[None] = loop.create_future()
    release.add_done_callback(lambda _: gate.set())
    task = loop.create_task(office.core.database.run(lambda _: gate.wait(5)))
    release.add_done_callback(lambda _: task)
    return release


@pytest.mark.gen_test
async def test_what_waits_together_is_committed_together(office: Office) -> None:
    ledger = await ledger_of(office)
    before = office.core.writer.commits
    for number in range(200):
        ledger.send(f"id-{number}", number)
    assert ledger.settled == []
    await ledger.wait(200)
    assert office.core.writer.commits - before <= 3
    assert len(await in_file(office)) == 200


@pytest.mark.gen_test
async def test_what_arrives_during_a_commit_goes_into_the_next(office: Office) -> None:
    ledger = await ledger_of(office)
    release = hold(office)
    await asyncio.sleep(0)
    before = office.core.writer.commits
    ledger.send("first")
    await asyncio.sleep(0.01)
    for number in range(50):
        ledger.send(f"id-{number}", number + 2)
    await asyncio.sleep(0.01)
    assert ledger.settled == []
    release.set_result(None)
    await ledger.wait(51)
    assert office.core.writer.commits - before == 2


@pytest.mark.gen_test
async def test_the_order_is_that_of_the_appends(office: Office) -> None:
    ledger = await ledger_of(office)
    names = [f"id-{number}" for number in range(250)]
    for number, name in enumerate(names):
        ledger.send(name, number)
        if number % 40 == 0:
            await asyncio.sleep(0)
    await ledger.wait(250)
    assert [name for name, _ in ledger.settled] == names
    assert await in_file(office) == names


@pytest.mark.gen_test
async def test_different_statements_keep_their_order_too(office: Office) -> None:
    """A team is made and times point to it in the same commit."""
    judge = await office.judge()
    competition = await office.competition()
    await office.services.competitions.start(competition.id, OLGA)
    making = asyncio.ensure_future(office.team(7, competition.id, judge_id=judge.id))
    await asyncio.sleep(0)
    (team,) = office.state.teams.values()
    await office.sends(judge, team.id, time(1, "a"))
    await making
    assert await in_file(office) == ["a"]


@pytest.mark.gen_test
async def test_settled_means_in_the_file(office: Office) -> None:
    ledger = await ledger_of(office)
    ledger.send("a")
    await ledger.wait(1)
    other = sqlite3.connect(office.path)
    assert other.execute("SELECT id FROM time_records").fetchall() == [("a",)]
    other.close()


@pytest.mark.gen_test
async def test_a_duplicate_waits_for_the_commit_of_the_original(office: Office) -> None:
    ledger = await ledger_of(office)
    release = hold(office)
    await asyncio.sleep(0)
    ledger.send("a")
    ledger.send("a")
    await asyncio.sleep(0.01)
    ledger.send("a")
    await asyncio.sleep(0.01)
    assert ledger.settled == []
    release.set_result(None)
    await ledger.wait(3)
    assert ledger.settled == [("a", None)] * 3
    assert await in_file(office) == ["a"]


@pytest.mark.gen_test
async def test_a_barrier_with_nothing_to_wait_for_is_settled_at_once(office: Office) -> None:
    settled: list[object] = []
    office.core.writer.append([], settled.append)
    assert settled == [None]


@pytest.mark.gen_test
async def test_a_duplicate_costs_no_commit(office: Office) -> None:
    ledger = await ledger_of(office)
    ledger.send("a")
    await ledger.wait(1)
    before = office.core.writer.commits
    for _ in range(5):
        ledger.send("a")
    await ledger.wait(6)
    assert office.core.writer.commits == before


# ---- failure ----


@pytest.mark.gen_test
async def test_a_failed_commit_fails_all_that_waits_and_keeps_nothing(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "tornado_timing.store.writer")
    ledger = await ledger_of(office)
    ledger.send("before")
    await ledger.wait(1)
    office.events.clear()
    release = hold(office)
    await asyncio.sleep(0)
    ledger.send("in flight", 9)
    await asyncio.sleep(0.01)
    ledger.send("same transaction", 2)
    broken: list[Any] = []
    office.core.writer.append([Write("INSERT INTO nowhere VALUES (1)", [()])], broken.append)
    await asyncio.sleep(0.01)
    ledger.send("behind it", 3)
    ledger.send("behind it", 3)
    release.set_result(None)
    await ledger.wait(5)
    assert [type(error) for error in broken] == [StorageFailed]
    assert ledger.errors == [type(None)] * 2 + [StorageFailed] * 3
    await recovered(office)
    stored = ["before", "in flight"]
    assert await in_file(office) == stored
    assert [record.id for record in office.state.times_of(ledger.team.id).records] == stored
    assert TeamsChanged(None) in office.events
    assert everything_in(office.state) == everything_in(await office.read_back())


@pytest.mark.gen_test
async def test_what_comes_before_the_state_is_rebuilt_fails_at_once(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "tornado_timing.store.writer")
    ledger = await ledger_of(office)
    seen: list[Any] = []

    def failed(error: Any) -> None:
        office.core.writer.append([], seen.append)
        ledger.send("meanwhile", 9)

    office.core.writer.append([Write("INSERT INTO nowhere VALUES (1)", [()])], failed)
    await ledger.wait(1)
    assert [type(error) for error in seen] == [StorageFailed]
    assert ledger.errors == [StorageFailed]
    await recovered(office)
    assert office.state.record("meanwhile") is None
    ledger.send("meanwhile", 9)
    await ledger.wait(2)
    assert ledger.settled[-1] == ("meanwhile", None)


@pytest.mark.gen_test
async def test_a_state_that_cannot_be_read_back_is_tried_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "tornado_timing.store.writer")
    monkeypatch.setattr("tornado_timing.store.writer.RECOVERY_PAUSE_S", 0.005)
    ledger = await ledger_of(office)
    tries: list[int] = []
    load = queries.load_state

    def load_at_the_third_try(connection: sqlite3.Connection) -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise sqlite3.OperationalError("disk I/O error")
        return load(connection)

    monkeypatch.setattr(queries, "load_state", load_at_the_third_try)
    with pytest.raises(StorageFailed):
        await office.core.commit([Write("INSERT INTO nowhere VALUES (1)", [()])])
    ledger.send("too soon")
    assert ledger.errors == [StorageFailed]
    await recovered(office)
    assert len(tries) == 3
    ledger.send("a")
    await ledger.wait(2)
    assert ledger.settled[-1] == ("a", None)


@pytest.mark.gen_test
async def test_a_full_disk_is_answered_and_when_there_is_room_it_goes_on(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "tornado_timing.store.writer")
    ledger = await ledger_of(office)

    def pages(limit: int) -> Any:
        return lambda c: c.execute(f"PRAGMA max_page_count = {limit}").fetchone()

    (now,) = await office.core.database.run(lambda c: c.execute("PRAGMA page_count").fetchone())
    await office.core.database.run(pages(now))
    stored = 0
    while StorageFailed not in ledger.errors:
        before = len(ledger.settled)
        for number in range(50):
            ledger.send(f"id-{before + number}", before + number)
        await ledger.wait(before + 50)
        stored = ledger.errors.count(type(None))
        assert before < 5000
    await recovered(office)
    assert len(await in_file(office)) == stored
    assert office.state.record_count() == stored
    lost = [name for name, error in ledger.settled if error is not None]
    with pytest.raises(StorageFailed):
        await office.competition("x" * 100_000)
    await recovered(office)
    assert len(office.state.competitions) == 1

    await office.core.database.run(pages(100_000))
    ledger.settled.clear()
    for number, name in enumerate(lost):
        ledger.send(name, 10_000 + number)
    await ledger.wait(len(lost))
    assert ledger.errors == [type(None)] * len(lost)
    assert len(await in_file(office)) == stored + len(lost)
    assert everything_in(office.state) == everything_in(await office.read_back())


# ---- stopping ----


@pytest.mark.gen_test
async def test_stop_finishes_the_queue_and_refuses_what_comes_later(office: Office) -> None:
    ledger = await ledger_of(office)
    for number in range(30):
        ledger.send(f"id-{number}", number)
    stopping = asyncio.ensure_future(office.core.writer.stop())
    await asyncio.sleep(0)
    ledger.send("late", 99)
    await stopping
    assert ledger.settled[0] == ("late", ledger.settled[0][1])
    assert ledger.errors.count(ServerStopping) == 1
    assert ledger.errors.count(type(None)) == 30
    # A duplicate of what was never stored must not look like a success.
    ledger.send("late", 99)
    assert ledger.errors[-1] is ServerStopping
    with pytest.raises(ServerStopping):
        await office.core.commit([])
    await office.reopen()
    assert len(await in_file(office)) == 30


@pytest.mark.gen_test
async def test_stopping_twice_is_as_once(office: Office) -> None:
    ledger = await ledger_of(office)
    ledger.send("a")
    writer = office.core.writer
    async with asyncio.timeout(0.5):
        await asyncio.gather(writer.stop(), writer.stop())
    await writer.stop()
    assert ledger.errors == [type(None)]


@pytest.mark.gen_test
async def test_a_listener_that_fails_does_not_stop_the_writer(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "tornado_timing.store.writer")
    ledger = await ledger_of(office)

    def fail(error: Any) -> None:
        raise RuntimeError("a fault of ours")

    release = hold(office)
    await asyncio.sleep(0)
    office.core.writer.append([queries.forget_sessions(0)], fail)
    ledger.send("a")
    release.set_result(None)
    await ledger.wait(1)
    assert ledger.errors == [type(None)]
    assert await in_file(office) == ["a"]

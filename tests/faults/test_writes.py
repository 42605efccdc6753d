"""Writes that fail: an I/O error at any statement, a disk without room, a file that is locked."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.failing import FailingConnection, locked_by_another
from tests.faults.refusing import Limits, Refusing
from tests.faults.trial import SENT, TAP, Trial, VenueOfAll, fail_at_every_statement
from tests.venue import Venue
from tornado_timing.domain.errors import StorageFailed
from tornado_timing.store import writer
from tornado_timing.store.writer import Write


@pytest.mark.gen_test(timeout=60)
@pytest.mark.parametrize(
    ("is_done", "in_a_row"),
    # With four in a row, reading the state back fails as well.
    [(False, 1), (True, 4)],
    ids=["not done", "done and not told"],
)
async def test_an_io_error_at_any_statement_loses_and_doubles_nothing(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_done: bool, in_a_row: int
) -> None:
    monkeypatch.setattr(writer, "RECOVERY_PAUSE_S", 0.001)
    outcomes = await fail_at_every_statement(tmp_path, is_done=is_done, in_a_row=in_a_row)
    assert len(outcomes) > 2 * len(SENT)
    for failed, failures, _, verdict in outcomes:
        assert bool(failed) is bool(failures)
        assert verdict.is_good, f"{failed}: {verdict}"


@pytest.mark.gen_test(timeout=30)
async def test_what_could_not_be_rolled_back_is_not_taken_for_stored(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "RECOVERY_PAUSE_S", 0.001)
    async with VenueOfAll(tmp_path) as venue:
        trial = await Trial(venue).open()
        core, connection = venue.server.services.core, trial.connection
        connection.rollbacks_to_fail = 1
        # BEGIN, the insert, and the COMMIT that fails.
        connection.countdown = 3
        write = Write("INSERT INTO revoked_sessions VALUES (?, ?)", [("x", 1)])
        with pytest.raises(StorageFailed):
            await core.writer.write([write])
        assert connection.failed == ["COMMIT"]
        await trial.send_everything()
        assert "x" not in core.state.revoked_sessions
    assert trial.oracle.verdict(tmp_path / "timing.db").is_good


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process")
@pytest.mark.gen_test(timeout=60)
async def test_writes_that_the_system_refuses_lose_and_double_nothing(
    io_loop: Any, tmp_path: Path
) -> None:
    refusing = Refusing(tmp_path / "data", seed=3)
    await refusing.run(Limits, rounds=2, work_s=0.3)
    assert refusing.told["storage_failed"] > 0
    assert refusing.worst.is_good, refusing.worst
    assert refusing.oracle.faults == []


@pytest.mark.gen_test(timeout=30)
async def test_a_file_locked_for_a_moment_delays_an_answer_and_nothing_else(venue: Venue) -> None:
    judge, other = await venue.judge("juez1"), await venue.judge("juez2")
    await venue.start_race()
    async with locked_by_another(venue.data_dir / "timing.db"):
        await judge.send({**TAP, "tiempo": 5, "id_registro": "a"})
        # The loop is free meanwhile, and so is everything that stores nothing.
        assert (await other.ask({"tipo": "ping"}))["tipo"] == "pong"
        assert (await venue.get("/api/competencias/1/resultados/")).status == 200
        await judge.send({"tipo": "ping"})
        assert (await judge.read_tipo("pong", "tiempo_registrado"))["tipo"] == "pong"
    assert (await judge.read_tipo("tiempo_registrado", "error"))["id_registro"] == "a"


@pytest.mark.gen_test(timeout=30)
async def test_a_file_locked_for_longer_is_an_error_that_can_be_tried_again(venue: Venue) -> None:
    judge = await venue.judge()
    await venue.start_race()
    core = venue.server.services.core
    await core.database.run(
        lambda connection: connection.execute("PRAGMA busy_timeout = 100").fetchall()
    )
    tap = {**TAP, "tiempo": 5, "id_registro": "a"}
    async with locked_by_another(venue.data_dir / "timing.db"):
        for _ in range(2):
            assert (await judge.ask(tap))["codigo"] == "storage_failed"
    answer = await judge.ask(tap)
    while answer["tipo"] == "error":
        assert answer["codigo"] == "storage_failed"
        # It is read back once a second at most; who asks faster than that is told to slow down.
        await asyncio.sleep(0.1)
        answer = await judge.ask(tap)
    assert answer["duplicado"] is False
    assert (await judge.ask(tap))["duplicado"] is True
    await venue.restart()
    assert venue.state.record_count() == 1


@pytest.mark.gen_test(timeout=30)
async def test_a_disk_that_keeps_failing_is_read_back_once_in_a_while_and_not_for_every_tap(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "RECOVERY_PAUSE_S", 60.0)
    judge = await venue.judge()
    await venue.start_race()
    core = venue.server.services.core
    connection = FailingConnection.of(core.database)
    connection.countdown, connection.in_a_row = 1, 1
    tap = {**TAP, "tiempo": 5, "id_registro": "a"}
    # The first failure is got over at once, ...
    while (answer := await judge.ask(tap))["tipo"] == "error":
        assert answer["codigo"] == "storage_failed"
    connection.countdown = 1
    state = core.state
    for number in range(20):
        answer = await judge.ask({**TAP, "tiempo": 6 + number})
        assert answer["codigo"] == "storage_failed"
    # ... the second one waits.
    assert core.state is state
    assert core.writer.is_reading_back
    core.writer._rebuilding.cancel()
    core.writer._is_busy = False

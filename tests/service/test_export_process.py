"""The process that makes files: one at a time, not for ever, and never longer than the server."""

import asyncio
import logging
import os
import sys
from itertools import pairwise

import pytest

from tests.language_of_files import RACE_MS, official, results_of, texts_of
from tests.language_of_standings import finisher
from tests.venue import eventually
from tornado_timing.domain import errors
from tornado_timing.domain.individual.certificates import CertificateDesign
from tornado_timing.exports.request import CertificatesWork, Sheet, SheetWork, Work, job_of
from tornado_timing.service.export_process import MAX_WAITING, ExportProcess

# A test that waits for a process on a laptop that does other things as well.
PATIENCE_S = 30


def request(work: Work, count: int = 3) -> bytes:
    public = results_of([finisher(number) for number in range(1, count + 1)], official())
    return job_of(work, public, public.ranking.results, "es", RACE_MS)


def doing(program: str, **options: float) -> ExportProcess:
    """A process that does something else; it reads what it is asked for first."""
    start = "import sys, os, time; asked = sys.stdin.buffer.read(); "
    return ExportProcess((sys.executable, "-c", start + program), **options)


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_a_file_is_made_of_what_is_asked_for() -> None:
    process = ExportProcess()
    file = await process.run(request(SheetWork(Sheet.OVERALL)))
    (page,) = texts_of(file)
    assert "Runner 3" in page
    await process.close()


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_what_it_cannot_make_is_refused_by_name() -> None:
    process = ExportProcess()
    with pytest.raises(errors.NobodyToCertify):
        await process.run(request(CertificatesWork(CertificateDesign()), count=0))
    await process.close()


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_a_bad_request_is_a_fault_that_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    process = ExportProcess()
    for bad in (b"", request(SheetWork(Sheet.OVERALL))[:-5]):
        with pytest.raises(errors.ExportFailed):
            await process.run(bad)
    assert "ended with 1" in caplog.text
    await process.close()


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_a_process_that_dies_is_no_end_of_the_next_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    process = doing("os.kill(os.getpid(), 9) if asked == b'die' else print(len(asked))")
    with pytest.raises(errors.ExportFailed):
        await process.run(b"die")
    assert "ended with" in caplog.text
    assert (await process.run(b"1234")).strip() == b"4"
    await process.close()


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_an_unknown_refusal_is_a_fault() -> None:
    process = doing("print('boom'); sys.exit(2)")
    with pytest.raises(errors.ExportFailed):
        await process.run(b"")
    await process.close()


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_a_process_that_does_not_end_is_ended(caplog: pytest.LogCaptureFixture) -> None:
    process = doing("time.sleep(600)", limit_s=0.2)
    with pytest.raises(errors.ExportFailed):
        await process.run(b"")
    assert "did not end within" in caplog.text
    await process.close()


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_a_program_that_is_not_there_is_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "asyncio")
    process = ExportProcess(("/nowhere/python",))
    with pytest.raises(errors.ExportFailed):
        await process.run(b"")
    await process.close()


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_what_makes_no_files_fails_by_a_name_of_its_own() -> None:
    process = ExportProcess((sys.executable, "-c", "1 / 0"), failed=errors.ReconciliationFailed)
    with pytest.raises(errors.ReconciliationFailed):
        await process.run(b"")
    await process.close()


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_one_is_made_and_some_wait_and_more_are_sent_away() -> None:
    # Each says when it began and when it ended.
    process = doing("a = time.monotonic(); time.sleep(0.05); print(a, time.monotonic())")
    asked = [asyncio.create_task(process.run(b"")) for _ in range(MAX_WAITING + 1)]
    await asyncio.sleep(0)
    with pytest.raises(errors.ExportsBusy):
        await process.run(b"")
    spans = [tuple(map(float, (await one).split())) for one in asked]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    # There is room again.
    assert await process.run(b"")
    await process.close()


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_when_the_server_stops_nobody_gets_a_file_and_no_process_is_left() -> None:
    process = doing("time.sleep(600)")
    asked = [asyncio.create_task(process.run(b"")) for _ in range(3)]
    pid = await pid_of(process)
    await process.close()
    for one in asked:
        with pytest.raises(errors.ServerStopping):
            await one
    assert process.pid is None
    with pytest.raises(errors.ServerStopping):
        await process.run(b"")
    assert not is_running(pid)


@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_who_does_not_wait_any_more_ends_the_process() -> None:
    process = doing("time.sleep(600)")
    asked = asyncio.create_task(process.run(b""))
    pid = await pid_of(process)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert not is_running(pid)
    await process.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there a process is born with its priority")
@pytest.mark.gen_test(timeout=PATIENCE_S)
async def test_it_makes_way_for_everything_else() -> None:
    process = doing(
        "from tornado_timing.exports.__main__ import make_way; make_way(); print(os.nice(0))"
    )
    mine = await doing("print(os.nice(0))").run(b"")
    assert int(await process.run(b"")) > int(mine)
    await process.close()


async def pid_of(process: ExportProcess) -> int:
    """The number of the process, as soon as it runs."""

    async def runs() -> bool:
        return process.pid is not None

    await eventually(runs, "a process runs", PATIENCE_S)
    assert process.pid is not None
    return process.pid


def is_running(pid: int) -> bool:
    """Whether there is a process of this number; one that was waited for is gone."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

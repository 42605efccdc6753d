"""The three ways to send: at a rate, all at once, and each as soon as its last was answered."""

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from benchmarks.errors import BenchmarkError
from benchmarks.judges import Judge, Judges, Tally

ANSWER_TIMEOUT_S = 30.0
# The server's pings must be answered within 10 s.
LONGEST_DEFERRING_S = 5.0
LAST_ANSWERS_S = 0.05


@dataclass(frozen=True)
class ClosedLoop:
    """The outcome of a closed loop."""

    records: int
    elapsed_s: float
    client_cpu_s: float
    tally: Tally

    @property
    def records_per_s(self) -> float:
        """Acknowledged records a second."""
        return self.records / self.elapsed_s

    @property
    def client_load(self) -> float:
        """Share of one core that the client took: near 1 it, not the server, is the limit."""
        return self.client_cpu_s / self.elapsed_s


async def send_at_rate(
    judges: Judges,
    per_second: float,
    *,
    seconds: float,
    seed: int,
    evenly: bool = False,
    stop: asyncio.Event | None = None,
) -> Tally:
    """Send singles, each by any of the judges, without waiting for the answers.

    They leave at random moments, as taps come, or `evenly` spaced. Latencies count from the moment
    a message really left; the moments and the judges are the same for each run with the same seed.
    It ends early once `stop` is set.
    """
    tally = judges.new_tally()
    dice = random.Random(seed)
    left_s = seconds
    pauses_s = (1 / per_second if evenly else dice.expovariate(per_second) for _ in count())
    while left_s > 0 and not (stop is not None and stop.is_set()):
        judges.defer()
        await _send_taps(judges, pauses_s, min(left_s, LONGEST_DEFERRING_S), dice, stop)
        await asyncio.sleep(LAST_ANSWERS_S)
        judges.take_deferred()
        await judges.settle()
        left_s -= LONGEST_DEFERRING_S
    return tally


async def _send_taps(
    judges: Judges,
    pauses_s: Iterator[float],
    seconds: float,
    dice: random.Random,
    stop: asyncio.Event | None,
) -> None:
    started_s = time.perf_counter()
    due_s = 0.0
    while (due_s := due_s + next(pauses_s)) < seconds:
        delay_s = started_s + due_s - time.perf_counter()
        if delay_s > 0:
            await asyncio.sleep(delay_s)
        if stop is not None and stop.is_set():
            return
        judges[dice.randrange(len(judges))].send(1)


async def send_all_at_once(judges: Judges, records: int) -> float:
    """Let every judge send one message at once; return the ms to the last acknowledgement.

    Raises BenchmarkError when an answer is wrong or missing.
    """
    finished: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    missing = len(judges)

    def count_answer(judge: Judge, received_ns: int) -> None:
        nonlocal missing
        missing -= 1
        if missing == 0:
            finished.set_result(received_ns)

    tally = judges.new_tally(count_answer)
    started_ns = time.perf_counter_ns()
    for index in range(len(judges)):
        judges[index].send(records)
    async with asyncio.timeout(ANSWER_TIMEOUT_S):
        finished_ns = await finished
    judges.new_tally()
    if tally.errors:
        raise BenchmarkError(f"{tally.errors} wrong answers, the first: {tally.first_error}")
    return (finished_ns - started_ns) / 1e6


async def send_in_closed_loop(
    judges: Judges, records: int, *, seconds: float = 600.0, messages: int | None = None
) -> ClosedLoop:
    """Let every judge send its next message as soon as its last is answered.

    It ends after `seconds`, or once `messages` were sent. Counts what was acknowledged until the
    end, or until the last answer when `messages` is given.
    """
    loop = asyncio.get_running_loop()
    finished: asyncio.Future[None] = loop.create_future()
    started_ns = time.perf_counter_ns()
    started_cpu_s = time.process_time()
    ends_ns = started_ns + round(seconds * 1e9)
    left = messages if messages is not None else 1 << 62

    def send_next(judge: Judge, received_ns: int) -> None:
        nonlocal left
        if received_ns < ends_ns and left > 0:
            left -= 1
            judge.send(records)
        elif not finished.done() and (messages is None or not judges.waiting()):
            finished.set_result(None)

    tally = judges.new_tally(send_next)
    for index in range(len(judges)):
        send_next(judges[index], started_ns)
    async with asyncio.timeout(seconds + ANSWER_TIMEOUT_S):
        await finished
    ended_ns = time.perf_counter_ns()
    outcome = ClosedLoop(
        records=tally.records,
        elapsed_s=(ended_ns - started_ns) / 1e9,
        client_cpu_s=time.process_time() - started_cpu_s,
        tally=tally,
    )
    await judges.settle()
    judges.new_tally()
    return outcome

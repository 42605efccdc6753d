"""`python -m benchmarks.faults.network.crew PLAN RESULT`: the phones, where their network is.

Both are paths of JSON files: a `Plan`, and the `Result` that this writes.
"""

import asyncio
import random
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.faults.network.plan import PhonePlan, Plan, Result
from benchmarks.faults.outbox import BATCHES, MARKS, SINGLES, Counts
from benchmarks.faults.phone import Phone, until_empty

STYLES = {style.name: style for style in (SINGLES, BATCHES, MARKS)}


class Notes:
    """Writes down what an oracle is to be told."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, list[Any]]] = []
        self.acknowledged: list[tuple[str, str]] = []

    def sends(self, kind: str, name: str, says: list[Any]) -> None:
        """A tap was taken."""
        self.sent.append((kind, name, says))

    def acknowledges(self, kind: str, name: str) -> None:
        """The server has said that it has it."""
        self.acknowledged.append((kind, name))


async def play(plan: Plan) -> Result:
    """Let all phones tap to the end."""
    notes = Notes()
    phones = [
        Phone(
            one.name,
            (plan.host, plan.port),
            one.path,
            STYLES[one.style],
            one.target,
            notes,
            local_host=one.address,
            seed=plan.seed,
        )
        for one in plan.phones
    ]
    running = [asyncio.create_task(phone.run()) for phone in phones]
    both = zip(phones, plan.phones, strict=True)
    await asyncio.gather(*(_tap(phone, one, plan) for phone, one in both))
    stopped_s = time.monotonic()
    await until_empty(phones, plan.settle_s)
    settled_s = time.monotonic() - stopped_s
    for task in running:
        task.cancel()
    ended = await asyncio.gather(*running, return_exceptions=True)
    total = _total([phone.counts for phone in phones])
    total.problems += [repr(one) for one in ended if isinstance(one, Exception)]
    return Result(
        sent=notes.sent,
        acknowledged=notes.acknowledged,
        orders={
            one.name: phone.outbox.order for one, phone in zip(plan.phones, phones, strict=True)
        },
        waiting=sum(len(phone.outbox) for phone in phones),
        settled_s=settled_s,
        counts=total,
    )


async def _tap(phone: Phone, one: PhonePlan, plan: Plan) -> None:
    dice = random.Random(f"{plan.seed} taps of {one.name}")
    ends_s = time.monotonic() + plan.seconds
    last_ms = -1
    bib = one.first_bib
    while True:
        await asyncio.sleep(dice.expovariate(1 / plan.pause_s))
        if time.monotonic() > ends_s:
            return
        last_ms = max(last_ms + 1, time.time_ns() // 10**6 - one.started_at_ms)
        if one.style == MARKS.name:
            phone.outbox.tap(last_ms, str(bib))
            bib += 1
        else:
            phone.outbox.tap(last_ms)


def _total(all_counts: list[Counts]) -> Counts:
    total = Counts()
    for counts in all_counts:
        for name in Counts.__dataclass_fields__:
            setattr(total, name, getattr(total, name) + getattr(counts, name))
    return total


if __name__ == "__main__":
    plan = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Plan)
    Path(sys.argv[2]).write_bytes(msgspec.json.encode(asyncio.run(play(plan))))

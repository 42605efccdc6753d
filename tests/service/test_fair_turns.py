"""Turns at what only a few can have at a time."""

import asyncio

import pytest

from tornado_timing.service.fair_turns import FairTurns


async def asked(turns: FairTurns, asker: str, served: list[str]) -> None:
    async with turns.turn(asker):
        served.append(asker)
        await asyncio.sleep(0)


@pytest.mark.gen_test
async def test_who_asks_a_hundred_times_keeps_nobody_else_waiting() -> None:
    turns, served = FairTurns(2), list[str]()
    asking = [asyncio.create_task(asked(turns, "stranger", served)) for _ in range(100)]
    asking += [asyncio.create_task(asked(turns, judge, served)) for judge in ("ana", "bruno")]
    await asyncio.gather(*asking)
    assert served[:6].count("stranger") == 4
    assert {"ana", "bruno"} <= set(served[:6])
    assert len(served) == 102


@pytest.mark.gen_test
async def test_no_more_than_so_many_at_a_time() -> None:
    turns, inside, most = FairTurns(3), 0, 0

    async def hold() -> None:
        nonlocal inside, most
        async with turns.turn("x"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(hold() for _ in range(20)))
    assert most == 3


@pytest.mark.gen_test
async def test_who_gives_up_or_fails_leaves_the_turn_to_others() -> None:
    turns, served = FairTurns(1), list[str]()
    with pytest.raises(KeyError):
        async with turns.turn("x"):
            raise KeyError
    async with turns.turn("holder"):
        waiting = [asyncio.create_task(asked(turns, "x", served)) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
    # Handed the turn and cancelled in the same moment.
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert served == ["x"]
    await asyncio.wait_for(asked(turns, "y", served), 1)

"""Requests begin a few in each round of the event loop."""

import asyncio

import pytest

from tornado_timing.live.turns import Turns


async def begin(turns: Turns, address: str, begun: list[str]) -> None:
    turn = turns.take(address)
    if turn is not None:
        await turn
    begun.append(address)


@pytest.mark.gen_test
async def test_nobody_waits_who_comes_alone() -> None:
    turns = Turns()
    for _ in range(5):
        assert turns.take("a") is None
        await asyncio.sleep(0)
        await asyncio.sleep(0)


@pytest.mark.gen_test
async def test_a_crowd_begins_over_as_many_rounds_and_what_else_there_is_goes_on() -> None:
    turns, begun, rounds = Turns(at_once=2), list[str](), 0
    crowd = [asyncio.create_task(begin(turns, "a", begun)) for _ in range(20)]
    while len(begun) < 20:
        await asyncio.sleep(0)
        rounds += 1
        assert len(begun) <= 2 * rounds
    await asyncio.gather(*crowd)
    assert rounds < 20


@pytest.mark.gen_test
async def test_one_of_another_address_does_not_wait_for_the_crowd() -> None:
    turns, begun = Turns(), list[str]()
    crowd = [asyncio.create_task(begin(turns, "stranger", begun)) for _ in range(100)]
    await asyncio.sleep(0)
    await asyncio.create_task(begin(turns, "judge", begun))
    assert begun.index("judge") < 5
    await asyncio.gather(*crowd)
    assert len(begun) == 101


@pytest.mark.gen_test
async def test_who_has_gone_away_takes_no_turn() -> None:
    turns, begun = Turns(), list[str]()
    crowd = [asyncio.create_task(begin(turns, "a", begun)) for _ in range(10)]
    await asyncio.sleep(0)
    for task in crowd[1:9]:
        task.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    assert begun == ["a", "a"]

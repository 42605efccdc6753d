"""Work in threads beside the event loop."""

import asyncio
import threading

import pytest

from tornado_timing.domain.errors import ServerStopping
from tornado_timing.service.background import Background


@pytest.mark.gen_test
async def test_work_is_done_in_another_thread_and_what_it_raises_is_raised() -> None:
    background = Background("test", 1, makes_way=True)
    assert await background.run(threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        await background.run(lambda: 1 // 0)
    background.close()


@pytest.mark.gen_test
async def test_what_waits_when_it_is_closed_is_given_up() -> None:
    background = Background("test", 1)
    go_on = threading.Event()
    busy = asyncio.ensure_future(background.run(go_on.wait))
    waiting = asyncio.ensure_future(background.run(int))
    await asyncio.sleep(0.01)
    background.close()
    with pytest.raises(ServerStopping):
        await waiting
    with pytest.raises(ServerStopping):
        await background.run(int)
    go_on.set()
    assert await busy


@pytest.mark.gen_test
async def test_who_is_cancelled_when_it_is_closed_is_cancelled() -> None:
    background = Background("test", 1)
    go_on = threading.Event()
    busy = asyncio.ensure_future(background.run(go_on.wait))
    await asyncio.sleep(0.01)
    background.close()
    busy.cancel()
    with pytest.raises(asyncio.CancelledError):
        await busy
    go_on.set()

"""What calls back once a second."""

import asyncio
from typing import Any

import pytest

from tornado_timing.live import ticker
from tornado_timing.live.ticker import Ticker


@pytest.mark.gen_test
async def test_it_tells_how_late_the_loop_came(
    io_loop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticker, "PERIOD_S", 0.01)
    late: list[float] = []
    thrice = asyncio.Event()

    def tick(late_s: float) -> None:
        late.append(late_s)
        if len(late) == 3:
            thrice.set()

    ticking = Ticker(tick)
    ticking.start()
    await asyncio.wait_for(thrice.wait(), 5)
    ticking.stop()
    assert all(span_s >= -0.001 for span_s in late)
    assert ticking._timer is not None
    assert ticking._timer.cancelled()


def test_what_never_began_can_be_stopped() -> None:
    Ticker(lambda _: None).stop()

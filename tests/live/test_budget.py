"""So many at once, then so many in a second."""

import pytest

from tornado_timing.live import budget


def test_a_burst_and_then_as_much_as_time_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = 100.0
    monkeypatch.setattr(budget.time, "monotonic", lambda: now_s)
    spent = budget.Budget(per_second=10, burst=3)
    assert [spent.spend() for _ in range(5)] == [True] * 3 + [False] * 2
    now_s += 0.25
    assert [spent.spend() for _ in range(3)] == [True, True, False]
    now_s += 60
    assert [spent.spend() for _ in range(4)] == [True] * 3 + [False]

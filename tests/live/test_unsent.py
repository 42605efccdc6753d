"""Which connections are ended because their answers are not read."""

import pytest

from tornado_timing.live import unsent
from tornado_timing.live.unsent import Unsent


class Reader:
    """A connection that is owed an answer."""

    def __init__(self, group: str, waiting: int) -> None:
        self.group = group
        self.waiting = waiting
        self.sent = 0
        self.is_cut = False

    def unsent_bytes(self) -> int:
        return self.waiting

    def sent_bytes(self) -> int:
        return self.sent

    def cut(self) -> None:
        self.is_cut = True
        self.waiting = 0

    def read(self, size: int) -> None:
        self.waiting -= size
        self.sent += size


class Room:
    """What is owed to whom, and a clock that stands."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.unsent = Unsent(lambda one: one.group, lambda: self.now_s)

    def owe(self, group: str, waiting: int) -> Reader:
        one = Reader(group, waiting)
        self.unsent.grew(one, 0)
        return one

    def look(self, after_s: float = 0) -> None:
        self.now_s += after_s
        self.unsent.look()


@pytest.fixture
def room(io_loop: object, monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setattr(unsent, "MAX_UNSENT_BYTES", 100)
    monkeypatch.setattr(unsent, "MAX_UNSENT_BYTES_OF_ONE", 40)
    # No look but those of the test.
    monkeypatch.setattr(Unsent, "_schedule", lambda _: None)
    return Room()


def test_who_reads_nothing_for_15_s_is_cut_off(room: Room) -> None:
    silent = room.owe("a", 10)
    room.look(15)
    assert not silent.is_cut
    room.look(0.1)
    assert silent.is_cut


def test_who_reads_slowly_but_steadily_goes_on(room: Room) -> None:
    slow = room.owe("a", 30)
    for _ in range(20):
        slow.read(1)
        room.look(14)
    assert not slow.is_cut
    # The time of one answer does not count for the next.
    slow.read(10)
    room.look()
    room.look(100)
    slow.waiting = 5
    room.unsent.grew(slow, 5)
    room.look(14)
    assert not slow.is_cut


def test_an_address_that_is_owed_too_much_loses_who_has_read_nothing_the_longest(
    room: Room,
) -> None:
    first = room.owe("a", 20)
    other = room.owe("b", 20)
    room.look(1)
    later = [room.owe("a", 15), room.owe("a", 20)]
    room.look(1)
    assert first.is_cut
    assert [other.is_cut, *(one.is_cut for one in later)] == [False, False, False]


def test_one_large_answer_to_one_address_goes_on(room: Room) -> None:
    large = room.owe("a", 90)
    room.look()
    assert not large.is_cut


def test_all_together_are_owed_no_more_than_so_much(room: Room) -> None:
    strangers = [room.owe(f"s{number}", 35) for number in range(2)]
    small = [room.owe(f"p{number}", 10) for number in range(3)]
    room.look()
    assert not any(one.is_cut for one in [*strangers, *small])
    small.append(room.owe("p4", 5))
    room.look()
    assert [one.is_cut for one in strangers].count(True) == 1
    assert not any(one.is_cut for one in small)


def test_who_is_forgotten_is_looked_at_no_more(room: Room) -> None:
    socket = room.owe("a", 10)
    room.unsent.forget(socket)
    room.look(100)
    assert not socket.is_cut

"""Who may hold a connection, and who is ended for somebody else."""

import random

import pytest

from tornado_timing.live.connections import Connections, group_of


class Line:
    """A connection that knows whether it was ended."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True
        # As a stream does, which tells of its end.
        self._connections.gone(self)


def crowd(connections: Connections, group: str, count: int) -> list[Line]:
    lines = [Line(connections) for _ in range(count)]
    for line in lines:
        assert connections.came(line, group)
    return lines


def closed(lines: list[Line]) -> list[int]:
    return [number for number, line in enumerate(lines) if line.is_closed]


def test_over_its_own_number_an_address_loses_the_one_that_is_silent_the_longest() -> None:
    connections = Connections(per_address=4, in_all=100)
    judge = crowd(connections, "judge", 1)
    stranger = crowd(connections, "stranger", 4)
    connections.asked(stranger[0])
    stranger += crowd(connections, "stranger", 2)
    assert closed(stranger) == [1, 2]
    assert closed(judge) == []
    assert len(connections) == 5


def test_when_all_places_are_taken_who_has_the_most_gives_one() -> None:
    connections = Connections(per_address=60, in_all=100)
    judges = [crowd(connections, f"judge {number}", 1) for number in range(10)]
    first, second = crowd(connections, "first", 50), crowd(connections, "second", 40)
    assert len(connections) == 100
    crowd(connections, "another judge", 1)
    assert (len(closed(first)), closed(second)) == (1, [])
    assert not any(closed(judge) for judge in judges)


def test_open_sockets_are_never_ended_for_others() -> None:
    connections = Connections(per_address=8, in_all=100)
    lines = crowd(connections, "a", 8)
    assert [connections.listens(line) for line in lines] == [True] * 6 + [False] * 2
    later = crowd(connections, "a", 5)
    assert closed(lines) == [6, 7]
    assert closed(later) == [0, 1, 2]
    # One that has left makes a place for another listener.
    connections.gone(lines[0])
    assert connections.listens(later[-1])


def test_listeners_of_all_addresses_leave_places_for_others() -> None:
    connections = Connections(per_address=100, in_all=40)
    listening = 0
    for number in range(8):
        lines = crowd(connections, f"address {number}", 10)
        listening += sum(connections.listens(line) for line in lines)
    assert listening == 30
    assert len(connections) == 40
    assert crowd(connections, "judge", 1)


def test_who_is_signed_in_counts_for_no_address_and_is_never_ended() -> None:
    connections = Connections(per_address=4, in_all=50)
    judges = crowd(connections, "a", 4)
    for judge in judges:
        connections.signed_in(judge)
    others = crowd(connections, "a", 40)
    assert closed(judges) == []
    assert len(closed(others)) == 36


def test_without_anybody_to_end_the_next_one_is_refused() -> None:
    connections = Connections(per_address=10, in_all=3)
    for line in crowd(connections, "judges", 3):
        connections.signed_in(line)
    assert not connections.came(Line(connections), "b")
    assert len(connections) == 3


def test_what_is_counted_is_what_is_open() -> None:
    """Ten thousand random steps, beside a plain account of them."""
    chance = random.Random(7)
    connections = Connections(per_address=20, in_all=60)
    lines: list[Line] = []
    for _ in range(10_000):
        lines = [line for line in lines if not line.is_closed]
        step = chance.random()
        if step < 0.6 or not lines:
            line = Line(connections)
            if connections.came(line, f"address {chance.randrange(8)}"):
                lines.append(line)
        elif step < 0.7:
            connections.listens(chance.choice(lines))
        elif step < 0.8:
            connections.asked(chance.choice(lines))
        elif step < 0.82:
            connections.signed_in(chance.choice(lines))
        else:
            chance.choice(lines).close()
        is_open = [line for line in lines if not line.is_closed]
        assert len(connections) == len(is_open) <= 60
    for line in lines:
        line.close()
    assert len(connections) == 0
    assert crowd(connections, "a", 20)
    assert connections.listens(crowd(connections, "b", 1)[0])


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.168.1.7", "192.168.1.7"),
        ("::ffff:192.168.1.7", "192.168.1.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_an_ipv6_network_is_one(address: str, group: str) -> None:
    assert group_of(address) == group

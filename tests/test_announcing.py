"""The name on the network, by real multicast DNS, on the loopback alone."""

import socket
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from zeroconf import AddressResolverIPv4, DNSQuestionType, IPVersion  # type: ignore[attr-defined]
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from tornado_timing import announcing
from tornado_timing.announcement import Announcement, AnnouncingError, nth_name
from tornado_timing.announcing import Announcer, who_else

HERE = "127.0.0.1"
# Where nobody is: what another machine would have.
ELSEWHERE = "10.99.99.99"


@pytest.fixture
def name(monkeypatch: pytest.MonkeyPatch) -> str:
    """A name of this test alone: others run at the same time."""
    monkeypatch.setattr(announcing, "ANSWER_MS", 1000)
    return f"timing-{uuid.uuid4().hex[:8]}"


@asynccontextmanager
async def listening() -> AsyncIterator[AsyncZeroconf]:
    """A phone on the same network."""
    phone = AsyncZeroconf(interfaces=[HERE], ip_version=IPVersion.V4Only)
    try:
        yield phone
    finally:
        await phone.async_close()


@asynccontextmanager
async def other_laptop(*names: str, address: str = ELSEWHERE) -> AsyncIterator[None]:
    """Another machine that has these names, or with `address` another program of this one."""
    async with listening() as laptop:
        for name in names:
            service = AsyncServiceInfo(
                "_http._tcp.local.",
                f"{name.partition('.')[0]}._http._tcp.local.",
                port=80,
                server=f"{name}.",
                parsed_addresses=[address],
            )
            # It has been there for long: nobody waits for its probing.
            laptop.zeroconf.registry.async_add(service)
        await laptop.zeroconf.async_wait_for_start()
        yield


def heard_elsewhere(announcer: Announcer) -> set[int]:
    """Whether its sockets hear what is said in other networks than their own: 1 or 0."""
    readers = [reader for one in announcer._speakers for reader in one.zeroconf.engine.readers]
    sockets = [reader.transport.get_extra_info("socket") for reader in readers]
    return {one.getsockopt(socket.IPPROTO_IP, announcing._IP_MULTICAST_ALL) for one in sockets}


async def find(phone: AsyncZeroconf, name: str) -> list[str]:
    """The addresses that a phone finds under `name`."""
    question = AddressResolverIPv4(f"{name}.")
    # Asked of all: on one machine, only one of the programs hears what is sent to its address.
    # What was said a moment ago is said again after a second at the earliest.
    await question.async_request(phone.zeroconf, 3000, DNSQuestionType.QM)
    return list(question.parsed_addresses())


@pytest.mark.gen_test(timeout=30)
async def test_a_phone_finds_the_name_while_the_server_runs(io_loop: Any, name: str) -> None:
    announcer = Announcer(8000, name)
    try:
        assert await announcer.announce([HERE]) == Announcement(f"{name}.local")
        if sys.platform == "linux":
            assert heard_elsewhere(announcer) == {0}
        async with listening() as phone:
            assert await find(phone, f"{name}.local") == [HERE]
    finally:
        await announcer.close()
    async with listening() as phone:
        question = AddressResolverIPv4(f"{name}.local.")
        assert not await question.async_request(phone.zeroconf, 500)
    await announcer.close()


@pytest.mark.gen_test(timeout=30)
async def test_a_name_that_another_machine_has_is_left_to_it(io_loop: Any, name: str) -> None:
    first, second, third = (nth_name(number, name) for number in (1, 2, 3))
    announcer = Announcer(8000, name)
    async with other_laptop(first, second):
        try:
            told = await announcer.announce([HERE])
            assert told == Announcement(third, (ELSEWHERE, ELSEWHERE))
            async with listening() as phone:
                assert await find(phone, first) == [ELSEWHERE]
                assert await find(phone, third) == [HERE]
        finally:
            await announcer.close()


@pytest.mark.gen_test(timeout=30)
async def test_who_has_a_name_is_known_without_announcing(io_loop: Any, name: str) -> None:
    async with other_laptop(nth_name(1, name)):
        assert await who_else([HERE], name) == (nth_name(2, name), [ELSEWHERE])


@pytest.mark.gen_test(timeout=30)
async def test_the_own_address_under_the_name_is_no_other_machine(io_loop: Any, name: str) -> None:
    """A second server on this laptop, and `check` beside the running one."""
    async with other_laptop(nth_name(1, name), address=HERE):
        assert await who_else([HERE], name) == (nth_name(1, name), [])


@pytest.mark.gen_test(timeout=30)
async def test_when_every_name_is_taken_there_is_none(
    io_loop: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "MAX_NAMES", 2)
    announcer = Announcer(8000, name)
    async with other_laptop(nth_name(1, name), nth_name(2, name)):
        told = await announcer.announce([HERE])
    assert (told.name, len(told.taken_by)) == (None, 2)
    assert announcer._speakers == [], "nothing stays open"


@pytest.mark.gen_test(timeout=30)
async def test_a_port_that_cannot_be_used_is_said(
    io_loop: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_: Any) -> AsyncZeroconf:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(announcing, "AsyncZeroconf", busy)
    with pytest.raises(AnnouncingError, match="5353/UDP"):
        await Announcer(8000, name).announce([HERE])
    with pytest.raises(AnnouncingError, match="5353/UDP"):
        await who_else([HERE], name)


# zeroconf lets go of a socket of its own that is of no use then, without closing it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.gen_test(timeout=30)
async def test_an_address_that_has_just_gone_is_said(io_loop: Any, name: str) -> None:
    announcer = Announcer(8000, name)
    with pytest.raises(AnnouncingError):
        await announcer.announce([HERE, ELSEWHERE])
    assert announcer._speakers == [], "nothing stays open"
    with pytest.raises(AnnouncingError):
        await who_else([HERE, ELSEWHERE], name)


def test_the_names_in_their_order() -> None:
    assert [nth_name(number) for number in (1, 2, 3)] == [
        "timing.local",
        "timing-2.local",
        "timing-3.local",
    ]

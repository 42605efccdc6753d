"""Announcing this server on the local network by name: ``timing.local``, by multicast DNS.

The name is a convenience. Whatever goes wrong here leaves the server and its addresses alone.
"""

import asyncio
import errno
import socket
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress

import zeroconf
from zeroconf import AddressResolverIPv4  # type: ignore[attr-defined]
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from tornado_timing.announcement import NAME, Announcement, AnnouncingError, nth_name

SERVICE = "_http._tcp.local."
# timing.local, timing-2.local ... after that, somebody is better told an address.
MAX_NAMES = 9
# How long another machine has for saying that a name is its own.
ANSWER_MS = 1500
# Joining and probing for a network take about a second.
START_S = 5.0
FAREWELL_S = 2.0
# Linux, <linux/in.h>; Python 3.11 has no name for it.
_IP_MULTICAST_ALL = 49


class Announcer:
    """Announces a server that listens on `port`.

    >>> announcer = Announcer(8000)
    >>> (await announcer.announce(["192.168.1.5"])).name
    'timing.local'
    >>> await announcer.close()
    """

    def __init__(self, port: int, name: str = NAME) -> None:
        self._port = port
        self._name = name
        self._speakers: list[AsyncZeroconf] = []

    async def announce(self, addresses: Sequence[str]) -> Announcement:
        """Announces the server under these IPv4 addresses of this machine, instead of those before.

        Raises AnnouncingError.
        """
        await self.close()
        try:
            # One speaker for each network, which tells the address in that network alone: a phone
            # must not be sent to an address that only the laptop's virtual machines know.
            for address in addresses:
                self._speakers.append(_speaker(address))
            return await asyncio.wait_for(
                self._announce(addresses), START_S + MAX_NAMES * ANSWER_MS / 1000
            )
        except (OSError, TimeoutError, zeroconf.Error) as error:
            await self.close()
            raise AnnouncingError(_reason(error)) from error

    async def close(self) -> None:
        """Takes the name back, so that nobody goes on looking here; within a bounded time."""
        speakers, self._speakers = self._speakers, []
        with suppress(OSError, TimeoutError, zeroconf.Error):
            await asyncio.wait_for(_close(speakers), FAREWELL_S)

    async def _announce(self, addresses: Sequence[str]) -> Announcement:
        for speaker in self._speakers:
            await speaker.zeroconf.async_wait_for_start()
            _hear_own_network_only(speaker)
        taken_by: list[str] = []
        for number in range(1, MAX_NAMES + 1):
            name = nth_name(number, self._name)
            others = await _owners(self._speakers, name, addresses)
            if not others:
                await asyncio.gather(
                    *(
                        self._register(speaker, name, address)
                        for speaker, address in zip(self._speakers, addresses, strict=True)
                    )
                )
                return Announcement(name, tuple(taken_by))
            taken_by += others
        await self.close()
        return Announcement(None, tuple(taken_by))

    async def _register(self, speaker: AsyncZeroconf, name: str, address: str) -> None:
        # The address makes the name of the service differ from those of our other speakers.
        label = f"tornado-timing-{address}-{self._port}".replace(".", "-")
        service = AsyncServiceInfo(
            SERVICE,
            f"{label}.{SERVICE}",
            port=self._port,
            server=f"{name}.",
            parsed_addresses=[address],
            properties={"path": "/"},
        )
        told = await speaker.async_register_service(service, allow_name_change=True)
        await told


async def who_else(addresses: Sequence[str], name: str = NAME) -> tuple[str, list[str]]:
    """The name that a server under `addresses` would get now, and who has those before it.

    Nothing is announced. Raises AnnouncingError.
    """
    speakers: list[AsyncZeroconf] = []
    try:
        # One after the other: where one cannot be opened, those before it are closed below.
        speakers.extend(_speaker(address) for address in addresses)
        taken_by: list[str] = []
        for number in range(1, MAX_NAMES + 1):
            wanted = nth_name(number, name)
            others = await _owners(speakers, wanted, addresses)
            if not others:
                break
            taken_by += others
        return wanted, taken_by
    except (OSError, TimeoutError, zeroconf.Error) as error:
        raise AnnouncingError(_reason(error)) from error
    finally:
        with suppress(OSError, TimeoutError, zeroconf.Error):
            await asyncio.wait_for(_close(speakers), FAREWELL_S)


def _speaker(address: str) -> AsyncZeroconf:
    """Something that speaks and hears in the network of `address`. Raises OSError."""
    return AsyncZeroconf(interfaces=[address], ip_version=zeroconf.IPVersion.V4Only)


def _hear_own_network_only(speaker: AsyncZeroconf) -> None:
    """Linux hands a multicast to everybody who hears any network, unless told otherwise.

    A speaker would answer a question from another network, with an address that is no use there.
    """
    if sys.platform != "linux":
        return
    for reader in speaker.zeroconf.engine.readers:
        own_socket = reader.transport.get_extra_info("socket")
        if own_socket is not None:
            own_socket.setsockopt(socket.IPPROTO_IP, _IP_MULTICAST_ALL, 0)


async def _owners(speakers: Iterable[AsyncZeroconf], name: str, own: Sequence[str]) -> list[str]:
    """The addresses, but our own, that answer to `name`."""
    questions = [AddressResolverIPv4(f"{name}.") for _ in speakers]
    # To all, and not to us alone: of several programs on this laptop that hear multicast DNS, the
    # system gives what is sent to one address to only one.
    to_all = zeroconf.DNSQuestionType.QM
    await asyncio.gather(
        *(
            question.async_request(speaker.zeroconf, ANSWER_MS, to_all)
            for question, speaker in zip(questions, speakers, strict=True)
        )
    )
    found = [address for question in questions for address in question.parsed_addresses()]
    # Another server on this laptop has our addresses: who asks for the name finds the laptop.
    return [address for address in dict.fromkeys(found) if address not in own]


async def _close(speakers: Iterable[AsyncZeroconf]) -> None:
    await asyncio.gather(*(speaker.async_close() for speaker in speakers))


def _reason(error: BaseException) -> str:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return "5353/UDP"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__

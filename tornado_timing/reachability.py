"""How this server is reached: its addresses, its name, its certificate, while networks change."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tornado_timing.addresses import (
    EVERY_ADDRESS,
    host_name,
    lan_addresses,
    reachable_addresses,
    reached_hosts,
    url_host,
)
from tornado_timing.announcement import Announcement, AnnouncingError, nth_name
from tornado_timing.certificate_files import DIRECTORY, Certificates
from tornado_timing.config import Settings
from tornado_timing.vouching import is_permitted

if TYPE_CHECKING:
    from tornado_timing.announcing import Announcer

log = logging.getLogger(__name__)

# A laptop that was carried to another network is known there after so long, at most.
WATCH_S = 15.0

Told = Callable[[Announcement], None]


def _announcer(port: int) -> "Announcer":
    # Not before it is needed: zeroconf takes 3 MB, and its while to be read.
    from tornado_timing.announcing import Announcer

    return Announcer(port)


class Surroundings(Struct, frozen=True):
    """What a server finds around it; a test hands in another."""

    lan_addresses: Callable[[], list[str]] = lan_addresses
    make_announcer: "Callable[[int], Announcer]" = _announcer
    watch_s: float = WATCH_S


class Reachability:
    """Under which addresses and names a server is reached, and the keeping of them.

    >>> reachability = Reachability(settings, Surroundings())
    >>> await reachability.prepare()      # before listening: the certificate
    >>> reachability.listens(8000, 8443)
    >>> reachability.start()              # from now on names and certificate follow the network
    >>> reachability.urls()
    ['http://192.168.1.5:8000', 'http://timing.local:8000', 'https://192.168.1.5:8443', ...]
    """

    port: int
    https_port: int | None = None

    def __init__(self, settings: Settings, surroundings: Surroundings) -> None:
        self._settings = settings
        self._host = settings.server.host
        self._surroundings = surroundings
        self.certificates: Certificates | None = None
        self.announcement = Announcement()
        self._announcer: Announcer | None = None
        self._announced: list[str] = []
        self._told: list[Told] = []
        self._complaint = ""
        self._looking = asyncio.Lock()
        self._watcher: asyncio.Task[None] | None = None

    async def prepare(self) -> None:
        """Makes the certificate, with ``[tls]`` enabled.

        Raises CertificateError for an authority that cannot be used, OSError for its files.
        """
        if self._settings.tls.enabled:
            await asyncio.to_thread(self._open_certificates)

    def listens(self, port: int, https_port: int | None) -> None:
        """Notes the ports on which the server listens now."""
        self.port = port
        self.https_port = https_port

    def start(self) -> None:
        """Announces the name and watches the network, in the background."""
        if self._is_announced():
            self._announcer = self._surroundings.make_announcer(self.port)
        if self._announcer is not None or self.certificates is not None:
            self._watcher = asyncio.create_task(self._watch(), name="reachability")

    async def stop(self) -> None:
        """Takes the name back and watches no longer; within a bounded time."""
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.wait([self._watcher])
        if self._announcer is not None:
            await self._announcer.close()

    def on_announcement(self, told: Told) -> None:
        """Calls `told` whenever the name has changed, or could not be announced."""
        self._told.append(told)
        if self.announcement != Announcement():
            told(self.announcement)

    def is_on_a_network(self) -> bool:
        """Whether the machine has an address at all, or one to listen on was named."""
        return self._host not in EVERY_ADDRESS or bool(self._surroundings.lan_addresses())

    def http_urls(self) -> list[str]:
        """By address, the likeliest first, and then by name."""
        return [f"http://{url_host(host)}:{self.port}" for host in self._hosts()]

    def https_urls(self) -> list[str]:
        """The same, as far as the certificate is for them; none without ``[tls]``."""
        if self.https_port is None or self.certificates is None:
            return []
        covered = [host for host in self._hosts() if self.certificates.covers(host)]
        return [f"https://{url_host(host)}:{self.https_port}" for host in covered]

    def hosts_without_https(self) -> list[str]:
        """What no certificate of ours can be for, where there is HTTPS."""
        if self.certificates is None:
            return []
        return [host for host in self._hosts() if not is_permitted(host)]

    def urls(self) -> list[str]:
        """All of them."""
        return [*self.http_urls(), *self.https_urls()]

    async def look(self) -> None:
        """Looks at the network, and follows what has changed in it."""
        async with self._looking:
            lan = await asyncio.to_thread(self._surroundings.lan_addresses)
            await self._certify(lan)
            addresses = reachable_addresses(self._host, lan)
            if self._announcer is not None and addresses != self._announced:
                announcement = await self._announce(self._announcer, addresses)
                if announcement != self.announcement:
                    self.announcement = announcement
                    # Before anybody is told the name: HTTPS must be good for it.
                    await self._certify(lan)
                    for told in self._told:
                        told(announcement)

    def _hosts(self) -> list[str]:
        hosts = reached_hosts(self._host, self._surroundings.lan_addresses())
        name = self.announcement.name
        return hosts if name is None else [*hosts, name]

    def _is_announced(self) -> bool:
        """Whether others can reach the server at all, on this network or on the next."""
        any_network = ["192.168.1.1"]
        return self._settings.server.mdns and bool(reachable_addresses(self._host, any_network))

    def _open_certificates(self) -> None:
        certificates = Certificates.open(self._settings.data_dir / DIRECTORY, host_name())
        certificates.renew(self._hosts_to_cover(self._surroundings.lan_addresses()))
        certificates.load()
        self.certificates = certificates

    def _hosts_to_cover(self, lan: Sequence[str]) -> list[str]:
        names = [nth_name(1), f"{host_name()}.local", self.announcement.name]
        return [*reached_hosts(self._host, lan), *(name for name in names if name)]

    async def _certify(self, lan: Sequence[str]) -> None:
        certificates = self.certificates
        if certificates is None:
            return
        try:
            if await asyncio.to_thread(certificates.renew, self._hosts_to_cover(lan)):
                certificates.load()
        except OSError as error:
            # A full disk: the certificate of before goes on, for the addresses of before.
            self._complain(f"The certificate cannot be renewed: {error}")

    async def _announce(self, announcer: "Announcer", addresses: list[str]) -> Announcement:
        self._announced = addresses
        if not addresses:
            await announcer.close()
            return Announcement()
        try:
            return await announcer.announce(addresses)
        except AnnouncingError as error:
            # The next look tries again.
            self._announced = []
            return Announcement(problem=str(error))

    async def _watch(self) -> None:
        while True:
            # What nobody thought of must not end the watch, nor touch the race.
            (failure,) = await asyncio.gather(self.look(), return_exceptions=True)
            if failure is not None:
                self._complain(f"The network cannot be watched: {failure!r}")
            await asyncio.sleep(self._surroundings.watch_s)

    def _complain(self, complaint: str) -> None:
        """Logs `complaint`, once for as long as it stays the same."""
        if complaint != self._complaint:
            log.error(complaint)
        self._complaint = complaint

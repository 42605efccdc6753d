"""`python -m benchmarks.faults.network.relay SERVERS PHONES`: a bad cable between two networks.

It makes a TUN device in each of the two network namespaces and carries IP packets from one to the
other, as a `Weather` lets it. The kernels on both sides know nothing of it: their TCP notices what
is missing or out of order and sends again, as over a bad Wi-Fi.

A line of JSON on the standard input says how bad it is to be; each line after it is answered
with what has happened so far. It ends when the standard input does.
"""

import asyncio
import ctypes
import fcntl
import json
import os
import random
import struct
import sys
import time
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.faults.network.namespaces import DEVICE
from benchmarks.faults.network.weather import Climate, Weather, blackouts_of

_TUNSETIFF = 0x400454CA
_IFF_TUN_WITHOUT_HEADER = 0x0001 | 0x1000
_CLONE_NEWNET = 0x40000000
_LARGEST_PACKET = 65536


def open_tun(namespace: str) -> int:
    """Make the device in that namespace; return its file, which works from any. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/run/netns", namespace).open("rb") as place:
        if libc.setns(place.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"no way into the namespace {namespace}")
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, _TUNSETIFF, struct.pack("16sH", DEVICE.encode(), _IFF_TUN_WITHOUT_HEADER))
    return tun


class Cable:
    """Carries packets both ways. The first device is the server's side, the second the phones'."""

    def __init__(self, server: int, phones: int) -> None:
        self._weather: Weather | None = None
        self._began_s = 0.0
        self._numbers: defaultdict[tuple[int, bytes], int] = defaultdict(int)
        self._arrived: dict[tuple[int, bytes], int] = {}
        loop = asyncio.get_running_loop()
        # Where the address of the phone stands in a packet from that side: target, source.
        loop.add_reader(server, self._read, server, phones, slice(16, 20))
        loop.add_reader(phones, self._read, phones, server, slice(12, 16))

    def order(self, order: dict[str, Any]) -> None:
        """Begin to be as bad as this says; before that everything passes at once."""
        dice = random.Random(order["seed"])
        climate = Climate(**order["climate"])
        phones = [bytes(map(int, address.split("."))) for address in order["phones"]]
        dark = blackouts_of(climate, phones, order["seconds"], dice)
        self._weather = Weather(climate, dice, dark)
        self._weather.counts.blackouts = len(dark)
        self._began_s = time.monotonic()

    def counts(self) -> dict[str, int]:
        """Return what has happened since."""
        return asdict(self._weather.counts) if self._weather else {}

    def _read(self, source: int, target: int, place: slice) -> None:
        while True:
            try:
                packet = os.read(source, _LARGEST_PACKET)
            except BlockingIOError:
                return
            if packet[0] >> 4 == 4:
                self._carry(packet, target, packet[place])

    def _carry(self, packet: bytes, target: int, phone: bytes) -> None:
        if self._weather is None:
            _write(target, packet)
            return
        way = (target, phone)
        self._numbers[way] = number = self._numbers[way] + 1
        loop = asyncio.get_running_loop()
        for delay_s in self._weather.delays_s(phone, time.monotonic() - self._began_s):
            loop.call_later(delay_s, self._arrive, packet, way, number)

    def _arrive(self, packet: bytes, way: tuple[int, bytes], number: int) -> None:
        assert self._weather is not None
        newest = self._arrived.get(way, 0)
        self._weather.counts.reordered += number < newest
        self._arrived[way] = max(newest, number)
        _write(way[0], packet)


def _write(target: int, packet: bytes) -> None:
    try:
        os.write(target, packet)
    except OSError:
        # The device's queue is full, or the device is gone: lost, as packets are.
        return


async def main(server: str, phones: str) -> None:
    """Carry packets until the standard input ends."""
    cable = Cable(open_tun(server), open_tun(phones))
    print("{}", flush=True)
    ordered = False
    while line := await asyncio.to_thread(sys.stdin.readline):
        if not ordered:
            cable.order(json.loads(line))
            ordered = True
        print(json.dumps(cable.counts()), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))

"""Addresses, name and certificate, while the laptop is carried from network to network."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.network import Network
from tests.venue import eventually
from tornado_timing import certificate_files
from tornado_timing.addresses import host_name
from tornado_timing.announcement import Announcement
from tornado_timing.config import Settings
from tornado_timing.reachability import Reachability

HOME, VENUE = "192.168.1.5", "10.0.0.7"


def settings(
    tmp_path: Path, host: str = "0.0.0.0", tls: bool = True, mdns: bool = True
) -> Settings:
    server = {"host": host, "port": 0, "data_dir": str(tmp_path), "mdns": mdns}
    return msgspec.convert({"server": server, "tls": {"enabled": tls}}, Settings)


async def started(
    network: Network, tmp_path: Path, watch_s: float | None = None, **how: Any
) -> Reachability:
    """As by a server on the ports 8000 and 8443, its first look done."""
    around = network.surroundings if watch_s is None else network.watched_every(watch_s)
    reachability = Reachability(settings(tmp_path, **how), around)
    await reachability.prepare()
    reachability.listens(8000, 8443 if how.get("tls", True) else None)
    reachability.start()
    await reachability.look()
    return reachability


@pytest.mark.gen_test
async def test_http_comes_before_https_and_addresses_before_the_name(
    io_loop: Any, tmp_path: Path
) -> None:
    reachability = await started(Network(HOME, VENUE), tmp_path)
    assert reachability.urls() == [
        *("http://192.168.1.5:8000", "http://10.0.0.7:8000", "http://timing.local:8000"),
        *("https://192.168.1.5:8443", "https://10.0.0.7:8443", "https://timing.local:8443"),
    ]
    await reachability.stop()


@pytest.mark.gen_test
async def test_before_the_name_is_known_there_are_the_addresses(
    io_loop: Any, tmp_path: Path
) -> None:
    reachability = Reachability(settings(tmp_path), Network(HOME).surroundings)
    await reachability.prepare()
    reachability.listens(8000, 8443)
    assert reachability.urls() == ["http://192.168.1.5:8000", "https://192.168.1.5:8443"]
    await reachability.stop()


@pytest.mark.gen_test
async def test_another_network_is_announced_and_certified(io_loop: Any, tmp_path: Path) -> None:
    network = Network(HOME)
    reachability = await started(network, tmp_path)
    assert network.announced == [[HOME]]
    await reachability.look()
    assert network.announced == [[HOME]], "nothing has changed"
    network.addresses = [VENUE]
    await reachability.look()
    assert network.announced == [[HOME], [VENUE]]
    assert reachability.https_urls() == ["https://10.0.0.7:8443", "https://timing.local:8443"]
    await reachability.stop()


@pytest.mark.gen_test
async def test_the_watch_sees_another_network_by_itself(io_loop: Any, tmp_path: Path) -> None:
    network = Network(HOME)
    reachability = await started(network, tmp_path, watch_s=0.01)
    network.addresses = [VENUE]

    async def is_known() -> bool:
        return "https://10.0.0.7:8443" in reachability.https_urls()

    await eventually(is_known, "the new network is certified")
    await reachability.stop()
    assert network.is_closed


@pytest.mark.gen_test
async def test_another_name_is_certified_and_told(io_loop: Any, tmp_path: Path) -> None:
    network = Network(HOME)
    network.name, network.taken_by = "timing-2.local", ("192.168.1.9",)
    reachability = await started(network, tmp_path)
    told: list[Announcement] = []
    reachability.on_announcement(told.append)
    assert told == [Announcement("timing-2.local", ("192.168.1.9",))], "told though it came before"
    assert "https://timing-2.local:8443" in reachability.https_urls()
    certificates = reachability.certificates
    assert certificates is not None
    for host in ("timing-2.local", "timing.local", f"{host_name()}.local", "127.0.0.1"):
        assert certificates.covers(host), host
    await reachability.stop()


@pytest.mark.gen_test
async def test_a_name_that_cannot_be_announced_is_told_once_and_tried_again(
    io_loop: Any, tmp_path: Path
) -> None:
    network = Network(HOME)
    network.problem = "5353/UDP"
    reachability = await started(network, tmp_path)
    told: list[Announcement] = []
    reachability.on_announcement(told.append)
    await reachability.look()
    assert told == [Announcement(problem="5353/UDP")]
    assert reachability.http_urls() == ["http://192.168.1.5:8000"]
    network.problem = None
    await reachability.look()
    assert told[1:] == [Announcement("timing.local")]
    await reachability.stop()


@pytest.mark.gen_test
async def test_without_a_network_there_is_no_name(io_loop: Any, tmp_path: Path) -> None:
    network = Network(HOME)
    reachability = await started(network, tmp_path)
    network.addresses = []
    await reachability.look()
    assert network.announced == [[HOME]]
    assert network.is_closed
    assert reachability.urls() == ["http://localhost:8000", "https://localhost:8443"]
    await reachability.stop()


@pytest.mark.parametrize(
    ("how", "announced"),
    [
        ({"host": "0.0.0.0"}, [[HOME]]),
        ({"host": ""}, [[HOME]]),
        ({"host": HOME}, [[HOME]]),
        ({"host": "127.0.0.1"}, []),
        ({"host": "localhost"}, []),
        ({"host": "::1"}, []),
        ({"mdns": False}, []),
    ],
    ids=str,
)
@pytest.mark.gen_test
async def test_it_is_announced_where_others_can_reach_it(
    io_loop: Any, tmp_path: Path, how: dict[str, Any], announced: list[list[str]]
) -> None:
    network = Network(HOME)
    reachability = await started(network, tmp_path, **how)
    assert network.announced == announced
    await reachability.stop()


@pytest.mark.gen_test
async def test_an_address_of_no_private_network_goes_without_https(
    io_loop: Any, tmp_path: Path
) -> None:
    reachability = await started(Network("192.0.2.2", HOME), tmp_path)
    assert reachability.http_urls()[0] == "http://192.0.2.2:8000"
    assert reachability.https_urls() == ["https://192.168.1.5:8443", "https://timing.local:8443"]
    assert reachability.hosts_without_https() == ["192.0.2.2"]
    await reachability.stop()


@pytest.mark.gen_test
async def test_without_tls_there_is_no_certificate_and_no_url_of_it(
    io_loop: Any, tmp_path: Path
) -> None:
    reachability = await started(Network(HOME), tmp_path, tls=False)
    assert reachability.urls() == ["http://192.168.1.5:8000", "http://timing.local:8000"]
    assert reachability.hosts_without_https() == []
    assert reachability.certificates is None
    await reachability.stop()


@pytest.mark.gen_test
async def test_a_full_disk_leaves_the_certificate_of_before(
    io_loop: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    network = Network(HOME)
    reachability = await started(network, tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(certificate_files, "write_private", full)
    network.addresses = [HOME, VENUE]
    with caplog.at_level(logging.ERROR):
        await reachability.look()
        await reachability.look()
    assert [record.message for record in caplog.records] == [
        "The certificate cannot be renewed: [Errno 28] No space left on device"
    ]
    assert reachability.https_urls() == ["https://192.168.1.5:8443", "https://timing.local:8443"]
    monkeypatch.undo()
    await reachability.look()
    assert "https://10.0.0.7:8443" in reachability.https_urls()
    await reachability.stop()


@pytest.mark.gen_test
async def test_what_nobody_thought_of_does_not_end_the_watch(
    io_loop: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    network = Network(HOME)
    reachability = await started(network, tmp_path, watch_s=0.01)
    network.addresses = None  # type: ignore[assignment]
    with caplog.at_level(logging.ERROR):

        async def has_complained() -> bool:
            return bool(caplog.records)

        await eventually(has_complained, "the failure is logged")
    network.addresses = [VENUE]

    async def is_announced() -> bool:
        return network.announced[-1] == [VENUE]

    await eventually(is_announced, "the watch goes on")
    await reachability.stop()


@pytest.mark.gen_test
async def test_a_stop_in_the_middle_of_announcing_does_not_wait(
    io_loop: Any, tmp_path: Path
) -> None:
    network = Network(HOME)

    async def for_ever(_addresses: object) -> Announcement:
        await asyncio.Event().wait()
        raise AssertionError

    network.announce = for_ever  # type: ignore[method-assign,assignment]
    reachability = Reachability(settings(tmp_path), network.surroundings)
    await reachability.prepare()
    reachability.listens(8000, 8443)
    reachability.start()
    await asyncio.sleep(0)
    await asyncio.wait_for(reachability.stop(), 5)
    assert network.is_closed

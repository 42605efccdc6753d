"""What the terminal is told of the name on the network, some seconds after the greeting."""

import logging
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.network import Network
from tornado_timing import serving
from tornado_timing.app import TimingServer
from tornado_timing.clock import Clock
from tornado_timing.config import Settings
from tornado_timing.language import Texts


async def told(network: Network, tmp_path: Path, language: Any = "en") -> str:
    """What is echoed when `network` has said what becomes of the name."""
    server = {"host": "0.0.0.0", "port": 0, "data_dir": str(tmp_path)}
    settings = msgspec.convert({"server": server, "tls": {"enabled": True, "port": 0}}, Settings)
    running = TimingServer(settings, Clock(), network.surroundings)
    await serving.start(running, settings, Texts(language))
    echoed: list[str] = []
    try:
        serving.tell_names(running, Texts(language), echoed.append)
        await running.reachability.look()
        text = "\n".join(echoed)
        return text.replace(str(running.port), "8000").replace(str(running.https_port), "8443")
    finally:
        await running.stop()


@pytest.mark.gen_test(timeout=30)
async def test_the_name_is_told_with_both_ports(io_loop: Any, tmp_path: Path) -> None:
    assert await told(Network("192.168.1.5"), tmp_path) == (
        "By name too, on phones that find it:\n"
        "    http://timing.local:8000/\n"
        "    https://timing.local:8443/"
    )


@pytest.mark.gen_test(timeout=30)
async def test_another_name_is_told_with_who_has_the_first(io_loop: Any, tmp_path: Path) -> None:
    network = Network("192.168.1.5")
    network.name, network.taken_by = "timing-2.local", ("192.168.1.9",)
    text = await told(network, tmp_path, "es")
    assert "    https://timing-2.local:8443/\n" in text
    assert text.endswith("Otro equipo de esta red ya se llama timing.local: 192.168.1.9")


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.gen_test(timeout=30)
async def test_no_name_at_all_is_told_with_the_reason(
    io_loop: Any, tmp_path: Path, taken: bool
) -> None:
    network = Network("192.168.1.5")
    network.name = None
    network.taken_by = ("192.168.1.9",) if taken else ()
    network.problem = None if taken else "5353/UDP"
    reason = "192.168.1.9" if taken else "5353/UDP"
    assert await told(network, tmp_path) == (
        f"The name timing.local cannot be announced on this network ({reason}). "
        "The addresses with numbers work as ever."
    )


def test_a_phone_without_trust_is_nothing_to_tell_the_organizer(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = logging.getLogger("tornado.general")
    monkeypatch.setattr(library, "filters", [])
    serving.keep_terminal_quiet()
    library.warning("SSL Error on %s %s: %s", 1, "phone", "unknown ca")
    library.warning("something else")
    assert [record.message for record in caplog.records] == ["something else"]

"""What the terminal is told: the greeting, and some seconds later the name on the network."""

import errno
import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import msgspec
import pytest

from tests.network import Network
from tornado_timing import app, serving
from tornado_timing.app import TimingServer
from tornado_timing.certificate_files import DIRECTORY, Certificates
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


FULL = {
    "en": "The disk of the data directory {} is full. Make room",
    "es": "El disco de la carpeta de datos {} está lleno. Haga espacio",
}


@pytest.mark.parametrize("language", FULL)
@pytest.mark.gen_test(timeout=30)
async def test_a_full_disk_is_called_so(
    io_loop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Any
) -> None:
    def no_room(path: Path, content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(app, "write_private", no_room)
    server = {"host": "127.0.0.1", "port": 0, "data_dir": str(tmp_path)}
    settings = msgspec.convert({"server": server}, Settings)
    with pytest.raises(serving.CannotServeError, match=re.escape(FULL[language].format(tmp_path))):
        await serving.start(TimingServer(settings, Clock()), settings, Texts(language))


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


async def greeted(network: Network, tmp_path: Path, language: Any = "en", **sections: Any) -> str:
    """What the terminal shows of a server that listens on every address of this network."""
    server = {"host": "0.0.0.0", "port": 0, "data_dir": str(tmp_path)}
    settings = msgspec.convert({"server": server, **sections}, Settings)
    running = TimingServer(settings, Clock(), network.surroundings)
    await serving.start(running, settings, Texts(language))
    try:
        text = serving.greeting(running, settings, Texts(language))
        return text.replace(str(running.port), "8000").replace(str(running.https_port), "8443")
    finally:
        await running.stop()


@pytest.mark.gen_test(timeout=60)
async def test_without_a_network_no_phone_is_sent_to_localhost(
    io_loop: Any, tmp_path: Path
) -> None:
    tls = {"enabled": True, "port": 0}
    alone = await greeted(Network(), tmp_path, tls=tls)
    assert (
        "No network: no phone can reach this machine yet. Connect it to the Wi-Fi: the panel will "
        "show the addresses. Until then, from this machine only:\n"
        "    http://localhost:8000/\n"
        "With HTTPS:\n"
        "    https://localhost:8443/\n\n"
    ) in alone
    assert "▀" not in alone
    assert "confianza" not in alone
    spanish = await greeted(Network(), tmp_path, "es")
    assert "Sin red: ningún teléfono puede llegar todavía a este equipo." in spanish
    assert "HTTPS" not in spanish


TRUST = {
    "en": (
        "With HTTPS, for phones that trust this laptop:\n    https://192.168.1.5:8443/\n"
        "For a phone to trust it, once:\n    http://192.168.1.5:8000/confianza/\n"
    ),
    "es": (
        "Con HTTPS, para los teléfonos que confían en este portátil:\n"
        "    https://192.168.1.5:8443/\n"
        "Para que un teléfono confíe, una sola vez:\n    http://192.168.1.5:8000/confianza/\n"
    ),
}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.gen_test(timeout=30)
async def test_on_a_network_it_says_how_a_phone_comes_to_trust_the_laptop(
    io_loop: Any, tmp_path: Path, language: str
) -> None:
    shown = await greeted(
        Network("192.168.1.5"), tmp_path, language, tls={"enabled": True, "port": 0}
    )
    assert "▀" in shown
    assert TRUST[language] in shown
    authority = Certificates.open(tmp_path / DIRECTORY, "laptop").authority
    assert f"    {authority.fingerprint}\n" in shown


@pytest.mark.gen_test(timeout=30)
async def test_without_https_one_line_says_what_it_would_bring(
    io_loop: Any, tmp_path: Path
) -> None:
    shown = await greeted(Network("192.168.1.5"), tmp_path)
    assert "With --https phones can install the judges' page" in shown
    assert "https://" not in shown


def test_a_terminal_that_is_gone_is_told_nothing_more() -> None:
    def gone(_sentence: str) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    with open_pipe() as stdout, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stdout)
        say = serving.patient(gone)
        say("one")
        say("two")
        # What the program still says goes nowhere, and does not fail when it ends.
        stdout.write("three")
        stdout.flush()


@contextmanager
def open_pipe() -> Iterator[TextIO]:
    """The end of a pipe to write to; nobody reads from the other."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        yield stream


@pytest.mark.skipif(sys.platform == "win32", reason="limits as POSIX has them")
def test_the_server_may_hold_as_many_files_open_as_the_system_lets_it() -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(hard, serving.MAX_OPEN_FILES) if hard != resource.RLIM_INFINITY else 65_536
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most // 2, hard))
        serving.allow_many_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (most, hard)
        if hard == resource.RLIM_INFINITY or hard > most:
            # What is more already stays.
            resource.setrlimit(resource.RLIMIT_NOFILE, (most + 1, hard))
            serving.allow_many_files()
            assert resource.getrlimit(resource.RLIMIT_NOFILE) == (most + 1, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_phone_without_trust_is_nothing_to_tell_the_organizer(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = logging.getLogger("tornado.general")
    monkeypatch.setattr(library, "filters", [])
    serving.keep_terminal_quiet()
    library.warning("SSL Error on %s %s: %s", 1, "phone", "unknown ca")
    library.warning("something else")
    assert [record.message for record in caplog.records] == ["something else"]

"""What ``check`` says of HTTPS, by the addresses that the laptop has."""

from pathlib import Path

import msgspec
import pytest

from tornado_timing import checkup
from tornado_timing.certificate_files import DIRECTORY, Certificates
from tornado_timing.checkup import Finding
from tornado_timing.config import Settings
from tornado_timing.language import Texts

HOME, PUBLIC = "192.168.1.5", "203.0.113.9"
NOT_FOR = (
    f"not for {PUBLIC}, which is no address of a private network: there phones go without HTTPS"
)


def https(
    monkeypatch: pytest.MonkeyPatch, data_dir: Path, *addresses: str, certified: bool = True
) -> Finding:
    """The line about HTTPS on a laptop with these addresses."""
    document = {
        "server": {"port": 0, "mdns": False, "data_dir": str(data_dir)},
        "tls": {"enabled": True, "port": 0},
    }
    monkeypatch.setattr(checkup, "lan_addresses", lambda: list(addresses))
    monkeypatch.setattr(checkup, "host_name", lambda: "laptop")
    if certified:
        certificates = Certificates.open(data_dir / DIRECTORY, "laptop")
        certificates.renew([*addresses, "timing.local", "laptop.local"])
    settings = msgspec.convert(document, Settings)
    findings = checkup.check(settings, Texts("en"))
    return next(one for one in findings if one.text.startswith("https: "))


def test_a_public_address_among_private_ones_is_said_besides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = https(monkeypatch, tmp_path, HOME, PUBLIC)
    until, _, rest = found.text.partition(" for ")
    assert (found.is_good, until[:-10]) == (True, "https: certificate good until ")
    assert rest == f"{HOME}, timing.local, laptop.local; {NOT_FOR}"
    without = https(monkeypatch, tmp_path / "new", PUBLIC, HOME, certified=False)
    assert without == Finding(True, f"https: none yet, it is made at the first start; {NOT_FOR}")


def test_with_public_addresses_alone_it_is_not_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = https(monkeypatch, tmp_path, PUBLIC)
    assert not found.is_good
    assert found.text.endswith(f" for timing.local, laptop.local; {NOT_FOR}")


def test_with_private_addresses_alone_there_is_nothing_to_add(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = https(monkeypatch, tmp_path, HOME)
    assert found.is_good
    assert found.text.endswith(f" for {HOME}, timing.local, laptop.local")

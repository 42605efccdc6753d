"""What ``check`` says of the network: addresses, HTTPS by the addresses there are, firewalls."""

from pathlib import Path

import msgspec
import pytest

from tornado_timing.certificate_files import DIRECTORY, Certificates
from tornado_timing.checkup import network
from tornado_timing.checkup.finding import Finding, Kind
from tornado_timing.config import Settings
from tornado_timing.language import Texts

EN = Texts("en")
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
    monkeypatch.setattr(network, "lan_addresses", lambda: list(addresses))
    monkeypatch.setattr(network, "host_name", lambda: "laptop")
    if certified:
        certificates = Certificates.open(data_dir / DIRECTORY, "laptop")
        certificates.renew([*addresses, "timing.local", "laptop.local"])
    return network.https(msgspec.convert(document, Settings), EN)


def test_a_public_address_among_private_ones_is_said_besides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = https(monkeypatch, tmp_path, HOME, PUBLIC)
    until, _, rest = found.text.partition(" for ")
    assert (found.is_good, until[:-10]) == (True, "https: certificate good until ")
    assert rest == f"{HOME}, timing.local, laptop.local; {NOT_FOR}"
    without = https(monkeypatch, tmp_path / "new", PUBLIC, HOME, certified=False)
    assert without.is_good
    assert without.text == f"https: none yet, it is made at the first start; {NOT_FOR}"


def test_with_public_addresses_alone_it_is_not_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = https(monkeypatch, tmp_path, PUBLIC)
    assert found.kind is Kind.BAD
    assert found.text.endswith(f" for timing.local, laptop.local; {NOT_FOR}")


def test_with_private_addresses_alone_there_is_nothing_to_add(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = https(monkeypatch, tmp_path, HOME)
    assert found.is_good
    assert found.text.endswith(f" for {HOME}, timing.local, laptop.local")


@pytest.mark.parametrize(
    ("lan", "self_given", "kind", "words", "advice"),
    [
        ([HOME], [], Kind.GOOD, HOME, ""),
        ([HOME], ["169.254.7.7"], Kind.GOOD, HOME, ""),
        ([HOME, "172.17.0.1"], [], Kind.LOOK, f"{HOME}, 172.17.0.1", "which of the addresses"),
        ([], ["169.254.7.7"], Kind.BAD, "169.254.7.7, which the laptop gave itself", "router"),
        ([], [], Kind.BAD, "no network", "Wi-Fi or cable"),
    ],
)
def test_there_should_be_one_address(
    lan: list[str], self_given: list[str], kind: Kind, words: str, advice: str
) -> None:
    found = network.addresses_found(EN, lan, self_given)
    assert found.kind is kind
    assert words in found.detail
    assert advice in found.advice
    assert bool(found.advice) is (kind is not Kind.GOOD)


def test_ubuntus_firewall_is_known_by_its_settings(tmp_path: Path) -> None:
    settings = tmp_path / "ufw.conf"
    assert not network.is_ufw_on(settings)
    settings.write_text("# set to yes to start on boot\nENABLED=no\nLOGLEVEL=low\n", "utf-8")
    assert not network.is_ufw_on(settings)
    settings.write_text("# ...\nENABLED=yes\n", "utf-8")
    assert network.is_ufw_on(settings)


@pytest.mark.parametrize(
    ("said", "is_on"),
    [
        ("\nPublic Profile Settings:\n-----\nState                 ON\nOk.\n", True),
        ("\nDomain Profile Settings:\n-----\nState                 OFF\nOk.\n", False),
        ("\nConfiguración de Perfil público:\n---\nEstado                ACTIVAR\n", True),
        ("\nProfil public :\n---\nÉtat                 Actif\n", None),
        (None, None),
    ],
)
def test_windows_says_it_in_its_language(said: str | None, is_on: bool | None) -> None:
    assert network.windows_firewall(said) is is_on

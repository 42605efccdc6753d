"""Under which addresses the server is reached, and what comes from this machine."""

import re

import pytest

from tornado_timing import addresses


def test_a_server_for_everybody_has_every_address_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(addresses, "lan_addresses", lambda: ["192.168.1.5", "10.0.0.2"])
    for host in ("", "0.0.0.0", "::"):
        urls = addresses.server_urls(host, 8000)
        assert urls == ["http://192.168.1.5:8000", "http://10.0.0.2:8000"]
        assert addresses.own_url(host, 8000) == "http://localhost:8000"


def test_without_a_network_there_is_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "lan_addresses", list)
    assert addresses.server_urls("0.0.0.0", 8000) == ["http://localhost:8000"]


@pytest.mark.parametrize(
    ("host", "url", "own"),
    [
        ("192.168.1.5", "http://192.168.1.5:80", "http://192.168.1.5:80"),
        ("127.0.0.1", "http://127.0.0.1:80", "http://localhost:80"),
        ("localhost", "http://localhost:80", "http://localhost:80"),
        ("::1", "http://[::1]:80", "http://[::1]:80"),
    ],
)
def test_a_server_on_one_address_has_that(host: str, url: str, own: str) -> None:
    assert addresses.server_urls(host, 80) == [url]
    assert addresses.own_url(host, 80) == own


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_loopback_is_this_machine(address: str) -> None:
    assert addresses.is_loopback(address)


@pytest.mark.parametrize(
    "address", ["192.168.1.5", "0.0.0.0", "::", "::ffff:192.168.1.5", "", "localhost", "/run/x"]
)
def test_everything_else_is_not(address: str) -> None:
    assert not addresses.is_loopback(address)


@pytest.mark.parametrize(
    ("host", "reachable"),
    [
        *((host, ["192.168.1.5", "10.0.0.2"]) for host in ("", "0.0.0.0", "::")),
        ("10.0.0.2", ["10.0.0.2"]),
        *((host, []) for host in ("127.0.0.1", "localhost", "::1", "fd00::2", "laptop.lan")),
    ],
)
def test_others_reach_what_listens_for_them(host: str, reachable: list[str]) -> None:
    assert addresses.reachable_addresses(host, ["192.168.1.5", "10.0.0.2"]) == reachable


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("laptop", "laptop"),
        ("Portátil de Ana.local", "port-til-de-ana"),
        ("DESKTOP-4F2.home.lan", "desktop-4f2"),
        ("x" * 80, "x" * 63),
        ("---", "laptop"),
        ("", "laptop"),
    ],
)
def test_a_machine_has_a_name_that_can_stand_in_a_domain(called: str, name: str) -> None:
    assert addresses.host_name(called) == name


def test_this_machine_has_a_name() -> None:
    assert re.fullmatch("[a-z0-9-]{1,63}", addresses.host_name())

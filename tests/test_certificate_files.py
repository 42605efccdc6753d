"""The authority and the certificate as files: who may read them, and when they are made anew."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.handshakes import handshake, hosts_of, phone
from tornado_timing import certificate_files
from tornado_timing.certificate_files import (
    AUTHORITY_FILE,
    CERTIFICATE_FILE,
    Certificates,
    look,
)
from tornado_timing.private_files import write_private
from tornado_timing.vouching import CertificateError

NOW = datetime.now(UTC).replace(microsecond=0)
HOME = ["192.168.1.5", "timing.local"]
VENUE = ["10.0.0.7", "timing.local"]
DAY = timedelta(days=1)


class Desk:
    """A data directory and a clock that is set by hand."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.now = NOW

    def open(self) -> Certificates:
        return Certificates.open(self.directory, "portatil", lambda: self.now)

    def opened(self, hosts: list[str]) -> Certificates:
        """As at a start."""
        certificates = self.open()
        certificates.renew(hosts)
        certificates.load()
        return certificates


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "data" / "tls")


def shown(certificates: Certificates, host: str) -> set[str]:
    """What a phone that trusts the authority is shown under `host`."""
    return hosts_of(handshake(certificates.context, phone(certificates.authority.der), host))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_start_makes_both_and_the_next_keeps_them(desk: Desk) -> None:
    first = desk.opened(HOME)
    assert "192.168.1.5" in shown(first, "timing.local")
    second = desk.open()
    assert second.authority.fingerprint == first.authority.fingerprint
    assert second.renew(HOME) is False
    second.load()
    assert shown(second, "192.168.1.5") == shown(first, "192.168.1.5")


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_nobody_else_may_read_the_keys_at_any_moment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []
    replace = Path.replace

    def noting(path: Path, target: Path) -> Path:
        modes.append(mode(path))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", noting)
    before = os.umask(0)
    try:
        desk.opened(HOME)
    finally:
        os.umask(before)
    assert modes == [0o600, 0o600], "already before it had its name"
    assert mode(desk.directory) == 0o700
    names = {path.name for path in desk.directory.iterdir()}
    assert names == {AUTHORITY_FILE, CERTIFICATE_FILE}, "no draft is left"
    assert {mode(path) for path in desk.directory.iterdir()} == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_a_key_from_a_backup_is_closed_to_others_again(desk: Desk) -> None:
    desk.opened(HOME)
    for path in desk.directory.iterdir():
        path.chmod(0o644)
    desk.opened(HOME)
    assert {mode(path) for path in desk.directory.iterdir()} == {0o600}


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "key.pem"
    write_private(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["key.pem"]


def test_another_network_needs_another_certificate_of_the_same_authority(desk: Desk) -> None:
    certificates = desk.opened(HOME)
    fingerprint = certificates.authority.fingerprint
    assert certificates.renew(VENUE) is True
    certificates.load()
    # The same context, as a server has it that runs.
    assert {"10.0.0.7", "timing.local"} <= shown(certificates, "10.0.0.7")
    assert certificates.covers("10.0.0.7")
    assert not certificates.covers("192.168.1.5")
    assert certificates.authority.fingerprint == fingerprint
    assert desk.open().renew(VENUE) is False


def test_a_network_that_goes_away_changes_nothing(desk: Desk) -> None:
    certificates = desk.opened([*HOME, "10.0.0.7"])
    assert certificates.renew(HOME) is False
    assert certificates.renew([]) is False
    assert certificates.renew(["192.0.2.2", "8.8.8.8", *HOME]) is False, "never to be covered"


def test_it_is_renewed_thirty_days_before_it_ends(desk: Desk) -> None:
    certificates = desk.opened(HOME)
    ends_at = certificates._certificate.ends_at  # type: ignore[union-attr]
    desk.now = ends_at - 31 * DAY
    assert certificates.renew(HOME) is False
    desk.now = ends_at - 30 * DAY
    assert certificates.renew(HOME) is True
    assert certificates.renew(HOME) is False
    # It was off for a year.
    desk.now = ends_at + 500 * DAY
    assert desk.open().renew(HOME) is True


def test_one_from_the_future_is_renewed_when_the_clock_is_set(desk: Desk) -> None:
    desk.opened(HOME)
    desk.now = NOW + 40 * DAY
    desk.opened(VENUE)
    desk.now = NOW
    assert desk.open().renew(VENUE) is True


def test_in_the_last_days_of_the_authority_it_is_not_renewed_on_and_on(desk: Desk) -> None:
    authority = desk.opened(HOME).authority
    desk.now = authority.ends_at - 20 * DAY
    certificates = desk.opened(HOME)
    assert certificates.renew(HOME) is False


@pytest.mark.parametrize("damage", ["missing", "empty", "half", "of another authority", "noise"])
def test_a_damaged_certificate_is_replaced(desk: Desk, damage: str, tmp_path: Path) -> None:
    fingerprint = desk.opened(HOME).authority.fingerprint
    path = desk.directory / CERTIFICATE_FILE
    pem = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "of another authority":
        other = Desk(tmp_path / "other")
        other.opened(HOME)
        path.write_bytes((other.directory / CERTIFICATE_FILE).read_bytes())
    else:
        path.write_bytes({"empty": b"", "half": pem[:900], "noise": os.urandom(2000)}[damage])
    certificates = desk.open()
    assert certificates.renew(HOME) is True
    certificates.load()
    assert "192.168.1.5" in shown(certificates, "timing.local")
    assert certificates.authority.fingerprint == fingerprint


@pytest.mark.parametrize("content", [b"", b"noise", None])
def test_a_damaged_authority_is_not_replaced(desk: Desk, content: bytes | None) -> None:
    """Phones trust it; what is there may be all that a repair needs."""
    desk.opened(HOME)
    path = desk.directory / AUTHORITY_FILE
    damaged = path.read_bytes()[:-300] if content is None else content
    path.write_bytes(damaged)
    for opening in (desk.open, lambda: look(desk.directory, NOW)):
        with pytest.raises(CertificateError) as caught:
            opening()
        assert caught.value.code == "authority_damaged"
        assert caught.value.details == {"path": path}
    assert path.read_bytes() == damaged


def test_a_deleted_authority_is_made_anew(desk: Desk) -> None:
    """As the organizer is told to where one is beyond repair."""
    first = desk.opened(HOME)
    (desk.directory / AUTHORITY_FILE).unlink()
    second = desk.opened(HOME)
    assert second.authority.fingerprint != first.authority.fingerprint
    assert "192.168.1.5" in shown(second, "timing.local")


def test_an_authority_out_of_its_time_is_told_apart_from_a_wrong_clock(desk: Desk) -> None:
    authority = desk.opened(HOME).authority
    for now, code in (
        (authority.ends_at, "authority_ended"),
        (authority.begins_at - DAY, "authority_not_begun"),
    ):
        desk.now = now
        with pytest.raises(CertificateError) as caught:
            desk.open()
        assert caught.value.code == code


def test_looking_makes_nothing(desk: Desk) -> None:
    found = look(desk.directory, NOW)
    assert (found.authority, found.certificate) == (None, None)
    assert not desk.directory.exists()
    desk.opened(HOME)
    before = {path: path.read_bytes() for path in desk.directory.iterdir()}
    found = look(desk.directory, NOW)
    assert found.certificate is not None
    assert found.certificate.covers("192.168.1.5")
    assert {path: path.read_bytes() for path in desk.directory.iterdir()} == before


def test_old_ways_of_encrypting_are_not_spoken(desk: Desk) -> None:
    certificates = desk.opened(HOME)
    assert certificates.context.minimum_version is certificate_files.ssl.TLSVersion.TLSv1_2

"""Under ``/static/`` are the pages' files and nothing else, however its path is written."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.venue import Venue
from tornado_timing import app

SECRET = b"what nobody may read"
REFUSED = (b"400", b"403", b"404")
# How ``../`` may be written so that one reader takes it for that and another does not.
UP = (
    "../",
    "%2e%2e/",
    "%2E%2E%2F",
    "..%2f",
    ".%2e/",
    "..%252f",
    "%252e%252e%252f",
    "..\\",
    "..%5c",
    "..%255c",
    "....//",
    "..//",
    "./../",
    "..;/",
    "%00../",
    "..%00/",
    "..%0a/",
    "..%c0%af",
    "%c0%ae%c0%ae/",
    "..%ef%bc%8f",
    "%ef%bc%8e%ef%bc%8e/",
    "%u002e%u002e/",
    "..%f0%28%8c%28/",
)
BEFORE = ("/static/", "/static/board/", "/static/nowhere/", "/static//", "//static/", "/", "/juez/")
# Beside the files that are served: a folder up from `static`.
BESIDE = (
    "data/signing.key",
    "data/timing.db",
    "data/timing.db-wal",
    "config.toml",
    "static-of-others/secret.txt",
)
HIDDEN = (".env", "board/.git/config", ".git/HEAD", "board/..secret")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the pages' files, and secrets beside them and hidden among them."""
    static = tmp_path / "static"
    static.mkdir()
    for folder in app.static_dir().iterdir():
        if folder.name == "board":
            shutil.copytree(folder, static / "board")
        else:
            (static / folder.name).symlink_to(folder)
    secrets = [static / name for name in HIDDEN]
    secrets += [tmp_path / name for name in BESIDE if not name.startswith("data/timing.db")]
    for secret in secrets:
        secret.parent.mkdir(exist_ok=True)
        secret.write_bytes(SECRET.hex().encode() if secret.suffix == ".key" else SECRET)
    monkeypatch.setattr(app, "static_dir", lambda: static)
    return tmp_path


@pytest.fixture
def venue(io_loop: object, place: Path) -> Iterator[Venue]:
    """A server over them, its data beside `static` as the configuration has it."""
    served = Venue(place / "data")
    io_loop.run_sync(served.open)  # type: ignore[attr-defined]
    yield served
    io_loop.run_sync(served.close)  # type: ignore[attr-defined]


async def answered(
    venue: Venue, targets: list[str], token: str = ""
) -> dict[str, tuple[bytes, bytes]]:
    """Status and all the rest by request target, each sent as it is on a connection of its own."""

    async def one(target: str) -> tuple[bytes, bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", venue.server.port)
        head = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        head += f"Authorization: Bearer {token}\r\n\r\n"
        writer.write(head.encode("latin-1"))
        answer = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        line, _, rest = answer.partition(b"\r\n")
        return line.split()[1], rest

    return {target: await one(target) for target in targets}


def check_nothing_is_told(answers: dict[str, tuple[bytes, bytes]]) -> None:
    for target, (status, rest) in answers.items():
        assert status in REFUSED, target
        assert b'"error"' in rest, target
        for secret in (SECRET, SECRET.hex().encode(), b"SQLite format"):
            assert secret not in rest, target


@pytest.mark.gen_test(timeout=60)
async def test_no_spelling_of_a_way_out_leads_out(venue: Venue, place: Path) -> None:
    assert (place / "data/signing.key").exists()
    for up in UP:
        targets = [
            f"{before}{up * times}{name}"
            for before in BEFORE
            for times, name in ((1, BESIDE[0]), (2, BESIDE[0]), (1, BESIDE[1]), (1, BESIDE[-1]))
            # A target that begins with two slashes names another host.
            if not (before == "/" and up.startswith("/"))
        ]
        check_nothing_is_told(await answered(venue, targets))
    every = [f"/static/{up}{name}" for up in UP[:4] for name in BESIDE]
    check_nothing_is_told(await answered(venue, every))


@pytest.mark.gen_test(timeout=30)
async def test_no_absolute_path_is_taken_for_one(venue: Venue, place: Path) -> None:
    path = str(place / "data" / "signing.key")
    targets = [
        f"/static/{path}",
        f"/static{path}",
        f"/static/{quote(path, safe='')}",
        f"/static/%2f{path[1:]}",
        f"/static/file://{path}",
        f"/static/C:{path}",
        path,
        f"/{path}",
        f"http://localhost/static/..{path}",
        f"/static/board/index.html/../../..{path}",
        "/static/" + "a/" * 2_000 + "../" * 2_100 + path[1:],
        "/static/" + "a" * 8_000,
        "/static/board/index.html%00.js",
        "/static/board/index.html%00",
        "/static/\xff\xfe",
        # A link that leads out.
        "/static/judge/index.html",
    ]
    check_nothing_is_told(await answered(venue, targets))


@pytest.mark.gen_test(timeout=30)
async def test_no_name_of_a_backup_leads_out(venue: Venue, place: Path) -> None:
    """Organizers download them by their names, of which one might be a path."""
    (place / "data" / "backups").mkdir(exist_ok=True)
    token = await venue.token("organiza")
    for folder in ("/api/respaldos/", "/api/respaldos/x/../"):
        targets = [
            f"{folder}{up}{name}{ending}"
            for up in ("", *UP)
            for name in ("signing.key", "timing.db")
            for ending in ("", "/contenido/")
        ]
        check_nothing_is_told(await answered(venue, targets, token))


@pytest.mark.gen_test(timeout=30)
async def test_what_is_hidden_is_not_served(venue: Venue) -> None:
    spelled = [f"/static/{name}" for name in HIDDEN]
    spelled += [f"/static/{name.replace('.', '%2e')}" for name in HIDDEN]
    spelled += [f"/static/board/../{name}" for name in HIDDEN]
    check_nothing_is_told(await answered(venue, spelled))


@pytest.mark.gen_test(timeout=30)
async def test_no_folder_is_listed(venue: Venue) -> None:
    folders = [
        "/static/",
        "/static",
        "/static/board",
        "/static/board/",
        "/static/vendor/.",
        "/static/.",
    ]
    answers = await answered(venue, folders)
    check_nothing_is_told(answers)
    for _, rest in answers.values():
        assert b"index.html" not in rest


@pytest.mark.gen_test(timeout=30)
async def test_the_files_of_the_pages_are_served(venue: Venue) -> None:
    """Or the tests before this one would hold where nothing is."""
    for target, (status, _) in (
        await answered(venue, ["/static/board/index.html", "/static/board/../board/board.css"])
    ).items():
        assert status == b"200", target

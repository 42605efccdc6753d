"""What ``serve`` writes down: files in the data directory, lines for people or for programs."""

import json
import re
import stat

import pytest

from tests.cli.laptop import Laptop

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d [A-Z]+ [\w.]+: .+")


def test_start_and_stop_stand_in_a_file_of_the_owner_and_not_in_the_terminal(
    laptop: Laptop,
) -> None:
    for _ in range(2):
        with laptop.serve() as server:
            assert server.ask("GET", "/health")[0] == 200
            port = server.port
            ended = server.stop()
            assert (ended.code, ended.err) == (0, "")
    path = laptop.data_dir / "logs" / "tornado-timing.log"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = path.read_text("utf-8").splitlines()
    assert all(LINE.fullmatch(line) for line in lines), lines
    said = [line.partition(" serving: ")[2] for line in lines if " serving: " in line]
    assert [word.split(":")[0] for word in said] == ["Started", "Stopped"] * 2
    assert f"port {port}" in said[2]
    assert "/health" not in path.read_text("utf-8")


def test_verbose_tells_of_every_request_and_never_of_its_query(laptop: Laptop) -> None:
    with laptop.serve("--verbose") as server:
        server.ask("GET", "/api/me/?token=geheim")
        err = server.stop().err
    (line,) = (line for line in err.splitlines() if "/api/me/" in line)
    assert re.search(
        r" INFO requests: \[[0-9a-f]{8} 127\.0\.0\.1\] 401 GET /api/me/ [\d.]+ ms", line
    )
    assert "geheim" not in err
    assert line in (laptop.data_dir / "logs" / "tornado-timing.log").read_text("utf-8")


@pytest.mark.parametrize("by", ["option", "config"])
def test_as_json_every_line_is_an_object(laptop: Laptop, by: str) -> None:
    if by == "config":
        laptop.write("config.toml", "[logs]\njson = true\n")
    options = ["--log-json"] if by == "option" else []
    with laptop.serve("--verbose", *options) as server:
        server.ask("GET", "/health")
        err = server.stop().err
    text = (laptop.data_dir / "logs" / "tornado-timing.log").read_text("utf-8")
    for lines in (err.splitlines(), text.splitlines()):
        found = [json.loads(line) for line in lines]
        assert all(one["level"] == "INFO" for one in found)
        request = next(one for one in found if one["logger"] == "tornado_timing.requests")
        assert request["text"].startswith("200 GET /health")
        assert len(request["id"]) == 8


def test_files_are_as_many_and_as_long_as_the_configuration_says(laptop: Laptop) -> None:
    laptop.write("config.toml", "[logs]\nmax_bytes = 10000\nfiles = 2\n")
    with laptop.serve("--verbose") as server:
        for _ in range(30):
            server.ask("GET", f"/{'x' * 1500}")
        err = server.stop().err
    # Every one of them, however alike they are.
    assert err.count("404 GET /xxx") == 30
    files = sorted((laptop.data_dir / "logs").iterdir())
    assert [path.name for path in files] == ["tornado-timing.log", "tornado-timing.log.1"]
    assert all(path.stat().st_size <= 10_000 for path in files)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("[metrics]\nallowed = ['10.0.0.1/8']\n", "metrics.allowed"),
        ("[metrics]\nallowed = ['everybody']\n", "metrics.allowed"),
        ("[logs]\nfiles = 0\n", "logs.files"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(laptop: Laptop, content: str, key: str) -> None:
    laptop.write("config.toml", content)
    laptop.run("serve").assert_refused("config.toml", key)

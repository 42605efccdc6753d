"""Which of several settings holds: the command line, then the environment, then the file."""

import urllib.request

from tests.cli.laptop import Laptop, free_port, open_url, taken_port


def ports_checked(laptop: Laptop, *arguments: str, **environment: str) -> str:
    """The last line of ``check``, which names the port."""
    return laptop.run("check", *arguments, **environment).out.splitlines()[-1]


def test_environment_goes_before_the_file_and_the_command_line_before_both(laptop: Laptop) -> None:
    laptop.write("config.toml", '[server]\nhost = "127.0.0.1"\nport = 8101\ndata_dir = "file"\n')
    variables = {
        "TORNADO_TIMING_SERVER_PORT": "8102",
        "TORNADO_TIMING_SERVER_DATA_DIR": "2025",
    }

    assert "port 8101: " in ports_checked(laptop)
    assert "port 8102: " in ports_checked(laptop, **variables)
    assert "port 8103: " in ports_checked(laptop, "--port", "8103", **variables)
    laptop.run("organizer", "add", "a", stdin="x").assert_done()
    laptop.run("organizer", "add", "b", stdin="x", **variables).assert_done()
    laptop.run("organizer", "add", "c", "--data-dir", "line", stdin="x", **variables).assert_done()
    for name in ("file", "2025", "line"):
        assert (laptop.folder / name / "timing.db").exists(), name


def test_other_origins_come_from_the_environment_as_a_list(laptop: Laptop) -> None:
    origins = " https://club.example, https://other.example ,"
    with laptop.serve(TORNADO_TIMING_CORS_ORIGINS=origins) as server:
        for origin in ("https://club.example", "https://other.example", "https://evil.example"):
            allowed = allowed_origin(server.port, origin)
            assert allowed == (None if "evil" in origin else origin)


def allowed_origin(port: int, origin: str) -> str | None:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/health", headers={"Origin": origin})
    with open_url(request) as answer:
        allowed: str | None = answer.headers["Access-Control-Allow-Origin"]
        return allowed


def test_port_from_the_environment_is_listened_on(laptop: Laptop) -> None:
    with taken_port() as port:
        ended = laptop.run("serve", "--host", "127.0.0.1", TORNADO_TIMING_SERVER_PORT=str(port))
    ended.assert_refused(f"Port {port} is taken")
    port = free_port()
    with laptop.serve("--host", "127.0.0.1", TORNADO_TIMING_SERVER_PORT=str(port)) as server:
        assert server.port == port
        assert server.ask("GET", "/health")[0] == 200

"""HTTPS from the command line: what it prints, what it refuses, what ``check`` says of it."""

import re
import ssl
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.cli.laptop import DEADLINE_S, Ended, Language, Laptop, Server, taken_port
from tests.handshakes import phone

HTTPS = ("--https", "--https-port", "0")
AUTHORITY = Path("tls") / "authority-key.pem"
WORDS: dict[Language, str] = {"en": "With HTTPS:", "es": "Con HTTPS:"}


def open_over_tls(url: str, context: ssl.SSLContext) -> int:
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
    )
    with opener.open(url, timeout=DEADLINE_S) as answer:
        return int(answer.status)


def authority_of(server: Server) -> bytes:
    url = f"http://127.0.0.1:{server.port}/confianza/autoridad.crt"
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url) as answer:
        return bytes(answer.read())


def https_url(server: Server) -> str:
    found = re.search(r"^    (https://\S+/)$", server.out, re.MULTILINE)
    assert found is not None, server.out
    return found[1]


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_prints_where_https_is(laptop: Laptop, language: Language) -> None:
    with laptop.serve(*HTTPS, language=language) as server:
        assert f"\n{WORDS[language]}\n    https://" in server.out
        url, context = https_url(server), phone(authority_of(server))
        assert open_over_tls(url, context) == 200
        # A phone that does not trust yet is no concern of the organizer's.
        with pytest.raises(OSError, match="certificate verify failed"):
            open_over_tls(url, phone(None))
        assert server.stop().err == ""


def test_the_authority_outlasts_a_restart(laptop: Laptop) -> None:
    with laptop.serve(*HTTPS) as server:
        before = authority_of(server)
        server.stop()
    with laptop.serve(TORNADO_TIMING_TLS_ENABLED="true", TORNADO_TIMING_TLS_PORT="0") as server:
        assert authority_of(server) == before
        assert open_over_tls(https_url(server), phone(before)) == 200


def test_turned_off_there_is_none(laptop: Laptop) -> None:
    laptop.write("config.toml", "[tls]\nenabled = true\n")
    with laptop.serve("--no-https") as server:
        assert "https://" not in server.out
        assert not (server.data_dir / "tls").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_where_no_phone_comes_by_it_talks_of_none(laptop: Laptop, host: str) -> None:
    with laptop.serve("--host", host, "--port", "0", *HTTPS) as server:
        # Without the first line, which names the folder.
        shown = server.out.partition("\n")[2]
    assert f"because it listens on {host}." in shown
    assert re.search(r"^With HTTPS:\n    https://", shown, re.MULTILINE), shown
    assert not re.search(r"phone|trust|▀|▄|confianza", shown), shown
    with laptop.serve("--host", host, "--port", "0", "--no-https", language="es") as server:
        shown = server.out.partition("\n")[2]
    assert not re.search(r"teléfono|▀|▄|HTTPS", shown), shown


def test_a_taken_port_is_named_and_told_apart(laptop: Laptop) -> None:
    with taken_port() as port:
        where = ("--host", "127.0.0.1", "--port", "0", "--https", "--https-port", str(port))
        english = laptop.run("serve", *where)
        spanish = laptop.run("serve", *where, language="es")
    english.assert_refused(f"Port {port}, that of HTTPS, is taken", f"--https-port {port + 1}")
    spanish.assert_refused(f"ocupa el puerto {port}, que es el de HTTPS", "--https-port")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "HTTP and HTTPS cannot both use port {}. Choose another for one of them: "),
        ("es", "HTTP y HTTPS no pueden usar el mismo puerto, {}. Elija otro para uno de los dos: "),
    ],
)
@pytest.mark.parametrize(("port", "other"), [(8443, 8444), (65535, 65534)])
def test_one_port_for_both_is_refused_with_both_options(
    laptop: Laptop, language: Language, sentence: str, port: int, other: int
) -> None:
    where = ("--port", str(port), "--https", "--https-port", str(port))
    ended = laptop.run("serve", *where, language=language)
    ended.assert_refused(sentence.format(port), f"--port {other} ", f" --https-port {other}")


@pytest.fixture
def damaged(laptop: Laptop) -> Laptop:
    """A laptop whose authority phones trust, and which has been damaged since."""
    with laptop.serve(*HTTPS) as server:
        server.stop()
    (laptop.data_dir / AUTHORITY).write_bytes(b"noise")
    return laptop


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_damaged_authority_is_said_with_what_to_do(damaged: Laptop, language: Language) -> None:
    where = ("--host", "127.0.0.1", "--port", "0", *HTTPS)
    words = {"en": "is damaged", "es": "está dañada"}[language]
    refused = damaged.run("serve", *where, language=language)
    refused.assert_refused(str(AUTHORITY), words, "--no-https")
    checked = damaged.run("check", *where, language=language)
    assert checked.code == 1
    assert any(words in line and line.startswith(("BAD", "MAL")) for line in lines_of(checked))
    with damaged.serve("--no-https") as server:
        assert server.ask("GET", "/health")[0] == 200


def lines_of(ended: Ended) -> list[str]:
    assert ended.err == ""
    return ended.out.splitlines()


def check(laptop: Laptop, *arguments: str, **how: Any) -> list[str]:
    return lines_of(laptop.run("check", "--host", "127.0.0.1", "--port", "0", *arguments, **how))


def test_check_says_what_there_is_of_https(laptop: Laptop) -> None:
    assert "ok   https: off; serve --https turns it on" in check(laptop)
    fresh = check(laptop, *HTTPS)
    assert "ok   https: none yet, it is made at the first start" in fresh
    assert fresh[-2:] == ["ok   port 0: free", "ok   port 0: free"]
    assert not laptop.data_dir.exists(), "looking changes nothing"
    with laptop.serve(*HTTPS) as server:
        server.stop()
    (line,) = [line for line in check(laptop, *HTTPS) if " https: " in line]
    good = r"ok   https: certificate good until 20\d\d-\d\d-\d\d for timing\.local, \S+\.local"
    assert re.fullmatch(good, line), line
    (laptop.data_dir / "tls" / "laptop-key.pem").unlink()
    assert "ok   https: the certificate is renewed at the next start" in check(laptop, *HTTPS)


def test_check_names_the_port_of_https_that_is_taken(laptop: Laptop) -> None:
    with taken_port() as port:
        lines = check(laptop, "--https", "--https-port", str(port))
    assert lines[-2] == f"BAD  port {port}: taken by another program"


def test_check_says_whether_the_name_is_announced(laptop: Laptop) -> None:
    assert "ok   name timing.local: not announced ([server] mdns = false)" in check(laptop)
    only_here = "ok   name timing.local: not announced, because no other machine can reach this one"
    assert only_here in check(laptop, TORNADO_TIMING_SERVER_MDNS="true")

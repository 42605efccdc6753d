"""Pages of other sites, in the browser of somebody who also uses this one."""

import asyncio
import re
from typing import Any

import pytest

from tests.journeys.raw_client import HANDSHAKE
from tests.journeys.stranger import answer_to, header
from tests.venue import Venue
from tornado_timing.app import pattern
from tornado_timing.web.api import METHODS
from tornado_timing.web.endpoint import Access, endpoint_of
from tornado_timing.web.routes import API_ROUTES

EVIL = "http://evil.example"
# What a form of another site can send without being asked first.
SIMPLE = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
# Who may sign in need not be signed in; nothing else that changes anything is public.
SIGNING_IN = {"/api/login/", "/api/login/codigo/", "/api/token/", "/api/token/refresh/",
              "/api/refresh/", "/api/logout/", "/api/primer-organizador/"}  # fmt: skip


def test_nothing_but_signing_in_is_changed_without_a_token() -> None:
    """The browser adds no token by itself: what another site sends in somebody's name has none."""
    public = {
        path
        for path, handler in API_ROUTES
        for method in METHODS
        if method != "GET"
        and (declared := endpoint_of(handler, method)) is not None
        and declared.access is Access.PUBLIC
    }
    assert public == SIGNING_IN


@pytest.mark.gen_test(timeout=30)
async def test_another_sites_form_changes_nothing(venue: Venue) -> None:
    sent = 0
    for path, handler in API_ROUTES:
        if endpoint_of(handler, "POST") is None or path in SIGNING_IN:
            continue
        target = re.sub(r"\{\w+\}", "1", path)
        assert re.fullmatch(pattern(path), target)
        for kind in SIMPLE:
            headers = {"Origin": EVIL, "Content-Type": kind, "Cookie": "access=x"}
            answer = await venue.post(target, "{}", headers=headers)
            assert answer.status == 401, (target, kind)
            assert "Access-Control-Allow-Origin" not in answer.headers
            assert "Set-Cookie" not in answer.headers
            sent += 1
    assert sent > 60
    assert venue.state.record_count() == 0


@pytest.mark.gen_test(timeout=30)
async def test_another_site_is_not_told_that_it_may(io_loop: Any, tmp_path: Any) -> None:
    async with Venue(tmp_path, cors={"origins": ["https://club.example"]}) as venue:
        for origin, is_allowed in (
            (EVIL, False),
            ("null", False),
            ("*", False),
            ("https://club.example.evil.example", False),
            ("https://CLUB.example", False),
            ("http://club.example", False),
            ("https://club.example", True),
        ):
            for method, path in (("OPTIONS", "/api/equipos/"), ("GET", "/api/equipos/")):
                answer = await venue.call(method, path, headers={"Origin": origin})
                allowed = answer.headers.get("Access-Control-Allow-Origin")
                assert allowed == (origin if is_allowed else None), (origin, method)
                # No cookies, ever: there are none.
                assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.gen_test(timeout=30)
async def test_another_sites_page_opens_no_socket(venue: Venue) -> None:
    token = await venue.token("juez1")
    organizer = await venue.token("organiza")
    own = f"127.0.0.1:{venue.server.port}"
    for path in (f"/ws/juez/2/?token={token}", f"/ws/organizador/?token={organizer}",
                 "/ws/competencia/1/"):  # fmt: skip
        for origin in (EVIL, "null", f"http://{own}.evil.example", f"http://evil@{own}",
                       "file://", f"http://{own}/", f"{own}"):  # fmt: skip
            headers = {**HANDSHAKE, "Host": own, "Origin": origin}
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            request = f"GET {path} HTTP/1.1\r\n{lines}\r\n"
            head, _ = await answer_to(venue.server.port, request.encode())
            assert head.startswith("HTTP/1.1 403"), (path, origin)


@pytest.mark.gen_test(timeout=30)
async def test_a_name_of_somebody_elses_that_leads_here_gets_what_everybody_gets(
    venue: Venue,
) -> None:
    """DNS rebinding: the page is of the same origin then, and has no token of anybody's."""
    for path, status in (("/api/competencias/publicas/", 200), ("/api/equipos/", 401)):
        request = f"GET {path} HTTP/1.1\r\nHost: evil.example:{venue.server.port}\r\n\r\n"
        head, _ = await answer_to(venue.server.port, request.encode())
        assert head.split()[1] == str(status)
        assert header(head, "Access-Control-Allow-Origin") is None


@pytest.mark.gen_test(timeout=30)
async def test_a_host_that_is_no_host_gets_into_no_header(venue: Venue) -> None:
    for host in ("x; script-src *", "x' 'unsafe-inline'", "a b", "x,y", "[::1]", "é"):
        request = f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("latin1")
        head, _ = await asyncio.wait_for(answer_to(venue.server.port, request), 10)
        policy = header(head, "Content-Security-Policy") or ""
        assert host not in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy

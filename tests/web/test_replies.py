"""What every reply has."""

import pytest

from tornado_timing.web.replies import policy_with_sockets


def test_the_sockets_of_a_host_are_let_in_by_name() -> None:
    policy = policy_with_sockets("default-src 'self'", "carrera.local:8000")
    assert policy == (
        "default-src 'self'; connect-src 'self' ws://carrera.local:8000 wss://carrera.local:8000"
    )


@pytest.mark.parametrize(
    "host",
    [
        "",
        "*",
        "a b",
        "x; script-src *",
        "x\r\nSet-Cookie: a=b",
        "a\n",
        "a:b",
        "a:1:2",
        "ws://a",
        "ñ",
    ],
)
def test_what_is_no_name_of_a_host_stays_out_of_a_policy(host: str) -> None:
    assert policy_with_sockets("default-src 'self'", host) == "default-src 'self'"

"""Which request or message is being handled: a short name for it, in every line of its log."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Trace:
    """One request, or one socket with the message that it is at.

    `id` is told to the client as ``X-Request-ID``; `ref` is what the client calls its message.
    """

    __slots__ = ("address", "id", "ref", "who")

    def __init__(self, address: str, who: str = "", ref: str | None = None) -> None:
        self.id = secrets.token_hex(4)
        self.address = address
        self.who = who
        self.ref = ref


_CURRENT: ContextVar[Trace | None] = ContextVar("trace", default=None)


def enter(trace: Trace) -> None:
    """From here on, this task works for `trace`."""
    _CURRENT.set(trace)


@contextmanager
def working_for(trace: Trace) -> Iterator[None]:
    """The same for a while, where a task works for many."""
    token = _CURRENT.set(trace)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current() -> Trace | None:
    """What this task works for, None where it is the server's own doing."""
    return _CURRENT.get()

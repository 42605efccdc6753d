"""What each method of a handler promises: who may use it, what it takes and what it answers.

One declaration serves three ends: the gate before the method, the reading of the body, and the
OpenAPI document. A method without one is for nobody.
"""

import functools
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar, cast

from msgspec import Struct

from tornado_timing.domain import errors

Method = TypeVar("Method", bound=Callable[..., Any])


class Access(Enum):
    """Who may use an endpoint."""

    PUBLIC = "anybody"
    SIGNED_IN = "judges and organizers"
    JUDGE = "judges"
    ORGANIZER = "organizers"
    ANNOUNCER = "who holds the key of the race's announcer, and organizers"
    LOCAL = "commands on this machine, by the signing key"
    LOOPBACK = "programs on this machine, and at the addresses that the configuration allows"


class Query(Struct, frozen=True):
    """A query parameter; `names` are its aliases, the first the main one.

    With `choices` it is one of these texts, and must be given unless it `is_optional`.
    """

    names: tuple[str, ...]
    kind: type[int] | type[bool] | type[str]
    description: str
    choices: tuple[str, ...] = ()
    is_optional: bool = False


class Endpoint(Struct, frozen=True):
    """The promise of one method. `errors` are its error statuses beside those of its access.

    `changed_body` is what a 412 answers where the request itself, and no ``If-Match``, says which
    state is to be changed.
    """

    access: Access
    replies: Mapping[int, Any]
    body: Any = None
    on_invalid: type[errors.TimingError] | None = None
    query: tuple[Query, ...] = ()
    errors: tuple[int, ...] = ()
    error_body: type[Struct] | None = None
    changed_body: type[Struct] | None = None


def endpoint(
    access: Access,
    replies: Mapping[int, Any],
    *,
    body: Any = None,
    on_invalid: type[errors.TimingError] | None = None,
    query: tuple[Query, ...] = (),
    fails: tuple[int, ...] = (),
    error_body: type[Struct] | None = None,
    changed_body: type[Struct] | None = None,
) -> Callable[[Method], Method]:
    """Declares a method's `Endpoint` and puts its gate before it.

    `replies` maps each success status to the type of its JSON, or a tuple of types (None: no
    body); `body` is a structure, or a list of some; `fails` are the error statuses; `on_invalid`
    is the error for a body of the wrong form, where it has one of its own.
    """

    def declare(method: Method) -> Method:
        @functools.wraps(method)
        async def gated(handler: Any, **path: str) -> None:
            # Here and not in prepare(): by now the body has been read. Answering before that
            # would reset the connection, and the client might never see why.
            handler.admit(access)
            result = method(handler, **path)
            if result is not None:
                await result

        gated.endpoint = Endpoint(  # type: ignore[attr-defined]
            access, replies, body, on_invalid, query, fails, error_body, changed_body
        )
        return cast("Method", gated)

    return declare


def endpoint_of(handler: type, method: str) -> Endpoint | None:
    """The declaration of `handler`'s method for an HTTP `method`, None if it has none."""
    found: Endpoint | None = getattr(getattr(handler, method.lower(), None), "endpoint", None)
    return found

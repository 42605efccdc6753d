"""What all API handlers share: the gate, the body, the services."""

from contextlib import suppress
from typing import Any, TypeVar

import msgspec
from tornado.web import stream_request_body

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor, actor
from tornado_timing.domain.model import Role
from tornado_timing.protocol.problems import (
    EXPECTED_FLAG,
    EXPECTED_INTEGER,
    EXPECTED_LIST,
    UNKNOWN_FIELD,
    invalid_field,
)
from tornado_timing.service.services import Services
from tornado_timing.service.sessions import Session
from tornado_timing.web.endpoint import Access, endpoint_of
from tornado_timing.web.replies import JsonReplies

Body = TypeVar("Body", bound=msgspec.Struct)
# What is kept of a body before somebody is known to be signed in: thousands could send one each.
STRANGERS_BODY_BYTES = 64 * 1024
# Of a number in a query, as in a path.
MAX_DIGITS = 15
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def bearer_token(header: str | None) -> str | None:
    """The token of an ``Authorization`` header, None without one."""
    scheme, _, token = (header or "").strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def is_known(services: Services, authorization: str | None) -> bool:
    """Whether an ``Authorization`` header is of somebody signed in, or with the signing key."""
    token = bearer_token(authorization)
    with suppress(errors.TimingError):
        services.sessions.authenticate(token)
        return True
    with suppress(errors.TimingError):
        services.tokens.read(token or "", "local")
        return True
    return False


@stream_request_body
class ApiHandler(JsonReplies):
    """A handler of the API.

    Its methods are declared with `endpoint`, which calls `admit` first; `session` is set where
    an endpoint needs a sign-in.
    """

    session: Session

    def initialize(self, services: Services) -> None:
        """Takes the services, by Tornado's way to hand them in."""
        self.services = services
        self._body = bytearray()
        self._received = 0
        self.max_body_bytes = services.settings.limits.body_bytes

    def set_default_headers(self) -> None:
        """Adds CORS for the origins that the configuration allows, and forbids caching."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        origin = self.request.headers.get("Origin")
        if origin and origin in self.application.settings.get("cors_origins", ()):
            self.set_header("Access-Control-Allow-Origin", origin)
            self.set_header("Vary", "Origin")
            self.set_header("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match")
            self.set_header("Access-Control-Expose-Headers", "ETag")
            self.set_header("Access-Control-Allow-Methods", ", ".join(self.allowed_methods()))

    def __init_subclass__(cls) -> None:
        """Refuses a handler with a method that nobody declared: the default is nobody."""
        for method in METHODS:
            name = method.lower()
            if name in vars(cls) and endpoint_of(cls, method) is None:
                raise TypeError(f"{cls.__name__}.{name} has no endpoint declaration")

    def admit(self, access: Access) -> None:
        """Raises unless the request may use an endpoint of this `access`."""
        if access is Access.PUBLIC:
            return
        if access is Access.LOCAL:
            self.services.tokens.read(self.token() or "", "local")
            return
        if access is Access.LOOPBACK:
            self.check_scraper()
            return
        if access is Access.ANNOUNCER and self._holds_announcers_key():
            return
        self.session = self.services.sessions.authenticate(self.token())
        role = self.session.account.role
        self.trace.who = self.session.account.username
        if access is Access.JUDGE and role is not Role.JUDGE:
            raise errors.JudgesOnly()
        if access in (Access.ORGANIZER, Access.ANNOUNCER) and role is not Role.ORGANIZER:
            raise errors.OrganizersOnly()
        if self.request.method != "GET" and self.services.core.writer.is_reading_back:
            # Or it would be refused for what was never stored: a race that "runs already".
            raise errors.StorageFailed()

    def check_scraper(self) -> None:
        """Raises NotAllowed unless a program asks that may see how the server works."""
        raise errors.NotAllowed()

    def _holds_announcers_key(self) -> bool:
        competition_id = int(self.path_kwargs["competition_id"])
        return self.services.announcer_links.holds_key(competition_id, self.token() or "")

    @property
    def actor(self) -> Actor:
        """Who asks, for the record; only where an endpoint needs a sign-in."""
        return actor(self.session.account, self.address)

    @property
    def is_judge(self) -> bool:
        """Whether a judge asks; only where an endpoint needs a sign-in."""
        return self.session.account.role is Role.JUDGE

    @property
    def address(self) -> str:
        """The network address that the request came from."""
        return self.request.remote_ip or ""

    def token(self) -> str | None:
        """The access token that came with the request, None without one."""
        return bearer_token(self.request.headers.get("Authorization"))

    def allowed_methods(self) -> list[str]:
        """The methods that this path has a declaration for."""
        declared = [method for method in METHODS if endpoint_of(type(self), method)]
        return [*declared, *(["HEAD"] if "GET" in declared else []), "OPTIONS"]

    def data_received(self, chunk: bytes) -> None:
        """Collects the body as far as it is allowed to go; the rest is read and let go."""
        self._received += len(chunk)
        is_larger = len(self._body) <= STRANGERS_BODY_BYTES < self._received
        if is_larger and self.max_body_bytes > STRANGERS_BODY_BYTES and not self._is_known():
            self.max_body_bytes = STRANGERS_BODY_BYTES
        if self._received <= self.max_body_bytes:
            self._body.extend(chunk)

    def _is_known(self) -> bool:
        """Whether somebody asks who is signed in, or has the signing key."""
        return is_known(self.services, self.request.headers.get("Authorization"))

    def document(self) -> dict[str, Any]:
        """The body as a JSON object. Raises InvalidJson, BodyTooLarge."""
        document = self._decoded()
        if not isinstance(document, dict):
            raise errors.InvalidJson()
        return document

    def _decoded(self) -> Any:
        if self._received > self.max_body_bytes:
            raise errors.BodyTooLarge()
        try:
            return msgspec.json.decode(self._body)
        except (ValueError, RecursionError) as error:
            raise errors.InvalidJson() from error

    def body(self, kind: type[Body]) -> Body:
        """The body as `kind`. Raises InvalidField, or what the endpoint declares for it."""
        document = self.document()
        try:
            return msgspec.convert(document, kind)
        except msgspec.ValidationError as error:
            declared = endpoint_of(type(self), self.request.method or "")
            on_invalid = declared.on_invalid if declared else None
            raise (on_invalid() if on_invalid else invalid_field(str(error))) from error

    def rows(self, kind: Any, row: type[Body]) -> list[Body]:
        """The body as a `kind` of list, of `row`s. Raises InvalidField, which names bad ones.

        By their index from 0: ``[2].name``.
        """
        document = self._decoded()
        if not isinstance(document, list):
            raise errors.InvalidField(field=UNKNOWN_FIELD, problem=EXPECTED_LIST)
        try:
            converted: list[Body] = msgspec.convert(document, kind)
        except msgspec.ValidationError as error:
            raise invalid_field(str(error)) from error
        return converted

    def query_value(self, *names: str) -> str | None:
        """The first of the query parameters `names` that is given."""
        return next(
            (value for name in names if (value := self.get_query_argument(name, None))), None
        )

    def query_int(self, *names: str) -> int | None:
        """A query parameter as an integer. Raises InvalidField."""
        value = self.query_value(*names)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS):
            raise errors.InvalidField(field=names[0], problem=EXPECTED_INTEGER)
        return int(value)

    def query_flag(self, *names: str) -> bool | None:
        """A query parameter as true or false. Raises InvalidField."""
        value = self.query_value(*names)
        if value is None:
            return None
        if value.lower() in ("true", "1"):
            return True
        if value.lower() in ("false", "0"):
            return False
        raise errors.InvalidField(field=names[0], problem=EXPECTED_FLAG)

    async def head(self, **path: str) -> None:
        """Answers like GET; Tornado leaves the body out."""
        await self.get(**path)  # type: ignore[misc]

    def options(self, **_path: str) -> None:
        """Says which methods there are; browsers of allowed origins ask before they send."""
        self.set_header("Allow", ", ".join(self.allowed_methods()))
        self.set_status(204)
        self.finish()


@stream_request_body
class UnknownPathHandler(JsonReplies):
    """Answers for every path that there is not."""

    def initialize(self) -> None:
        """Takes nothing."""

    def get(self) -> None:
        """Raises NotFound, after the body has been read."""
        raise errors.NotFound()

    post = put = patch = delete = head = options = get

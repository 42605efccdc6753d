"""Turning what a request raised into an answer: the one place for HTTP."""

import logging
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tornado.web import HTTPError, RequestHandler

from tornado_timing.domain import errors
from tornado_timing.protocol.problems import field_of
from tornado_timing.protocol.texts import INVALID_JSON_OVER_HTTP, TEXTS, text_of
from tornado_timing.protocol.wire import WIRE, encode
from tornado_timing.tracing import Trace, enter, working_for

log = logging.getLogger(__name__)
# What every answer leaves, told of only where somebody asks for it: see logs.py.
requests_log = logging.getLogger("tornado_timing.requests")

# A request that takes longer is worth a line.
SLOW_REQUEST_S = 0.25
REQUEST_ID = "X-Request-ID"

# The first that an error is an instance of.
_STATUSES: tuple[tuple[type[errors.TimingError], int], ...] = (
    (errors.BodyTooLarge, 413),
    (errors.MethodNotAllowed, 405),
    (errors.TooManyAttempts, 429),
    (errors.TooManyMessages, 429),
    (errors.TooManySockets, 429),
    (errors.InvalidInput, 400),
    (errors.RecordError, 400),
    (errors.NotAuthenticated, 401),
    (errors.NotAllowed, 403),
    (errors.NotFound, 404),
    (errors.Conflict, 409),
    (errors.ChangedMeanwhile, 412),
    (errors.Unavailable, 503),
)
_BY_STATUS: Mapping[int, type[errors.TimingError]] = MappingProxyType(
    {
        403: errors.NotAllowed,
        404: errors.NotFound,
        405: errors.MethodNotAllowed,
        413: errors.BodyTooLarge,
    }
)

SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
    }
)
DEFAULT_POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

# Nothing else can stand in a policy for a host; an IPv6 address cannot.
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?")


def policy_with_sockets(policy: str, host: str) -> str:
    """`policy`, with the sockets of `host` let in by name.

    Safari before 15.4 does not take them for ``'self'``. A policy that says what may be connected
    to says it last: of two such rules browsers read the first alone.
    """
    if not _HOST.fullmatch(host):
        return policy
    if "connect-src" in policy:
        return f"{policy} ws://{host} wss://{host}"
    return f"{policy}; connect-src 'self' ws://{host} wss://{host}"


def status_of(error: errors.TimingError) -> int:
    """The HTTP status of an error."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def error_document(error: errors.TimingError | None, status: int) -> dict[str, Any]:
    """The JSON of an error; None is a fault of ours.

    Who is refused finds the sentence under ``detail``, as the older clients expect it, and
    under ``error``, as the newer do.
    """
    if error is None:
        return {"error": TEXTS["internal"], "code": "internal"}
    sentence = text_of(error)
    if isinstance(error, errors.InvalidJson):
        sentence = INVALID_JSON_OVER_HTTP
    document: dict[str, Any] = {"error": sentence, "code": error.code}
    field = field_of(error)
    if field is not None:
        document["field"] = field
    if error.is_kept:
        document[WIRE["kept"]] = True
    if status in (401, 403, 404):
        document["detail"] = sentence
    return document


class JsonReplies(RequestHandler):
    """A handler whose every answer has the security headers and whose every error is JSON.

    And an id, by which what the log says of a request is found.
    """

    _trace: Trace | None = None

    @property
    def trace(self) -> Trace:
        """The request, as the log names it."""
        if self._trace is None:
            self._trace = Trace(self.request.remote_ip or "")
        return self._trace

    def prepare(self) -> Any:
        """Has all that is logged from here on name the request."""
        enter(self.trace)

    def set_default_headers(self) -> None:
        """Sets the headers that every answer has."""
        # Ours and never the client's own: nobody writes into the log of others.
        self.set_header(REQUEST_ID, self.trace.id)
        for name, value in SECURITY_HEADERS.items():
            self.set_header(name, value)
        self.set_policy(DEFAULT_POLICY)
        self.clear_header("Server")

    def set_policy(self, policy: str) -> None:
        """Sets the Content-Security-Policy; this server's own sockets are always let in."""
        host = self.request.headers.get("Host", "")
        self.set_header("Content-Security-Policy", policy_with_sockets(policy, host))

    def write_json(self, value: object, status: int = 200) -> None:
        """Answers with `value` as JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(encode(value))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answers with an error; called by Tornado when anything was raised."""
        raised = kwargs.get("exc_info", (None, None, None))[1]
        error = raised if isinstance(raised, errors.TimingError) else None
        if error is None and isinstance(raised, HTTPError) and status_code < 500:
            error = _BY_STATUS.get(status_code, errors.InvalidInput)()
        status = status_of(error) if error is not None else status_code
        if isinstance(raised, HTTPError):
            status = status_code
        if status == 405:
            self.set_header("Allow", ", ".join(self.allowed_methods()))
        if isinstance(error, errors.TooManyAttempts):
            log.warning("Sign-ins from here have to wait: too many were wrong")
        if error is not None and status in (429, 503):
            self.set_header("Retry-After", str(error.details.get("retry_after_s", 1)))
        self.write_json(self.describe_error(error, status), status)

    def describe_error(self, error: errors.TimingError | None, status: int) -> dict[str, Any]:
        """The JSON of `error`; some paths promise another form."""
        return error_document(error, status)

    def allowed_methods(self) -> list[str]:
        """The methods that this path has."""
        return ["GET", "HEAD", "OPTIONS"]

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Logs faults of ours with their traceback; what a client did wrong is no fault."""
        if not isinstance(value, errors.TimingError | HTTPError):
            log.error("Unhandled in %s %s", self.request.method, self.request.path, exc_info=value)

    def data_received(self, chunk: bytes) -> None:
        """Bodies are read by those handlers that take any."""


def log_request(handler: RequestHandler) -> None:
    """The access log: never the query, which may hold a token."""
    status = handler.get_status()
    request = handler.request
    span_s = request.request_time()
    handler.application.settings["measures"].requests[status // 100].observe(span_s)
    level, told = logging.INFO, requests_log
    if status >= 500:
        level, told = logging.ERROR, log
    elif span_s > SLOW_REQUEST_S:
        told = log
    if told.isEnabledFor(level) and isinstance(handler, JsonReplies):
        where, span_ms = request.path, 1000 * span_s
        # It may be Tornado that ends a request, and not the request's own task.
        with working_for(handler.trace):
            told.log(level, "%d %s %s %.1f ms", status, request.method, where, span_ms)

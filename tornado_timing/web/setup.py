"""The first start over HTTP."""

from tornado.httputil import HTTPServerRequest

from tornado_timing.addresses import is_loopback
from tornado_timing.protocol.accounts import (
    FirstOrganizerIn,
    SetupOut,
    SignedInOut,
    signed_in_out,
)
from tornado_timing.protocol.resources import domain_fields
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint

OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")
# What a proxy or a tunnel adds: behind one, everybody's requests come from this machine.
FORWARDED = (
    *("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"),
    *("CF-Connecting-IP", "True-Client-IP"),
)


class FirstOrganizerHandler(ApiHandler):
    """``/api/primer-organizador/``."""

    @endpoint(Access.PUBLIC, {200: SetupOut})
    def get(self) -> None:
        """Read whether the first organizer is still to be made."""
        needed = self.services.setup.is_needed
        self.write_json(SetupOut(needed, needed and not is_from_this_machine(self.request)))

    @endpoint(
        Access.PUBLIC,
        {201: SignedInOut},
        body=FirstOrganizerIn,
        fails=(400, 403, 409, 413, 429, 503),
    )
    async def post(self) -> None:
        """Make the first organizer, on this machine or with the secret; it is signed in."""
        body = self.body(FirstOrganizerIn)
        fields = domain_fields(body)
        secret = fields.pop("secret")
        signed_in = await self.services.setup.make_organizer(
            body.password,
            fields,
            secret=secret,
            is_from_here=is_from_this_machine(self.request),
            address=self.address,
        )
        self.write_json(
            signed_in_out(signed_in.account, signed_in.access, signed_in.refresh, None), 201
        )


def is_from_this_machine(request: HTTPServerRequest) -> bool:
    """Whether somebody at this machine asks, and neither a proxy nor a foreign page.

    A name of somebody else's that leads to 127.0.0.1 (DNS rebinding) shows in `Host`; a page of
    another site that posts to this one shows in `Origin`.
    """
    host = request.headers.get("Host", "").lower()
    origin = request.headers.get("Origin")
    return (
        is_loopback(request.remote_ip or "")
        and _without_port(host) in OWN_HOSTS
        and (origin is None or origin.lower() == f"{request.protocol}://{host}")
        and not any(name in request.headers for name in FORWARDED)
    )


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isascii() and port.isdigit() else host

"""The addresses of this server, and its certificate authority, over HTTP."""

from tornado_timing.certificates import Authority
from tornado_timing.domain import errors
from tornado_timing.protocol.openapi import FileReply
from tornado_timing.protocol.trust import AddressesOut, TrustOut, apple_profile
from tornado_timing.reachability import Reachability
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, endpoint

CERTIFICATE_TYPE = "application/x-x509-ca-cert"
PROFILE_TYPE = "application/x-apple-aspen-config"


class ReachedHandler(ApiHandler):
    """A handler that knows how this server is reached, now: a network may come and go."""

    @property
    def reachability(self) -> Reachability:
        """Under which addresses and names."""
        found: Reachability = self.application.settings["reachability"]
        return found

    def authority(self) -> Authority:
        """The authority behind HTTPS. Raises NotFound without HTTPS."""
        certificates = self.reachability.certificates
        if certificates is None:
            raise errors.NotFound()
        return certificates.authority

    def send_file(self, content: bytes, kind: str, name: str) -> None:
        """Answers with a file."""
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(content)


class AddressesHandler(ReachedHandler):
    """``/api/direcciones/``."""

    @endpoint(Access.PUBLIC, {200: AddressesOut})
    def get(self) -> None:
        """List the addresses under which phones reach this server, the likeliest first."""
        self.write_json(AddressesOut(self.reachability.urls()))


class TrustHandler(ReachedHandler):
    """``/api/confianza/``."""

    @endpoint(Access.PUBLIC, {200: TrustOut})
    def get(self) -> None:
        """Tell whether there is HTTPS, where, and how to know its certificate authority."""
        reachability = self.reachability
        certificates = reachability.certificates
        self.write_json(
            TrustOut(
                enabled=certificates is not None,
                fingerprint=certificates.authority.fingerprint if certificates else None,
                https_urls=reachability.https_urls(),
                http_urls=reachability.http_urls(),
            )
        )


class AuthorityHandler(ReachedHandler):
    """``/confianza/autoridad.crt``."""

    @endpoint(Access.PUBLIC, {200: FileReply((CERTIFICATE_TYPE,))}, fails=(404,))
    def get(self) -> None:
        """Download the authority's certificate, for a phone to trust; it holds no secret."""
        self.send_file(self.authority().der, CERTIFICATE_TYPE, "autoridad.crt")


class AppleProfileHandler(ReachedHandler):
    """``/confianza/autoridad.mobileconfig``."""

    @endpoint(Access.PUBLIC, {200: FileReply((PROFILE_TYPE,))}, fails=(404,))
    def get(self) -> None:
        """Download the same certificate as a profile for an iPhone or iPad."""
        authority = self.authority()
        profile = apple_profile(authority.der, authority.name)
        self.send_file(profile, PROFILE_TYPE, "autoridad.mobileconfig")

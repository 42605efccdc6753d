"""Pages and their files."""

from pathlib import Path
from typing import Any

from tornado.web import HTTPError, StaticFileHandler, stream_request_body

from tornado_timing.web.replies import JsonReplies

# Swagger UI and ReDoc set styles from their scripts, and show data: images.
DOCS_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
# Pico draws the marks of checkboxes and selects from data: images of its own style sheet.
PANEL_POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)

# It tries whether this phone trusts the HTTPS of this server, which is another origin.
TRUST_POLICY = f"{PANEL_POLICY}; connect-src 'self' https:"


@stream_request_body
class FileHandler(StaticFileHandler, JsonReplies):
    """Everything under ``/static/``: public, checked with the server before it is used again."""

    def set_extra_headers(self, path: str) -> None:
        """Lets browsers keep files, but ask whether they are still the newest."""
        self.set_header("Cache-Control", "no-cache")

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Refuses hidden files, on top of Tornado's refusal of all that is outside of `root`."""
        inside = absolute_path.removeprefix(root)
        if "\0" in inside or any(part.startswith(".") for part in Path(inside).parts):
            raise HTTPError(404)
        return super().validate_absolute_path(root, absolute_path)


@stream_request_body
class PageHandler(FileHandler):
    """One page, wherever it is asked for."""

    def initialize(self, path: str, page: str, policy: str | None = None) -> None:  # type: ignore[override]
        """Takes the folder of all files, the page in it, and a policy of its own."""
        self._page = page
        self._policy = policy
        super().initialize(path)

    async def get(self, *_args: Any, **_path: Any) -> None:
        """Sends the page."""
        if self._policy:
            self.set_policy(self._policy)
        await super().get(self._page)

    async def head(self, *_args: Any, **_path: Any) -> None:
        """Sends the headers of the page."""
        await super().get(self._page, include_body=False)

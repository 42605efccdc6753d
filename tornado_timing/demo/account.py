"""A signed-in account of the demonstration: real HTTP, as a phone does it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPResponse

from tornado_timing.demo.tally import DemoError, Tally

REQUEST_DEADLINE_S = 30.0
WITH_BODY = ("POST", "PUT", "PATCH")

Body = Mapping[str, object] | Sequence[object]


class Account:
    """An organizer or a judge that signs in at `base_url` and calls the API with its token.

    `access` is empty until `sign_in`. An access token that has expired is refreshed once for each
    call that meets it; the demonstration's hours pass quickly.
    """

    def __init__(
        self, http: AsyncHTTPClient, base_url: str, username: str, password: str, tally: Tally[Any]
    ) -> None:
        self._http = http
        self._base_url = base_url
        self._username = username
        self._password = password
        self._tally = tally
        self._refresh = ""
        self.access = ""

    async def sign_in(self) -> dict[str, Any]:
        """Signs in and returns the reply. Raises DemoError when the server refuses."""
        body = {"username": self._username, "password": self._password}
        reply: dict[str, Any] = self._accept(
            await self._fetch("POST", "/api/login/", body), "/api/login/"
        )
        self.access, self._refresh = reply["access"], reply["refresh"]
        return reply

    async def refresh_access(self) -> None:
        """Replaces the expired access token. Raises DemoError when the server refuses."""
        path = "/api/token/refresh/"
        reply = self._accept(await self._fetch("POST", path, {"refresh": self._refresh}), path)
        self.access = reply["access"]
        self._tally.refreshed_tokens += 1

    async def call(self, method: str, path: str, body: Body | None = None) -> Any:
        """Returns the JSON reply of one call. Raises DemoError for any other than a success."""
        response = await self._fetch(method, path, body)
        if response.code == 401:
            await self.refresh_access()
            response = await self._fetch(method, path, body)
        return self._accept(response, path)

    async def _fetch(self, method: str, path: str, body: Body | None = None) -> HTTPResponse:
        headers = {"Content-Type": "application/json"}
        if self.access:
            headers["Authorization"] = f"Bearer {self.access}"
        try:
            return await self._http.fetch(
                self._base_url + path,
                method=method,
                headers=headers,
                body=json.dumps(body or {}) if method in WITH_BODY else None,
                connect_timeout=REQUEST_DEADLINE_S,
                request_timeout=REQUEST_DEADLINE_S,
                raise_error=False,
            )
        except OSError as error:
            raise DemoError(f"{self._username}: {path}: {error}") from error

    def _accept(self, response: HTTPResponse, path: str) -> Any:
        text = response.body.decode() if response.body else str(response.error)
        if not 200 <= response.code < 300:
            raise DemoError(f"{self._username}: {path} answered {response.code}: {text}")
        return json.loads(text)

"""Judges' cards, generated passwords, and the QR codes of this server's pages over HTTP."""

import re
from urllib.parse import quote

from tornado_timing.domain import errors
from tornado_timing.protocol.cards import (
    MAX_PATH_LENGTH,
    CardOut,
    CardsIn,
    PasswordOut,
    PasswordsIn,
    PathQrOut,
    QrOut,
    SuggestionOut,
    card_out,
    judge_url,
    password_out,
)
from tornado_timing.qr import qr_code
from tornado_timing.service.word_passwords import new_password
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint
from tornado_timing.web.trust import ReachedHandler

# What a host and its port consist of, also in brackets; anything else is no address.
_HOST = re.compile(r"[0-9A-Za-z.\-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# What may stand in a path with its query and fragment as it is; % too, which escapes the rest.
_SAFE = "/?#[]@!$&'()*+,;=:%~"


class CardsHandler(ReachedHandler):
    """``/api/jueces/tarjetas/``."""

    @endpoint(Access.ORGANIZER, {200: list[CardOut]}, body=CardsIn, fails=(400, 413, 503))
    async def post(self) -> None:
        """Make cards for judges, each with a new one-time code; their older ones are dead."""
        body = self.body(CardsIn)
        base_url = self._base_url(body.base_url)
        cards = await self.services.sign_in_codes.make(body.judge_ids, self.actor)
        urls = [judge_url(base_url, card.code) for card in cards]
        drawn = await self.services.drawing.run(lambda: [qr_code(url) for url in urls])
        self.write_json(
            [
                card_out(card.judge, card.code, url, card.expires_at_ms, QrOut(qr.size, qr.path))
                for card, url, qr in zip(cards, urls, drawn, strict=True)
            ]
        )

    def _base_url(self, wanted: str | None) -> str:
        """Where the cards lead: to this server, whatever is asked for. Raises InvalidField."""
        urls = self.reachability.urls()
        if wanted is None:
            return urls[0]
        base_url = wanted.rstrip("/").lower()
        host = self.request.headers.get("Host", "").lower()
        if _HOST.fullmatch(host):
            urls.append(f"{self.request.protocol}://{host}")
        if base_url not in urls:
            raise errors.InvalidField(
                field="base_url", problem="no es una dirección de este equipo"
            )
        return base_url


class PasswordsHandler(ApiHandler):
    """``/api/jueces/contrasenas/``."""

    @endpoint(Access.ORGANIZER, {200: list[PasswordOut]}, body=PasswordsIn, fails=(400, 413, 503))
    async def post(self) -> None:
        """Give judges new passwords of four words; the open sessions of those judges end."""
        body = self.body(PasswordsIn)
        given = await self.services.word_passwords.give(body.judge_ids, self.actor)
        self.write_json([password_out(one.judge, one.password) for one in given])


class SuggestionHandler(ApiHandler):
    """``/api/contrasenas/sugerencia/``."""

    @endpoint(Access.ORGANIZER, {200: SuggestionOut})
    def get(self) -> None:
        """Get a password of four words, for a form."""
        self.write_json(SuggestionOut(new_password()))


class QrHandler(ReachedHandler):
    """``/api/qr/``."""

    @endpoint(
        Access.PUBLIC,
        {200: PathQrOut},
        query=(Query(("path",), str, "The page: a path on this server; / unless given."),),
        fails=(400, 503),
    )
    async def get(self) -> None:
        """Draw the QR code of a page of this server."""
        url = self.reachability.urls()[0] + self._path()
        qr = await self.services.drawing.run(lambda: qr_code(url))
        self.write_json(PathQrOut(url, qr.size, qr.path))

    def _path(self) -> str:
        """The path that is asked for. Raises InvalidField."""
        # Not by Tornado's own method, which makes blanks of control characters.
        sent = self.request.query_arguments.get("path", [b"/"])[-1]
        path = sent.decode("utf-8", "replace")
        if not path.startswith("/") or path.startswith("//"):
            raise errors.InvalidField(field="path", problem="debe empezar con una sola /")
        if len(path) > MAX_PATH_LENGTH:
            problem = f"debe ser como máximo {MAX_PATH_LENGTH} caracteres"
            raise errors.InvalidField(field="path", problem=problem)
        if _CONTROL.search(path):
            problem = "tiene caracteres que no se pueden mostrar"
            raise errors.InvalidField(field="path", problem=problem)
        return quote(path, safe=_SAFE)

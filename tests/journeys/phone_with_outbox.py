"""A judge's phone as the page is one: it keeps what it took, and asks a laptop what that lacks."""

import asyncio
from contextlib import suppress
from typing import Any

from tornado.websocket import WebSocketClosedError

from tests.venue import Socket, Venue

DEVICE = "Moto G"


class Phone:
    """Takes times of a team and marks at a line; everything stays in its outbox.

    It signs in once: at whatever server it finds under the address, it comes with the same tokens.
    """

    def __init__(self, venue: Venue, judge: str, team_id: int, line_id: int) -> None:
        self._venue = venue
        self._judge = judge
        self._team_id = team_id
        self._line_id = line_id
        self._judge_id = 0
        self.access = self.refresh = ""
        self.times: dict[str, dict[str, Any]] = {}
        self.marks: dict[str, dict[str, Any]] = {}
        self.corrections: dict[str, dict[str, Any]] = {}
        self.acknowledged: set[str] = set()
        self.duplicates: list[str] = []
        self._socket: Socket | None = None

    async def sign_in(self) -> None:
        """With a password; never again."""
        answer = (await self._venue.login(self._judge)).json
        self._judge_id = answer["juez"]["id"]
        self.access, self.refresh = answer["access"], answer["refresh"]

    async def connect_to(self, venue: Venue) -> None:
        """Opens a socket there by the access token that it has."""
        path = f"/ws/juez/{self._judge_id}/?token={self.access}"
        self._socket = await venue.socket(path)
        assert (await self._socket.read())["tipo"] == "conexion_establecida"

    async def race(self) -> None:
        """Takes one thing after the other until the laptop is gone."""
        with suppress(AssertionError, WebSocketClosedError, OSError):
            while True:
                await self.take()
                await asyncio.sleep(0.005)

    async def take(self) -> None:
        """A time, a mark with its bib, and now and then another bib for a mark."""
        number = len(self.times) + 1
        name = f"{self._judge}-{number}"
        self.times[name] = {"tiempo": 60_000 + number, "id_registro": name}
        self.marks[f"m{name}"] = {
            "id_marca": f"m{name}",
            "secuencia": number,
            "tiempo": 60_000 + number,
            "dorsal": str(number),
        }
        if number % 5 == 0:
            change = {"id_marca": f"m{name}", "dorsal": "7", "hecha_ms": 60_000 + number}
            self.corrections[f"c{name}"] = {**change, "id_correccion": f"c{name}"}
        await self._send_time(self.times[name])
        await self._send_mark(self.marks[f"m{name}"])
        if number % 5 == 0:
            await self._send_correction(self.corrections[f"c{name}"])

    async def make_whole(self) -> None:
        """Asks the laptop what it lacks of everything that was ever taken, and sends that."""
        ids = list(self.times)
        for start in range(0, len(ids), 500):
            asked = {"tipo": "comprobar_registros", "ids": ids[start : start + 500]}
            for name in (await self._ask(asked))["faltan"]:
                await self._send_time(self.times[name])
        asked = {"tipo": "comprobar_marcas", "ids": list(self.marks)[:500]}
        answer = await self._ask({**asked, "correcciones": list(self.corrections)[:500]})
        for name in answer["faltan"]:
            await self._send_mark(self.marks[name])
        for name in answer["correcciones_faltan"]:
            await self._send_correction(self.corrections[name])

    async def _send_time(self, time: dict[str, Any]) -> None:
        sent = {"tipo": "registrar_tiempo", "equipo_id": self._team_id, **time}
        answer = await self._ask(sent)
        assert answer["tipo"] == "tiempo_registrado", answer
        self._note(answer["id_registro"], answer["duplicado"])

    async def _send_mark(self, mark: dict[str, Any]) -> None:
        sent = {"tipo": "marcar", "linea_id": self._line_id, "dispositivo": DEVICE}
        answer = await self._ask({**sent, "marcas": [mark]})
        [stored] = answer["marcas_guardadas"]
        self._note(stored["id_marca"], stored["duplicada"])

    async def _send_correction(self, correction: dict[str, Any]) -> None:
        answer = await self._ask({"tipo": "corregir_marca", **correction})
        self._note(answer["id_correccion"], answer["duplicada"])

    def _note(self, name: str, is_duplicate: bool) -> None:
        self.acknowledged.add(name)
        if is_duplicate:
            self.duplicates.append(name)

    async def _ask(self, message: dict[str, Any]) -> Any:
        assert self._socket is not None
        return await self._socket.ask(message)

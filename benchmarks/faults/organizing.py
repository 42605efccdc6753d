"""An organizer over HTTP: signed in, makes races of both kinds and starts them."""

import base64
from typing import Any

from benchmarks.http_client import request
from benchmarks.product import ProductServer, sign_in_organizer
from tornado_timing.spreadsheets.writing import csv_bytes


class Organizer:
    """Signed in by `sign_in`; every call raises RequestError, OSError or TimeoutError."""

    def __init__(self, server: ProductServer) -> None:
        self._server = server
        self.access = ""

    async def sign_in(self) -> None:
        """Get an access token, which lives for an hour."""
        self.access = await sign_in_organizer(self._server)

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Return the answer of one request."""
        host, port = self._server.host, self._server.port
        return await request(host, port, method, path, body, self.access)

    async def make(self, name: str, kind: str) -> int:
        """Make a competition and return its id."""
        fields = {"name": name, "datetime": "2025-11-12T08:00:00Z", "kind": kind}
        return int((await self.ask("POST", "/api/competencias/", fields))["id"])

    async def import_rows(
        self, kind: str, competition_id: int, rows: list[tuple[str, ...]]
    ) -> None:
        """Import teams or runners; the first row has the headings."""
        body = {
            "kind": kind,
            "competition_id": competition_id,
            "filename": "lista.csv",
            "content": base64.b64encode(csv_bytes(rows)).decode(),
            "confirm": True,
        }
        await self.ask("POST", "/api/importaciones/", body)

    async def start_individual_race(self, runners: int, judges: int) -> tuple[int, int]:
        """Make a race of runners with the bibs from 1 on, at whose finish the first judges stand.

        Return the ids of the race, which is started, and of its finish.
        """
        race_id = await self.make("5K con dorsales", "individual")
        rows = [("dorsal", "apellido"), *((str(bib), f"A{bib}") for bib in range(1, runners + 1))]
        await self.import_rows("runners", race_id, rows)
        lines = await self.ask("GET", f"/api/lineas/?competition_id={race_id}")
        line_id = int(lines[0]["id"])
        accounts = await self.ask("GET", "/api/jueces/")
        stand = [{"judge_id": one["id"], "mode": "both"} for one in accounts[:judges]]
        await self.ask("PUT", f"/api/lineas/{line_id}/jueces/", stand)
        await self.ask("POST", f"/api/competencias/{race_id}/iniciar/")
        return race_id, line_id

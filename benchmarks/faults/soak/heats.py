"""What the organizer does meanwhile: a heat follows a heat, and an individual race goes on."""

import asyncio
import itertools

from benchmarks.client import SocketClient, open_socket
from benchmarks.faults.organizing import Organizer
from benchmarks.product import ProductServer

TEAMS_PER_JUDGE = 3
CORRECTION_EVERY_S = 15.0


class BusyOrganizer(Organizer):
    """With the control room open, and never quite done."""

    def __init__(self, server: ProductServer, judges: int, runners: int) -> None:
        super().__init__(server)
        self._server = server
        self._judges, self._runners = judges, runners
        self._room: SocketClient | None = None
        self._numbers = itertools.count(1)
        self.heat_id = 0
        self.race_id = 0
        self.line_id = 0
        self.room_frames = 0

    async def open(self) -> None:
        """Sign in, watch the control room, and start the individual race."""
        await self.sign_in()
        path = f"/ws/organizador/?token={self.access}"
        self._room = await open_socket(self._server.host, self._server.port, path, self._see)
        self.race_id, self.line_id = await self.start_individual_race(self._runners, self._judges)

    async def next_heat(self) -> dict[str, list[int]]:
        """Start a race by team with teams of its own; return their ids by the judges' usernames.

        The heat before is stopped by `stop_heat`.
        """
        await self.sign_in()
        self.heat_id = await self.make(f"Serie {next(self._numbers)}", "teams")
        rows = [("dorsal", "equipo", "juez")] + [
            (str(judge * 10 + number), f"Equipo {judge}-{number}", f"juez{judge}")
            for judge in range(1, self._judges + 1)
            for number in range(TEAMS_PER_JUDGE)
        ]
        await self.import_rows("teams", self.heat_id, rows)
        await self.ask("POST", f"/api/competencias/{self.heat_id}/iniciar/")
        teams: dict[str, list[int]] = {}
        for team in await self.ask("GET", f"/api/equipos/?competition_id={self.heat_id}"):
            teams.setdefault(team["judge_username"], []).append(team["id"])
        return teams

    async def stop_heat(self) -> None:
        """Stop the heat in progress."""
        await self.ask("POST", f"/api/competencias/{self.heat_id}/detener/")

    async def correct(self) -> None:
        """Rename a runner and look at what came in, every few seconds, for ever."""
        runners = await self.ask("GET", f"/api/corredores/?competition_id={self.race_id}")
        for turn in itertools.count():
            await asyncio.sleep(CORRECTION_EVERY_S)
            runner = runners[turn * 7 % len(runners)]
            change = {"last_name": f"B{turn}"}
            await self.ask("PATCH", f"/api/corredores/{runner['id']}/", change)
            await self.ask("GET", f"/api/marcas/?competition_id={self.race_id}")
            await self.ask("GET", "/api/auditoria/")

    def close(self) -> None:
        """Leave the control room."""
        if self._room is not None:
            self._room.close()

    def _see(self, _payload: bytes, _received_ns: int) -> None:
        self.room_frames += 1

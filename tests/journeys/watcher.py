"""An organizer's screen for tests: it keeps what the control room's socket has told."""

from collections.abc import Callable
from typing import Any

from tests.venue import DEADLINE_S, Socket, Venue


class Watcher:
    """An organizer's socket and the room as its frames have made it."""

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.greeting: Any = None
        self.room: dict[str, Any] = {}
        # The names of the sections of each update.
        self.updates: list[set[str]] = []

    @classmethod
    async def open(cls, venue: Venue, user: str = "organiza") -> "Watcher":
        """Connects, and reads the greeting."""
        watcher = cls(await venue.socket(f"/ws/organizador/?token={await venue.token(user)}"))
        watcher.greeting = await watcher.read()
        assert watcher.greeting["tipo"] == "conexion_establecida"
        return watcher

    async def read(self, deadline_s: float = DEADLINE_S) -> Any:
        """The next frame, taken in."""
        frame = await self.socket.read(deadline_s)
        assert frame is not None, f"closed with {self.socket.connection.close_code}"
        if "sala" in frame:
            self.room.update(frame["sala"])
        if frame["tipo"] == "sala_actualizada":
            assert set(frame) == {"tipo", "servidor_ms", "sala"}
            self.updates.append(set(frame["sala"]))
        return frame

    async def until(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Reads until the room is as it should be; fails when it does not become so."""
        while not holds(self.room):
            try:
                await self.read()
            except TimeoutError as error:
                raise AssertionError(f"it stayed so: {self.room}") from error
        return self.room

    async def quiet(self) -> list[Any]:
        """What was told before the answer to a ping that is sent now."""
        await self.socket.send({"tipo": "ping"})
        frames = []
        while (frame := await self.read())["tipo"] != "pong":
            frames.append(frame)
        return frames

    @property
    def judges(self) -> list[str]:
        """Who is connected, a name for each socket."""
        return [line["username"] for line in self.room["conexiones"]]

    @property
    def absent(self) -> list[tuple[str, str]]:
        """Who is missing, and at which competition."""
        return [(line["competencia"], line["username"]) for line in self.room["ausentes"]]


def tap(team: int, time: int, **more: Any) -> dict[str, Any]:
    """A time of a team."""
    return {"tipo": "registrar_tiempo", "equipo_id": team, "tiempo": time, **more}

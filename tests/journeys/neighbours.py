"""A venue whose judges have each their own, and what is nobody's now: hidden, or in the bin."""

from typing import Any

from tests.journeys.test_marks import Course, mark, send
from tests.venue import Answer, Socket, Venue

# In every text of what juez1 must never read.
SECRET = "AJENO"
HIDDEN = {"is_active": False}


class Neighbours:
    """juez1 and juez2, each with a team in a running race and a line in an individual one.

    `own` and `others` are numbers by the name that paths give them, seen from juez1; `hidden` and
    `binned` are of competitions that are not published, and deleted.
    """

    def __init__(self, venue: Venue) -> None:
        self.venue = venue
        self.own: dict[str, Any] = {"competition_id": 1, "team_id": 1, "bib": "7", "version": 1}
        self.others: dict[str, Any] = {"team_id": 3, "bib": "7", "version": 1}
        self.hidden: dict[str, Any] = {"bib": "7", "version": 1}
        self.binned: dict[str, Any] = {"bib": "7", "version": 1}

    async def open(self) -> "Neighbours":
        """Makes all of it."""
        venue = self.venue
        self.course = await Course(venue).open()
        self.own |= {"line_id": self.course.line, "runner_id": self.course.ana, "judge_id": 2}
        await self.course.marks(mark("own-mark", tiempo=5_000, dorsal="7"))
        await self._individual(self.others, "juez2", "Otra 5K")
        await self._individual(self.hidden, "juez2", f"{SECRET} oculta")
        await self._individual(self.binned, "juez1", f"{SECRET} de la papelera")
        await self._by_teams()
        self.others |= {"judge_id": 3}
        await venue.start_race()
        self.juez1, self.juez2 = await venue.judge("juez1"), await venue.judge("juez2")
        for socket, team, name in ((self.juez1, 1, "own"), (self.juez2, 3, "others")):
            await tap(socket, team, f"{name}-time", 5_000)
        theirs = mark("others-mark", tiempo=6_000, dorsal="7")
        await self.juez2.ask({**self.message(self.others["line_id"]), "marcas": [theirs]})
        await send(venue, "PATCH", f"/api/competencias/{self.hidden['competition_id']}/", HIDDEN)
        for number in self._to_delete:
            await send(venue, "DELETE", f"/api/competencias/{number}/", status=204)
        return self

    @staticmethod
    def message(line_id: int) -> dict[str, Any]:
        """Marks at a line, without any."""
        return {"tipo": "marcar", "linea_id": line_id, "dispositivo": "Moto G"}

    async def _individual(self, place: dict[str, Any], judge: str, name: str) -> None:
        """An individual race of `judge` with one runner."""
        made = {"name": name, "datetime": "2030-11-12T08:00:00Z", "kind": "individual"}
        race = Course(self.venue)
        race.number = (await send(self.venue, "POST", "/api/competencias/", made, 201))["id"]
        lines = await send(self.venue, "GET", f"/api/lineas/?competition_id={race.number}")
        race.line = lines[0]["id"]
        place |= {"competition_id": race.number, "line_id": race.line}
        place["runner_id"] = await race.enter("7", first_name=SECRET, city=SECRET)
        await race.stands(judge)

    async def _by_teams(self) -> None:
        """A race by team that is juez2's and hidden, and one of juez1 that is to be deleted."""
        races = {f"{SECRET} equipos": "juez2", f"{SECRET} borrada": "juez1"}
        teams = [
            {"nombre": f"{SECRET} {judge}", "dorsal": 1, "competencia": name, "juez": judge}
            for name, judge in races.items()
        ]
        dates = [{"nombre": name, "fecha_hora": "2030-11-12T08:00:00Z"} for name in races]
        await self.venue.load({"competencias": dates, "equipos": teams})
        of_teams = {team.name: team for team in self.venue.state.teams.values()}
        hidden, binned = of_teams[f"{SECRET} juez2"], of_teams[f"{SECRET} juez1"]
        await send(self.venue, "PATCH", f"/api/competencias/{hidden.competition_id}/", HIDDEN)
        self.hidden["team_id"], self.binned["team_id"] = hidden.id, binned.id
        self._to_delete = (self.binned["competition_id"], binned.competition_id)

    def fingerprint(self) -> tuple[object, ...]:
        """Everything that a judge could have changed."""
        state = self.venue.state
        numbers = [self.course.number, *(one["competition_id"] for one in self.places)]
        books = [state.individual.book_of(number) for number in numbers]
        marks = [sorted(book.marks) for book in books]
        corrections = [len(book.corrections) for book in books]
        times = {
            team_id: [(one.id, one.elapsed_ms) for one in state.times_of(team_id).records]
            for team_id in (*state.teams, self.binned["team_id"])
        }
        return times, marks, corrections, sorted(one.id for one in state.teams.values())

    @property
    def places(self) -> tuple[dict[str, Any], ...]:
        """What is not juez1's."""
        return (self.others, self.hidden, self.binned)


async def tap(socket: Socket, team_id: int, record_id: str, time_ms: int) -> Any:
    """What one time is answered."""
    record = {"equipo_id": team_id, "id_registro": record_id, "tiempo": time_ms}
    return await socket.ask({"tipo": "registrar_tiempo", **record})


def path_with(path: str, numbers: dict[str, Any]) -> str:
    """A path of the routes with these numbers in it; what is not among them is 1."""
    for name in [part.split("}")[0] for part in path.split("{")[1:]]:
        path = path.replace(f"{{{name}}}", str(numbers.get(name, 1)))
    return path


def body_for(path: str, numbers: dict[str, Any]) -> Any:
    """A whole body for what judges write, {} for everything else."""
    times = [{"tiempo": 7_000, "id_registro": "by-http"}]
    if path.endswith("/registros/"):
        return {"registros": times}
    if path == "/api/enviar_tiempos/":
        return {"equipo_id": numbers.get("team_id", 1), "registros": times}
    if path.startswith("/api/lineas/") and path.endswith("/marcas/"):
        return {"dispositivo": "Moto G", "marcas": [mark("by-http", 9, tiempo=7_000)]}
    return {}


async def ask(
    venue: Venue, method: str, path: str, numbers: dict[str, Any], token: str | None
) -> Answer:
    """The call on these things."""
    body = None if method in ("GET", "DELETE") else body_for(path, numbers)
    return await venue.call(method, path_with(path, numbers), body, token=token)

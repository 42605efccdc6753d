"""An individual race with several judges at its lines, as the panel sees it on race day."""

from typing import Any

from tests.browser.crowd import Crowd
from tests.browser.panel import Organizer
from tests.browser.race_server import PASSWORD, RaceServer, competition, event

RACE = "Milla"
ANA, BRUNO, CARLA, DIEGO = "ana", "bruno", "carla", "diego"
JUDGES = {ANA: "Ana Paz", BRUNO: "Bruno Díaz", CARLA: "Carla Núñez", DIEGO: "Diego Mora"}
RUNNERS = {
    "7": "Eva Ruiz",
    "8": "Fabio León",
    "9": "Gina Mora",
    "19": "Hugo Paz",
    "89": "Inés Vera",
}


class RaceDay:
    """Loads the race; its organizer acts beside the page and, within `with`, its judges do.

    >>> with RaceDay(server, at_finish={ANA: "tiempos", BRUNO: "dorsales"}) as day:
    ...     day.start()
    ...     day.marks(ANA, (61_000, None), (62_000, None))
    """

    crowd: Crowd

    def __init__(
        self,
        server: RaceServer,
        at_finish: dict[str, str] | None = None,
        waves: dict[str, list[str]] | None = None,
        runners: dict[str, str] | None = None,
        **fields: Any,
    ) -> None:
        document = event([competition(RACE, tipo="individual", **fields)], {})
        document["jueces"] = [
            {
                "username": username,
                "password": PASSWORD,
                "first_name": name.split()[0],
                "last_name": name.split()[1],
            }
            for username, name in JUDGES.items()
        ]
        wave_of = {bib: wave for wave, bibs in (waves or {}).items() for bib in bibs}
        document["olas"] = [{"competencia": RACE, "nombre": wave} for wave in waves or {}]
        document["corredores"] = [
            {
                "competencia": RACE,
                "dorsal": bib,
                "nombre": name.split()[0],
                "apellido": name.split()[1],
                "sexo": "F" if name.split()[0].endswith(("a", "s")) else "M",
                **({"ola": wave_of[bib]} if bib in wave_of else {}),
            }
            for bib, name in (RUNNERS if runners is None else runners).items()
        ]
        judges = {ANA: "ambos"} if at_finish is None else at_finish
        document["lineas"] = [{"nombre": "Meta", "competencia": RACE, "jueces": judges}]
        server.load(document)
        self.organizer = Organizer(server)
        self.line = self.organizer.get("/api/lineas/?competition_id=1")[0]
        people = self.organizer.get("/api/corredores/?competition_id=1")
        self.ids = {person["bib"]: person["id"] for person in people}
        self._server = server
        self._judges = list(judges)
        self._count = 0

    def __enter__(self) -> "RaceDay":
        self.crowd = Crowd(self._server)
        self.crowd.__enter__()
        for judge in self._judges:
            self.crowd.join(judge)
        return self

    def __exit__(self, *_: object) -> None:
        self.crowd.__exit__()

    def start(self) -> None:
        """The gun."""
        self.organizer.post("/api/competencias/1/iniciar/")

    def marks(self, judge: str, *marks: tuple[int | None, str | None]) -> list[str]:
        """Times and bibs of a judge at the finish, in one message; their ids."""
        return self._send(judge, [(time_ms, bib, None) for time_ms, bib in marks])

    def bibs(self, judge: str, *written: tuple[str, int]) -> list[str]:
        """Bibs without times, each with when it was written, in ms since the start; their ids."""
        return self._send(judge, [(None, bib, noted_ms) for bib, noted_ms in written])

    def _send(
        self, judge: str, marks: list[tuple[int | None, str | None, int | None]]
    ) -> list[str]:
        sent = []
        for time_ms, bib, noted_ms in marks:
            self._count += 1
            mark: dict[str, Any] = {"id_marca": f"m{self._count}", "secuencia": self._count}
            if time_ms is not None:
                mark["tiempo"] = time_ms
            if bib is not None:
                mark["dorsal"] = bib
            if noted_ms is not None:
                mark["anotado"] = noted_ms
            sent.append(mark)
        message = {"tipo": "marcar", "linea_id": self.line["id"], "dispositivo": "Moto G"}
        answer = self.crowd.ask(judge, {**message, "marcas": sent}, "marcas_registradas", "error")
        assert answer.get("total_guardadas") == len(marks), answer
        return [mark["id_marca"] for mark in sent]

    def listed(self) -> dict[str, Any]:
        """All marks by their ids, as they count now."""
        return {mark["id"]: mark for mark in self.organizer.get("/api/marcas/?competition_id=1")}

    def result(self, bib: str) -> Any:
        """How the runner stands who was entered with this bib."""
        return self.organizer.get(f"/api/corredores/{self.ids[bib]}/resultado/")

"""An individual race as pages see it: runners, the judge at its finish line, and corrections."""

from typing import Any

from tests.browser.crowd import Crowd
from tests.browser.panel import Organizer
from tests.browser.race_server import RaceServer, competition, event

RACE = "Carrera 5K"
RUNNERS = [
    {
        "dorsal": "7",
        "nombre": "Ana",
        "apellido": "Núñez",
        "sexo": "F",
        "categoria": "Libre",
        "equipo": "Liga Ñan",
    },
    {"dorsal": "8", "nombre": "José", "apellido": "Pérez", "sexo": "M", "categoria": "Libre"},
    {"dorsal": "9", "nombre": "Eva", "apellido": "Mora", "sexo": "F", "categoria": "Máster"},
    {"dorsal": "10", "nombre": "Luis", "apellido": "Reyes", "sexo": "M", "oculto": True},
]
JUDGE = "juez"


class FinishLine:
    """Loads the race, and is its only judge and its organizer.

    >>> with FinishLine(server) as line:
    ...     line.start()
    ...     line.mark("7", 1_078_310)
    ...     line.correct("runner_status", line.ids["7"], text="dsq")
    """

    def __init__(
        self, server: RaceServer, runners: list[dict[str, Any]] | None = None, **fields: Any
    ) -> None:
        document = event([competition(RACE, tipo="individual", **fields)], {})
        entered = RUNNERS if runners is None else runners
        document["corredores"] = [{"competencia": RACE, **runner} for runner in entered]
        document["lineas"] = [
            {"nombre": "Meta", "competencia": RACE, "jueces": {JUDGE: "ambos"}},
        ]
        server.load(document)
        self.organizer = Organizer(server)
        self.line_id = self.organizer.get("/api/lineas/?competition_id=1")[0]["id"]
        runners_there = self.organizer.get("/api/corredores/?competition_id=1")
        self.ids = {runner["bib"]: str(runner["id"]) for runner in runners_there}
        self._crowd = Crowd(server)
        self._count = 0

    def __enter__(self) -> "FinishLine":
        self._crowd.__enter__()
        self._crowd.join(JUDGE)
        return self

    def __exit__(self, *_: object) -> None:
        self._crowd.__exit__()

    def start(self) -> None:
        """The gun."""
        self.organizer.post("/api/competencias/1/iniciar/")

    def mark(self, bib: str, time_ms: int | None = None) -> None:
        """A bib at the finish, with its time or without one."""
        self.marks([(bib, time_ms)])

    def marks(self, marks: list[tuple[str, int | None]]) -> None:
        """Several of them in one message, at most 50."""
        sent = []
        for bib, time_ms in marks:
            self._count += 1
            mark = {"id_marca": f"m{self._count}", "secuencia": self._count, "dorsal": bib}
            sent.append(mark if time_ms is None else {**mark, "tiempo": time_ms})
        message = {"tipo": "marcar", "linea_id": self.line_id, "dispositivo": "Teléfono"}
        answer = self._crowd.ask(JUDGE, {**message, "marcas": sent}, "marcas_registradas", "error")
        assert answer.get("total_guardadas") == len(marks), answer

    def correct(self, kind: str, subject: str, **fields: Any) -> str:
        """The organizer sets something right; the id of the correction."""
        body = {"competition_id": 1, "kind": kind, "subject": subject, "reason": "Prueba", **fields}
        return str(self.organizer.post("/api/correcciones/", body)["id"])

    def undo(self, correction_id: str) -> None:
        """The organizer undoes it."""
        self.organizer.post(f"/api/correcciones/{correction_id}/deshacer/", {"reason": "Prueba"})

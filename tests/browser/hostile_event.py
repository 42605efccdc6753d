"""An event whose every text would run as a script on a page that takes it for more than text."""

from typing import Any

from tests.browser.crowd import Crowd
from tests.browser.panel import Organizer
from tests.browser.race_server import PASSWORD, RaceServer, competition, event

# By this it is known again, wherever it is shown.
MARK = "<img src=x onerror="
IMAGE = f"{MARK}window.ran=1>"
NAME = f'"><script>window.ran=2</script>{IMAGE}${{window.ran=3}}{{{{7*7}}}}'
LINK = f"javascript:window.ran=4//{IMAGE}"
# Every way from a text to a script or a picture that somebody wrote.
BROUGHT_IN = 'img[src="x"], a[href^="javascript:" i], script:not([src]), iframe, object, embed'


class HostileEvent:
    """A race by team (1), an individual one (2) under way, and one in the bin; `crowd` is there.

    >>> with HostileEvent(server) as attack:
    ...     attack.key  # of the announcer
    """

    def __init__(self, server: RaceServer) -> None:
        document = event([competition(NAME)], {101: NAME, 102: LINK})
        document["equipos"][0]["categoria"] = document["equipos"][1]["categoria"] = NAME
        document["jueces"] = [_judge("juez"), _judge(IMAGE)]
        name = f"2 {NAME}"
        document["competencias"].append(competition(name, tipo="individual"))
        document["olas"] = [{"competencia": name, "nombre": NAME}]
        fields = ("nombre", "apellido", "categoria", "equipo", "contacto", "nacionalidad", "ciudad")
        document["corredores"] = [
            {"competencia": name, "dorsal": str(bib), "sexo": "F", "ola": NAME, "edad": 30}
            | dict.fromkeys(fields, text)
            for bib, text in ((7, NAME), (8, LINK), (9, IMAGE))
        ]
        at_finish = {"juez": "ambos", IMAGE: "tiempos"}
        document["lineas"] = [{"nombre": NAME, "competencia": name, "jueces": at_finish}]
        server.load(document)
        self.organizer = Organizer(server)
        self.crowd = Crowd(server)
        self.line = self.organizer.get("/api/lineas/?competition_id=2")[0]["id"]
        self.runner = self.organizer.get("/api/corredores/?competition_id=2")[0]["id"]

    def __enter__(self) -> "HostileEvent":
        self._set_up()
        self.crowd.__enter__()
        for judge in ("juez", IMAGE):
            self.crowd.join(judge)
            self.crowd.ping(judge, pendientes=3, dispositivo=IMAGE)
        self._race()
        return self

    def __exit__(self, *_: object) -> None:
        self.crowd.__exit__()

    def _set_up(self) -> None:
        office = self.organizer
        race = "/api/competencias/2"
        bands = [{"name": NAME, "sex": "F", "min_age": 20}, {"name": LINK}]
        office.put(f"{race}/categorias/", bands)
        design = {"title": NAME, "lines": [NAME, LINK, "{name}"], "signatures": [IMAGE]}
        office.put(f"{race}/certificado/", design)
        record: dict[str, Any] = {"official_ms": 70_000, "holder": IMAGE, "year": 1999}
        office.put(f"{race}/marcas-del-recorrido/", {"records": [record]})
        office.put(f"{race}/puntaje-equipos/", {"method": "times", "scorers": 1})
        office.put(f"{race}/premios/", {"overall": 3})
        binned = {"name": NAME, "datetime": "2030-11-12T08:00:00Z"}
        number = office.post("/api/competencias/", binned)["id"]
        office.post("/api/equipos/", {"name": NAME, "number": 1, "competition_id": number})
        office.delete(f"/api/competencias/{number}/")
        self.key = office.post(f"{race}/locutor/")["key"]

    def _race(self) -> None:
        """Times, marks with and without a bib, one that is refused, and what is set right."""
        for number in (1, 2):
            self.organizer.post(f"/api/competencias/{number}/iniciar/")
        self.crowd.record("juez", 1, 61_000)
        self.crowd.record(IMAGE, 1, 62_000)
        message = {"tipo": "marcar", "linea_id": self.line, "dispositivo": IMAGE}
        marks = [
            {"tiempo": 60_000, "dorsal": "7"},
            {"tiempo": 61_000, "dorsal": "8"},
            {"tiempo": 62_000, "dorsal": IMAGE[:32]},
            {"tiempo": 63_000},
        ]
        for sequence, mark in enumerate(marks):
            mark |= {"id_marca": f"m{sequence}", "secuencia": sequence}
        answer = self.crowd.ask("juez", {**message, "marcas": marks}, "marcas_registradas")
        assert answer["total_guardadas"] == len(marks), answer
        taken = [{"tiempo": 60_100, "id_marca": "t0", "secuencia": 0}]
        self.crowd.ask(IMAGE, {**message, "marcas": taken}, "marcas_registradas")
        penalty = {"kind": "penalty", "subject": str(self.runner), "number": 1_000}
        correction = {"competition_id": 2, "reason": NAME, **penalty}
        self.organizer.post("/api/correcciones/", correction)

    def publish(self) -> None:
        """Makes the individual results official, with a reason."""
        self.organizer.post("/api/competencias/2/detener/")
        step = {"stage": "official", "expected_version": 0, "reason": NAME}
        self.organizer.post("/api/competencias/2/publicar/", step)


def _judge(username: str) -> dict[str, Any]:
    names = dict.fromkeys(("first_name", "last_name", "telefono"), NAME)
    return {"username": username, "password": PASSWORD, **names}

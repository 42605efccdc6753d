"""What is told of the standings of an individual race as it goes on, over a real server."""

from typing import Any

import pytest

from tests.journeys.test_marks import ANA, Course, correction, mark, send
from tests.venue import Socket, Venue

PLACES = ("posicion", "posicion_sexo", "posicion_categoria")
STATUSES = ("llegado", "sin_tiempo", "en_carrera", "inscrito", "dnf", "dsq", "dns")


class Copy:
    """The standings as a spectator keeps them, by what it is told."""

    def __init__(self, socket: Socket, greeting: dict[str, Any]) -> None:
        self._socket = socket
        self.kinds: list[str] = []
        self._start(greeting["resultados"])

    def _start(self, results: Any) -> None:
        self._rows = {row["corredor"]["id"]: row for row in results["clasificacion"]}
        self.totals = (results["total_corredores"], results["total_llegados"])

    async def read(self) -> dict[str, Any]:
        """The next that it is told of the standings."""
        while True:
            told = await self._socket.read()
            if told["tipo"] in ("clasificacion_actualizada", "resultados_completos"):
                break
        self.kinds.append(told["tipo"])
        if told["tipo"] == "resultados_completos":
            self._start(told["resultados"])
        else:
            self._rows.update((row["corredor"]["id"], row) for row in told["filas"])
            for number, *places in told["puestos"]:
                self._rows[number] |= dict(zip(PLACES, places, strict=True))
            self.totals = (told["total_corredores"], told["total_llegados"])
        return told

    async def read_until(self, results: Any) -> None:
        """Reads until it has what is published; fails when it is told no more before that."""
        while self.rows() != results["clasificacion"]:
            await self.read()
        assert self.totals == (results["total_corredores"], results["total_llegados"])

    def rows(self) -> list[Any]:
        """The rows in order."""
        return sorted(self._rows.values(), key=_order)


def _order(row: Any) -> tuple[Any, ...]:
    bib = row["corredor"]["dorsal"]
    return (
        STATUSES.index(row["estado"]),
        row["tiempo_oficial"] or 0,
        row["anotado_ms"] or 0,
        int(bib) if bib.isdecimal() else 0,
        bib,
    )


@pytest.mark.gen_test(timeout=30)
async def test_spectators_are_told_the_rows_that_changed_whole(venue: Venue) -> None:
    course = await Course(venue).open()
    copy = Copy(*await venue.spectator(course.number))
    await course.marks(ANA)
    told = await copy.read()
    published = await course.results()
    assert told == {
        "tipo": "clasificacion_actualizada",
        "competencia_id": course.number,
        "filas": published["clasificacion"][:1],
        "puestos": [],
        "total_corredores": 2,
        "total_llegados": 1,
        "actualizado_en": told["actualizado_en"],
        "servidor_ms": told["servidor_ms"],
    }
    # Who comes in before somebody moves that one too.
    await course.marks(mark("b", 2, tiempo=1_000_000, dorsal="8"))
    told = await copy.read()
    assert [(row["corredor"]["dorsal"], row["posicion"]) for row in told["filas"]] == [("8", 1)]
    assert told["puestos"] == [[course.ana, 2, 1, None]]


@pytest.mark.gen_test(timeout=30)
async def test_marks_of_one_moment_are_told_together(venue: Venue) -> None:
    course = await Course(venue).open()
    copy = Copy(*await venue.spectator(course.number))
    for number, bib in enumerate(("7", "8")):
        await course.marks(mark(f"m{number}", number, tiempo=1_000_000 + number, dorsal=bib))
    told = await copy.read()
    assert len(told["filas"]) == 2


@pytest.mark.gen_test(timeout=30)
async def test_who_has_arrived_without_a_time_is_told_with_when(venue: Venue) -> None:
    course = await Course(venue).open()
    copy = Copy(*await venue.spectator(course.number))
    await course.marks(mark("b", dorsal="8", anotado=1_000_000))
    (row,) = (await copy.read())["filas"]
    assert (row["estado"], row["anotado_ms"], row["posicion"]) == ("sin_tiempo", 1_000_000, None)
    assert row["corredor"]["oculto"] is True


@pytest.mark.gen_test(timeout=60)
async def test_a_copy_kept_by_what_is_told_is_what_is_published(venue: Venue) -> None:
    course = await Course(venue).open()
    copy = Copy(*await venue.spectator(course.number))
    other = await venue.judge("juez2")
    await course.marks(ANA, mark("b", 2, dorsal="8", anotado=1_000_000))
    await copy.read_until(await course.results())
    await course.marks(mark("t", tiempo=999_000), by=other)
    await course.corrects(kind="mark_bib", subject="t", text="8")
    await copy.read_until(await course.results())
    await course.judge.ask(correction("a", "c1", retirada=True))
    await copy.read_until(await course.results())
    await course.judge.ask(correction("a", "c2", retirada=False))
    await course.corrects(kind="penalty", subject=str(course.ana), number=-600_000)
    await copy.read_until(await course.results())
    late = await course.enter("9", first_name="Carla")
    await course.marks(mark("c", 3, tiempo=1_200_000, dorsal="009"))
    await copy.read_until(await course.results())
    assert set(copy.kinds) == {"clasificacion_actualizada"}
    # What changes more than rows is told whole.
    await send(venue, "DELETE", f"/api/corredores/{late}/", status=204)
    await copy.read_until(await course.results())
    assert copy.kinds[-1] == "resultados_completos"


@pytest.mark.gen_test(timeout=30)
async def test_results_have_a_tag_that_holds_until_they_change(venue: Venue) -> None:
    course = await Course(venue).open()
    path = f"/api/competencias/{course.number}/resultados/"
    first = await venue.get(path)
    tag = first.headers["ETag"]
    known = {"If-None-Match": tag}
    again = await venue.call("GET", path, None, headers=known)
    assert (again.status, again.body) == (304, b"")
    # A time of nobody changes nothing.
    await course.marks(mark("t", tiempo=5_000))
    assert (await venue.call("GET", path, None, headers=known)).status == 304
    await course.marks(ANA)
    changed = await venue.call("GET", path, None, headers=known)
    assert changed.status == 200
    assert changed.headers["ETag"] != tag
    # The name of the race is in it too.
    tag = changed.headers["ETag"]
    await send(venue, "PATCH", f"/api/competencias/{course.number}/", {"name": "10K"})
    renamed = await venue.call("GET", path, None, headers={"If-None-Match": tag})
    assert renamed.json["competencia"]["nombre"] == "10K"

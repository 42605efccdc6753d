"""A finish line of 159 runners at which five things go wrong."""

import random
from typing import Any

from tests.browser.race_day import ANA, BRUNO, RaceDay
from tests.browser.race_server import RaceServer

AT_FINISH = {ANA: "tiempos", BRUNO: "dorsales"}
FIRST_BIB, FINISHERS = 101, 159


class FinishOf159:
    """159 runners cross the line; one taps times, one writes bibs, and five things go wrong."""

    missed_tap, double_tap, swapped, missed_bib, doubled_bib = 20, 50, 106, 130, 150

    def __init__(self, server: RaceServer, names: list[str] | None = None) -> None:
        rng = random.Random(159)
        self.bibs = [str(FIRST_BIB + place) for place in range(FINISHERS)]
        called = names or [f"Nombre{bib} Apellido{bib}" for bib in self.bibs]
        self.names = dict(zip(self.bibs, called, strict=True))
        self.day = RaceDay(server, at_finish=AT_FINISH, runners=self.names)
        self.truth: dict[str, int] = {}
        taps: list[tuple[int | None, str | None]] = []
        written: list[tuple[str, int]] = []
        at_ms, noted_ms = 1_000_000, 0
        for place, bib in enumerate(self.bibs):
            at_ms += rng.randint(1_500, 9_000)
            noted_ms = max(noted_ms + 700, at_ms + rng.randint(1_200, 2_600))
            self.truth[bib] = at_ms
            if place != self.missed_tap:
                taps.append((at_ms, None))
            if place == self.double_tap:
                taps.append((at_ms + 400, None))
            if place != self.missed_bib:
                wrong = bib[0] + bib[2] + bib[1]
                written.append((wrong if place == self.swapped else bib, noted_ms))
            if place == self.doubled_bib:
                written.append((bib, noted_ms + 600))
        self._taps, self._written = taps, written

    def __enter__(self) -> "FinishOf159":
        self.day.__enter__()
        self.day.start()
        for start in range(0, len(self._taps), 50):
            self.day.marks(ANA, *self._taps[start : start + 50])
        for start in range(0, len(self._written), 50):
            self.day.bibs(BRUNO, *self._written[start : start + 50])
        return self

    def __exit__(self, *_: object) -> None:
        self.day.__exit__()

    def official(self) -> dict[str, Any]:
        """The official time of everybody who has one, in ms."""
        results = self.day.organizer.get("/api/competencias/1/resultados/")
        rows = [row for row in results["clasificacion"] if row["posicion"] is not None]
        return {row["corredor"]["dorsal"]: row["tiempo_oficial"] for row in rows}

"""One message of each kind, sent until it is stored, while the connection fails."""

import asyncio
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults.crowd import EVENT, STARTED_AND_STOPPED
from tests.faults.failing import FailingConnection
from tests.faults.oracle import Oracle, Verdict
from tests.venue import Socket, Venue

TAP = {"tipo": "registrar_tiempo", "equipo_id": 1}
MARK = {"id_marca": "m", "secuencia": 1, "tiempo": 7, "dorsal": "3"}
# Kind, id, what the file says of it, and the message; a commit each.
SENT: list[tuple[str, str, list[Any], dict[str, Any]]] = [
    ("time", "a", [1, 5], {**TAP, "tiempo": 5, "id_registro": "a"}),
    ("time", "b", [1, 6], {**TAP, "tiempo": 6, "id_registro": "b"}),
    ("withdrawn", "a", [], {"tipo": "retirar_registro", "id_registro": "a"}),
    ("mark", "m", [1, 7, "3", 1],
     {"tipo": "marcar", "linea_id": 1, "dispositivo": "Moto G", "marcas": [MARK]}),
    ("mark correction", "c", ["m", "4"],
     {"tipo": "corregir_marca", "id_marca": "m", "id_correccion": "c", "hecha_ms": 1,
      "dorsal": "4"}),
]  # fmt: skip


class VenueOfAll(Venue):
    """A venue with races of both kinds."""

    async def open(self, event: dict[str, Any] | None = None) -> None:
        await super().open(event or EVENT)


class Trial:
    """A venue whose connection fails, and who sends each thing until it is stored."""

    def __init__(self, venue: Venue) -> None:
        self.venue = venue
        self.oracle = Oracle()
        self.failures = 0

    async def open(self) -> "Trial":
        for number in (1, 2):
            await self.venue.start_race(number)
        self.judges = {user: await self.venue.judge(user) for user in ("juez1", "juez4")}
        self.connection = FailingConnection.of(self.venue.server.services.core.database)
        return self

    async def send_everything(self) -> None:
        for kind, name, says, message in SENT:
            self.oracle.sends(kind, name, says)
            is_mark = kind.startswith("mark")
            await self._until_stored(self.judges["juez4" if is_mark else "juez1"], message)
            self.oracle.acknowledges(kind, name)
        self.oracle.sends("start or stop", "0", ["race_started"])
        path = f"/api/competencias/{STARTED_AND_STOPPED}/iniciar/"
        while (answer := await self.venue.post(path, user="organiza")).status != 200:
            self.failures += 1
            if answer.json["code"] == "race_already_running":
                # It was durable, though the disk said that it was not.
                assert self.connection.is_done
                break
            assert answer.json["code"] == "storage_failed"
        self.oracle.acknowledges("start or stop", "0")

    async def _until_stored(self, judge: Socket, message: dict[str, Any]) -> None:
        while "codigo" in (answer := await judge.ask(message)):
            assert answer["codigo"] == "storage_failed"
            self.failures += 1
            await asyncio.sleep(0.01)


class Outcome(NamedTuple):
    """What became of a trial: the statements that failed, how often a client was told so."""

    failed: list[str]
    failures: int
    oracle: Oracle
    verdict: Verdict


async def fail_at_every_statement(
    directory: Path, *, is_done: bool, in_a_row: int
) -> list[Outcome]:
    """A trial for each statement: there it fails; the last one is the one without a failure."""
    outcomes: list[Outcome] = []
    while not outcomes or outcomes[-1].failed:
        data_dir = directory / str(len(outcomes))
        async with VenueOfAll(data_dir) as venue:
            trial = await Trial(venue).open()
            connection = trial.connection
            connection.is_done, connection.in_a_row = is_done, in_a_row
            connection.countdown = len(outcomes) + 1
            await trial.send_everything()
        verdict = trial.oracle.verdict(data_dir / "timing.db")
        outcomes.append(Outcome(connection.failed, trial.failures, trial.oracle, verdict))
    return outcomes

"""Playing the demonstration: a server, its event, the players, and the check of what came out."""

import asyncio
from datetime import datetime
from pathlib import Path

from tornado_timing.demo.event import RUNNERS_PER_TEAM, EventDocument, make_event
from tornado_timing.demo.finish_times import FIRST_MS, LAST_MS, draw_finish_times
from tornado_timing.demo.hosting import hosted, note_failures, wait_for_all
from tornado_timing.demo.plan import Finish, JudgePlan, plan_race
from tornado_timing.demo.players import JudgePlayer
from tornado_timing.demo.report import DemoReport, format_clock, format_report, make_report
from tornado_timing.demo.show import Echo, Show
from tornado_timing.demo.tally import Standing, find_problems
from tornado_timing.demo.texts import text
from tornado_timing.domain.audit import COMMAND_LINE
from tornado_timing.language import Language
from tornado_timing.protocol.event_file import read_event
from tornado_timing.service.services import DATABASE_FILE
from tornado_timing.store.database import Database
from tornado_timing.store.queries import load_state


async def play(
    *,
    speed: float,
    seed: int,
    port: int,
    echo: Echo,
    stay: bool = False,
    lang: Language = "en",
) -> DemoReport:
    """Plays the finish of a whole 5K, `speed` times as fast as it was, and prints what came out.

    The server runs in this process on `port` (0: the system chooses) with its data in a temporary
    directory. `echo` is called with each line. With `stay` a race without problems is served on
    until this task is cancelled. The report's `exit_code` is 1 when something was lost, doubled or
    ranked wrongly, or when a client could not go on. Raises ValueError for a speed out of range,
    and CannotServeError when the server cannot start.
    """
    async with hosted(speed, port, lang) as (server, directory):
        event = make_event(seed, datetime.now().astimezone())
        await server.services.event_loading.load(read_event(event), COMMAND_LINE)
        race = DemoRace(server.port, directory, event, speed, seed, echo, lang)
        report = await race.run()
        await race.close(format_report(report, lang), stay=stay and not report.problems)
        return report


async def _read_stored(directory: Path) -> dict[str, Finish]:
    """Returns what the database file holds, read as the server reads it when it starts again."""
    database = await Database.open(directory / DATABASE_FILE)
    try:
        state = await database.run(load_state)
    finally:
        await database.close()
    return {
        record.id: Finish(team.number, record.id, record.elapsed_ms)
        for team in state.teams.values()
        for record in state.times_of(team.id).records
    }


class DemoRace(Show[Finish]):
    """One race against a running server that has loaded `event`."""

    def __init__(
        self,
        port: int,
        directory: Path,
        event: EventDocument,
        speed: float,
        seed: int,
        echo: Echo,
        lang: Language,
    ) -> None:
        super().__init__(port, directory, speed, echo, lang)
        self._event = event
        times_ms = draw_finish_times(len(event["equipos"]) * RUNNERS_PER_TEAM, seed)
        self._plans = plan_race(event, times_ms, seed)
        organizer = event["organizadores"][0]
        self._organizer = self._account(organizer["username"], organizer["password"])
        self._players = [self._player(plan) for plan in self._plans]

    async def run(self) -> DemoReport:
        """Plays the race, then compares what was sent, acknowledged, stored and ranked.

        What a client could not do becomes a problem of the report.
        """
        standings: list[Standing] = []
        try:
            await note_failures(self._play(), self._tally)
            await note_failures(self._fetch_standings(standings), self._tally)
        finally:
            self._http.close()
        stored = await _read_stored(self._directory)
        planned = (finish for plan in self._plans for finish in plan.finishes)
        problems = find_problems(self._tally, planned, stored, standings)
        names = {team["dorsal"]: team["nombre"] for team in self._event["equipos"]}
        return make_report(self._tally, tuple(standings), names, len(stored), tuple(problems))

    async def _play(self) -> None:
        await self._organizer.sign_in()
        (competition,) = await self._organizer.call("GET", "/api/competencias/")
        self.competition_id = competition["id"]
        self._announce()
        async with asyncio.TaskGroup() as tasks:
            for player in self._players:
                tasks.create_task(player.run())
            await wait_for_all("socket", (player.ready for player in self._players))
            await self._organizer.call("POST", f"{self._path}iniciar/")
            self._say(
                "gun",
                first=format_clock(FIRST_MS),
                wait_s=FIRST_MS / 1000 / self._speed,
            )
            progress = tasks.create_task(self._report_progress(LAST_MS, self._total))
            await wait_for_all("start of the race", (player.started for player in self._players))
            for player in self._players:
                await player.recorded.wait()
            progress.cancel()
            await self._organizer.call("POST", f"{self._path}detener/")

    async def _fetch_standings(self, standings: list[Standing]) -> None:
        results = await self._organizer.call("GET", f"{self._path}resultados/")
        standings.extend(
            Standing(
                row["posicion"],
                row["equipo"]["dorsal"],
                row["num_registros"],
                row["tiempo_total"] or 0,
                row["mejor_tiempo"],
            )
            for row in results["clasificacion"]
        )

    @property
    def _path(self) -> str:
        return f"/api/competencias/{self.competition_id}/"

    @property
    def _total(self) -> int:
        return sum(len(plan.finishes) for plan in self._plans)

    def _player(self, plan: JudgePlan) -> JudgePlayer:
        account = self._account(plan.username, plan.password)
        return JudgePlayer(account, plan, f"ws://{self._origin}", self._speed, self._tally)

    def _announce(self) -> None:
        self._say(
            "opening",
            runners=self._total,
            teams=len(self._event["equipos"]),
            judges=len(self._plans),
            speed=self._speed,
        )
        self._say("live_page", url=self.page_url)
        self._say("signing_in")

    def _say(self, key: str, **values: object) -> None:
        self._echo(text(key, self._lang, **values))

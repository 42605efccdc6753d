"""Playing an individual 5K: a server, its organizer, four phones, and the check of it all."""

import asyncio
from datetime import datetime
from pathlib import Path

from tornado_timing.demo.event import ORGANIZER_USERNAME
from tornado_timing.demo.hosting import hosted, note_failures, wait_for_all
from tornado_timing.demo.individual.afterwards import Reconciled
from tornado_timing.demo.individual.check import (
    Pointed,
    Row,
    check_mistakes,
    count_times,
    find_problems,
    judge_times,
)
from tornado_timing.demo.individual.course import WINNER_MS, make_course
from tornado_timing.demo.individual.line_phone import LinePhone
from tornado_timing.demo.individual.messages import SentMark
from tornado_timing.demo.individual.office import Office
from tornado_timing.demo.individual.report import (
    IndividualReport,
    format_report,
    make_report,
)
from tornado_timing.demo.individual.staff import JUDGES, JudgePlan, RacePlan, plan_race
from tornado_timing.demo.individual.stage import Stage, draw_passwords, set_up
from tornado_timing.demo.individual.stored import read_stored
from tornado_timing.demo.individual.texts import text
from tornado_timing.demo.report import format_clock
from tornado_timing.demo.show import Echo, Show
from tornado_timing.language import Language

RUNNERS = 500


async def play(
    *,
    speed: float,
    seed: int,
    port: int,
    echo: Echo,
    stay: bool = False,
    lang: Language = "en",
    runners: int = RUNNERS,
) -> IndividualReport:
    """Plays a 5K of people with bibs, `speed` times as fast as it was, and prints what came out.

    The server runs in this process on `port` (0: the system chooses) with its data in a temporary
    directory. `echo` is called with each line. With `stay` a race without problems is served on
    until this task is cancelled. The report's `exit_code` is 1 when a mark was lost or doubled,
    when the results do not follow from the file, or when a client could not go on. Raises
    ValueError for a speed out of range or too few runners, and CannotServeError when the server
    cannot start.
    """
    now = datetime.now().astimezone()
    plan = plan_race(make_course(seed, runners, now.date()), seed)
    async with hosted(speed, port, lang) as (server, directory):
        race = IndividualDemo(server.port, directory, plan, speed, seed, echo, lang)
        report = await race.run(now)
        await race.close(format_report(report, lang), stay=stay and not report.problems)
        return report


class IndividualDemo(Show[SentMark]):
    """One race, from the empty server to the report."""

    def __init__(
        self,
        port: int,
        directory: Path,
        plan: RacePlan,
        speed: float,
        seed: int,
        echo: Echo,
        lang: Language,
    ) -> None:
        super().__init__(port, directory, speed, echo, lang)
        self._plan = plan
        self._passwords = draw_passwords(seed)
        self._organizer = self._account(ORGANIZER_USERNAME, self._passwords[ORGANIZER_USERNAME])
        self._phones = [self._phone(one) for one in plan.judges]
        self._stage = Stage(0)
        self._office: Office | None = None
        # What everybody sees of the results, and saw before they were reconciled.
        self._rows: list[Row] = []
        self._before: list[Row] = []

    async def run(self, now: datetime) -> IndividualReport:
        """Plays the race, then compares what was sent, acknowledged, stored and shown.

        What a client could not do becomes a problem of the report.
        """
        try:
            await note_failures(self._play(now), self._tally)
            await note_failures(self._reconcile(), self._tally)
        finally:
            self._http.close()
        return await self._report()

    async def _play(self, now: datetime) -> None:
        self._say("opening", runners=len(self._plan.course.runners), speed=self._speed)
        self._say("setting_up")
        await self._sign_organizer_in()
        self._stage = await set_up(self._organizer, self._plan.course, self._passwords, now)
        self.competition_id = self._stage.competition_id
        self._office = Office(self._organizer, self._stage, self._plan.course, self._speed)
        self._announce()
        async with asyncio.TaskGroup() as tasks:
            for phone in self._phones:
                tasks.create_task(phone.run())
            await wait_for_all("socket", (phone.ready for phone in self._phones))
            await self._office.start()
            wait_s = WINNER_MS / 1000 / self._speed
            self._say("gun", first=format_clock(WINNER_MS), wait_s=wait_s)
            work = tasks.create_task(self._office.work())
            progress = tasks.create_task(self._watch(self._office))
            await wait_for_all("start of the race", (phone.started for phone in self._phones))
            for phone in self._phones:
                await phone.recorded.wait()
            await work
            progress.cancel()
            await self._office.close()

    async def _reconcile(self) -> None:
        """Repairs what can be seen to be wrong, publishes, and looks at what everybody sees."""
        self._before = self._rows = await self._fetch_rows()
        if self._office is None:
            return
        self._say("reconciling")
        await self._office.reconcile()
        version = await self._office.publish()
        self._rows = await self._fetch_rows()
        self._say("published", version=version)
        self._announce_results()

    async def _sign_organizer_in(self) -> None:
        """Makes the first organizer, as whoever sits at the laptop does."""
        credentials = {
            "username": ORGANIZER_USERNAME,
            "password": self._passwords[ORGANIZER_USERNAME],
        }
        await self._organizer.call("POST", "/api/primer-organizador/", credentials)
        await self._organizer.sign_in()

    async def _watch(self, office: Office) -> None:
        last_ms = self._plan.course.finishers[-1].finishes_at_ms or 0
        await self._report_progress(
            last_ms, self._plan.mark_count, lambda: {"paired": office.reconciled.paired}
        )

    async def _fetch_rows(self) -> list[Row]:
        path = f"/api/competencias/{self.competition_id}/resultados/"
        rows: list[Row] = (await self._organizer.call("GET", path))["clasificacion"]
        return rows

    async def _report(self) -> IndividualReport:
        course, ids, office = self._plan.course, self._stage.runner_ids, self._office
        rows = self._rows
        stored = await read_stored(self._directory, self.competition_id)
        judged = judge_times(course, ids, rows)
        done = office.reconciled if office else Reconciled()
        return make_report(
            self._tally,
            stored.marks,
            rows,
            reconciled=done,
            corrections=office.corrections if office else 0,
            mistakes=check_mistakes(self._plan, self._pointed(done), judged),
            before=count_times(judge_times(course, ids, self._before)),
            times=count_times(judged),
            problems=find_problems(self._tally, self._plan, stored.marks, rows, stored.rows),
        )

    def _pointed(self, done: Reconciled) -> Pointed:
        gun_ms = self._office.gun_ms if self._office else 0
        return Pointed(done.pointed_at, [at_ms - gun_ms for at_ms in done.pointed_at_ms])

    def _phone(self, plan: JudgePlan) -> LinePhone:
        username = plan.judge.username
        account = self._account(username, self._passwords[username])
        return LinePhone(account, plan, f"ws://{self._origin}", self._speed, self._tally)

    def _announce(self) -> None:
        number, origin = self.competition_id, f"http://{self._origin}"
        judge = JUDGES[0].username
        self._say("live_page", url=self.page_url)
        self._say("screen_page", url=f"{origin}/pantalla/{number}")
        self._say(
            "panel_page",
            url=f"{origin}/admin/",
            username=ORGANIZER_USERNAME,
            password=self._passwords[ORGANIZER_USERNAME],
        )
        self._say(
            "judge_page", url=f"{origin}/juez/", username=judge, password=self._passwords[judge]
        )

    def _announce_results(self) -> None:
        number, origin = self.competition_id, f"http://{self._origin}"
        bib = self._rows[0]["corredor"]["dorsal"]
        self._say("runner_page", url=f"{origin}/c/{number}/dorsal/{bib}/")
        self._say("announcer_page", url=f"{origin}/locutor/{number}/")
        self._say("hand_out_page", url=f"{origin}/admin/#/hand-out/{number}")

    def _say(self, key: str, **values: object) -> None:
        self._echo(text(key, self._lang, **values))

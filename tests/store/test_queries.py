"""What is read back is what was kept in memory, whatever happened before."""

import asyncio
import datetime
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.language_of_entries import mark, runner, stored
from tests.language_of_races import DAY_MS, OLGA, START_MS, Office, everything_in, time
from tornado_timing.domain.errors import StorageFailed, TimingError
from tornado_timing.domain.event_document import (
    CompetitionEntry,
    EventDocument,
    JudgeEntry,
    TeamEntry,
)
from tornado_timing.domain.individual.marks import LineKind, Mode
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.domain.model import Account, CompetitionKind

JUDGES = ("ana", "bruno", "carla")
number = st.integers(1, 4)
sent = st.one_of(
    st.integers(0, 6),
    st.integers(START_MS, START_MS + 6),
    st.sampled_from([-1, DAY_MS, DAY_MS + 1, 10**30]),
)
record_id = st.sampled_from(["a", "A", "b", "c", "ñ"])
entry = st.builds(
    time,
    sent,
    st.none() | record_id,
    st.none() | st.just("8:00"),
    offset_ms=st.none() | st.sampled_from([3, -5, 2**53 - 1]),
    uncertainty_ms=st.none() | st.integers(0, 9),
)
kind = st.sampled_from(CompetitionKind)
bib = st.sampled_from(["1", "01", "2", "A"])
step = st.one_of(
    st.tuples(st.just("judge"), st.sampled_from(JUDGES)),
    st.tuples(st.just("rename"), number, st.sampled_from(JUDGES)),
    st.tuples(st.just("drop judge"), number),
    st.tuples(st.just("competition"), st.none() | st.integers(1, 3)),
    st.tuples(st.just("limit"), number, st.none() | st.integers(1, 3)),
    st.tuples(st.just("drop competition"), number),
    st.tuples(st.just("restore competition"), number),
    st.tuples(st.just("restore team"), number),
    st.tuples(st.just("empty"), st.none() | number),
    st.tuples(st.just("start"), number),
    st.tuples(st.just("stop"), number),
    st.tuples(st.just("team"), number, number, st.none() | number),
    st.tuples(st.just("give"), number, st.none() | number),
    st.tuples(st.just("move"), number, number),
    st.tuples(st.just("drop team"), number),
    st.tuples(st.just("send"), number, number, st.lists(entry, min_size=1, max_size=3)),
    st.tuples(st.just("accept"), number),
    st.tuples(st.just("dismiss"), number),
    st.tuples(st.just("withdraw"), number, record_id),
    st.tuples(st.just("give back"), number, record_id),
    st.tuples(st.just("give back many"), st.lists(record_id, min_size=1, max_size=4)),
    st.tuples(st.just("kind"), number, kind),
    st.tuples(st.just("runner"), number, bib, st.none() | number),
    st.tuples(st.just("bib"), number, bib),
    st.tuples(st.just("in wave"), number, st.none() | number),
    st.tuples(st.just("drop runner"), number),
    st.tuples(st.just("bands"), number, st.lists(st.sampled_from("ABC"), max_size=2)),
    st.tuples(st.just("wave"), number, st.sampled_from("ABC")),
    st.tuples(st.just("start wave"), number),
    st.tuples(st.just("correct wave"), number),
    st.tuples(st.just("restart wave"), number),
    st.tuples(st.just("drop wave"), number),
    st.tuples(st.just("line"), number),
    st.tuples(st.just("judges"), number, st.dictionaries(number, st.sampled_from(Mode))),
    st.tuples(st.just("drop line"), number),
    st.tuples(st.just("mark"), number, record_id),
    st.tuples(st.just("sign out"), st.sampled_from(JUDGES)),
    st.tuples(st.just("load"), number),
    st.tuples(st.just("purge")),
    st.tuples(st.just("later")),
    st.tuples(st.just("reopen")),
)


# An individual race that runs, with a runner and a judge.
INDIVIDUAL: list[tuple[Any, ...]] = [
    ("kind", 1, CompetitionKind.INDIVIDUAL),
    ("wave", 1, "A"),
    ("start wave", 1),
    ("runner", 1, "1", 1),
    ("judges", 1, {1: Mode.BOTH}),
    ("bands", 1, ["B", "A"]),
]


class Play:
    """Carries out steps through the services, as clients would."""

    def __init__(self, office: Office, organizer: Account) -> None:
        self.office = office
        self.organizer = organizer
        self.steps: dict[str, Callable[..., Awaitable[Any]]] = {
            "judge": self.judge,
            "rename": self.rename,
            "drop judge": self.by_olga(self.accounts.delete_judge),
            "competition": self.competition,
            "limit": self.limit,
            "drop competition": self.by_olga(self.competitions.delete),
            "restore competition": self.by_olga(self.bin.restore_competition),
            "restore team": self.by_olga(self.bin.restore_team),
            "empty": self.empty,
            "start": self.by_olga(self.competitions.start),
            "stop": self.by_olga(self.competitions.stop),
            "team": self.team,
            "give": self.give,
            "move": self.move,
            "drop team": self.by_olga(self.teams.delete),
            "send": self.send,
            "accept": self.accept,
            "dismiss": self.dismiss,
            "withdraw": self.withdraw,
            "give back": self.give_back,
            "give back many": self.by_olga(self.withdrawing.give_back_many),
            "kind": self.kind,
            "runner": self.runner,
            "bib": self.bib,
            "in wave": self.in_wave,
            "drop runner": self.by_olga(self.runners.delete),
            "bands": self.bands,
            "wave": self.by_olga(self.waves.create),
            "start wave": self.by_olga(self.waves.start),
            "correct wave": self.correct_wave,
            "restart wave": self.restart_wave,
            "drop wave": self.by_olga(self.waves.delete),
            "line": self.line,
            "judges": self.by_olga(self.lines.set_judges),
            "drop line": self.by_olga(self.lines.delete),
            "mark": self.mark,
            "sign out": self.sign_out,
            "load": self.load,
            "purge": self.purge,
            "later": self.later,
            "reopen": self.reopen,
        }

    def by_olga(self, work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        return lambda *values: work(*values, OLGA)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.office.services, name)

    async def step(self, name: str, *values: Any) -> None:
        """One step; an error that a client would be answered is fine."""
        try:
            await self.steps[name](*values)
        except StorageFailed:
            raise
        except TimingError:
            return

    async def judge(self, username: str) -> None:
        await self.office.judge(username, "x", email=f"{username}@x")

    async def rename(self, judge_id: int, username: str) -> None:
        await self.accounts.change_judge(judge_id, {"username": username, "is_active": True}, OLGA)

    async def competition(self, limit: int | None) -> None:
        await self.office.competition(records_per_team=limit)

    async def limit(self, competition_id: int, limit: int | None) -> None:
        await self.competitions.change(competition_id, {"records_per_team": limit}, OLGA)

    async def team(self, number: int, competition_id: int, judge_id: int | None) -> None:
        await self.office.team(number, competition_id, judge_id=judge_id)

    async def give(self, team_id: int, judge_id: int | None) -> None:
        await self.teams.change(team_id, {"judge_id": judge_id}, OLGA)

    async def move(self, team_id: int, competition_id: int) -> None:
        await self.teams.change(team_id, {"competition_id": competition_id}, OLGA)

    async def send(self, judge_id: int, team_id: int, entries: list[Any]) -> None:
        judge = self.office.state.judge(judge_id)
        if judge is not None:
            await self.office.sends(judge, team_id, *entries, offset_ms=2)

    async def accept(self, place: int) -> None:
        await self.timing.accept_refused(self.nth_refused(place), OLGA)

    async def dismiss(self, place: int) -> None:
        await self.timing.dismiss_refused(self.nth_refused(place), OLGA)

    async def withdraw(self, judge_id: int, record_id: str) -> None:
        judge = self.office.state.judge(judge_id)
        if judge is not None:
            await self.office.withdraws(judge, record_id)

    async def give_back(self, judge_id: int, record_id: str) -> None:
        judge = self.office.state.judge(judge_id)
        if judge is not None:
            await self.office.gives_back(judge, record_id)

    async def kind(self, competition_id: int, kind: CompetitionKind) -> None:
        await self.competitions.change(competition_id, {"kind": kind}, OLGA)

    async def runner(self, competition_id: int, bib: str, wave_id: int | None) -> None:
        born = datetime.date(1990, 1, 2)
        await runner(
            self.office, bib, competition_id, wave_id=wave_id, birth_date=born, sex=Sex.FEMALE
        )

    async def bib(self, runner_id: int, bib: str) -> None:
        await self.runners.change(runner_id, {"bib": bib, "team": bib}, OLGA)

    async def in_wave(self, runner_id: int, wave_id: int | None) -> None:
        await self.runners.change(runner_id, {"wave_id": wave_id}, OLGA)

    async def bands(self, competition_id: int, names: list[str]) -> None:
        rows = [{"name": name, "sex": Sex.MALE, "min_age": 9, "max_age": None} for name in names]
        await self.runners.set_bands(competition_id, rows, OLGA)

    async def correct_wave(self, wave_id: int) -> None:
        await self.waves.correct_start(wave_id, self.office.clock.now_ms() - 1000, "", OLGA)

    async def restart_wave(self, wave_id: int) -> None:
        await self.waves.restart(wave_id, "", OLGA)

    async def line(self, competition_id: int) -> None:
        await self.lines.create(competition_id, "Salida", LineKind.START, OLGA)

    async def mark(self, line_id: int, mark_id: str) -> None:
        if self.office.state.individual.competition_of_line(line_id) is not None:
            await stored(self.office, mark(mark_id, 5, "1", line_id=line_id))

    def nth_refused(self, place: int) -> int:
        waiting = self.timing.refused()
        return waiting[min(place, len(waiting)) - 1].id if waiting else 999

    async def sign_out(self, username: str) -> None:
        signed_in = await self.sessions.sign_in(username, "x", "address")
        await self.sessions.sign_out(signed_in.access, signed_in.refresh, "127.0.0.1")

    async def load(self, number: int) -> None:
        event = EventDocument(
            [],
            [JudgeEntry("carla", "x", email="carla@x")],
            [CompetitionEntry("5K", START_MS + number)],
            [TeamEntry(f"Loaded {number}", number, "5K", judge="carla")],
        )
        await self.event_loading.load(event, OLGA)

    async def empty(self, competition_id: int | None) -> None:
        if competition_id is None:
            await self.bin.empty(OLGA)
        else:
            await self.bin.delete_competition(competition_id, OLGA)

    async def purge(self) -> None:
        await self.purging.purge(0, OLGA)

    async def later(self) -> None:
        self.office.clock.pass_s(86_400 * 3)

    async def reopen(self) -> None:
        await self.office.close()
        self.office.services = await type(self.office.services).open(
            self.office.settings, self.office.clock
        )
        self.__init__(self.office, self.organizer)  # type: ignore[misc]


async def play(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        office = Office(Path(directory) / "data")
        await office.open()
        try:
            # A race that runs, so that most steps find something to do.
            await office.judge("ana", "x", email="ana@x")
            organizer = await office.organizer()
            await office.competition()
            await office.team(1, 1, judge_id=1)
            await office.services.competitions.start(1, OLGA)
            stage = Play(office, organizer)
            for one in steps:
                await stage.step(*one)
            assert everything_in(await office.read_back()) == everything_in(office.state)
        finally:
            await office.close()


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(step, min_size=3, max_size=25))
def test_the_state_read_back_is_the_state_in_memory(steps: list[tuple[Any, ...]]) -> None:
    asyncio.run(play(steps))


@pytest.mark.parametrize(
    "steps",
    [
        [("send", 1, 1, [time(5, "a")]), ("drop team", 1), ("send", 1, 1, [time(5, "a")])],
        [("send", 1, 1, [time(5, "a")]), ("drop team", 1), ("stop", 1), ("later",), ("purge",)],
        [("send", 1, 1, [time(5, "a")]), ("stop", 1), ("drop competition", 1)],
        [("send", 1, 1, [time(5, "a")]), ("drop team", 1), ("drop judge", 1), ("restore team", 1)],
        [
            ("send", 1, 1, [time(5, "a")]),
            ("drop team", 1),
            ("stop", 1),
            ("drop competition", 1),
            ("empty", 1),
            ("judge", "carla"),
            ("competition", None),
            ("team", 1, 2, 3),
        ],
        [
            ("stop", 1),
            ("send", 1, 1, [time(5)]),
            ("team", 2, 1, 1),
            ("drop team", 2),
            ("drop competition", 1),
            ("restore competition", 1),
            ("empty", None),
        ],
        [("drop team", 1), ("send", 1, 1, [time(5, "a")]), ("empty", None)],
        [
            ("send", 1, 1, [time(5, "a")]),
            ("stop", 1),
            ("drop competition", 1),
            ("later",),
            ("purge",),
        ],
        [("stop", 1), ("send", 1, 1, [time(5, "a")]), ("start", 1), ("send", 1, 1, [time(5, "a")])],
        [("stop", 1), ("send", 1, 1, [time(5)]), ("accept", 1), ("dismiss", 1)],
        [("send", 1, 1, [time(5, "a")]), ("drop judge", 1), ("judge", "ana")],
        [("sign out", "ana"), ("reopen",), ("sign out", "ana")],
        [
            ("send", 1, 1, [time(5, "a"), time(3, "b"), time(3, "c")]),
            ("withdraw", 1, "b"),
            ("withdraw", 1, "A"),
            ("reopen",),
            ("give back", 1, "b"),
            ("send", 1, 1, [time(4, "ñ")]),
            ("drop team", 1),
            ("withdraw", 1, "c"),
            ("restore team", 1),
            ("give back many", ["a", "c", "b"]),
            ("withdraw", 1, "ñ"),
            ("withdraw", 1, "a"),
        ],
        [
            ("send", 1, 1, [time(5, "a")]),
            ("withdraw", 1, "a"),
            ("stop", 1),
            ("later",),
            ("purge",),
            ("start", 1),
            ("send", 1, 1, [time(5, "A")]),
        ],
        [
            ("send", 1, 1, [time(5, "a"), time(6, "b")]),
            ("withdraw", 1, "a"),
            ("drop team", 1),
            ("empty", None),
            ("team", 2, 1, 1),
            ("send", 1, 2, [time(5, "a")]),
        ],
        [("stop", 1), ("send", 1, 1, [time(5, "a")]), ("withdraw", 1, "A"), ("give back", 1, "a")],
        [
            *INDIVIDUAL,
            ("bib", 1, "2"),
            ("runner", 1, "1", 1),
            ("drop runner", 2),
            ("correct wave", 1),
            ("mark", 1, "a"),
            ("mark", 1, "A"),
            ("bands", 1, ["A"]),
            ("reopen",),
            ("runner", 1, "A", None),
            ("line", 1),
            ("drop line", 2),
            ("mark", 2, "b"),
        ],
        [*INDIVIDUAL, ("correct wave", 1), ("restart wave", 1), ("reopen",), ("start wave", 1)],
        [
            *INDIVIDUAL,
            ("bib", 1, "2"),
            ("mark", 1, "a"),
            ("stop", 1),
            ("later",),
            ("purge",),
            ("mark", 1, "a"),
        ],
        [
            *INDIVIDUAL,
            ("mark", 1, "a"),
            ("stop", 1),
            ("drop competition", 1),
            ("mark", 1, "b"),
            ("drop judge", 1),
            ("reopen",),
            ("restore competition", 1),
        ],
        [
            *INDIVIDUAL,
            ("mark", 1, "a"),
            ("stop", 1),
            ("drop competition", 1),
            ("empty", None),
            ("competition", None),
            ("kind", 2, CompetitionKind.INDIVIDUAL),
            ("mark", 2, "a"),
        ],
    ],
)
def test_the_state_read_back_is_the_state_in_memory_after(steps: list[tuple[Any, ...]]) -> None:
    asyncio.run(play(steps))


@pytest.mark.gen_test
async def test_the_times_of_each_column_come_back_as_they_were(office: Office) -> None:
    _, judge, team = await office.race_day()
    reading = time(START_MS + 7, "Ñ-1", "08:00", offset_ms=3, uncertainty_ms=40)
    await office.sends(judge, team.id, time(5), offset_ms=2)
    decision = await office.sends(judge, team.id, reading, time(9, uncertainty_ms=0), offset_ms=2)
    await office.services.competitions.correct_start(1, START_MS - 10, "", OLGA)
    before = await office.sends(judge, team.id, time(START_MS - 9, "early"))
    state = await office.read_back()
    _, *records = state.times_of(team.id).records
    assert records == [*decision.accepted, *before.accepted]
    assert [
        (record.elapsed_ms, record.clock_offset_ms, record.uncertainty_ms) for record in records
    ] == [(4, 3, 40), (9, None, 0), (-9, None, None)]


@pytest.mark.gen_test
async def test_what_is_known_of_the_clock_of_a_refused_time_comes_back(office: Office) -> None:
    _, judge, team = await office.race_day()
    await office.sends(judge, team.id, time(START_MS - 9, "a", offset_ms=-2, uncertainty_ms=7))
    state = await office.read_back()
    (kept,) = state.kept.waiting()
    assert (kept.clock_offset_ms, kept.uncertainty_ms, kept.reason) == (-2, 7, "negative_time")


@pytest.mark.gen_test
async def test_more_rows_than_one_call_takes_are_all_stored(office: Office) -> None:
    _, judge, team = await office.race_day()
    for start in range(0, 1005, 15):
        office.services.timing.record_times(
            judge,
            team.id,
            [time(number, f"id-{number}") for number in range(start, start + 15)],
            None,
            START_MS,
            lambda *_: None,
        )
    assert (await office.read_back()).record_count() == 1005

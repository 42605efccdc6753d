"""The laptop dies in the middle of a race; another one takes its backup, name and place."""

import asyncio
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.phone_with_outbox import Phone
from tests.journeys.venue_in_process import VenueInProcess
from tests.venue import eventually
from tornado_timing.domain.audit import COMMAND_LINE
from tornado_timing.service.restoring import finish_restore, prepare_restore
from tornado_timing.store.backups import read_card

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
JUDGES = ("juez1", "juez2", "juez3")


def laptop(data_dir: Path, stick: Path) -> VenueInProcess:
    """A laptop that takes a backup to `stick` every second; not yet started."""
    venue = VenueInProcess(data_dir)
    venue.environment = {
        "TORNADO_TIMING_BACKUPS_EVERY_S": "1",
        "TORNADO_TIMING_BACKUPS_PLACES": str(stick),
        "TORNADO_TIMING_SERVER_MDNS": "false",
    }
    return venue


async def set_up(venue: VenueInProcess) -> list[Phone]:
    """A race of teams and one of people with bibs, both running; a phone for each judge."""
    office = {"user": "organiza"}
    race = {"name": "5K", "datetime": "2030-11-12T08:00:00Z", "kind": "individual"}
    number = (await venue.post("/api/competencias/", race, **office)).json["id"]
    [line] = (await venue.get(f"/api/lineas/?competition_id={number}", **office)).json
    judges = {
        one["username"]: one["id"] for one in (await venue.get("/api/jueces/", **office)).json
    }
    rows = [{"judge_id": judges[name], "mode": "both"} for name in JUDGES]
    path = f"/api/lineas/{line['id']}/jueces/"
    assert (await venue.call("PUT", path, rows, **office)).status == 200
    await venue.start_race(1)
    await venue.start_race(number)
    phones = [Phone(venue, name, place, line["id"]) for place, name in enumerate(JUDGES, start=1)]
    for phone in phones:
        await phone.sign_in()
        await phone.connect_to(venue)
    return phones


def backups_in(stick: Path) -> list[Path]:
    return sorted((stick / "tornado-timing").glob("tornado-timing-*.db"))


def stored_in(data_dir: Path) -> list[str]:
    """The ids of all times, marks and corrections in the file, doubles and all."""
    with closing(sqlite3.connect(data_dir / "timing.db")) as connection:
        return sorted(
            record_id
            for table in ("time_records", "marks", "race_corrections")
            for (record_id,) in connection.execute(f"SELECT id FROM {table}")
        )


@pytest.mark.gen_test(timeout=90)
async def test_another_laptop_with_the_backup_ends_up_with_everything_once(
    io_loop: Any, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    async with laptop(tmp_path / "a", stick) as first:
        phones = await set_up(first)
        racing = [asyncio.create_task(phone.race()) for phone in phones]

        async def has_times() -> bool:
            found = backups_in(stick)
            return bool(found) and read_card(found[-1]).contents.times > 0

        await eventually(has_times, "a backup with times is on the stick", 15)
        last = backups_in(stick)[-1]
        counts = [len(phone.acknowledged) for phone in phones]

        async def have_gone_on() -> bool:
            now = [len(phone.acknowledged) for phone in phones]
            return all(after > before + 10 for before, after in zip(counts, now, strict=True))

        await eventually(have_gone_on, "judges have gone on after it", 15)
        await first.end(signal.SIGKILL)
        await asyncio.gather(*racing)

        # The other laptop gets the backup that lacks what was acknowledged after it.
        second = laptop(tmp_path / "b", stick)
        prepare_restore(second.data_dir, last, COMMAND_LINE, round(time.time() * 1000))
        assert finish_restore(second.data_dir)
        second.port = first.server.port
        await second.start()
        try:
            await come_back(phones, second, read_card(last).contents.times)
        finally:
            await second.close()


async def come_back(phones: list[Phone], second: VenueInProcess, in_the_backup: int) -> None:
    """The phones find another laptop under the address that they know."""
    acknowledged = set[str]().union(*(phone.acknowledged for phone in phones))
    times = [name for phone in phones for name in phone.times]
    assert in_the_backup < len(acknowledged.intersection(times))
    assert not acknowledged <= set(stored_in(second.data_dir))
    for phone in phones:
        # Nobody signs in again: both tokens hold at the other laptop.
        await phone.connect_to(second)
        answer = await second.post("/api/token/refresh/", {"refresh": phone.refresh})
        assert answer.status == 200
        await phone.make_whole()
        await phone.take()
    taken = [name for phone in phones for name in (*phone.times, *phone.marks, *phone.corrections)]
    assert acknowledged <= set(taken)
    assert stored_in(second.data_dir) == sorted(taken)
    assert [phone.duplicates for phone in phones] == [[], [], []]

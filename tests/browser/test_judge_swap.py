"""The laptop is swapped for its backup under a judge's page, which makes it whole."""

import time
from pathlib import Path

import pytest

from tests.browser.conftest import TEAMS, OpenPage
from tests.browser.judge_phone import JudgePhone, stored_times
from tests.browser.race_server import DEADLINE_S, RaceServer, competition, event
from tornado_timing.domain.audit import COMMAND_LINE
from tornado_timing.service.backup_making import make_backup
from tornado_timing.service.restoring import finish_restore, prepare_restore

BIB = 101
# A clock measured anew on a busy machine is as sure as that.
CLOCK_MS = 50


def test_taps_from_after_the_backup_arrive_at_the_laptop_that_took_over(
    open_page: OpenPage, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    backup = tmp_path / "backup.db"
    with RaceServer(tmp_path / "a") as first, RaceServer(tmp_path / "b") as second:
        # The other one is of no use yet, and on a port of its own.
        second.kill()
        first.load(event([competition("Carrera 5K")], TEAMS))
        phone = JudgePhone.open(open_page, first)
        first.start_race()
        phone.page.locator("#tap:not([disabled])").wait_for()
        phone.tap(2)
        phone.all_sent()
        make_backup(first.database_path.parent, backup, 10)
        phone.tap(3)
        phone.all_sent()
        taken = stored_times(first, BIB)
        assert len(taken) == 5
        first.kill()
        phone.is_offline()
        phone.tap()
        phone.shows_unsent(1)

        directory = second.database_path.parent
        prepare_restore(directory, backup, COMMAND_LINE, round(time.time() * 1000))
        finish_restore(directory)
        second.port = first.port
        second.start()
        phone.is_connected()
        end_s = time.monotonic() + DEADLINE_S
        while len(times := stored_times(second, BIB)) < 6:
            assert time.monotonic() < end_s, times
            phone.page.wait_for_timeout(50)
        phone.all_sent()
        # Read by a clock that was measured anew, on another laptop.
        assert sorted(times)[:5] == pytest.approx(sorted(taken), abs=CLOCK_MS)
        assert len(set(times)) == 6
        assert len(stored_times(second, BIB)) == 6

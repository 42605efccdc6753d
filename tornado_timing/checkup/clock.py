"""The laptop's clock. Offline nobody can be asked for the time, but some clocks cannot be right."""

import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from tornado_timing.checkup.finding import Finding, Kind, found
from tornado_timing.checkup.system import ask
from tornado_timing.language import Texts
from tornado_timing.store.inspection import Inspection

# A clock that has lost its battery begins years ago.
FIRST_POSSIBLE_YEAR = 2025
# Less than that, a clock was not set but kept in step by the system.
NOTICED_S = 2.0
# What Windows calls a clock that follows no other.
_BY_ITSELF = ("Local CMOS Clock", "Free-running System Clock", "Leap Indicator: 3")


def local_time(at_ms: float) -> str:
    """An instant as the laptop's own clock shows it."""
    return f"{datetime.fromtimestamp(at_ms / 1000).astimezone():%Y-%m-%d %H:%M:%S %Z}"


def clock(inspection: Inspection | None, texts: Texts) -> Iterator[Finding]:
    """The time of day, its zone, and whether the system has compared it with others."""
    now_ms = time.time() * 1000
    now = local_time(now_ms)
    newest_ms = inspection.newest_ms if inspection else 0
    if newest_ms > now_ms:
        detail = texts("check.clock_behind", now=now, newest=local_time(newest_ms))
        yield found(texts, "clock", Kind.BAD, detail)
    elif datetime.fromtimestamp(now_ms / 1000).astimezone().year < FIRST_POSSIBLE_YEAR:
        yield found(texts, "clock", Kind.BAD, now)
    else:
        yield found(texts, "clock", Kind.GOOD, now)
    yield zone(texts, time.localtime(now_ms / 1000).tm_gmtoff or 0, time.strftime("%Z"))
    yield synchronised(texts, is_synchronised())


def race_clock(is_sure: bool, wall_error_s: float, texts: Texts) -> Finding:
    """Whether the server's clock is that of the race, and how far the laptop's was set since."""
    if not is_sure:
        now = local_time((time.time() - wall_error_s) * 1000)[11:19]
        detail = texts("check.race_clock_unsure", now=now)
        return found(texts, "race_clock", Kind.LOOK, detail, "advice.race_clock_unsure")
    if abs(wall_error_s) < NOTICED_S:
        return found(texts, "race_clock", Kind.GOOD, texts("check.race_clock_good"))
    key = "check.race_clock_forward" if wall_error_s > 0 else "check.race_clock_back"
    detail = texts(key, span=timedelta(seconds=round(abs(wall_error_s))))
    return found(texts, "race_clock", Kind.LOOK, detail, "advice.race_clock_apart")


def zone(texts: Texts, ahead_s: int, name: str) -> Finding:
    """The time zone; a laptop that was never told its own is on UTC."""
    hours, minutes = divmod(abs(ahead_s) // 60, 60)
    shown = f"UTC{'-' if ahead_s < 0 else '+'}{hours:02}:{minutes:02}"
    detail = shown if name in (shown, "") or name[0] in "+-" else f"{shown} ({name})"
    kind = Kind.LOOK if ahead_s == 0 and name in ("UTC", "") else Kind.GOOD
    return found(texts, "zone", kind, detail)


def synchronised(texts: Texts, is_so: bool | None) -> Finding:
    """Whether the system follows clocks of the internet; offline for long, it does not."""
    key = {True: "check.sync_yes", False: "check.sync_no", None: "check.unknown"}[is_so]
    return found(texts, "sync", Kind.GOOD if is_so else Kind.LOOK, texts(key))


def is_synchronised(platform: str = sys.platform) -> bool | None:
    """What the system says; None where it does not say."""
    if platform.startswith("linux"):
        said = (ask("timedatectl", "show", "-p", "NTPSynchronized", "--value") or "").strip()
        return {"yes": True, "no": False}.get(said)
    if platform == "win32":
        status = ask("w32tm", "/query", "/status")
        return None if status is None else not any(word in status for word in _BY_ITSELF)
    return None

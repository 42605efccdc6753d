"""What keeps the laptop running: its battery, and that it does not fall asleep."""

import re
import sys
from collections.abc import Iterator
from typing import Any

import psutil
from msgspec import Struct

from tornado_timing.checkup.finding import Finding, Kind, found
from tornado_timing.checkup.system import ask
from tornado_timing.language import Texts

# Off the mains a race needs at least so much.
MIN_PERCENT = 50
MIN_LEFT_S = 2 * 60 * 60
_GNOME = "org.gnome.settings-daemon.plugins.power"
_LOGIND = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_SLEEPS = ("suspend", "hibernate", "hybrid-sleep", "suspend-then-hibernate", "sleep", "poweroff")


class SleepSettings(Struct, frozen=True):
    """When the laptop falls asleep on the mains: after `idle_s` (0: never), and by its lid.

    None where that could not be found out.
    """

    idle_s: int | None
    lid_sleeps: bool | None


def power(texts: Texts) -> Iterator[Finding]:
    """Power supply, sleep and lid."""
    yield supply(texts, _battery())
    settings = sleep_settings()
    yield idle(texts, settings.idle_s)
    yield lid(texts, settings.lid_sleeps)


def _battery() -> Any:
    """As psutil has it: `percent`, `power_plugged`, `secsleft`; None without one."""
    try:
        return psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError, ValueError):
        # Not on every system, and some tell nonsense.
        return None


def supply(texts: Texts, battery: Any) -> Finding:
    """On the mains, or how long the battery lasts."""
    if battery is None:
        return found(texts, "power", Kind.LOOK, texts("check.power_none"), "advice.power_none")
    percent = round(battery.percent)
    if battery.power_plugged is None:
        detail = texts("check.power_unknown", percent=percent)
        return found(texts, "power", Kind.LOOK, detail)
    if battery.power_plugged:
        return found(texts, "power", Kind.GOOD, texts("check.power_mains", percent=percent))
    left_s = battery.secsleft
    is_known = isinstance(left_s, int) and left_s > 0
    key = "check.power_left" if is_known else "check.power_battery"
    minutes = left_s // 60 if is_known else 0
    is_low = percent < MIN_PERCENT or (is_known and left_s < MIN_LEFT_S)
    kind = Kind.BAD if is_low else Kind.LOOK
    return found(texts, "power", kind, texts(key, percent=percent, minutes=minutes))


def idle(texts: Texts, idle_s: int | None) -> Finding:
    """Whether it falls asleep while nobody touches it."""
    if idle_s is None:
        return found(texts, "sleep", Kind.LOOK, texts("check.unknown"))
    if idle_s == 0:
        return found(texts, "sleep", Kind.GOOD, texts("check.sleep_never"))
    minutes = max(1, round(idle_s / 60))
    return found(texts, "sleep", Kind.BAD, texts("check.sleep_after", minutes=minutes))


def lid(texts: Texts, sleeps: bool | None) -> Finding:
    """Whether it falls asleep when its lid is closed."""
    key = {True: "check.lid_sleeps", False: "check.lid_stays", None: "check.unknown"}[sleeps]
    return found(texts, "lid", Kind.GOOD if sleeps is False else Kind.LOOK, texts(key))


def sleep_settings(platform: str = sys.platform) -> SleepSettings:
    """What the system says of itself."""
    if platform.startswith("linux"):
        return SleepSettings(_linux_idle_s(), _linux_lid_sleeps())
    if platform == "darwin":
        # A closed lid puts it to sleep, but for a screen that is connected.
        return SleepSettings(pmset_idle_s(ask("pmset", "-g")), True)
    if platform == "win32":
        query = ("powercfg", "/q", "SCHEME_CURRENT")
        lid_action = powercfg_on_mains(ask(*query, "SUB_BUTTONS", "LIDACTION"))
        return SleepSettings(
            powercfg_on_mains(ask(*query, "SUB_SLEEP", "STANDBYIDLE")),
            None if lid_action is None else lid_action != 0,
        )
    return SleepSettings(None, None)


def _linux_idle_s() -> int | None:
    """The desktop's setting, where there is one, else that of systemd."""
    desktop_s = gnome_idle_s(
        ask("gsettings", "get", _GNOME, "sleep-inactive-ac-type"),
        ask("gsettings", "get", _GNOME, "sleep-inactive-ac-timeout"),
    )
    action = logind_text(ask("busctl", "get-property", *_LOGIND, "IdleAction"))
    if action in _SLEEPS:
        said = ask("busctl", "get-property", *_LOGIND, "IdleActionUSec") or ""
        number = re.fullmatch(r"t (\d+)\s*", said)
        system_s = int(number[1]) // 1_000_000 if number else None
        spans = [one for one in (desktop_s, system_s) if one]
        return min(spans) if spans else None
    return desktop_s if desktop_s is not None or action is None else 0


def _linux_lid_sleeps() -> bool | None:
    """What systemd does on the mains; a desktop may see to it that nothing happens."""
    action = logind_text(ask("busctl", "get-property", *_LOGIND, "HandleLidSwitchExternalPower"))
    if not action:
        # Not set: as without the mains.
        action = logind_text(ask("busctl", "get-property", *_LOGIND, "HandleLidSwitch"))
    return None if not action else action in _SLEEPS


def gnome_idle_s(kind: str | None, timeout: str | None) -> int | None:
    """From gsettings: ``'suspend'`` and ``900``, after how many seconds it sleeps; 0 is never."""
    if kind is None:
        return None
    if kind.strip().strip("'") not in _SLEEPS:
        return 0
    # Some write its type before it: ``uint32 900``.
    number = re.search(r"(\d+)\s*$", timeout or "")
    return int(number[1]) if number else None


def logind_text(said: str | None) -> str | None:
    """From busctl: the text in ``s "ignore"``; None for anything else."""
    match = re.fullmatch(r's "([\w-]*)"\s*', said or "")
    return match[1] if match else None


def pmset_idle_s(said: str | None) -> int | None:
    """From ``pmset -g``: the minutes in `` sleep 10 (sleep prevented by ...)``."""
    if re.search(r"^\s*SleepDisabled\s+1\b", said or "", re.MULTILINE):
        return 0
    match = re.search(r"^\s*sleep\s+(\d+)", said or "", re.MULTILINE)
    return int(match[1]) * 60 if match else None


def powercfg_on_mains(said: str | None) -> int | None:
    """From ``powercfg /q``: the last line but one has the value on the mains, in any language."""
    values = re.findall(r"0x([0-9a-fA-F]{8})\b", said or "")
    return int(values[-2], 16) if len(values) >= 2 else None

"""Power supply and sleep, from what systems say: some say nothing, and some nonsense."""

from types import SimpleNamespace

import psutil
import pytest

from tornado_timing.checkup import power
from tornado_timing.checkup.finding import Kind
from tornado_timing.language import Texts

EN = Texts("en")
UNKNOWN_S = psutil.POWER_TIME_UNKNOWN
PMSET = """System-wide power settings:
Currently in use:
 standby              1
 womp                 1
 hibernatemode        3
 disksleep            10
 sleep                {minutes} (sleep prevented by coreaudiod)
 displaysleep         10
"""
POWERCFG = """GUID de plan de energía: 381b4222-f694-41f0-9685-ff5bb260df2e  (Equilibrado)
  GUID de subgrupo: 238c9fa8-0aad-41ed-83f4-97be242c8f20  (Suspender)
    Alias de GUID: SUB_SLEEP
      GUID de configuración de energía: 29f6c1db-86da-48c5-9fdb-f2b67b1f44da  (Suspender tras)
      Configuración mínima posible: 0x00000000
      Configuración máxima posible: 0xffffffff
      Incremento de configuraciones posible: 0x00000001
    Índice de configuración de corriente alterna actual: {mains}
    Índice de configuración de corriente continua actual: 0x00000384
"""


def battery(percent: float, plugged: bool | None, left_s: object = UNKNOWN_S) -> SimpleNamespace:
    return SimpleNamespace(percent=percent, power_plugged=plugged, secsleft=left_s)


@pytest.mark.parametrize(
    ("found", "kind", "words"),
    [
        (battery(87.4, True), Kind.GOOD, "on the mains, battery at 87 %"),
        (battery(90, False, 4 * 3600), Kind.LOOK, "on battery: 90 %, some 240 minutes"),
        (battery(90, False), Kind.LOOK, "on battery: 90 %"),
        (battery(90, False, 3600), Kind.BAD, "on battery: 90 %, some 60 minutes"),
        (battery(20, False), Kind.BAD, "on battery: 20 %"),
        (battery(50, None), Kind.LOOK, "battery at 50 %; whether it is on the mains is not known"),
        (None, Kind.LOOK, "no battery found: a desktop, it seems"),
    ],
)  # fmt: skip
def test_the_mains_are_well_and_a_battery_is_looked_at(
    found: object, kind: Kind, words: str
) -> None:
    finding = power.supply(EN, found)
    assert (finding.kind, finding.detail) == (kind, words)
    assert bool(finding.advice) is (kind is not Kind.GOOD)


def test_a_laptop_that_falls_asleep_is_no_laptop_for_a_race() -> None:
    assert power.idle(EN, 0).kind is Kind.GOOD
    assert power.idle(EN, None).kind is Kind.LOOK
    asleep = power.idle(EN, 900)
    assert (asleep.kind, asleep.detail) == (
        Kind.BAD,
        "falls asleep after 15 minutes without use",
    )
    assert [power.lid(EN, sleeps).kind for sleeps in (False, True, None)] == [
        Kind.GOOD,
        Kind.LOOK,
        Kind.LOOK,
    ]


@pytest.mark.parametrize(
    ("kind", "timeout", "idle_s"),
    [
        ("'suspend'\n", "900\n", 900),
        ("'suspend'\n", "uint32 1200\n", 1200),
        ("'suspend'\n", "0\n", 0),
        ("'nothing'\n", "900\n", 0),
        ("'suspend'\n", None, None),
        (None, None, None),
    ],
)
def test_gnome(kind: str | None, timeout: str | None, idle_s: int | None) -> None:
    assert power.gnome_idle_s(kind, timeout) == idle_s


def test_systemd_macos_and_windows() -> None:
    assert power.logind_text('s "ignore"\n') == "ignore"
    assert power.logind_text('s ""\n') == ""
    assert power.logind_text("Failed to get property\n") is None
    assert power.pmset_idle_s(PMSET.format(minutes=10)) == 600
    assert power.pmset_idle_s(PMSET.format(minutes=0)) == 0
    assert power.pmset_idle_s(" SleepDisabled\t\t1\n" + PMSET.format(minutes=10)) == 0
    assert power.pmset_idle_s("nothing of use") is None
    assert power.powercfg_on_mains(POWERCFG.format(mains="0x00000708")) == 1800
    assert power.powercfg_on_mains(POWERCFG.format(mains="0x00000000")) == 0
    assert power.powercfg_on_mains("no 0x00000001 more") is None
    assert power.powercfg_on_mains(None) is None


def linux(monkeypatch: pytest.MonkeyPatch, **said: str) -> power.SleepSettings:
    """What a Linux says whose programs print `said`, by the last word of their command."""
    monkeypatch.setattr(power, "ask", lambda *command: said.get(command[-1].replace("-", "_")))
    return power.sleep_settings("linux")


def test_on_linux_what_comes_first_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    desktop = {"sleep_inactive_ac_type": "'suspend'", "sleep_inactive_ac_timeout": "1200"}
    system = {"IdleAction": 's "suspend"\n', "IdleActionUSec": "t 600000000\n"}
    assert linux(monkeypatch).idle_s is None
    assert linux(monkeypatch, IdleAction='s "ignore"\n').idle_s == 0
    assert linux(monkeypatch, **system).idle_s == 600
    assert linux(monkeypatch, **desktop, **system).idle_s == 600
    assert linux(monkeypatch, **desktop, IdleAction='s "ignore"\n').idle_s == 1200


def test_on_linux_the_lid_on_the_mains_is_what_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    suspend, ignore, unset = 's "suspend"\n', 's "ignore"\n', 's ""\n'
    lid = linux(monkeypatch, HandleLidSwitchExternalPower=ignore, HandleLidSwitch=suspend)
    assert lid.lid_sleeps is False
    lid = linux(monkeypatch, HandleLidSwitchExternalPower=unset, HandleLidSwitch=suspend)
    assert lid.lid_sleeps is True
    assert linux(monkeypatch).lid_sleeps is None


def test_a_system_without_a_battery_of_psutils_is_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none_here() -> None:
        raise FileNotFoundError("/sys/class/power_supply")

    monkeypatch.setattr(psutil, "sensors_battery", none_here, raising=False)
    assert next(iter(power.power(EN))).kind is Kind.LOOK

"""Every change of runners, waves and lines leaves an entry on record."""

import datetime
from collections.abc import Awaitable, Callable

import msgspec
import pytest

from tests.language_of_entries import five_k, mark, runner, stored, wave
from tests.language_of_races import OLGA, START_MS, Office
from tornado_timing.domain.audit import AuditEntry
from tornado_timing.domain.individual.marks import LineKind, Mode
from tornado_timing.domain.model import CompetitionKind

Act = Callable[[Office], Awaitable[object]]
# In a race with a judge (1), a wave that has started (1), another (2), and a runner (1).
CHANGES: list[tuple[Act, str, tuple[str, int, str], dict[str, object]]] = [
    (lambda it: runner(it, "8"), "runner_created", ("runner", 2, "8"), {}),
    (
        lambda it: it.services.runners.change(
            1, {"bib": "70", "birth_date": datetime.date(1990, 1, 2)}, OLGA
        ),
        "runner_changed",
        ("runner", 1, "Ana"),
        {"bib": ["7", "70"], "birth_date": [None, "1990-01-02"]},
    ),
    (
        lambda it: it.services.runners.delete(1, OLGA),
        "runner_deleted",
        ("runner", 1, "Ana"),
        {"bib": "7"},
    ),
    (
        lambda it: it.services.runners.set_bands(
            1, [{"name": "Libre", "sex": None, "min_age": 0, "max_age": None}], OLGA
        ),
        "age_bands_changed",
        ("competition", 1, "5K"),
        {"bands": [[], [{"name": "Libre", "sex": None, "min_age": 0, "max_age": None}]]},
    ),
    (lambda it: wave(it, "C"), "wave_created", ("wave", 3, "C"), {}),
    (
        lambda it: it.services.waves.rename(1, "Z", OLGA),
        "wave_changed",
        ("wave", 1, "Z"),
        {"name": ["A", "Z"]},
    ),
    (lambda it: it.services.waves.delete(2, OLGA), "wave_deleted", ("wave", 2, "B"), {}),
    (
        lambda it: it.services.waves.start(2, OLGA),
        "wave_started",
        ("wave", 2, "B"),
        {"started_at_ms": START_MS},
    ),
    (
        lambda it: it.services.waves.restart(1, "called back", OLGA),
        "wave_restarted",
        ("wave", 1, "A"),
        {"started_at_ms": [START_MS, None], "reason": "called back"},
    ),
    (
        lambda it: it.services.waves.correct_start(1, START_MS - 5, "late", OLGA),
        "wave_start_corrected",
        ("wave", 1, "A"),
        {"started_at_ms": [START_MS, START_MS - 5], "reason": "late"},
    ),
    (
        lambda it: it.services.lines.create(1, "Salida", LineKind.START, OLGA),
        "line_created",
        ("line", 2, "Salida"),
        {},
    ),
    (
        lambda it: it.services.lines.change(1, {"name": "Meta"}, OLGA),
        "line_changed",
        ("line", 1, "Meta"),
        {"name": ["Finish", "Meta"]},
    ),
    (
        lambda it: it.services.lines.set_judges(1, {1: Mode.BIBS}, OLGA),
        "line_judges_changed",
        ("line", 1, "Finish"),
        {"judges": [{}, {"ana": "bibs"}]},
    ),
    (
        lambda it: it.services.competitions.change(1, {"shown": "tenths"}, OLGA),
        "competition_changed",
        ("competition", 1, "5K"),
        {"shown": ["seconds", "tenths"]},
    ),
]


async def newest(office: Office, count: int = 1) -> list[AuditEntry]:
    return [entry for _, entry in await office.services.auditing.page(count)]


async def race_day(office: Office) -> None:
    await office.judge()
    await five_k(office)
    await wave(office, "A")
    await wave(office, "B")
    await runner(office, "7", first_name="Ana", wave_id=1)
    await office.services.waves.start(1, OLGA)


@pytest.mark.gen_test
@pytest.mark.parametrize(
    ("act", "action", "subject", "details"), CHANGES, ids=[change[1] for change in CHANGES]
)
async def test_a_change_is_on_record(
    office: Office,
    act: Act,
    action: str,
    subject: tuple[str, int, str],
    details: dict[str, object],
) -> None:
    await race_day(office)
    count = office.state.newest_audit_id
    await act(office)
    assert office.state.newest_audit_id == count + 1
    (entry,) = await newest(office)
    assert (entry.action, entry.username, entry.competition_id) == (action, "olga", 1)
    assert (entry.subject_kind, entry.subject_id, entry.subject_name) == subject
    assert msgspec.json.decode(entry.details) == details


@pytest.mark.gen_test
async def test_a_line_that_is_deleted_after_the_race_is_on_record(office: Office) -> None:
    await race_day(office)
    await office.services.competitions.stop(1, OLGA)
    await office.services.lines.delete(1, OLGA)
    (entry,) = await newest(office)
    assert (entry.action, entry.competition_id) == ("line_deleted", 1)
    assert (entry.subject_kind, entry.subject_id, entry.subject_name) == ("line", 1, "Finish")


@pytest.mark.gen_test
async def test_a_wave_that_starts_its_competition_has_both_on_record(office: Office) -> None:
    await five_k(office)
    await wave(office)
    await office.services.waves.start(1, OLGA)
    assert [entry.action for entry in await newest(office, 2)] == ["wave_started", "race_started"]


@pytest.mark.gen_test
async def test_what_goes_with_a_competition_is_counted(office: Office) -> None:
    await race_day(office)
    await stored(office, mark("a", 5, "7"), mark("b", 6))
    await office.services.competitions.stop(1, OLGA)
    counts = {"teams": 0, "records": 0, "runners": 1, "marks": 2}
    await office.services.competitions.delete(1, OLGA)
    (entry,) = await newest(office)
    assert msgspec.json.decode(entry.details) == counts
    await office.services.bin.restore_competition(1, OLGA)
    (entry,) = await newest(office)
    assert msgspec.json.decode(entry.details) == counts
    office.clock.pass_s(86_400)
    await office.services.purging.purge(0, OLGA)
    (entry,) = await newest(office)
    assert msgspec.json.decode(entry.details) == {"records": 0, "runners": 1, "marks": 2}
    await office.services.competitions.delete(1, OLGA)
    await office.services.bin.empty(OLGA)
    (entry,) = await newest(office)
    assert msgspec.json.decode(entry.details)["runners"] == 1


@pytest.mark.gen_test
async def test_a_competition_that_becomes_individual_is_on_record_once(office: Office) -> None:
    await office.competition()
    await office.services.competitions.change(1, {"kind": CompetitionKind.INDIVIDUAL}, OLGA)
    assert [entry.action for entry in await newest(office, 9)] == [
        "competition_changed",
        "competition_created",
    ]

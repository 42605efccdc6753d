"""Setting the race up as an organizer does, over HTTP: judges, waves, lines and the entry list."""

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tornado_timing.demo.account import Account
from tornado_timing.demo.event import ORGANIZER_USERNAME, make_password
from tornado_timing.demo.individual.course import Course, Runner
from tornado_timing.demo.individual.staff import JUDGES, NOTES_STARTS, Place
from tornado_timing.demo.tally import DemoError
from tornado_timing.spreadsheets.writing import csv_bytes

COMPETITION_NAME = "Carrera 5K individual de demostración"
WAVE_NAMES = ("Primera ola", "Segunda ola")
START_LINE_NAME = "Salida"
LOST_BIB = "Perdió el dorsal en el calentamiento"
HEADINGS = (
    "Dorsal", "Nombre", "Apellidos", "Sexo", "Fecha de nacimiento", "Club", "Ola", "Contacto",
    "Oculto",
)  # fmt: skip
BANDS = tuple(
    {"name": f"{name} {sex}", "sex": sex, "min_age": min_age, "max_age": max_age}
    for name, min_age, max_age in (("Juvenil", 0, 19), ("Libre", 20, 39), ("Máster", 40, None))
    for sex in ("F", "M")
)


@dataclass(slots=True)
class Stage:
    """The race as the server has it: ids of its things, runners by the bib that they wear."""

    competition_id: int
    line_ids: dict[Place, int] = field(default_factory=dict)
    wave_ids: list[int] = field(default_factory=list)
    judge_ids: dict[str, int] = field(default_factory=dict)
    runner_ids: dict[str, int] = field(default_factory=dict)


def draw_passwords(seed: int) -> dict[str, str]:
    """The password of everybody by username; the same `seed` gives the same ones."""
    source = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    usernames = (ORGANIZER_USERNAME, *(judge.username for judge in JUDGES))
    return {username: make_password(source) for username in usernames}


async def set_up(
    organizer: Account, course: Course, passwords: dict[str, str], scheduled_at: datetime
) -> Stage:
    """Makes the whole event and returns where everything is. Raises DemoError."""
    body = {
        "name": COMPETITION_NAME,
        "datetime": scheduled_at.isoformat(timespec="seconds"),
        "kind": "individual",
    }
    competition = await organizer.call("POST", "/api/competencias/", body)
    stage = Stage(competition["id"])
    bands = f"/api/competencias/{stage.competition_id}/categorias/"
    await organizer.call("PUT", bands, list(BANDS))
    for name in WAVE_NAMES:
        wave = {"competition_id": stage.competition_id, "name": name}
        stage.wave_ids.append((await organizer.call("POST", "/api/olas/", wave))["id"])
    await _make_judges(organizer, stage, passwords)
    await _make_lines(organizer, stage)
    await _import_runners(organizer, stage, course)
    await _learn_runners(organizer, stage)
    for runner in course.runners:
        if runner.worn_bib != runner.bib:
            await _change_bib(organizer, stage, runner)
    return stage


async def _make_judges(organizer: Account, stage: Stage, passwords: dict[str, str]) -> None:
    for judge in JUDGES:
        body = {
            "username": judge.username,
            "password": passwords[judge.username],
            "first_name": judge.first_name,
            "last_name": judge.last_name,
        }
        made = await organizer.call("POST", "/api/jueces/", body)
        stage.judge_ids[judge.username] = made["id"]


async def _make_lines(organizer: Account, stage: Stage) -> None:
    query = f"?competition_id={stage.competition_id}"
    (finish,) = await organizer.call("GET", f"/api/lineas/{query}")
    body = {"competition_id": stage.competition_id, "name": START_LINE_NAME, "kind": "start"}
    start = await organizer.call("POST", "/api/lineas/", body)
    stage.line_ids = {Place.START: start["id"], Place.FINISH: finish["id"]}
    at_finish = [
        {"judge_id": stage.judge_ids[judge.username], "mode": judge.mode} for judge in JUDGES
    ]
    at_start = [{"judge_id": stage.judge_ids[NOTES_STARTS.username], "mode": "both"}]
    for place, rows in ((Place.FINISH, at_finish), (Place.START, at_start)):
        await organizer.call("PUT", f"/api/lineas/{stage.line_ids[place]}/jueces/", rows)


async def _import_runners(organizer: Account, stage: Stage, course: Course) -> None:
    """The entry list as a CSV: looked at first, then taken in as it was seen."""
    body: dict[str, Any] = {
        "kind": "runners",
        "competition_id": stage.competition_id,
        "filename": "inscritos.csv",
        "content": base64.b64encode(csv_bytes([HEADINGS, *_rows(course)])).decode(),
    }
    preview = await organizer.call("POST", "/api/importaciones/", body)
    if preview["counts"]["bad"]:
        raise DemoError(f"the entry list was read with problems: {preview['counts']}")
    confirmed = {**body, "confirm": True, "expected_plan": preview["plan"]}
    await organizer.call("POST", "/api/importaciones/", confirmed)


def _rows(course: Course) -> Iterator[tuple[str, ...]]:
    for runner in course.runners:
        if not runner.is_late:
            person = runner.person
            yield (
                runner.bib,
                person.first_name,
                person.last_name,
                person.sex,
                person.birth_date.strftime("%d/%m/%Y"),
                person.club,
                WAVE_NAMES[runner.wave],
                person.contact,
                "sí" if person.is_hidden else "no",
            )


async def _learn_runners(organizer: Account, stage: Stage) -> None:
    path = f"/api/corredores/?competition_id={stage.competition_id}"
    stage.runner_ids = {one["bib"]: one["id"] for one in await organizer.call("GET", path)}


async def _change_bib(organizer: Account, stage: Stage, runner: Runner) -> None:
    """Gives a runner another bib, on record with the reason."""
    runner_id = stage.runner_ids.pop(runner.bib)
    body = {
        "competition_id": stage.competition_id,
        "kind": "runner_bib",
        "subject": str(runner_id),
        "text": runner.worn_bib,
        "reason": LOST_BIB,
    }
    await organizer.call("POST", "/api/correcciones/", body)
    stage.runner_ids[runner.worn_bib] = runner_id


async def enter_late(organizer: Account, stage: Stage, runner: Runner) -> None:
    """Enters somebody at the venue, with what fits into ten seconds."""
    body = {
        "competition_id": stage.competition_id,
        "bib": runner.bib,
        "first_name": runner.person.first_name,
        "last_name": runner.person.last_name,
        "sex": runner.person.sex,
        "wave_id": stage.wave_ids[runner.wave],
    }
    made = await organizer.call("POST", "/api/corredores/", body)
    stage.runner_ids[runner.worn_bib] = made["id"]

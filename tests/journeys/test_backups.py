"""Backups over HTTP: made, taken away, sent up, restored by a server that starts anew."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.venue_in_process import VenueInProcess
from tests.venue import Venue, eventually

OFFICE = {"user": "organiza"}
BACKUPS = "/api/respaldos/"


async def made(venue: Venue) -> str:
    answer = await venue.post(BACKUPS, **OFFICE)
    assert answer.status == 201, answer.body
    return str(answer.json["name"])


async def tap(venue: Venue, record_id: str) -> None:
    body = {"registros": [{"tiempo": 60_000 + len(record_id), "id_registro": record_id}]}
    answer = await venue.post("/api/equipos/1/registros/", body, user="juez1")
    assert answer.status == 201, answer.body


@pytest.mark.gen_test(timeout=30)
async def test_a_backup_is_listed_compared_and_taken_away(venue: Venue) -> None:
    await venue.start_race()
    await tap(venue, "a")
    name = await made(venue)
    await tap(venue, "bb")
    [listed] = (await venue.get(BACKUPS, **OFFICE)).json["backups"]
    assert (listed["name"], listed["contents"]["times"], listed["has_key"]) == (name, 1, True)
    assert listed["contents"]["races"] == [{"name": "Carrera 5K", "is_running": True}]
    compared = (await venue.get(f"{BACKUPS}{name}/contenido/", **OFFICE)).json
    assert (compared["missing_times"], compared["missing_marks"]) == (1, 0)
    assert (compared["contents"]["times"], compared["now"]["times"]) == (1, 2)

    file = await venue.get(f"{BACKUPS}{name}/", **OFFICE)
    assert file.body == (venue.data_dir / "backups" / name).read_bytes()
    assert file.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    entries = (await venue.get("/api/auditoria/", **OFFICE)).json["entries"]
    downloaded = [entry for entry in entries if entry["action"] == "backup_downloaded"]
    assert [(one["subject_name"], one["username"]) for one in downloaded] == [(name, "organiza")]


@pytest.mark.gen_test(timeout=30)
@pytest.mark.parametrize(
    "name",
    ["timing.db", "..%2Ftiming.db", "%2E%2E%2Fsigning.key", "..", "signing.key", "%00", "x" * 90],
)
async def test_nothing_but_backups_is_read_by_a_name(venue: Venue, name: str) -> None:
    await made(venue)
    for path in (f"{BACKUPS}{name}/", f"{BACKUPS}{name}/contenido/"):
        assert (await venue.get(path, **OFFICE)).status == 404
    assert (await venue.post(f"{BACKUPS}{name}/restaurar/", **OFFICE)).status in (404, 409)


@pytest.mark.gen_test(timeout=30)
async def test_a_file_is_sent_up_looked_at_and_listed(venue: Venue) -> None:
    name = await made(venue)
    content = (venue.data_dir / "backups" / name).read_bytes()
    folder = venue.data_dir / "backups"
    there = sorted(path.name for path in folder.iterdir())
    for body, code in (
        (b"", "backup_foreign"),
        (b"no database", "backup_foreign"),
        (content[:-5000], "backup_damaged"),
    ):
        answer = await venue.post(f"{BACKUPS}archivo/", body, **OFFICE)
        assert (answer.status, answer.json["code"]) == (400, code)
        assert sorted(path.name for path in folder.iterdir()) == there
    # Who may not, fills no disk.
    for user, status in ((None, 401), ("juez1", 403)):
        answer = await venue.post(f"{BACKUPS}archivo/", content, user=user)
        assert answer.status == status
        assert sorted(path.name for path in folder.iterdir()) == there

    for _ in range(2):
        answer = await venue.post(f"{BACKUPS}archivo/", content, **OFFICE)
        assert answer.status == 201
    sent = answer.json["name"]
    assert (folder / sent).read_bytes() == content
    # The one that was sent up before is let go.
    assert sorted(path.name for path in folder.iterdir()) == sorted([*there, sent])
    listed = (await venue.get(BACKUPS, **OFFICE)).json["backups"]
    assert {one["name"]: one["is_uploaded"] for one in listed} == {name: False, sent: True}


@pytest.mark.gen_test(timeout=30)
async def test_a_file_that_is_too_large_is_refused(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tornado_timing.web.backups.MOST_UPLOADED_BYTES", 100_000)
    answer = await venue.post(f"{BACKUPS}archivo/", b"x" * 200_000, **OFFICE)
    assert answer.status == 413
    folder = venue.data_dir / "backups"
    assert not folder.exists() or list(folder.iterdir()) == []


@pytest.mark.gen_test(timeout=30)
async def test_a_server_that_cannot_start_itself_anew_says_so(venue: Venue) -> None:
    name = await made(venue)
    answer = await venue.post(f"{BACKUPS}{name}/restaurar/", **OFFICE)
    assert (answer.status, answer.json["code"]) == (409, "restore_unavailable")


@pytest.mark.gen_test(timeout=30)
async def test_the_control_room_is_told_of_a_place_that_gets_none(
    io_loop: Any, tmp_path: Path
) -> None:
    away = str(tmp_path / "away")
    async with Venue(tmp_path / "data", backups={"places": [away]}) as venue:
        trouble = {"respaldos_con_problemas": [{"path": away, "estado": "missing"}]}
        token = await venue.token("organiza")
        room = await venue.socket(f"/ws/organizador/?token={token}")
        shown: dict[str, Any] = {}
        while shown.get("respaldos_con_problemas") != trouble["respaldos_con_problemas"]:
            shown |= (await room.read(15))["sala"]


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.gen_test(timeout=60)
async def test_a_running_server_restores_and_goes_on_under_its_address(
    io_loop: Any, tmp_path: Path
) -> None:
    async with VenueInProcess(tmp_path / "data") as venue:
        judge = await venue.judge()
        await venue.start_race()
        await tap(venue, "a")
        name = await made(venue)
        await tap(venue, "bb")
        answer = await venue.post(f"{BACKUPS}{name}/restaurar/", **OFFICE)
        assert (answer.status, answer.json) == (202, {"is_restarting": True})
        # Phones are told that the server stops, and come back with the tokens that they have.
        assert await judge.wait_closed() == 1001

        async def answers() -> bool:
            try:
                return (await venue.get(BACKUPS, **OFFICE)).status == 200
            except (AssertionError, OSError):
                return False

        await eventually(answers, "it is back on its port", 15)
        assert venue.stored_ids() == ["a"]
        await venue.judge("juez1", venue.access["juez1"])
        await tap(venue, "ccc")
        assert venue.stored_ids() == ["a", "ccc"]
        entries = (await venue.get("/api/auditoria/", **OFFICE)).json["entries"]
        [entry] = [one for one in entries if one["action"] == "backup_restored"]
        assert (entry["username"], entry["subject_name"]) == ("organiza", name)
        # What there was is kept, with the last backup that was made of it.
        [replaced] = venue.data_dir.glob("replaced-*")
        assert (replaced / "timing.db").exists()
        assert venue.process.returncode is None


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.gen_test(timeout=60)
async def test_of_two_who_restore_at_once_one_is_told_no_and_one_is_restored(
    io_loop: Any, tmp_path: Path
) -> None:
    async with VenueInProcess(tmp_path / "data") as venue:
        judge = await venue.judge()
        await venue.start_race()
        await tap(venue, "a")
        name = await made(venue)
        await tap(venue, "bb")
        path = f"{BACKUPS}{name}/restaurar/"
        answers = await asyncio.gather(*(venue.post(path, **OFFICE) for _ in range(2)))
        assert sorted(answer.status for answer in answers) == [202, 409]
        [refused] = [answer for answer in answers if answer.status == 409]
        assert refused.json["code"] == "restore_under_way"
        assert await judge.wait_closed() == 1001
        note = venue.data_dir / "restoring.json"

        async def is_back() -> bool:
            try:
                return (await venue.get(BACKUPS, **OFFICE)).status == 200
            except (AssertionError, OSError):
                return False

        await eventually(is_back, "it is back on its port", 15)
        assert venue.stored_ids() == ["a"]
        assert not note.exists()
        assert not list(venue.data_dir.glob("restore-new*"))
        assert len(list(venue.data_dir.glob("replaced-*"))) == 1

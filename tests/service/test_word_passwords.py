"""Passwords of four short words, and accounts without any password."""

import asyncio
import os
import re
from typing import Any

import pytest

from tests.language_of_races import OLGA, Office
from tornado_timing.domain import errors
from tornado_timing.domain.events import AccountCut
from tornado_timing.domain.model import Role
from tornado_timing.service.passwords import Passwords
from tornado_timing.service.word_passwords import new_password, words

HOME = "192.168.1.7"
# Some of the words that must not come back with a newer list.
UNWANTED = {"coger", "culo", "droga", "gordo", "negro", "pene", "puta", "sexo", "tonto", "violar"}


def test_there_are_enough_words_and_all_are_easy_to_type() -> None:
    assert len(set(words())) == len(words()) >= 1024
    assert all(re.fullmatch("[a-z]{3,6}", word) for word in words())
    assert not UNWANTED & set(words())


def test_a_password_is_four_words_and_never_the_same() -> None:
    passwords = {new_password() for _ in range(300)}
    assert len(passwords) == 300
    for password in passwords:
        assert len(password.split("-")) == 4
        assert set(password.split("-")) <= set(words())
    assert len({word for password in passwords for word in password.split("-")}) > 500


@pytest.mark.gen_test
async def test_the_new_passwords_open_and_what_was_open_is_cut(office: Office) -> None:
    ana, bruno = await office.judge(), await office.judge("bruno")
    signed_in = await office.services.sessions.sign_in("ana", "secret", HOME)
    office.events.clear()
    given = await office.services.word_passwords.give([bruno.id, ana.id, bruno.id], OLGA)
    assert [one.judge.id for one in given] == [bruno.id, ana.id]
    assert office.events == [AccountCut(bruno.id), AccountCut(ana.id)]
    with pytest.raises(errors.InvalidToken):
        office.services.sessions.authenticate(signed_in.access)
    with pytest.raises(errors.InvalidCredentials):
        await office.services.sessions.sign_in("ana", "secret", HOME)
    await office.reopen()
    for one in given:
        await office.services.sessions.sign_in(one.judge.username, one.password, HOME)


@pytest.mark.gen_test
async def test_all_get_one_or_none(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, bruno, olga = await office.judge(), await office.judge("bruno"), await office.organizer()
    give = office.services.word_passwords.give
    for stranger in (olga.id, 99):
        with pytest.raises(errors.UnknownJudge):
            await give([ana.id, stranger], OLGA)
    make_hash = office.services.passwords.hash

    async def hash_while_bruno_is_deleted(password: str) -> str:
        if bruno.id in office.state.accounts:
            await office.services.accounts.delete_judge(bruno.id, OLGA)
        return await make_hash(password)

    monkeypatch.setattr(office.services.passwords, "hash", hash_while_bruno_is_deleted)
    with pytest.raises(errors.UnknownJudge):
        await give([ana.id, bruno.id], OLGA)
    assert office.state.accounts[ana.id] == ana


@pytest.mark.gen_test
async def test_many_at_once_leave_room_for_who_signs_in(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = os.cpu_count() or 1
    judges = [await office.judge(f"juez{number}") for number in range(threads + 5)]
    make_hash, asked = office.services.passwords.hash, [0]

    async def counted_hash(password: str) -> str:
        asked.append(asked[-1] + 1)
        # All who may ask have asked by now.
        await asyncio.sleep(0.01)
        hashed = await make_hash(password)
        asked.append(asked[-1] - 1)
        return hashed

    monkeypatch.setattr(office.services.passwords, "hash", counted_hash)
    await office.services.word_passwords.give([judge.id for judge in judges], OLGA)
    assert max(asked) == threads


@pytest.mark.gen_test
async def test_they_are_on_record_but_not_what_they_are(office: Office) -> None:
    judge = await office.judge()
    (given,) = await office.services.word_passwords.give([judge.id], OLGA)
    query = (
        "SELECT action, username, subject_kind, subject_id, subject_name, details FROM audit_log"
    )
    rows: list[Any] = await office.core.database.run(lambda file: file.execute(query).fetchall())
    assert rows[-1] == ("passwords_set", "olga", "judge", judge.id, "ana", "{}")
    assert given.password not in str(rows)


@pytest.mark.gen_test
async def test_no_password_opens_an_account_without_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.judge()
    await office.services.accounts.create(Role.JUDGE, None, {"username": "bruno"}, OLGA)
    hashed: list[bytes] = []
    import bcrypt

    check = bcrypt.checkpw

    def checkpw(secret: bytes, password_hash: bytes) -> bool:
        hashed.append(password_hash)
        return check(secret, password_hash)

    monkeypatch.setattr("tornado_timing.service.passwords.bcrypt.checkpw", checkpw)
    for login in ("ana", "bruno"):
        for password in ("nobody", ""):
            with pytest.raises(errors.InvalidCredentials):
                await office.services.sessions.sign_in(login, password, HOME)
    # As much work for one as for the other: nobody learns who has no password.
    assert [item[:7] for item in hashed] == [b"$2b$04$"] * 4


@pytest.mark.gen_test
async def test_an_empty_hash_is_never_renewed() -> None:
    passwords = Passwords(4)
    assert not passwords.needs_renewal("")
    assert not await passwords.matches("", "")
    passwords.close()

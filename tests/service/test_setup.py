"""The first organizer: who may make it, and that there is only one first."""

import asyncio
from typing import Any

import pytest

from tests.language_of_races import OLGA, Office
from tornado_timing.domain import errors
from tornado_timing.domain.model import Role
from tornado_timing.service.sessions import SignedIn

HERE, ELSEWHERE = "127.0.0.1", "192.168.1.8"


async def make(
    office: Office,
    username: str = "olga",
    *,
    password: str = "secret",
    secret: str | None = None,
    address: str = HERE,
) -> SignedIn:
    return await office.services.setup.make_organizer(
        password,
        {"username": username},
        secret=secret,
        is_from_here=address == HERE,
        address=address,
    )


async def on_record(office: Office) -> list[tuple[Any, ...]]:
    query = "SELECT action, username, address, subject_kind, details FROM audit_log ORDER BY id"
    return await office.core.database.run(lambda file: file.execute(query).fetchall())


@pytest.mark.gen_test
async def test_at_this_machine_the_organizer_is_made_and_signed_in(office: Office) -> None:
    assert office.services.setup.is_needed
    signed_in = await make(office)
    assert signed_in.account.role is Role.ORGANIZER
    session = office.services.sessions.authenticate(signed_in.access)
    assert session.account == signed_in.account
    assert not office.services.setup.is_needed
    await office.services.sessions.sign_in("olga", "secret", HERE)
    await office.reopen()
    assert office.state.accounts == {signed_in.account.id: signed_in.account}


@pytest.mark.gen_test
async def test_it_is_on_record(office: Office) -> None:
    await make(office)
    assert await on_record(office) == [
        ("organizer_created", "olga", HERE, "organizer", "{}"),
        ("signed_in", "olga", HERE, "session", '{"by":"setup"}'),
    ]


@pytest.mark.gen_test
async def test_from_elsewhere_it_takes_the_secret(office: Office) -> None:
    secret = office.services.setup.secret
    assert secret is not None
    for wrong in (None, "", secret[:-1], secret + "x", secret.swapcase(), "ñ"):
        with pytest.raises(errors.SetupNotAllowed):
            await make(office, secret=wrong, address=ELSEWHERE)
    assert office.state.accounts == {}
    assert (await make(office, secret=secret, address=ELSEWHERE)).account.username == "olga"


@pytest.mark.gen_test
async def test_the_secret_is_another_at_every_start_and_none_when_it_is_done(
    office: Office,
) -> None:
    first = office.services.setup.secret
    await office.reopen()
    second = office.services.setup.secret
    assert None not in (first, second)
    assert first != second
    with pytest.raises(errors.SetupNotAllowed):
        await make(office, secret=first, address=ELSEWHERE)
    await make(office, secret=second, address=ELSEWHERE)
    assert office.services.setup.secret is None
    await office.reopen()
    assert office.services.setup.secret is None
    with pytest.raises(errors.OrganizerExists):
        await make(office, "other", secret=second, address=ELSEWHERE)


@pytest.mark.gen_test
async def test_an_organizer_made_by_the_command_line_ends_it(office: Office) -> None:
    secret = office.services.setup.secret
    await office.organizer()
    assert office.services.setup.secret is None
    for address in (HERE, ELSEWHERE):
        with pytest.raises(errors.OrganizerExists):
            await make(office, "other", secret=secret, address=address)


@pytest.mark.gen_test
async def test_of_two_who_ask_at_once_one_wins(office: Office) -> None:
    done = await asyncio.gather(
        make(office, "first"), make(office, "second"), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in done) == ["OrganizerExists", "SignedIn"]
    assert len(office.state.accounts) == 1
    assert len((await office.read_back()).accounts) == 1


@pytest.mark.gen_test
async def test_guessing_the_secret_is_slowed_for_the_address_that_guesses(office: Office) -> None:
    secret = office.services.setup.secret
    for number in range(10):
        with pytest.raises(errors.SetupNotAllowed):
            await make(office, secret=f"guess-{number}", address=ELSEWHERE)
    with pytest.raises(errors.TooManyAttempts):
        await make(office, secret=secret, address=ELSEWHERE)
    await make(office, secret=secret, address="192.168.1.9")


@pytest.mark.gen_test
async def test_a_judges_name_is_taken_and_a_password_can_be_too_long(office: Office) -> None:
    judge = await office.judge("olga")
    with pytest.raises(errors.UsernameTaken):
        await make(office)
    with pytest.raises(errors.PasswordTooLong):
        await make(office, "other", password="x" * 73)
    assert list(office.state.accounts.values()) == [judge]
    assert office.services.setup.is_needed
    await office.services.accounts.delete_judge(judge.id, OLGA)
    await make(office)

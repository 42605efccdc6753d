"""Signing in and out, tickets, passwords and attempts, together."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from tests.language_of_races import OLGA, Office
from tornado_timing.domain import errors
from tornado_timing.domain.events import SessionEnded
from tornado_timing.service.attempts import MAX_WAITING
from tornado_timing.service.passwords import Passwords
from tornado_timing.service.sessions import SignedIn

HOME = "192.168.1.7"
ELSEWHERE = "192.168.1.8"


async def sign_in(
    office: Office, login: str = "ana", password: str = "secret", address: str = HOME
) -> SignedIn:
    return await office.services.sessions.sign_in(login, password, address)


# ---- signing in ----


@pytest.mark.parametrize("login", ["ana", "ANA", " ana ", "ana@ejemplo.com", "Ana@Ejemplo.COM"])
@pytest.mark.gen_test
async def test_username_and_email_sign_in_in_any_case_of_letters(
    office: Office, login: str
) -> None:
    judge = await office.judge(email="ana@ejemplo.com")
    signed_in = await sign_in(office, login)
    assert signed_in.account == judge
    assert office.services.sessions.authenticate(signed_in.access).account == judge


@pytest.mark.parametrize(
    ("login", "password"), [("ana", "Secret"), ("nobody", "secret"), ("ana", ""), ("ana", "s" * 73)]
)
@pytest.mark.gen_test
async def test_what_is_wrong_is_not_told(office: Office, login: str, password: str) -> None:
    await office.judge()
    with pytest.raises(errors.InvalidCredentials):
        await sign_in(office, login, password)


@pytest.mark.gen_test
async def test_an_inactive_account_is_told_so_only_after_the_right_password(
    office: Office,
) -> None:
    await office.judge(is_active=False)
    with pytest.raises(errors.AccountInactive):
        await sign_in(office)
    with pytest.raises(errors.InvalidCredentials):
        await sign_in(office, password="wrong")


@pytest.mark.gen_test
async def test_an_unknown_user_takes_the_same_path_as_a_wrong_password(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.judge()
    hashed: list[bytes] = []
    import bcrypt

    check = bcrypt.checkpw

    def checkpw(secret: bytes, password_hash: bytes) -> bool:
        hashed.append(password_hash)
        return check(secret, password_hash)

    monkeypatch.setattr("tornado_timing.service.passwords.bcrypt.checkpw", checkpw)
    for login in ("ana", "nobody"):
        with pytest.raises(errors.InvalidCredentials):
            await sign_in(office, login, "wrong")
    known, unknown = hashed
    assert known[:7] == unknown[:7] == b"$2b$04$"


@pytest.mark.gen_test
async def test_a_hash_of_another_cost_is_renewed_and_the_session_holds(office: Office) -> None:
    dear = Passwords(5)
    password_hash = await dear.hash("secret")
    dear.close()
    judge = await office.judge()
    await office.services.accounts.change_judge(judge.id, {"password_hash": password_hash}, OLGA)
    signed_in = await sign_in(office)
    assert office.state.accounts[judge.id].password_hash.startswith("$2b$04$")
    office.services.sessions.authenticate(signed_in.access)
    await office.reopen()
    assert office.state.accounts[judge.id].password_hash.startswith("$2b$04$")
    await sign_in(office)


@pytest.mark.gen_test
async def test_a_password_that_is_changed_during_the_sign_in_ends_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """bcrypt takes its time; an organizer who locks somebody out must not be overtaken."""
    await office.judge()
    looked_at, changed = asyncio.Event(), asyncio.Event()
    matches = office.services.passwords.matches

    async def slow_matches(password: str, password_hash: str | None, asker: str) -> bool:
        right = await matches(password, password_hash, asker)
        looked_at.set()
        await changed.wait()
        return right

    monkeypatch.setattr(office.services.passwords, "matches", slow_matches)
    signing_in = asyncio.ensure_future(sign_in(office))
    await looked_at.wait()
    await office.services.accounts.set_password("ana", "another", OLGA)
    changed.set()
    with pytest.raises(errors.InvalidCredentials):
        await signing_in


@pytest.mark.gen_test
async def test_an_account_that_is_deleted_during_the_sign_in_ends_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = await office.judge()
    matches = office.services.passwords.matches

    async def matches_and_is_gone(password: str, password_hash: str | None, asker: str) -> bool:
        right = await matches(password, password_hash, asker)
        await office.services.accounts.delete_judge(judge.id, OLGA)
        return right

    monkeypatch.setattr(office.services.passwords, "matches", matches_and_is_gone)
    with pytest.raises(errors.InvalidCredentials):
        await sign_in(office)


# ---- attempts ----


async def fail(office: Office, times: int, login: str = "ana", address: str = HOME) -> None:
    for _ in range(times):
        with pytest.raises(errors.InvalidCredentials):
            await sign_in(office, login, "wrong", address)


@pytest.mark.gen_test
async def test_after_ten_wrong_passwords_the_address_has_to_wait(office: Office) -> None:
    await office.judge()
    await fail(office, 10)
    with pytest.raises(errors.TooManyAttempts) as caught:
        await sign_in(office)
    assert 1 <= int(str(caught.value.details["retry_after_s"])) <= 31
    office.clock.pass_s(31)
    await sign_in(office)


@pytest.mark.gen_test
async def test_a_stranger_does_not_lock_the_judge_out(office: Office) -> None:
    await office.judge()
    await fail(office, 10, address=ELSEWHERE)
    with pytest.raises(errors.TooManyAttempts):
        await sign_in(office, address=ELSEWHERE)
    await sign_in(office, address=HOME)


@pytest.mark.gen_test
async def test_a_pause_is_for_one_account_until_there_are_ten_times_as_many(
    office: Office,
) -> None:
    await office.judge()
    await office.judge("bruno")
    await fail(office, 10, "bruno")
    await sign_in(office, "ana")
    for number in range(9):
        await fail(office, 10, f"guess-{number}")
    with pytest.raises(errors.TooManyAttempts):
        await sign_in(office, "ana")
    await sign_in(office, "ana", address=ELSEWHERE)


@pytest.mark.gen_test
async def test_the_right_password_forgets_the_wrong_ones(office: Office) -> None:
    await office.judge()
    await fail(office, 9)
    await sign_in(office)
    await fail(office, 9)
    await sign_in(office)


@pytest.mark.gen_test
async def test_another_wrong_password_after_the_pause_begins_another(office: Office) -> None:
    await office.judge()
    await fail(office, 10)
    office.clock.pass_s(31)
    await fail(office, 1)
    with pytest.raises(errors.TooManyAttempts):
        await sign_in(office)
    office.clock.pass_s(301)
    await fail(office, 9)
    await sign_in(office)


@pytest.mark.gen_test
async def test_blanks_and_capitals_make_no_new_account_to_guess_at(office: Office) -> None:
    await office.judge()
    for blanks in range(10):
        await fail(office, 1, login=" " * blanks + "aNa")
    with pytest.raises(errors.TooManyAttempts):
        await sign_in(office)


@pytest.mark.gen_test
async def test_a_pause_lasts_as_long_as_it_is_set_to(io_loop: object, tmp_path: Any) -> None:
    office = Office(tmp_path / "data", login_failures=1, login_pause_s=600)
    await office.open()
    try:
        await office.judge()
        await fail(office, 1)
        office.clock.pass_s(590)
        with pytest.raises(errors.TooManyAttempts):
            await sign_in(office)
        office.clock.pass_s(11)
        await sign_in(office)
    finally:
        await office.close()


# ---- refresh and sign-out ----


@pytest.mark.gen_test
async def test_a_refresh_token_gives_a_new_access_token(office: Office) -> None:
    judge = await office.judge()
    signed_in = await sign_in(office)
    office.clock.pass_s(3601)
    with pytest.raises(errors.InvalidToken):
        office.services.sessions.authenticate(signed_in.access)
    access = office.services.sessions.refresh(signed_in.refresh)
    assert office.services.sessions.authenticate(access).account == judge


@pytest.mark.gen_test
async def test_a_refresh_token_lives_seven_days(office: Office) -> None:
    await office.judge()
    signed_in = await sign_in(office)
    office.clock.pass_s(7 * 86_400 - 1)
    office.services.sessions.refresh(signed_in.refresh)
    office.clock.pass_s(1)
    with pytest.raises(errors.InvalidRefreshToken):
        office.services.sessions.refresh(signed_in.refresh)


@pytest.mark.gen_test
async def test_neither_token_is_taken_for_the_other(office: Office) -> None:
    await office.judge()
    signed_in = await sign_in(office)
    sessions = office.services.sessions
    with pytest.raises(errors.InvalidRefreshToken):
        sessions.refresh(signed_in.access)
    with pytest.raises(errors.InvalidToken):
        sessions.authenticate(signed_in.refresh)
    with pytest.raises(errors.InvalidToken):
        sessions.issue_ticket(signed_in.refresh)
    with pytest.raises(errors.RefreshTokenUsed):
        await sessions.sign_out(signed_in.access, signed_in.access, "127.0.0.1")
    with pytest.raises(errors.InvalidToken):
        await sessions.sign_out(signed_in.refresh, signed_in.refresh, "127.0.0.1")


@pytest.mark.gen_test
async def test_sign_out_ends_the_session_for_good_also_after_a_restart(office: Office) -> None:
    await office.judge()
    signed_in, other = await sign_in(office), await sign_in(office)
    session_id = office.services.sessions.authenticate(signed_in.access).id
    await office.services.sessions.sign_out(signed_in.access, signed_in.refresh, "127.0.0.1")
    assert SessionEnded(session_id) in office.events
    for _ in range(2):
        with pytest.raises(errors.InvalidRefreshToken):
            office.services.sessions.refresh(signed_in.refresh)
        with pytest.raises(errors.InvalidToken):
            office.services.sessions.authenticate(signed_in.access)
        with pytest.raises(errors.RefreshTokenUsed):
            await office.services.sessions.sign_out(
                signed_in.access, signed_in.refresh, "127.0.0.1"
            )
        office.services.sessions.refresh(other.refresh)
        office.services.sessions.authenticate(other.access)
        await office.reopen()


@pytest.mark.gen_test
async def test_signing_out_twice_at_once_succeeds_once(office: Office) -> None:
    await office.judge()
    signed_in = await sign_in(office)
    sessions = office.services.sessions
    done = await asyncio.gather(
        *(sessions.sign_out(signed_in.access, signed_in.refresh, "127.0.0.1") for _ in range(2)),
        return_exceptions=True,
    )
    assert [type(result) for result in done] == [type(None), errors.RefreshTokenUsed]


@pytest.mark.gen_test
async def test_nobody_signs_out_another(office: Office) -> None:
    await office.judge()
    await office.judge("bruno")
    ana, bruno = await sign_in(office), await sign_in(office, "bruno")
    with pytest.raises(errors.RefreshTokenUsed):
        await office.services.sessions.sign_out(ana.access, bruno.refresh, "127.0.0.1")
    office.services.sessions.refresh(bruno.refresh)
    with pytest.raises(errors.MissingCredentials):
        await office.services.sessions.sign_out(None, bruno.refresh, "127.0.0.1")


@pytest.mark.gen_test
async def test_revocations_that_nobody_needs_any_more_leave_the_file(office: Office) -> None:
    await office.judge()
    first = await sign_in(office)
    await office.services.sessions.sign_out(first.access, first.refresh, "127.0.0.1")
    office.clock.pass_s(8 * 86_400)
    second = await sign_in(office)
    await office.services.sessions.sign_out(second.access, second.refresh, "127.0.0.1")
    assert len(office.state.revoked_sessions) == 1
    assert (await office.read_back()).revoked_sessions == office.state.revoked_sessions


@pytest.mark.gen_test
async def test_sessions_end_with_a_new_password_a_deactivation_and_a_deletion(
    office: Office,
) -> None:
    judge = await office.judge()
    accounts, sessions = office.services.accounts, office.services.sessions
    signed_in = await sign_in(office)
    await accounts.set_password("ana", "another", OLGA)
    with pytest.raises(errors.InvalidToken):
        sessions.authenticate(signed_in.access)
    with pytest.raises(errors.InvalidRefreshToken):
        sessions.refresh(signed_in.refresh)

    signed_in = await sign_in(office, password="another")
    await accounts.change_judge(judge.id, {"is_active": False}, OLGA)
    with pytest.raises(errors.AccountInactive):
        sessions.authenticate(signed_in.access)
    with pytest.raises(errors.InvalidRefreshToken):
        sessions.refresh(signed_in.refresh)
    await accounts.change_judge(judge.id, {"is_active": True}, OLGA)
    sessions.authenticate(signed_in.access)

    await accounts.delete_judge(judge.id, OLGA)
    with pytest.raises(errors.InvalidToken):
        sessions.authenticate(signed_in.access)
    with pytest.raises(errors.InvalidRefreshToken):
        sessions.refresh(signed_in.refresh)


@pytest.mark.parametrize("nothing", [None, ""])
@pytest.mark.gen_test
async def test_without_a_token_the_answer_is_another(office: Office, nothing: str | None) -> None:
    with pytest.raises(errors.MissingCredentials):
        office.services.sessions.authenticate(nothing)


# ---- tickets ----


@pytest.mark.gen_test
async def test_a_ticket_opens_once(office: Office) -> None:
    judge = await office.judge()
    signed_in = await sign_in(office)
    sessions = office.services.sessions
    ticket = sessions.issue_ticket(signed_in.access)
    session = sessions.redeem_ticket(ticket)
    assert session == sessions.authenticate(signed_in.access)
    assert session.account == judge
    with pytest.raises(errors.InvalidToken):
        sessions.redeem_ticket(ticket)


@pytest.mark.parametrize(("age_s", "is_good"), [(29.9, True), (30.1, False)])
@pytest.mark.gen_test
async def test_a_ticket_is_good_for_thirty_seconds(
    office: Office, age_s: float, is_good: bool
) -> None:
    await office.judge()
    sessions = office.services.sessions
    ticket = sessions.issue_ticket((await sign_in(office)).access)
    office.clock.pass_s(age_s)
    if is_good:
        sessions.redeem_ticket(ticket)
    else:
        with pytest.raises(errors.InvalidToken):
            sessions.redeem_ticket(ticket)


@pytest.mark.gen_test
async def test_a_ticket_dies_with_its_session(office: Office) -> None:
    await office.judge()
    signed_in = await sign_in(office)
    sessions = office.services.sessions
    ticket = sessions.issue_ticket(signed_in.access)
    await sessions.sign_out(signed_in.access, signed_in.refresh, "127.0.0.1")
    with pytest.raises(errors.InvalidToken):
        sessions.redeem_ticket(ticket)
    for made_up in ("", "x", signed_in.access):
        with pytest.raises(errors.InvalidToken):
            sessions.redeem_ticket(made_up)


@pytest.mark.gen_test
async def test_tickets_are_bounded(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tornado_timing.service.sessions.MAX_TICKETS", 3)
    await office.judge()
    access = (await sign_in(office)).access
    sessions = office.services.sessions
    tickets = [sessions.issue_ticket(access) for _ in range(4)]
    with pytest.raises(errors.InvalidToken):
        sessions.redeem_ticket(tickets[0])
    sessions.redeem_ticket(tickets[1])


# ---- many at once ----


class HeldPasswords:
    """bcrypt that answers nobody until it is let go, and then that only "secret" is right."""

    def __init__(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        self.let_go = asyncio.Event()
        self.looked_at = 0
        self.askers = set[str]()
        monkeypatch.setattr(office.services.passwords, "matches", self.matches)

    async def matches(self, password: str, password_hash: str | None, asker: str) -> bool:
        self.looked_at += 1
        self.askers.add(asker)
        await self.let_go.wait()
        return password == "secret"


def at_once(
    office: Office, count: int, password: str, login: str = "ana"
) -> "list[asyncio.Future[SignedIn]]":
    return [asyncio.ensure_future(sign_in(office, login, password)) for _ in range(count)]


async def outcomes(signing_in: "list[asyncio.Future[SignedIn]]") -> Counter[str]:
    """How many of them got in, and how many were answered what."""
    results = await asyncio.gather(*signing_in, return_exceptions=True)
    return Counter(type(result).__name__ for result in results)


@pytest.mark.gen_test
async def test_of_guesses_that_are_sent_at_once_no_more_are_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.judge()
    held = HeldPasswords(office, monkeypatch)
    guesses = at_once(office, 30, "wrong")
    await asyncio.sleep(0.01)
    held.let_go.set()
    assert await outcomes(guesses) == {"InvalidCredentials": 10, "TooManyAttempts": 20}
    assert held.looked_at == 10


@pytest.mark.gen_test
async def test_who_knows_the_password_gets_in_however_often_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.judge()
    held = HeldPasswords(office, monkeypatch)
    phones = at_once(office, 15, "secret")
    await asyncio.sleep(0.01)
    assert held.looked_at == 10
    held.let_go.set()
    assert await outcomes(phones) == {"SignedIn": 15}


@pytest.mark.gen_test
async def test_one_after_the_other_gets_in_after_nine_wrong_ones(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.judge()
    await fail(office, 9)
    held = HeldPasswords(office, monkeypatch)
    phones = at_once(office, 15, "secret")
    await asyncio.sleep(0.01)
    assert held.looked_at == 1
    held.let_go.set()
    assert await outcomes(phones) == {"SignedIn": 15}


@pytest.mark.gen_test
async def test_after_a_pause_one_guess_at_a_time_is_looked_at(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.judge()
    await fail(office, 10)
    office.clock.pass_s(31)
    held = HeldPasswords(office, monkeypatch)
    guesses = at_once(office, 5, "wrong")
    await asyncio.sleep(0.01)
    held.let_go.set()
    assert await outcomes(guesses) == {"InvalidCredentials": 1, "TooManyAttempts": 4}


@pytest.mark.gen_test
async def test_a_whole_club_behind_one_address_gets_in_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """150 phones: more than an address has wrong guesses."""
    names = [f"juez{number}" for number in range(150)]
    for name in names:
        await office.judge(name)
    held = HeldPasswords(office, monkeypatch)
    phones = [future for name in names for future in at_once(office, 1, "secret", name)]
    await asyncio.sleep(0.01)
    assert held.looked_at == 100
    held.let_go.set()
    assert await outcomes(phones) == {"SignedIn": 150}


@pytest.mark.gen_test
async def test_what_waits_to_be_looked_at_is_bounded(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.judge()
    held = HeldPasswords(office, monkeypatch)
    guesses = at_once(office, 10 + MAX_WAITING + 7, "secret")
    await asyncio.sleep(0.01)
    assert sum(guess.done() for guess in guesses) == 7
    held.let_go.set()
    assert await outcomes(guesses) == {"SignedIn": 10 + MAX_WAITING, "TooManyAttempts": 7}


@pytest.mark.gen_test
async def test_who_gives_up_leaves_the_way_to_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of those looked at and half of those who wait are cancelled."""
    await office.judge()
    held = HeldPasswords(office, monkeypatch)
    phones = at_once(office, 20, "secret")
    await asyncio.sleep(0.01)
    for phone in phones[::2]:
        phone.cancel()
    await asyncio.sleep(0.01)
    # Five were looked at in vain: they count, or giving up would be a way to go on guessing.
    assert held.looked_at == 10
    held.let_go.set()
    assert await outcomes(phones) == {"CancelledError": 10, "SignedIn": 10}
    await sign_in(office)


@pytest.mark.gen_test
async def test_a_stranger_who_sends_many_guesses_at_once_does_not_lock_the_judge_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.judge()
    held = HeldPasswords(office, monkeypatch)
    guesses = [
        asyncio.ensure_future(sign_in(office, f"guess-{number}", "wrong", ELSEWHERE))
        for number in range(400)
    ]
    await asyncio.sleep(0.01)
    judge = asyncio.ensure_future(sign_in(office, address=HOME))
    await asyncio.sleep(0.01)
    held.let_go.set()
    await asyncio.gather(*guesses, return_exceptions=True)
    assert (await judge).account.username == "ana"
    # By which the threads for passwords take turns.
    assert held.askers == {HOME, ELSEWHERE}

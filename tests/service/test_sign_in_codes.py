"""The one-time codes of judges' cards."""

import asyncio
import re
from typing import Any

import pytest

from tests.language_of_races import DAY_MS, OLGA, Office
from tornado_timing.domain import errors
from tornado_timing.domain.event_document import EventDocument, JudgeEntry
from tornado_timing.domain.model import Account
from tornado_timing.service.sessions import SignedIn
from tornado_timing.service.sign_in_codes import hash_of, new_code

HOME, ELSEWHERE = "192.168.1.7", "192.168.1.8"


async def code_of(office: Office, judge: Account) -> str:
    (card,) = await office.services.sign_in_codes.make([judge.id], OLGA)
    return card.code


async def sign_in(office: Office, code: str, address: str = HOME) -> SignedIn:
    return await office.services.sign_in_codes.sign_in(code, address)


async def on_record(office: Office, action: str) -> list[tuple[Any, ...]]:
    query = "SELECT username, address, subject_name, details FROM audit_log WHERE action = ?"
    return await office.core.database.run(lambda file: file.execute(query, (action,)).fetchall())


# ---- the code itself ----


def test_a_code_is_sixty_bits_in_three_groups() -> None:
    codes = {new_code() for _ in range(300)}
    assert len(codes) == 300
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", c) for c in codes)
    assert set("".join(codes)) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


@pytest.mark.parametrize(
    "typed",
    [
        "01AB-0XYZ-1KM9",
        "01ab0xyz1km9",
        " O1AB OXYZ IKM9 ",
        "oLab–oxyz—lkm9",
        "0 1 A B 0 X Y Z 1 K M 9",
        "01AB_0XYZ.1KM9\n",
    ],
)
def test_a_code_is_read_as_people_write_it(typed: str) -> None:
    assert hash_of(typed) == hash_of("01AB-0XYZ-1KM9")


def test_another_code_stays_another() -> None:
    assert len({hash_of(code) for code in ("01AB-0XYZ-1KM9", "01AB-0XYZ-1KM8", "", "\ud800")}) == 4


# ---- signing in ----


@pytest.mark.gen_test
async def test_a_code_signs_in_once_also_after_a_restart(office: Office) -> None:
    judge = await office.judge()
    code = await code_of(office, judge)
    await office.reopen()
    signed_in = await sign_in(office, code.lower().replace("-", " "))
    assert signed_in.account == judge
    assert office.services.sessions.authenticate(signed_in.access).account == judge
    for _ in range(2):
        with pytest.raises(errors.InvalidCode):
            await sign_in(office, code)
        await office.reopen()
    office.services.sessions.authenticate(signed_in.access)


@pytest.mark.gen_test
async def test_of_two_who_show_it_at_once_one_is_let_in(office: Office) -> None:
    code = await code_of(office, await office.judge())
    done = await asyncio.gather(
        *(sign_in(office, code, f"10.0.0.{number}") for number in range(5)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in done) == ["InvalidCode"] * 4 + ["SignedIn"]


@pytest.mark.gen_test
async def test_the_use_is_in_the_file_before_the_tokens_are_given(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await code_of(office, await office.judge())
    kept = (await office.read_back()).sign_in_codes
    commit = office.core.commit

    async def full_disk(*_writes: Any) -> None:
        # As the writer does: what was decided on the state that never came to be is undone.
        office.core.state = await office.read_back()
        raise errors.StorageFailed()

    async def read_back_needs_no_commit(writes: Any, *events: Any) -> None:
        await (full_disk() if writes else commit(writes, *events))

    monkeypatch.setattr(office.core, "commit", read_back_needs_no_commit)
    with pytest.raises(errors.StorageFailed):
        await sign_in(office, code)
    monkeypatch.undo()
    assert office.state.sign_in_codes == kept
    await sign_in(office, code)
    assert (await office.read_back()).sign_in_codes == {}


@pytest.mark.gen_test
async def test_the_file_holds_no_code(office: Office) -> None:
    code = await code_of(office, await office.judge())
    await office.core.commit([])
    rows = await office.core.database.run(
        lambda file: file.execute("SELECT * FROM sign_in_codes").fetchall()
    )
    assert rows == [(hash_of(code), 1, office.core.clock.now_ms() + 30 * DAY_MS)]
    assert code not in str(await on_record(office, "card_made"))


@pytest.mark.parametrize(("age_days", "is_good"), [(29.99, True), (30, False)])
@pytest.mark.gen_test
async def test_a_code_lives_thirty_days(office: Office, age_days: float, is_good: bool) -> None:
    code = await code_of(office, await office.judge())
    office.clock.pass_ms(int(age_days * DAY_MS))
    if is_good:
        await sign_in(office, code)
    else:
        with pytest.raises(errors.InvalidCode):
            await sign_in(office, code)


@pytest.mark.gen_test
async def test_a_new_card_kills_the_old_code(office: Office) -> None:
    judge = await office.judge()
    old, new = await code_of(office, judge), await code_of(office, judge)
    with pytest.raises(errors.InvalidCode):
        await sign_in(office, old)
    await sign_in(office, new)


@pytest.mark.gen_test
async def test_a_code_dies_with_its_judge(office: Office) -> None:
    judge = await office.judge()
    code = await code_of(office, judge)
    await office.services.accounts.delete_judge(judge.id, OLGA)
    for _ in range(2):
        assert office.state.sign_in_codes == {}
        with pytest.raises(errors.InvalidCode):
            await sign_in(office, code)
        await office.reopen()


@pytest.mark.parametrize("way", ["by hand", "by a file"])
@pytest.mark.gen_test
async def test_a_code_dies_when_its_judge_is_deactivated(office: Office, way: str) -> None:
    judge = await office.judge()
    code = await code_of(office, judge)
    if way == "by hand":
        await office.services.accounts.change_judge(judge.id, {"is_active": False}, OLGA)
    else:
        event = EventDocument(judges=[JudgeEntry(username="ana", is_active=False)])
        await office.services.event_loading.load(event, OLGA)
    await office.reopen()
    with pytest.raises(errors.AccountInactive):
        await sign_in(office, code)
    await office.services.accounts.change_judge(judge.id, {"is_active": True}, OLGA)
    with pytest.raises(errors.InvalidCode):
        await sign_in(office, code)


@pytest.mark.gen_test
async def test_a_card_for_an_inactive_judge_opens_once_the_judge_is_active(office: Office) -> None:
    judge = await office.judge(is_active=False)
    code = await code_of(office, judge)
    with pytest.raises(errors.AccountInactive):
        await sign_in(office, code)
    await office.services.accounts.change_judge(judge.id, {"is_active": True}, OLGA)
    assert (await sign_in(office, code)).account.id == judge.id


@pytest.mark.gen_test
async def test_other_changes_of_a_judge_leave_the_code_alone(office: Office) -> None:
    judge = await office.judge()
    code = await code_of(office, judge)
    await office.services.accounts.change_judge(judge.id, {"phone": "5"}, OLGA)
    await office.services.accounts.set_password("ana", "another", OLGA)
    await sign_in(office, code)


@pytest.mark.gen_test
async def test_cards_are_for_judges_all_or_none(office: Office) -> None:
    ana, bruno = await office.judge(), await office.judge("bruno")
    olga = await office.organizer()
    make = office.services.sign_in_codes.make
    for stranger in (olga.id, 99):
        with pytest.raises(errors.UnknownJudge):
            await make([ana.id, stranger], OLGA)
    assert office.state.sign_in_codes == {}
    cards = await make([bruno.id, ana.id, bruno.id], OLGA)
    assert [card.judge for card in cards] == [bruno, ana]
    assert cards[0].code != cards[1].code
    assert (await office.read_back()).sign_in_codes == office.state.sign_in_codes


@pytest.mark.gen_test
async def test_guessing_is_slowed_for_the_address_that_guesses(office: Office) -> None:
    code = await code_of(office, await office.judge())
    for _ in range(10):
        with pytest.raises(errors.InvalidCode):
            await sign_in(office, new_code(), ELSEWHERE)
    with pytest.raises(errors.TooManyAttempts):
        await sign_in(office, code, ELSEWHERE)
    await sign_in(office, code, HOME)


@pytest.mark.gen_test
async def test_cards_and_sign_ins_are_on_record(office: Office) -> None:
    await sign_in(office, await code_of(office, await office.judge()))
    assert await on_record(office, "card_made") == [("olga", "127.0.0.1", "ana", "{}")]
    assert await on_record(office, "signed_in") == [("ana", HOME, "ana", '{"by":"code"}')]

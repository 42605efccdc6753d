"""Two organizers change one thing at once: the second is told, and nothing is overwritten."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.language_of_races import OLGA, Office, everything_in
from tornado_timing.domain import errors


@pytest.mark.gen_test
async def test_a_change_is_made_only_to_what_was_expected(office: Office) -> None:
    judge = await office.judge()
    competition = await office.competition()
    team = await office.team()
    services = office.services
    changes: list[tuple[Any, Any, Any, dict[str, Any]]] = [
        (services.accounts.change_judge, services.accounts.delete_judge, judge, {"phone": "1"}),
        (
            services.competitions.change,
            services.competitions.delete,
            competition,
            {"name": "3K"},
        ),
        (services.teams.change, services.teams.delete, team, {"name": "x"}),
    ]
    for change, delete, item, fields in changes:
        before = everything_in(office.state)
        for act in (
            change(item.id, fields, OLGA, expected=replace(item, id=99)),
            delete(item.id, OLGA, expected=replace(item, id=99)),
        ):
            with pytest.raises(errors.ChangedMeanwhile) as caught:
                await act
            assert caught.value.details["current"] == item
        assert everything_in(office.state) == before
        changed = await change(item.id, fields, OLGA, expected=item)
        with pytest.raises(errors.ChangedMeanwhile) as caught:
            await change(item.id, fields, OLGA, expected=item)
        assert caught.value.details["current"] == changed
    for _, delete, item, _ in reversed(changes):
        with pytest.raises(errors.ChangedMeanwhile) as caught:
            await delete(item.id, OLGA, expected=item)
        await delete(item.id, OLGA, expected=caught.value.details["current"])


@pytest.mark.gen_test
async def test_what_changes_while_a_password_is_hashed_is_noticed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = await office.judge()
    accounts = office.services.accounts
    hash_ = office.services.passwords.hash

    async def hash_while_another_changes(password: str) -> str:
        monkeypatch.undo()
        await accounts.change_judge(judge.id, {"phone": "the other's"}, OLGA)
        return await hash_(password)

    monkeypatch.setattr(office.services.passwords, "hash", hash_while_another_changes)
    with pytest.raises(errors.ChangedMeanwhile):
        await accounts.change_judge(
            judge.id, {"phone": "mine"}, OLGA, password="mine", expected=judge
        )
    assert accounts.judge(judge.id) == replace(judge, phone="the other's")

"""Passwords that people can read out and type: four short Spanish words."""

import asyncio
import secrets
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain import errors
from tornado_timing.domain.audit import Actor
from tornado_timing.domain.events import AccountCut
from tornado_timing.domain.model import Account
from tornado_timing.domain.state import State
from tornado_timing.service.core import Core
from tornado_timing.service.passwords import Passwords
from tornado_timing.store import queries

# Over a thousand words: four of them are more than 40 bits.
WORDS_IN_PASSWORD = 4


class GivenPassword(Struct, frozen=True):
    """A judge's new password, to be shown once."""

    judge: Account
    password: str


class WordPasswords:
    """Gives judges passwords of words."""

    def __init__(self, core: Core, passwords: Passwords) -> None:
        self._core = core
        self._passwords = passwords

    async def give(self, judge_ids: Sequence[int], by: Actor) -> list[GivenPassword]:
        """New passwords for these judges, in this order, all or none; their sessions end.

        Raises UnknownJudge.
        """
        known_judges(self._core.state, judge_ids)
        given = {judge_id: new_password() for judge_id in judge_ids}
        hashes = await asyncio.gather(*map(self._hash, given.values()))
        # One may have been deleted while the passwords were being hashed.
        changed = [
            replace(judge, password_hash=password_hash, token_version=judge.token_version + 1)
            for judge, password_hash in zip(
                known_judges(self._core.state, list(given)), hashes, strict=True
            )
        ]
        for judge in changed:
            self._core.state.put_account(judge)
        await self._core.commit(
            [
                *(queries.put_account(judge) for judge in changed),
                *(
                    self._core.note(by, "passwords_set", ("judge", judge.id, judge.username))
                    for judge in changed
                ),
            ],
            *(AccountCut(judge.id) for judge in changed),
        )
        return [GivenPassword(judge, given[judge.id]) for judge in changed]

    async def _hash(self, password: str) -> str:
        async with self._passwords.turns:
            return await self._passwords.hash(password)


def known_judges(state: State, judge_ids: Sequence[int]) -> list[Account]:
    """The judges with these ids, each once. Raises UnknownJudge."""
    judges = []
    for judge_id in dict.fromkeys(judge_ids):
        judge = state.judge(judge_id)
        if judge is None:
            raise errors.UnknownJudge(judge_id=judge_id, field="judge_ids")
        judges.append(judge)
    return judges


def new_password() -> str:
    """A password like ``lago-pino-tren-azul``."""
    return "-".join(secrets.choice(words()) for _ in range(WORDS_IN_PASSWORD))


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """The words that passwords are made of."""
    text = (resources.files("tornado_timing.service") / "words_es.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))

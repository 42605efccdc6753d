"""Passwords: bcrypt's seventy-two bytes, and its cost."""

import asyncio
import os
from collections.abc import Iterator

import pytest

from tornado_timing.domain.errors import PasswordTooLong
from tornado_timing.service.passwords import Passwords


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    made = Passwords(4)
    yield made
    made.close()


@pytest.mark.parametrize("password", ["x", "clave con ñ y 🏃", "a\0b", "p" * 72, "ñ" * 36])
@pytest.mark.gen_test
async def test_the_right_password_matches(passwords: Passwords, password: str) -> None:
    password_hash = await passwords.hash(password)
    assert await passwords.matches(password, password_hash)
    assert not await passwords.matches("another", password_hash)


@pytest.mark.parametrize("password", ["p" * 73, "ñ" * 37])
@pytest.mark.gen_test
async def test_more_than_seventy_two_bytes_are_refused_and_not_cut(
    passwords: Passwords, password: str
) -> None:
    with pytest.raises(PasswordTooLong):
        await passwords.hash(password)


@pytest.mark.gen_test
async def test_a_longer_password_never_matches_by_its_first_bytes(passwords: Passwords) -> None:
    password_hash = await passwords.hash("p" * 72)
    assert not await passwords.matches("p" * 73, password_hash)
    assert not await passwords.matches("p" * 1000, password_hash)


@pytest.mark.gen_test
async def test_nobody_has_no_password(passwords: Passwords) -> None:
    for password in ("nobody", "", "\ud800", "x" * 500):
        assert not await passwords.matches(password, None)


@pytest.mark.gen_test
async def test_a_hash_of_another_cost_needs_renewal(passwords: Passwords) -> None:
    password_hash = await passwords.hash("x")
    assert not passwords.needs_renewal(password_hash)
    other = Passwords(5)
    assert other.needs_renewal(password_hash)
    other.close()


@pytest.mark.gen_test
async def test_two_hashes_of_one_password_differ(passwords: Passwords) -> None:
    assert await passwords.hash("x") != await passwords.hash("x")


@pytest.mark.gen_test
async def test_a_judge_waits_for_one_guess_of_each_stranger_and_not_for_all(
    passwords: Passwords,
) -> None:
    """A stranger with many addresses asks for thousands; each keeps a processor busy."""
    done = list[str]()

    async def guess(asker: str) -> None:
        await passwords.matches("x", None, asker)
        done.append(asker)

    asking = [asyncio.create_task(guess(f"stranger {n % 5}")) for n in range(200)]
    await asyncio.sleep(0)
    asking.append(asyncio.create_task(guess("judge")))
    await asyncio.gather(*asking)
    # Those that had a thread already, one of each of the five, and the threads' own order.
    threads = os.cpu_count() or 1
    assert done.index("judge") <= 2 * threads + 5

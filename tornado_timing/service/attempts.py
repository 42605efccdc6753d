"""Wrong guesses, counted: guessing is slowed, and no stranger can lock a judge out."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tornado_timing.clock import Clock
from tornado_timing.config import SecuritySettings
from tornado_timing.domain.errors import TooManyAttempts

# Wrong guesses are forgotten after this long without another.
MEMORY_S = 300
# An address may fail this many times as often as it may for one account: a whole club can
# stand behind one address.
ADDRESS_FACTOR = 10
MAX_KEPT = 10_000
# So many attempts of one address may wait until those before them have been looked at.
MAX_WAITING = 200

Key = tuple[str, str]


class Attempt:
    """One guess that is being looked at; it counts as wrong unless it `succeeded`."""

    __slots__ = ("is_right",)

    def __init__(self) -> None:
        self.is_right = False

    def succeeded(self) -> None:
        """Says that the guess was right."""
        self.is_right = True


class Attempts:
    """Wrong guesses by login and address together, and by address alone.

    A pause holds for the address that failed only: a stranger who guesses at a judge's
    password from another phone does not keep the judge out. Each kind of secret (passwords,
    codes) has its own `Attempts`; where it belongs to nobody yet, `login` is "".

    >>> async with attempts.attempt("ana", "192.168.1.7") as attempt:
    ...     if not await passwords.matches(password, password_hash):
    ...         raise InvalidCredentials()
    ...     attempt.succeeded()
    """

    def __init__(self, settings: SecuritySettings, clock: Clock) -> None:
        self._limit = settings.login_failures
        self._pause_s = settings.login_pause_s
        self._clock = clock
        self._failures: OrderedDict[Key, tuple[int, float]] = OrderedDict()
        self._in_flight: Counter[Key] = Counter()
        # By address; dicts for their order, and to leave at once.
        self._waiting: dict[str, dict[asyncio.Future[None], None]] = {}

    @asynccontextmanager
    async def attempt(self, login: str, address: str) -> AsyncIterator[Attempt]:
        """Lets a guess be looked at, once it cannot be one wrong guess too many.

        Guesses that are sent at once would else all be looked at before the first is known to
        be wrong; so one waits while those before it might use up what the address has left.
        Raises TooManyAttempts while `address` has to pause, also after the waiting.
        """
        keys = self._keys(login, address)
        while not self._has_room(keys):
            await self._one_is_done(address)
        attempt = Attempt()
        self._in_flight.update(key for key, _ in keys)
        try:
            yield attempt
        finally:
            self._finish(keys, address, is_right=attempt.is_right)

    def _has_room(self, keys: list[tuple[Key, int]]) -> bool:
        """Whether a guess may be looked at now. Raises TooManyAttempts."""
        has_room = True
        for key, limit in keys:
            count, last_s = self._count(key)
            wait_s = last_s + self._pause_s - self._clock.uptime_s()
            if count >= limit and wait_s > 0:
                raise TooManyAttempts(retry_after_s=int(wait_s) + 1)
            in_flight = self._in_flight[key]
            # After a pause one guess at a time is looked at.
            has_room = has_room and (not in_flight or count + in_flight < limit)
        return has_room

    async def _one_is_done(self, address: str) -> None:
        """Waits until a guess from `address` has been looked at. Raises TooManyAttempts."""
        waiting = self._waiting.setdefault(address, {})
        if len(waiting) >= MAX_WAITING:
            raise TooManyAttempts(retry_after_s=1)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting[done] = None
        try:
            await done
        finally:
            waiting.pop(done, None)

    def _finish(self, keys: list[tuple[Key, int]], address: str, *, is_right: bool) -> None:
        for key, _ in keys:
            self._in_flight[key] -= 1
            if not self._in_flight[key]:
                del self._in_flight[key]
            if not is_right:
                self._failures[key] = (self._count(key)[0] + 1, self._clock.uptime_s())
                self._failures.move_to_end(key)
        if is_right:
            self._failures.pop(keys[0][0], None)
        while len(self._failures) > MAX_KEPT:
            self._failures.popitem(last=False)
        for done in self._waiting.pop(address, {}):
            if not done.done():
                done.set_result(None)

    def _count(self, key: Key) -> tuple[int, float]:
        """How many wrong guesses are remembered, and when the last of them was."""
        count, last_s = self._failures.get(key, (0, 0.0))
        if self._clock.uptime_s() - last_s > max(MEMORY_S, self._pause_s):
            return 0, 0.0
        return count, last_s

    def _keys(self, login: str, address: str) -> list[tuple[Key, int]]:
        return [
            ((login.strip().casefold(), address), self._limit),
            # No login has a blank in front.
            ((" ", address), self._limit * ADDRESS_FACTOR),
        ]

"""Wrong passwords, counted: guessing is slowed, and no stranger can lock a judge out."""

from collections import OrderedDict

from tornado_timing.clock import Clock
from tornado_timing.config import SecuritySettings
from tornado_timing.domain.errors import TooManyAttempts

# Wrong passwords are forgotten after this long without another.
MEMORY_S = 300
# An address may fail this many times as often as it may for one account: a whole club can
# stand behind one address.
ADDRESS_FACTOR = 10
MAX_KEPT = 10_000


class Attempts:
    """Failed sign-ins by account and address together, and by address alone.

    A pause holds for the address that failed only: a stranger who guesses at a judge's
    password from another phone does not keep the judge out.
    """

    def __init__(self, settings: SecuritySettings, clock: Clock) -> None:
        self._limit = settings.login_failures
        self._pause_s = settings.login_pause_s
        self._clock = clock
        self._failures: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()

    def check(self, login: str, address: str) -> None:
        """Raises TooManyAttempts while `address` has to wait."""
        for key, limit in self._keys(login, address):
            count, last_s = self._get(key)
            wait_s = last_s + self._pause_s - self._clock.uptime_s()
            if count >= limit and wait_s > 0:
                raise TooManyAttempts(retry_after_s=int(wait_s) + 1)

    def begun(self, login: str, address: str) -> None:
        """Counts an attempt as failed before its password is looked at.

        Else all that are sent at once would be looked at; a right password takes it back.
        """
        for key, _ in self._keys(login, address):
            count, _ = self._get(key)
            self._failures[key] = (count + 1, self._clock.uptime_s())
            self._failures.move_to_end(key)
        while len(self._failures) > MAX_KEPT:
            self._failures.popitem(last=False)

    def succeeded(self, login: str, address: str) -> None:
        """Takes the attempt back and forgets the failures of this account from this address."""
        for key, _ in self._keys(login, address):
            count, last_s = self._get(key)
            self._failures[key] = (count - 1, last_s)
        self._failures.pop((login.strip().casefold(), address), None)

    def _get(self, key: tuple[str, str]) -> tuple[int, float]:
        count, last_s = self._failures.get(key, (0, 0.0))
        if self._clock.uptime_s() - last_s > max(MEMORY_S, self._pause_s):
            return 0, 0.0
        return count, last_s

    def _keys(self, login: str, address: str) -> list[tuple[tuple[str, str], int]]:
        return [
            ((login.strip().casefold(), address), self._limit),
            # No login has a blank in front.
            ((" ", address), self._limit * ADDRESS_FACTOR),
        ]

"""All services together, over one data directory."""

from pathlib import Path

from filelock import FileLock, Timeout

from tornado_timing.clock import Clock
from tornado_timing.config import Settings
from tornado_timing.private_files import keep_private
from tornado_timing.service.accounts import Accounts
from tornado_timing.service.announcing import AnnouncerLinks
from tornado_timing.service.auditing import Auditing
from tornado_timing.service.background import Background
from tornado_timing.service.backing_up import BackingUp
from tornado_timing.service.bin import BinKeeping
from tornado_timing.service.competitions import Competitions
from tornado_timing.service.core import Core
from tornado_timing.service.correcting import Correcting
from tornado_timing.service.data_files import BACKUPS, LOGS
from tornado_timing.service.data_files import DATABASE_FILE as DATABASE_FILE
from tornado_timing.service.data_files import KEY_FILE as KEY_FILE
from tornado_timing.service.data_files import LOCK_FILE as LOCK_FILE
from tornado_timing.service.data_files import SERVER_FILE as SERVER_FILE
from tornado_timing.service.event_loading import EventLoading
from tornado_timing.service.exporting import Exporting
from tornado_timing.service.importing import Importing
from tornado_timing.service.lines import Lines
from tornado_timing.service.marking import Marking
from tornado_timing.service.pairing import Pairing
from tornado_timing.service.passwords import Passwords
from tornado_timing.service.phone_clocks import PhoneClocks
from tornado_timing.service.publishing import Publishing
from tornado_timing.service.purging import Purging
from tornado_timing.service.race_clock import RaceClock, carry_on
from tornado_timing.service.race_settings import RaceSettings
from tornado_timing.service.reconciling import Reconciling
from tornado_timing.service.rehearsing import Rehearsing
from tornado_timing.service.rescuing import Rescuing
from tornado_timing.service.restoring import Restoring, finish_restore
from tornado_timing.service.runners import Runners
from tornado_timing.service.sessions import Sessions
from tornado_timing.service.setup import Setup
from tornado_timing.service.sign_in_codes import SignInCodes
from tornado_timing.service.teams import Teams
from tornado_timing.service.timers import Timers
from tornado_timing.service.timing import Timing
from tornado_timing.service.tokens import Tokens, signing_key
from tornado_timing.service.waves import Waves
from tornado_timing.service.withdrawing import Withdrawing
from tornado_timing.service.word_passwords import WordPasswords


class DataDirectoryInUseError(Exception):
    """Another process works on the data directory."""


class Services:
    """Everything that can be done, and the lock that makes this process the only one to do it."""

    def __init__(self, settings: Settings, core: Core, tokens: Tokens, lock: FileLock) -> None:
        self._lock = lock
        self.settings = settings
        self.core = core
        self.race_clock = RaceClock()
        self.tokens = tokens
        self.passwords = Passwords(settings.security.bcrypt_cost)
        self.sessions = Sessions(core, self.passwords, tokens, settings.security)
        self.setup = Setup(core, self.passwords, self.sessions, settings.security)
        self.sign_in_codes = SignInCodes(core, self.sessions, settings.security)
        self.accounts = Accounts(core, self.passwords)
        self.word_passwords = WordPasswords(core, self.passwords)
        self.competitions = Competitions(core)
        self.teams = Teams(core)
        self.runners = Runners(core)
        self.race_settings = RaceSettings(core)
        self.publishing = Publishing(core)
        self.announcer_links = AnnouncerLinks(core)
        self.exporting = Exporting(core)
        self.waves = Waves(core)
        self.lines = Lines(core)
        self.marking = Marking(core)
        self.correcting = Correcting(core, self.waves)
        self.pairing = Pairing(core)
        self.reconciling = Reconciling(core)
        self.timers = Timers(core)
        self.bin = BinKeeping(core)
        self.auditing = Auditing(core)
        self.timing = Timing(core)
        self.withdrawing = Withdrawing(core)
        self.rescuing = Rescuing(core)
        self.phone_clocks = PhoneClocks()
        self.rehearsing = Rehearsing(core)
        self.event_loading = EventLoading(core, self.passwords)
        self.importing = Importing(core, self.passwords)
        self.purging = Purging(core)
        self.backing_up = BackingUp(core, settings)
        self.restoring = Restoring(core, settings, self.backing_up)
        # Drawing is Python's own work: one thread, so that it never holds up the loop for long.
        self.drawing = Background("drawing", 1)
        self.scoring = Background("scoring", 1)
        self.checking = Background("checking", 1)

    @classmethod
    async def open(cls, settings: Settings, clock: Clock) -> "Services":
        """Opens the data directory, making what is missing in it.

        Raises DataDirectoryInUseError, DatabaseError, or OSError for a directory or key that
        cannot be made or read.
        """
        directory = settings.data_dir
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = lock_of(directory)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise DataDirectoryInUseError(str(directory)) from error
        try:
            # Before anything is opened: it may have been decided for by who was cut off.
            finish_restore(directory)
            keep_private(*directory.glob(f"{BACKUPS}/*"), *directory.glob(f"{LOGS}/*"))
            tokens = Tokens(signing_key(directory / KEY_FILE), clock)
            core = await Core.open(directory / DATABASE_FILE, clock)
        except BaseException:
            lock.release()
            raise
        services = cls(settings, core, tokens, lock)
        services.race_clock = await carry_on(core, directory)
        return services

    async def close(self) -> None:
        """Finishes what is queued, closes the file and lets the directory go."""
        await self.exporting.close()
        await self.backing_up.stop()
        await self.reconciling.close()
        await self.core.close()
        self.passwords.close()
        self.importing.close()
        self.timers.close()
        self.publishing.close()
        self.drawing.close()
        self.scoring.close()
        self.checking.close()
        self._lock.release()


def is_in_use(directory: Path) -> bool:
    """Whether a process works on the data directory now."""
    if not directory.is_dir():
        return False
    try:
        with lock_of(directory).acquire(timeout=0):
            return False
    except Timeout:
        return True


def lock_of(directory: Path) -> FileLock:
    """The lock of a data directory, not yet taken; the system frees it when its process dies."""
    return FileLock(directory / LOCK_FILE, mode=0o600)

"""Processes for what takes Python long, so that taps never wait for it: files to hand out."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tornado_timing.domain import errors
from tornado_timing.domain.individual.certificates import MAX_LOGO_KB

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "tornado_timing.exports")
# Of `exports.__main__`: what it says then is the code of an error.
REFUSED = 2
LIMIT_S = 60.0
# One is made, and so many wait for it.
MAX_WAITING = 4
# Why it may refuse to make a file: what was asked for cannot be made.
_REFUSALS: Mapping[str, tuple[type[errors.TimingError], Mapping[str, object]]] = MappingProxyType(
    {
        errors.LogoUnreadable.code: (errors.LogoUnreadable, {"field": "logo"}),
        errors.LogoTooLarge.code: (errors.LogoTooLarge, {"field": "logo", "limit_kb": MAX_LOGO_KB}),
        errors.NobodyToCertify.code: (errors.NobodyToCertify, {}),
    }
)


class ExportProcess:
    """Runs a process of lower priority for each file, or what else it makes, one at a time.

    `failed` is raised where nothing is made of a request.

    >>> process = ExportProcess()
    >>> await process.run(request)
    b'%PDF-1.4 ...'
    """

    def __init__(
        self,
        command: Sequence[str | bytes] = COMMAND,
        limit_s: float = LIMIT_S,
        *,
        failed: type[errors.Unavailable] = errors.ExportFailed,
    ) -> None:
        self._command = command
        self._limit_s = limit_s
        self._failed = failed
        self._turn = asyncio.Lock()
        self._count = 0
        self._process: asyncio.subprocess.Process | None = None
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """The number of the process that runs now, None while none does."""
        return None if self._process is None else self._process.pid

    @property
    def waiting(self) -> int:
        """How many files are waited for, with the one that is made."""
        return self._count

    async def run(self, request: bytes) -> bytes:
        """The file that a request asks for.

        Raises ExportsBusy, ExportFailed, ServerStopping, or what the process refuses it for.
        """
        if self._count > MAX_WAITING:
            raise errors.ExportsBusy()
        self._count += 1
        try:
            async with self._turn:
                return await self._run(request)
        finally:
            self._count -= 1

    async def close(self) -> None:
        """Ends the process that runs; nobody who waits gets one any more."""
        self._is_closed = True
        if self._process is not None:
            _kill(self._process)
        async with self._turn:
            # Whoever had the turn has seen the end of its process.
            pass

    async def _run(self, request: bytes) -> bytes:
        if self._is_closed:
            raise errors.ServerStopping()
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # Elsewhere it lowers its priority itself.
                creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
            )
        except OSError as error:
            log.exception("%s does not start", self._name)
            raise self._failed() from error
        self._process = process
        try:
            if self._is_closed:
                raise errors.ServerStopping()
            said, complaints = await asyncio.wait_for(process.communicate(request), self._limit_s)
        except TimeoutError as error:
            log.error("%s did not end within %.0f s", self._name, self._limit_s)
            raise self._failed() from error
        finally:
            _kill(process)
            await process.wait()
            self._process = None
        return self._answer(process.returncode, said, complaints)

    def _answer(self, code: int | None, said: bytes, complaints: bytes) -> bytes:
        if code == 0:
            return said
        if self._is_closed:
            raise errors.ServerStopping()
        refusal = said.decode("ascii", "replace")
        if code == REFUSED and refusal in _REFUSALS:
            kind, details = _REFUSALS[refusal]
            raise kind(**details)
        told = complaints.decode("utf-8", "replace").strip()
        log.error("%s ended with %s: %s", self._name, code, told)
        raise self._failed()

    @property
    def _name(self) -> str:
        return " ".join(map(str, self._command))


def _kill(process: asyncio.subprocess.Process) -> None:
    """Ends a process, unless it has ended."""
    if process.returncode is None:
        try:
            process.kill()
        except ProcessLookupError:
            return

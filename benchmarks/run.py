"""What all scenarios of one run share: the options, the race, the servers, the report."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.errors import BenchmarkError
from benchmarks.judges import BATCH_SIZE, Judges, Tally, connect_judges
from benchmarks.product import ProductServer, Race, prepare_race
from benchmarks.race_times import RaceTimes
from benchmarks.report import Figure, Report
from benchmarks.sending import send_in_closed_loop
from benchmarks.servers import EchoServer, Server

TEAMS_PER_JUDGE = 3
STORED_RECORDS = 50_000
ECHO = "echo"
PRODUCT = "product"

ServerType = TypeVar("ServerType", bound=Server)


@dataclass(frozen=True)
class Options:
    """What the command line asked for; `seconds` is the length of one timed stretch."""

    judges: int = 50
    spectators: int = 500
    seconds: float = 1.0
    rounds: int = 15
    floors_only: bool = False


@dataclass(frozen=True)
class Room:
    """A running server and the judges that are connected to it; the name is ECHO or PRODUCT."""

    name: str
    server: Server
    judges: Judges


class Run:
    """One run of some scenarios on one machine."""

    def __init__(self, options: Options, work_dir: Path, report: Report) -> None:
        self.options = options
        self.work_dir = work_dir
        self.times = RaceTimes()
        self._report = report
        self._race: Race | None = None
        self._full_race: Race | None = None

    def add(self, *figures: Figure) -> None:
        """Put figures into the report."""
        self._report.figures.extend(figures)

    def note(self, text: str) -> None:
        """Put a remark under the table."""
        self._report.notes.append(text)

    def check(self, scenario: str, tally: Tally) -> None:
        """Report answers that were wrong, so that no figure hides them."""
        if tally.errors:
            self._report.failures.append(
                f"{scenario}: {tally.errors} wrong answers, the first: {tally.first_error}"
            )

    async def race(self) -> Race:
        """Return the race without records, prepared once."""
        if self._race is None:
            self._race = await prepare_race(self.work_dir, self.options.judges, TEAMS_PER_JUDGE)
        return self._race

    async def full_race(self) -> Race:
        """Return the race with 50,000 records, fed once through the server's own sockets."""
        if self._full_race is None:
            full_race = (await self.race()).copy("full")
            with running(ProductServer(full_race)) as server:
                await self.feed(server, STORED_RECORDS)
            self._full_race = full_race
        return self._full_race

    async def feed(self, server: Server, records: int) -> None:
        """Store that many records, in batches. Raises BenchmarkError when one is refused."""
        async with self.judges(server) as judges:
            outcome = await send_in_closed_loop(
                judges, BATCH_SIZE, messages=-(-records // BATCH_SIZE)
            )
        if outcome.tally.errors:
            raise BenchmarkError(f"feeding failed: {outcome.tally.first_error}")

    def echo(self) -> EchoServer:
        """Start the bare echo."""
        return EchoServer(self.work_dir, self.options.judges, TEAMS_PER_JUDGE)

    @contextmanager
    def data_dir_of(self, race: Race) -> Iterator[Race]:
        """Lend a copy of the race that is deleted afterwards."""
        with tempfile.TemporaryDirectory(dir=self.work_dir, ignore_cleanup_errors=True) as place:
            yield race.copy(str(Path(place) / "data"))

    @asynccontextmanager
    async def product(self) -> AsyncIterator[ProductServer | None]:
        """Lend a server on a copy of the race without records; None when only floors count."""
        if self.options.floors_only:
            yield None
            return
        with self.data_dir_of(await self.race()) as race, running(ProductServer(race)) as server:
            yield server

    @asynccontextmanager
    async def rooms(self) -> AsyncIterator[list[Room]]:
        """Lend the echo and, unless only floors count, the product; both run, judges connected."""
        async with AsyncExitStack() as stack:
            echo = stack.enter_context(running(self.echo()))
            rooms = [Room(ECHO, echo, await stack.enter_async_context(self.judges(echo)))]
            product = await stack.enter_async_context(self.product())
            if product is not None:
                judges = await stack.enter_async_context(self.judges(product))
                rooms.append(Room(PRODUCT, product, judges))
            yield rooms

    @asynccontextmanager
    async def judges(self, server: Server) -> AsyncIterator[Judges]:
        """Lend the open sockets of all judges of a server."""
        judges = await connect_judges(server, self.times, self.options.judges)
        try:
            yield judges
        finally:
            judges.close()


@contextmanager
def running(server: ServerType) -> Iterator[ServerType]:
    """Stop the server at the end, whatever happens."""
    try:
        yield server
    finally:
        server.process.stop()

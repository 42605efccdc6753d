"""A venue in a thread of its own, for tests that are not coroutines: hypothesis, schemathesis."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.venue import Venue
from tornado_timing.domain.bin import Bin
from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.state import IndividualRaces
from tornado_timing.domain.kept import Kept
from tornado_timing.domain.state import State
from tornado_timing.domain.team_times import TeamTimes
from tornado_timing.store.queries import load_state

Result = TypeVar("Result")
DEADLINE_S = 30.0


class ServedVenue:
    """A running venue whose loop turns in another thread; every method may block."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="venue")
        self._thread.start()

    def open(self, data_dir: Path, event: dict[str, Any] | None, **sections: Any) -> None:
        """Starts the server over `data_dir` with `event` loaded."""

        async def make() -> Venue:
            place = Venue(data_dir, **sections)
            try:
                await place.open(event)
            except BaseException:
                await place.close()
                raise
            return place

        self.venue = self.run(make())

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Runs `work` on the venue's loop and waits for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(DEADLINE_S)

    def call(self, function: Callable[[], Result]) -> Result:
        """Calls `function` on the venue's loop, where nothing can come between."""

        async def work() -> Result:
            return function()

        return self.run(work())

    @property
    def url(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self.venue.server.port}"

    def rows(self, query: str, *places: object) -> list[tuple[Any, ...]]:
        """Rows of the database file, read from outside of the server."""
        path = self.venue.data_dir / "timing.db"
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query, places).fetchall()

    def assert_sound(self) -> None:
        """The server still answers, the file is whole and says what the memory says."""
        health = self.run(self.venue.get("/health"))
        assert health.status == 200
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []
        in_memory = self.call(lambda: contents(self.venue.state))
        path = self.venue.data_dir / "timing.db"
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            assert contents(load_state(connection)) == in_memory

    def close(self) -> None:
        """Stops the server and ends the thread."""
        try:
            if hasattr(self, "venue"):
                self.run(self.venue.close())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()


@contextmanager
def served_venue(
    data_dir: Path, event: dict[str, Any] | None = None, **sections: Any
) -> Iterator[ServedVenue]:
    """A venue that is sound when it is left without a failure."""
    served = ServedVenue()
    try:
        served.open(data_dir, event, **sections)
        yield served
        served.assert_sound()
    finally:
        served.close()


def contents(state: State) -> dict[str, Any]:
    """Everything that `state` knows, comparable; what is empty is left out."""
    found = {name: _plain(value) for name, value in vars(state).items() if name != "version"}
    assert {"accounts", "competitions", "teams", "_records", "_times", "kept"} <= found.keys()
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Bin | Kept | IndividualRaces):
        return _plain(vars(value))
    if isinstance(value, RaceBook):
        kept = ("entered", "bands", "waves", "lines", "assignments", "marks", "corrections")
        plain = {name: _plain(getattr(value, name)) for name in kept}
        return {name: item for name, item in plain.items() if item}
    if isinstance(value, TeamTimes):
        return {name: _plain(getattr(value, name)) for name in TeamTimes.__slots__}
    if isinstance(value, dict):
        plain = {key: _plain(item) for key, item in value.items()}
        # An index that was made for something that has gone is the same as none.
        return {key: item for key, item in plain.items() if item != {}}
    return value

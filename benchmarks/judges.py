"""Judges that send times over their sockets and check every answer."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from benchmarks.client import SocketClient, open_socket
from benchmarks.race_times import RaceTimes
from benchmarks.servers import Server

BATCH_SIZE = 15


class Answer(msgspec.Struct):
    """What is read of any server message; events have no `ref`."""

    tipo: str
    ref: str | None = None
    duplicado: bool = False
    total_guardados: int = 0
    total_fallidos: int = 0
    total_guardadas: int = 0
    mensaje: str = ""


_decode = msgspec.json.Decoder(Answer).decode


@dataclass
class Tally:
    """What the answers to one run of sending were."""

    latencies_ns: list[int] = field(default_factory=list)
    records: int = 0
    errors: int = 0
    first_error: str = ""
    events: int = 0

    def count_error(self, text: str) -> None:
        """Count one wrong or missing answer and keep the first text."""
        self.errors += 1
        self.first_error = self.first_error or text


class Judge:
    """One socket of a judge; its answers go to the tally of the run in progress."""

    def __init__(self, team_ids: Sequence[int], times: RaceTimes) -> None:
        self.tally = Tally()
        self.on_answer: Callable[[Judge, int], None] | None = None
        # By `ref`: when it left, in ns, and how many records it holds.
        self.waiting: dict[str, tuple[int, int]] = {}
        self.socket: SocketClient | None = None
        self._team_ids = team_ids
        self._times = times
        self._sent = 0

    def send(self, records: int) -> None:
        """Send one message with that many times: 1 is a `registrar_tiempo`, more are a batch."""
        assert self.socket is not None
        self._sent += 1
        ref = str(self._sent)
        message = self.message(ref, records)
        self.waiting[ref] = (time.perf_counter_ns(), records)
        self.socket.send(message)

    def message(self, ref: str, records: int) -> bytes:
        """Return the next message with that many times."""
        team_id = self._team_ids[self._sent % len(self._team_ids)]
        if records == 1:
            return self._times.single(ref, team_id)
        return self._times.batch(ref, team_id, records)

    def says_stored(self, answer: Answer, records: int) -> bool:
        """Whether an answer says that all of a message is stored."""
        return _says_stored(answer, records)

    def on_text(self, payload: bytes, received_ns: int) -> None:
        """Take one message of the server."""
        answer = _decode(payload)
        if answer.ref is None:
            self.tally.events += 1
            if answer.tipo == "error":
                self.tally.count_error(answer.mensaje)
            return
        sent = self.waiting.pop(answer.ref, None)
        if sent is None:
            self.tally.count_error(f"an answer to nothing: {payload[:200]!r}")
            return
        sent_ns, records = sent
        if self.says_stored(answer, records):
            self.tally.records += records
            self.tally.latencies_ns.append(received_ns - sent_ns)
        else:
            self.tally.count_error(payload[:300].decode(errors="replace"))
        if self.on_answer is not None:
            self.on_answer(self, received_ns)


def _says_stored(answer: Answer, records: int) -> bool:
    if records == 1:
        return answer.tipo == "tiempo_registrado" and not answer.duplicado
    return (
        answer.tipo == "tiempos_registrados_batch"
        and answer.total_guardados == records
        and answer.total_fallidos == 0
    )


class Judges:
    """The judges of one server; each run of sending has a tally of its own."""

    def __init__(self, judges: Sequence[Judge]) -> None:
        self._judges = judges

    def __len__(self) -> int:
        return len(self._judges)

    def __getitem__(self, index: int) -> Judge:
        return self._judges[index]

    def new_tally(self, on_answer: Callable[[Judge, int], None] | None = None) -> Tally:
        """Start a run: from now on the answers go to the tally that is returned."""
        tally = Tally()
        for judge in self._judges:
            judge.tally = tally
            judge.on_answer = on_answer
        return tally

    def waiting(self) -> int:
        """Return how many messages have no answer yet."""
        return sum(len(judge.waiting) for judge in self._judges)

    def defer(self) -> None:
        """From now on only stamp and keep what comes in; see `SocketClient`."""
        for judge in self._judges:
            if judge.socket is not None:
                judge.socket.is_deferring = True

    def take_deferred(self) -> None:
        """Take what was kept, and from now on what comes in."""
        for judge in self._judges:
            if judge.socket is not None:
                judge.socket.take_deferred()

    async def settle(self, timeout_s: float = 10.0) -> None:
        """Wait for the answers that are missing; what never comes counts as an error."""
        deadline = time.monotonic() + timeout_s
        # An event would cost something at each answer.
        while self.waiting() and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        for judge in self._judges:
            for _ in judge.waiting:
                judge.tally.count_error(f"no answer within {timeout_s:.0f} s")
            judge.waiting.clear()

    def close(self) -> None:
        """Drop all sockets."""
        for judge in self._judges:
            if judge.socket is not None:
                judge.socket.close()


async def connect_judges(server: Server, times: RaceTimes, count: int) -> Judges:
    """Open the sockets of the first `count` judges of the server."""
    judges = []
    for seat in server.seats[:count]:
        judge = Judge(seat.team_ids, times)
        judge.socket = await open_socket(server.host, server.port, seat.path, judge.on_text)
        judges.append(judge)
    return Judges(judges)

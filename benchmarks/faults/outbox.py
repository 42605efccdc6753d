"""The outbox of a judge's phone: what was tapped stays in it until it is acknowledged."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

ASKED_AGAIN = 100
"""So many acknowledged taps are asked after on each connection, beside all that wait."""
ASKED_AT_ONCE = 500


class Witness(Protocol):
    """Who is told of every tap and of every acknowledgement, as `tests.faults.oracle.Oracle`."""

    def sends(self, kind: str, name: str, says: list[Any]) -> None:
        """A tap was taken; `says` is what the file must say of it."""

    def acknowledges(self, kind: str, name: str) -> None:
        """The server has said that it has it."""


@dataclass(frozen=True)
class Style:
    """What a phone sends: so many taps in a message, so many messages before the first answer."""

    name: str
    taps_per_message: int
    messages_at_once: int


SINGLES = Style("singles", 1, 50)
BATCHES = Style("batches", 15, 1)
MARKS = Style("marks", 50, 1)


@dataclass
class Tap:
    """One time or mark; `fields` are what a message says of it, `says` what the file must say."""

    kind: str
    name: str
    fields: dict[str, Any]
    says: list[Any]
    tries: int = 0


@dataclass
class Counts:
    """What happened to phones; `problems` are what must not."""

    connections: int = 0
    failed_connections: int = 0
    resent: int = 0
    duplicates: int = 0
    learned: int = 0
    acks_ms: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass
class _Message:
    fields: dict[str, Any]
    taps: list[Tap]
    sent_s: float
    first_s: float


class Outbox:
    """The taps of one phone, for the team or line `target`; `order` are all their ids.

    `connected` hands it what sends a message, `lost` takes that away.
    """

    def __init__(self, name: str, style: Style, target: int, witness: Witness) -> None:
        self.counts = Counts()
        self.order: list[str] = []
        self._name, self._style, self._target, self._witness = name, style, target, witness
        self._send: Callable[[dict[str, Any]], None] | None = None
        self._waiting: dict[str, Tap] = {}
        self._unsent: deque[Tap] = deque()
        self._in_flight: dict[str, _Message] = {}
        self._acknowledged: deque[str] = deque(maxlen=ASKED_AGAIN)
        self._references = 0
        self._is_caught_up = False

    def __len__(self) -> int:
        """How many taps have no acknowledgement yet."""
        return len(self._waiting)

    def tap(self, elapsed_ms: int, bib: str | None = None) -> None:
        """Take a time of the team, or with a bib a mark at the line, and send it when possible."""
        number = len(self.order) + 1
        name = f"{self._name}-{number}"
        if bib is None:
            fields = {"id_registro": name, "tiempo": elapsed_ms}
            tap = Tap("time", name, fields, [self._target, elapsed_ms])
        else:
            fields = {"id_marca": name, "tiempo": elapsed_ms, "dorsal": bib, "secuencia": number}
            tap = Tap("mark", name, fields, [self._target, elapsed_ms, bib, number])
        self._witness.sends(tap.kind, name, tap.says)
        self.order.append(name)
        self._waiting[name] = tap
        self._unsent.append(tap)
        self._pump()

    def connected(self, send: Callable[[dict[str, Any]], None]) -> None:
        """Begin by asking which taps are there: those that were sent in vain, and some others."""
        self._send = send
        tried = [tap.name for tap in self._waiting.values() if tap.tries]
        names = [*self._acknowledged, *tried][-ASKED_AT_ONCE:]
        kind = "comprobar_marcas" if self._style is MARKS else "comprobar_registros"
        if names:
            send({"tipo": kind, "ids": names})
        else:
            self._catch_up()

    def lost(self) -> None:
        """The connection is gone, and with it all answers to what was on its way."""
        self._send = None
        self._is_caught_up = False
        self._in_flight.clear()

    def resend(self, before_s: float) -> None:
        """Send again, in order, what has no answer since."""
        for message in self._in_flight.values():
            if message.sent_s < before_s:
                message.sent_s = time.monotonic()
                self._put(message)

    def answered(
        self, reference: str, saved: list[tuple[str, bool]], failed: Sequence[Any]
    ) -> None:
        """Take an answer: which taps are saved, each with whether it is called a duplicate."""
        if failed:
            self.complain(f"was told {failed}")
        sent = self._in_flight.get(reference)
        if sent is None:
            return  # The second answer to what was sent twice.
        if reference != next(iter(self._in_flight)):
            self.complain("was answered out of order")
        del self._in_flight[reference]
        self.counts.acks_ms.append(1000 * (time.monotonic() - sent.first_s))
        if [name for name, _ in saved] != [tap.name for tap in sent.taps]:
            self.complain(f"sent {sent.taps} and was told {saved}")
        for name, is_duplicate in saved:
            if is_duplicate:
                self.counts.duplicates += 1
                if self._waiting[name].tries < 2:
                    self.complain(f"{name} is called a duplicate and was sent once")
            self._done(name)
        self._pump()

    def learned(self, stored: Sequence[str], missing: Sequence[str]) -> None:
        """Take the answer to what `connected` has asked."""
        lost = set(missing) - self._waiting.keys()
        if lost:
            self.complain(f"the server does not know {sorted(lost)}, which it had acknowledged")
        for name in stored:
            if name in self._waiting:
                self.counts.learned += 1
                self._done(name)
        self._catch_up()

    def complain(self, what: str) -> None:
        """Note what must not happen."""
        self.counts.problems.append(f"{self._name} {what}"[:500])

    def _catch_up(self) -> None:
        self._unsent = deque(self._waiting.values())
        self._is_caught_up = True
        self._pump()

    def _pump(self) -> None:
        """Send what waits, as much as the app has on its way at once."""
        while (
            self._is_caught_up
            and self._unsent
            and len(self._in_flight) < self._style.messages_at_once
        ):
            size = min(len(self._unsent), self._style.taps_per_message)
            taps = [self._unsent.popleft() for _ in range(size)]
            self._references += 1
            reference = str(self._references)
            now_s = time.monotonic()
            message = _Message(self._message(taps, reference), taps, now_s, now_s)
            self._in_flight[reference] = message
            self._put(message)

    def _put(self, message: _Message) -> None:
        for tap in message.taps:
            self.counts.resent += tap.tries > 0
            tap.tries += 1
        if self._send is not None:
            self._send(message.fields)

    def _message(self, taps: Sequence[Tap], reference: str) -> dict[str, Any]:
        fields = [tap.fields for tap in taps]
        if taps[0].kind == "mark":
            head = {"tipo": "marcar", "linea_id": self._target, "dispositivo": self._name}
            return {**head, "marcas": fields, "ref": reference}
        if self._style.taps_per_message == 1:
            head = {"tipo": "registrar_tiempo", "equipo_id": self._target}
            return {**head, **fields[0], "ref": reference}
        head = {"tipo": "registrar_tiempos", "equipo_id": self._target}
        return {**head, "registros": fields, "ref": reference}

    def _done(self, name: str) -> None:
        tap = self._waiting.pop(name)
        self._acknowledged.append(name)
        self._witness.acknowledges(tap.kind, name)

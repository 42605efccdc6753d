"""The control room: what organizers see live of judges, refused times and races."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, count
from types import MappingProxyType

from tornado_timing.domain import events
from tornado_timing.domain.model import CompetitionKind, TimeRecord
from tornado_timing.domain.rehearsal import Phone
from tornado_timing.live.frames import text_frame
from tornado_timing.live.hub import Hub
from tornado_timing.live.outbox import Outbox
from tornado_timing.live.presence import Presence
from tornado_timing.protocol import control_room as protocol
from tornado_timing.protocol.wire import encode, iso
from tornado_timing.service.core import Core
from tornado_timing.web.marked_lines import MarkTally, lines_by_judge, marked_race

# Whatever changes within so long is told together.
MERGE_S = 0.25
# Every judge's socket is pinged once in so many turns: never all of them in one turn of the loop,
# where a tap would wait for them.
TURN_S = 0.5
TURNS = 10
# Below this a round trip is told to the millisecond, from there on to ten.
EXACT_BELOW_MS = 20

TOPIC = "control room"

COMPETITIONS = "competitions"
CONNECTIONS = "connections"
ABSENT = "absent"
REFUSED = "refused"
LATEST = "latest"
MARKED = "marked"
RECORD = "record"
BACKUPS = "backups"
ALL = (COMPETITIONS, CONNECTIONS, ABSENT, REFUSED, LATEST, MARKED, RECORD, BACKUPS)


class ControlRoom:
    """Knows which judges are connected, and tells organizers what changes.

    While no organizer is connected it keeps the list of sockets and does nothing else. Else an
    event only notes which sections may have changed; a timer makes those anew, compares them
    with what was told, and offers the difference.
    """

    def __init__(self, core: Core, hub: Hub) -> None:
        self._core = core
        self._hub = hub
        self._ids = count(1)
        self._present: dict[int, Presence] = {}
        self._sockets_of_judge: Counter[int] = Counter()
        # When a judge who has no socket any more was heard last, epoch ms.
        self._left_ms: dict[int, int] = {}
        # Sections as they were told last, encoded; and those that may have changed since.
        self._told: dict[str, bytes] = {}
        self._dirty: set[str] = set()
        self._telling: asyncio.TimerHandle | None = None
        self._turning: asyncio.TimerHandle | None = None
        self._turn = 0
        self._tallies: dict[int, MarkTally] = {}
        self._makers: Mapping[str, Callable[[], protocol.Section]] = MappingProxyType(
            {
                COMPETITIONS: self._competitions,
                CONNECTIONS: self._connections,
                ABSENT: self._absent,
                REFUSED: self._refused,
                LATEST: self._latest,
                MARKED: self._marked,
                RECORD: self._record,
                BACKUPS: self._backups,
            }
        )
        # Places of backups with which something is wrong, looked at with everything else.
        self.troubled_backups: Callable[[], list[tuple[str, str]]] = list
        core.listen(self.on_event)
        core.listen_to_record(lambda: self._mark(RECORD))

    # ---- judges ----

    def judge_joined(self, presence: Presence) -> None:
        """A judge's socket has opened."""
        presence.id = next(self._ids)
        self._present[presence.id] = presence
        self._sockets_of_judge[presence.judge_id] += 1
        self._left_ms.pop(presence.judge_id, None)
        self._mark(CONNECTIONS, ABSENT, MARKED)

    def judge_left(self, presence: Presence) -> None:
        """A judge's socket has closed."""
        if self._present.pop(presence.id, None) is None:
            return
        judge_id = presence.judge_id
        self._sockets_of_judge[judge_id] -= 1
        if not self._sockets_of_judge[judge_id]:
            del self._sockets_of_judge[judge_id]
            self._left_ms[judge_id] = presence.seen_ms
        self._mark(CONNECTIONS, ABSENT, MARKED)

    def judge_changed(self) -> None:
        """Something of a presence has changed that cannot wait for the next round of pings."""
        self._mark(CONNECTIONS)

    def phones(self) -> list[Presence]:
        """Every open socket of a judge, the oldest first."""
        return list(self._present.values())

    def phone_of(self, judge_id: int) -> Phone | None:
        """The phone of a judge that was heard last; None while it has no open socket."""
        if judge_id not in self._sockets_of_judge:
            return None
        sockets = (one for one in self._present.values() if one.judge_id == judge_id)
        found = max(sockets, key=lambda one: (one.can_rehearse, one.seen_ms))
        return Phone(
            device=found.device,
            offset_ms=found.offset_ms(),
            uncertainty_ms=found.uncertainty_ms(),
            round_trip_ms=found.round_trip_ms,
            unsent=found.unsent,
            can_rehearse=found.can_rehearse,
        )

    def seen_at_ms(self, judge_id: int) -> int | None:
        """When a judge was heard last, epoch ms; None for never since the server started."""
        sockets = (one.seen_ms for one in self._present.values() if one.judge_id == judge_id)
        return max(sockets, default=self._left_ms.get(judge_id))

    # ---- organizers ----

    def organizer_joined(self, outbox: Outbox) -> None:
        """Greets an organizer, who is in `TOPIC` by now, with everything."""
        if self._turning is None:
            self._told = self._made(ALL)
            self._turning = self._later(TURN_S, self._on_turn)
        greeting = protocol.RoomConnected(
            self._core.clock.now_ms(), self._core.clock.rate, protocol.room_of(self._now())
        )
        outbox.send(text_frame(encode(greeting)))

    def organizer_left(self) -> None:
        """An organizer, who is not in `TOPIC` any more, has gone; after the last nothing runs."""
        if self._hub.size(TOPIC):
            return
        for timer in (self._turning, self._telling):
            if timer is not None:
                timer.cancel()
        self._turning = self._telling = None
        self._told.clear()
        self._dirty.clear()
        self._tallies.clear()

    # ---- what happens ----

    def on_event(self, event: events.Event) -> None:
        """Notes what `event` may have changed."""
        match event:
            case events.TimesStored():
                self._mark(COMPETITIONS, LATEST)
            case events.MarksChanged():
                self._mark(COMPETITIONS, MARKED)
            case events.RefusedChanged():
                self._mark(REFUSED)
            case events.SessionEnded() | events.TrialAsked() | events.TrialOver():
                # Of the first the sockets close, and that is told when they do; the rehearsal has
                # a page of its own.
                pass
            case _:
                self._mark(*ALL)

    def _mark(self, *sections: str) -> None:
        if self._turning is None:
            return
        self._dirty.update(sections)
        if self._telling is None:
            self._telling = self._later(MERGE_S, self._tell)

    def _on_turn(self) -> None:
        """Pings its share of the judges; once in a round everything is looked at again.

        So what no event told of (the name of a judge, when a phone was heard last) shows too.
        """
        self._turning = self._later(TURN_S, self._on_turn)
        self._turn = (self._turn + 1) % TURNS
        for presence in list(self._present.values()):
            if presence.id % TURNS == self._turn:
                presence.probe()
        if self._turn == 0:
            self._mark(*ALL)

    def _tell(self) -> None:
        self._telling = None
        made = self._made(self._dirty)
        self._dirty.clear()
        changed = [name for name in made if made[name] != self._told[name]]
        if changed:
            self._told.update(made)
            frame = self._update(made[name] for name in changed)
            self._hub.offer([TOPIC], TOPIC, frame, lambda: (self._update(self._now()),))

    def _now(self) -> Iterable[bytes]:
        """Every section as it is now.

        What is made for this one reader does not count as told: the others still get it.
        """
        return {**self._told, **self._made(self._dirty)}.values()

    def _made(self, names: Iterable[str]) -> dict[str, bytes]:
        return {
            name: protocol.encode_section(self._makers[name]()) for name in ALL if name in names
        }

    def _update(self, sections: Iterable[bytes]) -> bytes:
        now_ms = self._core.clock.now_ms()
        return text_frame(encode(protocol.RoomUpdated(now_ms, protocol.room_of(sections))))

    @staticmethod
    def _later(delay_s: float, work: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(delay_s, work)

    # ---- the sections ----

    def _competitions(self) -> protocol.CompetitionsSection:
        state = self._core.state
        lines = []
        for competition in state.competitions.values():
            counts = [
                len(state.times_of(team.id).records) for team in state.teams_of(competition.id)
            ]
            book = state.individual.book_of(competition.id)
            totals = (len(counts), sum(counts), len(book.entered), len(book.marks))
            lines.append(protocol.competition_line(competition, *totals))
        return protocol.CompetitionsSection(lines)

    def _connections(self) -> protocol.ConnectionsSection:
        lines = (self._connection(presence) for presence in self._present.values())
        return protocol.ConnectionsSection([line for line in lines if line is not None])

    def _connection(self, presence: Presence) -> protocol.ConnectionLine | None:
        judge = self._core.state.accounts.get(presence.judge_id)
        if judge is None:
            # Deleted: its socket is closing.
            return None
        offset_ms = presence.offset_ms()
        return protocol.ConnectionLine(
            presence.id,
            judge.id,
            judge.username,
            judge.full_name,
            presence.device,
            presence.address,
            iso(presence.since_ms),
            iso(presence.seen_ms),
            _calm(presence.round_trip_ms),
            None if offset_ms is None else round(offset_ms, -1),
            presence.unsent,
        )

    def _absent(self) -> protocol.AbsentSection:
        state = self._core.state
        lines = []
        for competition in state.competitions.values():
            if not competition.is_running:
                continue
            teams = Counter(team.judge_id for team in state.teams_of(competition.id))
            stands = lines_by_judge(state.individual.book_of(competition.id))
            for judge_id in dict.fromkeys((*teams, *stands)):
                judge = None if judge_id is None else state.accounts.get(judge_id)
                if judge is not None and judge.id not in self._sockets_of_judge:
                    seen_ms = self._left_ms.get(judge.id)
                    places = teams[judge.id], seen_ms, stands.get(judge.id, ())
                    lines.append(protocol.absent_line(competition, judge, *places))
        return protocol.AbsentSection(lines)

    def _marked(self) -> protocol.MarkedSection:
        state, connected = self._core.state, self._sockets_of_judge
        races = []
        for competition in state.competitions.values():
            if competition.kind is CompetitionKind.INDIVIDUAL:
                tally = self._tallies.setdefault(competition.id, MarkTally())
                races.append(marked_race(state, competition, tally, connected))
        return protocol.MarkedSection(races)

    def _refused(self) -> protocol.RefusedSection:
        state = self._core.state
        return protocol.refused_section(state, list(state.kept.waiting()))

    def _latest(self) -> protocol.LatestSection:
        state, limit = self._core.state, protocol.MAX_LATEST
        each = (
            state.latest_records(competition_id, limit) for competition_id in state.competitions
        )
        newest = sorted(chain.from_iterable(each), key=_received_at_ms, reverse=True)
        return protocol.latest_section(state, newest[:limit])

    def _backups(self) -> protocol.BackupsSection:
        places = [protocol.TroubledPlace(*one) for one in self.troubled_backups()]
        return protocol.BackupsSection(places)

    def _record(self) -> protocol.RecordSection:
        return protocol.RecordSection(self._core.state.newest_audit_id)


def _received_at_ms(record: TimeRecord) -> int:
    return record.received_at_ms


def _calm(span_ms: float | None) -> int | None:
    """A round trip as exact as it is worth."""
    if span_ms is None:
        return None
    return round(span_ms) if span_ms < EXACT_BELOW_MS else round(span_ms / 10) * 10

"""The sockets of judges, organizers and spectators."""

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial

from tornado.websocket import WebSocketClosedError

from tornado_timing.domain import errors
from tornado_timing.domain.individual.marking import MarkEntry
from tornado_timing.domain.model import Role, is_clock_reading
from tornado_timing.domain.submissions import Entry
from tornado_timing.live.budget import Budget
from tornado_timing.live.connections import Connections, Line
from tornado_timing.live.presence import Presence
from tornado_timing.protocol import answers, arrivals, marks, messages
from tornado_timing.protocol.rehearsal import SentTrialTap
from tornado_timing.service.sessions import Session
from tornado_timing.tracing import working_for
from tornado_timing.web import control_room, judge_answers
from tornado_timing.web.acknowledging import Turn, Turns, waited_ms
from tornado_timing.web.api import bearer_token
from tornado_timing.web.broadcast import (
    account_topic,
    arrivals_topic,
    follower_topic,
    session_topic,
    spectator_topic,
)
from tornado_timing.web.control_room import ControlRoom
from tornado_timing.web.devices import device_name
from tornado_timing.web.live_socket import LiveSocket
from tornado_timing.web.rehearsing import Trials

log = logging.getLogger(__name__)

# A pong that was this long on its way says nothing about the way.
MAX_ROUND_TRIP_MS = 10_000


class ListeningSocket(LiveSocket):
    """A socket that is told things and has nothing to say but pings."""

    def receive(self, message: messages.Received, arrived_at_ms: int) -> None:
        """Answers pings."""
        if isinstance(message, messages.Ping):
            self.pong(message, arrived_at_ms)
        elif isinstance(message, messages.Rejected):
            self.answer(answers.error_answer(message.error, message.ref))
        else:
            self.answer(answers.error_answer(errors.JudgesOnly(), message.ref))


class SpectatorSocket(ListeningSocket):
    """``/ws/competencia/{competition_id}/``: the results as they change, for anybody."""

    def let_in(self, **path: str) -> None:
        """Raises NotFound for a competition that is not published."""
        self._competition_id = int(path["competition_id"])
        self.application.settings["results_board"].published(self._competition_id)

    def open(self, **_path: str) -> None:
        """Sends the results as they are."""
        number = self._competition_id
        wants_arrivals = self.get_query_argument(arrivals.QUERY_NAME, "") == arrivals.QUERY_VALUE
        more = [arrivals_topic(number)] if wants_arrivals else []
        self.connected(spectator_topic(number), *more)
        self.outbox.send(*self.broadcast.spectator_greeting(number))
        if wants_arrivals:
            self.outbox.send(*self.broadcast.arrivals(number))


class SignedInSocket(LiveSocket):
    """A socket of somebody who is signed in; it closes with the session or the account."""

    session: Session

    def signed_in(self) -> Session:
        """Whose token or ticket it is. Raises MissingCredentials, InvalidToken, AccountInactive."""
        sessions = self.services.sessions
        ticket = self.get_query_argument("ticket", None)
        if ticket:
            return sessions.redeem_ticket(ticket)
        token = self.get_query_argument("token", None)
        header = self.request.headers.get("Authorization")
        return sessions.authenticate(token or bearer_token(header))

    def check_count(self) -> None:
        """Raises TooManySockets for an account that has as many as it may."""
        limit = self.services.settings.limits.sockets_per_account
        if self.hub.size(account_topic(self.session.account.id)) >= limit:
            raise errors.TooManySockets()

    def take_place(self, connections: Connections, line: Line) -> None:
        """Counts as one who is signed in, of whom an account has only so many."""
        connections.signed_in(line)
        limits = self.services.settings.limits
        self.frames = Budget(2 * limits.messages_per_second, 2 * limits.message_burst)

    def joined(self, *topics: str) -> None:
        """Makes the outbox and joins `topics` and those by which the socket is closed."""
        self.connected(
            account_topic(self.session.account.id), session_topic(self.session.id), *topics
        )


class OrganizerSocket(SignedInSocket, ListeningSocket):
    """``/ws/organizador/``: the control room, for organizers."""

    def let_in(self, **path: str) -> None:
        """Raises unless the token or ticket is an organizer's."""
        self.session = self.signed_in()
        self.trace.who = self.session.account.username
        if self.session.account.role is not Role.ORGANIZER:
            raise errors.OrganizersOnly()
        self.check_count()

    def open(self, **_path: str) -> None:
        """Tells the organizer how things are."""
        self.joined(control_room.TOPIC)
        self._control_room.organizer_joined(self.outbox)

    def on_close(self) -> None:
        """Leaves the hub and the control room."""
        super().on_close()
        self._control_room.organizer_left()

    @property
    def _control_room(self) -> ControlRoom:
        room: ControlRoom = self.application.settings["control_room"]
        return room


class JudgeSocket(SignedInSocket):
    """``/ws/juez/{judge_id}/``: times come in, acknowledgements and events go out."""

    def let_in(self, **path: str) -> None:
        """Raises unless the token or ticket is this judge's, who has an active competition."""
        self.session = self.signed_in()
        account = self.session.account
        self.trace.who = account.username
        if account.role is not Role.JUDGE:
            raise errors.JudgesOnly()
        if account.id != int(path["judge_id"]):
            raise errors.OtherJudge()
        if self.services.competitions.current_of_judge(account.id) is None:
            raise errors.NoActiveCompetition()
        self.check_count()

    def open(self, **_path: str) -> None:
        """Greets the judge, and measures the way to its phone and back."""
        judge_id = self.session.account.id
        measured = self.services.core.measures.acknowledgements
        self._turns = Turns(self.answer, measured)
        self.phone_clock = self.services.phone_clocks.of(self.session.id)
        self._follows = self.get_query_argument(messages.FOLLOW_QUERY, "") == "1"
        self.joined(*([follower_topic(judge_id)] if self._follows else []))
        clock = self.services.core.clock
        self._trials: Trials = self.application.settings["trials"]
        self.presence = self._introduce(clock.now_ms())
        current = self.services.competitions.current_of_judge(judge_id)
        brief = None if current is None else answers.competition_brief(current)
        lines = marks.lines_of(self.services.core.state, judge_id)
        self.answer(answers.Connected(brief, clock.now_ms(), clock.rate, lines))
        if self._follows:
            self._trials.greet(judge_id, self.outbox)
        self._measure_round_trip()

    def _introduce(self, now_ms: int) -> Presence:
        """Tells the control room who is here."""
        presence = Presence(
            judge_id=self.session.account.id,
            device=device_name(self.request.headers.get("User-Agent", "")),
            address=self.request.remote_ip or "",
            since_ms=now_ms,
            probe=self._measure_round_trip,
            offset_ms=lambda: self.phone_clock.offset_ms,
            uncertainty_ms=lambda: self.phone_clock.uncertainty_ms,
            can_rehearse=self._follows,
            is_behind=lambda: self.outbox.blocked_since_s is not None,
        )
        self._control_room: ControlRoom = self.application.settings["control_room"]
        self._control_room.judge_joined(presence)
        log.info("A judge's phone has come: %s", presence.device)
        return presence

    def on_close(self) -> None:
        """Leaves the hub and the control room."""
        super().on_close()
        if hasattr(self, "presence"):
            self._control_room.judge_left(self.presence)
            now_ms = self.services.core.clock.now_ms()
            stayed_s = (now_ms - self.presence.since_ms) // 1000
            # Whoever ends it: by now that is seldom the socket's own task.
            with working_for(self.trace):
                log.info("A judge's phone has left after %d s: %s", stayed_s, self._why_closed())

    def _why_closed(self) -> str:
        if self.outbox.was_dropped:
            return "it had stopped reading"
        if self.close_code is None:
            return "without a goodbye (out of the Wi-Fi, asleep or switched off)"
        return f"{self.close_code} {self.close_reason or ''}".rstrip()

    def _measure_round_trip(self) -> None:
        """Asks the phone's WebSocket for a pong, which comes without the app's doing."""
        with suppress(WebSocketClosedError):
            self.ping(f"{time.monotonic():.6f}")

    def on_pong(self, data: bytes) -> None:
        """The phone's own answer to our ping: how long the way there and back is."""
        self.presence.seen_ms = self.services.core.clock.now_ms()
        with suppress(ValueError):
            span_ms = (time.monotonic() - float(data)) * 1000
            if 0 <= span_ms < MAX_ROUND_TRIP_MS:
                self.phone_clock.round_trip(span_ms)
                is_first = self.presence.round_trip_ms is None
                self.presence.round_trip_ms = span_ms
                if is_first:
                    self._control_room.judge_changed()

    def receive(self, message: messages.Received, arrived_at_ms: int) -> Awaitable[None] | None:
        """Takes a message in; the answer to a time follows when what it says is durable."""
        self.presence.seen_ms = arrived_at_ms
        if isinstance(message, messages.Ping):
            if isinstance(message.t0, int | float) and is_clock_reading(message.t0):
                self.phone_clock.pinged(message.t0, arrived_at_ms)
                self._measure_round_trip()
            self._note_remarks(message)
            # At once, past the times that wait for their commit: it is the clock that asks.
            self.pong(message, arrived_at_ms)
            return None
        turn = self._turns.begin(message, self.arrived_s)
        try:
            if isinstance(message, messages.SentTimes):
                self._record(turn, message, arrived_at_ms)
            elif isinstance(message, messages.Rejected):
                self._turns.settle(turn, answers.error_answer(message.error, message.ref))
            elif isinstance(message, messages.CheckRecords):
                self._check(turn, message)
            elif isinstance(message, messages.OfMarks):
                self._take_marks(turn, message, arrived_at_ms)
            elif isinstance(message, SentTrialTap):
                judge_id, clock = self.session.account.id, self.phone_clock
                answer = self._trials.answer(judge_id, message, clock, arrived_at_ms)
                self._turns.settle(turn, answer)
                self._measure_round_trip()
            else:
                self._change(turn, message)
        except BaseException:
            self._turns.give_up(turn)
            raise
        return self._turns.wait_for_room()

    def _record(self, turn: Turn, message: messages.SentTimes, arrived_at_ms: int) -> None:
        entries = message.entries()
        self._note_wait(entries, arrived_at_ms)
        self.services.timing.record_times(
            self.session.account,
            message.team_id,
            entries,
            self.phone_clock.offset_ms,
            arrived_at_ms,
            self._settling(turn, message, partial(judge_answers.of_times, message, entries)),
        )

    def _change(
        self, turn: Turn, message: messages.WithdrawRecord | messages.GiveBackRecord
    ) -> None:
        withdrawing = self.services.withdrawing
        is_withdrawn = isinstance(message, messages.WithdrawRecord)
        change = withdrawing.withdraw if is_withdrawn else withdrawing.give_back
        settled = self._settling(turn, message, partial(judge_answers.of_change, message))
        address = self.request.remote_ip or ""
        change(self.session.account, message.record_id, address, settled, self.outbox)

    def _take_marks(self, turn: Turn, message: messages.OfMarks, arrived_at_ms: int) -> None:
        marking, judge = self.services.marking, self.session.account
        if isinstance(message, messages.SentMarks):
            entries = message.entries()
            self._note_wait(entries, arrived_at_ms)
            answer = partial(judge_answers.of_marks, message, entries)
            marking.record_marks(
                judge,
                message.line_id,
                message.device,
                entries,
                self.phone_clock.offset_ms,
                arrived_at_ms,
                self._settling(turn, message, answer),
            )
        elif isinstance(message, messages.CorrectMark):
            answer = partial(judge_answers.of_correction, message, marking.stored)
            settled = self._settling(turn, message, answer)
            marking.correct(judge, message.request(), self.request.remote_ip or "", settled)
        else:
            asked = message.corrections
            missing = None if asked is None else marking.missing_corrections(judge, asked)
            answer = partial(judge_answers.of_mark_check, message, missing)
            settled = self._settling(turn, message, answer)
            marking.whereabouts(judge, message.ids, settled)

    def _check(self, turn: Turn, message: messages.CheckRecords) -> None:
        settled = self._settling(turn, message, partial(judge_answers.of_check, message))
        self.services.withdrawing.whereabouts(self.session.account, message.ids, settled)

    def _settling(
        self, turn: Turn, message: messages.Received, make: Callable[..., object]
    ) -> Callable[..., None]:
        """What a service is to call with what became of `message`; `make` says it in words."""

        def settled(*outcome: object) -> None:
            try:
                answer = make(*outcome)
            except Exception:
                # Without an answer, those after it would wait for ever.
                with working_for(self.trace):
                    log.exception("Unhandled in an answer")
                answer = answers.internal_error(message.ref)
            self._turns.settle(turn, answer)

        return settled

    def _note_wait(
        self, entries: Sequence[Entry] | Sequence[MarkEntry], arrived_at_ms: int
    ) -> None:
        self.presence.waited_ms = waited_ms(entries, self.phone_clock.offset_ms, arrived_at_ms)

    def _note_remarks(self, ping: messages.Ping) -> None:
        """What a ping says about the phone; where it says nothing, the last word holds."""
        presence = self.presence
        unsent = presence.unsent if ping.unsent is None else ping.unsent
        device = ping.device_name or presence.device
        if (unsent, device) != (presence.unsent, presence.device):
            presence.unsent, presence.device = unsent, device
            self._control_room.judge_changed()

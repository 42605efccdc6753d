"""Rehearsing: who is ready for the next race, and the trial taps, which nothing ever stores."""

from typing import Protocol

from tornado_timing.domain import errors, events
from tornado_timing.domain.model import Competition
from tornado_timing.domain.rehearsal import (
    JudgeReadiness,
    Phone,
    TrialTap,
    delay_of,
    is_racing,
    name_of,
    races_ahead,
)
from tornado_timing.service.core import Core

# A phone that lies forgotten in a bag does not ask for a tap for ever.
ASKED_FOR_MS = 10 * 60 * 1000
# These come by the hundred, and make nobody's race begin.
_ONLY_TIMES = (events.TimesStored, events.MarksChanged, events.RefusedChanged)


class Phones(Protocol):
    """Who is connected, as the sockets know it."""

    def phone_of(self, judge_id: int) -> Phone | None:
        """The judge's phone; None while it has no open socket."""

    def seen_at_ms(self, judge_id: int) -> int | None:
        """When a judge was heard last, epoch ms; None for never since the server started."""


class NoPhones:
    """Before there are sockets nobody is connected."""

    def phone_of(self, _judge_id: int) -> Phone | None:
        """Nobody's."""
        return None

    def seen_at_ms(self, _judge_id: int) -> int | None:
        """Never."""
        return None


class Rehearsing:
    """Asks for trial taps and keeps them in memory, apart from everything that is stored.

    A judge one of whose races is in progress is never asked, and whose race begins is asked no
    more. What comes as a trial tap all the same is refused, and the phone knows it for a real one.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self.phones: Phones = NoPhones()
        self._number = 0
        self._asked_until_ms: int | None = None
        # Whom the rehearsal asks, and what they have tapped.
        self._taps: dict[int, TrialTap | None] = {}
        # What the last one has shown, until the next one or a start.
        self._last_taps: dict[int, TrialTap] = {}
        core.listen(self._on_event)

    @property
    def asked_until_ms(self) -> int | None:
        """Until when phones show the trial, epoch ms; None without a rehearsal."""
        return self._asked_until_ms

    def races(self) -> list[Competition]:
        """The races that are rehearsed for."""
        state = self._core.state
        return races_ahead(state.competitions.values(), self._core.clock.now_ms())

    def judges(self) -> list[JudgeReadiness]:
        """The active judges of those races, by name."""
        races, accounts = self.races(), self._core.state.accounts
        ids = {judge_id for race in races for judge_id in self._core.state.judges_of(race.id)}
        found = [
            self._readiness(judge_id, races)
            for judge_id in ids
            if judge_id in accounts and accounts[judge_id].is_active
        ]
        return sorted(found, key=lambda one: (one.name.casefold(), one.judge_id))

    def ask(self) -> None:
        """Asks every judge of those races for a trial tap, but those who are racing."""
        self.end()
        self._last_taps = {}
        self._number += 1
        self._asked_until_ms = self._core.clock.now_ms() + ASKED_FOR_MS
        self._taps = {one.judge_id: None for one in self.judges() if not one.is_racing}
        self._core.publish(events.TrialAsked(list(self._taps)))

    def end(self) -> None:
        """Ends the rehearsal; what it has shown can still be seen."""
        self._last_taps |= {judge_id: tap for judge_id, tap in self._taps.items() if tap}
        asked, self._taps, self._asked_until_ms = list(self._taps), {}, None
        if asked:
            self._core.publish(events.TrialOver(self._number, asked))

    def asked_of(self, judge_id: int) -> tuple[int, int] | None:
        """The trial that a judge's phone is to show: its number, and for how many ms more."""
        if self._asked_until_ms is None or judge_id not in self._taps:
            return None
        left_ms = self._asked_until_ms - self._core.clock.now_ms()
        is_wanted = self._taps[judge_id] is None and not self._is_racing(judge_id)
        return (self._number, left_ms) if is_wanted and left_ms > 0 else None

    def tapped(
        self,
        judge_id: int,
        number: int,
        sent: int,
        offset_ms: int | None,
        uncertainty_ms: int | None,
        received_at_ms: int,
    ) -> TrialTap:
        """Takes in a trial tap; `offset_ms` is where the phone's clock stood when it was read.

        Raises RehearsalOver where none is asked for: the tap may have been meant for the race.
        """
        if number != self._number or judge_id not in self._taps or self._is_racing(judge_id):
            raise errors.RehearsalOver()
        delay_ms = delay_of(sent, offset_ms, received_at_ms)
        tap = TrialTap(received_at_ms, delay_ms, uncertainty_ms)
        self._taps[judge_id] = tap
        return tap

    def _readiness(self, judge_id: int, races: list[Competition]) -> JudgeReadiness:
        state = self._core.state
        own = {one.id for one in state.competitions_of_judge(judge_id)}
        return JudgeReadiness(
            judge_id=judge_id,
            name=name_of(state.accounts[judge_id]),
            races=[race.name for race in races if race.id in own],
            is_racing=self._is_racing(judge_id),
            phone=self.phones.phone_of(judge_id),
            seen_at_ms=self.phones.seen_at_ms(judge_id),
            is_asked=self.asked_of(judge_id) is not None,
            tap=self._taps.get(judge_id) or self._last_taps.get(judge_id),
        )

    def _is_racing(self, judge_id: int) -> bool:
        return is_racing(self._core.state.competitions_of_judge(judge_id))

    def _on_event(self, event: events.Event) -> None:
        """A race may have begun, or a judge may have been given one that is in progress."""
        if isinstance(event, events.RaceStarted):
            self._last_taps = {}
        if not self._taps or isinstance(event, (*_ONLY_TIMES, events.TrialAsked, events.TrialOver)):
            return
        racing = [judge_id for judge_id in self._taps if self._is_racing(judge_id)]
        for judge_id in racing:
            del self._taps[judge_id]
        if racing:
            self._core.publish(events.TrialOver(self._number, racing))

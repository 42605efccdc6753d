"""The rehearsal: asking judges' phones for a trial tap, and what organizers see of it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from tornado_timing.domain import errors, events
from tornado_timing.live.frames import text_frame
from tornado_timing.live.hub import Hub
from tornado_timing.live.outbox import Outbox
from tornado_timing.protocol import answers
from tornado_timing.protocol.rehearsal import (
    FindingOut,
    LaptopOut,
    RehearsalOut,
    SentTrialTap,
    TrialEnded,
    TrialRequested,
    rehearsal_out,
    trial_received,
)
from tornado_timing.protocol.wire import encode, iso
from tornado_timing.service.core import Core
from tornado_timing.service.phone_clocks import PhoneClock
from tornado_timing.service.rehearsing import Rehearsing
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.broadcast import follower_topic
from tornado_timing.web.endpoint import Access, Query, endpoint

# Looks at the laptop, in the language that is given; takes some tenths of a second. Without
# `may_write` it leaves the disk alone.
LookAtLaptop = Callable[[str, bool], Sequence[FindingOut]]
LANGUAGE = Query(("idioma",), str, "of the findings", choices=("es", "en"), is_optional=True)


class Trials:
    """Tells judges' sockets of the rehearsal, those alone that asked for every change."""

    def __init__(self, core: Core, rehearsing: Rehearsing, hub: Hub) -> None:
        self._core = core
        self._rehearsing = rehearsing
        self._hub = hub
        core.listen(self.on_event)

    def on_event(self, event: events.Event) -> None:
        """Has phones show the trial button, or their real one."""
        match event:
            case events.TrialAsked():
                self._ask(event.judge_ids)
            case events.TrialOver():
                frame = text_frame(encode(TrialEnded(event.number)))
                for judge_id in event.judge_ids:
                    self._hub.publish(follower_topic(judge_id), frame)

    def greet(self, judge_id: int, outbox: Outbox) -> None:
        """Asks a phone that comes while the rehearsal is on."""
        frame = self._request(judge_id)
        if frame is not None:
            outbox.send(frame)

    def answer(
        self, judge_id: int, message: SentTrialTap, clock: PhoneClock, arrived_at_ms: int
    ) -> object:
        """What a trial tap is answered. It is never stored; refused, it counts as a real one."""
        offset_ms, uncertainty_ms = message.offset_ms, message.uncertainty_ms
        if offset_ms is None:
            offset_ms, uncertainty_ms = clock.offset_ms, clock.uncertainty_ms
        number = message.trial_id
        try:
            tap = self._rehearsing.tapped(
                judge_id, number, message.time, offset_ms, uncertainty_ms, arrived_at_ms
            )
        except errors.RehearsalOver as error:
            return answers.error_answer(error, message.ref)
        return trial_received(number, tap, message.ref)

    def _ask(self, judge_ids: Iterable[int]) -> None:
        for judge_id in judge_ids:
            frame = self._request(judge_id)
            if frame is not None:
                self._hub.publish(follower_topic(judge_id), frame)

    def _request(self, judge_id: int) -> bytes | None:
        asked = self._rehearsing.asked_of(judge_id)
        if asked is None:
            return None
        number, left_ms = asked
        return text_frame(
            encode(TrialRequested(number, self._core.clock.now_ms(), left_ms // 1000))
        )


class RehearsalHandler(ApiHandler):
    """``/api/ensayo/``."""

    @endpoint(Access.ORGANIZER, {200: RehearsalOut})
    def get(self) -> None:
        """Tell which judges are ready for the next race, and who has tapped."""
        self._write_rehearsal()

    @endpoint(Access.ORGANIZER, {200: RehearsalOut})
    def post(self) -> None:
        """Ask every judge of the next race who is not racing for a trial tap; begin anew."""
        self.services.rehearsing.ask()
        self._write_rehearsal()

    @endpoint(Access.ORGANIZER, {200: RehearsalOut})
    def delete(self) -> None:
        """End the rehearsal; its taps are shown until the next one, or a start."""
        self.services.rehearsing.end()
        self._write_rehearsal()

    def _write_rehearsal(self) -> None:
        found = self.services.rehearsing
        self.write_json(rehearsal_out(found.races(), found.asked_until_ms, found.judges()))


class LaptopHandler(ApiHandler):
    """``/api/ensayo/portatil/``."""

    @endpoint(Access.ORGANIZER, {200: LaptopOut}, query=(LANGUAGE,), fails=(400, 503))
    async def get(self) -> None:
        """Look whether this laptop is ready for a race."""
        language = self.query_value(*LANGUAGE.names) or "es"
        if language not in LANGUAGE.choices:
            raise errors.InvalidField(field="idioma", problem="se esperaba es o en")
        look: LookAtLaptop = self.application.settings["look_at_laptop"]
        # While times come in the disk is theirs.
        races = self.services.core.state.competitions.values()
        may_write = not any(race.is_running for race in races)
        found = await self.services.checking.run(partial(look, language, may_write))
        self.write_json(LaptopOut(iso(self.services.core.clock.now_ms()), list(found)))

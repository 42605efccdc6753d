"""Times over HTTP, and the list of those that were refused but kept."""

from typing import Any

from tornado_timing.domain import errors
from tornado_timing.domain.rules import Decision
from tornado_timing.domain.submissions import Entry
from tornado_timing.protocol.answers import FailedRecord, SavedRecord, saved_and_failed
from tornado_timing.protocol.refused import (
    AcceptedManyOut,
    AcceptManyIn,
    RefusedOut,
    not_accepted_out,
    refused_out,
)
from tornado_timing.protocol.results import RecordView, record_view
from tornado_timing.protocol.sent_times import (
    SendTeamTimesIn,
    SendTimesIn,
    TeamTimesError,
    TeamTimesOut,
    TimesNotSent,
    TimesSentOut,
    read_sent_times,
    read_team_times,
    team_times,
    times_sent,
)
from tornado_timing.web.api import ApiHandler
from tornado_timing.web.endpoint import Access, Query, endpoint
from tornado_timing.web.teams import COMPETITION

DISMISSED = Query(("descartados",), bool, "those that were dismissed, the last first")


class _TimesHandler(ApiHandler):
    async def record(
        self, team_id: int, entries: list[Entry]
    ) -> tuple[Decision, list[SavedRecord], list[FailedRecord]]:
        """Records `entries`; raises the error of a message that fails as a whole."""
        decision = await self.services.timing.record_times_and_wait(
            self.session.account,
            team_id,
            entries,
            self.services.phone_clocks.offset_ms(self.session.id),
        )
        saved, failed = saved_and_failed(
            entries, decision.outcomes, decision.accepted, decision.withdrawn
        )
        return decision, saved, failed


class SendTimesHandler(_TimesHandler):
    """``/api/enviar_tiempos/``: the older apps send a whole race at its end."""

    @endpoint(
        Access.JUDGE,
        {201: TimesSentOut},
        body=SendTimesIn,
        fails=(400, 404, 409, 413, 503),
        error_body=TimesNotSent,
    )
    async def post(self) -> None:
        """Send times of a team; the first 15 count."""
        team_id, entries, ignored = read_sent_times(self.document())
        try:
            _, saved, failed = await self.record(team_id, entries)
        except errors.TimingError as error:
            # Those that were not even looked at are not kept either.
            error.is_kept = error.is_kept and not ignored
            raise
        self.write_json(times_sent(team_id, ignored, saved, failed), 201)


class TeamTimesHandler(_TimesHandler):
    """``/api/equipos/{team_id}/registros/``."""

    @endpoint(
        Access.JUDGE,
        {201: TeamTimesOut},
        body=SendTeamTimesIn,
        fails=(400, 404, 409, 413, 503),
        error_body=TeamTimesError,
    )
    async def post(self, team_id: str) -> None:
        """Send 1 to 15 times of a team; sent again, they are answered as duplicates."""
        entries = read_team_times(self.document())
        decision, saved, failed = await self.record(int(team_id), entries)
        self.write_json(team_times(int(team_id), decision.team, saved, failed), 201)

    def describe_error(self, error: errors.TimingError | None, status: int) -> dict[str, Any]:
        """The form that these apps look at first."""
        return {"exito": False, **super().describe_error(error, status)}


class RefusedListHandler(ApiHandler):
    """``/api/rechazados/``."""

    @endpoint(
        Access.ORGANIZER, {200: list[RefusedOut]}, query=(COMPETITION, DISMISSED), fails=(400,)
    )
    def get(self) -> None:
        """List the times that the rules refused and that wait for a decision, or the dismissed."""
        timing = self.services.timing
        kept = timing.dismissed if self.query_flag(*DISMISSED.names) else timing.refused
        refused = kept(self.query_int(*COMPETITION.names))
        state = self.services.core.state
        self.write_json([refused_out(state, record) for record in refused])


class AcceptRefusedHandler(ApiHandler):
    """``/api/rechazados/{refused_id}/aceptar/``."""

    @endpoint(Access.ORGANIZER, {201: RecordView}, fails=(400, 404, 409, 503))
    async def post(self, refused_id: str) -> None:
        """Count a refused time after all."""
        record = await self.services.timing.accept_refused(int(refused_id), self.actor)
        correction_ms = self.services.core.state.start_correction_of(record.team_id)
        self.write_json(record_view(record, correction_ms), 201)


class AcceptManyHandler(ApiHandler):
    """``/api/rechazados/aceptar/``."""

    @endpoint(Access.ORGANIZER, {200: AcceptedManyOut}, body=AcceptManyIn, fails=(400, 413, 503))
    async def post(self) -> None:
        """Count those of many refused times that can be, together."""
        ids = self.body(AcceptManyIn).ids
        accepted, failed = await self.services.timing.accept_many(ids, self.actor)
        self.write_json(
            AcceptedManyOut(
                accepted, [not_accepted_out(number, error) for number, error in failed.items()]
            )
        )


class DismissRefusedHandler(ApiHandler):
    """``/api/rechazados/{refused_id}/descartar/``."""

    @endpoint(Access.ORGANIZER, {204: None}, fails=(404, 409, 503))
    async def post(self, refused_id: str) -> None:
        """Take a refused time off the list."""
        await self.services.timing.dismiss_refused(int(refused_id), self.actor)
        self.set_status(204)


class RecoverRefusedHandler(ApiHandler):
    """``/api/rechazados/{refused_id}/recuperar/``."""

    @endpoint(Access.ORGANIZER, {200: RefusedOut}, fails=(404, 409, 503))
    async def post(self, refused_id: str) -> None:
        """Put a dismissed time back on the list."""
        refused = await self.services.timing.recover_refused(int(refused_id), self.actor)
        self.write_json(refused_out(self.services.core.state, refused))

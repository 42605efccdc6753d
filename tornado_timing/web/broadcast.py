"""From what happened to what the connected are told."""

import asyncio
from functools import partial

from tornado_timing.domain import events
from tornado_timing.domain.model import CompetitionKind
from tornado_timing.domain.standings import StandingsRow
from tornado_timing.live.frames import text_frame, text_frame_head
from tornado_timing.live.hub import Hub
from tornado_timing.protocol import answers
from tornado_timing.protocol.arrivals import arrivals
from tornado_timing.protocol.marks import LinesUpdated, lines_of
from tornado_timing.protocol.results import results_row
from tornado_timing.protocol.wire import encode, iso
from tornado_timing.protocol.withdrawals import records_changed
from tornado_timing.service.core import Core
from tornado_timing.web.individual_news import IndividualNews
from tornado_timing.web.results import ResultsBoard

# New times are told together, at most so long after the first of them.
MERGE_S = 0.2

CLOSE_CUT = 4002
CLOSE_SIGNED_OUT = 4001

_NO_RESULTS = b"null}"


def account_topic(account_id: int) -> str:
    """The sockets of a judge or an organizer."""
    return f"account:{account_id}"


def follower_topic(judge_id: int) -> str:
    """The sockets of a judge who asked for every change: of the competition and of its times."""
    return f"follower:{judge_id}"


def session_topic(session_id: str) -> str:
    """The sockets that were opened with a session."""
    return f"session:{session_id}"


def spectator_topic(competition_id: int) -> str:
    """The sockets of a competition's spectators."""
    return f"spectators:{competition_id}"


def arrivals_topic(competition_id: int) -> str:
    """The sockets of those spectators who asked for the arrivals too."""
    return f"arrivals:{competition_id}"


class Broadcast:
    """Listens to the services and tells judges and spectators."""

    def __init__(self, core: Core, hub: Hub, board: ResultsBoard) -> None:
        self._core = core
        self._hub = hub
        self._board = board
        # Teams with new times by competition, the last of them last.
        self._news: dict[int, dict[int, None]] = {}
        self._individual = IndividualNews(
            core,
            hub,
            board.individual,
            topic=spectator_topic,
            full_results=self.full_results,
            merge_s=MERGE_S,
        )
        # What spectators have been told, by competition and team.
        self._told: dict[int, dict[int, StandingsRow]] = {}
        core.listen(self.on_event)

    def on_event(self, event: events.Event) -> None:
        """Tells whom it concerns about `event`."""
        match event:
            case events.TimesStored():
                self._on_times(event)
            case events.RecordsChanged():
                frame = text_frame(encode(records_changed(event.withdrawn, event.given_back)))
                self._hub.publish(follower_topic(event.judge_id), frame, event.origin)
            case events.RaceStarted() | events.RaceStopped():
                self._on_race(event)
            case events.TeamAssigned():
                self._on_assigned(event)
            case events.TeamsChanged():
                self._on_teams_changed(event.competition_id)
            case events.LineAssigned():
                self._tell_lines(event.judge_id)
            case events.MarksChanged() | events.EntriesChanged() | events.ResultsPublished():
                self._individual.changed(event.competition_id)
            case events.AccountCut():
                self._hub.close(account_topic(event.account_id), CLOSE_CUT, "account cut")
            case events.SessionEnded():
                self._hub.close(session_topic(event.session_id), CLOSE_SIGNED_OUT, "signed out")

    # ---- what a new socket is told ----

    def spectator_greeting(self, competition_id: int) -> tuple[bytes, ...]:
        """The first frame for a spectator, in parts: the results are shared by all."""
        return self._with_results(answers.SpectatorConnected, competition_id)

    def full_results(self, competition_id: int) -> tuple[bytes, ...]:
        """The frame that replaces all that a spectator has, in parts."""
        return self._with_results(answers.FullResults, competition_id)

    def arrivals(self, competition_id: int) -> tuple[bytes, ...]:
        """The frame for those who asked for the arrivals, as they are now."""
        now_ms = self._core.clock.now_ms()
        return (text_frame(encode(arrivals(self._core.state, competition_id, now_ms))),)

    def _tell_arrivals(self, competition_id: int) -> None:
        topic = arrivals_topic(competition_id)
        if self._hub.size(topic):
            (frame,) = self.arrivals(competition_id)
            self._hub.offer([topic], "arrivals", frame, partial(self.arrivals, competition_id))

    def _with_results(
        self,
        kind: type[answers.SpectatorConnected] | type[answers.FullResults],
        competition_id: int,
    ) -> tuple[bytes, ...]:
        competition = self._core.state.competitions.get(competition_id)
        if competition is None:
            return ()
        if competition_id not in self._told:
            self._told[competition_id] = self._rows(competition_id)
        if competition.kind is CompetitionKind.INDIVIDUAL:
            self._individual.follow(competition_id)
        envelope = encode(
            kind(
                competition_id=competition_id,
                competition=answers.public_brief(self._board.as_published(competition)),
                server_ms=self._core.clock.now_ms(),
                clock_rate=self._core.clock.rate,
                results=None,
            )
        )
        head = envelope.removesuffix(_NO_RESULTS)
        results = self._board.encoded(competition)
        size = len(head) + len(results) + 1
        return (text_frame_head(size) + head, results, b"}")

    # ---- new times, merged ----

    def _on_times(self, event: events.TimesStored) -> None:
        news = self._news.get(event.competition_id)
        if news is None:
            news = self._news[event.competition_id] = {}
            loop = asyncio.get_running_loop()
            loop.call_later(MERGE_S, self._tell_news, event.competition_id)
        news.pop(event.team_id, None)
        news[event.team_id] = None

    def _tell_news(self, competition_id: int) -> None:
        state = self._core.state
        news = [team_id for team_id in self._news.pop(competition_id, ()) if team_id in state.teams]
        if not news or competition_id not in state.competitions:
            return
        judges = [account_topic(judge_id) for judge_id in state.judges_of(competition_id)]
        judges = [topic for topic in judges if self._hub.size(topic)]
        if judges:
            # All frames of one moment in one write for each socket.
            frames = b"".join(self._team_frame(team_id) for team_id in news)
            catch_up = partial(self._team_frames_now, news)
            self._hub.offer(judges, ("teams", *news), frames, catch_up)
        self._tell_spectators(competition_id, news[-1])
        self._tell_arrivals(competition_id)

    def _team_frame(self, team_id: int) -> bytes:
        state = self._core.state
        update = answers.team_updated(state.teams[team_id], state.times_of(team_id))
        return text_frame(encode(update))

    def _team_frames_now(self, team_ids: list[int]) -> tuple[bytes, ...]:
        teams = self._core.state.teams
        return tuple(self._team_frame(team_id) for team_id in team_ids if team_id in teams)

    def _tell_spectators(self, competition_id: int, last_team_id: int) -> None:
        topic = spectator_topic(competition_id)
        if not self._hub.size(topic):
            self._told.pop(competition_id, None)
            return
        rows = self._rows(competition_id)
        told = self._told.get(competition_id, {})
        self._told[competition_id] = rows
        changed = [row for team_id, row in rows.items() if told.get(team_id) != row]
        last = rows[last_team_id]
        now_ms = self._core.clock.now_ms()
        update = answers.StandingsUpdated(
            competition_id,
            answers.team_brief(last.team),
            last.record_count,
            last.total_ms,
            [results_row(row) for row in changed],
            sum(row.record_count for row in rows.values()),
            iso(now_ms),
            now_ms,
        )
        frame = text_frame(encode(update))
        self._hub.offer([topic], "results", frame, partial(self.full_results, competition_id))

    def _rows(self, competition_id: int) -> dict[int, StandingsRow]:
        return {row.team.id: row for row in self._board.rows(competition_id)}

    # ---- everything else ----

    def _on_race(self, event: events.RaceStarted | events.RaceStopped) -> None:
        competition = event.competition
        judges_frame = self._race_frame(event, answers.competition_brief(competition))
        for judge_id in self._core.state.judges_of(competition.id):
            self._hub.publish(account_topic(judge_id), judges_frame)
        shown = self._board.as_published(competition)
        public_frame = self._race_frame(event, answers.public_brief(shown))
        self._hub.publish(spectator_topic(competition.id), public_frame)
        if competition.kind is CompetitionKind.INDIVIDUAL:
            self._individual.changed(competition.id)

    def _race_frame(
        self, event: events.RaceStarted | events.RaceStopped, brief: answers.CompetitionBrief
    ) -> bytes:
        now_ms = self._core.clock.now_ms()
        if isinstance(event, events.RaceStarted):
            return text_frame(
                encode(answers.RaceStarted(brief.id, brief.started_at, now_ms, brief))
            )
        return text_frame(encode(answers.RaceStopped(brief.id, brief.finished_at, now_ms, brief)))

    def _tell_lines(self, judge_id: int) -> None:
        topic = account_topic(judge_id)
        if self._hub.size(topic):
            frame = text_frame(encode(LinesUpdated(lines_of(self._core.state, judge_id))))
            self._hub.publish(topic, frame)

    # ---- teams that come and go ----

    def _on_assigned(self, event: events.TeamAssigned) -> None:
        competition = self._core.state.competitions.get(event.team.competition_id)
        if competition is not None:
            update = answers.team_assigned(event.team, competition, assigned=event.assigned)
            self._hub.publish(account_topic(event.judge_id), text_frame(encode(update)))

    def _on_teams_changed(self, competition_id: int | None) -> None:
        self._tell_new_results(competition_id)
        if competition_id is not None:
            for judge_id in self._core.state.individual.judges_of(competition_id):
                # The competition may have gone to the bin, or come back.
                self._tell_lines(judge_id)
            self._tell_followers(competition_id)

    def _tell_followers(self, competition_id: int) -> None:
        state = self._core.state
        competition = state.competitions.get(competition_id)
        if competition is None:
            return
        brief = answers.competition_brief(competition)
        update = answers.CompetitionUpdated(competition_id, self._core.clock.now_ms(), brief)
        frame = text_frame(encode(update))
        for judge_id in state.judges_of(competition_id):
            self._hub.publish(follower_topic(judge_id), frame)

    def _tell_new_results(self, competition_id: int | None) -> None:
        known = list(self._told) if competition_id is None else [competition_id]
        for number in known:
            topic = spectator_topic(number)
            if not self._hub.size(topic):
                continue
            competition = self._core.state.competitions.get(number)
            if competition is None or not competition.is_active:
                self._hub.close(topic, 1000, "no longer published")
                continue
            self._told[number] = self._rows(number)
            frame = b"".join(self.full_results(number))
            self._hub.offer([topic], "results", frame, partial(self.full_results, number))
            self._tell_arrivals(number)

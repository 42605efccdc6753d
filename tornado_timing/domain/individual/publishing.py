"""Results as they are published: live, provisional, then official in numbered versions.

What is official is frozen: its snapshot has everything that boards, sheets and lists are made of,
so that a correction afterwards changes nothing of it, and makes a new version.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.team_scoring import TeamScoring
from tornado_timing.domain.model import Competition


class Stage(StrEnum):
    """What results are worth."""

    LIVE = "live"
    PROVISIONAL = "provisional"
    OFFICIAL = "official"


class ChangeKind(StrEnum):
    """What of a result is another; the last two are of the race, and of how it is scored."""

    NEW = "new"
    GONE = "gone"
    BIB = "bib"
    NAME = "name"
    CATEGORY = "category"
    TEAM = "team"
    STATUS = "status"
    TIME = "time"
    NET_TIME = "net_time"
    DETAILS = "details"
    PLACE = "place"
    PLACE_IN_CATEGORY = "place_in_category"
    RACE = "race"
    RULES = "rules"


class ResultChange(Struct, frozen=True, kw_only=True, gc=False):
    """One thing that two versions of results differ in.

    `runner_id` None is the race itself. Times are ms, places numbers, else texts; None where there
    is none. Of a runner who is new everything follows, from None. `moved` is a place that is
    another because of other runners alone. `is_hidden`: in one of both versions.
    """

    runner_id: int | None = None
    bib: str = ""
    name: str = ""
    what: ChangeKind
    before: int | str | None = None
    after: int | str | None = None
    moved: bool = False
    is_hidden: bool = False


class Snapshot(Struct, frozen=True, kw_only=True):
    """Everything that published results are made of, as it was; without contacts.

    `changes` are those against the official version before.
    """

    name: str
    scheduled_at_ms: int
    shown: Shown
    results: tuple[RunnerResult, ...]
    team_scoring: TeamScoring
    prizes: PrizeRules
    official_start_ms: int | None = None
    finished_at_ms: int | None = None
    changes: tuple[ResultChange, ...] = ()


class Publication(Struct, frozen=True, kw_only=True, dict=True):
    """One step of publishing, a row of a log.

    `version` counts the official ones of a competition, from 1; at another stage it is that of the
    last official one, or 0. `document` is the `Snapshot` of an official one as JSON. Protests may
    be made until `protests_until_ms`, epoch.
    """

    competition_id: int
    stage: Stage
    version: int
    at_ms: int
    protests_until_ms: int | None = None
    reason: str = ""
    account_id: int | None = None
    document: str | None = None

    @cached_property
    def snapshot(self) -> Snapshot | None:
        """What was published; None unless it was official."""
        if self.document is None:
            return None
        return msgspec.json.decode(self.document, type=Snapshot)

    @cached_property
    def ranking(self) -> Ranking | None:
        """The places of what was published; do not change it."""
        return None if self.snapshot is None else Ranking(self.snapshot.results)

    @cached_property
    def change_count(self) -> int:
        """How many rows are others than in the official version before."""
        return 0 if self.snapshot is None else changed_count(self.snapshot.changes)


class PublicResults(Struct, frozen=True, kw_only=True):
    """What everybody sees of a race: what is official, or else what is known so far.

    `publication` is the last step, None where results were never but live. All that is handed out
    is made of this.
    """

    name: str
    scheduled_at_ms: int
    shown: Shown
    ranking: Ranking
    team_scoring: TeamScoring
    prizes: PrizeRules
    publication: Publication | None
    official_start_ms: int | None = None
    finished_at_ms: int | None = None

    @property
    def stage(self) -> Stage:
        """What they are worth."""
        return Stage.LIVE if self.publication is None else self.publication.stage

    def as_published(self, competition: Competition) -> Competition:
        """The competition as it was with official results; whether it runs is as it is."""
        if self.stage is not Stage.OFFICIAL:
            return competition
        return replace(
            competition,
            name=self.name,
            scheduled_at_ms=self.scheduled_at_ms,
            shown=self.shown,
            started_at_ms=self.official_start_ms,
            start_correction_ms=0,
            finished_at_ms=None if competition.is_running else self.finished_at_ms,
        )


def snapshot_of(public: PublicResults, results: Iterable[RunnerResult]) -> Snapshot:
    """What is frozen of `public`, whose `results` these are, in the order of the entries.

    It looks at nothing that changes, so it may be made in a thread.
    """
    return Snapshot(
        name=public.name,
        scheduled_at_ms=public.scheduled_at_ms,
        shown=public.shown,
        results=tuple(map(_without_contact, results)),
        team_scoring=public.team_scoring,
        prizes=public.prizes,
        official_start_ms=public.official_start_ms,
        finished_at_ms=public.finished_at_ms,
    )


def changed_count(changes: Iterable[ResultChange]) -> int:
    """How many rows are others by themselves; what is of the whole race counts as one more each."""
    own = [change for change in changes if not change.moved]
    of_runners = {change.runner_id for change in own} - {None}
    return len(of_runners) + sum(1 for change in own if change.runner_id is None)


def _without_contact(result: RunnerResult) -> RunnerResult:
    if not result.runner.contact:
        return result
    return replace(result, runner=replace(result.runner, contact=""))

"""Results as they are published: live, provisional, then official in numbered versions.

What is official is frozen: its snapshot has everything that boards, sheets and lists are made of,
so that a correction afterwards changes nothing of it, and makes a new version.
"""

from enum import StrEnum
from functools import cached_property

import msgspec
from msgspec import Struct

from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import RunnerResult
from tornado_timing.domain.individual.rounding import Shown
from tornado_timing.domain.individual.team_scoring import TeamScoring


class Stage(StrEnum):
    """What results are worth."""

    LIVE = "live"
    PROVISIONAL = "provisional"
    OFFICIAL = "official"


class Snapshot(Struct, frozen=True, kw_only=True):
    """Everything that published results are made of, as it was; without contacts."""

    name: str
    scheduled_at_ms: int
    shown: Shown
    results: tuple[RunnerResult, ...]
    team_scoring: TeamScoring
    prizes: PrizeRules


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

    @property
    def stage(self) -> Stage:
        """What they are worth."""
        return Stage.LIVE if self.publication is None else self.publication.stage

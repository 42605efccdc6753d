"""What was published of one race, step by step."""

from collections.abc import Callable

from msgspec.structs import replace

from tornado_timing.domain.individual.publishing import Publication, Stage
from tornado_timing.domain.individual.ranking import Ranking


class Published:
    """All steps of publishing, the first first, and the places of what is official."""

    def __init__(self) -> None:
        self.steps: list[Publication] = []
        # By their versions, without the names of those who ask not to be shown.
        self._rankings: dict[int, Ranking] = {}

    @property
    def last(self) -> Publication | None:
        """The last step; None where results were never but live."""
        return self.steps[-1] if self.steps else None

    @property
    def last_official(self) -> Publication | None:
        """The newest official version, which may have been reopened since."""
        return self.official(self.steps[-1].version) if self.steps else None

    def add(self, publication: Publication) -> None:
        """Takes in one more step."""
        self.steps.append(publication)

    def official(self, version: int) -> Publication | None:
        """The official version with this number."""
        return next(
            (one for one in self.steps if one.stage is Stage.OFFICIAL and one.version == version),
            None,
        )

    def ranking_of(self, official: Publication, is_hidden: Callable[[int], bool]) -> Ranking | None:
        """The places of an official version; whoever asks not to be shown is hidden in it too.

        That is no result, and does not wait for a new version: `is_hidden` says of a runner's id
        who asks. None of what is not official.
        """
        if official.snapshot is None:
            return None
        ranking = self._rankings.get(official.version)
        if ranking is None:
            results = official.snapshot.results
            asked = {
                one.runner.id
                for one in results
                if not one.runner.is_hidden and is_hidden(one.runner.id)
            }
            ranking = official.ranking
            if asked:
                ranking = Ranking(
                    replace(one, runner=replace(one.runner, is_hidden=True))
                    if one.runner.id in asked
                    else one
                    for one in results
                )
            if ranking is not None:
                self._rankings[official.version] = ranking
        return ranking

    def hiding_changed(self) -> None:
        """Somebody else asks not to be shown, or somebody does no more."""
        self._rankings.clear()

"""An individual race as it is now, kept up change by change instead of worked out anew."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from tornado_timing.domain.individual.corrections import OF_MARKS, OF_RESULTS, Correction
from tornado_timing.domain.individual.crossings import BibBook, Crossing, Flag, MarkReader
from tornado_timing.domain.individual.holding import Holding
from tornado_timing.domain.individual.marks import Mark
from tornado_timing.domain.individual.passages import AtLine, Passages
from tornado_timing.domain.individual.race import IndividualRace
from tornado_timing.domain.individual.ranking import Ranking
from tornado_timing.domain.individual.results import MarkView, Outcome, Rules
from tornado_timing.domain.individual.runners import Runner, bib_key
from tornado_timing.domain.individual.watching import Seen

# Half a mark, which waits for its other half.
WAITING = frozenset({Flag.NO_BIB, Flag.NO_TIME})


def _is_odd(view: MarkView) -> bool:
    return not WAITING.issuperset(view.flags)


class LiveRace:
    """What `outcome_of` gives for a race, and its ranking, after each change of it.

    A mark, a correction of a mark or a runner, and an entry cost what they change, however many
    run; for anything else a new one must be made. `corrections` and `bibs` are the race book's own:
    it keeps them up, and tells here what has changed.
    """

    def __init__(self, race: IndividualRace, corrections: Holding, bibs: BibBook) -> None:
        self._started_at_ms = race.started_at_ms
        self._reader = MarkReader(corrections, bibs, race.started_at_ms)
        self._rules = rules = Rules(race, corrections, bibs)
        self._marks = {mark.id: mark for mark in race.marks}
        read = (self._reader.crossing_of(mark) for mark in self._marks.values())
        crossings = [crossing for crossing in read if crossing is not None]
        self._passages = passages = Passages(crossings)
        self._views: dict[str, MarkView] = {}
        self._flagged: Counter[int] = Counter()
        # Ids of the marks with bibs that nobody wore, by the key of the bib.
        self._strays: dict[str, dict[str, None]] = {}
        for crossing in crossings:
            self._see(rules.view_of(crossing, passages.beside(crossing)))
            if crossing.runner_id is None:
                self._stray(crossing)
        self._ranking = Ranking(
            rules.result_of(runner, passages.of(runner.id)) for runner in race.runners
        )
        # Of whom the result is not what it was, since the ranking was asked for.
        self._outdated: set[int] = set()

    # ---- what is asked ----

    @property
    def ranking(self) -> Ranking:
        """The results with their places."""
        if self._outdated:
            outdated, self._outdated = self._outdated, set()
            for runner_id in outdated:
                runner = self._rules.runners.get(runner_id)
                if runner is not None:
                    result = self._rules.result_of(runner, self._passages.of(runner_id))
                    self._ranking.put(result)
        return self._ranking

    @property
    def views(self) -> Mapping[str, MarkView]:
        """The marks that count, by their ids; those that are withdrawn are missing."""
        return self._views

    def outcome(self) -> Outcome:
        """The same as `outcome_of` the race."""
        marks = sorted(self._views.values(), key=lambda view: view.crossing.order)
        return Outcome(list(self.ranking.results), marks)

    def see(self, mark: Mark) -> Seen:
        """A mark that was taken in, and what is odd about it so far."""
        view = self._views.get(mark.id)
        if view is None:
            return Seen(None, None)
        started_at_ms, at_ms = self._started_at_ms, view.crossing.at_ms
        elapsed_ms = None if at_ms is None or started_at_ms is None else at_ms - started_at_ms
        return Seen(view, elapsed_ms)

    def marks_of(self, runner_id: int) -> set[str]:
        """Ids of the marks that are a runner's."""
        return {one for at in self._passages.of(runner_id).values() for one in at.ids()}

    def flagged_at(self, line_id: int) -> int:
        """How many of the marks at a line have something odd about them.

        Not those that wait for their bib or for their time: with one judge for times and one for
        bibs, all do.
        """
        return self._flagged[line_id]

    # ---- what changes ----

    def add(self, mark: Mark) -> None:
        """Takes a new mark in."""
        self._marks[mark.id] = mark
        self._take_in(mark)

    def correct(self, turned: Iterable[Correction]) -> None:
        """Follows corrections of marks and runners that hold now, or hold no more."""
        for one in turned:
            if one.kind in OF_MARKS:
                self._read(one.subject)
            elif one.kind in OF_RESULTS:
                self._look_again(int(one.subject))

    def enter(self, runner: Runner) -> None:
        """Takes a new runner in, whose bib nobody wore before, or the new entry of one."""
        self._rules.runners[runner.id] = runner
        for mark_id in list(self._strays.get(bib_key(runner.bib), ())):
            self._read(mark_id)
        self._look_again(runner.id)

    def stop(self, at_ms: int | None) -> None:
        """Takes in when the race was stopped: that makes marks odd, and changes no result."""
        if self._rules.stop_ms != at_ms:
            self._rules.stop_ms = at_ms
            self._view(list(self._views))

    # ---- inside ----

    def _read(self, mark_id: str) -> None:
        """Reads a mark anew, and all that hangs on it."""
        mark = self._marks.get(mark_id)
        if mark is None:
            # The correction of a mark that is not there.
            return
        view = self._views.pop(mark_id, None)
        if view is not None:
            if _is_odd(view):
                self._flagged[mark.line_id] -= 1
            crossing = view.crossing
            beside = self._passages.beside(crossing)
            if beside is None or crossing.runner_id is None:
                self._unstray(crossing)
            else:
                self._view(self._moved(crossing, beside, beside.drop))
                self._outdated.add(crossing.runner_id)
        self._take_in(mark)

    def _take_in(self, mark: Mark) -> None:
        """Reads a mark that is nowhere yet."""
        crossing = self._reader.crossing_of(mark)
        if crossing is None:
            return
        if crossing.runner_id is None:
            self._stray(crossing)
            self._see(self._rules.view_of(crossing, None))
            return
        beside = self._passages.at(crossing.runner_id, mark.line_id)
        # Before it is seen itself, which would be once more.
        self._view(self._moved(crossing, beside, beside.put))
        self._see(self._rules.view_of(crossing, beside))
        self._outdated.add(crossing.runner_id)

    def _moved(
        self, crossing: Crossing, beside: AtLine, move: Callable[[Crossing], None]
    ) -> list[str]:
        """Puts a crossing beside others of its runner, or drops it; whose flags that may change.

        It is the first mark of its judge, which is a second one now or no more, those without a
        time where the runner has one now or no more, and those with a time of judges who differ now
        or no more.
        """
        displaced = beside.displaced(crossing)
        touched = [] if displaced is None else [displaced]
        if crossing.at_ms is None:
            move(crossing)
            return touched
        rules, is_noted = self._rules, bool(beside.noted_ms)
        was_timed = is_noted and rules.counts_at(crossing, beside)
        differed = rules.differing(crossing, beside)
        move(crossing)
        if is_noted and rules.counts_at(crossing, beside) != was_timed:
            touched.extend(beside.without_time())
        # Not all: where a dozen judges differ, only what the one more changes.
        turned = differed ^ rules.differing(crossing, beside)
        if turned:
            touched.extend(beside.with_time({judge_id for judge_id, _ in turned}))
        return touched

    def _look_again(self, runner_id: int) -> None:
        """Follows changes of a runner that move none of its marks."""
        self._view(self.marks_of(runner_id))
        self._outdated.add(runner_id)

    def _view(self, mark_ids: Iterable[str]) -> None:
        for mark_id in mark_ids:
            view = self._views.get(mark_id)
            if view is not None:
                if _is_odd(view):
                    self._flagged[view.crossing.mark.line_id] -= 1
                beside = self._passages.beside(view.crossing)
                self._see(self._rules.view_of(view.crossing, beside))

    def _see(self, view: MarkView) -> None:
        mark = view.crossing.mark
        self._views[mark.id] = view
        if _is_odd(view):
            self._flagged[mark.line_id] += 1

    def _stray(self, crossing: Crossing) -> None:
        if crossing.bib is not None:
            self._strays.setdefault(bib_key(crossing.bib), {})[crossing.mark.id] = None

    def _unstray(self, crossing: Crossing) -> None:
        if crossing.bib is not None:
            del self._strays[bib_key(crossing.bib)][crossing.mark.id]

"""Everything that is known of one individual race, and what is asked of it most often."""

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tornado_timing.domain.individual.corrections import Correction, Kind, withdraws
from tornado_timing.domain.individual.crossings import BibBook
from tornado_timing.domain.individual.holding import Holding
from tornado_timing.domain.individual.live import LiveRace
from tornado_timing.domain.individual.marks import Assignment, Line, LineKind, Mark
from tornado_timing.domain.individual.published import Published
from tornado_timing.domain.individual.runners import AgeBand, Runner, Wave, bib_key
from tornado_timing.domain.individual.views import LineView, WaveView
from tornado_timing.domain.model import Competition

Setting = TypeVar("Setting", bound=Struct)


class RaceBook:
    """Entries, marks and corrections of one competition; `IndividualRaces` keeps it.

    `entered` are the runners with the bibs that they were entered with; `runner` and `runners`
    tell the ones that they wear now.
    """

    def __init__(self) -> None:
        # Counts the changes, for who keeps something made from this.
        self.version = 0
        # What follows from all of it, since somebody asked, as of this competition. Kept up, but
        # forgotten by what changes too much.
        self.live: tuple[Competition, LiveRace] | None = None
        self.entered: dict[int, Runner] = {}
        # Ids of those who were deleted and had asked not to be shown: in what is published, too.
        self._hidden_gone: set[int] = set()
        self.bands: tuple[AgeBand, ...] = ()
        self.waves: dict[int, Wave] = {}
        self.lines: dict[int, Line] = {}
        # By the id of the line, then by the judge's.
        self.assignments: dict[int, dict[int, Assignment]] = {}
        # In the order in which they were stored.
        self.marks: list[Mark] = []
        self.corrections: list[Correction] = []
        # What the organizer has chosen, by the kind of structure; see `settings`.
        self.settings: dict[type[Struct], Struct] = {}
        self.published = Published()
        # Those of them that hold.
        self.holding = Holding()
        self._last_correction_ms = 0
        self._corrections_of: dict[str, int] = {}
        self._marks_at: dict[int, int] = {}
        # Who wore what, and by the keys of bibs who wears them now; None until somebody asks.
        self._bibs: BibBook | None = None
        self._wearers: dict[str, int] = {}

    # ---- what is asked ----

    def runner(self, runner_id: int) -> Runner | None:
        """A runner with the bib that it wears now."""
        entered = self.entered.get(runner_id)
        return None if entered is None else self._as_worn(entered)

    def runners(self) -> list[Runner]:
        """All runners with the bibs that they wear now, in the order in which they were entered."""
        return [self._as_worn(entered) for entered in self.entered.values()]

    def is_hidden(self, runner_id: int) -> bool:
        """Whether a runner asks not to be shown, or did when it was deleted."""
        entered = self.entered.get(runner_id)
        return runner_id in self._hidden_gone if entered is None else entered.is_hidden

    def wearer(self, bib: str) -> Runner | None:
        """Who wears a bib now, however it is written."""
        self.bibs()
        runner_id = self._wearers.get(bib_key(bib)) if bib else None
        return None if runner_id is None else self.runner(runner_id)

    def known_by_bibs(self) -> dict[str, Runner]:
        """Whom a list means by the keys of bibs: who wears one now, else who was entered with it.

        A list that is read again may be older than the change of a bib. Of several who were
        entered with one that nobody wears any more it is the last.
        """
        worn = self.runners()
        entered = {bib_key(self.entered[runner.id].bib): runner for runner in worn}
        return entered | {bib_key(runner.bib): runner for runner in worn}

    def wave_view(self, wave: Wave) -> WaveView:
        """A wave with its official start."""
        return WaveView(wave, self.official_start_of(wave.id))

    def line_view(self, line: Line) -> LineView:
        """A line with who stands at it, by their ids."""
        at_line = self.assignments.get(line.id, {}).values()
        return LineView(line, tuple(sorted(at_line, key=lambda one: one.judge_id)))

    def official_start_of(self, wave_id: int) -> int | None:
        """Epoch ms of a wave's gun: corrected or, without a correction, as it was pressed."""
        corrected = self.holding.last(Kind.WAVE_START, str(wave_id))
        return self.waves[wave_id].started_at_ms if corrected is None else corrected.number

    def moment_after(self, now_ms: int) -> int:
        """`now_ms`, or a little later: a correction made then is later than all that there are."""
        return max(now_ms, self._last_correction_ms + 1)

    def runner_count_of_wave(self, wave_id: int) -> int:
        """How many runners are in a wave."""
        return sum(1 for runner in self.entered.values() if runner.wave_id == wave_id)

    def mark_count_at(self, line_id: int) -> int:
        """How many marks were made at a line, with the withdrawn."""
        return self._marks_at.get(line_id, 0)

    def correction_count_of(self, subject: str) -> int:
        """How many corrections of a subject there are, with those that hold no more."""
        return self._corrections_of.get(subject, 0)

    def setting(self, kind: type[Setting]) -> Setting:
        """What was chosen, or what holds where nothing was."""
        chosen = self.settings.get(kind)
        return chosen if isinstance(chosen, kind) else kind()

    def has_finish(self) -> bool:
        """Whether there is a finish line."""
        return any(line.kind is LineKind.FINISH for line in self.lines.values())

    def has_marks_that_count(self) -> bool:
        """Whether there is a mark that is not withdrawn."""
        last = self.holding.last
        return not all(withdraws(last(Kind.MARK_WITHDRAWN, mark.id)) for mark in self.marks)

    # ---- what changes it; `IndividualRaces` calls these ----

    def put_runner(self, runner: Runner) -> None:
        """Adds a runner or replaces its entry."""
        self.version += 1
        old = self.entered.get(runner.id)
        self.entered[runner.id] = runner
        if old is None or old.is_hidden != runner.is_hidden:
            self.published.hiding_changed()
        if self._keeps_bibs(old, runner):
            if self.live is not None:
                self.live[1].enter(runner)
        else:
            self._bibs = self.live = None

    def _keeps_bibs(self, old: Runner | None, runner: Runner) -> bool:
        """Whether everybody else wears and wore the same as before, with this entry too."""
        if self._bibs is None:
            return False
        if old is not None:
            return (old.bib, old.registered_at_ms) == (runner.bib, runner.registered_at_ms)
        if not self._bibs.add(runner):
            return False
        self._wearers[bib_key(runner.bib)] = runner.id
        return True

    def drop_runner(self, runner_id: int) -> None:
        """Forgets a runner, but not that it asked not to be shown."""
        self._changed()
        self._bibs = None
        if self.entered.pop(runner_id).is_hidden:
            self.keep_hidden(runner_id)

    def keep_hidden(self, runner_id: int) -> None:
        """Shows somebody who was deleted in nothing that is published."""
        self._hidden_gone.add(runner_id)

    def put_bands(self, bands: tuple[AgeBand, ...]) -> None:
        """Takes these bands in the place of those that there are."""
        self._changed()
        self.bands = bands

    def put_wave(self, wave: Wave) -> None:
        """Adds a wave or replaces it."""
        self._changed()
        self.waves[wave.id] = wave

    def drop_wave(self, wave_id: int) -> None:
        """Forgets a wave."""
        self._changed()
        del self.waves[wave_id]

    def put_line(self, line: Line) -> None:
        """Adds a line or replaces it."""
        self._changed()
        self.lines[line.id] = line

    def drop_line(self, line_id: int) -> None:
        """Forgets a line; its marks stay, and count nowhere."""
        self._changed()
        del self.lines[line_id]

    def add_mark(self, mark: Mark) -> None:
        """Takes a new mark in."""
        self.version += 1
        self.marks.append(mark)
        self._marks_at[mark.line_id] = self._marks_at.get(mark.line_id, 0) + 1
        if self.live is not None:
            self.live[1].add(mark)

    def add_correction(self, correction: Correction) -> None:
        """Takes a new correction in."""
        self.version += 1
        self.corrections.append(correction)
        count = self._corrections_of.get(correction.subject, 0)
        self._corrections_of[correction.subject] = count + 1
        self._last_correction_ms = max(self._last_correction_ms, correction.made_at_ms)
        turned = self.holding.add(correction)
        kinds = {one.kind for one in turned}
        if Kind.RUNNER_BIB in kinds:
            self._bibs = self.live = None
        elif Kind.WAVE_START in kinds or Kind.TIMER_OFFSET in kinds:
            self.live = None
        elif self.live is not None:
            self.live[1].correct(turned)

    def forget_marks(self) -> list[Runner]:
        """Forgets marks and corrections; the entries that get the bibs that are worn now."""
        self._changed()
        worn = [self._as_worn(entered) for entered in self.entered.values()]
        changed = [runner for runner in worn if runner != self.entered[runner.id]]
        self.entered.update((runner.id, runner) for runner in changed)
        self.marks, self.corrections, self._marks_at, self._corrections_of = [], [], {}, {}
        self.holding, self._bibs = Holding(), None
        self.published = Published()
        return changed

    def _changed(self) -> None:
        self.version += 1
        self.live = None

    def _as_worn(self, entered: Runner) -> Runner:
        bib = self.bibs().bib_of(entered.id)
        return entered if bib == entered.bib else replace(entered, bib=bib)

    def bibs(self) -> BibBook:
        """Who wore which bib when; do not change it."""
        if self._bibs is None:
            changes = self.holding.of_kind(Kind.RUNNER_BIB)
            self._bibs = BibBook(self.entered.values(), changes)
            worn = ((number, self._bibs.bib_of(number)) for number in self.entered)
            self._wearers = {bib_key(bib): number for number, bib in worn if bib}
        return self._bibs

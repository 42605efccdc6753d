"""Everything that is known of one individual race, and what is asked of it most often."""

from collections.abc import Iterable

from msgspec.structs import replace

from tornado_timing.domain.individual.corrections import Correction, Kind, in_force
from tornado_timing.domain.individual.crossings import BibBook
from tornado_timing.domain.individual.marks import Assignment, Line, LineKind, Mark
from tornado_timing.domain.individual.results import Outcome
from tornado_timing.domain.individual.runners import AgeBand, Runner, Wave, bib_key
from tornado_timing.domain.individual.views import LineView, WaveView
from tornado_timing.domain.individual.watching import Watch
from tornado_timing.domain.model import Competition

# Of these follow the bibs that runners wear, and the official starts of waves.
_OF_ENTRIES = frozenset({Kind.RUNNER_BIB, Kind.WAVE_START, Kind.UNDO})


class RaceBook:
    """Entries, marks and corrections of one competition; `IndividualRaces` keeps it.

    `entered` are the runners with the bibs that they were entered with; `runner` and `runners`
    tell the ones that they wear now.
    """

    def __init__(self) -> None:
        # Counts the changes, for who keeps something made from this.
        self.version = 0
        self.outcome: tuple[Competition, Outcome] | None = None
        # Kept up by new marks, and forgotten when anything else changes.
        self.watch: tuple[Competition, Watch] | None = None
        self.entered: dict[int, Runner] = {}
        self.bands: tuple[AgeBand, ...] = ()
        self.waves: dict[int, Wave] = {}
        self.lines: dict[int, Line] = {}
        # By the id of the line, then by the judge's.
        self.assignments: dict[int, dict[int, Assignment]] = {}
        # In the order in which they were stored.
        self.marks: list[Mark] = []
        self.corrections: list[Correction] = []
        self._last_correction_ms = 0
        self._corrections_of: dict[str, int] = {}
        self._marks_at: dict[int, int] = {}
        # What is worn now, by runner; None until somebody asks.
        self._bibs: dict[int, str] | None = None
        self._wearers: dict[str, int] = {}
        self._starts_ms: dict[int, int | None] | None = None

    # ---- what is asked ----

    def runner(self, runner_id: int) -> Runner | None:
        """A runner with the bib that it wears now."""
        entered = self.entered.get(runner_id)
        return None if entered is None else self._as_worn(entered)

    def runners(self) -> list[Runner]:
        """All runners with the bibs that they wear now, in the order in which they were entered."""
        return [self._as_worn(entered) for entered in self.entered.values()]

    def wearer(self, bib: str) -> Runner | None:
        """Who wears a bib now, however it is written."""
        self._worn()
        runner_id = self._wearers.get(bib_key(bib))
        return None if runner_id is None else self.runner(runner_id)

    def wave_view(self, wave: Wave) -> WaveView:
        """A wave with its official start."""
        return WaveView(wave, self.official_start_of(wave.id))

    def line_view(self, line: Line) -> LineView:
        """A line with who stands at it, by their ids."""
        at_line = self.assignments.get(line.id, {}).values()
        return LineView(line, tuple(sorted(at_line, key=lambda one: one.judge_id)))

    def official_start_of(self, wave_id: int) -> int | None:
        """Epoch ms of a wave's gun: corrected or, without a correction, as it was pressed."""
        if self._starts_ms is None:
            starts = (one for one in in_force(self.corrections) if one.kind is Kind.WAVE_START)
            self._starts_ms = {int(one.subject): one.number for one in starts}
        if wave_id in self._starts_ms:
            return self._starts_ms[wave_id]
        return self.waves[wave_id].started_at_ms

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

    def has_finish(self) -> bool:
        """Whether there is a finish line."""
        return any(line.kind is LineKind.FINISH for line in self.lines.values())

    def has_marks_that_count(self) -> bool:
        """Whether there is a mark that is not withdrawn."""
        if not self.marks:
            return False
        withdrawn = {
            one.subject for one in in_force(self.corrections) if one.kind is Kind.MARK_WITHDRAWN
        }
        return any(mark.id not in withdrawn for mark in self.marks)

    # ---- what changes it; `IndividualRaces` calls these ----

    def put_runner(self, runner: Runner) -> None:
        """Adds a runner or replaces its entry."""
        self._changed()
        old = self.entered.get(runner.id)
        self.entered[runner.id] = runner
        if self._bibs is not None and old is None:
            # Nobody has changed its bib yet.
            self._bibs[runner.id] = runner.bib
            self._wearers[bib_key(runner.bib)] = runner.id
        elif old is not None and old.bib != runner.bib:
            self._bibs = None

    def drop_runner(self, runner_id: int) -> None:
        """Forgets a runner."""
        self._changed()
        self._bibs = None
        del self.entered[runner_id]

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
        watch = self.watch
        self._changed()
        if watch is not None:
            watch[1].add(mark)
            self.watch = watch
        self.marks.append(mark)
        self._marks_at[mark.line_id] = self._marks_at.get(mark.line_id, 0) + 1

    def add_correction(self, correction: Correction) -> None:
        """Takes a new correction in."""
        self._changed()
        self.corrections.append(correction)
        count = self._corrections_of.get(correction.subject, 0)
        self._corrections_of[correction.subject] = count + 1
        self._last_correction_ms = max(self._last_correction_ms, correction.made_at_ms)
        if correction.kind in _OF_ENTRIES:
            self._bibs = self._starts_ms = None

    def forget_marks(self) -> list[Runner]:
        """Forgets marks and corrections; the entries that get the bibs that are worn now."""
        self._changed()
        worn = [self._as_worn(entered) for entered in self.entered.values()]
        changed = [runner for runner in worn if runner != self.entered[runner.id]]
        self.entered.update((runner.id, runner) for runner in changed)
        self.marks, self.corrections, self._marks_at, self._corrections_of = [], [], {}, {}
        self._bibs = self._starts_ms = None
        return changed

    def _changed(self) -> None:
        self.version += 1
        self.outcome = self.watch = None

    def _as_worn(self, entered: Runner) -> Runner:
        bib = self._worn()[entered.id]
        return entered if bib == entered.bib else replace(entered, bib=bib)

    def _worn(self) -> dict[int, str]:
        if self._bibs is None:
            book = BibBook(self.entered.values(), in_force(self.corrections))
            self._bibs = {runner_id: book.bib_of(runner_id) for runner_id in self.entered}
            self._wearers = _by_key(self._bibs.items())
        return self._bibs


def _by_key(bibs: Iterable[tuple[int, str]]) -> dict[str, int]:
    return {bib_key(bib): runner_id for runner_id, bib in bibs if bib}

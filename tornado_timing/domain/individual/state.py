"""What is known of individual races, in memory: part of `domain.state.State`.

Like all of it, built from the file and changed only by methods that mirror one write each.
"""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.corrections import Correction
from tornado_timing.domain.individual.live import LiveRace
from tornado_timing.domain.individual.marks import Assignment, Line, Mark
from tornado_timing.domain.individual.prizes import PrizeRules
from tornado_timing.domain.individual.publishing import Publication, PublicResults
from tornado_timing.domain.individual.race import IndividualRace, day_of
from tornado_timing.domain.individual.results import Outcome
from tornado_timing.domain.individual.runners import AgeBand, Runner, Wave
from tornado_timing.domain.individual.team_scoring import TeamScoring
from tornado_timing.domain.individual.views import LineView, WaveView
from tornado_timing.domain.model import Competition

_IN_THE_BIN = Competition(id=0, name="", scheduled_at_ms=0)


class IndividualRaces:
    """Runners, bands, waves, lines, marks and corrections of all competitions.

    What belongs to a competition in the bin stays here and is found no more, until that comes
    back: `competitions` are those that are not in it.
    """

    def __init__(self, competitions: Mapping[int, Competition]) -> None:
        self._competitions = competitions
        self._books: dict[int, RaceBook] = {}
        # By their ids, the number of the competition; of lines the deleted ones as well.
        self._of_runner: dict[int, int] = {}
        self._of_wave: dict[int, int] = {}
        self._of_line: dict[int, int] = {}
        self._lines_of_judge: dict[int, dict[int, Assignment]] = {}
        # By their ids in small letters.
        self._marks: dict[str, Mark] = {}
        self._corrections: dict[str, Correction] = {}

    # ---- one competition ----

    def book_of(self, competition_id: int) -> RaceBook:
        """Everything of one competition; do not change what is returned."""
        return self._books.get(competition_id) or RaceBook()

    def race_of(self, competition_id: int) -> IndividualRace:
        """What the results of a competition follow from. Raises KeyError unless it is there."""
        return _race(self._competitions[competition_id], self.book_of(competition_id))

    def live_of(self, competition_id: int) -> LiveRace:
        """What follows from everything of a race; of one in the bin as without a start.

        The same as long as it could be kept up with what has changed.
        """
        competition = self._competitions.get(competition_id) or _IN_THE_BIN
        book = self.book_of(competition_id)
        as_of, live = book.live or (None, None)
        if as_of is competition and live is not None:
            return live
        if as_of is None or live is None or _start(as_of) != _start(competition):
            live = LiveRace(_race(competition, book), book.holding, book.bibs())
        else:
            live.stop(competition.finished_at_ms)
        book.live = (competition, live)
        return live

    def outcome_of(self, competition_id: int) -> Outcome:
        """The same as `results.outcome_of` this race. Raises KeyError unless it is there."""
        if competition_id not in self._competitions:
            raise KeyError(competition_id)
        return self.live_of(competition_id).outcome()

    def public_of(self, competition_id: int) -> PublicResults:
        """What everybody sees of a race. Raises KeyError unless it is there."""
        published = self.book_of(competition_id).published
        official = published.last if competition_id in self._competitions else None
        frozen = None if official is None else self._frozen(competition_id, official)
        return frozen or self.current_of(competition_id)

    def current_of(self, competition_id: int) -> PublicResults:
        """What everybody would see if nothing were official. Raises KeyError unless it is there."""
        competition = self._competitions[competition_id]
        book = self.book_of(competition_id)
        return PublicResults(
            name=competition.name,
            scheduled_at_ms=competition.scheduled_at_ms,
            shown=competition.shown,
            ranking=self.live_of(competition_id).ranking,
            team_scoring=book.setting(TeamScoring),
            prizes=book.setting(PrizeRules),
            publication=book.published.last,
            official_start_ms=competition.official_start_ms,
            finished_at_ms=competition.finished_at_ms,
        )

    def official_of(self, competition_id: int, version: int) -> PublicResults | None:
        """An official version as it was published; None where there is none with this number."""
        official = self.book_of(competition_id).published.official(version)
        return None if official is None else self._frozen(competition_id, official)

    def _frozen(self, competition_id: int, publication: Publication) -> PublicResults | None:
        book, frozen = self.book_of(competition_id), publication.snapshot
        ranking = book.published.ranking_of(publication, book.is_hidden)
        if frozen is None or ranking is None:
            return None
        return PublicResults(
            name=frozen.name,
            scheduled_at_ms=frozen.scheduled_at_ms,
            shown=frozen.shown,
            ranking=ranking,
            team_scoring=frozen.team_scoring,
            prizes=frozen.prizes,
            publication=publication,
            official_start_ms=frozen.official_start_ms,
            finished_at_ms=frozen.finished_at_ms,
        )

    # ---- settings and publications ----

    def put_setting(self, competition_id: int, value: Struct) -> None:
        """Takes what was chosen in the place of what was chosen before of its kind."""
        self._book(competition_id).settings[type(value)] = value

    def add_publication(self, publication: Publication) -> None:
        """Takes in one more step of publishing."""
        self._book(publication.competition_id).published.add(publication)

    # ---- runners ----

    def put_runner(self, runner: Runner) -> None:
        """Adds a runner or replaces its entry, whose bib is the one that it was entered with."""
        self._of_runner[runner.id] = runner.competition_id
        self._book(runner.competition_id).put_runner(runner)

    def drop_runner(self, runner_id: int) -> None:
        """Forgets a runner; marks with its bib are nobody's from then on."""
        self._book(self._of_runner.pop(runner_id)).drop_runner(runner_id)

    def keep_hidden(self, competition_id: int, runner_id: int) -> None:
        """Shows somebody who was deleted in nothing that is published."""
        self._book(competition_id).keep_hidden(runner_id)

    def runner(self, runner_id: int) -> Runner | None:
        """The runner with this id, with the bib that it wears now."""
        book = self._visible(self._of_runner.get(runner_id))
        return None if book is None else book.runner(runner_id)

    def entered(self, runner_id: int) -> Runner:
        """The runner's row: with the bib that it was entered with. Raises KeyError."""
        return self._books[self._of_runner[runner_id]].entered[runner_id]

    # ---- bands, waves, lines ----

    def add_band(self, band: AgeBand) -> None:
        """Adds a band after those that its competition has."""
        book = self._book(band.competition_id)
        book.put_bands((*book.bands, band))

    def put_bands(self, competition_id: int, bands: Iterable[AgeBand]) -> None:
        """Gives a competition these bands in the place of those that it has."""
        self._book(competition_id).put_bands(tuple(bands))

    def put_wave(self, wave: Wave) -> None:
        """Adds a wave or replaces the one with its id."""
        self._of_wave[wave.id] = wave.competition_id
        self._book(wave.competition_id).put_wave(wave)

    def drop_wave(self, wave_id: int) -> None:
        """Forgets a wave, which must have no runners."""
        self._book(self._of_wave.pop(wave_id)).drop_wave(wave_id)

    def wave(self, wave_id: int) -> WaveView | None:
        """The wave with this id."""
        book = self._visible(self._of_wave.get(wave_id))
        return None if book is None else book.wave_view(book.waves[wave_id])

    def put_line(self, line: Line) -> None:
        """Adds a line or replaces the one with its id."""
        self._of_line[line.id] = line.competition_id
        self._book(line.competition_id).put_line(line)

    def drop_line(self, line_id: int) -> None:
        """Forgets a line and who stands at it; marks that come for it still find their race."""
        self._stand_down(line_id)
        self._book(self._of_line[line_id]).drop_line(line_id)

    def line(self, line_id: int) -> LineView | None:
        """The line with this id, unless it was deleted."""
        book = self._visible(self._of_line.get(line_id))
        line = None if book is None else book.lines.get(line_id)
        return None if book is None or line is None else book.line_view(line)

    def competition_of_line(self, line_id: int) -> int | None:
        """The number of a line's competition, also where one of them was deleted."""
        return self._of_line.get(line_id)

    # ---- judges at lines ----

    def put_assignments(self, line_id: int, assignments: Iterable[Assignment]) -> None:
        """Has these judges stand at a line, and nobody else."""
        self._stand_down(line_id)
        for assignment in assignments:
            self.assign(assignment)

    def assign(self, assignment: Assignment) -> None:
        """Has one judge more stand at a line."""
        book = self._books[self._of_line[assignment.line_id]]
        book.assignments.setdefault(assignment.line_id, {})[assignment.judge_id] = assignment
        lines = self._lines_of_judge.setdefault(assignment.judge_id, {})
        lines[assignment.line_id] = assignment

    def drop_judge(self, judge_id: int) -> None:
        """Takes a judge from all lines."""
        for line_id in self._lines_of_judge.pop(judge_id, {}):
            self._books[self._of_line[line_id]].assignments[line_id].pop(judge_id)

    def assignments_of(self, judge_id: int) -> list[Assignment]:
        """Where a judge stands, by the ids of lines; not in competitions that are in the bin."""
        lines = sorted(self._lines_of_judge.get(judge_id, {}).items())
        return [one for line_id, one in lines if self._of_line[line_id] in self._competitions]

    def judges_of(self, competition_id: int) -> set[int]:
        """Ids of the judges who stand at a line of a competition."""
        assignments = self.book_of(competition_id).assignments.values()
        return {judge_id for at_line in assignments for judge_id in at_line}

    def stands_in(self, competition_id: int, judge_id: int) -> bool:
        """Whether a judge stands at a line of a competition."""
        competitions = map(self._of_line.get, self._lines_of_judge.get(judge_id, ()))
        return competition_id in competitions

    def competitions_of_judge(self, judge_id: int) -> set[int]:
        """Ids of the competitions at whose lines a judge stands."""
        return {self._of_line[one.line_id] for one in self.assignments_of(judge_id)}

    # ---- marks and corrections ----

    def add_mark(self, mark: Mark) -> None:
        """Takes a mark in, once; its line may have been deleted, but must have been there."""
        key = mark.id.lower()
        if key not in self._marks:
            self._marks[mark.id if key == mark.id else key] = mark
            self._book(self._of_line[mark.line_id]).add_mark(mark)

    def mark(self, mark_id: str) -> Mark | None:
        """The mark with this id, in any case of letters; it may be withdrawn."""
        return self._marks.get(mark_id.lower())

    def add_correction(self, correction: Correction) -> None:
        """Takes a correction in, once."""
        key = correction.id.lower()
        if key not in self._corrections:
            self._corrections[key] = correction
            self._book(correction.competition_id).add_correction(correction)

    def correction(self, correction_id: str) -> Correction | None:
        """The correction with this id, in any case of letters; it may be undone."""
        return self._corrections.get(correction_id.lower())

    # ---- for good ----

    def forget_marks(self, competition_id: int) -> list[Runner]:
        """Forgets the marks and corrections of a competition, in the bin or not.

        Runners keep the bibs that they wear: these are the entries that change with it.
        """
        book = self._books.get(competition_id)
        if book is None:
            return []
        self._drop_ids(book)
        return book.forget_marks()

    def forget(self, competition_ids: Collection[int]) -> None:
        """Forgets competitions with everything that they have."""
        for competition_id in competition_ids:
            book = self._books.pop(competition_id, None)
            if book is not None:
                self._drop_ids(book)
        gone = set(competition_ids)
        for line_id, competition_id in list(self._of_line.items()):
            if competition_id in gone:
                del self._of_line[line_id]
                for lines in self._lines_of_judge.values():
                    lines.pop(line_id, None)
        for index in (self._of_runner, self._of_wave):
            for number in [number for number, one in index.items() if one in gone]:
                del index[number]

    def _drop_ids(self, book: RaceBook) -> None:
        for mark in book.marks:
            self._marks.pop(mark.id.lower(), None)
        for correction in book.corrections:
            self._corrections.pop(correction.id.lower(), None)

    def _stand_down(self, line_id: int) -> None:
        book = self._books[self._of_line[line_id]]
        for judge_id in book.assignments.pop(line_id, {}):
            del self._lines_of_judge[judge_id][line_id]

    def _book(self, competition_id: int) -> RaceBook:
        book = self._books.get(competition_id)
        if book is None:
            book = self._books[competition_id] = RaceBook()
        return book

    def _visible(self, competition_id: int | None) -> RaceBook | None:
        if competition_id is None or competition_id not in self._competitions:
            return None
        return self._books.get(competition_id)


def _start(competition: Competition) -> tuple[int, int | None, int]:
    """What everybody's result hangs on."""
    return (
        competition.scheduled_at_ms,
        competition.started_at_ms,
        competition.start_correction_ms,
    )


def _race(competition: Competition, book: RaceBook) -> IndividualRace:
    return IndividualRace(
        day=day_of(competition.scheduled_at_ms),
        started_at_ms=competition.started_at_ms,
        start_correction_ms=competition.start_correction_ms,
        finished_at_ms=competition.finished_at_ms,
        bands=book.bands,
        waves=tuple(book.waves.values()),
        lines=tuple(book.lines.values()),
        runners=tuple(book.entered.values()),
        marks=tuple(book.marks),
        corrections=tuple(book.corrections),
    )

"""Carrying the individual races of an event document over: waves, lines and runners."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import asdict, replace

from tornado_timing.domain.errors import CompetitionHasRunners, CompetitionHasTimes
from tornado_timing.domain.event_document import (
    CompetitionEntry,
    EventDocument,
    LineEntry,
    Problem,
    RunnerEntry,
    WaveEntry,
)
from tornado_timing.domain.events import EntriesChanged, Event
from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.entering import check_kind, is_possible_birth_date
from tornado_timing.domain.individual.marks import Assignment, Line
from tornado_timing.domain.individual.race import day_of
from tornado_timing.domain.individual.runners import Runner, Wave, bib_key
from tornado_timing.domain.model import Competition, CompetitionKind, Role
from tornado_timing.domain.state import State
from tornado_timing.service.lines import assignment_events
from tornado_timing.store import entries
from tornado_timing.store.writer import Write


class EntriesChange:
    """Carries checked entries over into the state, collecting what to write and to tell."""

    def __init__(self, state: State, now_ms: int) -> None:
        self._state = state
        self._now_ms = now_ms
        self.writes: list[Write] = []
        self.events: list[Event] = []
        self.created = 0
        self.updated = 0
        self._new_runners: list[Runner] = []
        self._known: dict[int, Mapping[str, Runner]] = {}
        self._changed: set[int] = set()

    def carry(self, event: EventDocument) -> None:
        """Makes what `event` names, or changes it to what it says; competitions are there."""
        for wave in event.waves:
            self._wave(wave)
        for line in event.lines:
            self._line(line)
        for runner in event.runners:
            self._runner(runner)
        if self._new_runners:
            self.writes.append(entries.put_runners(self._new_runners))
        self.events += [EntriesChanged(competition_id) for competition_id in sorted(self._changed)]

    def _wave(self, entry: WaveEntry) -> None:
        competition_id, book = self._race(entry.competition)
        if _named(book.waves, entry.name) is not None:
            return
        wave = Wave(id=self._state.new_id("wave"), competition_id=competition_id, name=entry.name)
        self._state.individual.put_wave(wave)
        self._note(competition_id, entries.put_wave(wave), is_new=True)

    def _line(self, entry: LineEntry) -> None:
        competition_id, book = self._race(entry.competition)
        if entry.is_default and book.has_finish():
            return
        old = _named(book.lines, entry.name)
        number = self._state.new_id("line") if old is None else old.id
        new = Line(id=number, competition_id=competition_id, name=entry.name, kind=entry.kind)
        races = self._state.individual
        modes = {self._judge_id(username): mode for username, mode in entry.judges.items()}
        judges = [Assignment(judge_id, number, mode) for judge_id, mode in sorted(modes.items())]
        before = () if old is None else book.line_view(old).judges
        if new == old and tuple(judges) == before:
            return
        races.put_line(new)
        self._note(competition_id, entries.put_line(new), is_new=old is None)
        if tuple(judges) != before:
            races.put_assignments(number, judges)
            self.writes += entries.put_assignments(number, judges)
            self.events += assignment_events(new, before, judges)

    def _runner(self, entry: RunnerEntry) -> None:
        competition_id, book = self._race(entry.competition)
        races = self._state.individual
        fields = asdict(entry)
        del fields["competition"], fields["bib"]
        name = fields.pop("wave")
        wave = None if name is None else _named(book.waves, name)
        fields["wave_id"] = None if wave is None else wave.id
        known = self._known_by_bibs(competition_id).get(bib_key(entry.bib))
        if known is None:
            new = Runner(
                id=self._state.new_id("runner"),
                competition_id=competition_id,
                bib=entry.bib,
                registered_at_ms=self._now_ms,
                **fields,
            )
        else:
            new = replace(races.entered(known.id), **fields)
            if new == races.entered(known.id):
                return
        races.put_runner(new)
        self._new_runners.append(new)
        self._note(competition_id, None, is_new=known is None)

    def _known_by_bibs(self, competition_id: int) -> Mapping[str, Runner]:
        """The runners from before: no two entries of a document are of one runner."""
        if competition_id not in self._known:
            book = self._state.individual.book_of(competition_id)
            self._known[competition_id] = book.known_by_bibs()
        return self._known[competition_id]

    def _race(self, name: str) -> tuple[int, RaceBook]:
        competition = competition_named(self._state, name)
        assert competition is not None
        return competition.id, self._state.individual.book_of(competition.id)

    def _judge_id(self, username: str) -> int:
        account = self._state.account_by_login(username)
        assert account is not None
        return account.id

    def _note(self, competition_id: int, write: Write | None, *, is_new: bool) -> None:
        self._changed.add(competition_id)
        self.created += is_new
        self.updated += not is_new
        if write is not None:
            self.writes.append(write)


def find_entry_problems(state: State, event: EventDocument) -> Iterable[Problem]:
    """Everything that stands against carrying the individual races of `event` over."""
    check = _Check(state, event)
    for index, competition in enumerate(event.competitions):
        yield from check.kind(index, competition)
    for index, wave in enumerate(event.waves):
        yield from check.race("olas", index, wave.competition)
        yield from check.once("olas", index, "nombre", wave.competition, wave.name)
    for index, line in enumerate(event.lines):
        if not line.is_default:
            yield from check.race("lineas", index, line.competition)
            yield from check.once("lineas", index, "nombre", line.competition, line.name)
            yield from check.judges(index, line)
    for index, runner in enumerate(event.runners):
        yield from check.race("corredores", index, runner.competition)
        yield from check.runner(index, runner)


class _Check:
    """Looks entries up in the document and in the state."""

    def __init__(self, state: State, event: EventDocument) -> None:
        self._state = state
        self._named = {one.name.casefold(): one for one in event.competitions}
        self._judges = {one.username.casefold() for one in event.judges}
        self._waves = {(one.competition.casefold(), one.name.casefold()) for one in event.waves}
        self._seen: set[tuple[str, str, str]] = set()
        self._known: dict[str, Mapping[str, Runner]] = {}

    def kind(self, index: int, entry: CompetitionEntry) -> Iterable[Problem]:
        """Whether a competition may become of the kind that the document says."""
        old = competition_named(self._state, entry.name)
        if old is None:
            return
        try:
            check_kind(self._state, old, replace(old, kind=entry.kind))
        except CompetitionHasTimes:
            yield Problem("competencias", index, "tipo", "competition_has_times")
        except CompetitionHasRunners:
            yield Problem("competencias", index, "tipo", "competition_has_runners")

    def race(self, section: str, index: int, name: str) -> Iterable[Problem]:
        """Whether there is an individual competition of this name, or will be."""
        old = competition_named(self._state, name)
        found = self._named.get(name.casefold(), old)
        if found is None:
            yield Problem(section, index, "competencia", "unknown", {"value": name})
        elif found.kind is not CompetitionKind.INDIVIDUAL:
            yield Problem(section, index, "competencia", "not_individual", {"value": name})

    def once(
        self, section: str, index: int, field: str, competition: str, value: str
    ) -> Iterable[Problem]:
        """Whether no entry before says the same of the same competition."""
        key = (section, competition.casefold(), value.casefold())
        if key in self._seen:
            yield Problem(section, index, field, "repeated", {"value": value})
        self._seen.add(key)

    def judges(self, index: int, line: LineEntry) -> Iterable[Problem]:
        """Whether those who are to stand at a line are judges."""
        for username in line.judges:
            account = self._state.account_by_login(username)
            is_judge = account is not None and account.role is Role.JUDGE
            if not is_judge and username.casefold() not in self._judges:
                yield Problem("lineas", index, "jueces", "unknown", {"value": username})

    def runner(self, index: int, entry: RunnerEntry) -> Iterable[Problem]:
        """Whether a runner's bib is its own, its wave there, and its birth date possible."""
        key = entry.competition.casefold()
        old = competition_named(self._state, entry.competition)
        bib = self._bib_of(entry, old)
        yield from self.once("corredores", index, "dorsal", entry.competition, bib)
        if entry.wave is not None and (key, entry.wave.casefold()) not in self._waves:
            book = RaceBook() if old is None else self._state.individual.book_of(old.id)
            if _named(book.waves, entry.wave) is None:
                yield Problem("corredores", index, "ola", "unknown", {"value": entry.wave})
        competition = self._named.get(key, old)
        if competition is not None and entry.birth_date is not None:
            day = day_of(competition.scheduled_at_ms)
            if not is_possible_birth_date(entry.birth_date, day):
                yield Problem("corredores", index, "fecha_nacimiento", "out_of_range")

    def _bib_of(self, entry: RunnerEntry, competition: Competition | None) -> str:
        """The key of the bib that is worn now by whom an entry is about, or will be."""
        key = entry.competition.casefold()
        if key not in self._known:
            book = RaceBook()
            if competition is not None:
                book = self._state.individual.book_of(competition.id)
            self._known[key] = book.known_by_bibs()
        known = self._known[key].get(bib_key(entry.bib))
        return bib_key(entry.bib if known is None else known.bib)


def competition_named(state: State, name: str) -> Competition | None:
    """The competition of this name, in any case of letters."""
    key = name.casefold()
    return next((item for item in state.competitions.values() if item.name.casefold() == key), None)


def _named(things: Mapping[int, Any], name: str) -> Any:
    """The wave or line of this name, in any case of letters."""
    key = name.casefold()
    return next((thing for thing in things.values() if thing.name.casefold() == key), None)

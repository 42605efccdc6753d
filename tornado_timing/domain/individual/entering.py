"""What may be entered for an individual race, and when a competition may become one."""

import datetime

from tornado_timing.domain import errors
from tornado_timing.domain.individual.book import RaceBook
from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.model import Competition, CompetitionKind
from tornado_timing.domain.state import State

# Letters, digits, and what lists put between them.
BIB_PATTERN = r"^[0-9A-Za-zÁÉÍÓÚÜÑáéíóúüñ./-]{1,12}$(?!\n)"
MAX_AGE = 130
FIRST_BIRTH_YEAR = 1900


def is_possible_birth_date(born: datetime.date, day: datetime.date) -> bool:
    """Whether who runs on `day` can be born then."""
    return born.year >= FIRST_BIRTH_YEAR and born <= day


def check_runner(book: RaceBook, runner: Runner, day: datetime.date) -> None:
    """Raises unless `runner`, with the bib that it is to wear, may be in the race of that `day`.

    Raises BibTaken, UnknownWave, ImpossibleBirthDate.
    """
    wearer = book.wearer(runner.bib)
    if wearer is not None and wearer.id != runner.id:
        name = wearer.full_name or wearer.bib
        raise errors.BibTaken(bib=wearer.bib, name=name, runner_id=wearer.id)
    if runner.wave_id is not None and runner.wave_id not in book.waves:
        raise errors.UnknownWave(wave_id=runner.wave_id)
    if runner.birth_date is not None and not is_possible_birth_date(runner.birth_date, day):
        raise errors.ImpossibleBirthDate()


def check_wave_name(book: RaceBook, wave_id: int | None, name: str) -> None:
    """Raises WaveNameTaken if another wave of the race has this name, in any case of letters."""
    for other in book.waves.values():
        if other.id != wave_id and other.name.casefold() == name.casefold():
            raise errors.WaveNameTaken(name=other.name)


def individual_competition(state: State, competition_id: int) -> Competition:
    """The competition with this id. Raises UnknownCompetition, CompetitionNotIndividual."""
    competition = state.competitions.get(competition_id)
    if competition is None:
        raise errors.UnknownCompetition(competition_id=competition_id)
    if competition.kind is not CompetitionKind.INDIVIDUAL:
        raise errors.CompetitionNotIndividual(name=competition.name)
    return competition


def individual_of_path(state: State, competition_id: int) -> Competition:
    """The competition that a path names. Raises NotFound, CompetitionNotIndividual."""
    if competition_id not in state.competitions:
        raise errors.NotFound()
    return individual_competition(state, competition_id)


def check_kind(state: State, old: Competition, new: Competition) -> None:
    """Raises unless a competition may change its kind, if it does: it has nothing of either yet.

    Times that are withdrawn, or of teams in the bin, are times all the same.
    Raises CompetitionHasTimes, CompetitionHasRunners.
    """
    if new.kind is old.kind:
        return
    book = state.individual.book_of(old.id)
    team_ids = {team.id for team in state.teams_of(old.id)} | state.bin.team_ids(old.id)
    if book.marks or any(state.records_of(team_ids)):
        raise errors.CompetitionHasTimes()
    if new.kind is CompetitionKind.TEAMS and book.entered:
        raise errors.CompetitionHasRunners()

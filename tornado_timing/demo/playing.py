"""What the command `demo` calls: one of the two races, from the empty server to its report."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from tornado_timing.demo import race
from tornado_timing.demo.individual import race as individual_race
from tornado_timing.language import Language


@dataclass(frozen=True, slots=True)
class Options:
    """How a race is played; for what they mean see `race.play`."""

    speed: float
    seed: int
    port: int
    stay: bool


async def play(
    options: Options, echo: Callable[[str], None], lang: Language, *, individual: bool
) -> int:
    """Plays a race by team, or one of people with bibs, and returns the exit code of its report.

    Raises what `race.play` and `individual.race.play` raise.
    """
    if individual:
        of_bibs = await individual_race.play(**asdict(options), echo=echo, lang=lang)
        return of_bibs.exit_code
    of_teams = await race.play(**asdict(options), echo=echo, lang=lang)
    return of_teams.exit_code

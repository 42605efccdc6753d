"""What a backup is made of sooner than at its pace: the starts, which no phone could send again."""

from collections.abc import Sequence

from tornado_timing.domain.individual.views import WaveView
from tornado_timing.domain.state import State

# Seconds, from the change; and from the start of a server.
SOON_S = 3.0


def starts_of(state: State) -> Sequence[object]:
    """When each race and wave was started, as corrected, and whether it goes on; to be compared."""
    races = [(one.id, one.is_running, one.official_start_ms) for one in state.competitions.values()]
    books = [state.individual.book_of(number) for number in state.competitions]
    waves = [_start_of(book.wave_view(wave)) for book in books for wave in book.waves.values()]
    return [*races, *waves]


def _start_of(view: WaveView) -> tuple[int, int | None]:
    return view.wave.id, view.official_start_ms

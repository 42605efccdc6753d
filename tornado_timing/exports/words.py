"""What files say, in the reader's language."""

import datetime
from collections.abc import Mapping

from tornado_timing.domain.individual.publishing import PublicResults, Stage
from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.language import Language, Texts

SEX_TEXTS: Mapping[str, str] = {
    Sex.FEMALE: "sheet.women",
    Sex.MALE: "sheet.men",
    Sex.OTHER: "sheet.other_sex",
}


def status_key(status: Status, results: PublicResults) -> str:
    """The key of how somebody stands; nobody is out on the course once the race is over."""
    is_missed = status is Status.STARTED and results.finished_at_ms is not None
    return "status.unrecorded" if is_missed else f"status.{status}"


class Words:
    """Texts of one language, with days and names as it writes them.

    >>> words = Words("es", made_at_ms)
    >>> words("sheet.overall"), words.day(made_at_ms)
    ('Clasificación general', '21 de noviembre de 2026')
    """

    def __init__(self, language: Language, made_at_ms: int) -> None:
        self.language = language
        self.texts = Texts(language)
        self._made_at_ms = made_at_ms

    def __call__(self, key: str, **places: object) -> str:
        """The text for `key`."""
        return self.texts(key, **places)

    def day(self, at_ms: int) -> str:
        """``21 de noviembre de 2026``, in the zone of this laptop."""
        day = _local(at_ms)
        month = self.texts("sheet.months").split()[day.month - 1]
        return self.texts("sheet.day", day=day.day, month=month, year=day.year)

    def clock(self, at_ms: int, beside_ms: int) -> str:
        """``12:41``, with the day where that is another than `beside_ms`."""
        moment = _local(at_ms)
        time = f"{moment.hour}:{moment.minute:02}"
        if moment.date() == _local(beside_ms).date():
            return time
        return f"{self.day(at_ms)}, {time}"

    def made(self) -> str:
        """When the file was made."""
        time = self.clock(self._made_at_ms, self._made_at_ms)
        return self.texts("sheet.made", day=self.day(self._made_at_ms), time=time)

    def stage(self, results: PublicResults) -> str:
        """What the results are worth: official with their version, or provisional until when."""
        publication = results.publication
        if publication is None or publication.stage is Stage.LIVE:
            return self.texts("sheet.live")
        race_ms = results.scheduled_at_ms
        if publication.stage is Stage.OFFICIAL:
            time = self.clock(publication.at_ms, race_ms)
            return self.texts("sheet.official_version", version=publication.version, time=time)
        if publication.protests_until_ms is None:
            return self.texts("sheet.provisional")
        time = self.clock(publication.protests_until_ms, race_ms)
        return self.texts("sheet.provisional_until", time=time)

    def sex(self, sex: str) -> str:
        """A sex as a heading: ``Mujeres``."""
        return self.texts(SEX_TEXTS[sex])

    def name(self, result: RunnerResult) -> str:
        """A runner's name; of who is hidden, or entered without one, the bib."""
        name = "" if result.runner.is_hidden else result.runner.full_name
        return name or self.texts("table.hidden", bib=result.bib)

    def minutes(self, span_ms: int) -> str:
        """A span on an axis, without seconds: ``25`` minutes, from an hour on ``1:05``."""
        hours, minutes = divmod(span_ms // 60_000, 60)
        return f"{hours}:{minutes:02}" if hours else str(minutes)


def _local(at_ms: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(at_ms / 1000).astimezone()

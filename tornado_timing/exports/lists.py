"""The lists of runners: of everybody, by category and by sex."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct
from reportlab.platypus import Flowable

from tornado_timing.domain.folding import fold
from tornado_timing.domain.individual import rounding
from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.domain.individual.ranking import Placed
from tornado_timing.domain.individual.results import Status
from tornado_timing.domain.individual.runners import Sex
from tornado_timing.exports.paper import Column, remark, section, table
from tornado_timing.exports.words import Words, status_key

# In place of a place; the letters are those of the field in every language.
STATUS_MARKS: Mapping[Status, str] = {
    Status.DNF: "DNF",
    Status.DNS: "DNS",
    Status.DSQ: "DSQ",
}


class RunnerColumn(Struct, frozen=True):
    """A column of a list of runners; one that would be empty is left out, unless it is needed."""

    column: Column
    text: Callable[[Placed], str]
    is_needed: bool = False


def overall(results: PublicResults, words: Words, width: float) -> list[Flowable]:
    """Everybody in one list."""
    placed = results.ranking.placed()
    if not placed:
        return [remark(words("sheet.nobody"))]
    columns = _all(results, words)
    return [*_explained(results, words), _list(placed, lambda one: one.place, columns, width)]


def by_category(results: PublicResults, words: Words, width: float) -> list[Flowable]:
    """A list for each category, in the order of their names; who is hidden is in none."""
    groups: dict[str, list[Placed]] = {}
    for one in _shown(results):
        if one.result.category:
            groups.setdefault(one.result.category, []).append(one)
    columns = [one for one in _all(results, words) if one.column.title != words("table.category")]
    names = sorted(groups, key=fold)
    lists = ((name, groups[name]) for name in names)
    flow = _groups(lists, lambda one: one.place_in_category, columns, words, width)
    return [*_explained(results, words), *flow]


def by_sex(results: PublicResults, words: Words, width: float) -> list[Flowable]:
    """A list for each sex; who is hidden, or whose is not known, is in none."""
    shown = _shown(results)
    lists = (
        (words.sex(sex), [one for one in shown if one.result.runner.sex is sex]) for sex in Sex
    )
    columns = [one for one in _all(results, words) if one.column.title != words("table.sex")]
    flow = _groups(lists, lambda one: one.place_in_sex, columns, words, width)
    return [*_explained(results, words), *flow]


def _groups(
    lists: Iterable[tuple[str, Sequence[Placed]]],
    place: Callable[[Placed], int | None],
    columns: Sequence[RunnerColumn],
    words: Words,
    width: float,
) -> list[Flowable]:
    flow: list[Flowable] = []
    for name, placed in lists:
        if placed:
            flow += [*section(name), _list(placed, place, columns, width)]
    return flow or [remark(words("sheet.nobody"))]


def _list(
    placed: Sequence[Placed],
    place: Callable[[Placed], int | None],
    columns: Sequence[RunnerColumn],
    width: float,
) -> Flowable:
    texts = [
        [_place(place(one), one) if index == 0 else column.text(one) for one in placed]
        for index, column in enumerate(columns)
    ]
    kept = [
        (column.column, of_column)
        for column, of_column in zip(columns, texts, strict=True)
        if column.is_needed or any(of_column)
    ]
    rows = list(zip(*(of_column for _, of_column in kept), strict=True))
    return table([column for column, _ in kept], rows, width)


def _place(place: int | None, one: Placed) -> str:
    if place is not None:
        return str(place)
    return STATUS_MARKS.get(one.result.status, "–")


def _all(results: PublicResults, words: Words) -> list[RunnerColumn]:
    """All columns; the first is the place, whichever it is."""

    def time(value_ms: int | None) -> str:
        return "" if value_ms is None else rounding.text(value_ms, results.shown)

    def category(one: Placed) -> str:
        if one.result.runner.is_hidden:
            return ""
        place = one.place_in_category
        return f"{one.result.category} ({place})" if place else one.result.category

    def penalty(one: Placed) -> str:
        penalty_ms = one.result.penalty_ms
        sign = "−" if penalty_ms < 0 else "+"
        return f"{sign}{time(abs(penalty_ms))}" if penalty_ms else ""

    def status(one: Placed) -> str:
        return words(status_key(one.result.status, results))

    def official(one: Placed) -> str:
        is_told = one.result.status in STATUS_MARKS
        return "" if is_told else time(one.result.official_ms) or status(one)

    def shown(one: Placed, text: str | None) -> str:
        return "" if one.result.runner.is_hidden else text or ""

    def number(key: str, *, is_bold: bool = False) -> Column:
        return Column(words(key), is_number=True, is_bold=is_bold, is_narrow=True)

    return [
        RunnerColumn(number("table.place", is_bold=True), str, True),
        RunnerColumn(number("table.bib"), lambda one: one.result.bib, True),
        RunnerColumn(Column(words("sheet.name")), lambda one: words.name(one.result), True),
        RunnerColumn(
            Column(words("table.sex"), is_narrow=True),
            lambda one: shown(one, one.result.runner.sex),
        ),
        RunnerColumn(Column(words("table.category")), category),
        RunnerColumn(Column(words("table.team")), lambda one: shown(one, one.result.runner.team)),
        RunnerColumn(number("sheet.net"), lambda one: time(one.result.net_ms)),
        RunnerColumn(number("sheet.penalty"), penalty),
        RunnerColumn(number("sheet.official", is_bold=True), official, True),
    ]


def _explained(results: PublicResults, words: Words) -> list[Flowable]:
    """What the letters in the place of a place mean, where there are any."""
    there = {one.status for one in results.ranking.results}
    told = [
        f"{mark}: {words(status_key(status, results)).lower()}"
        for status, mark in STATUS_MARKS.items()
        if status in there
    ]
    return [remark(" · ".join(told))] if told else []


def _shown(results: PublicResults) -> list[Placed]:
    return [one for one in results.ranking.placed() if not one.result.runner.is_hidden]

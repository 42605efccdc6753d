"""The lists of teams and of prizes."""

from collections.abc import Iterator, Mapping, Sequence

from reportlab.platypus import Flowable

from tornado_timing.domain.individual import rounding
from tornado_timing.domain.individual.prizes import PrizeGroup, PrizeKind, Winner, prize_list
from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.domain.individual.team_scoring import (
    Method,
    Scorer,
    TeamGroup,
    TeamResult,
    team_standings,
)
from tornado_timing.exports.paper import Column, remark, section, table
from tornado_timing.exports.words import Words

_TEAM_GROUPS: Mapping[str, str] = {
    TeamGroup.ALL: "sheet.all_teams",
    TeamGroup.FEMALE: "sheet.women_teams",
    TeamGroup.MALE: "sheet.men_teams",
    TeamGroup.MIXED: "sheet.mixed_teams",
}


def teams(results: PublicResults, words: Words, width: float) -> list[Flowable]:
    """A list for each group of teams, with who counted."""
    flow: list[Flowable] = []
    for standings in team_standings(results.ranking, results.team_scoring):
        if standings.teams:
            columns = (
                _number(words("table.place"), is_bold=True),
                Column(words("table.team"), is_bold=True),
                Column(words("sheet.scorers")),
                _number(_score_title(results, words), is_bold=True),
            )
            rows = [_team_row(team, results, words) for team in standings.teams]
            flow += [*section(words(_TEAM_GROUPS[standings.group])), table(columns, rows, width)]
    return flow or [remark(words("sheet.no_teams"))]


def prizes(results: PublicResults, words: Words, width: float) -> list[Flowable]:
    """Who is called up for what: group by group, the first one first."""
    standings = team_standings(results.ranking, results.team_scoring)
    flow: list[Flowable] = []
    for group in prize_list(results.ranking, results.prizes, standings):
        is_of_teams = group.kind is PrizeKind.TEAM
        of_runner = (
            _number(words("table.bib")),
            Column(words("sheet.name"), is_bold=True),
            Column(words("table.team")),
        )
        columns = (
            _number(words("sheet.prize"), is_bold=True),
            *((Column(words("table.team"), is_bold=True),) if is_of_teams else of_runner),
            _number(_score_title(results, words) if is_of_teams else words("sheet.time")),
        )
        rows = [_prize_row(winner, results, words) for winner in group.winners]
        flow += [*section(_prize_title(group, words)), table(columns, rows, width)]
    return flow or [remark(words("sheet.no_prizes"))]


def _number(title: str, *, is_bold: bool = False) -> Column:
    return Column(title, is_number=True, is_bold=is_bold, is_narrow=True)


def _team_row(team: TeamResult, results: PublicResults, words: Words) -> Sequence[str]:
    counted = "\n".join(
        (
            *_scorers(team.scorers, results, words),
            *(f"({one})" for one in _scorers(team.displacers, results, words)),
        )
    )
    place = "–" if team.place is None else str(team.place)
    score = words("sheet.incomplete") if team.score is None else _score(team.score, results)
    return (place, team.name, counted, score)


def _scorers(scorers: Sequence[Scorer], results: PublicResults, words: Words) -> Iterator[str]:
    for scorer in scorers:
        result = results.ranking.result_of(scorer.runner_id)
        if result is not None:
            value = "" if scorer.value is None else f" · {_score(scorer.value, results)}"
            yield f"{words.name(result)}{value}"


def _score(value: float, results: PublicResults) -> str:
    """Points, or a time."""
    if results.team_scoring.method is Method.TIMES:
        return rounding.text(int(value), results.shown)
    return f"{value:g}"


def _score_title(results: PublicResults, words: Words) -> str:
    is_times = results.team_scoring.method is Method.TIMES
    return words("sheet.time" if is_times else "sheet.points")


def _prize_title(group: PrizeGroup, words: Words) -> str:
    if group.kind is PrizeKind.OVERALL:
        return words("sheet.overall")
    if group.kind is PrizeKind.SEX:
        return words.sex(group.name)
    if group.kind is PrizeKind.TEAM:
        return words(_TEAM_GROUPS[group.name])
    return group.name


def _prize_row(winner: Winner, results: PublicResults, words: Words) -> Sequence[str]:
    place, won_by = str(winner.prize_place), winner.won_by
    if isinstance(won_by, TeamResult):
        score = "" if won_by.score is None else _score(won_by.score, results)
        return (place, won_by.name, score)
    result = won_by.result
    time = rounding.text(result.official_ms or 0, results.shown)
    team = "" if result.runner.is_hidden else result.runner.team
    return (place, result.bib, words.name(result), team, time)

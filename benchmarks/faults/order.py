"""Whether everything is in the right order: in the file, and in what is published."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

SELECT = "SELECT id FROM {table} WHERE judge_id = ? ORDER BY seq"


def wrong_in_file(database: Path, orders: Mapping[int, Sequence[str]]) -> list[str]:
    """Compare the order in which each judge's taps came into the file with that of the tapping.

    `orders` are the ids by judge, in the order in which the phone took them.
    """
    wrong = []
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as file:
        for judge_id, order in orders.items():
            stored = [
                name
                for table in ("time_records", "marks")
                for (name,) in file.execute(SELECT.format(table=table), (judge_id,))
            ]
            if stored != list(order):
                wrong.append(f"judge {judge_id}'s taps are not stored in their order")
    return wrong


def wrong_by_team(rows: Sequence[Mapping[str, Any]], times: Sequence[tuple[int, int]]) -> list[str]:
    """Compare published rows of a race by team with the (team id, elapsed ms) that were tapped."""
    of_team: dict[int, list[int]] = {}
    for team_id, elapsed_ms in times:
        of_team.setdefault(team_id, []).append(elapsed_ms)
    score = {team_id: (-len(taken), sum(taken)) for team_id, taken in of_team.items()}
    told = [
        (row["posicion"], row["equipo"]["id"], row["num_registros"], row["tiempo_total"])
        for row in rows
        if row["num_registros"]
    ]
    ranked = sorted(score, key=lambda team_id: (score[team_id], _place(told, team_id)))
    own = [
        (
            1 + sum(other < score[team_id] for other in score.values()),
            team_id,
            -score[team_id][0],
            score[team_id][1],
        )
        for team_id in ranked
    ]
    return [] if told == own else [f"teams are published as {told[:5]}, and not as {own[:5]}"]


def wrong_by_runner(rows: Sequence[Mapping[str, Any]], times: Mapping[str, int]) -> list[str]:
    """Compare published rows of an individual race with each bib's elapsed ms."""
    told = [
        (row["tiempo_pistola"], row["corredor"]["dorsal"])
        for row in rows
        if row["estado"] == "llegado"
    ]
    own = sorted(
        ((taken, bib) for bib, taken in times.items()), key=lambda one: (one[0], int(one[1]))
    )
    return [] if told == own else [f"{len(told)} runners are not published as {len(own)} came in"]


def _place(told: Sequence[tuple[Any, ...]], team_id: int) -> int:
    """Teams with equal scores may stand in any order."""
    return next((place for place, row in enumerate(told) if row[1] == team_id), len(told))

"""The figures of a race are those that the pages draw: both are tested with the same examples."""

import json
from pathlib import Path
from typing import Any

import pytest

from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.domain.individual.runners import Runner
from tornado_timing.domain.individual.statistics import (
    arrivals,
    finishers_per_minute,
    time_distribution,
)

FILE = Path(__file__).parents[2] / "examples/statistics.json"


def result(number: int, told: dict[str, Any]) -> RunnerResult:
    return RunnerResult(
        runner=Runner(
            id=number,
            competition_id=1,
            bib=told["bib"],
            registered_at_ms=0,
            is_hidden=told["is_hidden"],
        ),
        bib=told["bib"],
        category=told["category"],
        status=Status.STARTED if told["official_ms"] is None else Status.FINISHED,
        reason="",
        finished_at_ms=told["gun_ms"],
        gun_ms=told["gun_ms"],
        net_ms=None,
        penalty_ms=0,
        official_ms=told["official_ms"],
    )


def figures(told: list[dict[str, Any]]) -> Any:
    results = [result(number, one) for number, one in enumerate(told)]
    spread = time_distribution(results)
    return {
        # The minutes that have somebody: those between are there with 0.
        "minutes": len(finishers_per_minute(results)),
        "per_minute": [list(one) for one in finishers_per_minute(results) if one[1]],
        "edges_ms": list(spread.edges_ms),
        "counts": list(spread.counts),
        "by_category": [[name, list(counts)] for name, counts in spread.by_category.items()],
        "arrivals": [[step.elapsed_ms, step.count] for step in arrivals(results)],
    }


@pytest.mark.parametrize("name", json.loads(FILE.read_text("utf-8")))
def test_figures_are_those_of_the_example(name: str) -> None:
    example = json.loads(FILE.read_text("utf-8"))[name]

    assert figures(example["results"]) == example["expected"]

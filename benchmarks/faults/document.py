"""The part of docs/reliability.md that is measured."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from benchmarks.errors import BenchmarkError


def stamp(machine: Mapping[str, str], others_cores: float, is_quick: bool) -> str:
    """Return the line below a table that says when and on what it was measured.

    `others_cores` is how many cores other programs kept busy meanwhile.
    """
    form = "the quick form, " if is_quick else ""
    facts = ", ".join(machine[name] for name in ("system", "processor", "disk"))
    versions = ", ".join(f"{name} {machine[name]}" for name in ("python", "tornado", "sqlite"))
    others = f"other programs kept {others_cores:.1f} cores busy meanwhile"
    return f"Measured: {form}{datetime.now(UTC):%Y-%m-%d}, {facts}, {versions}; {others}."


def replaced(text: str, tables: Mapping[str, str]) -> str:
    """Return the document with the tables of these scenarios in the place of what stood there.

    The place of each is between `<!-- measured: NAME -->` and `<!-- /measured -->`. Raises
    BenchmarkError where there is none.
    """
    for name, table in tables.items():
        begin, end = f"<!-- measured: {name} -->", "<!-- /measured -->"
        place = re.compile(f"({re.escape(begin)}\n).*?({re.escape(end)})", re.DOTALL)
        text, count = place.subn(lambda found, new=table: found[1] + new + found[2], text)
        if count != 1:
            raise BenchmarkError(f"the document has {count} places for {name}")
    return text

"""What the organizer's page for race day calls by its name is there, by that very name."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# In words of their own: the explanation of what stands in quotes.
EXPLAINED = {"comillas", "quotes"}


def texts_of(language: str) -> str:
    """All that panel, phones and command line say."""
    folders = (ROOT / "static").glob(f"*/locales/{language}.json")
    files = [*folders, ROOT / "tornado_timing" / "locales" / f"{language}.json"]
    said = [text for file in files for text in json.loads(file.read_text("utf-8")).values()]
    return "\n".join(said)


@pytest.mark.parametrize(
    ("document", "language", "quotes"),
    [("dia-de-la-carrera.md", "es", "«([^»]+)»"), ("race-day.md", "en", "“([^”]+)”")],
)
def test_every_button_on_it_is_called_as_in_the_panel(
    document: str, language: str, quotes: str
) -> None:
    page = (ROOT / "docs" / document).read_text("utf-8")
    named = {re.sub(r"\s+", " ", name) for name in re.findall(quotes, page)} - EXPLAINED
    said = texts_of(language)

    assert len(named) > 30, "the pattern finds nothing any more"
    assert {name for name in named if re.sub(r"\d+", "{count}", name) not in said} == set()

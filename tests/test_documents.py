"""The documents: what they point to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
PICTURES = ROOT / "docs" / "pictures"


def targets(document: Path) -> set[Path]:
    """The files that a document links to or shows, without those of the network."""
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text("utf-8"))
    return {(document.parent / link).resolve() for link in links if "://" not in link}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(document: Path) -> None:
    assert [path for path in targets(document) if not path.exists()] == []


def test_every_picture_is_shown() -> None:
    shown = {path for document in DOCUMENTS for path in targets(document)}

    assert set(PICTURES.iterdir()) - shown == set()

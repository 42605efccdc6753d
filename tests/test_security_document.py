"""``docs/security.md``: each threat names a test that shows what holds, and that test is there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "security.md"
HEADING = "| threat | what holds against it | test |"
NAMED = re.compile(r"`([\w/.-]+\.(?:py|js))(?:::([^`]+))?`")


def threats() -> list[tuple[str, str]]:
    """Each line of the tables of threats, and the last cell of it."""
    lines, is_inside = [], False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line == HEADING:
            is_inside = True
        elif not line.startswith("|"):
            is_inside = False
        elif is_inside and not line.startswith("|---"):
            cells = line.strip("|").split(" | ")
            assert len(cells) == 3, f"not three cells: {line}"
            lines.append((cells[0].strip(), cells[2]))
    return lines


@pytest.mark.parametrize(("threat", "tests"), threats())
def test_a_threat_names_tests_that_there_are(threat: str, tests: str) -> None:
    named = NAMED.findall(tests)
    assert named, f"no test is named for: {threat}"
    for path, name in named:
        file = TESTS / path
        assert file.is_file(), f"{threat}: there is no {path}"
        source = file.read_text(encoding="utf-8")
        found = re.escape(name) if path.endswith(".js") else rf"def {name}\("
        assert name, f"{threat}: no test of {path} is named"
        assert re.search(found, source), f"{threat}: {path} has no test {name}"


def test_there_are_threats() -> None:
    assert len(threats()) > 40

"""The panel's texts: in both languages, none missing, none for nothing."""

import json
import re
from pathlib import Path

import pytest

from tornado_timing.domain import errors

STATIC = Path(__file__).parents[2] / "static"
SCRIPTS = sorted((STATIC / "admin").rglob("*.js"))
CODE = "\n".join(path.read_text("utf-8") for path in SCRIPTS)

# A key stands in the code whole, or with a part filled in: text(`walk.step.${step}`).
KEY = r"[a-z][A-Za-z]*(?:\.[a-zA-Z_]+)+"
WHOLE = set(re.findall(rf"['\"`]({KEY})['\"`]", CODE))
STEMS = set(re.findall(r"`([a-z][a-zA-Z]*\.(?:[a-zA-Z]+\.)*)\$\{", CODE))
ENDS = set(re.findall(r"text\(`\$\{\w+\}(\.\w+)`", CODE))


def texts(folder: str, language: str) -> dict[str, str]:
    path = STATIC / folder / "locales" / f"{language}.json"
    read: dict[str, str] = json.loads(path.read_text("utf-8"), object_pairs_hook=without_doubles)
    return read


def without_doubles(pairs: list[tuple[str, str]]) -> dict[str, str]:
    keys = [key for key, _ in pairs]
    assert sorted(keys) == sorted(set(keys))
    return dict(pairs)


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    spanish, english = texts("admin", "es"), texts("admin", "en")

    assert set(spanish) == set(english)
    assert {key for key in spanish if places(spanish[key]) != places(english[key])} == set()
    assert {key for key in spanish if not (spanish[key].strip() and english[key].strip())} == set()


def test_every_text_that_is_asked_for_exists() -> None:
    known = texts("admin", "es") | texts("shared", "es")
    asked = set(re.findall(rf"\btext\(\s*'({KEY})'", CODE))

    assert asked, "the pattern finds nothing any more"
    assert asked - set(known) == set()
    assert {stem for stem in STEMS if not any(key.startswith(stem) for key in known)} == set()


def test_every_text_is_used() -> None:
    with_ends = {key + end for key in WHOLE for end in ENDS}
    used = WHOLE | with_ends
    unused = {key for key in texts("admin", "es") if not key.startswith(tuple(STEMS))} - used

    assert unused == set()


@pytest.mark.parametrize("key", [key for key in texts("admin", "es") if key.startswith("error.")])
def test_every_error_with_a_text_exists(key: str) -> None:
    """Codes of the server, and those that the pages give."""
    codes = {
        error.code
        for error in vars(errors).values()
        if isinstance(error, type)
        and issubclass(error, errors.TimingError)
        and "code" in vars(error)
    }
    own = {"unknown", "no_answer", "internal"}

    assert key.removeprefix("error.") in codes | own

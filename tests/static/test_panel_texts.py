"""The texts of the pages that have their own: in both languages, none missing, none for nothing."""

import json
import re
from pathlib import Path

import pytest

from tornado_timing.domain import errors

STATIC = Path(__file__).parents[2] / "static"
PAGES = ("admin", "judge", "trust")

# A key stands in the code whole, or with a part filled in: text(`walk.step.${step}`).
KEY = r"[a-z][A-Za-z]*(?:\.[a-zA-Z_]+)+"
WHOLE = rf"['\"`]({KEY})['\"`]"
STEM = r"`([a-z][a-zA-Z]*\.(?:[a-zA-Z]+\.)*)\$\{"
END = r"text\(`\$\{\w+\}(\.\w+)`"


def code_of(*folders: str) -> str:
    scripts = [path for folder in folders for path in sorted((STATIC / folder).rglob("*.js"))]
    return "\n".join(path.read_text("utf-8") for path in scripts)


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


@pytest.mark.parametrize("folder", ["shared", "ui", *PAGES])
def test_both_languages_have_the_same_texts_with_the_same_places(folder: str) -> None:
    spanish, english = texts(folder, "es"), texts(folder, "en")

    assert set(spanish) == set(english)
    assert {key for key in spanish if places(spanish[key]) != places(english[key])} == set()
    assert {key for key in spanish if not (spanish[key].strip() and english[key].strip())} == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_text_that_is_asked_for_exists(page: str) -> None:
    code = code_of("ui", page)
    known = texts("shared", "es") | texts("ui", "es") | texts(page, "es")
    asked = set(re.findall(rf"\btext\(\s*'({KEY})'", code))

    assert asked, "the pattern finds nothing any more"
    assert asked - set(known) == set()
    stems = set(re.findall(STEM, code))
    assert {stem for stem in stems if not any(key.startswith(stem) for key in known)} == set()


@pytest.mark.parametrize("folder", ["ui", *PAGES])
def test_every_text_is_used(folder: str) -> None:
    code = code_of("ui", *PAGES) if folder == "ui" else code_of("ui", folder)
    whole = set(re.findall(WHOLE, code))
    used = whole | {key + end for key in whole for end in re.findall(END, code)}
    stems = tuple(re.findall(STEM, code))

    assert {key for key in texts(folder, "es") if not key.startswith(stems)} - used == set()


@pytest.mark.parametrize("key", [key for key in texts("ui", "es") if key.startswith("error.")])
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

"""The texts of the command line, in both languages."""

import ast
import json
import re
import string
from pathlib import Path
from typing import Any

import pytest

import tornado_timing
from tests.domain.test_errors import all_errors
from tornado_timing.domain import errors
from tornado_timing.language import Texts, user_language

PACKAGE = Path(tornado_timing.__file__).parent
# What a command may be answered by the services, or by the server that it asks.
COMMAND_ERRORS = (
    errors.UsernameTaken,
    errors.NotFound,
    errors.PasswordTooLong,
    errors.StorageFailed,
    errors.ServerStopping,
    errors.BackupUnreadable,
    errors.BackupForeign,
    errors.BackupNewer,
    errors.BackupDamaged,
)


def table(language: str) -> dict[str, str]:
    def no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys))
        return dict(pairs)

    text = (PACKAGE / "locales" / f"{language}.json").read_text(encoding="utf-8")
    return json.loads(text, object_pairs_hook=no_key_twice)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def keys_in_code() -> set[str]:
    """Every text key that stands in the code as a constant."""
    known = {key.partition(".")[0] for key in table("en")}
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                head, dot, _ = node.value.partition(".")
                if dot and head in known and re.fullmatch(r"[a-z]+\.[a-z_]+", node.value):
                    found.add(node.value)
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert set(table("es")) == set(table("en"))


def test_both_languages_fill_the_same_places() -> None:
    spanish, english = table("es"), table("en")
    for key, text in english.items():
        assert places(spanish[key]) == places(text), key


def test_no_text_is_empty_and_no_language_is_left_in_the_other() -> None:
    spanish, english = table("es"), table("en")
    # Those with nothing to translate.
    same = {key for key, text in english.items() if spanish[key] == text}
    assert {
        key for key in same if re.search(r"[a-z]{3}", re.sub(r"\{\w+\}", "", english[key]))
    } == (set())
    assert all(text.strip() for text in (*spanish.values(), *english.values()))


def test_every_text_that_the_code_names_is_there() -> None:
    assert keys_in_code() - set(table("en")) - {"server.json", "server.lock"} == set()


def test_no_text_is_left_over() -> None:
    made = {"error.", "problem.", "status.", "table.", "finding.", "advice."}
    left_over = {
        key
        for key in set(table("en")) - keys_in_code()
        if not any(key.startswith(prefix) for prefix in made)
    }
    assert left_over == set()


def test_every_error_that_a_command_is_answered_has_a_text() -> None:
    missing = {kind.code for kind in COMMAND_ERRORS if f"error.{kind.code}" not in table("en")}
    assert missing == set()


def test_error_texts_belong_to_an_error_or_are_named_in_the_code() -> None:
    codes = {f"error.{kind.code}" for kind in all_errors()}
    database = {"error.database_newer", "error.database_unusable", "error.no_answer"}
    names = ("authority_damaged", "authority_ended", "authority_not_begun")
    certificates = {f"error.{name}" for name in names}
    known = codes | keys_in_code() | database | certificates | {"error.internal"}
    assert {key for key in table("en") if key.startswith("error.")} - known == set()


def test_every_problem_of_an_event_has_a_text_and_none_is_left_over() -> None:
    raised = set()
    places = ("protocol/event_file.py", "service/event_loading.py", "service/event_entries.py")
    for name in places:
        tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            is_problem = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Problem"
            )
            if is_problem and isinstance(node, ast.Call):
                code = node.args[3]
                assert isinstance(code, ast.Constant)
                raised.add(f"problem.{code.value}")
    assert raised == {key for key in table("en") if key.startswith("problem.")}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "es_UY.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LC_ALL": "es_ES", "LANG": "en_US"}, "es"),
        ({"LANGUAGE": "es:en", "LANG": "en_US"}, "es"),
        ({"LC_ALL": "", "LANG": "es_MX"}, "es"),
        ({"LC_MESSAGES": "en_US", "LANG": "es_MX"}, "en"),
    ],
)
def test_the_language_is_the_systems(environment: dict[str, str], language: str) -> None:
    assert user_language(environment) == language


@pytest.mark.parametrize(
    ("system", "language"),
    [("Spanish_Mexico", "es"), ("es_ES", "es"), ("English_United States", "en"), (None, "en")],
)
def test_without_variables_it_is_what_windows_says(
    monkeypatch: pytest.MonkeyPatch, system: str | None, language: str
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (system, None))
    assert user_language({}) == language


def test_a_text_is_filled_by_name() -> None:
    spanish, english = Texts("es"), Texts("en")
    assert "«ana»" in spanish("error.not_found", username="ana")
    assert '"{x}"' in english("error.not_found", username="{x}")
    assert "error.not_found" in spanish
    assert "error.nothing_like_it" not in spanish
    with pytest.raises(KeyError):
        english("error.nothing_like_it")

"""What the command line says, in the user's language: Spanish or English."""

import json
import locale
import os
from collections.abc import Mapping
from importlib import resources
from typing import Literal

Language = Literal["es", "en"]


def user_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Spanish where the system speaks Spanish, else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "es" if environment[name].lower().startswith("es") else "en"
    # Windows has no such variables, and says "Spanish_Mexico".
    system = (locale.getlocale()[0] or "").lower()
    return "es" if system.startswith(("es", "spanish")) else "en"


class Texts:
    """The texts of one language, by key; places in braces are filled by name."""

    def __init__(self, language: Language) -> None:
        self.language = language
        file = resources.files("tornado_timing") / "locales" / f"{language}.json"
        self._texts: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))

    def __call__(self, key: str, **places: object) -> str:
        """The text for `key`."""
        return self._texts[key].format(**places)

    def __contains__(self, key: str) -> bool:
        """Whether there is a text for `key`."""
        return key in self._texts

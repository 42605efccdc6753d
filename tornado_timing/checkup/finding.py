"""One thing that was looked at, in the words of who reads it."""

from enum import StrEnum

from msgspec import Struct

from tornado_timing.language import Texts


class Kind(StrEnum):
    """How something was found: `LOOK` is neither good nor bad, or could not be found out."""

    GOOD = "good"
    LOOK = "look"
    BAD = "bad"


class Finding(Struct, frozen=True):
    """One line of the check; `advice` says what to do about it, where there is something to do."""

    name: str
    kind: Kind
    title: str
    detail: str
    advice: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against a race."""
        return self.kind is Kind.GOOD

    @property
    def text(self) -> str:
        """What was found, in one line."""
        return f"{self.title}: {self.detail}"


def found(
    texts: Texts, name: str, kind: Kind, detail: str, advice: str = "", /, **title: object
) -> Finding:
    """A finding whose title is ``finding.{name}``; `title` fills the places there.

    What is not good has the advice ``advice.{name}``, or that of the key `advice`.
    """
    key = advice or f"advice.{name}"
    do = texts(key) if kind is not Kind.GOOD and key in texts else ""
    return Finding(name, kind, texts(f"finding.{name}", **title), detail, do)

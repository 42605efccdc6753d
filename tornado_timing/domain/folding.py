"""Texts as people compare them: without case, accents and extra blanks."""

import unicodedata


def without_accents(text: str) -> str:
    """``Peña Ágreda`` as ``Pena Agreda``."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def fold(text: str) -> str:
    """The same for all spellings that differ in case, accents and blanks only."""
    return " ".join(without_accents(text).casefold().split())

"""The fonts that are in every PDF, and how much fits into a width.

DejaVu Sans has Latin, Greek, Cyrillic, Armenian, Georgian and more; a character that it lacks
(Chinese, most emoji) becomes a box. Only the characters that are used go into a file.
"""

import unicodedata
from collections.abc import Iterator
from importlib import resources

from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

PLAIN = "DejaVuSans"
BOLD = "DejaVuSans-Bold"


def register_fonts() -> None:
    """Makes the fonts known; needed once in a process, and no matter if it is done again."""
    folder = resources.files("tornado_timing.exports") / "fonts"
    for name in (PLAIN, BOLD):
        with resources.as_file(folder / f"{name}.ttf") as path:
            registerFont(TTFont(name, str(path)))


def clean(text: str) -> str:
    """`text` on one line, with its accents in one character each, where there is such a one."""
    composed = unicodedata.normalize("NFC", text)
    kinds = ((one, unicodedata.category(one)) for one in composed)
    # What is not seen is a box in a font that lacks it: joiners, marks of direction.
    printable = (" " if kind == "Cc" else one for one, kind in kinds if kind != "Cf")
    return " ".join("".join(printable).split())


def width_of(text: str, font: str, size: float) -> float:
    """How wide `text` is, in points."""
    return float(stringWidth(text, font, size))


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """`text` in lines that are no wider than `width`; a word that is gets broken, never cut.

    >>> wrapped("María de los Ángeles", PLAIN, 8, 60)
    ['María de los', 'Ángeles']
    """
    if width_of(text, font, size) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, font, size, width):
            longer = f"{line} {piece}" if line else piece
            if line and width_of(longer, font, size) > width:
                lines.append(line)
                line = piece
            else:
                line = longer
    return [*lines, line]


def balanced(text: str, font: str, size: float, width: float) -> list[str]:
    """As `wrapped`, in as few lines and these about as long as each other."""
    lines = wrapped(text, font, size, width)
    if len(lines) == 1:
        return lines
    for percent in range(40, 100, 5):
        narrower = wrapped(text, font, size, width * percent / 100)
        if len(narrower) == len(lines):
            return narrower
    return lines


def fitting_size(text: str, font: str, size: float, width: float, smallest: float) -> float:
    """The largest size up to `size` at which `text` fits into `width`, not below `smallest`."""
    wide = width_of(text, font, size)
    return size if wide <= width else max(smallest, size * width / wide)


def _pieces(word: str, font: str, size: float, width: float) -> Iterator[str]:
    """A word, in pieces that fit."""
    piece = ""
    for letter in word:
        if piece and width_of(piece + letter, font, size) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece

"""The paper of all sheets: what stands at the head and the foot of each page, and tables on it."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from msgspec import Struct
from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    LongTable,
    PageTemplate,
    Paragraph,
    TableStyle,
)

from tornado_timing.exports.fonts import (
    BOLD,
    PLAIN,
    clean,
    fitting_size,
    width_of,
    wrapped,
)
from tornado_timing.exports.request import Paper

SIZES: Mapping[Paper, tuple[float, float]] = {Paper.A4: A4, Paper.LETTER: LETTER}
MARGIN = 36.0
HEAD, FOOT = 62.0, 30.0
TEXT, SMALL, HEADING = 8.5, 7.5, 12.0
_PADDING = 3.0
# Light enough that ink is saved and dark enough that a printer without colours shows it.
_ZEBRA = Color(0.945, 0.945, 0.945)
_RULE = Color(0.45, 0.45, 0.45)
QUIET = Color(0.3, 0.3, 0.3)
# No bib is so long that a table of it would not fit on the paper; a team's name may be.
_WIDEST, _SLACK = 300.0, 3.0
# So many rows stay together where a table begins or ends on a page.
_TOGETHER = 3
_ROW_HEIGHT = TEXT * 1.2 + 2 * _PADDING


class Heading(Struct, frozen=True):
    """What stands on every page: of which race, what it is, and what it is worth."""

    race: str
    day: str
    title: str
    stage: str
    made: str
    # With ``{page}`` and ``{pages}``.
    numbering: str
    author: str
    language: str


class Column(Struct, frozen=True):
    """A column of a table. One that is narrow is as wide as what stands in it; others share."""

    title: str
    is_number: bool = False
    is_bold: bool = False
    is_narrow: bool = False


def inner_width(paper: Paper) -> float:
    """How wide a table may be, in points."""
    return SIZES[paper][0] - 2 * MARGIN


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: float) -> Flowable:
    """A table whose headings come again on every page; what is too wide for a cell is wrapped.

    A text may have several lines.
    """
    texts = [[[clean(line) for line in text.split("\n")] for text in row] for row in rows]
    widths = _widths(columns, texts, width)
    titles = [
        "\n".join(wrapped(column.title, BOLD, SMALL, wide - 2 * _PADDING))
        for column, wide in zip(columns, widths, strict=True)
    ]
    cells = [
        [
            "\n".join(
                part
                for line in lines
                for part in wrapped(line, _font(column), TEXT, wide - 2 * _PADDING)
            )
            for lines, column, wide in zip(row, columns, widths, strict=True)
        ]
        for row in texts
    ]
    made = LongTable([titles, *cells], colWidths=widths, repeatRows=1, hAlign="LEFT")
    made.setStyle(TableStyle(_looks(columns, len(cells))))
    return made


def _looks(columns: Sequence[Column], count: int) -> list[Any]:
    """The commands that draw a table of so many rows below its heading."""
    commands: list[Any] = [
        ("FONT", (0, 0), (-1, 0), BOLD, SMALL, SMALL * 1.2),
        ("FONT", (0, 1), (-1, -1), PLAIN, TEXT, TEXT * 1.2),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, black),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, _RULE),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), (white, _ZEBRA)),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), _PADDING),
        ("BOTTOMPADDING", (0, 0), (-1, -1), _PADDING),
        ("NOSPLIT", (0, 0), (0, min(_TOGETHER, count))),
        ("NOSPLIT", (0, max(1, count - _TOGETHER + 1)), (0, -1)),
    ]
    for at, column in enumerate(columns):
        if column.is_number:
            commands.append(("ALIGN", (at, 0), (at, -1), "RIGHT"))
        if column.is_bold:
            commands.append(("FONT", (at, 1), (at, -1), BOLD, TEXT, TEXT * 1.2))
    return commands


def _widths(
    columns: Sequence[Column], rows: Sequence[Sequence[Sequence[str]]], width: float
) -> list[float]:
    """How wide each column is: together `width`, so that as little as can be is wrapped."""
    wanted = [
        _wanted(column, {line for row in rows for line in row[at]})
        for at, column in enumerate(columns)
    ]
    widths = {at: wanted[at] for at, column in enumerate(columns) if column.is_narrow}
    left = width - sum(widths.values())
    # Who needs less than an even share of what is left leaves the rest of it to the others.
    for at in sorted(set(range(len(columns))) - set(widths), key=lambda at: wanted[at]):
        widths[at] = min(wanted[at], left / (len(columns) - len(widths)))
        left -= widths[at]
    spare = left / max(1, sum(1 for column in columns if not column.is_narrow))
    return [widths[at] + (0 if column.is_narrow else spare) for at, column in enumerate(columns)]


def _wanted(column: Column, texts: Iterable[str]) -> float:
    """How wide a column is where nothing is wrapped but its heading."""
    font = _font(column)
    heading = max(width_of(word, BOLD, SMALL) for word in column.title.split())
    widest = max((width_of(text, font, TEXT) for text in texts), default=0.0)
    return max(heading, min(widest, _WIDEST)) + 2 * _PADDING + _SLACK


def title(text: str) -> Flowable:
    """The heading of a part of a sheet."""
    style = ParagraphStyle(
        "title", fontName=BOLD, fontSize=HEADING, leading=HEADING * 1.3, spaceBefore=10,
        spaceAfter=3, splitLongWords=True,
    )  # fmt: skip
    return Paragraph(escaped(text), style)


def section(text: str) -> list[Flowable]:
    """The heading of one of several tables; it never stands at the foot of a page alone."""
    needed = HEADING * 1.3 + 13 + (_TOGETHER + 2) * _ROW_HEIGHT
    return [CondPageBreak(needed), title(text)]


def remark(text: str) -> Flowable:
    """A line of words below a heading or a table."""
    style = ParagraphStyle(
        "remark", fontName=PLAIN, fontSize=TEXT, leading=TEXT * 1.35, textColor=QUIET,
        spaceAfter=4, splitLongWords=True,
    )  # fmt: skip
    return Paragraph(escaped(text), style)


def escaped(text: str) -> str:
    """`text` for a paragraph, where signs of its markup are nothing but signs."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def printed(heading: Heading, flow: list[Flowable], paper: Paper) -> bytes:
    """The sheet as a PDF."""
    file = BytesIO()
    width, height = SIZES[paper]

    class Pages(_CountedPages):
        def decorate(self, number: int, count: int) -> None:
            _draw_head(self, heading, width, height)
            _draw_foot(self, heading, width, number, count)

    document = BaseDocTemplate(
        file, pagesize=(width, height), title=f"{heading.race} – {heading.title}",
        author=heading.author, lang=heading.language, creator=heading.author,
        subject=heading.stage,
    )  # fmt: skip
    frame = Frame(
        MARGIN, FOOT + 12, width - 2 * MARGIN, height - HEAD - FOOT - 24,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates([PageTemplate("page", [frame])])
    document.build(flow, canvasmaker=Pages)
    return file.getvalue()


class _CountedPages(Canvas):
    """Keeps pages back until it is known how many there are: each says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._kept.append(dict(self.__dict__))
        # As reportlab's own, but for writing the page.
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self.decorate(number, len(self._kept))
            super().showPage()
        super().save()

    def decorate(self, number: int, count: int) -> None:
        """Draws what stands on every page."""
        raise NotImplementedError


def _draw_head(canvas: Canvas, heading: Heading, width: float, height: float) -> None:
    left, right, top = MARGIN, width - MARGIN, height - MARGIN
    canvas.setFillColor(black)
    day_width = width_of(heading.day, PLAIN, TEXT)
    race = clean(heading.race)
    size = fitting_size(race, BOLD, 14, right - left - day_width - 12, 8)
    lines = wrapped(race, BOLD, size, right - left - day_width - 12)
    canvas.setFont(BOLD, size)
    # Two lines have room above, more than that no name of 200 letters needs.
    for index, line in enumerate(reversed(lines)):
        canvas.drawString(left, top - 6 + index * size * 1.1, line)
    canvas.setFont(PLAIN, TEXT)
    canvas.drawRightString(right, top - 6, heading.day)
    canvas.setFont(BOLD, 10)
    canvas.drawString(left, top - 22, heading.title)
    canvas.setFont(PLAIN, TEXT)
    canvas.drawRightString(right, top - 22, heading.stage)
    canvas.setStrokeColor(black)
    canvas.setLineWidth(1)
    canvas.line(left, top - 29, right, top - 29)


def _draw_foot(canvas: Canvas, heading: Heading, width: float, number: int, count: int) -> None:
    canvas.setFont(PLAIN, SMALL)
    canvas.setFillColor(QUIET)
    canvas.drawString(MARGIN, FOOT, heading.made)
    numbering = heading.numbering.format(page=number, pages=count)
    canvas.drawRightString(width - MARGIN, FOOT, numbering)


def _font(column: Column) -> str:
    return BOLD if column.is_bold else PLAIN

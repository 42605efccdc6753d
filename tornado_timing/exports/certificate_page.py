"""How a certificate is drawn."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from msgspec import Struct
from PIL import Image, UnidentifiedImageError
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tornado_timing.domain import errors
from tornado_timing.domain.individual.certificates import (
    MAX_LOGO_KB,
    CertificateDesign,
    filled,
    logo_of,
)
from tornado_timing.exports.fonts import BOLD, PLAIN, balanced, clean, fitting_size, wrapped

# What stands in the places of texts, by their names.
Values = Mapping[str, str]
# A picture of a few KB may say that it has any number of pixels, each of which takes memory.
MAX_LOGO_SIDE_PX = 4_000
# No line of a design: there is no such place.
_TITLE = "{title}"
# A line of one of these alone is written large: how large, and how much smaller it may become
# before it takes another line.
_FONTS: Mapping[str, tuple[float, str, float]] = {
    _TITLE: (30.0, BOLD, 0.6),
    "{name}": (34.0, BOLD, 0.6),
    "{time}": (30.0, BOLD, 0.6),
    "{race}": (20.0, BOLD, 0.6),
}
_PLAIN_FONT = (14.0, PLAIN, 0.85)
_SCALES = tuple(percent / 100 for percent in range(145, 20, -5))
_LEADING = 1.55
# In tenths of a point; below it there is room for so many lines.
_SIGNATURE, _SIGNATURE_LINES = 95, 2
_FOOT = 7.0
_INK = HexColor("#222222")
_EDGE = 26.0


class _Block(Struct, frozen=True):
    """A line of the design, in as many lines as it needs."""

    line: str
    texts: list[str]
    size: float
    font: str


class CertificatePage:
    """Draws certificates, one on each page; what is the same on all is in the file once."""

    def __init__(
        self, canvas: Canvas, design: CertificateDesign, size: tuple[float, float], stage: str
    ) -> None:
        self._canvas = canvas
        self._design = design
        self._width, self._height = size
        self._stage = stage
        self._color = HexColor(design.color)
        self._accent = HexColor(design.accent)
        self._colors = {_TITLE: self._color, "{name}": self._color, "{time}": self._accent}
        # Below it there is room.
        self._top = self._height - _EDGE - 30
        self._draw_frame(_logo(design))

    def draw(self, values: Values) -> None:
        """One certificate."""
        self._canvas.doForm("frame")
        signatures = [
            text for one in self._design.signatures if (text := clean(filled(one, values)))
        ]
        bottom = _EDGE + (84 if signatures else 34)
        texts = [(_TITLE, clean(filled(self._design.title, values)).upper())]
        texts += [(line.strip(), clean(filled(line, values))) for line in self._design.lines]
        self._draw_texts([(line, text) for line, text in texts if text], self._top, bottom)
        self._draw_signatures(signatures)

    def _draw_texts(self, texts: Sequence[tuple[str, str]], top: float, bottom: float) -> None:
        """Title and lines in the middle of what is free, as large as there is room for."""
        blocks, needed = self._blocks(texts, _SCALES[0])
        for scale in _SCALES[1:]:
            if needed <= top - bottom:
                break
            blocks, needed = self._blocks(texts, scale)
        canvas, middle = self._canvas, self._width / 2
        y = top - max(0.0, top - bottom - needed) / 2
        for block in blocks:
            canvas.setFillColor(self._colors.get(block.line, _INK))
            canvas.setFont(block.font, block.size)
            for text in block.texts:
                y -= block.size * _LEADING
                canvas.drawCentredString(middle, y + block.size * 0.3, text)
            if block.line == _TITLE:
                y -= block.size * 0.2
                canvas.setStrokeColor(self._accent)
                canvas.setLineWidth(1.6)
                canvas.line(middle - 2 * block.size, y, middle + 2 * block.size, y)
                y -= block.size * 0.4

    def _blocks(
        self, texts: Sequence[tuple[str, str]], scale: float
    ) -> tuple[list["_Block"], float]:
        """The texts at so many times their size, and how much room they need from top to bottom.

        A text is made smaller to fit on one line; where that does not do, it has several.
        """
        width = self._width - 2 * _EDGE - 70
        blocks = []
        needed = 0.0
        for line, text in texts:
            size, font, smallest = _FONTS.get(line, _PLAIN_FONT)
            fitting = fitting_size(text, font, size * scale, width, size * scale * smallest)
            block = _Block(line, balanced(text, font, fitting, width), fitting, font)
            blocks.append(block)
            needed += fitting * (_LEADING * len(block.texts) + (0.6 if line == _TITLE else 0))
        return blocks, needed

    def _draw_frame(self, logo: ImageReader | None) -> None:
        """A form that each page refers to: the frame, the logo, and what the results are worth."""
        canvas, width, height = self._canvas, self._width, self._height
        canvas.beginForm("frame")
        canvas.setStrokeColor(self._color)
        canvas.setLineWidth(5)
        canvas.rect(_EDGE, _EDGE, width - 2 * _EDGE, height - 2 * _EDGE)
        canvas.setStrokeColor(self._accent)
        canvas.setLineWidth(1)
        inner = _EDGE + 8
        canvas.rect(inner, inner, width - 2 * inner, height - 2 * inner)
        canvas.setFillColor(self._accent)
        for x in (inner, width - inner):
            for y in (inner, height - inner):
                canvas.rect(x - 5, y - 5, 10, 10, stroke=0, fill=1)
        canvas.setFillColor(_INK)
        canvas.setFont(PLAIN, _FOOT)
        canvas.drawCentredString(width / 2, inner + 9, self._stage)
        if logo is not None:
            wide, tall = logo.getSize()
            high = min(height * 0.16, (width * 0.5) * tall / wide)
            across = high * wide / tall
            self._top -= high
            canvas.drawImage(logo, (width - across) / 2, self._top, across, high, mask="auto")
            self._top -= 6
        canvas.endForm()

    def _draw_signatures(self, signatures: Sequence[str]) -> None:
        """Lines to sign on, side by side."""
        canvas = self._canvas
        each = (self._width - 2 * _EDGE - 80) / max(1, len(signatures))
        wide = min(each - 24, 190)
        for index, text in enumerate(signatures):
            x = _EDGE + 40 + each * (index + 0.5)
            canvas.setStrokeColor(self._color)
            canvas.setLineWidth(0.7)
            canvas.line(x - wide / 2, _EDGE + 54, x + wide / 2, _EDGE + 54)
            canvas.setFillColor(_INK)
            size = next(
                (
                    tenths / 10
                    for tenths in range(_SIGNATURE, 0, -1)
                    if len(wrapped(text, PLAIN, tenths / 10, wide)) <= _SIGNATURE_LINES
                ),
                0.1,
            )
            canvas.setFont(PLAIN, size)
            for row, line in enumerate(wrapped(text, PLAIN, size, wide)):
                canvas.drawCentredString(x, _EDGE + 42 - row * size * 1.2, line)


def _logo(design: CertificateDesign) -> ImageReader | None:
    """The logo, read to its end. Raises LogoUnreadable, LogoTooLarge."""
    picture = logo_of(design)
    if picture is None:
        return None
    try:
        with Image.open(BytesIO(picture), formats=("PNG", "JPEG")) as image:
            if max(image.size) > MAX_LOGO_SIDE_PX:
                raise errors.LogoTooLarge(field="logo", limit_kb=MAX_LOGO_KB)
            image.load()
            # Not wider than a printer needs, and in the file once for all certificates.
            image.thumbnail((1200, 1200))
            file = BytesIO()
            image.convert("RGBA").save(file, "PNG")
    except Image.DecompressionBombError as error:
        raise errors.LogoTooLarge(field="logo", limit_kb=MAX_LOGO_KB) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise errors.LogoUnreadable(field="logo") from error
    return ImageReader(BytesIO(file.getvalue()))

"""Certificates of finishers: a page each, all in one file, and a picture of one for the panel."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import pypdfium2
from msgspec.structs import replace
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from tornado_timing.domain import errors
from tornado_timing.domain.individual import rounding
from tornado_timing.domain.individual.certificates import (
    PLACEHOLDERS,
    CertificateDesign,
    Orientation,
)
from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.domain.individual.ranking import Placed
from tornado_timing.exports.certificate_page import CertificatePage, Values
from tornado_timing.exports.fonts import register_fonts
from tornado_timing.exports.paper import SIZES
from tornado_timing.exports.request import CertificatesWork, Paper, PreviewWork
from tornado_timing.exports.words import Words


def certificates_pdf(results: PublicResults, work: CertificatesWork, words: Words) -> bytes:
    """A page for each finisher who is asked for, in the order of the results.

    Raises NobodyToCertify, LogoUnreadable, LogoTooLarge.
    """
    finishers = list(_asked_for(results, work))
    if not finishers:
        raise errors.NobodyToCertify()
    values = [_values(placed, results, words) for placed in finishers]
    return _pdf(work.design, work.paper, values, results, words)


def preview_png(results: PublicResults, work: PreviewWork, words: Words) -> bytes:
    """The very page that would be printed, as a picture. Raises LogoUnreadable, LogoTooLarge."""
    finishers = list(_asked_for(results, CertificatesWork(work.design)))
    one = next((it for it in finishers if not it.result.runner.is_hidden), None)
    values = _sample(results, words) if one is None else _values(one, results, words)
    document = pypdfium2.PdfDocument(_pdf(work.design, work.paper, [values], results, words))
    try:
        page = document[0]
        picture = page.render(scale=work.width_px / page.get_width()).to_pil()
    finally:
        document.close()
    file = BytesIO()
    picture.convert("P", palette=Image.Palette.ADAPTIVE).save(file, "PNG")
    return file.getvalue()


def _asked_for(results: PublicResults, work: CertificatesWork) -> Iterator[Placed]:
    for placed in results.ranking.placed():
        result = placed.result
        if placed.place is None:
            continue
        # Whoever got a certificate of a category would be known to be in it.
        if work.category and (result.runner.is_hidden or result.category != work.category):
            continue
        if work.from_bib is not None or work.to_bib is not None:
            if not result.bib.isdecimal():
                continue
            number = int(result.bib)
            if number < (work.from_bib or 0):
                continue
            if work.to_bib is not None and number > work.to_bib:
                continue
        yield placed


def _values(placed: Placed, results: PublicResults, words: Words) -> Values:
    """What stands in the places of texts; of who is hidden nothing but bib, time and place."""
    result = placed.result
    sees = not result.runner.is_hidden
    return {
        "name": words.name(result),
        "place": str(placed.place or ""),
        "time": rounding.text(result.official_ms or 0, results.shown),
        "category": result.category if sees else "",
        "place_in_category": str(placed.place_in_category or "") if sees else "",
        "race": results.name,
        "date": words.day(results.scheduled_at_ms),
        "team": result.runner.team if sees else "",
    }


def _sample(results: PublicResults, words: Words) -> Values:
    """Somebody invented, while nobody has come in."""
    values = dict.fromkeys(PLACEHOLDERS, "1")
    return {
        **values,
        "name": words("certificate.sample_name"),
        "time": rounding.text(45 * 60_000 + 12_000, results.shown),
        "category": words("certificate.sample_category"),
        "race": results.name,
        "date": words.day(results.scheduled_at_ms),
        "team": words("certificate.sample_team"),
    }


def _in_words(design: CertificateDesign, words: Words) -> CertificateDesign:
    """`design` with the product's own words where it has none."""
    lines = design.lines
    if not any(lines):
        # What stands in braces is filled in later, by name.
        named = {name: f"{{{name}}}" for name in PLACEHOLDERS}
        lines = (
            words("certificate.awarded"),
            "{name}",
            words("certificate.finished", **named),
            words("certificate.on_day", **named),
            "{time}",
            words("certificate.place", **named),
            # Who has no category, or is hidden, has no such line.
            words("certificate.place_in_category", **named),
        )
    return replace(design, title=design.title or words("certificate.title"), lines=lines)


def _pdf(
    design: CertificateDesign,
    paper: Paper,
    certified: Sequence[Values],
    results: PublicResults,
    words: Words,
) -> bytes:
    register_fonts()
    file = BytesIO()
    width, height = SIZES[paper]
    if design.orientation is Orientation.LANDSCAPE:
        width, height = height, width
    canvas = Canvas(file, pagesize=(width, height), pageCompression=1, lang=words.language)
    canvas.setTitle(f"{results.name} – {words('certificate.title')}")
    canvas.setAuthor("tornado-timing")
    canvas.setCreator("tornado-timing")
    page = CertificatePage(canvas, _in_words(design, words), (width, height), words.stage(results))
    for values in certified:
        page.draw(values)
        canvas.showPage()
    canvas.save()
    return file.getvalue()

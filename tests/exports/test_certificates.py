"""Certificates: what they say, who gets one, and the picture of one beforehand."""

import zlib
from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image
from pypdf import PdfReader

from tests.language_of_files import (
    ENGLISH,
    SPANISH,
    named,
    official,
    results_of,
    texts_of,
    without_time,
)
from tests.language_of_standings import finisher
from tornado_timing.domain import errors
from tornado_timing.domain.individual.certificates import CertificateDesign, Orientation
from tornado_timing.domain.individual.results import RunnerResult, Status
from tornado_timing.exports import certificate_page
from tornado_timing.exports.certificates import certificates_pdf, preview_png
from tornado_timing.exports.request import CertificatesWork, Paper, PreviewWork
from tornado_timing.exports.words import Words

ANA = named(finisher(1, "Rayos", at_ms=2_720_500, category="Libre"), "Ana", "Ñáñez Łoś")
RACE = results_of([ANA], official())


def logo(kind: str = "PNG", size: tuple[int, int] = (60, 30)) -> str:
    file = BytesIO()
    Image.new("RGB", size, "#b3261e").save(file, kind)
    return b64encode(file.getvalue()).decode()


def certificates(
    design: CertificateDesign | None = None, words: Words = SPANISH, **asked: Any
) -> list[str]:
    """What the certificates of a race say, page by page."""
    race = asked.pop("race", RACE)
    work = CertificatesWork(design or CertificateDesign(), **asked)
    pages = texts_of(certificates_pdf(race, work, words))
    return [" ".join(page.split()) for page in pages]


def bibs(pages: list[str]) -> list[str]:
    """The bibs of those who are certified by number."""
    return [page.split("Runner ")[1].split()[0] for page in pages]


def test_without_a_design_the_words_are_those_of_the_product() -> None:
    (page,) = certificates()
    assert page.startswith(
        "CERTIFICADO Se otorga a Ana Ñáñez Łoś por haber terminado Ruta de los Volcanes "
        "el 21 de noviembre de 2026 en un tiempo de 0:45:21 "
        "Puesto 1 de la general Libre: puesto 1"
    )
    assert certificates(words=ENGLISH)[0].startswith("CERTIFICATE is awarded to Ana")


@pytest.mark.parametrize("words", [SPANISH, ENGLISH])
@pytest.mark.parametrize("runner", [finisher(12), finisher(12, category="Libre", is_hidden=True)])
def test_who_is_in_no_category_has_no_line_about_it(runner: RunnerResult, words: Words) -> None:
    (page,) = certificates(words=words, race=results_of([runner]))
    told = page.split("0:00:12 ")[1]
    assert told.startswith(words("certificate.place", place=1))
    assert ":" not in told.split("Result")[0]


def test_each_says_what_the_results_are_worth() -> None:
    race = results_of([finisher(1), finisher(2)], official(2))
    file = certificates_pdf(race, CertificatesWork(CertificateDesign()), SPANISH)
    for page in PdfReader(BytesIO(file)).pages:
        assert "Resultados oficiales, versión 2" in page.extract_text()


def test_places_in_all_texts_are_filled_and_what_is_empty_is_left_out() -> None:
    design = CertificateDesign(
        title="{race}",
        lines=("A {name} de {team}", "{category}: {place_in_category}", "Sin llaves"),
        signatures=("{date}",),
    )
    (page,) = certificates(design)
    assert page.startswith("RUTA DE LOS VOLCANES A Ana Ñáñez Łoś de Rayos Libre: 1 Sin llaves")
    loner = results_of([replace(ANA, category="", runner=replace(ANA.runner, team=""))])
    (page,) = certificates(design, race=loner)
    assert "Libre" not in page
    assert ": " not in page.split("21 de")[0]


def test_everybody_with_a_place_gets_one_in_the_order_of_the_results() -> None:
    race = results_of(
        [finisher(3), finisher(1), without_time(2, Status.DNF), without_time(4, Status.STARTED)]
    )
    assert bibs(certificates(race=race)) == ["1", "3"]


def test_a_category_and_a_span_of_bibs_may_be_asked_for() -> None:
    race = results_of([finisher(n, category="A" if n % 2 else "B") for n in range(1, 9)])
    assert bibs(certificates(race=race, category="A")) == ["1", "3", "5", "7"]
    assert bibs(certificates(race=race, from_bib=4, to_bib=6)) == ["4", "5", "6"]
    assert bibs(certificates(race=race, to_bib=2)) == ["1", "2"]
    assert bibs(certificates(race=race, category="B", from_bib=5)) == ["6", "8"]


def test_bibs_that_are_no_numbers_are_in_no_span() -> None:
    race = results_of([replace(finisher(1), bib="E1"), finisher(2)])
    assert bibs(certificates(race=race, from_bib=0)) == ["2"]


def test_for_nobody_there_is_no_file() -> None:
    with pytest.raises(errors.NobodyToCertify):
        certificates(race=results_of([without_time(1, Status.DNS)]))
    with pytest.raises(errors.NobodyToCertify):
        certificates(category="Élite")


def test_who_is_hidden_is_a_bib_with_a_time_and_in_no_category() -> None:
    hidden = finisher(12, "Rayos", category="Libre", is_hidden=True)
    (page,) = certificates(race=results_of([hidden]))
    assert "Dorsal 12" in page
    assert "Libre" not in page
    design = CertificateDesign(lines=("{team}{category}{place_in_category}", "{time}"))
    (page,) = certificates(design, race=results_of([hidden]))
    assert page.startswith("CERTIFICADO 0:00:12")
    with pytest.raises(errors.NobodyToCertify):
        certificates(race=results_of([hidden]), category="Libre")


@pytest.mark.parametrize(
    ("orientation", "paper"),
    [(Orientation.LANDSCAPE, Paper.LETTER), (Orientation.PORTRAIT, Paper.A4)],
)
def test_however_much_is_written_it_stays_within_the_frame(
    orientation: Orientation, paper: Paper
) -> None:
    endless = "Wolfeschlegelsteinhausenbergerdorff " * 5
    design = CertificateDesign(
        title=endless,
        lines=("{name}", *[endless] * 9),
        signatures=(endless[:100], endless[:100], "Ana"),
        orientation=orientation,
    )
    race = results_of([named(finisher(1), endless, endless)])
    work = CertificatesWork(design, paper)
    (page,) = PdfReader(BytesIO(certificates_pdf(race, work, SPANISH))).pages
    heights: list[float] = []

    def note(text: str, _: object, place: list[float], *__: object) -> None:
        if text.strip() and place[5]:
            heights.append(place[5])

    said = page.extract_text(visitor_text=note)
    assert said.count("Wolfeschlegel") >= 50
    assert min(heights) > 26
    assert max(heights) < float(page.mediabox.height) - 26


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_in_the_file_once_however_many_have_it(kind: str) -> None:
    race = results_of([finisher(n) for n in range(1, 31)])
    with_logo = CertificatesWork(CertificateDesign(logo=logo(kind, (600, 300))))
    file = certificates_pdf(race, with_logo, SPANISH)
    assert len(PdfReader(BytesIO(file)).pages) == 30
    assert file.count(b"/Subtype /Image") <= 2
    without = certificates_pdf(race, CertificatesWork(CertificateDesign()), SPANISH)
    assert b"/Subtype /Image" not in without


def test_a_picture_that_is_damaged_or_of_another_kind_is_refused() -> None:
    whole = logo()
    gif = BytesIO()
    Image.new("P", (4, 4)).save(gif, "GIF")
    disguised = b64encode(b"\x89PNG\r\n\x1a\n" + gif.getvalue()).decode()
    for broken in (whole[: len(whole) // 2 // 4 * 4], disguised):
        with pytest.raises(errors.LogoUnreadable):
            certificates(CertificateDesign(logo=broken))


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificate_page, "MAX_LOGO_SIDE_PX", 60)
    assert certificates(CertificateDesign(logo=logo(size=(60, 60))))
    for size in ((61, 1), (1, 61)):
        with pytest.raises(errors.LogoTooLarge):
            certificates(CertificateDesign(logo=logo(size=size)))


def test_the_preview_is_a_picture_of_the_first_certificate_in_its_colours() -> None:
    design = CertificateDesign(color="#ff0000", accent="#0000ff", logo=logo())
    for orientation, paper, size in (
        (Orientation.LANDSCAPE, Paper.A4, (500, 354)),
        (Orientation.PORTRAIT, Paper.LETTER, (500, 647)),
    ):
        chosen = replace(design, orientation=orientation)
        work = PreviewWork(chosen, paper, width_px=500)
        picture = Image.open(BytesIO(preview_png(RACE, work, SPANISH)))
        assert picture.format == "PNG"
        assert abs(picture.width - size[0]) <= 1
        assert abs(picture.height - size[1]) <= 1
        colors = {color for _, color in picture.convert("RGB").getcolors(100_000) or ()}
        assert {(255, 0, 0), (0, 0, 255)} <= colors


def test_before_anybody_has_finished_the_preview_is_of_somebody_invented() -> None:
    hidden = finisher(1, is_hidden=True)
    for nobody in (results_of([]), results_of([hidden]), results_of([without_time(1, Status.DNF)])):
        picture = preview_png(nobody, PreviewWork(CertificateDesign(), width_px=200), SPANISH)
        assert picture.startswith(b"\x89PNG")


def test_a_picture_that_unpacks_to_gigabytes_is_refused_by_its_size() -> None:
    """Thirty thousand pixels each way, in a hundred bytes; it is not unpacked to find that out."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return len(content).to_bytes(4) + checked + zlib.crc32(checked).to_bytes(4)

    side = (30_000).to_bytes(4)
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", side + side + b"\x08\x06\0\0\0")
    picture = head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    with pytest.raises(errors.LogoTooLarge):
        certificates(CertificateDesign(logo=b64encode(picture).decode()))
    # A gigabyte of text beside the picture.
    text = head.replace(side + side, (60).to_bytes(4) * 2)
    packer = zlib.compressobj(9)
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    text += chunk(b"zTXt", b"x\0\0" + block + block[2:] * 100) + chunk(b"IEND", b"")
    with pytest.raises(errors.LogoUnreadable):
        certificates(CertificateDesign(logo=b64encode(text).decode()))

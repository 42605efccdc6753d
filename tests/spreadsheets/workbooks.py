"""Files as programs write them, and as they get broken."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

SPANISH = "Dorsal;Equipo;Categoría\r\n101;Los Ñandúes;Niños\r\n102;Peña «El Águila»;Adultos €\r\n"
SPANISH_ROWS = [
    ("Dorsal", "Equipo", "Categoría"),
    ("101", "Los Ñandúes", "Niños"),
    ("102", "Peña «El Águila»", "Adultos €"),
]


def workbook(*sheets: Sequence[Sequence[Any]], names: Sequence[str] = ()) -> bytes:
    """An XLSX with these sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(names[number] if names else f"Hoja{number + 1}")
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def reopened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The package `data` with one part replaced or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return stream.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def package(**parts: bytes) -> bytes:
    """A ZIP file with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def bomb() -> bytes:
    """Some tens of kilobytes that unpack to 60 megabytes."""
    sheet = b"<worksheet><sheetData>" + b" " * 60 * 2**20 + b"</sheetData></worksheet>"
    return with_part(workbook([["x"]]), "xl/worksheets/sheet1.xml", sheet)


def excel_workbook() -> bytes:
    """A workbook as Excel itself packs it: shared strings, one of them in two fonts."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{packages}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Inscripción" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{packages}/relationships">'
            f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>"
        ),
        "xl/sharedStrings.xml": (
            f'<sst xmlns="{main}" count="4" uniqueCount="4"><si><t>Nº</t></si>'
            "<si><t>Equipo</t></si><si><r><t>Los </t></r><r><rPr><b/></rPr><t>Ñandúes</t></r>"
            '</si><si><t xml:space="preserve"> Peña </t></si></sst>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{main}"><dimension ref="A1:B4"/><sheetData>'
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
            '<row r="2"><c r="A2"><v>101.0</v></c><c r="B2" t="s"><v>2</v></c></row>'
            '<row r="4"><c r="A4"><f>A2+1</f><v>102</v></c><c r="B4" t="s"><v>3</v></c></row>'
            '<row r="5"><c r="A5" t="e"><v>#N/A</v></c></row>'
            "</sheetData></worksheet>"
        ),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, head + content)
    return stream.getvalue()


def lying_package(name: str, unpacked_mb: int, declared_bytes: int) -> bytes:
    """A workbook one of whose parts unpacks to so much and says that it does to far less."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * unpacked_mb + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(excel_workbook())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_STORED
        new.writestr(info, packed)
        # What is written last, the directory, says otherwise than it was written.
        info.compress_type, info.file_size = zipfile.ZIP_DEFLATED, declared_bytes
        # What the beginning of the part unpacks to is as it says.
        info.CRC = zlib.crc32(b" " * declared_bytes)
    data = bytearray(stream.getvalue())
    at = data.find(name.encode()) - 30
    data[at + 8 : at + 10] = zipfile.ZIP_DEFLATED.to_bytes(2, "little")
    data[at + 22 : at + 26] = declared_bytes.to_bytes(4, "little")
    return bytes(data)

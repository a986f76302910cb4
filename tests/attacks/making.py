"""Files that are small and want much, written by hand: no program for people would write them."""

import io
import struct
import zipfile
import zlib

from tests.records.made import GOOD, HOUSEHOLDS, REFERENCE

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STAY = "R-1;2;Albergo;13/03/2022;;50,50;0,00"


def zipped(*parts, level=9):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


# XLSX


def text_cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def text_row(number, line):
    cells = "".join(text_cell(f"{_LETTERS[at]}{number}", text) for at, text in enumerate(line.split(";")) if text)
    return f'<row r="{number}">{cells}</row>'


ORDINARY = text_row(1, REFERENCE) + text_row(2, STAY)
"""A header and a stay."""


def xlsx(rows=ORDINARY, after="", before="", main=MAIN, prolog="", parts=()):
    """A workbook of one sheet with these rows of XML."""
    office = _OFFICE if main == MAIN else _STRICT_OFFICE
    package = "http://schemas.openxmlformats.org/package/2006/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped(
        (
            "[Content_Types].xml",
            (
                f'<Types xmlns="{package}"><Default Extension="xml" ContentType="application/xml"/>'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
            ),
        ),
        (
            "_rels/.rels",
            (
                f'<Relationships xmlns="{RELATIONS}">'
                f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ),
        ),
        (
            "xl/workbook.xml",
            (
                f'{prolog}<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
                '<sheet name="Foglio1" sheetId="1" r:id="r1"/></sheets></workbook>'
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            (
                f'<Relationships xmlns="{RELATIONS}">'
                f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
                f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
        ),
        *parts,
    )


def far_xlsx(place, main=MAIN):
    row = "".join(one for one in place if one.isdigit())
    return xlsx(ORDINARY + f'<row r="{row}">{text_cell(place, "x")}</row>', main=main)


def shared_string(size, cells):
    """A workbook in which many cells repeat one long text."""
    text = f'<sst xmlns="{MAIN}"><si><t>{"x" * size}</t></si></sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(3, cells + 3))
    return xlsx(ORDINARY + rows, parts=[("xl/sharedStrings.xml", text)])


def bomb(name):
    """Entities that multiply: a billion times the same word."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE {name} [<!ENTITY e0 "lol">{levels}]>'


# ODS

ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods_cell(text, repeated=1):
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def ods_blank(repeated):
    return f'<table:table-cell table:number-columns-repeated="{repeated}"/>'


def ods_row(cells, repeated=1):
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


ODS_ORDINARY = "".join(
    ods_row("".join(ods_cell(text) if text else ods_blank(1) for text in line.split(";"))) for line in (REFERENCE, STAY)
)


def ods(rows, prolog=""):
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(
        ("mimetype", mimetype),
        (
            "META-INF/manifest.xml",
            (
                '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/></manifest:manifest>'
            ),
        ),
        (
            "content.xml",
            (
                f"{prolog}<office:document-content {ODS}><office:body><office:spreadsheet>"
                f'<table:table table:name="Foglio1">{rows}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    )


# XLSB


def _varying(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def xlsb_record(kind, content=b""):
    return _varying(kind) + _varying(len(content)) + content


def _wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_text(column, text):
    return xlsb_record(6, struct.pack("<II", column, 0) + _wide(text))


def xlsb_row(number):
    return xlsb_record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))


def xlsb(*records):
    """A binary workbook of one sheet with an ordinary table and then these records."""
    ordinary = b"".join(
        xlsb_row(number) + b"".join(xlsb_text(at, text) for at, text in enumerate(line.split(";")) if text)
        for number, line in enumerate((REFERENCE, STAY))
    )
    dimension = xlsb_record(148, struct.pack("<4I", 0, 1, 0, 6))
    body = ordinary + b"".join(records)
    sheet = xlsb_record(129) + dimension + xlsb_record(145) + body + xlsb_record(146) + xlsb_record(130)
    bundle = xlsb_record(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide("Foglio1"))
    book = xlsb_record(131) + xlsb_record(143) + bundle + xlsb_record(144) + xlsb_record(132)
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    return zipped(
        (
            "[Content_Types].xml",
            (
                f'<Types xmlns="{kinds}"><Default Extension="bin" '
                'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
            ),
        ),
        ("xl/workbook.bin", book),
        (
            "xl/_rels/workbook.bin.rels",
            (
                f'<Relationships xmlns="{RELATIONS}">'
                f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
            ),
        ),
        ("xl/worksheets/sheet1.bin", sheet),
    )


# XLS


def xls_record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


def xls_text(row, column, text):
    return xls_record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def xls(*cells, rows=3, columns=7):
    """An old workbook of one sheet with an ordinary table and then these cells; it says to have so many of both."""
    ordinary = [
        xls_text(number, at, text)
        for number, line in enumerate((REFERENCE, STAY))
        for at, text in enumerate(line.split(";"))
        if text
    ]
    begin = struct.pack("<HHHII", 0x0600, 0x0005, 0x0DBB, 0, 6)
    begin_sheet = begin.replace(b"\x05\x00", b"\x10\x00", 1)
    name = b"Foglio1"

    def globals_with(position):
        bound = struct.pack("<IHBB", position, 0, len(name), 0) + name
        return (
            xls_record(0x0809, begin) + xls_record(0x0042, b"\xb0\x04") + xls_record(0x0085, bound) + xls_record(0x0A)
        )

    position = len(globals_with(0))
    dimensions = xls_record(0x0200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))
    sheet = xls_record(0x0809, begin_sheet) + dimensions + b"".join([*ordinary, *cells]) + xls_record(0x0A)
    return _compound((globals_with(position) + sheet).ljust(4096, b"\0"))


def _compound(stream):
    """A compound file with one stream, named Workbook."""
    sectors = -(-len(stream) // 512)
    stream = stream.ljust(sectors * 512, b"\0")
    end, table_sector, no_sector = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    table = [table_sector, end, *range(3, sectors + 2), end]
    table += [no_sector] * (128 - len(table))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[no_sector] * 108)

    def entry(name, kind, child, start, size):
        wide = (name + "\0").encode("utf-16-le")
        return (
            wide.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(wide), kind, 1, no_sector, no_sector, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, no_sector, 2, len(stream))
    return header + struct.pack("<128I", *table) + directory.ljust(512, b"\0") + stream


# archives and texts


def households_text(rows):
    return "\n".join([HOUSEHOLDS, *rows])


def equal_rows(megabytes):
    rows = households_text([]) + f"\n{GOOD}" * (megabytes * 1_000_000 // len(GOOD))
    return zipped(("nuclei.csv", rows))


def lying(*, checked):
    """An archive whose file is longer than it says, with the checksum of the whole or of what it says to be."""
    content = households_text([GOOD] * 20_000).encode()
    data = zipped(("nuclei.csv", content))
    short = content[:1000]
    data = data.replace(struct.pack("<I", len(content)), struct.pack("<I", len(short)))
    return (
        data if checked else data.replace(struct.pack("<I", zlib.crc32(content)), struct.pack("<I", zlib.crc32(short)))
    )


def nested(depth):
    data = zipped(("nuclei.csv", households_text([GOOD])))
    for number in range(depth):
        data = zipped((f"{number}.zip", data))
    return data


def overlapping(files):
    """An archive whose directory names the same megabyte again and again."""
    data = zipped(("a.csv", households_text([GOOD] * 12_000)))
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    one = data[start:end]
    entries = one * files
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, files, files, len(entries), start, 0)
    return data[:start] + entries + tail

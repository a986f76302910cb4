"""Clean files of any table as values, and every way of writing them that keeps their meaning."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from openpyxl import Workbook

from h4a_core.records.sampling import write_sample
from h4a_core.tables.fields import Field
from h4a_core.tables.registry import TABLES

FILES = {
    "nuclei.csv": "households",
    "contratti.csv": "tenancies",
    "albergamenti.csv": "temporary_stays",
    "questionari.csv": "surveys",
    "accompagnamento.csv": "support_events",
    "storico_albergamenti.csv": "reference_stays",
}
ROWS = 12
FEWEST_ROWS = 5
MONTHS = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()  # noqa: SIM905
Value = date | Decimal | str | None
Cells = list[str | None]


@dataclass
class Doc:
    """A table as values, and how it is to be written."""

    name: str
    table: str
    fields: list[Field | None]
    headers: list[str]
    rows: list[list[Value]]
    encoding: str = "utf-8"
    separator: str = ";"
    newline: str = "\n"
    quote_all: bool = False
    day: Callable[[date], str] = lambda day: day.strftime("%d/%m/%Y")
    amount: Callable[[Decimal], str] = lambda amount: str(amount).replace(".", ",")
    word: Callable[[Field, str], str] = lambda _, word: word
    code: Callable[[str], str] = lambda code: code
    cell: Callable[[str], str] = lambda cell: cell
    blank: str = ""
    above: list[Cells] = field(default_factory=list)
    below: list[Cells] = field(default_factory=list)
    after: dict[int, list[Cells]] = field(default_factory=dict)
    """Further lines behind a row, by its place (from 0)."""
    line_end: str = ""
    container: str = "csv"
    parts: int = 1

    def texts(self) -> list[Cells]:
        """All lines as cells of text."""
        lines: list[Cells] = [*self.above, list(self.headers)]
        for place, row in enumerate(self.rows):
            lines.append([self.text(one, value) for one, value in zip(self.fields, row, strict=True)])
            lines += self.after.get(place, [])
        return lines + self.below

    def text(self, one: Field | None, value: Value) -> str:
        """One value as it is written."""
        if value is None:
            return self.blank
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Decimal):
            return self.amount(value) if one is not None and one.kind in {"money", "decimal"} else str(value)
        if one is not None and one.codes:
            return self.cell(self.word(one, value))
        return self.cell(self.code(value) if one is not None and one.name == "household_id" else value)


@cache
def _sample(families: int, seed: int) -> dict[str, Doc]:
    """The files of invented families, or of the next seed whose days leave no doubt about their order."""
    found = _files(families, seed)
    clear = all(_is_clear(doc) for doc in found.values())
    return found if clear else _sample(families, seed + 1_000_000)


def _is_clear(doc: Doc) -> bool:
    """Whether a day tells the order of day and month, and there are rows enough to change."""
    last_month = 12
    days = [value.day for row in doc.rows for value in row if isinstance(value, date)]
    return max(days, default=0) > last_month and len(doc.rows) >= FEWEST_ROWS


def _files(families: int, seed: int) -> dict[str, Doc]:
    found = {}
    with TemporaryDirectory() as folder:
        write_sample(families, seed, Path(folder))
        for name, table_name in FILES.items():
            lines = (Path(folder) / name).read_text(encoding="utf-8").splitlines()[1:]
            headers = lines[0].replace('"', "").split(";")
            table = TABLES[table_name]
            known = {header: one for one in table.fields for header in (one.label.it,)}
            fields = [known[header] for header in headers]
            rows = [
                [_value(one, text.strip('"')) for one, text in zip(fields, line.split(";"), strict=True)]
                for line in lines[1 : ROWS + 1]
            ]
            found[name] = Doc(name, table_name, list(fields), headers, rows)
    return found


def _value(one: Field, text: str) -> Value:
    if not text:
        return None
    if one.kind == "date":
        day, month, year = text.split("/")
        return date(int(year), int(month), int(day))
    if one.kind in {"int", "money", "decimal"}:
        return Decimal(text.replace(",", "."))
    return text


def clean(name: str, seed: int) -> Doc:
    """A clean file of invented records; its lists may be changed."""
    doc = _sample(11, seed)[name]
    return replace(
        doc, fields=list(doc.fields), headers=list(doc.headers), rows=[list(row) for row in doc.rows], above=[],
        below=[], after={},
    )  # fmt: skip


def all_households(seed: int) -> bytes:
    """The file of households the others refer to."""
    return as_csv(_sample(11, seed)["nuclei.csv"])


def as_csv(doc: Doc, lines: list[Cells] | None = None) -> bytes:
    """The bytes of a text."""
    out = []
    for cells in doc.texts() if lines is None else lines:
        written = []
        for cell in cells:
            text = cell or ""
            quoted = doc.quote_all or doc.separator in text or '"' in text or "\n" in text
            if text.startswith('="'):
                quoted = doc.separator in text
            written.append('"' + text.replace('"', '""') + '"' if quoted else text)
        out.append(doc.separator.join(written) + (doc.line_end if any(cells) else ""))
    return (doc.newline.join(out) + doc.newline).encode(doc.encoding)


def as_xlsx(sheets: list[tuple[str, list[list[object]]]], hidden: str = "") -> bytes:
    """The bytes of a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title == hidden:
            sheet.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def typed(doc: Doc) -> list[list[object]]:
    """All lines with days and numbers as a workbook has them."""
    lines: list[list[object]] = [list(line) for line in (*doc.above, doc.headers)]
    for place, row in enumerate(doc.rows):
        cells: list[object] = []
        for one, value in zip(doc.fields, row, strict=True):
            number = isinstance(value, Decimal)
            cells.append(float(value) if number else value if isinstance(value, date) else doc.text(one, value) or None)
        lines += [cells, *(list(line) for line in doc.after.get(place, []))]
    return lines + [list(line) for line in doc.below]


def as_html(lines: list[Cells]) -> bytes:
    """A web page as offices name it .xls."""
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell or '')}</td>" for cell in line) + "</tr>\n" for line in lines)
    return f"<html><head><meta charset='utf-8'></head><body><table border=1>\n{rows}</table></body></html>".encode()


def as_xml(lines: list[Cells]) -> bytes:
    """SpreadsheetML of Excel 2003."""
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{escape(cell or "")}</Data></Cell>' for cell in line)
        + "</Row>"
        for line in lines
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="Dati"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def as_ods(lines: list[Cells]) -> bytes:
    """A document of LibreOffice, all cells as text."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        "<table:table-row>"
        + "".join(cell.format(escape(one)) if one else "<table:table-cell/>" for one in line)
        + "</table:table-row>"
        for line in lines
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<?xml version="1.0"?><office:document-content{names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Dati">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{space}">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return as_zip(
        [("mimetype", kind.encode()), ("content.xml", content.encode()), ("META-INF/manifest.xml", manifest.encode())]
    )


def as_zip(files: list[tuple[str, bytes]]) -> bytes:
    """An archive of files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def written(doc: Doc) -> list[tuple[str, bytes]]:
    """The files in which a table is brought in."""
    stem = doc.name.removesuffix(".csv")
    if doc.parts == 2:
        half = len(doc.rows) // 2
        first = replace(doc, rows=doc.rows[:half], parts=1, below=[], after={})
        second = replace(doc, rows=doc.rows[half:], parts=1, above=[], after={})
        if doc.container == "xlsx":
            return [(f"{stem}.xlsx", as_xlsx([("Uno", typed(first)), ("Due", typed(second))]))]
        files = [(f"{stem}_1.csv", as_csv(first)), (f"{stem}_2.csv", as_csv(second))]
        return [(f"{stem}.zip", as_zip(files))] if doc.container == "zip" else files
    made: dict[str, Callable[[], tuple[str, bytes]]] = {
        "csv": lambda: (doc.name, as_csv(doc)),
        "zip": lambda: (f"{stem}.zip", as_zip([(doc.name, as_csv(doc))])),
        "xlsx": lambda: (f"{stem}.xlsx", as_xlsx([("Dati", typed(doc))])),
        "xlsx_text": lambda: (f"{stem}.xlsx", as_xlsx([("Dati", [list(line) for line in doc.texts()])])),
        "xlsx_notes": lambda: (f"{stem}.xlsx", as_xlsx([("Leggimi", [["Estrazione"]]), ("Dati", typed(doc))])),
        "html": lambda: (f"{stem}.xls", as_html(doc.texts())),
        "xml": lambda: (f"{stem}.xls", as_xml(doc.texts())),
        "ods": lambda: (f"{stem}.ods", as_ods(doc.texts())),
    }
    return [made[doc.container]()]

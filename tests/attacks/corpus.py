"""Attacks by name: the file, and a part of the words with which it is refused."""

from tests.attacks import making
from tests.attacks.making import (
    ODS_ORDINARY,
    ORDINARY,
    STAY,
    STRICT,
    bomb,
    far_xlsx,
    lying,
    ods,
    ods_blank,
    ods_cell,
    ods_row,
    xls,
    xls_text,
    xlsb,
    xlsb_row,
    xlsb_text,
    xlsx,
    zipped,
)
from tests.records.made import GOOD, REFERENCE

TOO_MUCH = "più memoria o più tempo"
EXPANDED = "una volta espanso"
DAMAGED = "rovinat"

ATTACKS = {
    # cells far from the records
    "far-corner.xlsx": (lambda: far_xlsx("XFD1048576"), "la cella XFD1048576 è troppo lontana"),
    "far-right.xlsx": (lambda: far_xlsx("XFD4000"), "la cella XFD4000 è troppo lontana"),
    "far-down.xlsx": (lambda: far_xlsx("AD1048576"), "la cella AD1048576 è troppo lontana"),
    "far-strict.xlsx": (lambda: far_xlsx("XFD1048576", STRICT), "la cella XFD1048576 è troppo lontana"),
    "far-beyond-any-sheet.xlsx": (lambda: far_xlsx("ZZZ9999999"), "la cella ZZZ9999999 è troppo lontana"),
    "far-unnamed.xlsx": (
        lambda: xlsx(f'<row r="1048576"><c t="inlineStr"><is><t>x</t></is></c>{"<c/>" * 16_000}<c><v>1</v></c></row>'),
        "16002 colonne",
    ),
    "far-other-prefix.xlsx": (
        lambda: xlsx(
            "<x:row xmlns:x='%s' r='2'><x:c r='A2'><x:v>1</x:v></x:c></x:row>" % making.MAIN  # noqa: UP031
            + "<x:row xmlns:x='%s' r='1048576'><x:c r='XFD1048576'><x:v>1</x:v></x:c></x:row>" % making.MAIN  # noqa: UP031
        ),
        "la cella XFD1048576 è troppo lontana",
    ),
    "far-corner.ods": (
        lambda: ods(ODS_ORDINARY + ods_row(ods_blank(1), 1_048_573) + ods_row(ods_blank(16_383) + ods_cell("x"))),
        "la cella XFD1048576 è troppo lontana",
    ),
    "far-right.ods": (
        lambda: ods(ODS_ORDINARY + ods_row(ods_blank(16_383) + ods_cell("x"))),
        "la cella XFD3 è troppo lontana",
    ),
    "far-corner.xlsb": (
        lambda: xlsb(xlsb_row(1_048_575), xlsb_text(16_383, "x")),
        "la cella XFD1048576 è troppo lontana",
    ),
    "far-beyond-any-sheet.xlsb": (lambda: xlsb(xlsb_row(2**32 - 1), xlsb_text(2**32 - 1, "x")), "troppo lontana"),
    "far-corner.xls": (lambda: xls(xls_text(65_535, 16_383, "x")), "la cella XFD65536 è troppo lontana"),
    # rows and columns repeated
    "repeated-rows.ods": (
        lambda: ods(ODS_ORDINARY + ods_row("".join(ods_cell("x") for _ in range(30)), 1_048_000)),
        "troppo lontana",
    ),
    "repeated-columns.ods": (lambda: ods(ODS_ORDINARY + ods_row(ods_cell("x", 16_384), 60)), "troppo lontana"),
    "repeated-both.ods": (lambda: ods(ods_row(ods_cell("x" * 1000, 290), 60_000)), TOO_MUCH),
    "repeated-beyond-any-sheet.ods": (lambda: ods(ods_row(ods_cell("x", 9_999_999), 9_999_999)), "troppo lontana"),
    "repeated-countless.ods": (lambda: ods(ods_row(ods_cell("x", 10**15), 10**15)), ""),
    # false sizes
    "false-size.xls": (lambda: xls(rows=2**32 - 1, columns=2**16 - 1), ""),
    "false-size.zip": (lambda: lying(checked=True), DAMAGED),
    "false-size-and-checksum.zip": (lambda: lying(checked=False), DAMAGED),
    # much of the same
    "equal-rows.zip": (lambda: making.equal_rows(60), EXPANDED),
    "equal-rows.xlsx": (lambda: xlsx(ORDINARY + "<row><c><v>1</v></c></row>" * 2_000_000), EXPANDED),
    "one-text-in-many-cells.xlsx": (lambda: making.shared_string(30_000, 20_000), TOO_MUCH),
    "one-text-in-some-cells.xlsx": (lambda: making.shared_string(30_000, 5_000), EXPANDED),
    "overlapping.zip": (lambda: making.overlapping(150), EXPANDED),
    "many-files.zip": (lambda: zipped(*((f"{n}.csv", "x") for n in range(5_000))), "contiene 5000 file"),
    "nested.zip": (lambda: making.nested(5), "altri archivi"),
    "book-in-archive.zip": (
        lambda: zipped(("a.xlsx", xlsx(ORDINARY + "<row><c><v>1</v></c></row>" * 2_000_000))),
        EXPANDED,
    ),
    "tiny-rows.zip": (lambda: zipped(("a.csv", f"{REFERENCE}\n{STAY}\n" + "1\n\n" * 1_600_000)), ""),
    "far-cell-in-archive.zip": (lambda: zipped(("a.xlsx", far_xlsx("XFD1048576"))), "la cella XFD1048576"),
    # XML
    "entities.ods": (lambda: ods(ods_row(ods_cell("&e9;")), bomb("office:document-content")), ""),
    "entities.xlsx": (lambda: xlsx(ORDINARY.replace("Albergo", "&e9;"), prolog=bomb("workbook")), ""),
    "entities-in-merged.ods": (
        lambda: ods(
            ODS_ORDINARY + '<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>&e9;</text:p>'
            "</table:table-cell></table:table-row>",
            bomb("office:document-content"),
        ),
        DAMAGED,
    ),
    "deep.ods": (lambda: ods(f"{'<table:table-row>' * 200_000}{'</table:table-row>' * 200_000}"), ""),
    "deep.xlsx": (lambda: xlsx("<row>" * 400_000 + "</row>" * 400_000), ""),
    "deep-merged.ods": (
        lambda: ods(
            ODS_ORDINARY
            + f'<table:table-row><table:table-cell table:number-rows-spanned="2">{"<text:p>" * 200_000}'
            + f"{'</text:p>' * 200_000}</table:table-cell></table:table-row>"
        ),
        "",
    ),
    "spaces-after-formulas.xlsx": (lambda: xlsx(f"<row><c><f>1</f>{' ' * 3_000_000}</c></row>"), "formule"),
    "attributes-without-end.xlsx": (lambda: xlsx("<c r='AA1' " * 400_000 + "/>"), ""),
    "rows-without-end.xlsx": (lambda: xlsx("<row " * 900_000 + "/>"), DAMAGED),
    "merged-again-and-again.xlsx": (
        lambda: xlsx(
            ORDINARY + making.text_row(900_000, "x"),
            "<mergeCells>" + '<mergeCell ref="A1:G1048576"/>' * 60_000 + "</mergeCells>",
        ),
        "",
    ),
    # texts
    "endless-cell.zip": (lambda: zipped(("a.csv", f'{REFERENCE}\n{STAY}\n"{"x" * 4_500_000}')), ""),
    "endless-cell.csv": (f'{REFERENCE}\n{STAY}\n"{"x" * 3_000_000}'.encode, "lunghissima"),
    "endless-line.csv": (f"{REFERENCE}\n{STAY}\n\n{';' * 3_000_000}\n".encode, "più di 1000000 caratteri"),
    "endless-header.csv": (f"{REFERENCE}{';x' * 100_000}\n{STAY}\n".encode, "colonne"),
}
"""The words are empty where either a refusal or a reading of the few cells there are is right."""
ORDINARY_FILES = {
    "says-to-be-huge.xlsx": lambda: xlsx(before='<dimension ref="A1:XFD1048576"/>'),
    "styled-to-the-end.xlsx": lambda: xlsx(
        ORDINARY
        + "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"/></row>' for n in range(3, 20_000))
        + '<row r="1048576" s="1" customFormat="1"><c r="XFD1048576" s="1"/></row>'
    ),
    "blank-to-the-end.ods": lambda: ods(
        ODS_ORDINARY + ods_row(ods_blank(16_384), 1_048_573) + ods_row(ods_blank(16_384))
    ),
    "ordinary.xlsx": xlsx,
    "ordinary-strict.xlsx": lambda: xlsx(main=STRICT),
    "ordinary.ods": lambda: ods(ODS_ORDINARY),
    "ordinary.xlsb": xlsb,
    "ordinary.xls": xls,
    "ordinary.csv": f"{REFERENCE}\n{STAY}\n".encode,
}
"""Files of an office, some of which look like attacks; each holds one stay."""
FAMILY = ("nuclei.csv", making.households_text([GOOD]).encode())

"""Files whose lines, sheets, cells or format would let a wrong value in without a word; each cause several times."""

import io
import struct
import zipfile
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook, load_workbook

from h4a_core.records.formats.archives import SEPARATOR
from h4a_core.records.intake import accounting
from h4a_core.records.intake.importing import load_many
from tests.attacks.making import xlsb
from tests.metamorphic.made import as_ods, as_zip
from tests.records.made import GOOD, HOUSEHOLDS, REFERENCE, households, load, rules, stored

TENANCIES = "Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;Data fine;Canone mensile (€)"
SURVEYS = "Cod. nucleo;Rilevazione;Data;Benessere;Empowerment;Benessere economico"
NOTES = REFERENCE + ";Annotazioni"


def lines(head, *rows, encoding="utf-8"):
    return "\n".join([head, *rows, ""]).encode(encoding)


def stay(number, note=None, day="13/08/2022", end="25/08/2022"):
    return f"R-{number:02};3;Albergo;{day};{end};64,00;0,00" + ("" if note is None else f";{note}")


def asked(result):
    return [one.id.rsplit(":", 1)[1] for one in result.questions]


def said(result):
    return " ".join(note.it for note in result.notes)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(*sheets, hidden=()):
    """A workbook of sheets, each a name and its rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    return saved(book)


def with_formulas(rows, saved_results, *, calculate_later):
    """A workbook whose rows end with a formula that has the saved result given."""
    book = load_workbook(io.BytesIO(workbook(("Dati", rows))))
    sheet = book.worksheets[0]
    for line in range(2, len(rows) + 1):
        sheet.cell(line, len(rows[0])).value = "=1+2"
    book.calculation.fullCalcOnLoad = calculate_later
    stream, results = io.BytesIO(), iter(saved_results)
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                first, *rest = content.replace(b"<v></v>", b"<v/>").replace(b"<v />", b"<v/>").split(b"</f><v/>")
                content = first + b"".join(b"</f><v>%d</v>" % next(results) + piece for piece in rest)
            new.writestr(name, content)
    return stream.getvalue()


# lines that a quote swallows (R2)


@pytest.mark.parametrize(
    ("opens", "closes", "rows"), [(2, 5, 8), (1, 2, 4), (3, 9, 10)], ids=["in the middle", "the next", "to the last"]
)
def test_r2_a_stray_quote_in_a_column_not_read_is_asked_about_and_no_row_is_lost(store, opens, closes, rows):
    notes = {opens: '"visto', closes: 'visto"'}
    data = lines(NOTES, *(stay(n, notes.get(n, "")) for n in range(1, rows + 1)))
    result = load(store, "storico.csv", data)
    assert asked(result) == ["open_quote"]
    assert f"riga {opens + 1}" in result.questions[0].text.it
    assert stored(store, "count(*)", "reference_stays") == [(0,)]
    assert load(store, "storico.csv", data, answers={"open_quote": "letters"}).rows_accepted == rows


def test_r2_quotes_before_two_codes_are_asked_about(store):
    data = lines(REFERENCE, stay(1), f'"{stay(2)}', f'"{stay(3)}', stay(4))
    assert asked(load(store, "storico.csv", data)) == ["open_quote"]


def test_r2_a_quote_that_never_closes_is_asked_about_and_the_lines_can_be_read(store):
    data = lines(NOTES, stay(1, '"visto'), stay(2, ""), stay(3, ""))
    assert asked(load(store, "storico.csv", data)) == ["open_quote"]
    assert load(store, "storico.csv", data, answers={"open_quote": "letters"}).rows_accepted == 3


@pytest.mark.parametrize("many", [1, 800])
def test_r2_notes_with_honest_line_breaks_and_quotes_raise_no_question(store, many):
    notes = ['"prima riga\nseconda riga"', '"detto ""sì""\na voce"', "", '"una\n\naltra; e ancora"']
    rows = [
        stay(n, notes[n % 4], day=f"{1 + n % 28}/{1 + n // 28 % 12}/{2016 + n // 336}", end="") for n in range(many)
    ]
    result = load(store, "storico.csv", lines(NOTES, *rows), answers={"date_order": "day_first"})
    assert (result.questions, result.rows_accepted, result.account.adds_up) == ((), many, True)


def test_r2_every_line_and_sum_is_accounted_for(store):
    data = lines(
        "Elenco dei soggiorni", "", REFERENCE, stay(1), "", stay(2), stay(3).replace("64,00", "6A,00"), ";;;;;;",
        "Totale;9;;;;128,00;0,00", "Fonte: settore casa",
    )  # fmt: skip
    result = load(store, "storico.csv", data)
    account = result.account
    assert (account.lines, account.stored, account.aside, account.adds_up) == (8, 2, 1, True)
    assert [(one.line, one.why) for one in account.left_out] == [
        (1, "title"), (3, "header"), (8, "blank"), (9, "total"), (10, "note"),
    ]  # fmt: skip
    assert [(one.column, one.file, one.stored, one.aside) for one in account.sums] == [
        ("N. componenti", Decimal(9), Decimal(6), Decimal(3)),
        ("Costo giornaliero (€)", Decimal(128), Decimal(128), Decimal(0)),
        ("Contributo nucleo (€/giorno)", Decimal(0), Decimal(0), Decimal(0)),
    ]


@pytest.mark.parametrize(
    ("total", "question"),
    [("192,00", []), ("64,00", []), ("3", []), ("128,00", ["total_line"]), ("191,00", ["total_line"])],
    ids=["the sum", "the mean", "the count", "a row less", "a figure changed"],
)
def test_r2_a_total_line_is_held_against_the_rows(store, total, question):
    result = load(store, "storico.csv", lines(REFERENCE, stay(1), stay(2), stay(3), f"Totale;;;;;{total};"))
    assert asked(result) == question
    if question:
        assert "«Costo giornaliero (€)»" in result.questions[0].text.it
        done = load(store, "storico.csv", lines(REFERENCE, stay(1), f"Totale;;;;;{total};"),
                    answers={"total_line": "leave_out"})  # fmt: skip
        assert done.rows_accepted == 1


def test_r2_a_quote_that_opens_in_a_row_and_closes_in_the_same_row_is_asked_about(store):
    data = lines(NOTES, stay(1, ""), 'R-02;3;"Albergo;13/08/2022;25/08/2022;64,00;0,00";visto', stay(3, ""))
    assert asked(load(store, "storico.csv", data)) == ["open_quote"]


def test_r2_a_total_line_on_top_is_about_the_rows_below(store):
    result = load(store, "storico.csv", lines(REFERENCE, "Totale;6;;;;128,00;0,00", stay(1), stay(2)))
    assert (result.rows_accepted, "«Costo giornaliero (€)» 128 = somma" in said(result)) == (2, True)
    wrong = lines(REFERENCE, "Totale;6;;;;129,00;0,00", stay(1), stay(2))
    assert asked(load(store, "storico2.csv", wrong)) == ["total_line"]


@pytest.mark.parametrize(
    ("total", "question"),
    [
        ("Totale nuclei: 2;;;;;;;", []),
        ("Totale nuclei: 3;;;;;;;", ["total_line"]),
        ("Totale;2 righe;;;;;;", []),
        (";;;;;;;Totale 2", []),
        ("Totale;;;;;;;31,50", []),
        ("Totale;;;;;;;1.031,50", ["total_line"]),
        ("Totale;;;;;;;31.500", ["total_line"]),
    ],
)
def test_r2_totals_of_columns_not_read_and_counts_in_words_are_held_against_the_rows_too(store, total, question):
    data = lines(REFERENCE + ";Pasti (€)", stay(1, "10,50"), stay(2, "21,00"), total)
    assert asked(load(store, "storico.csv", data)) == question


@pytest.mark.parametrize("lost", [Decimal(64), Decimal("0.01")])
def test_r2_an_amount_that_is_lost_on_the_way_stops_the_import(store, monkeypatch, lost):
    true_sum = accounting._file_sum

    def more_than_stored(*given):
        return true_sum(*given) + (lost if given[-1] == "daily_cost" else 0)

    monkeypatch.setattr(accounting, "_file_sum", more_than_stored)
    result = load(store, "storico.csv", lines(REFERENCE, stay(1), stay(2)))
    assert (asked(result), stored(store, "count(*)", "reference_stays")) == (["unaccounted"], [(0,)])
    assert f"«Costo giornaliero (€)» {128 + lost:.2f}" in result.questions[0].text.it
    done = load(store, "storico.csv", lines(REFERENCE, stay(1), stay(2)), answers={"unaccounted": "import"})
    assert (done.rows_accepted, done.account.adds_up) == (2, False)


# sheets and files of one call (R3)


def rows_of(*days):
    """Tenancies of the family A-1 with these ends."""
    head = TENANCIES.split(";")
    return [head, *(["A-1", f"AL-{n}", "Nuovo alloggio", "25/10/2022", "", day, 310] for n, day in enumerate(days))]


def test_r3_two_sheets_that_contradict_each_other_are_a_question_and_the_answer_is_obeyed(store):
    load(store, "nuclei.csv", households(GOOD))
    book = workbook(("2023", rows_of("31/01/2024")), ("2024", rows_of("29/02/2024")))
    first, second = load_many(store, [("contratti.xlsx", book)])
    assert (asked(first), asked(second)) == ([], ["contradiction"])
    assert f"riga 2 (in «contratti.xlsx{SEPARATOR}2023» riga 2)" in second.questions[0].text.it
    assert stored(store, "end_date", "tenancies") == []
    load_many(store, [("contratti.xlsx", book)], answers={"contradiction": "first"})
    assert stored(store, "end_date", "tenancies") == [(date(2024, 1, 31),)]


def test_r3_two_files_of_one_call_that_contradict_each_other_are_a_question(store):
    files = [("a.csv", households(GOOD)), ("b.csv", households(GOOD.replace(";3;1;", ";5;1;")))]
    assert [asked(one) for one in load_many(store, files)] == [[], ["contradiction"]]
    load_many(store, files, answers={"contradiction": "last"})
    assert stored(store, "household_id, members") == [("A-1", 5)]


def test_r3_stays_of_one_call_that_contradict_each_other_are_a_question_whatever_table_they_may_be(store):
    load(store, "nuclei.csv", households(GOOD))
    head, row = REFERENCE.replace("N. componenti;", ""), "A-1;Albergo;13/08/2022;25/08/2022;64,00;0,00"
    files = [("a.csv", lines(head, row)), ("b.csv", lines(head, row.replace("Albergo", "Residence")))]
    assert [asked(one) for one in load_many(store, files)] == [[], ["contradiction"]]


def test_r3_files_in_an_archive_that_contradict_each_other_are_a_question(store):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("a.csv", households(GOOD))
        made.writestr("b.csv", households(GOOD.replace("separazione", "sfratto per morosità")))
    assert [asked(one) for one in load_many(store, [("tutto.zip", stream.getvalue())])] == [[], ["contradiction"]]


def test_r3_a_summary_sheet_does_not_empty_end_dates(store):
    load(store, "nuclei.csv", households(GOOD))
    book = workbook(("Dati", rows_of("31/01/2024")), ("Riepilogo", rows_of("")))
    assert [asked(one) for one in load_many(store, [("contratti.xlsx", book)])] == [[], ["contradiction"]]


def test_r3_a_hidden_sheet_is_left_out_unless_asked_for(store):
    load(store, "nuclei.csv", households(GOOD))
    book = workbook(("Dati", rows_of("31/01/2024")), ("Vecchio", rows_of("")), hidden={"Vecchio"})
    (result,) = load_many(store, [("contratti.xlsx", book)])
    assert ("Vecchio" in said(result), [one.id for one in result.choices]) == (True, ["contratti.xlsx:hidden_sheets"])
    assert stored(store, "end_date", "tenancies") == [(date(2024, 1, 31),)]
    both = load_many(store, [("contratti.xlsx", book)], answers={"hidden_sheets": "read"})
    assert [asked(one) for one in both] == [[], ["contradiction"]]


def test_r3_a_workbook_with_hidden_sheets_only_is_asked_about(store):
    book = workbook(("Leggimi", [["Estrazione"]]), ("Nuclei", [r.split(";") for r in (HOUSEHOLDS, GOOD)]),
                    hidden={"Nuclei"})  # fmt: skip
    assert asked(load(store, "nuclei.xlsx", book)) == ["hidden_sheets"]
    assert load(store, "nuclei.xlsx", book, answers={"hidden_sheets": "read"}).rows_accepted == 1


def test_r3_sheets_that_repeat_or_complete_each_other_raise_no_question(store):
    load(store, "nuclei.csv", households(GOOD))
    more = [*rows_of("31/01/2024"), ["A-1", "AL-9", "Nuovo alloggio", "01/03/2024", "", "", 400]]
    book = workbook(("2023", rows_of("31/01/2024")), ("2024", more))
    assert [asked(one) for one in load_many(store, [("contratti.xlsx", book)])] == [[], []]


# cells that programs write (R7)


@pytest.mark.parametrize("many", [1, 700])
def test_r7_a_code_shown_by_a_formula_enters_as_it_is_shown(store, many):
    rows = [GOOD.replace("A-1", f'="H4A-23-{n:04}"') for n in range(many)]
    load(store, "nuclei.csv", households(*rows))
    assert stored(store, "min(household_id), max(household_id)") == [("H4A-23-0000", f"H4A-23-{many - 1:04}")]


@pytest.mark.parametrize(("results", "later"), [((0, 0), True), (("", ""), False)], ids=["0 of the writer", "nothing"])
def test_r7_formulas_that_nobody_calculated_are_refused(store, results, later):
    rows = [REFERENCE.split(";"), *(stay(n).split(";") for n in (1, 2))]
    if results == ("", ""):
        book = load_workbook(io.BytesIO(workbook(("Dati", rows))))
        book.worksheets[0].cell(2, 7).value = "=1+2"
        data = saved(book)
    else:
        data = with_formulas(rows, results, calculate_later=later)
    result = load(store, "storico.xlsx", data)
    assert "formule senza il loro risultato" in result.refusal.it


def test_r7_formulas_with_results_are_read_a_true_0_among_them(store):
    rows = [REFERENCE.split(";"), *(stay(n).split(";") for n in (1, 2))]
    for results, later in (((3, 0), True), ((0, 0), False)):
        result = load(store, "storico.xlsx", with_formulas(rows, results, calculate_later=later), dry_run=True)
        assert result.rows_accepted == 2


def test_r7_formulas_without_results_are_refused_in_other_workbooks_too(store):
    rows = [REFERENCE, stay(1)]
    plain = as_spreadsheet_xml(rows)
    cell = b'<Cell><Data ss:Type="String">64,00</Data></Cell>'
    assert load(store, "storico.xml", plain, dry_run=True).rows_accepted == 1
    refusal = load(store, "storico.xml", plain.replace(cell, b'<Cell ss:Formula="=32*2"/>')).refusal
    assert "la formula alla riga 2 è senza il suo risultato" in refusal.it
    text = b'<table:table-cell office:value-type="string"><text:p>64,00</text:p></table:table-cell>'
    plain = as_ods([row.split(";") for row in rows])
    assert load(store, "storico.ods", plain, dry_run=True).rows_accepted == 1
    for formula, read in ((b"", 0), (b' office:value-type="float" office:value="64"', 1)):
        made = b'<table:table-cell table:formula="of:=32*2"%s/>' % formula
        with zipfile.ZipFile(io.BytesIO(plain)) as old:
            files = [(name, old.read(name).replace(text, made)) for name in old.namelist()]
        assert load(store, "storico.ods", as_zip(files), dry_run=True).rows_accepted == read


def test_r7_percentages_of_excel_and_as_text_are_the_same(store):
    load(store, "nuclei.csv", households(GOOD, GOOD.replace("A-1", "A-2")))
    head = ["Cod. nucleo", "Rilevazione", "Data"]
    scores = ["Benessere punteggio", "Empowerment", "Benessere economico", "Benessere punteggio iniziale"]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([*head, *scores, "Note"])
    sheet.append(["A-1", 3, "22/11/2025", 0.75, "Migliorato", "Migliorato", 0.5, True])
    sheet.cell(2, 8).number_format = "0%"
    sheet.append(["A-2", 3, "22/11/2025", "75%", "Migliorato", "Migliorato", "50%"])
    sheet.cell(2, 4).number_format = "0%"
    sheet.cell(2, 7).number_format = '0.0" "%'
    result = load(store, "questionari.xlsx", saved(book))
    assert (result.rows_accepted, result.findings) == (2, ())
    ((first,), *others) = stored(store, "DISTINCT wellbeing_score", "surveys")
    assert (str(first), others) == ("75.00", [])


@pytest.mark.parametrize(("signs", "worse"), [(("+", "=", "-"), "worse"), (("+", "=", "–"), "worse")])
def test_r7_a_minus_is_an_answer_where_the_column_answers_with_signs(store, signs, worse):
    load(store, "nuclei.csv", households(*(GOOD.replace("A-1", f"A-{n}") for n in range(3))))
    rows = [f"A-{n};3;22/11/2025;{sign};Migliorato;Migliorato" for n, sign in enumerate(signs)]
    load(store, "questionari.csv", lines(SURVEYS, *rows))
    assert stored(store, "household_id, wellbeing", "surveys") == [("A-0", "improved"), ("A-1", "same"), ("A-2", worse)]


def test_r7_a_minus_is_nothing_where_the_column_has_no_signs(store):
    load(store, "nuclei.csv", households(GOOD.replace("1.111,27", "-")))
    assert stored(store, "isee") == [(None,)]


@pytest.mark.parametrize("code", ["TOT-01", "Tot. 7", "TOTALE-3", "SUM-12", "total 4"])
def test_r7_a_code_that_looks_like_a_total_is_a_row(store, code):
    result = load(store, "nuclei.csv", households(GOOD.replace("A-1", code), GOOD))
    assert (result.rows_accepted, result.account.adds_up) == (2, True)


@pytest.mark.parametrize(
    ("number_format", "code"),
    [("00000", "00007"), ("00000;-0", "00007"), ('"H4A-23-"00', "H4A-23-07"), (r"\N0000", "N0007"), ("General", "7")],
)
def test_r7_a_numeric_code_keeps_the_form_in_which_the_sheet_shows_it(store, number_format, code):
    book = Workbook()
    book.worksheets[0].append(HOUSEHOLDS.split(";"))
    book.worksheets[0].append([7, 2022, date(2022, 4, 20), date(2022, 11, 9), 3, 1, 0, "Incapiente", 1111.27,
                               "separazione", "CEA"])  # fmt: skip
    book.worksheets[0].cell(2, 1).number_format = number_format
    load(store, "nuclei.xlsx", saved(book))
    assert stored(store, "household_id") == [(code,)]


# bytes of another encoding (R9)


@pytest.mark.parametrize(("own", "foreign"), [("utf-8", "cp1252"), ("cp1252", "utf-8"), ("utf-8-sig", "cp1252")])
def test_r9_one_line_of_another_encoding_is_named_and_the_rest_read_as_it_is(store, own, foreign):
    rows = [GOOD.replace("A-1", f"A-{n}").replace("CEA", "Città") for n in range(8)]
    encoded = [
        row.encode(foreign if n == 3 else "cp1252" if own == "cp1252" else "utf-8") for n, row in enumerate(rows)
    ]
    result = load(store, "nuclei.csv", b"\n".join([HOUSEHOLDS.encode(own), *encoded]))
    assert "un'altra codifica" in said(result)
    assert ": 5 (in tutto 1)" in said(result)
    assert stored(store, "DISTINCT referral_service") == [("Città",)]


def test_r9_a_byte_that_the_code_page_does_not_know_does_not_change_the_code_page(store):
    rows = [GOOD.replace("A-1", f"A-{n}").replace("CEA", "Città più") for n in range(6)]
    data = households(*rows).decode().encode("cp1252").replace(b"A-4;2022", b"A-4\x81;2022")
    result = load(store, "nuclei.csv", data, dry_run=True)
    assert ": 6 (in tutto 1)" in said(result)


@pytest.mark.parametrize("many", [1, 700])
def test_r9_control_characters_never_enter_and_are_said(store, many):
    rows = [GOOD.replace("A-1", f"A-{n:04}") for n in range(many)]
    data = households(*rows).replace(b"A-0000", b"A-\x000000\x0b").replace(b"CEA", "C\u2028EA\x85".encode(), 1)
    result = load(store, "nuclei.csv", data)
    assert (result.rows_accepted, "tolti: 2" in said(result)) == (many, True)
    assert stored(store, "min(household_id), max(referral_service)") == [("A-0000", "CEA")]


# formats and words with a way out (R13)


def as_html(rows):
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row.split(";")) for row in rows)
    return ("<html><body><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table></body></html>").encode()


def as_spreadsheet_xml(rows):
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    cells = (
        "".join(f'<Cell><Data ss:Type="String">{escape(cell)}</Data></Cell>' for cell in row.split(";")) for row in rows
    )
    body = "".join(f"<Row>{row}</Row>" for row in cells)
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="Nuclei"><Table>'
        f"{body}</Table></Worksheet></Workbook>"
    ).encode()


@pytest.mark.parametrize("made", [as_html, as_spreadsheet_xml])
def test_r13_html_and_xml_saved_as_xls_are_read(store, made):
    result = load(store, "nuclei.xls", made([HOUSEHOLDS, GOOD, GOOD.replace("A-1", "A-2")]))
    assert (result.table, result.rows_accepted, result.account.adds_up) == ("households", 2, True)
    assert stored(store, "household_id, isee") == [("A-1", Decimal("1111.27")), ("A-2", Decimal("1111.27"))]


def test_r13_a_binary_workbook_is_read(store):
    assert load(store, "storico.xlsb", xlsb()).rows_accepted == 1


def dbf():
    field = b"CODICE".ljust(11, b"\0") + b"C" + bytes(4) + bytes([8]) + bytes(15)
    return struct.pack("<BBBBIHH20x", 3, 122, 8, 13, 1, 65, 9) + field + b"\r" + b" A-1     " + b"\x1a"


def encrypted_document():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", bytes(range(256)))
        made.writestr("META-INF/manifest.xml", "<manifest:manifest><manifest:encryption-data/></manifest:manifest>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "way_out"),
    [
        ("nuclei.json", b'[{"Cod. nucleo": "A-1"}]', "JSON"),
        ("nuclei.dbf", dbf(), "dBASE"),
        ("nuclei.ods", encrypted_document(), "parola chiave"),
        (
            "nuclei.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
            "parola chiave",
        ),
        (
            "nuclei.xls",
            bytes.fromhex("d0cf11e0a1b11ae1")
            + bytes(504)
            + bytes.fromhex("0908100000060500") + bytes(12) + bytes.fromhex("2f003600") + bytes(64),
            "parola chiave",
        ),
    ],
    ids=["JSON", "DBF", "encrypted ODS", "encrypted XLSX", "encrypted XLS"],
)  # fmt: skip
def test_r13_foreign_formats_get_a_sentence_with_the_way_out(store, name, data, way_out):
    refusal = load(store, name, data).refusal
    assert way_out in refusal.it
    assert "alva" in refusal.it


PAGE = (
    b"<html><table><tr><th>Cod. nucleo<th>N. componenti<th>Tipo<br>struttura<th>Dal<th>Al"
    b"<th>Costo giornaliero (&euro;)<th>Contributo nucleo (&euro;/giorno)</tr>"
    b'<tr><td rowspan=2>R-1<td>3<td>Albergo<td>13/08/2022<td>25/08/2022<td x:num="64">64,0<td>0</tr>'
    b"<tr><td>3<td>Albergo<style>td {}</style><td>26/08/2022<td>29/08/2022<td>64,50<td>0,00<table></table></tr>"
    b"<tr><td colspan=7>&nbsp;</tr></table></html>"
)
BOOK = (
    b"\xef\xbb\xbf<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' "
    b"xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet' xmlns:x='urn:schemas-microsoft-com:office:excel'>"
    b"<Worksheet ss:Name='Dati'><Table><Row>"
    + b"".join(b"<Cell><Data ss:Type='String'>%s</Data></Cell>" % head.encode() for head in REFERENCE.split(";"))
    + b"</Row><Row ss:Index='3'><Cell ss:MergeDown='1'><Data ss:Type='String'>R-1</Data></Cell>"
    b"<Cell><Data ss:Type='Number'>3</Data></Cell><Cell><Data ss:Type='String'>Albergo</Data></Cell>"
    b"<Cell><Data ss:Type='DateTime'>2022-08-13T00:00:00.000</Data></Cell>"
    b"<Cell ss:Index='6'><Data ss:Type='Number'>64.0</Data></Cell><Cell><Data ss:Type='Number'>0</Data></Cell>"
    b"</Row><Row><Cell><Data ss:Type='Number'>3</Data></Cell><Cell><Data ss:Type='String'>Albergo</Data></Cell>"
    b"<Cell><Data ss:Type='DateTime'>2022-08-26T00:00:00.000</Data></Cell><Cell/>"
    b"<Cell><Data ss:Type='Number'>64.5</Data></Cell><Cell><Data ss:Type='Number'>0</Data></Cell></Row></Table>"
    b"</Worksheet><Worksheet ss:Name='Vecchio'><Table/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible>"
    b"</x:WorksheetOptions></Worksheet></Workbook>"
)


@pytest.mark.parametrize("inner", ["<sup>1</sup>", "<table><tr><td>1</table>", "<p>1</p>", "<div>1</div>", "<br>1"])
def test_r13_what_stands_apart_in_a_cell_of_a_page_is_no_figure_of_its_number(store, inner):
    page = as_html([REFERENCE, stay(1)]).replace(b"<td>64,00", f"<td>64,0{inner}".encode())
    assert rules(load(store, "storico.xls", page)) == [(2, "invalid_number")]


@pytest.mark.parametrize("data", [PAGE, BOOK], ids=["a page", "a workbook in XML"])
def test_r13_tables_in_markup_are_read_as_they_are_seen(store, data):
    """Cells over several rows, cells within cells, breaks in headers, typed cells, gaps, a hidden sheet."""
    result = load(store, "storico.xls", data)
    assert (result.refusal, result.findings, result.account.adds_up) == (None, (), True)
    assert stored(store, "household_id, start_date, daily_cost", "reference_stays") == [
        ("R-1", date(2022, 8, 13), Decimal(64)), ("R-1", date(2022, 8, 26), Decimal("64.50")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (as_spreadsheet_xml([HOUSEHOLDS, GOOD])[:-30], "la cartella di lavoro XML è rovinata"),
        (b"<html><body><h1>Accesso negato</h1></body></html>", "pagina web senza tabelle"),
        (b"<?xml version='1.0'?><elenco><nucleo>A-1</nucleo></elenco>", "non si riconosce nessuna tabella"),
        (b"{Cod. nucleo: A-1", "non si riconosce nessuna tabella"),
    ],
)
def test_r13_markup_without_a_table_and_damaged_markup_are_refused_with_the_reason(store, data, words):
    assert words in load(store, "nuclei.xls", data).refusal.it


@pytest.mark.parametrize("word", ["in corso", "oggi", "31/12/9999", "Tuttora in corso", "9999-12-31", "(aperto)"])
@pytest.mark.parametrize("many", [1, 700])
def test_r13_words_of_an_end_that_has_not_come_mean_open_and_are_said(store, word, many):
    rows = [stay(n, day=f"{1 + n % 28:02}/{1 + n // 28 % 12:02}/{2016 + n // 336}", end=word) for n in range(many)]
    result = load(store, "storico.csv", lines(REFERENCE, *rows), answers={"date_order": "day_first"})
    assert (result.rows_accepted, result.findings, f"«{word}»" in said(result)) == (many, (), True)
    assert stored(store, "count(*), count(end_date)", "reference_stays") == [(many, 0)]


def test_r13_such_a_word_at_the_start_of_a_stay_is_a_fault(store):
    assert rules(load(store, "storico.csv", lines(REFERENCE, stay(1, day="oggi")))) == [(2, "invalid_date")]


@pytest.mark.parametrize("service", ["Servizio sociale via Bologna 48", "Centro di via Cottolengo 26"])
def test_r13_an_office_with_its_street_is_nobodys_address(store, service):
    assert load(store, "nuclei.csv", households(GOOD.replace("CEA", service))).rows_accepted == 1


def test_r13_a_street_that_many_families_share_is_that_of_an_office(store):
    rows = [GOOD.replace("A-1", f"A-{n}").replace("CEA", "via Bologna 48") for n in range(3)]
    assert load(store, "nuclei.csv", households(*rows)).rows_accepted == 3


def test_r13_a_required_column_that_is_refused_has_a_way_out(store):
    data = households(GOOD.replace("CEA", "via Bologna 48"))
    result = load(store, "nuclei.csv", data)
    assert (asked(result), result.personal) == (["offices"], ("Servizio inviante",))
    assert load(store, "nuclei.csv", data, answers={"offices": "offices"}).rows_accepted == 1


def test_r13_what_is_nobodys_office_stays_refused_whatever_is_answered(store):
    data = households(GOOD.replace("CEA", "via Bologna 48 mario.rossi@example.org"))
    assert load(store, "nuclei.csv", data, answers={"offices": "offices"}).personal == ("Servizio inviante",)


def test_r13_an_unknown_word_in_a_column_is_offered_to_be_mapped(store):
    load(store, "nuclei.csv", households(GOOD))
    head = TENANCIES.replace("Data fine", "Data fine;Motivo fine")
    data = lines(head, "A-1;AL-1;Nuovo alloggio;25/10/2022;27/10/2022;31/01/2024;Rientro al paese;310")
    result = load(store, "contratti.csv", data, dry_run=True)
    assert rules(result) == [(2, "unknown_code")]
    (choice,) = result.choices
    assert (choice.column, "eviction" in choice.options) == ("Motivo fine", True)
    done = load(store, "contratti.csv", data, answers={choice.id: "eviction"})
    assert (done.rows_accepted, stored(store, "end_reason", "tenancies")) == (1, [("eviction",)])

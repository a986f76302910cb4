"""Rows set aside go out with the finding beside each cell, and come back corrected: all of them, none twice."""

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from h4a_core.records.intake import correction_workbook
from h4a_core.records.intake.correction_workbook import rejected_workbook
from h4a_core.records.intake.profiles import load_profile
from h4a_core.store.batches import history, undo
from h4a_core.tables.registry import TABLES
from tests.records.made import GOOD, HOUSEHOLDS, REFERENCE, households, load, load_many, preview, stored

EXAMPLE = Path(__file__).resolve().parents[2] / "data" / "profiles" / "ville-de-lyon-hebergements.yaml"
LATE = GOOD.replace("A-1", "A-2").replace("09/11", "31/11")
"""A row whose enrolment is on the 31st of November."""
RICH = GOOD.replace("A-1", "A-3").replace("Incapiente", "ricco")
"""A row with an income class that does not exist."""
STAYS = REFERENCE.replace("N. componenti;", "")


def downloaded(store, batch_id, lang="it"):
    with store.reading() as cursor:
        return load_workbook(io.BytesIO(rejected_workbook(cursor, batch_id, lang))).worksheets[0]


def uploaded(sheet):
    stream = io.BytesIO()
    sheet.parent.save(stream)
    return stream.getvalue()


def column(sheet, header):
    return next(cell.column for cell in sheet[2] if cell.value == header)


def mend(sheet, header, *values):
    """Write values, one below the other, over the marked cells of a column."""
    marked = [row[column(sheet, header) - 1] for row in sheet.iter_rows(min_row=3)]
    for cell, value in zip([cell for cell in marked if cell.comment], values, strict=True):
        cell.value = value


def test_each_faulty_cell_is_marked_and_what_is_wrong_stands_to_its_right(store):
    # before 2015 is a warning; the rows are set aside by their errors
    old = GOOD.replace("A-1", "A-4").replace("20/04/2022", "20/04/2014").replace("09/11/2022", "09/11/2014")
    batch = load(store, "n.csv", households(GOOD, LATE, RICH, old.replace("Incapiente", ""), RICH + ";oltre")).batch_id
    sheet = downloaded(store, batch)
    assert sheet.title == "Righe da correggere"
    assert str(sheet["A1"].value).startswith("Nuclei: correggi le celle evidenziate e ricarica questo file;")
    assert sheet.freeze_panes == "B3"
    headers = [str(cell.value) for cell in sheet[2]]
    ours = [header for header in headers if header.startswith("▸")]
    assert ours == [
        "▸ Data ingresso: che cosa non va",
        "▸ Fascia: che cosa non va",
        "▸ riga intera: che cosa non va",
    ]
    assert [one for one in headers if one not in ours] == ["Riga del file", *HOUSEHOLDS.split(";")]
    entered, income = column(sheet, "Data ingresso"), column(sheet, "Fascia")
    assert (headers[entered], headers[income], headers[-1]) == tuple(ours)
    late, warned = sheet.cell(3, entered), sheet.cell(5, entered)
    assert late.value == "31/11/2022"
    assert late.comment.text == sheet.cell(3, entered + 1).value
    assert late.comment.text.endswith("Scrivila come gg/mm/aaaa, con l'anno di quattro cifre.")
    assert warned.comment.text.startswith("Avviso: «Data ingresso» viene prima")
    colours = [cell.fill.fgColor.rgb for cell in (late, sheet.cell(3, entered + 1), warned, sheet.cell(5, income))]
    assert colours == ["00FFC7B3", "00FFC7B3", "00FFF4CE", "00FFC7B3"]
    assert sheet.cell(5, income).value is None
    assert sheet.cell(6, 1).comment.text.startswith("La riga ha più celle dell'intestazione.")
    marked = {(cell.row, cell.column) for row in sheet.iter_rows(min_row=3) for cell in row if cell.comment}
    assert marked == {(3, entered), (4, income), (5, entered), (5, income), (6, income), (6, 1)}
    assert sheet.cell(3, entered + 1).alignment.wrap_text
    assert sheet.column_dimensions[sheet.cell(2, entered + 1).column_letter].width == 46


def test_the_reader_of_english_gets_english(store):
    batch = load(store, "n.csv", households(LATE)).batch_id
    sheet = downloaded(store, batch, "en")
    assert str(sheet["A1"].value).startswith("Households: correct the highlighted cells and upload this file again")
    assert [cell.value for cell in sheet[2]][4:6] == ["Data ingresso", "▸ Data ingresso: what is wrong"]
    assert "is no date that exists" in sheet["F3"].value


@pytest.mark.parametrize("lang", ["it", "en"])
def test_corrected_rows_come_in_all_of_them_and_none_twice(store, lang):
    first = load(store, "nuclei.csv", households(GOOD, LATE, RICH))
    assert (first.rows_accepted, first.rows_rejected) == (1, 2)
    sheet = downloaded(store, first.batch_id, lang)
    mend(sheet, "Data ingresso", "30/11/2022")
    mend(sheet, "Fascia", "Incapiente")
    again = load(store, "nuclei-da-correggere.xlsx", uploaded(sheet))
    assert (again.refusal, again.questions, again.personal) == (None, (), ())
    assert (again.table, again.rows_accepted, again.rows_rejected) == ("households", 2, 0)
    assert [note.en for note in again.notes] == ["This is a file of rows to correct: our explanations are left out."]
    assert stored(store, "household_id, enrolled_date, isee") == [
        ("A-1", date(2022, 11, 9), Decimal("1111.27")),
        ("A-2", date(2022, 11, 30), Decimal("1111.27")),
        ("A-3", date(2022, 11, 9), Decimal("1111.27")),
    ]
    assert load(store, "nuclei-da-correggere.xlsx", uploaded(sheet)).unchanged


def test_rows_that_come_back_as_they_went_out_change_nothing(store):
    same, other = GOOD, GOOD.replace(";3;1;", ";5;1;")
    first = load(store, "n.csv", households(GOOD, LATE, same, other, RICH.replace("ricco", "Incapiente") + ";oltre"))
    assert first.rows_rejected == 4
    again = load(store, "n-da-correggere.xlsx", uploaded(downloaded(store, first.batch_id)))
    assert (again.unchanged, again.batch_id, again.rows_accepted, again.rows_rejected) == (True, None, 0, 1)
    assert [note.it for note in again.notes[1:]] == [
        "Righe doppie o con celle di troppo, tornate come erano e lasciate fuori: 3.",
        "Le righe di questo file messe da parte lo erano già, uguali, in un import precedente: non è cambiato nulla.",
    ]
    assert stored(store, "household_id, members") == [("A-1", 3)]


def test_a_doubled_row_comes_in_once_it_is_mended_or_its_explanation_is_deleted(store):
    batch = load(store, "n.csv", households(GOOD, GOOD, GOOD.replace(";3;1;", ";5;1;"))).batch_id
    sheet = downloaded(store, batch)
    code = column(sheet, "Cod. nucleo")
    assert "cancella questa spiegazione" in sheet.cell(3, code + 1).value
    sheet.cell(3, code).value = "A-9"
    sheet.cell(4, code + 1).value = None
    assert load(store, "n-da-correggere.xlsx", uploaded(sheet)).rows_accepted == 2
    assert stored(store, "household_id, members") == [("A-1", 5), ("A-9", 3)]


def test_what_an_answer_had_settled_is_not_asked_again(store):
    rows = [GOOD.replace("20/04/2022;09/11/2022", f"03/04/2022;0{month}/05/2022") for month in (5, 6)]
    faulty = rows[1].replace("A-1", "A-2").replace("Incapiente", "ricco").replace("1.111,27", "1.111")
    answers = {"date_order": "month_first", "decimal_sign": "comma"}
    assert len(load(store, "n.csv", households(faulty)).questions) == 2
    first = load(store, "n.csv", households(faulty), answers=answers)
    sheet = downloaded(store, first.batch_id)
    assert sheet.cell(3, column(sheet, "Data domanda")).value.date() == date(2022, 3, 4)
    mend(sheet, "Fascia", "Incapiente")
    assert load(store, "n-da-correggere.xlsx", uploaded(sheet)).rows_accepted == 1
    assert stored(store, "application_date, enrolled_date, isee") == [(date(2022, 3, 4), date(2022, 6, 5), 1111)]


def test_a_correction_that_can_be_read_in_two_ways_is_read_as_the_finding_asks_for_it(store):
    batch = load(store, "n.csv", households(GOOD, LATE)).batch_id
    sheet = downloaded(store, batch)
    mend(sheet, "Data ingresso", "05/12/2022")
    assert load(store, "n.xlsx", uploaded(sheet), answers={"date_order": "month_first"}).rows_accepted == 1
    assert stored(store, "household_id, enrolled_date")[1] == ("A-2", date(2022, 5, 12))
    assert load(store, "n.xlsx", uploaded(sheet)).rows_accepted == 1
    assert stored(store, "household_id, enrolled_date")[1] == ("A-2", date(2022, 12, 5))


@pytest.mark.parametrize(
    ("header", "good", "faulty"), [("Data ingresso", "09/11/2022", "12/31/2022"), ("ISEE (€)", "1.111,27", "12,345")]
)
def test_a_text_that_could_be_read_by_itself_stays_a_fault_until_it_is_mended(store, header, good, faulty):
    others = [GOOD.replace("A-1", f"B-{day}").replace("09/11", f"{day}/11") for day in ("25", "03")]
    data = households(GOOD.replace(good, faulty), *others)
    first = load(store, "n.csv", data, answers={"date_order": "day_first"})
    assert [(finding.row, finding.column) for finding in first.findings] == [(2, header)]
    sheet = downloaded(store, first.batch_id)
    assert sheet.cell(3, column(sheet, header)).value == f"{faulty} ?"
    again = load(store, "n-da-correggere.xlsx", uploaded(sheet))
    assert (again.unchanged, again.rows_rejected, again.questions) == (True, 1, ())


def test_words_of_a_profile_and_columns_of_a_second_file_come_back_without_either(store):
    nights = (
        "Code ménage;Type d'hébergement;Entrée;Sortie;Prix de la nuit;Observations\n"
        "M-1;hôtel;03/04/2024;02/04/2024;1.000;Maria Rossi\nM-2;château;03/05/2024;;80,00;\n"
    )
    files = [("nuitees.csv", nights.encode()), ("menages.csv", "Ménage;Nombre de personnes\nM-1;4\n".encode())]
    first = load_many(store, files, profile=load_profile(EXAMPLE))[0]
    assert first.rows_rejected == 2
    sheet = downloaded(store, first.batch_id)
    assert [cell.value for cell in sheet[2]] == [
        *("Riga del file", "Cod. nucleo", "Tipo struttura", "▸ Tipo struttura: che cosa non va", "Dal", "Al"),
        *("▸ Al: che cosa non va", "Costo giornaliero (€)", "N. componenti", "Contributo nucleo (€/giorno)"),
    ]
    assert sheet["C3"].value == "Albergo"
    mend(sheet, "Tipo struttura", "residence")
    mend(sheet, "Al", date(2024, 4, 5))
    again = load(store, "nuitees-da-correggere.xlsx", uploaded(sheet), profile=load_profile(EXAMPLE))
    assert (again.refusal, again.rows_accepted) == (None, 2)
    assert stored(store, "household_id, facility_type, members, end_date, daily_cost", "reference_stays") == [
        ("M-1", "hotel", 4, date(2024, 4, 5), 1000),
        ("M-2", "residence", None, None, 80),
    ]


def test_each_sheet_of_a_workbook_has_its_rows_and_they_go_back_to_their_own_table(store):
    load(store, "n.csv", households(GOOD))
    head = STAYS.split(";")
    book = downloaded(store, 99).parent
    for title, row in (
        ("Storico", ["R-1", "Tenda", date(2022, 3, 1), None, 58, 0]),
        ("Ora", ["A-1", "Tenda", date(2023, 3, 1), None, 58, 0]),
    ):
        sheet = book.create_sheet(title)
        sheet.append(head)
        sheet.append(row)
    parts = load_many(store, [("stays.xlsx", uploaded(book.worksheets[0]))])
    assert [(part.table, part.rows_rejected) for part in parts] == [("reference_stays", 1), ("temporary_stays", 1)]
    for part in parts:
        sheet = downloaded(store, part.batch_id)
        mend(sheet, "Tipo struttura", "Albergo")
        again = load(store, "stays-da-correggere.xlsx", uploaded(sheet))
        assert (again.table, again.rows_accepted) == (part.table, 1)


def test_rows_of_an_unknown_household_come_in_as_they_are_once_it_is_known(store):
    stays = f"{STAYS}\nA-1;Hotel;13/10/2022;;58;0\n".encode()
    first = load(store, "stays.csv", stays)
    data = uploaded(downloaded(store, first.batch_id))
    load(store, "n.csv", households(GOOD))
    assert load(store, "stays-da-correggere.xlsx", data).rows_accepted == 1


def test_a_code_that_looks_like_a_formula_is_made_harmless_and_comes_back_as_it_was(store):
    batch = load(store, "n.csv", households(LATE.replace("A-2", "=A2").replace("CEA", "C\x0bEA"))).batch_id
    sheet = downloaded(store, batch)
    assert sheet["B3"].value == "'=A2"
    mend(sheet, "Data ingresso", date(2022, 11, 30))
    assert load(store, "n-da-correggere.xlsx", uploaded(sheet)).rows_accepted == 1
    assert stored(store, "household_id, referral_service") == [("=A2", "CEA")]


def test_our_explanations_never_make_a_file_look_personal_even_if_somebody_writes_into_them(store):
    sheet = downloaded(store, load(store, "n.csv", households(LATE)).batch_id)
    mend(sheet, "Data ingresso", "30/11/2022")
    sheet["F3"].value = "Chiesto a Maria Rossi, 333 1234567"
    again = load(store, "n-da-correggere.xlsx", uploaded(sheet))
    assert (again.personal, again.rows_accepted) == ((), 1)
    with store.reading() as cursor:
        kept = str(cursor.execute("SELECT * FROM rejected_rows").fetchall())
    assert "Maria" not in kept + repr(again)


def test_a_workbook_saved_as_text_and_without_its_first_line_is_still_ours(store):
    sheet = downloaded(store, load(store, "n.csv", households(LATE)).batch_id)
    mend(sheet, "Data ingresso", "30/11/2022")
    rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=2)]
    rows[1] = [cell.removesuffix(" 00:00:00") for cell in rows[1]]
    again = load(store, "n.csv", "\n".join(";".join(row) for row in rows).encode())
    assert (again.table, again.rows_accepted) == ("households", 1)


def test_text_of_another_countrys_spreadsheet_is_still_asked_about(store):
    head = f"Riga del file;{HOUSEHOLDS}"
    data = households(f"3;{GOOD.replace('20/04/2022;09/11/2022', '3/4/2022;9/11/2022')}", head=head)
    assert [question.id for question in load(store, "n.csv", data).questions] == ["n.csv:date_order"]
    endless = households("1;" + '"' + "x" * 200_000, head=head)
    assert "virgoletta" in load(store, "n.csv", endless).refusal.it


def test_corrected_rows_of_invented_records_are_invented(store):
    batch = load(store, "n.csv", b"Dati inventati\n" + households(LATE)).batch_id
    for lang in ("it", "en"):
        assert preview(store, "n.xlsx", uploaded(downloaded(store, batch, lang))).invented


def test_the_same_faulty_rows_again_make_no_new_import_and_this_is_said(store):
    first = load(store, "n.csv", households(LATE, RICH))
    again = load(store, "n2.csv", households(RICH, LATE))
    assert (first.unchanged, again.unchanged, again.batch_id, again.rows_rejected) == (False, True, None, 2)
    assert [note.en for note in again.notes] == [
        "The rows of this file that are set aside were so already by an earlier import: nothing has changed."
    ]
    undo(store, first.batch_id)
    assert load(store, "n.csv", households(LATE, RICH)).batch_id == 2


def test_a_new_faulty_row_beside_known_good_ones_is_set_aside_to_be_downloaded(store):
    load(store, "n.csv", households(GOOD))
    newer = load(store, "n.csv", households(GOOD, LATE))
    assert (newer.unchanged, newer.batch_id, newer.rows_rejected) == (False, 2, 1)
    assert downloaded(store, 2)["B3"].value == "A-2"
    assert load(store, "n.csv", households(GOOD, LATE)).unchanged
    with store.reading() as cursor:
        assert len(history(cursor)) == 2


def test_rows_set_aside_by_an_older_version_are_shown_as_it_kept_them(store):
    batch = load(store, "n.csv", households(LATE)).batch_id
    texts = dict(zip(HOUSEHOLDS.split(";"), LATE.split(";"), strict=True)) | {"Entrée": "boh"}
    with store.writing() as cursor:
        cursor.execute("UPDATE rejected_rows SET raw = ?", [json.dumps(texts)])
    sheet = downloaded(store, batch)
    assert [cell.value for cell in sheet[3]][:5] == [2, "A-2", "2022", "20/04/2022", "31/11/2022"]
    assert "Entrée" not in [cell.value for cell in sheet[2]]


def test_a_workbook_holds_so_many_rows_and_says_how_many_there_are(store, monkeypatch):
    monkeypatch.setattr(correction_workbook, "MOST_ROWS", 1)
    sheet = downloaded(store, load(store, "n.csv", households(LATE, RICH)).batch_id)
    assert "le prime 1 righe di 2" in sheet["A1"].value
    assert sheet.max_row == 3


def test_labels_of_tables_tell_them_apart():
    labels = [label for table in TABLES.values() for label in {table.label.it, table.label.en}]
    assert len(labels) == len(set(labels))

"""Oddities of real exports, one by one."""

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import Workbook

from h4a_core.records.formats.archives import SEPARATOR
from h4a_core.records.intake import importing
from h4a_core.records.intake import results as results_module
from h4a_core.records.intake.importing import preview_many
from h4a_core.records.intake.row_rules import RULES
from h4a_core.store.batches import undo
from tests.records.made import GOOD, HOUSEHOLDS, REFERENCE, households, load, load_many, preview, rules, stored


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])
def test_accented_words_survive_in_any_encoding(store, encoding):
    text = "\n".join([HOUSEHOLDS, *(f"A-{n}{GOOD[3:-3]}Unità di città però più" for n in range(5))])
    result = load(store, "nuclei.csv", text.replace("€", "EUR").encode(encoding))
    assert result.refusal is None
    assert stored(store, "DISTINCT referral_service") == [("Unità di città però più",)]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_each_separator_is_found(store, separator):
    cells = [HOUSEHOLDS.split(";"), GOOD.replace("1.111,27", "1111.27").split(";")]
    assert load(store, "n.csv", "\n".join(separator.join(row) for row in cells).encode()).rows_accepted == 1


def test_old_mac_line_ends_are_line_ends(store):
    assert load(store, "n.csv", households(GOOD).replace(b"\n", b"\r")).rows_accepted == 1


def test_line_numbers_stay_true_after_blank_lines_and_cells_of_several_lines(store):
    first = GOOD.replace("CEA", '"CEA\nufficio"')
    data = households(first, "", GOOD.replace("A-1", "A-2").replace("09/11", "31/11"))
    assert rules(load(store, "n.csv", data)) == [(5, "invalid_date")]


def test_a_cell_of_several_lines_without_blank_lines_is_found_too(store):
    first = GOOD.replace("CEA", '"CEA\nufficio"')
    assert rules(load(store, "n.csv", households(first, "A-2;2022"))) == [(4, "missing_required")] * 8


def test_a_header_followed_by_a_blank_line_is_still_a_header(store):
    assert load(store, "n.csv", households("", GOOD)).rows_accepted == 1


def test_a_line_with_too_many_cells_is_set_aside(store):
    result = load(store, "n.csv", households(GOOD, GOOD.replace("A-1", "A-2") + ";oltre"))
    assert (result.rows_accepted, rules(result)) == (1, [(3, "too_many_cells")])


def test_short_lines_and_empty_further_cells_do_no_harm(store):
    head = "household_id;date;kind;hours"
    load(store, "n.csv", households(GOOD))
    result = load(store, "e.csv", f"{head};;\nA-1;2023-01-01;colloquio;1,5;;\n".encode())
    assert result.rows_accepted == 1


def test_only_a_header_is_a_file_without_rows(store):
    result = load(store, "n.csv", households())
    assert (result.rows_accepted, result.rows_rejected, result.batch_id, result.refusal) == (0, 0, None, None)


@pytest.mark.parametrize("data", [b"", b" \n ", b"a;b\n1;2\n", b"PK\x03\x04broken", b"\xff\xfe\x00", b"Cod. nucleo"])
def test_what_is_no_table_is_refused_with_a_remedy(store, data):
    result = load(store, "x.csv", data)
    assert result.refusal is not None
    assert result.batch_id is None
    assert result.refusal.en


def test_a_quote_that_never_closes_is_refused_with_its_line(store):
    text = f'{HOUSEHOLDS}\n\n{GOOD}\n"' + "x" * 200_000
    assert "riga 4" in load(store, "n.csv", text.encode()).refusal.it


def test_missing_columns_are_named(store):
    refusal = load(store, "n.csv", HOUSEHOLDS.replace("Coorte;", "").encode()).refusal
    assert "Coorte" in refusal.it
    assert "Cohort" in refusal.en


def test_households_without_a_required_column_are_not_taken_for_candidates(store):
    for column in ("Coorte", "Data ingresso"):
        assert column in load(store, "n.csv", HOUSEHOLDS.replace(f"{column};", "").encode()).refusal.it


def test_two_columns_of_the_same_meaning_are_refused(store):
    assert "Coorte, cohort" in load(store, "n.csv", f"{HOUSEHOLDS};cohort\n".encode()).refusal.it


def test_columns_not_known_are_left_out_and_said(store):
    result = load(store, "n.csv", households(GOOD + ";bla", head=HOUSEHOLDS + ";Note"))
    assert "Note" in result.notes[0].it
    assert result.rows_accepted == 1


def test_a_file_that_may_be_two_tables_is_refused(store):
    data = f"{REFERENCE}\nR-1;3;Albergo;13/08/2022;25/08/2022;64,00;0,00\n".encode()
    assert "più di una tabella" in load(store, "x.csv", data).refusal.it


@pytest.mark.parametrize(
    ("name", "head", "table"),
    [
        ("x.csv", REFERENCE, "reference_stays"),
        ("x.csv", REFERENCE.replace("N. componenti;", ""), "temporary_stays"),
        ("storico.csv", REFERENCE.replace("N. componenti;", ""), "reference_stays"),
    ],
)
def test_stays_of_other_families_are_told_by_the_members_or_the_name_of_the_file(store, name, head, table):
    assert preview(store, name, head.encode()).result.table == table


def test_each_fault_of_a_household_has_its_rule(store):
    rows = [
        GOOD.replace("A-1", "A-2").replace("Incapiente", "ricco"),
        GOOD.replace("A-1", "A-3").replace(";3;1;0;", ";3;4;0;"),
        GOOD.replace("A-1", "A-4").replace("1.111,27", "12,345"),
        GOOD.replace("A-1", "A-5").replace("CEA", "x" * 81),
        GOOD.replace("A-1", "A-6").replace(";2022;", ";  ;"),
        GOOD.replace("A-1", "A-7").replace("1.111,27", "  "),
        GOOD.replace("A-1", "A-8").replace("20/04/2022", "20/04/222"),
        GOOD.replace("A-1", "A-9").replace("20/04/2022", "20/04/2023"),
        GOOD.replace(";3;", ";4;"),
        GOOD.replace("A-1", " A-1 "),
    ]
    result = load(store, "n.csv", households(GOOD, *rows))
    assert rules(result) == [
        (3, "unknown_code"),
        (4, "more_than_members"),
        (5, "invalid_number"),
        (6, "out_of_range"),
        (7, "missing_required"),
        (9, "invalid_date"),
        (10, "dates_reversed"),
        (11, "duplicate_key"),
        (12, "duplicate_row"),
    ]
    assert stored(store, "household_id, isee") == [("A-1", Decimal("1111.27")), ("A-7", None)]
    assert {f.rule for f in result.findings} <= set(RULES)
    assert "Parzialmente capiente" in result.findings[0].message.it
    assert "da 0 a 1000000" not in result.findings[2].message.it


def test_a_row_put_right_further_down_counts(store):
    result = load(store, "n.csv", households(GOOD.replace("09/11", "31/11"), GOOD))
    assert (result.rows_accepted, rules(result)) == (1, [(2, "invalid_date")])


def test_later_files_replace_rows_and_undoing_brings_them_back(store):
    load(store, "n.csv", households(GOOD, GOOD.replace("A-1", "A-2")))
    newer = load(store, "n.csv", households(GOOD.replace(";3;1;", ";5;1;")))
    assert stored(store, "household_id, members") == [("A-1", 5), ("A-2", 3)]
    undo(store, newer.batch_id)
    assert stored(store, "household_id, members") == [("A-1", 3), ("A-2", 3)]


def test_scores_with_their_baseline_become_answers(store):
    load(store, "n.csv", households(GOOD))
    head = (
        "Cod. nucleo;Anno;Data questionario;Benessere;wellbeing_score;wellbeing_baseline;Empowerment;economic_score;"
        "economic_baseline"
    )
    rows = [
        "A-1;1;21/10/2023;;4;3;;2;2",
        "A-1;2;21/10/2024;uguale;4;3;peggiorata;2;3,5",
        "A-1;3;21/10/2025;boh;;;;;",
    ]
    result = load(store, "q.csv", "\n".join([head, *rows]).encode())
    assert rules(result) == [(4, "unknown_code")]
    assert stored(store, "wave, wellbeing, empowerment, economic", "surveys") == [
        (1, "improved", "no_answer", "same"),
        (2, "same", "worse", "worse"),
    ]
    assert "Benessere economico" in load(store, "q.csv", head.rsplit(";", 2)[0].encode()).refusal.it


def test_a_survey_without_any_answer_column_counts_as_no_answer_of_nobody(store):
    load(store, "n.csv", households(GOOD))
    text = "Cod. nucleo;Anno;Data;Benessere;Empowerment;Benessere economico\nA-1;1;21/10/2023;n.d.;;-\n"
    load(store, "q.csv", text.encode())
    assert stored(store, "wellbeing, empowerment, economic", "surveys") == [("no_answer",) * 3]


def test_yes_and_no_are_read_in_both_languages(store):
    head = "Cod. nucleo;Data domanda;N. componenti;di cui minori;con disabilità;Anni di residenza;Casa di proprietà"
    rows = ["C-1;21/02/2024;2;0;0;5,5;Sì", "C-2;21/02/2024;2;0;0;;no", "C-3;21/02/2024;2;0;0;1;forse"]
    result = load(store, "c.csv", "\n".join([head, *rows]).encode())
    assert rules(result) == [(4, "unknown_code")]
    assert stored(store, "household_id, owns_home, residence_years", "candidates") == [
        ("C-1", True, Decimal("5.50")),
        ("C-2", False, None),
    ]


def test_dwellings_and_payments_have_their_files(store):
    dwellings = "Cod. alloggio;Circoscrizione;Provenienza;N. stanze;Superficie (m2);Costo ristrutturazione\n"
    assert load(store, "d.csv", f"{dwellings}AL-1;3;asta;2;55,5;-1\n".encode()).findings[0].message.it.count("almeno 0")
    payments = (
        "Programma;Clausola;Coorte;Data pagamento;Importo (€);Riferimento\nh4a;anno1;2022;31/12/2023;22.000,00;D 1\n"
    )
    load(store, "p.csv", payments.encode())
    assert stored(store, "amount, reference", "payments") == [(Decimal("22000.00"), "D 1")]


def test_a_file_that_says_its_records_are_invented_is_marked(store):
    data = b"Dati inventati, per prova\n" + households(GOOD)
    assert preview(store, "n.csv", data).invented
    assert not preview(store, "n.csv", households(GOOD)).invented


def test_files_shown_together_know_each_others_households(store):
    head = REFERENCE.replace("N. componenti;", "")
    stays = f"{head}\nA-1;Hotel;01/10/2022;;58;0\n".encode()
    shown = preview_many(store, [("a.csv", stays), ("n.csv", households(GOOD))])
    assert [p.result.rows_accepted for p in shown] == [1, 1]
    assert "prima il giorno" in shown[0].result.notes[0].it
    alone = preview(store, "a.csv", stays, answers={"date_order": "day_first"})
    assert (alone.result.rows_rejected, rules(alone.result)) == (1, [(2, "unknown_household")])


def test_at_most_so_many_findings_are_listed_but_all_are_kept(store, monkeypatch):
    monkeypatch.setattr(importing, "MOST_FINDINGS", 2)
    result = load(store, "n.csv", households("A-1;2022"))
    assert (len(result.findings), result.findings_total) == (2, 8)
    with store.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM findings").fetchall() == [(8,)]
    assert results_module.MOST_FINDINGS == 1000


# workbooks


def workbook(*sheets):
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_typed_cells_are_never_read_another_way(store):
    head = REFERENCE.replace("N. componenti;", "").split(";")
    rows = [
        ["R-1", "Albergo", datetime(2022, 3, 1, 10, 30, tzinfo=UTC).replace(tzinfo=None), date(2022, 4, 2), 1.234, 0],
        ["R-2", "Albergo", "21/03/2022", None, "1.234,5", "0"],
        [1001, "Albergo", date(2022, 3, 1), None, 72.5, True],
    ]
    result = load(store, "storico.xlsx", workbook(("A", [["Titolo"], [], head, *rows])))
    assert rules(result) == [(4, "rounded"), (5, "out_of_range"), (6, "invalid_number")]
    load(store, "storico.xlsx", workbook(("A", [head, [1001, "Albergo", date(2022, 3, 1), None, 72.5, 0]])))
    assert stored(store, "household_id, start_date, daily_cost", "reference_stays") == [
        ("1001", date(2022, 3, 1), Decimal("72.50")),
        ("R-1", date(2022, 3, 1), Decimal("1.23")),
    ]


def test_times_and_other_cells_are_text(store):
    book = workbook(("A", [HOUSEHOLDS.split(";"), [time(10, 30), *GOOD.split(";")[1:]]]))
    assert load(store, "n.xlsx", book).rows_accepted == 1


def test_several_sheets_of_records_are_imported_each_as_its_own_table(store):
    sheet = [HOUSEHOLDS.split(";"), GOOD.split(";")]
    other = [HOUSEHOLDS.split(";"), GOOD.replace("A-1", "A-2").split(";"), ["A-3"]]
    done = load_many(store, [("n.xlsx", workbook(("Uno", sheet), ("Due", other)))])
    assert [(r.file, r.rows_accepted, r.rows_rejected) for r in done] == [
        (f"n.xlsx{SEPARATOR}Uno", 1, 0),
        (f"n.xlsx{SEPARATOR}Due", 1, 1),
    ]
    assert [r.batch_id for r in done] == [1, 2]
    again = load_many(store, [("n.xlsx", workbook(("Uno", sheet), ("Due", sheet)))])
    assert [one.unchanged for one in again] == [True, True]


def test_a_workbook_of_notes_alone_is_refused(store):
    assert "modelli" in load(store, "n.xlsx", workbook(("Note", [["ciao"]]))).refusal.it


def test_a_rehearsal_of_many_keeps_the_order_asked_for(store):
    done = load_many(store, [("b.csv", households(GOOD)), ("a.csv", b"")], dry_run=True)
    assert [r.file for r in done] == ["b.csv", "a.csv"]

"""Ways in which a wrong value would enter without a word, each asked about or told; several examples of each cause."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
from openpyxl import Workbook, load_workbook

from h4a_core.cli import command as cli
from h4a_core.records.cells.days import italian_midnight
from h4a_core.records.intake.correction_workbook import rejected_workbook
from h4a_core.records.intake.household_codes import find_code_variants
from h4a_core.records.intake.importing import load_many
from h4a_core.records.intake.profiles import load_profile
from h4a_core.records.intake.single_record import answers_for_record, as_cell, record_file, record_in_force
from h4a_core.store.batches import history, undo
from h4a_core.store.integrity import integrity_problems
from h4a_core.store.migrations import stored_columns
from h4a_core.tables.registry import TABLES
from tests.records.made import GOOD, REFERENCE, households, load, rules, stored

STAYS = REFERENCE.replace("N. componenti;", "")
STAY_FIELDS = (
    *("household_id", "facility_type", "start_date", "end_date", "daily_cost"),
    "household_contribution",
)
PAYMENTS = "Programma;Clausola;Coorte;Data pagamento;Importo (€);Riferimento"
TENANCIES = "Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;Data fine;Canone mensile (€)"
EVENTS = "Cod. nucleo;Data;Tipo attività;Ore"
SECRET = "parola di prova"  # noqa: S105 - of this test only
FAMILIES = ("H4A-22-01", "H4A-22-02", "H4A-22-03", "H4A-22-04")


def lines(head, *rows):
    return "\n".join([head, *rows, ""]).encode()


def family(code):
    return GOOD.replace("A-1", code)


def workbook(*rows):
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(stream)
    return stream.getvalue()


def archive(name, data):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr(name, data)
    return stream.getvalue()


def asked(result):
    return [one.id.rsplit(":", 1)[1] for one in result.questions]


def chosen(result):
    return [one.id.rsplit(":", 1)[1] for one in result.choices]


@pytest.fixture
def known(store):
    """The store with four families."""
    load(store, "nuclei.csv", households(*map(family, FAMILIES)))
    return store


# which table (R1)


def stay_of(code, start="13/08/2022"):
    return f"{code};3;Albergo;{start};25/08/2022;64,00;0,00"


def test_r1_stays_of_known_families_are_theirs_whatever_other_columns_there_are(known):
    result = load(known, "export.csv", lines(REFERENCE, stay_of("H4A-22-01"), stay_of("H4A-22-02")))
    assert (result.table, result.rows_accepted, result.questions) == ("temporary_stays", 2, ())
    assert "N. componenti" in result.notes[-1].it


def test_r1_the_name_of_an_archive_or_its_folder_says_nothing_of_the_file(known):
    data = lines(STAYS, "H4A-22-01;Albergo;13/08/2022;25/08/2022;64,00;0,00")
    for name in ("albergamenti.csv", "storico/albergamenti.csv"):
        (result,) = load_many(known, [("storico 2022.zip", archive(name, data))], dry_run=True)
        assert (result.table, result.rows_accepted) == ("temporary_stays", 1)


def test_r1_codes_of_families_in_a_file_named_after_others_are_a_question_with_the_answer_obeyed(known):
    data = lines(STAYS, "H4A-22-01;Albergo;13/08/2022;25/08/2022;64,00;0,00")
    result = load(known, "storico.csv", data)
    assert asked(result) == ["table"]
    assert set(result.questions[0].options) == {"temporary_stays", "reference_stays"}
    for table in ("temporary_stays", "reference_stays"):
        assert load(known, "storico.csv", data, answers={"storico.csv:table": table}, dry_run=True).table == table


def test_r1_few_known_codes_among_many_others_are_a_question(known):
    rows = [stay_of("H4A-22-01"), *(stay_of(f"X-{n}") for n in range(3))]
    assert asked(load(known, "export.csv", lines(REFERENCE, *rows))) == ["table"]


def test_r1_without_known_families_the_columns_decide_nothing(store):
    assert asked(load(store, "export.csv", lines(REFERENCE, stay_of("H4A-22-01")))) == ["table"]
    assert load(store, "storico.csv", lines(REFERENCE, stay_of("H4A-22-01"))).table == "reference_stays"


def test_r1_households_in_the_same_call_are_known(store):
    files = [("export.csv", lines(REFERENCE, stay_of("A-1"))), ("nuclei.csv", households(GOOD))]
    assert [one.table for one in load_many(store, files)] == ["temporary_stays", "households"]


@pytest.mark.parametrize(("name", "table"), [("storico.csv", "temporary_stays"), ("export.csv", "reference_stays")])
def test_r1_the_table_of_a_profile_counts_more_than_codes_and_names(known, tmp_path, name, table):
    columns = "\n".join(f"  {head}: {field}" for head, field in zip(STAYS.split(";"), STAY_FIELDS, strict=True))
    path = tmp_path / "profile.yaml"
    path.write_text(f'name: Altro ufficio\nfile: "*.csv"\ntable: {table}\ncolumns:\n{columns}\n', encoding="utf-8")
    data = lines(STAYS, "H4A-22-01;Albergo;13/08/2022;25/08/2022;64,00;0,00")
    result = load(known, name, data, profile=load_profile(path))
    assert (result.table, result.rows_accepted, result.questions) == (table, 1, ())


def test_r1_unknown_codes_in_a_file_of_stays_of_the_programme_raise_no_question(known):
    rows = [f"{code};Albergo;13/08/2022;25/08/2022;64,00;0,00" for code in ("H4A-22-01", "X-1", "X-2", "X-3")]
    result = load(known, "albergamenti.csv", lines(STAYS, *rows))
    assert (result.table, result.rows_accepted, result.rows_rejected) == ("temporary_stays", 1, 3)


def test_r1_a_list_of_candidates_by_name_with_all_columns_of_households_is_asked_about(store):
    assert asked(load(store, "candidati 2025.csv", households(GOOD))) == ["table"]


# older content (R4)


def test_r4_an_older_file_brought_in_again_needs_a_yes_with_the_day_and_the_file(store):
    old = households(GOOD, GOOD.replace("A-1", "A-2"))
    load(store, "vecchio.csv", old)
    load(store, "corretto.csv", households(GOOD.replace(";3;1;", ";5;1;")))
    result = load(store, "vecchio.csv", old)
    assert asked(result) == ["older_rows"]
    text = result.questions[0].text.it
    assert "corretto.csv" in text
    assert f"{datetime.now().astimezone():%d/%m/%Y}" in text
    assert "A-1" in text
    assert stored(store, "household_id, members") == [("A-1", 5), ("A-2", 3)]
    assert load(store, "vecchio.csv", old, answers={"older_rows": "restore"}).rows_accepted == 2
    assert stored(store, "household_id, members") == [("A-1", 3), ("A-2", 3)]


def test_r4_no_leaves_the_correction_and_lets_the_rest_in(store):
    load(store, "vecchio.csv", households(GOOD))
    load(store, "corretto.csv", households(GOOD.replace(";3;1;", ";5;1;")))
    both = households(GOOD, GOOD.replace("A-1", "A-3"))
    result = load(store, "altro nome.csv", both, answers={"older_rows": "keep"})
    assert (result.rows_accepted, result.rows_rejected) == (1, 0)
    assert stored(store, "household_id, members") == [("A-1", 5), ("A-3", 3)]


def test_r4_an_end_of_contract_is_not_undone_by_an_older_workbook(known):
    row = ["H4A-22-01", "AL-1", "Nuovo alloggio", date(2022, 10, 25), date(2022, 10, 27)]
    old = workbook(TENANCIES.split(";"), [*row, None, 310])
    load(known, "contratti.xlsx", old)
    load(known, "fine.xlsx", workbook(TENANCIES.split(";"), [*row, date(2024, 1, 31), 310]))
    assert asked(load(known, "contratti.xlsx", old)) == ["older_rows"]


def test_r4_content_of_an_import_that_was_undone_and_new_content_need_no_yes(store):
    load(store, "a.csv", households(GOOD))
    second = load(store, "b.csv", households(GOOD.replace(";3;1;", ";5;1;")))
    undo(store, second.batch_id)
    assert load(store, "b.csv", households(GOOD.replace(";3;1;", ";5;1;"))).questions == ()
    assert load(store, "c.csv", households(GOOD.replace(";3;1;", ";6;1;"))).questions == ()


# one family, several spellings (R6)


@pytest.mark.parametrize(
    "code",
    [
        "h4a-22-01",
        "H4A-22-1",
        "H4A–22–01",
        "H4A\u201122\u201101",
        "H4A 22 01",
        "H4A_22_01",
        "H4A/22/01",
        "H4A-22-01*",
        "H4A-22-01 (1)",
        "H4A-22-01²",
        "\u041d4\u0410-22-01",
        '"H4A-\n22-01"',
        "'H4A-22-01",
        "H4A2201",
        "H4A-22-O1",
        "\uff28\uff14\uff21-22-01",
    ],
)
def test_r6_a_code_in_another_spelling_is_one_question_and_one_family(known, code):
    result = load(known, "altri.csv", households(family(code).replace(";3;1;", ";5;1;")))
    assert asked(result) == ["same_code"]
    data = households(family(code).replace(";3;1;", ";5;1;"))
    load(known, "altri.csv", data, answers={"same_code": "same"})
    assert (("H4A-22-01", 5) in stored(known, "household_id, members"), len(stored(known, "household_id"))) == (True, 4)


@pytest.mark.parametrize(
    "code", ["H4A-\u200b22-01", "\u200eH4A-22-01", "H4A-22-01\u2060", "H4A\u00ad-22-01", "\ufeffH4A-22-01"]
)
@pytest.mark.parametrize("many", [1, 700])
def test_r6_characters_that_do_not_show_never_enter(store, code, many):
    load(store, "nuclei.csv", households(family("H4A-22-01")))
    rows = [family(code), *(family(f"H4A-23-{n:04}") for n in range(many))]
    result = load(store, "altri.csv", households(*rows))
    assert (result.questions, result.rows_accepted) == ((), many + 1)
    assert len(stored(store, "household_id")) == many + 1


def test_r6_a_secret_gives_the_same_code_whatever_does_not_show(store):
    load(store, "n.csv", households(family("H4A-22-01")), rekey_secret=SECRET)
    assert load(store, "n2.csv", households(family("\u200eH4A-22\u200b-01")), rekey_secret=SECRET).unchanged


def test_r6_two_spellings_in_one_new_file_are_asked_about_and_can_be_different(store):
    data = households(family("H4A-22-01"), family("H4A-22-1").replace(";3;1;", ";4;1;"))
    assert asked(load(store, "n.csv", data)) == ["same_code"]
    assert load(store, "n.csv", data, answers={"same_code": "different"}).rows_accepted == 2
    assert load(store, "n.csv", data).unchanged


def test_r6_a_stay_under_another_spelling_is_asked_about_and_finds_its_family(known):
    data = lines(STAYS, "h4a 22 1;Albergo;13/08/2022;25/08/2022;64,00;0,00")
    assert asked(load(known, "albergamenti.csv", data)) == ["same_code"]
    assert load(known, "albergamenti.csv", data, answers={"same_code": "same"}).rows_accepted == 1
    assert stored(known, "household_id", "temporary_stays") == [("H4A-22-01",)]


def test_r6_a_table_without_codes_has_none_to_compare():
    with duckdb.connect() as cursor:
        assert find_code_variants(cursor, replace(TABLES["households"], key=("cohort",))) == 0


def test_r6_codes_that_differ_in_more_than_spelling_are_nobodys_question(known):
    codes = ["H4A-22-10", "H4A-22-011", "H4A-2-201", "AB-1", "AB-11"]
    assert load(known, "n.csv", households(*map(family, codes))).rows_accepted == 5


# a corrected key (R5)


def payment(day, amount="22.000,00", clause="anno1"):
    return f"h4a;{clause};2022;{day};{amount};D 1"


def test_r5_a_payment_whose_day_moved_is_warned_about_and_can_replace_the_first(store):
    load(store, "pagamenti.csv", lines(PAYMENTS, payment("31/12/2023")))
    later = lines(PAYMENTS, payment("15/01/2024"))
    result = load(store, "corretto.csv", later, dry_run=True)
    assert (rules(result), chosen(result), result.refusal) == ([(2, "likely_double")], ["likely_doubles"], None)
    assert "31/12/2023, riga 2 di «pagamenti.csv»" in result.findings[0].message.it
    done = load(store, "corretto.csv", later, answers={"likely_doubles": "replace"})
    assert stored(store, "date, amount", "payments") == [(date(2024, 1, 15), Decimal(22000))]
    with store.reading() as cursor:
        assert integrity_problems(cursor, list(stored_columns(cursor))) == []
    undo(store, done.batch_id)
    assert stored(store, "date", "payments") == [(date(2023, 12, 31),)]


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("H4A;anno-1;2022;31/12/2023;22.000,00;D 1", [(3, "paid_twice")]),
        ("h4a;Anno 1;2022;31/12/2023;22.000,00;D 1", [(3, "paid_twice")]),
        ("h4a;anno-2;2022;31/12/2023;22.000,00;D 1", []),
        ("H4A;anno-1;2022;31/12/2023;22.000,01;D 1", []),
    ],
)
def test_r5_one_payment_in_two_spellings_is_warned_about(store, other, found):
    data = lines(PAYMENTS, "h4a;anno-1;2022;31/12/2023;22.000,00;D 1", other)
    result = load(store, "pagamenti.csv", data, answers={"same_code": "different"})
    assert (rules(result), result.rows_accepted) == (found, 2)


def test_r5_both_count_where_nothing_is_chosen_and_can_be_put_right_later(store):
    load(store, "pagamenti.csv", lines(PAYMENTS, payment("31/12/2023")))
    later = lines(PAYMENTS, payment("15/01/2024"))
    load(store, "corretto.csv", later)
    assert len(stored(store, "date", "payments")) == 2
    load(store, "corretto.csv", later, answers={"corretto.csv:likely_doubles": "replace"})
    assert stored(store, "date", "payments") == [(date(2024, 1, 15),)]


def test_r5_other_keys_that_moved_are_found_too(known):
    load(known, "c.csv", lines(TENANCIES, "H4A-22-01;AL-1;Nuovo alloggio;13/10/2022;27/10/2022;;310"))
    moved = lines(TENANCIES, "H4A-22-01;AL-1;Nuovo alloggio;25/10/2022;27/10/2022;;310")
    assert (2, "likely_double") in rules(load(known, "c2.csv", moved))
    load(known, "a.csv", lines(STAYS, "H4A-22-02;Albergo;13/08/2022;25/08/2022;64,00;0,00"))
    moved = lines(STAYS, "H4A-22-02;Albergo;14/08/2022;25/08/2022;64,00;0,00")
    assert chosen(load(known, "a2.csv", moved)) == ["likely_doubles"]
    load(known, "p.csv", lines(PAYMENTS, payment("31/12/2023", clause="anno1")))
    assert chosen(load(known, "p2.csv", lines(PAYMENTS, payment("31/12/2023", clause="anno2")))) == ["likely_doubles"]


def test_r5_a_new_export_with_old_and_new_payments_is_no_double(store):
    load(store, "p.csv", lines(PAYMENTS, payment("31/12/2023")))
    both = lines(PAYMENTS, payment("31/12/2023"), payment("15/01/2024"))
    assert load(store, "p.csv", both).findings == ()
    assert load(store, "p3.csv", lines(PAYMENTS, payment("31/12/2024"), payment("20/01/2024", "5,00"))).findings == ()


# rows that are gone, last nights (R11)


def test_r11_rows_missing_in_a_newer_export_are_told_and_can_be_withdrawn(store):
    codes = [f"A-{n}" for n in range(1, 7)]
    load(store, "nuclei.csv", households(*map(family, codes)))
    shorter = households(*map(family, codes[:3]))
    result = load(store, "nuclei.csv", shorter)
    assert (result.unchanged, chosen(result)) == (True, ["missing_rows"])
    assert "3 righe che stavano in «nuclei.csv» non ci sono più" in result.notes[0].it
    assert "restano in vigore" in result.notes[0].it
    assert len(stored(store, "household_id")) == 6
    done = load(store, "nuclei.csv", shorter, answers={"missing_rows": "withdraw"})
    assert len(stored(store, "household_id")) == 3
    with store.reading() as cursor:
        assert integrity_problems(cursor, list(stored_columns(cursor))) == []
    undo(store, done.batch_id)
    assert len(stored(store, "household_id")) == 6


def test_r11_an_export_split_over_files_of_one_call_lacks_nothing_and_what_it_lacks_is_told_once(store):
    codes = [f"A-{n}" for n in range(1, 9)]
    load(store, "nuclei.csv", households(*map(family, codes)))
    halves = [("n1.csv", households(*map(family, codes[:4]))), ("n2.csv", households(*map(family, codes[4:])))]
    assert [chosen(one) for one in load_many(store, halves)] == [[], []]
    shorter = [halves[0], ("n2.csv", households(*map(family, codes[4:6])))]
    assert [chosen(one) for one in load_many(store, shorter)] == [["missing_rows"], []]
    other = [("altri.csv", households(family("B-1"))), ("n1.csv", households(*map(family, codes[:5])))]
    assert [chosen(one) for one in load_many(store, other)] == [[], ["missing_rows"]]


def test_r11_events_gone_from_a_longer_export_are_told_others_kinds_of_files_are_not(known):
    days = [f"H4A-22-01;{day:02}/02/2023;colloquio;1,5" for day in (1, 8, 15, 22)]
    load(known, "eventi febbraio.csv", lines(EVENTS, *days))
    more = [f"H4A-22-02;{day:02}/03/2023;colloquio;1,5" for day in (2, 9, 16)]
    longer = load(known, "eventi.csv", lines(EVENTS, *days[:3], *more))
    assert (chosen(longer), "H4A-22-01 22/02/2023" in longer.notes[-1].it) == (["missing_rows"], True)
    other = load(known, "eventi aprile.csv", lines(EVENTS, "H4A-22-02;13/04/2023;colloquio;1,5"))
    assert (other.choices, other.notes) == ((), ())


MONTHS = (("01/03/2023", "31/03/2023"), ("01/04/2023", "30/04/2023"), ("01/05/2023", "15/05/2023"))


@pytest.mark.parametrize(("answer", "last"), [("last_night", date(2023, 5, 16)), ("day_of_leaving", date(2023, 5, 15))])
def test_r11_stays_written_month_by_month_ask_which_day_the_end_is(known, answer, last):
    data = lines(STAYS, *(f"H4A-22-01;Albergo;{first};{end};64,00;0,00" for first, end in MONTHS))
    result = load(known, "albergamenti.csv", data)
    assert (asked(result), result.questions[0].column) == (["last_day"], "Al")
    load(known, "albergamenti.csv", data, answers={"last_day": answer})
    assert stored(known, "max(end_date), count(*)", "temporary_stays") == [(last, 3)]


def test_r11_one_month_in_each_file_is_noticed_too(known):
    months = [lines(STAYS, f"H4A-22-01;Albergo;{first};{end};64,00;0,00") for first, end in MONTHS]
    load(known, "marzo.csv", months[0])
    assert asked(load(known, "aprile.csv", months[1])) == ["last_day"]
    whole = [f"{code};Albergo;{first};{end};64,00;0,00" for code in FAMILIES[:2] for first, end in MONTHS[1:2]]
    assert asked(load(known, "famiglie.csv", lines(STAYS, *whole))) == ["last_day"]


def test_r11_stays_that_follow_one_another_within_a_month_ask_nothing(known):
    periods = (("03/03/2023", "09/03/2023"), ("10/03/2023", "16/03/2023"), ("17/03/2023", "22/03/2023"))
    data = lines(STAYS, *(f"H4A-22-01;Albergo;{first};{end};64,00;0,00" for first, end in periods))
    assert load(known, "albergamenti.csv", data).rows_accepted == 3


def test_r11_ends_that_touch_the_next_start_ask_nothing(known):
    touching = (("01/03/2023", "01/04/2023"), ("01/04/2023", "01/05/2023"), ("15/07/2023", "15/08/2023"))
    data = lines(STAYS, *(f"H4A-22-01;Albergo;{first};{end};64,00;0,00" for first, end in touching))
    assert load(known, "albergamenti.csv", data).rows_accepted == 3


# How days are written, R8.


def days_book(*days):
    head = REFERENCE.split(";")
    return workbook(head, *([f"R-{n}", 3, "Albergo", day, None, 64, 0] for n, day in enumerate(days)))


def test_r8_days_swapped_by_an_american_excel_are_asked_about_and_put_right(store):
    book = days_book(datetime(2022, 3, 4), datetime(2022, 5, 1), "25/03/2022", "13/08/2022")  # noqa: DTZ001 - a cell's
    result = load(store, "storico.xlsx", book)
    assert (asked(result), result.questions[0].column) == (["cell_days"], "Dal")
    load(store, "storico.xlsx", book, answers={"cell_days": "swapped"})
    assert stored(store, "start_date", "reference_stays") == [
        (date(2022, 1, 5),), (date(2022, 3, 25),), (date(2022, 4, 3),), (date(2022, 8, 13),),
    ]  # fmt: skip
    assert load(store, "storico.xlsx", book, answers={"cell_days": "as_written"}, dry_run=True).rows_accepted == 4


@pytest.mark.parametrize("many", [0, 700])
def test_r8_the_same_swap_in_a_text_file_is_asked_about(store, many):
    days = ["2022-03-04", "2022-05-01", "25/03/2022", "13/08/2022", *["2022-02-03"] * many]
    data = lines(REFERENCE, *(f"R-{n};3;Albergo;{day};;64,00;0,00" for n, day in enumerate(days)))
    assert asked(load(store, "storico.csv", data)) == ["cell_days"]


def test_r8_typed_days_above_twelve_or_texts_below_show_that_nothing_is_swapped(store):
    typed = datetime(2022, 3, 14)  # noqa: DTZ001 - a cell's
    assert load(store, "storico.xlsx", days_book(typed, "25/03/2022")).rows_accepted == 2
    assert load(store, "storico2.xlsx", days_book(datetime(2022, 3, 4), "25/03/2022", "03/04/2022")).rows_accepted == 3  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-10-21T22:00:00Z", date(2022, 10, 22)),
        ("2022-11-21T23:00:00.000Z", date(2022, 11, 22)),
        ("2022-12-31T23:00:00+00:00", date(2023, 1, 1)),
    ],
)
def test_r8_midnight_in_italy_written_in_utc_is_the_next_day_and_said(store, text, day):
    result = load(store, "storico.csv", lines(REFERENCE, f"R-1;3;Albergo;{text};;64,00;0,00"))
    assert (stored(store, "start_date", "reference_stays"), rules(result)) == ([(day,)], [(2, "utc_midnight")])


def test_r8_times_without_zone_that_may_be_midnights_are_asked_about(store):
    data = lines(
        REFERENCE, "R-1;3;Albergo;2022-07-21 22:00:00;;64,00;0,00", "R-2;3;Albergo;2022-12-21 23:00:00;;64,00;0,00"
    )
    assert asked(load(store, "storico.csv", data)) == ["midnight"]
    load(store, "storico.csv", data, answers={"midnight": "next_day"})
    assert stored(store, "start_date", "reference_stays") == [(date(2022, 7, 22),), (date(2022, 12, 22),)]
    other = data.replace(b"2022-12-21 23:00", b"2022-12-21 10:30")
    assert load(store, "storico.csv", other, dry_run=True).questions == ()


@pytest.mark.parametrize("text", ["2022-12-21 22:00:00", "2022-12-21T10:00:00Z", "2022-12-21T00:00:00"])
def test_r8_other_times_are_of_that_day(store, text):
    load(store, "storico.csv", lines(REFERENCE, f"R-1;3;Albergo;{text};;64,00;0,00"))
    assert stored(store, "start_date", "reference_stays") == [(date(2022, 12, 21),)]


def test_r8_a_midnight_of_a_day_that_does_not_exist_is_a_fault(store):
    data = lines(REFERENCE, "R-1;3;Albergo;2022-02-31 22:00:00;;64,00;0,00")
    assert rules(load(store, "storico.csv", data)) == [(2, "invalid_date")]
    assert italian_midnight("2022-02-31 22:00:00") is None


def test_r8_a_year_of_two_digits_never_becomes_a_far_future(store):
    data = lines(REFERENCE, "R-1;3;Albergo;25/03/78;25/08/2022;64,00;0,00")
    assert asked(load(store, "storico.csv", data)) == ["century"]
    mixed = lines(REFERENCE, "R-1;3;Albergo;25/03/78;;64,00;0,00", "R-2;3;Albergo;25/03/2022;;64,00;0,00")
    assert rules(load(store, "storico.csv", mixed)) == [(2, "invalid_date")]


# In which unit amounts are, R10.


@pytest.mark.parametrize("header", ["Durata (min)", "Durata in minuti", "Minuti", "Durata minuti"])
def test_r10_minutes_said_by_the_header_become_hours(known, header):
    data = lines(EVENTS.replace("Ore", header), "H4A-22-01;13/02/2023;colloquio;15", "H4A-22-01;14/02/2023;corso;90")
    assert load(known, "eventi.csv", data).rows_accepted == 2
    assert stored(known, "hours", "support_events") == [(Decimal("0.25"),), (Decimal("1.50"),)]


def test_r10_a_row_set_aside_keeps_the_minutes_it_was_written_in(known):
    data = lines(EVENTS.replace("Ore", "Durata (min)"), "H4A-22-01;31/02/2023;colloquio;90")
    result = load(known, "eventi.csv", data)
    with known.reading() as cursor:
        back = rejected_workbook(cursor, result.batch_id)
    book = load_workbook(io.BytesIO(back))
    assert any(cell.value in {90, "90"} for row in book.worksheets[0].iter_rows() for cell in row)


def test_r10_durations_without_unit_that_are_no_hours_are_asked_about(known):
    data = lines(EVENTS.replace("Ore", "Durata"), "H4A-22-01;13/02/2023;colloquio;15", "H4A-22-01;14/02/2023;corso;90")
    assert asked(load(known, "eventi.csv", data)) == ["unit_hours"]
    load(known, "eventi.csv", data, answers={"unit_hours": "minute"})
    assert stored(known, "hours", "support_events") == [(Decimal("0.25"),), (Decimal("1.50"),)]


@pytest.mark.parametrize(
    ("header", "amount", "answers", "rent"),
    [
        ("Canone", "4.320,00", {"unit_monthly_rent": "year"}, "360.00"),
        ("Canone annuo (€)", "4.320,00", {}, "360.00"),
        ("Canone annuale", "3.700,00", {}, "308.33"),
        ("Canone", "360,00", {}, "360.00"),
    ],
)
@pytest.mark.parametrize("many", [1, 600])
def test_r10_a_rent_of_a_year_becomes_one_of_a_month(known, header, amount, answers, rent, many):
    rows = [
        f"H4A-22-0{1 + n % 4};AL-{n};Nuovo alloggio;{1 + n // 4 % 28}/{1 + n // 112}/2022;;;{amount}"
        for n in range(many)
    ]
    data = lines(TENANCIES.replace("Canone mensile (€)", header), *rows)
    first = load(known, "contratti.csv", data, answers={"date_order": "day_first"})
    assert asked(first) == list(answers)
    if answers:
        load(known, "contratti.csv", data, answers=answers | {"date_order": "day_first"})
    assert stored(known, "DISTINCT monthly_rent", "tenancies") == [(Decimal(rent),)]


def test_r10_other_amounts_without_unit_are_asked_about(known):
    incomes = lines("Cod. nucleo;Reddito;Canone prima", "H4A-22-01;15.000,00;4.800,00")
    assert asked(load(known, "redditi.csv", incomes)) == ["unit_monthly_income", "unit_previous_rent"]
    monthly = lines(STAYS.replace("(€/giorno)", "(€/mese)"), "H4A-22-01;Albergo;13/08/2022;25/08/2022;64,00;73,00")
    load(known, "albergamenti.csv", monthly)
    assert stored(known, "household_contribution", "temporary_stays") == [(Decimal("2.40"),)]


# arguments that name nothing (R12)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--drop", "Servizo inviante"], "«Servizio inviante»"),
        (["--answer", "nuclei2.csv:date_order=day_first"], "«nuclei.csv»"),
        (["--answer", "dateorder=day_first"], "date_order=day_first"),
        (["--answer", "date_order=dayfirst"], "date_order=day_first"),
        (["--answer", "xyz=1"], "xyz=1"),
        (["--answer", "word/facility_type/casa=castello"], "word/facility_type/casa=castello"),
    ],
)
def test_r12_an_argument_that_names_nothing_is_refused_with_the_nearest(tmp_path, capsys, arguments, said):
    (tmp_path / "nuclei.csv").write_bytes(households(GOOD))
    command = ["import", str(tmp_path / "nuclei.csv"), "--db", str(tmp_path / "h4a.duckdb"), *arguments]
    assert cli.main(command) == 2
    assert said in capsys.readouterr().err
    assert (
        cli.main(["import", str(tmp_path / "nuclei.csv"), "--db", str(tmp_path / "x.duckdb"), "--drop", "isee €"]) == 0
    )


@pytest.mark.parametrize("name", ["h4a.duckdb?access_mode=read_only", "?", "che?.duckdb"])
def test_r12_a_question_mark_in_the_name_of_the_database_is_refused(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nuclei.csv").write_bytes(households(GOOD))
    with pytest.raises(SystemExit) as ended:
        cli.main(["import", "nuclei.csv", "--db", name])
    assert ended.value.code == 2
    assert "«?»" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["nuclei.csv"]


# one record (R16)


def test_r16_one_record_goes_through_the_same_intake_with_its_history_and_undo(known):
    load(known, "c.csv", lines(TENANCIES, "H4A-22-01;AL-1;Nuovo alloggio;25/10/2022;27/10/2022;;310,50"))
    with known.reading() as cursor:
        in_force = record_in_force(cursor, "tenancies", ("H4A-22-01", date(2022, 10, 25)))
    assert (in_force["monthly_rent"], in_force["signed_date"], in_force["end_date"]) == ("310,50", "25/10/2022", "")
    name, data = record_file("tenancies", in_force | {"end_date": "31/01/2024", "end_reason": "Sfratto"})
    done = load(known, name, data, answers=answers_for_record("tenancies", name), by="Ufficio")
    assert (done.rows_accepted, done.questions, done.choices) == (1, (), ())
    assert stored(known, "end_date, end_reason, monthly_rent", "tenancies") == [
        (date(2024, 1, 31), "eviction", Decimal("310.50"))
    ]
    with known.reading() as cursor:
        newest = history(cursor)[0]
    assert (newest.file, newest.imported_by) == ("a mano - contratti di locazione.csv", "Ufficio")
    undo(known, done.batch_id)
    assert stored(known, "end_date", "tenancies") == [(None,)]


def test_r16_a_record_that_is_not_there_yet_begins_empty_and_yes_and_no_are_words(known):
    with known.reading() as cursor:
        assert record_in_force(cursor, "tenancies", ("H4A-22-01", date(2022, 10, 25))) == {}
    field = next(one for one in TABLES["candidates"].fields if one.kind == "bool")
    assert [as_cell(field, value) for value in (True, False, None)] == ["sì", "no", ""]


def test_r16_a_late_answer_with_a_fault_is_set_aside_as_in_a_file(known):
    values = {"household_id": "H4A-22-09", "wave": "3", "date": "31/02/2025", "wellbeing": "Migliorato"}
    name, data = record_file("surveys", values)
    result = load(known, name, data, answers=answers_for_record("surveys", name))
    assert rules(result) == [(2, "invalid_date"), (2, "unknown_household")]
    with pytest.raises(KeyError):
        record_file("surveys", {"colour": "red"})

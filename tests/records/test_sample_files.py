"""The untouched files of `data/sample`, and the counts their README promises."""

# ruff: noqa: S608 - the tests name their own tables

from datetime import date
from decimal import Decimal
from pathlib import Path

from h4a_core.records.intake.importing import bundled_sample
from h4a_core.store.batches import counts, has_invented, history, newest_record_day, undo
from tests.records.made import load, load_many, preview

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
PERSONAL = "nuclei_con_dati_personali.csv"
PROMISED = {
    "alloggi.csv": ("dwellings", 28, 0),
    "nuclei_2022.csv": ("households", 11, 0),
    "nuclei_2023.xlsx": ("households", 11, 0),
    "contratti.xlsx": ("tenancies", 22, 0),
    "albergamenti.csv": ("temporary_stays", 8, 5),
    "candidati.csv": ("candidates", 46, 0),
    "questionari.tsv": ("surveys", 32, 0),
    "questionari_dettaglio.csv": ("instrument_answers", 670, 0),
    "redditi.csv": ("household_incomes", 19, 0),
    "accompagnamento.csv": ("support_events", 335, 0),
    "storico_albergamenti.csv": ("reference_stays", 120, 0),
    "pagamenti.csv": ("payments", 3, 0),
}


def sample(*names):
    return [(name, (SAMPLE / name).read_bytes()) for name in names or sorted(PROMISED)]


def test_every_sample_file_gives_exactly_the_rows_its_readme_promises(store):
    results = load_many(store, sample())
    assert {r.file: (r.table, r.rows_accepted, r.rows_rejected) for r in results} == PROMISED
    with store.reading() as cursor:
        assert counts(cursor)["support_events"] == 335
        assert cursor.execute(
            "SELECT cohort, count(*), sum(members), sum(minors) FROM households GROUP BY 1 ORDER BY 1"
        ).fetchall() == [(2022, 11, 28, 11), (2023, 11, 38, 21)]
        assert newest_record_day(cursor, date(2025, 11, 30)) == date(2025, 11, 15)
        assert newest_record_day(cursor, date(2022, 8, 13)) == date(2022, 8, 13)


def test_each_fault_of_the_stays_is_named_with_its_line_and_rule(store):
    result = next(r for r in load_many(store, sample()) if r.file == "albergamenti.csv")
    assert [(f.row, f.rule) for f in result.findings] == [
        (4, "invalid_date"),
        (6, "dates_reversed"),
        (7, "unknown_household"),
        (13, "duplicate_row"),
        (14, "out_of_range"),
    ]
    assert result.findings[0].column == "Dal"
    assert result.findings[0].value == "31/02/2023"
    assert "riga 2" in result.findings[3].message.it
    assert result.findings_total == 5


def test_stays_alone_are_all_of_unknown_households_until_the_households_are_there(store):
    stays = sample("albergamenti.csv")[0]
    assert load(store, *stays).rows_accepted == 0
    load_many(store, sample("nuclei_2022.csv", "nuclei_2023.xlsx"))
    again = load(store, *stays)
    assert (again.rows_accepted, again.rows_rejected, again.unchanged) == (8, 5, False)


def test_a_file_brought_twice_changes_nothing_and_says_so(store):
    load_many(store, sample())
    generation = store.generation
    again = load_many(store, sample())
    assert all(r.unchanged and r.batch_id is None and r.rows_accepted == 0 for r in again)
    assert all("non è cambiato nulla" in r.notes[-1].it for r in again)
    assert store.generation == generation
    with store.reading() as cursor:
        assert len(history(cursor)) == len(PROMISED)


def test_undoing_an_import_hides_its_rows_and_they_can_come_back(store):
    load_many(store, sample("nuclei_2022.csv"))
    with store.reading() as cursor:
        (batch,) = history(cursor)
        assert has_invented(cursor)
    undo(store, batch.batch_id)
    with store.reading() as cursor:
        assert counts(cursor)["households"] == 0
        assert not has_invented(cursor)
        assert history(cursor)[0].hidden_at is not None
    assert load_many(store, sample("nuclei_2022.csv"))[0].rows_accepted == 11


def test_mixed_cells_of_a_workbook_are_read_as_what_they_are(store):
    load_many(store, sample("nuclei_2023.xlsx"))
    with store.reading() as cursor:
        rows = cursor.execute(
            "SELECT application_date, minors, isee, income_class FROM households "
            "WHERE household_id IN ('H4A-23-01', 'H4A-23-05', 'H4A-23-07') ORDER BY household_id"
        ).fetchall()
    assert rows == [
        (date(2023, 2, 23), 2, Decimal("15755.82"), "partial_income"),
        (date(2023, 5, 14), 1, Decimal("2254.81"), "partial_income"),
        (date(2023, 6, 12), 3, None, "partial_income"),
    ]


def test_the_file_with_personal_data_is_refused_and_nothing_of_it_is_stored(store):
    result = load_many(store, sample(PERSONAL))[0]
    assert result.personal == ("Cognome e nome", "Codice fiscale", "Telefono")
    assert "Codice fiscale" in result.refusal.it
    assert store.generation == 0
    with store.reading() as cursor:
        names = [n for (n,) in cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()]
        everything = " ".join(
            str(cursor.execute(f'SELECT COLUMNS(*)::VARCHAR FROM "{name}"').fetchall()) for name in names
        )
    for secret in ("Rossi", "RSSMRA", "0000000"):
        assert secret not in everything
        assert secret not in repr(result)


def test_one_refused_file_keeps_all_files_of_the_call_out_unless_asked_otherwise(store):
    together = sample(PERSONAL, "nuclei_2022.csv")
    results = load_many(store, together)
    assert [r.batch_id for r in results] == [None, None]
    assert results[1].rows_accepted == 11
    assert store.generation == 0
    assert load_many(store, together, despite_refusals=True)[1].batch_id == 1


def test_a_preview_shows_what_was_recognised_and_writes_nothing(store):
    seen = preview(store, *sample("nuclei_2022.csv")[0])
    assert (seen.encoding, seen.separator, seen.header_line, seen.invented) == ("cp1252", ";", 4, True)
    assert seen.columns["Cod. nucleo"] == "household_id"
    assert seen.first_rows[0]["isee"] == Decimal("1111.27")
    assert len(seen.first_rows) == 10
    assert seen.result.rows_accepted == 11
    assert "1." in seen.result.notes[0].it
    assert store.generation == 0


def test_the_sample_that_comes_along_is_all_of_it_but_the_file_to_be_refused():
    assert {name for name, _ in bundled_sample()} == set(PROMISED)


def test_a_rehearsal_gives_the_counts_and_keeps_nothing(store):
    (result,) = load_many(store, sample("nuclei_2022.csv"), dry_run=True)
    assert (result.rows_accepted, result.batch_id) == (11, None)
    with store.reading() as cursor:
        assert counts(cursor)["households"] == 0


def test_households_without_a_tenancy_are_named_once_tenancies_are_known(store):
    alone = load_many(store, sample("nuclei_2022.csv"))[0]
    assert alone.findings == ()
    load_many(store, sample("contratti.xlsx"))
    both = load_many(store, sample("nuclei_2023.xlsx"))[0]
    assert {(one.rule, one.severity) for one in both.findings} == {("household_without_tenancy", "warning")}
    assert (both.rows_accepted, both.findings_total) == (11, 11)
    with store.reading() as cursor:
        kept = cursor.execute("SELECT count(*) FROM findings WHERE rule = 'household_without_tenancy'").fetchall()
    assert kept == [(11,)]

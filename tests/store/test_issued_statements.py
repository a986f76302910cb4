"""Statements as issued: later imports never change them, and a later one shows what differs and why."""

import json
from datetime import date
from decimal import Decimal

from h4a_core.issued import difference, issue, issued
from h4a_core.measuring.households import FactTerms, measured_facts, measured_payments
from h4a_core.programme import Programme
from h4a_core.records.intake.importing import bundled_sample, load_many
from h4a_core.scenario import Scenario, parse_changes
from h4a_core.statement import ENGINE_VERSION, Statement, statement
from h4a_core.store.batches import Erased, clear, erased_by_clear
from h4a_core.store.connection import Store
from tests.facts_made import cohort_facts, facts_of, sample_figures
from tests.records.made import load

AS_OF = date(2025, 11, 30)
PAYMENTS = "Programma;Clausola;Coorte;Data;Importo (€);Riferimento"


def _now(store: Store, programme: Programme) -> Statement:
    with store.reading() as cursor:
        return statement(programme, measured_facts(cursor, FactTerms(30, programme.stable_exit_reasons), AS_OF))


def test_an_issued_statement_has_the_next_number_and_says_what_it_said(store: Store, torino: Programme) -> None:
    made = statement(torino, sample_figures())
    first, second = issue(store, made), issue(store, made)
    assert (first.number, second.number) == (1, 2)
    assert first.fingerprint == made.fingerprint
    assert first.body["totals"]["earned"] == "145000.00"
    with store.reading() as cursor:
        assert [one.number for one in issued(cursor, torino.id)] == [2, 1]
        assert issued(cursor, "another") == []


def test_a_later_import_never_changes_an_issued_statement_and_the_difference_says_why(
    store: Store, torino: Programme
) -> None:
    load_many(store, bundled_sample())
    before = issue(store, _now(store, torino))
    # family 22-06 answers "improved" in everything after all: 9 of 11, the final part is whole
    corrected = (
        "Cod. nucleo\tAnno\tData questionario\tBenessere\tEmpowerment\tBenessere economico\n"
        "H4A-22-06\t3\t17/09/2025\tmigliorato\tmigliorato\tmigliorato"
    )
    load(store, "questionari_corretti.tsv", corrected.encode())
    after = _now(store, torino)
    (change,) = difference(before, after)
    assert (change.clause, change.cohort) == ("year_3", 2022)
    assert (change.before, change.after) == (Decimal("44000.00"), Decimal("55000.00"))
    assert change.why.en == "8/11 families counted, now 9/11"
    with store.reading() as cursor:
        assert issued(cursor, torino.id)[0].body == before.body


def test_a_change_of_terms_is_named_in_the_difference(store: Store, torino: Programme) -> None:
    before = issue(store, statement(torino, sample_figures()))
    later = statement(torino, sample_figures(), parse_changes(torino, ["premium_per_household=12000"]))
    changes = difference(before, later)
    assert {change.why.en for change in changes} == {"values or readings changed: premium_per_household"}
    assert difference(before, statement(torino, sample_figures(), Scenario())) == []


def test_lines_that_come_and_go_are_told(store: Store, torino: Programme) -> None:
    one = facts_of(cohort_facts(2022, 11, started=11))
    two = facts_of(cohort_facts(2023, 11, started=11))
    changes = difference(issue(store, statement(torino, one)), statement(torino, two))
    why = {(change.cohort, change.why.en) for change in changes}
    assert (2022, "a line that is no longer there") in why
    assert (2023, "a line that was not there before") in why


def test_the_fingerprint_depends_on_the_inputs_and_on_nothing_else(torino: Programme) -> None:
    made = statement(torino, sample_figures())
    again = statement(torino, sample_figures(), Scenario("another name"))
    assert made.fingerprint == again.fingerprint
    assert len(made.fingerprint) == 64
    others = [
        statement(torino, sample_figures(), parse_changes(torino, [change]))
        for change in ("cost_per_night=49", "tier_rule=mean", "2023.stability=9")
    ]
    assert len({made.fingerprint, *(other.fingerprint for other in others)}) == 4


def test_a_statement_of_an_earlier_engine_stays_as_it_was_and_says_so(store: Store, torino: Programme) -> None:
    said = statement(torino, sample_figures()).as_dict() | {"terms": {"premium_per_household": "10000"}}
    del said["engine"]  # until version 3 it was not said
    with store.writing() as cursor:
        cursor.execute(
            "INSERT INTO issued_statements VALUES (1, now(), ?, ?, 'ab12', ?)", [torino.id, AS_OF, json.dumps(said)]
        )
    made = issue(store, statement(torino, sample_figures()))
    assert (made.engine, made.is_of_earlier_engine) == (ENGINE_VERSION, False)
    with store.reading() as cursor:
        newest, before = issued(cursor, torino.id)
    assert newest == made
    assert (before.body, before.fingerprint) == (said, "ab12")
    assert (before.engine, before.is_of_earlier_engine) == ("1-2", True)
    assert difference(before, statement(torino, sample_figures())) == []  # the premium is reckoned as before


def test_payments_are_summed_by_clause_and_cohort_up_to_the_day(store: Store, torino: Programme) -> None:
    line = "homes4all-torino;year_1;2022"
    rows = [PAYMENTS, f"{line};15/12/2023;12000,00;M-1", f"{line};20/01/2024;10000,00;M-2"]
    result = load(store, "pagamenti.csv", "\n".join(rows).encode())
    assert result.rows_accepted == 2, result
    with store.reading() as cursor:
        assert measured_payments(cursor, torino.id, date(2023, 12, 31)) == {("year_1", 2022): Decimal("12000.00")}
        assert measured_payments(cursor, torino.id, AS_OF) == {("year_1", 2022): Decimal("22000.00")}
        assert measured_payments(cursor, "another", AS_OF) == {}


def test_issued_statements_outlive_starting_over_and_their_numbers_go_on(store: Store, torino: Programme) -> None:
    load_many(store, bundled_sample())
    made = _now(store, torino)
    before = issue(store, made)
    clear(store)
    with store.reading() as cursor:
        assert issued(cursor, torino.id) == [before]
        assert erased_by_clear(cursor) == Erased(imports=0, rows=0, rows_set_aside=0, statements_kept=1)
    assert issue(store, made).number == 2

"""Long files are typed in one pass while they are read; what they give must not depend on that."""

import re

import pytest

from h4a_core.records.intake import typing_tables
from tests.records.made import REFERENCE, load, rules

HEAD = REFERENCE.replace("N. componenti;", "Note;")
ROWS = 1200


def stays(change=None, **changed):
    """Twelve hundred good rows; `changed` gives the line of row r<number>."""
    rows = [f"R-{number};;Albergo;{1 + number % 28:02}/03/2022;;{50 + number % 9},50;0,00" for number in range(ROWS)]
    for place, line in changed.items():
        rows[int(place.removeprefix("r"))] = line
    return "\n".join([HEAD, *(change(row) if change else row for row in rows)]).encode()


def kept(store):
    with store.reading() as cursor:
        return cursor.execute(
            "SELECT household_id, start_date, daily_cost, row_number FROM reference_stays ORDER BY row_number"
        ).fetchall()


VARIANTS = {
    "as usual": (stays(), 0, []),
    "a faulty row": (stays(r1150="X;;Albergo;31/02/2022;;64,00;0"), 1, [(1152, "invalid_date")]),
    "a doubled row": (stays(r1150="R-1149;;Albergo;02/03/2022;;56,50;0,00"), 1, [(1152, "duplicate_row")]),
    "other ways of writing": (
        stays(r1150="X;;ALBERGO ;13 marzo 2022;;€ 1.000,00;-"),
        1,
        [(1152, "missing_required")],
    ),
    "all rows unusual": (stays(lambda row: row.replace(",50;", ",50 €;")), 0, []),
    "a cell of two lines": (stays(r1150='X;"a\nb";Albergo;13/03/2022;;64,00;0'), 0, []),
    "a line too long": (stays(r1150="X;;Albergo;13/03/2022;;64,00;0;oltre"), 1, [(1152, "too_many_cells")]),
    "a line too long at once": (stays(r3="X;;Albergo;13/03/2022;;64,00;0;oltre"), 1, [(5, "too_many_cells")]),
    "days as databases write them": (
        stays(lambda row: re.sub(r"([0-9]{2})/03/2022", r"2022-03-\1", row)),
        0,
        [],
    ),
    "many prices": (stays(lambda row: row.replace(",50;", f",{sum(row.encode()) % 90 + 10};")), 0, []),
    "a column of other words": (stays(lambda row: row.replace("Albergo", "boh")), ROWS, None),
    "not known far down": (stays(r1150="n.d.;-;n/d;13/03/2022;NULL;64,00;#N/D"), 1, [(1152, "missing_required")] * 3),
    "not known all over": (stays(lambda row: row.replace(";;Albergo", ";n.d.;Albergo")), 0, []),
    "a total": (stays(r1199="Totale;;;;;65338,50;"), 0, []),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_a_long_file_gives_what_the_same_rows_give_read_cell_by_cell(store, monkeypatch, variant):
    data, faulty, found = variant
    quick = load(store, "storico.csv", data, dry_run=True)
    rows = load(store, "storico.csv", data) and kept(store)
    monkeypatch.setattr(typing_tables, "FEW_ROWS", 10_000)
    slow = load(store, "storico.csv", data, dry_run=True)
    assert quick.rows_rejected == faulty
    assert found is None or sorted(rules(quick)) == sorted(found)
    assert sorted(rules(slow)) == sorted(rules(quick))
    assert slow.unchanged
    assert [(row[0], row[3]) for row in rows[:1]] in ([], [("R-0", 2)])


def test_a_total_at_the_end_of_a_long_file_that_does_not_add_up_is_a_question(store):
    short = load(store, "storico.csv", stays(r1199="Totale;;;;;44800,00;"))
    assert [one.id for one in short.questions] == ["storico.csv:total_line"]
    assert "44800, le righe fanno 65338.5" in short.refusal.it


def test_a_value_far_down_that_contradicts_the_first_rows_is_a_question(store):
    ambiguous = stays(
        lambda row: row.replace(",50;", ".500;", 1) if row.startswith("R-1;") else row,
        r1150="X;;Albergo;13/03/2022;;64.25;0",
    )
    assert [one.id for one in load(store, "storico.csv", ambiguous).questions] == ["storico.csv:decimal_sign"]
    late = stays(r1150="X;;Albergo;03/13/2022;;64,00;0")
    assert [one.id for one in load(store, "storico.csv", late).questions] == ["storico.csv:date_order"]


def test_a_long_file_that_decides_nothing_asks(store):
    open_days = stays(lambda row: row.replace(row.split(";")[3], "03/04/2022"))
    assert [one.id for one in load(store, "storico.csv", open_days).questions] == ["storico.csv:date_order"]


def test_personal_data_far_down_in_a_long_file_are_found(store):
    for place, value in (("Note", "Maria Rossi"), ("Note", "12/03/1978"), ("Cod. nucleo", "RSSMRA80A01L219M")):
        line = "X;;Albergo;13/03/2022;;64,00;0" if place == "Cod. nucleo" else f"X;{value};Albergo;13/03/2022;;64,00;0"
        data = stays(r1150=line.replace("X", value, 1) if place == "Cod. nucleo" else line)
        assert load(store, "storico.csv", data).personal == (place,)
    every = stays(lambda row: row.replace(";;Albergo", ";scrivere a x@esempio.it;Albergo"))
    assert load(store, "storico.csv", every).personal == ("Note",)
    assert load(store, "storico.csv", every, drop_columns=["Note"]).rows_accepted == ROWS

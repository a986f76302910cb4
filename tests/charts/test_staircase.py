from decimal import Decimal

from h4a_ui.charts.staircase import staircase
from tests.charts.looking import trace, words_of

STEPS = [(n, Decimal(0 if n < 7 else 44_000 if n < 9 else 55_000)) for n in range(12)]


def test_one_more_family_is_worth_the_next_step(say, checked):
    picture = checked(staircase(say, STEPS, 8, 9))
    assert picture.takeaway == (
        "Con 1 famiglia in più il pagamento finale passa da 44.000 EUR a 55.000 EUR; "
        "nello scenario, con 9 famiglie, è 55.000 EUR"
    )
    assert (list(trace(picture, "now").x), list(trace(picture, "now").y)) == ([8], [44_000])
    assert list(trace(picture, "scenario").x) == [9]
    assert "oggi: 8" in words_of(picture)
    assert "scenario: 9" in words_of(picture)


def test_several_families_more_are_said_in_the_plural(say):
    assert staircase(say, STEPS, 5).takeaway == (
        "Con 2 famiglie in più il pagamento finale passa da 0 EUR a 44.000 EUR"
    )


def test_the_top_of_the_staircase_is_said_so(say):
    assert staircase(say, STEPS, 10).takeaway == "Con 10 famiglie il pagamento finale è al massimo: 55.000 EUR"


def test_an_open_cohort_spans_a_range(say, checked):
    picture = checked(staircase(say, STEPS, (6, 10)))
    assert picture.takeaway == "Tra 6 e 10 famiglie il pagamento finale va da 0 EUR a 55.000 EUR"
    assert list(trace(picture, "now").x) == [6, 7, 8, 9, 10]
    assert "oggi: da 6 a 10" in words_of(picture)


def test_the_staircase_is_also_a_table(say):
    table = staircase(say, STEPS, 8, 8).table
    assert table["Pagamento finale (EUR)"].tolist() == [float(pay) for _, pay in STEPS]
    assert table["Qui"].iloc[8] == "oggi · scenario"


def test_the_thresholds_are_among_the_labels_of_the_axis(say):
    assert {0, 7, 9, 11} <= set(staircase(say, STEPS, 8).figure.layout.xaxis.tickvals)


def test_a_staircase_without_money_is_drawn(say, checked):
    checked(staircase(say, [(0, Decimal(0)), (1, Decimal(0))], (0, 1), 1))
    checked(staircase(say, [(0, Decimal(0))], 0, 0))


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(staircase(say, [], 0)).table.empty

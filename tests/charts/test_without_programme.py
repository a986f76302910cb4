"""Pictures of what would have been: the curve of stays, the saving as it may be, the choices of stays."""

from h4a_ui.charts.references import ReferenceRow, reference_rows
from h4a_ui.charts.saving_spread import DOTS, SpreadRow, saving_spread
from h4a_ui.charts.survival import SurvivalPoint, stay_curve
from tests.charts.looking import trace, words_of

CURVE = [
    SurvivalPoint(0, 1, 1, 1, 120),
    SurvivalPoint(45, 0.7, 0.6, 0.8, 84),
    SurvivalPoint(180, 0.3, 0.2, 0.4, 36),
    SurvivalPoint(400, 0.1, 0.05, 0.2, 12),
]


def test_the_curve_says_the_mean_and_how_many_stays_stand_behind_it(say, checked):
    picture = checked(stay_curve(say, CURVE, 141, 120, 9))
    assert picture.takeaway == (
        "Senza il programma una famiglia resta in albergo in media 141 notti: 120 permanenze, 9 ancora aperte"
    )
    assert "in media <b>141 notti</b>" in words_of(picture)
    assert list(picture.figure.layout.xaxis.ticktext)[:2] == ["0<br>(120)", "90<br>(84)"]
    assert picture.table["Ancora in albergo (%)"].tolist() == [100, 70, 30, 10]


def test_a_short_curve_is_marked_by_months(say, checked):
    picture = checked(stay_curve(say, CURVE[:2], 30, 120, 0))
    assert picture.figure.layout.xaxis.tickvals[1] == 30


def _row(*, losses: int) -> SpreadRow:
    values = [float(at - losses) * 1000 + 500 for at in range(DOTS)]
    return SpreadRow("Saldo per la Città", values[25], (values[5], values[45]), (values[1], values[48]), values)


def test_every_dot_is_one_case_in_fifty_and_losses_are_told_by_colour_and_shape(say, checked):
    picture = checked(saving_spread(say, _row(losses=10), 7168))
    dots = trace(picture, "dots")
    assert len(dots.x) == DOTS
    assert dots.marker.symbol.count("diamond") == 10
    assert picture.takeaway.endswith("positivo in 40 casi su 50")
    assert "la cifra della pagina: 7,2 mila EUR" in words_of(picture)
    assert picture.table.iloc[:, 0].tolist() == [2.5, 10, 50, 90, 97.5]


def test_cases_alike_are_stacked_and_never_overlap(say, checked):
    row = SpreadRow("Spesa evitata", 5.0, (5.0, 5.0), (5.0, 5.0), [5.0] * DOTS)
    picture = checked(saving_spread(say, row, 5))
    dots = trace(picture, "dots")
    assert len(set(zip(dots.x, dots.y, strict=True))) == DOTS


def test_the_first_choice_of_stays_is_the_one_to_compare_with(say, checked):
    rows = [
        ReferenceRow("Tutte", 120, 141, 66.87, 201_000, 170_000, 240_000),
        ReferenceRow("Solo albergo", 78, 135, 67.09, 193_000, 160_000, 230_000),
        ReferenceRow("Ogni misura di famiglia per sé", 101, None, None, 180_000, 180_000, 180_000),
    ]
    picture = checked(reference_rows(say, rows))
    assert picture.takeaway == "Secondo le permanenze che si guardano la spesa evitata va da 180 mila a 201 mila EUR"
    assert "141 notti · 67 EUR · <b>201 mila</b>" in words_of(picture)
    assert list(trace(picture, "saving").x) == [201_000, 193_000, 180_000]

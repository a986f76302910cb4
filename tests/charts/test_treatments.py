from h4a_ui.charts.picture import ORANGE
from h4a_ui.charts.treatments import TreatmentRow, treatment_rows
from tests.charts.looking import trace, words_of

RULES = [(0.6, "60 %"), (0.8, "> 80 %")]
IN_FORCE = TreatmentRow("Lettura in vigore", 8, 11, "paga 80 %", other_part=False)
BEST = TreatmentRow("Tutte migliorate", 9, 11, "paga 100 %", other_part=True)


def test_the_treatment_that_changes_the_tier_is_named_and_stands_out(say, checked):
    picture = checked(treatment_rows(say, [IN_FORCE, BEST], 1, RULES))
    assert picture.takeaway == (
        "Per 1 famiglia senza risposta la quota migliorata sta tra 73 % e 82 %: "
        "la fascia di pagamento cambia con «tutte migliorate»"
    )
    marks = trace(picture, "treatments").marker
    assert list(marks.symbol) == ["circle", "diamond"]
    assert marks.color[1] == ORANGE
    assert "8 di 11 · 72,7 % · paga 80 %" in words_of(picture)
    assert "> 80 %" in words_of(picture)
    assert picture.table["Quota (%)"].tolist() == [72.7, 81.8]


def test_a_share_that_is_whole_has_no_decimals(say):
    left_out = TreatmentRow("Lasciate fuori", 8, 10, "paga 80 %", other_part=False)
    picture = treatment_rows(say, [IN_FORCE, left_out], 2, RULES)
    assert "8 di 10 · 80 % · paga 80 %" in words_of(picture)
    assert picture.takeaway.endswith("nessun trattamento cambia la fascia di pagamento")


def test_where_all_answered_nothing_can_change(say):
    assert "Hanno risposto tutte" in treatment_rows(say, [IN_FORCE], 0, RULES).takeaway


def test_without_tiers_only_the_range_is_said(say):
    rows = [TreatmentRow("Lettura in vigore", 8, 11, "", other_part=False)]
    assert treatment_rows(say, rows, 1, RULES).takeaway.endswith("sta tra 73 % e 73 %")


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(treatment_rows(say, [], 0, RULES)).table.empty

"""Past forecasts beside what came."""

from datetime import date

from h4a_ui.charts import picture as pic
from h4a_ui.charts.graded import PastRow, past_forecasts
from h4a_ui.language import Language

ROWS = [PastRow(date(2023, 12, 31), 10, 11, 10.4), PastRow(date(2024, 6, 30), 8, 10, 9.2)]


def test_what_came_is_marked_and_a_forecast_that_did_not_hold_it_is_orange() -> None:
    shown = past_forecasts(Language("it"), ROWS, 9, 11)
    assert shown.takeaway == "1 previsioni su 2 contenevano ciò che venne: 9 famiglie su 11"
    first, mark, second, _ = shown.figure.layout.shapes
    assert (first.fillcolor, second.fillcolor) == (pic.ORANGE, pic.BLUE_TINT)
    assert (mark.x0, mark.x1) == (9, 9)
    assert shown.table.to_numpy().tolist() == [["31/12/2023", 10, 10.4, 11, 9], ["30/06/2024", 8, 9.2, 10, 9]]


def test_nothing_settled_has_nothing_to_show() -> None:
    assert past_forecasts(Language("it"), [], 0, 0).table.empty

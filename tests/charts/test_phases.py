from datetime import date

from h4a_ui.charts.phases import PhaseRow, phases_in_time
from tests.charts.looking import trace, words_of

TODAY = date(2025, 11, 15)
ROWS = [
    PhaseRow("I · Fattibilità", "2020", date(2020, 1, 1), date(2020, 12, 31), done=True),
    PhaseRow("Famiglie seguite", "22 famiglie", date(2022, 10, 1), date(2026, 12, 1), followed=True),
    PhaseRow("III · Replica", "se ammesso"),
]


def test_the_phases_stand_on_a_line_of_time_and_what_has_no_date_is_said(say, checked):
    picture = checked(phases_in_time(say, ROWS, TODAY))
    assert picture.takeaway == "1 fase su 2 è conclusa; senza ancora una data: III · Replica"
    assert picture.table["Dal"].tolist() == ["2020-01-01", "2022-10-01", ""]
    assert picture.table["Conclusa"].tolist() == ["sì", "", "no"]
    assert "2020 |" in words_of(picture)


def test_what_is_still_to_come_begins_at_the_day_looked_at(say, checked):
    picture = checked(phases_in_time(say, ROWS, TODAY))
    # the line goes from 1 January 2020 to 1 December 2026 and 300 days: 2826 days; today is its 2145th
    assert trace(picture, "ahead").base[0] == 2145 / 2826
    assert trace(picture, "unset").base[0] == 2145 / 2826
    done = [one for one in picture.figure.data if one.name == "done"]
    assert [round(one.x[0] * 2826) for one in done] == [365, 2145 - 1004]


def test_on_a_day_before_a_phase_all_of_it_is_to_come(say, checked):
    picture = checked(phases_in_time(say, ROWS[1:2], date(2022, 1, 1)))
    assert [one.name for one in picture.figure.data] == ["ahead"]


def test_no_phase_with_a_date_is_no_error(say, checked):
    assert checked(phases_in_time(say, ROWS[2:], TODAY)).table.empty

from h4a_ui.charts.surveys import SurveyRow, survey_bars
from tests.charts.looking import words_of


def test_surveys_are_drawn_in_whole_families(say, checked):
    rows = [SurveyRow("Benessere", 8, 2, 1, 0), SurveyRow("Empowerment", 9, 1, 0, 1)]
    picture = checked(survey_bars(say, rows))
    assert [sum(t.x) for t in picture.figure.data] == [17, 3, 1, 1]
    assert picture.takeaway == "Migliora di più Empowerment (9 di 11), di meno Benessere (8 di 11)"
    assert "2 uguali · 1 peggiorata" in words_of(picture)
    assert picture.table.iloc[0].tolist() == ["Benessere", 8, 2, 1, 0]


def test_equal_surveys_are_said_once(say):
    assert survey_bars(say, [SurveyRow("Benessere", 1, 2, 0, 0)]).takeaway == (
        "In ogni dimensione migliora 1 famiglia su 3"
    )


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(survey_bars(say, [])).table.empty

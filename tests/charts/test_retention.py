from h4a_ui.charts.survival import SurvivalPoint, retention_curve

CURVE = [
    SurvivalPoint(0, 1, 1, 1, 22),
    SurvivalPoint(14, 0.91, 0.72, 0.97, 20),
    SurvivalPoint(36, 0.82, 0.6, 0.93, 9),
]


def test_the_curve_says_the_share_and_its_interval(say, checked):
    picture = checked(retention_curve(say, CURVE))
    assert picture.takeaway == "Ancora in casa dopo 36 mesi: 82 % delle famiglie (tra 60 % e 93 %)"
    assert list(picture.figure.layout.xaxis.ticktext) == ["0<br>(22)", "12<br>(22)", "24<br>(20)", "36<br>(9)"]
    assert picture.table["Ancora in casa (%)"].tolist() == [100.0, 91.0, 82.0]


def test_a_curve_of_one_month_is_said_in_the_singular(say, checked):
    picture = checked(retention_curve(say, [SurvivalPoint(1, 1, 0.7, 1, 11)]))
    assert picture.takeaway == "Ancora in casa dopo 1 mese: 100 % delle famiglie (tra 70 % e 100 %)"


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(retention_curve(say, [])).table.empty

from datetime import date
from decimal import Decimal

from h4a_ui.charts.picture import ORANGE
from h4a_ui.charts.service_flow import Branch, Destination, FlowRow, service_flow
from h4a_ui.charts.support_hours import HoursMonth, support_hours
from tests.charts.looking import trace, words_of

BRANCHES = [Branch("CEA", 4), Branch("Comune", 3), Branch("In elenco", 3, inside=False)]
ROWS = [
    FlowRow("Domanda", 10, 0, 0, 0, "", "", before=True),
    FlowRow("Nel programma", 7, 3, 0, 0, "in elenco", "ritirate", "145 giorni", entry=True),
    FlowRow("In casa", 4, 1, 1, 1, "in corso", "perse"),
]
TODAY = [Destination("In casa", 4, "passed"), Destination("Hanno perso la casa", 3, "stopped")]


def test_every_family_is_a_tile_and_none_is_lost_on_the_way(say, checked):
    picture = checked(service_flow(say, BRANCHES, ROWS, TODAY))
    tiles = {one.name: len(one.x) for one in picture.figure.data}
    # grey: 7 sent and 10 that applied; blue: 7 entered, 4 housed, 4 at home today
    assert tiles == {"before": 17, "listed": 3 + 3, "passed": 15, "pending": 1, "stable": 1, "stopped": 1 + 3}
    assert trace(picture, "stopped").marker.color == ORANGE
    assert picture.takeaway == (
        "4 famiglie su 7 nel programma sono arrivate a «In casa»; 1 è in cammino; 1 ha un'altra casa stabile; "
        "1 si è fermata prima"
    )
    assert picture.table["Arrivate"].tolist() == [10, 10, 7]


def test_the_words_of_a_step_say_who_does_not_go_on(say):
    words = words_of(service_flow(say, BRANCHES, ROWS, TODAY))
    assert "7 di 10" in words
    assert "3 in elenco" in words
    assert "145 giorni" in words
    assert "1 in corso · 1 verso una casa stabile · <b style='color:#B35C00'>1 perse</b>" in words
    assert "Chi le ha segnalate" in words


def test_what_flows_on_is_as_wide_as_what_passed(say):
    shapes = service_flow(say, BRANCHES, ROWS, TODAY).figure.layout.shapes
    assert [(one.x0, one.x1) for one in shapes] == [(0, 4), (4, 7), (7, 10), (0, 10), (0, 7)]
    assert all(one.y0 < one.y1 for one in shapes)


def test_without_services_the_steps_stand_alone(say, checked):
    picture = checked(service_flow(say, [], [FlowRow("Nel programma", 1, 0, 0, 0, "", "", entry=True)], []))
    assert picture.takeaway == "1 famiglia su 1 nel programma è arrivata a «Nel programma»"
    assert "Chi le ha segnalate" not in words_of(picture)
    assert not picture.figure.layout.shapes


def test_beyond_sixty_families_a_step_is_a_bar(say, checked):
    rows = [FlowRow("In casa", 80, 20, 0, 0, "in corso", "")]
    picture = checked(service_flow(say, [], rows, []))
    assert [(one.name, list(one.x), list(one.base)) for one in picture.figure.data] == [
        ("passed", [80], [0]), ("pending", [20], [80]),
    ]  # fmt: skip


def test_hours_of_support_are_shown_month_by_month(say, checked):
    months = [HoursMonth(date(2024, n, 1), Decimal(n), 4, Decimal(n) / 4) for n in (1, 2, 3)]
    picture = checked(support_hours(say, months, Decimal("0.5")))
    assert list(trace(picture, "hours").y) == [0.25, 0.5, 0.75]
    assert picture.takeaway == "In media una famiglia riceve 0,5 ore di accompagnamento al mese"
    assert picture.figure.layout.shapes[0].y0 == 0.5
    assert picture.table["Ore"].tolist() == [1, 2, 3]


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(service_flow(say, [], [], [])).table.empty
    assert checked(support_hours(say, [], Decimal(0))).table.empty

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import plotly.graph_objects as go

from h4a_ui.charts.counted_bars import CountRow, counted_bars
from h4a_ui.charts.home_rents import RentRow, home_rents
from h4a_ui.charts.homes_by_origin import HomesRow, homes_by_origin
from h4a_ui.charts.homes_needed import NeedPoint, homes_needed
from h4a_ui.charts.picture import BLUE, GREY, ORANGE
from h4a_ui.charts.step_days import DaysRow, step_days
from tests.charts.looking import trace, words_of

STATES = {
    "let": "Affittato",
    "free_again": "Tornato libero",
    "available": "Pronto e vuoto",
    "in_works": "In ristrutturazione",
    "found": "Trovato",
}
AUCTION = HomesRow("Asta", {"let": 3, "free_again": 1, "found": 2}, "6 · 3 affittati")
GIVEN = HomesRow("Donazione", {"let": 1, "available": 1}, "2 · 1 affittato")


def test_every_home_is_a_mark_and_no_state_is_told_by_colour_alone(say, checked):
    kept = HomesRow("Case mantenute", {"let": 4, "free_again": 1}, "5 · 4 ancora abitate")
    picture = checked(homes_by_origin(say, [AUCTION, GIVEN], STATES, kept))
    assert sum(len(one.x) for one in picture.figure.data) == 6 + 2 + 5
    looks = {(one.marker.symbol, one.marker.color, one.marker.line.color) for one in picture.figure.data}
    assert len(looks) == 6
    assert trace(picture, "free_again").marker.symbol == "diamond"
    assert trace(picture, "free_again").marker.color == ORANGE
    assert picture.takeaway == "4 alloggi mobilitati su 8 sono affittati; 2 pronti ma vuoti; 2 in arrivo"
    assert picture.table["Alloggi"].tolist() == [6, 2, 5]
    assert "pronto e vuoto" in words_of(picture)
    assert "in ristrutturazione" not in words_of(picture)


def test_one_home_is_said_in_the_singular(say):
    found = homes_by_origin(say, [HomesRow("Asta", {"let": 1, "available": 1, "found": 1}, "")], STATES)
    assert found.takeaway == "1 alloggio mobilitato su 3 è affittato; 1 pronto ma vuoto; 1 in arrivo"


def test_where_no_home_was_mobilised_the_kept_ones_still_show(say, checked):
    picture = checked(homes_by_origin(say, [], STATES, HomesRow("Case mantenute", {"let": 2}, "2")))
    assert picture.takeaway == "Nessun alloggio mobilitato finora: le famiglie sono rimaste nella loro casa"


def test_beyond_sixty_homes_the_marks_are_bars(say, checked):
    picture = checked(homes_by_origin(say, [HomesRow("Asta", {"let": 50, "found": 20}, "")], STATES))
    assert {one.type for one in picture.figure.data} == {"bar"}
    assert [one.base[0] for one in picture.figure.data] == [0.5, 50.5]


def test_the_step_that_takes_longest_is_the_finding(say, checked):
    rows = [
        DaysRow("Lavori", (100, 110, 160), Fraction(110), "3 alloggi"),
        DaysRow("Contratto", (5, 5, 6, 8), Fraction(11, 2), "4 alloggi"),
    ]
    picture = checked(step_days(say, rows))
    assert picture.takeaway == "Il tempo più lungo: «Lavori», mediana 110 giorni (100–160)"
    assert "110 giorni · 3 alloggi" in words_of(picture)
    assert len(set(trace(picture, "Contratto").y)) == 4  # so close that each lies above the other
    assert picture.table["Mediana (giorni)"].tolist() == [110, 5.5]


def test_days_below_zero_stand_left_of_a_rule(say, checked):
    picture = checked(step_days(say, [DaysRow("Contratto", (-30, 2, 9), Fraction(2), "3 famiglie")], "Trovato"))
    assert picture.takeaway == "Trovato"
    assert [one.x0 for one in picture.figure.layout.shapes if one.line.dash == "dot"] == [0]
    assert picture.figure.layout.xaxis.tickvals[0] == -30


def test_beyond_sixty_the_middle_half_is_a_bar(say, checked):
    picture = checked(step_days(say, [DaysRow("Lavori", tuple(range(100)), Fraction(99, 2), "100 alloggi")]))
    (bar,) = picture.figure.data
    assert (bar.type, bar.base[0], bar.x[0]) == ("bar", 25, 50)


def _points(*counts: tuple[int | None, int]) -> list[NeedPoint]:
    first = date(2024, 1, 31)
    return [NeedPoint(first + timedelta(days=30 * n), waiting, free) for n, (waiting, free) in enumerate(counts)]


def test_homes_that_lack_are_the_finding(say, checked):
    picture = checked(homes_needed(say, _points((5, 0), (None, 1), (12, 1), (24, 4))))
    assert picture.takeaway == "Aspettano 24 famiglie e ci sono 4 alloggi pronti e vuoti: mancano 20 alloggi"
    # the line breaks where one or two families wait
    assert [list(one.y) for one in picture.figure.data] == [[5], [12, 24], [0, 1, 1, 4]]
    assert picture.figure.data[0].line.color == GREY
    assert trace(picture, "free").line.color == BLUE
    assert picture.table["Famiglie in attesa"].tolist() == ["5", "meno di 3", "12", "24"]
    assert "24 famiglie in attesa" in words_of(picture)


def test_enough_few_or_no_families_waiting_are_said_so(say, checked):
    def said(waiting: int | None, free: int) -> str:
        return checked(homes_needed(say, _points((5, 0), (waiting, free)))).takeaway

    assert said(4, 4) == "Aspettano 4 famiglie e ci sono 4 alloggi pronti e vuoti: bastano, se sono adatti"
    assert said(5, 4).endswith("manca 1 alloggio")
    assert said(2, 1) == "Aspettano 2 famiglie e c'è 1 alloggio pronto e vuoto: manca 1 alloggio"
    assert said(1, 1) == "Aspetta 1 famiglia e c'è 1 alloggio pronto e vuoto: basta, se è adatto"
    assert said(None, 1) == "Aspettano meno di 3 famiglie; 1 alloggio pronto e vuoto"
    assert said(0, 2) == "Nessuna famiglia aspetta; 2 alloggi pronti e vuoti"


def test_labels_of_two_lines_that_meet_keep_apart(say):
    for waiting, free in ((4, 4), (3, 4)):
        notes = homes_needed(say, _points((30, 0), (waiting, free))).figure.layout.annotations
        assert sorted(note.yshift for note in notes) == [2, 18]


def test_rents_are_set_against_the_market(say, checked):
    rows = [
        RentRow("Asta", 4, Decimal(310), Decimal(390), Decimal(80)),
        RentRow("Case mantenute", 1, Decimal(410), Decimal(400), Decimal(-10)),
    ]
    picture = checked(home_rents(say, rows, Decimal(62)))
    assert picture.takeaway == "In media l'affitto è 62 EUR sotto il mercato al mese, su 5 contratti in corso"
    assert "Asta (4)" in words_of(picture)
    assert "10 EUR sopra il mercato" in words_of(picture)
    assert list(trace(picture, "rent").x) == [310, 410]
    assert picture.table["Differenza (EUR/mese)"].tolist() == [80, -10]


def test_plain_bars_carry_their_name_and_number(say, checked):
    picture = checked(
        counted_bars(say, [CountRow("Nord", 3, "3"), CountRow("Sud", 5, "5")], "Detto", ("Dove", "Quanti"))
    )
    assert list(trace(picture, "counted").x) == [3, 5]
    assert picture.takeaway == "Detto"
    assert picture.table["Quanti"].tolist() == [3, 5]
    assert "<b>Nord</b>" in words_of(picture)


def test_nothing_to_draw_is_no_error(say, checked):
    for picture in (
        homes_by_origin(say, [], STATES),
        step_days(say, []),
        homes_needed(say, []),
        home_rents(say, [], Decimal(0)),
        counted_bars(say, [], "", ("Dove", "Quanti")),
    ):
        assert isinstance(checked(picture).figure, go.Figure)
        assert picture.table.empty

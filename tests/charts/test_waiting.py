from h4a_ui.charts.picture import ORANGE
from h4a_ui.charts.waiting import Wait, waiting_dots
from tests.charts.looking import trace, words_of

WAITS = [
    Wait("H1", 1.2, settled=True),
    Wait("H2", 7.9, settled=True),
    Wait("H3", 8.0, settled=True),
    Wait("H4", 2.5, settled=False),
]


def test_a_wait_of_exactly_the_limit_is_beyond_it(say, checked):
    picture = checked(waiting_dots(say, WAITS, 8))
    assert list(trace(picture, "late").x) == [8.0]
    assert trace(picture, "late").marker.color == ORANGE
    assert trace(picture, "late").marker.symbol == "diamond"
    assert "H3" in words_of(picture)
    assert sum(len(t.x) for t in picture.figure.data) == 4


def test_who_still_waits_is_counted_apart(say):
    picture = waiting_dots(say, WAITS, 8)
    assert picture.takeaway == (
        "2 famiglie su 4 hanno atteso meno di 8 mesi; 1 aspetta ancora; 1 oltre il limite, fino a 8 mesi"
    )
    assert picture.table["Stato"].tolist() == [
        "entro il limite",
        "aspetta ancora",
        "entro il limite",
        "oltre il limite",
    ]


def test_one_family_that_waited_is_said_in_the_singular(say):
    assert waiting_dots(say, WAITS[:1], 8).takeaway == "1 famiglia su 1 ha atteso meno di 8 mesi"


def test_no_two_dots_lie_on_each_other(say):
    picture = waiting_dots(say, [Wait(f"H{i}", 3.0, settled=True) for i in range(20)], 8)
    assert len(set(picture.figure.data[0].y)) == 20


def test_beyond_sixty_families_the_waits_are_counted_by_month(say, checked):
    waits = [Wait(f"H{i}", i / 10, i % 3 > 0) for i in range(100)]
    picture = checked(waiting_dots(say, waits, 8))
    assert {t.type for t in picture.figure.data} == {"bar"}
    counts = [int(note.text) for note in picture.figure.layout.annotations if note.text.isdigit()]
    assert sum(counts) == 100
    assert len(picture.table) == 100


def test_nothing_to_draw_is_no_error(say, checked):
    assert checked(waiting_dots(say, [], 8)).table.empty

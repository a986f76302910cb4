from h4a_ui.charts.picture import BLUE, GREY, ORANGE
from h4a_ui.charts.ranking import PartOf, RankRow, ranking_bars
from tests.charts.looking import trace, words_of

PARTS = [PartOf("Reddito", 0.6), PartOf("Attesa", 0.4)]
FIRST = RankRow("A-1", 1, 1, (60.0, 20.0), 1.0, 1, 2)
SECOND = RankRow("A-2", 2, 3, (30.0, 30.5), 0.996, 1, 3)
EQUAL = RankRow("A-3", 2, 3, (40.5, 20.0), 0.004, 2, 4, enrolled=True)
LAST = RankRow("A-4", 4, 4, (0.0, 10.0), 0.0, 4, 4)
ROWS = [FIRST, SECOND, EQUAL, LAST]


def test_each_indicator_adds_its_part_where_the_one_before_ended(say, checked):
    picture = checked(ranking_bars(say, ROWS, PARTS, 3, 1000))
    assert list(trace(picture, "Reddito").x) == [60, 30, 40.5, 0]
    assert list(trace(picture, "Attesa").base) == [60, 30, 40.5, 0]
    assert list(trace(picture, "scores").text) == [" 80,0", " 60,5", " 60,5", " 10,0"]


def test_the_title_says_how_many_places_no_draw_takes_away(say):
    picture = ranking_bars(say, ROWS, PARTS, 3, 1000)
    assert picture.takeaway == "1 famiglia ha un posto in tutte le 1.000 prove sui pesi; per 2 dipende dai pesi"
    sure = ranking_bars(say, [FIRST, LAST], PARTS, 1, 1000)
    assert sure.takeaway.endswith("; per nessuna dipende dai pesi")


def test_the_key_names_each_indicator_with_its_weight(say):
    words = words_of(ranking_bars(say, ROWS, PARTS, 3, 1000))
    assert "Reddito 60 %" in words
    assert "Attesa 40 %" in words


def test_the_cut_stands_after_the_last_place_and_says_when_it_parts_equals(say):
    assert "posti finiti: 3" in words_of(ranking_bars(say, ROWS, PARTS, 3, 1000))
    apart = words_of(ranking_bars(say, ROWS, PARTS, 2, 1000))
    assert "posti finiti: 2, tra famiglie a pari punti" in apart
    enough = ranking_bars(say, ROWS, PARTS, 9, 1000)
    assert "posti finiti" not in words_of(enough)
    assert not [shape for shape in enough.figure.layout.shapes if shape.type == "line"]


def test_what_the_draws_give_is_a_colour_and_a_number(say, checked):
    picture = checked(ranking_bars(say, ROWS, PARTS, 2, 1000))
    assert list(trace(picture, "depends").x) == [2, 2]
    assert list(trace(picture, "depends: range").x) == [1, 3, None, 2, 4, None]
    colours = {name: trace(picture, name).marker.line.color for name in ("always in", "depends", "always out")}
    assert colours == {"always in": BLUE, "depends": ORANGE, "always out": GREY}
    assert [note.text for note in picture.figure.layout.annotations if "%" in note.text][2:] == [
        "100 %",
        ">99 %",
        "<1 %",
        "0 %",
    ]
    assert "tra i primi 2 nel >99 % delle prove" in trace(picture, "depends").hovertext[0]


def test_those_in_the_programme_are_marked_and_equals_at_the_cut_are_orange(say):
    notes = {note.text: note for note in ranking_bars(say, ROWS, PARTS, 2, 1000).figure.layout.annotations}
    assert "1 · <b>A-1</b>" in notes
    assert notes["2 · ◆ A-3"].font.color == ORANGE
    assert notes["4 · A-4"].font.color == GREY


def test_beyond_one_pictures_room_the_next_families_are_drawn_and_the_table_has_all(say, checked):
    many = [RankRow(f"F-{n}", n, n, (50.0 - n / 10, 0.0), float(n <= 50), n, n) for n in range(1, 61)]
    later = checked(ranking_bars(say, many, PARTS, 50, 1000, first=40))
    assert len(trace(later, "Reddito").x) == 20
    assert "posti finiti: 50" in words_of(later)
    assert "posti finiti" not in words_of(ranking_bars(say, many, PARTS, 50, 1000))
    assert len(later.table) == 60


def test_the_table_has_what_the_picture_shows(say):
    row = ranking_bars(say, ROWS, PARTS, 3, 1000).table.iloc[1].tolist()
    assert row == [2, "A-2", 30, 30.5, 60.5, 1, 3, 99.6]


def test_many_indicators_take_more_lines_of_the_key(say, checked):
    parts = [PartOf(f"Un indicatore dal nome lungo {n}", 0.2) for n in range(5)]
    rows = [RankRow("A-1", 1, 1, (1.0, 2.0, 3.0, 4.0, 5.0), 1.0, 1, 1)]
    few = ranking_bars(say, [RankRow("A-1", 1, 1, (1.0, 2.0), 1.0, 1, 1)], PARTS, 1, 1000)
    assert checked(ranking_bars(say, rows, parts, 1, 1000)).figure.layout.height > few.figure.layout.height


def test_families_without_a_point_and_no_families_are_no_error(say, checked):
    assert checked(ranking_bars(say, [RankRow("A-1", 1, 1, (0.0, 0.0), 1.0, 1, 1)], PARTS, 1, 1000))
    assert checked(ranking_bars(say, [], PARTS, 1, 1000)).table.empty

from decimal import Decimal

from h4a_core.engine.money import Account
from h4a_ui.charts.bodies import BodyRow, body_bars
from tests.charts.looking import words_of

CITY = BodyRow(
    "Città",
    Account("one", Decimal(80_232), Decimal(0), Decimal(152_168)),
    ["premio", "alberghi"],
    (),
    ["alberghi evitati"],
)
STATE = BodyRow("Stato", Account("one", Decimal(600_000), Decimal(0), Decimal(0)), ["contributo"])
PARTNER = BodyRow(
    "Homes4All", Account("one", Decimal(1000), Decimal(674_000), Decimal(0)), ["canoni"], ["premio", "contributo"]
)


def test_the_sentence_names_who_pays_most_and_who_saves_most(say, checked):
    picture = checked(body_bars(say, [CITY, STATE, PARTNER], "Nel 2024"))
    assert picture.takeaway == (
        "Nel 2024 chi paga di più: Stato, 600.000 EUR. Chi risparmia di più: Città, 152.168 EUR"
    )


def test_money_out_is_drawn_left_of_zero_and_money_in_or_not_spent_right(say):
    bars = body_bars(say, [CITY, PARTNER], "Nel 2024").figure.data
    assert [(bar.name, bar.x[0]) for bar in bars] == [
        ("cash", -80_232), ("avoided", 152_168), ("cash", -1000), ("cash", 674_000),
    ]  # fmt: skip


def test_what_was_not_spent_is_a_dashed_outline_with_its_own_word(say):
    picture = body_bars(say, [CITY, STATE], "Nel 2024")
    assert [shape.line.dash for shape in picture.figure.layout.shapes if shape.type == "rect"] == ["dot"]
    words = words_of(picture)
    assert "uscite: premio, alberghi" in words
    assert "risparmio: alberghi evitati" in words


def test_a_saving_that_is_none_is_named_and_drawn_as_a_loss(say):
    lost = BodyRow("Città", Account("one", Decimal(0), Decimal(0), Decimal(-3648)), (), (), ["alberghi evitati"])
    picture = body_bars(say, [lost, STATE], "Nel 2025")
    assert "spesa in più: alberghi evitati" in words_of(picture)
    assert picture.takeaway.endswith("Nessuno risparmia")


def test_the_table_keeps_cash_balance_and_saving_apart(say):
    row = body_bars(say, [CITY, STATE, PARTNER], "Nel 2024").table.iloc[2].tolist()
    assert row == ["Homes4All", 1000, 674_000, 673_000, 0]


def test_words_that_do_not_fit_a_telephone_are_left_to_the_table(say):
    long = BodyRow(
        "Città",
        Account("one", Decimal(10), Decimal(0), Decimal(0)),
        ["una voce lunga", "un'altra voce", "e ancora un'altra"],
    )
    assert "una voce lunga" not in words_of(body_bars(say, [long], "Nel 2024"))


def test_a_body_of_no_money_is_not_drawn_and_nothing_at_all_is_no_error(say, checked):
    nobody = BodyRow("Nessuno", Account("one", Decimal(0), Decimal(0), Decimal(0)))
    assert "Nessuno" not in words_of(body_bars(say, [nobody, STATE], "Nel 2024")).split("Nessuno risparmia")[0]
    assert checked(body_bars(say, [nobody], "Nel 2024")).table.empty

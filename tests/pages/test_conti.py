"""The page on who pays and who saves: figures by hand from the sample, year by year, and small groups withheld."""

from streamlit.testing.v1 import AppTest

from tests.pages.reading import choose, figures, words


def _year(app: AppTest, year: int) -> AppTest:
    choose(app, "money_year", year)
    return app


def test_the_city_paid_premium_and_hotels_and_did_not_spend_what_it_would_have(sample: None, opened) -> None:
    # paid: 22 000 + 22 000 + 30 000 premium, 6 232 hotels; saved: 1 564.92 nights x 66.63 - 6 232 (138 each,
    # 10 new homes x 0.69 + 12 kept x 0.37); owed: 145 000 - 74 000
    shown = figures(opened("conti"))
    assert shown["Città di Torino: ha pagato"] == "80.232 EUR"
    assert shown["Città di Torino: non ha speso"] == "98.039 EUR"
    assert shown["Premio ancora da pagare"] == "71.000 EUR"
    assert shown["Famiglie: a loro carico"] == "221.976 EUR"


def test_the_sentence_names_who_pays_most_and_who_saves_most(sample: None, opened) -> None:
    app = opened("conti")
    assert "Dal 2022 al 2025 chi paga di più: Stato, 600.000 EUR. Chi risparmia di più: Città di Torino" in words(app)
    assert "Nel 2024 chi paga di più: Famiglie, 84.386 EUR" in words(_year(app, 2024))


def test_a_year_in_which_hotels_cost_more_than_expected_says_so(sample: None, opened) -> None:
    # 2025: nothing was expected any more after 150 nights, 48 nights were paid: 3 648 EUR
    said = words(_year(opened("conti"), 2025))
    assert "Nel 2025 chi paga di più: Famiglie, 71.912 EUR. Chi risparmia di più: Famiglie, 17.909 EUR" in said


def test_balances_of_all_bodies_are_nothing_and_savings_stand_apart(sample: None, opened) -> None:
    table = opened("conti").dataframe[0].value
    cash = table[table["Che cosa"] == "saldo di cassa"]
    assert dict(zip(cash["Chi"], cash["Totale"], strict=True)) == {
        "Città di Torino": "−80.232,00",
        "Stato": "−600.000,00",
        "Homes4All e partner": "674.000,00",
        "Famiglie": "−221.975,93",
        "Chi affitta e ospita": "228.207,93",
    }
    saved = table[table["Che cosa"] == "risparmio (non è cassa)"]
    assert saved["Chi"].tolist() == ["Città di Torino", "Famiglie"]
    assert saved["2025"].tolist() == ["−3.648,00", "17.909,06"]


def test_an_earlier_day_sees_only_what_was_paid_by_then(sample: None, opened) -> None:
    # by the end of 2023 one payment of 22 000 was made
    app = opened("conti", al="2023-12-31")
    assert figures(app)["Città di Torino: ha pagato"] == "24.584 EUR"  # 22 000 + 2 584 hotels of 2022


def test_one_family_keeps_its_rent_to_itself(one_family: None, opened) -> None:
    app = opened("conti", al="2023-06-30")
    assert figures(app)["Famiglie: a loro carico"] == "0 EUR"
    assert "meno di 3 famiglie, importo non mostrato e fuori dai totali" in words(app)
    assert "Nessun pagamento registrato" in words(app)


def test_a_day_before_any_payment_says_that_none_is_recorded(sample: None, opened) -> None:
    assert "Nessun pagamento registrato" in words(opened("conti", al="2022-12-31"))
    assert "Nessun pagamento registrato" not in words(opened("conti"))


def test_the_statement_shows_what_was_paid_beside_what_was_earned(sample: None, opened) -> None:
    # earned: 22 000 and 30 000 and 44 000 for 2022, 22 000 and 27 000 for 2023; the last two payments of each are open
    app = opened("premio")
    app.session_state["premium_look"] = "payments"
    table = app.run().table[0].value
    assert not app.exception
    assert table["Pagato"].tolist() == [
        "22.000,00", "22.000,00", "30.000,00", "0,00", "0,00", "0,00", "74.000,00",
    ]  # fmt: skip
    assert table["Ancora da pagare"].iloc[-1] == "71.000,00"

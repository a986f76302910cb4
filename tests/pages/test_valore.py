"""The page on social value: figures by hand from the sample, values tried, the sum that says that it is one."""

import pytest

from h4a_core.records.intake.importing import load_many
from h4a_ui import session
from h4a_ui.language import Language
from h4a_ui.views.value.outcomes import read_amount
from tests.pages.reading import figures, words


def test_the_rent_saved_is_valued_and_nothing_else_is_until_someone_enters_it(sample: None, opened) -> None:
    app = opened("valore")
    # 19 families, a month: 2022: 3 x 40 + 2 x 66 + 4 x 90 = 612; 2023: 5 x 139 + 66 + 3 x 90 + 40 = 1 071: 1 683;
    # a year: 20 196 x 0.8 x 0.9 x 0.8 = 11 632.90; then 10 469.61 and 9 422.65; at 3.5 %:
    # 11 239.51 + 9 773.49 + 8 498.69 = 29 511.69. Put in: 145 000 premium + 600 000 grant
    assert figures(app) == {
        "Valore sociale": "29.512 EUR",
        "Risorse impiegate": "745.000 EUR",
        "A parte: spesa evitata": "98.039 EUR",
    }
    assert words(app).count("**non ancora valutato**") == 2
    assert "non tutti gli outcome hanno un valore" in words(app)
    assert "pareggia le risorse entro" not in words(app)
    assert "Non è sommato." in words(app)


def test_a_value_that_is_tried_counts_at_once_and_is_marked_as_ones_own(sample: None, opened) -> None:
    app = opened("valore")
    app.text_input(key="proxy_wellbeing").set_value("1.500,00").run()
    # 8 families x 1 500 x 0.75 x 0.8 / 1.035 = 6 956.52; with 29 511.69: 36 468.21
    assert figures(app)["Valore sociale"] == "36.468 EUR"
    assert "ipotesi tua, non salvata" in words(app)
    assert not app.exception
    app.switch_page(str(session.ROOT / "pages" / "conti.py")).run()
    app.switch_page(str(session.ROOT / "pages" / "valore.py")).run()
    assert figures(app)["Valore sociale"] == "36.468 EUR"


def test_an_amount_that_could_be_two_numbers_is_a_question_and_counts_as_neither(sample: None, opened) -> None:
    app = opened("valore")
    app.text_input(key="proxy_wellbeing").set_value("1.500").run()
    assert figures(app)["Valore sociale"] == "29.512 EUR"
    assert "scrivi 1,50 oppure 1500" in app.error[0].value  # neither can be read in two ways


@pytest.mark.parametrize(("typed", "meant"), [("1500", 1500), ("1.500,50", 1500.5), ("1234,5", 1234.5), ("€ 20", 20)])
def test_an_amount_is_read_as_an_italian_or_an_english_writes_it(typed: str, meant: float) -> None:
    assert read_amount(Language("it"), typed) == meant


@pytest.mark.parametrize("typed", ["-5", "molto", "12 %"])
def test_what_is_no_amount_is_answered_with_how_to_write_one(typed: str) -> None:
    said = read_amount(Language("it"), typed)
    assert isinstance(said, str)
    assert "scrivi per esempio" in said


def test_the_saving_is_added_only_when_asked_and_the_figure_says_so(sample: None, opened) -> None:
    app = opened("valore")
    app.text_input(key="proxy_wellbeing").set_value("0")
    app.text_input(key="proxy_access_time").set_value("0")
    app.toggle(key="with_cashable").set_value(True).run()
    shown = figures(app)
    assert "Valore sociale" not in shown
    assert shown["Valore sociale + risparmio"] == "127.550 EUR"  # 29 511.69 + 98 038.62
    assert shown["Per ogni euro messo"] == "0,17 EUR"
    assert shown["Di cui spesa evitata"] == "98.039 EUR"
    assert "Sommato, perché l'hai chiesto." in words(app)


def test_resources_can_be_left_out_down_to_none(sample: None, opened) -> None:
    app = opened("valore")
    app.text_input(key="proxy_wellbeing").set_value("0")
    app.text_input(key="proxy_access_time").set_value("0").run()
    pills = next(one for one in app.get("button_group") if one.key == "resources")
    pills.set_value(["premium_earned"]).run()
    assert figures(app)["Per ogni euro messo"] == "0,20 EUR"  # 29 511.69 / 145 000
    pills = next(one for one in app.get("button_group") if one.key == "resources")
    pills.set_value([]).run()
    assert not app.exception
    assert "Per ogni euro messo" not in figures(app)


def test_what_a_year_of_wellbeing_would_have_to_be_worth_is_said(sample: None, opened) -> None:
    # (745 000 - 29 511.69) / (8 x 0.75 x 0.8 / 1.035) = 154 277.17
    assert "da solo pareggerebbe le risorse con **154.277 EUR** per famiglia" in words(opened("valore"))


def test_a_value_large_enough_says_when_the_resources_come_back(sample: None, opened) -> None:
    app = opened("valore")
    app.text_input(key="proxy_wellbeing").set_value("160000")
    app.text_input(key="proxy_access_time").set_value("0").run()
    assert "pareggia le risorse entro" in words(app)


def test_published_tables_are_done_again_to_the_printed_digit(sample: None, opened) -> None:
    (table,) = [one.value for one in opened("valore").table if "Pubblicato" in one.value.columns]
    assert table["Pubblicato"].tolist() == table["Ricalcolato"].tolist() == [
        "1.138.488,88", "1.755.884,44", "8.630 GBP", "34.518 GBP", "2,96 milioni GBP", "796 mila GBP",
    ]  # fmt: skip
    assert set(table["Uguale"]) == {"sì"}


def test_every_outcome_valued_is_said_to_be_so(sample: None, opened) -> None:
    app = opened("valore")
    app.text_input(key="proxy_wellbeing").set_value("100")
    app.text_input(key="proxy_access_time").set_value("100").run()
    assert "valore attuale di tutte le voci" in words(app)
    assert "Per ogni euro messo" in figures(app)
    assert "non ancora valutato" not in words(app)


def test_one_family_gives_no_value_and_shows_no_cell_of_its_own(one_family: None, opened) -> None:
    app = opened("valore")
    said = words(app)
    assert "Nessun outcome ha ancora un valore in euro" in said
    assert "310" not in said


def test_two_families_with_known_rents_are_fewer_than_three(empty: None, opened) -> None:
    head = "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;"
    nuclei = f"{head}Causa emergenza;Servizio inviante\n" + "".join(
        f"H-{n};2022;20/04/2022;25/10/2022;3;1;0;Incapiente;sfratto per morosità;CEA\n" for n in (1, 2)
    )
    head = "Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;"
    contratti = f"{head}Canone mensile (€);Canone di mercato (€)\n" + "".join(
        f"H-{n};AL-{n};Nuovo alloggio;25/10/2022;27/10/2022;310;410\n" for n in (1, 2)
    )
    load_many(session.open_store(), [("nuclei.csv", nuclei.encode()), ("contratti.csv", contratti.encode())])
    said = words(opened("valore"))
    assert "meno di 3 famiglie in casa" in said
    assert "1200 EUR" not in said


def test_english_says_the_same(sample: None, opened) -> None:
    assert figures(opened("valore", "en"))["Social value"] == "29,512 EUR"


def test_an_earlier_day_values_what_was_known_then(sample: None, opened) -> None:
    # at the end of 2022 ten families were in their homes, 678 EUR a month below the market:
    # 678 x 12 x 0.576 = 4 686.34, then x 0.9, x 0.81; at 3.5 %: 4 527.86 + 3 937.27 + 3 423.71 = 11 888.84
    assert figures(opened("valore", al="2022-12-31"))["Valore sociale"] == "11.889 EUR"

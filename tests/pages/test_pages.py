"""Every page from the frame: with and without records, in both languages."""

import pytest
from streamlit.testing.v1 import AppTest

from h4a_ui.menu import PAGES
from tests.pages.reading import press, words


def _sliders(app: AppTest, group: str) -> AppTest:
    """Show one group of sliders on Scenari."""
    app.session_state["slider_group"] = group
    return app.run()


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_with_the_sample(name: str, lang: str, sample: None, opened) -> None:
    said = words(opened(name, lang))
    assert ("Dati inventati" if lang == "it" else "Invented") in said


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_with_one_family(name: str, one_family: None, opened) -> None:
    assert words(opened(name))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_records_and_says_where_to_bring_them(name: str, empty: None, opened) -> None:
    said = words(opened(name))
    assert "inventati, per prova" not in said
    assert name == "dati" or "Non ci sono ancora famiglie" in said


def test_an_empty_page_speaks_english_too(empty: None, opened) -> None:
    assert "There are no families" in words(opened("risparmio", "en"))


def test_the_first_screen_tells_the_four_figures_of_the_sample(sample: None, opened) -> None:
    app = opened()
    assert [one.value for one in app.metric] == ["22 di 22", "98.039 EUR", "145.000 EUR", "−46.961 EUR"]
    assert "22 famiglie hanno una casa: 10 nuova, 12 mantenuta." in words(app)


def test_the_as_of_date_starts_at_the_day_of_the_newest_record(sample: None, opened) -> None:
    assert opened().date_input[0].value.isoformat() == "2025-11-15"


def test_an_earlier_day_shows_what_had_happened_by_then(sample: None, opened) -> None:
    # by 31 December 2023 both cohorts have begun; of 2022 the first year is settled, of 2023 nothing is
    app = opened("premio", al="2023-12-31")
    assert app.date_input[0].value.isoformat() == "2023-12-31"
    earned = next(one.value for one in app.metric if one.label == "Premio maturato")
    assert earned != "145.000,00 EUR"


def test_a_slider_changes_the_premium_at_once(sample: None, opened) -> None:
    app = opened("scenari")
    before = next(one for one in app.metric if one.label == "Premio maturato")
    assert before.value == "145.000 EUR"
    _sliders(app, "values").slider(key="slider_premium_per_household").set_value(12000).run()
    after = next(one for one in app.metric if one.label == "Premio maturato")
    assert (after.value, after.delta) == ("174.000 EUR", "+29.000 EUR")


def test_settling_the_pending_outcomes_turns_possible_into_earned(sample: None, opened) -> None:
    app = opened("scenari")
    for outcome, families in (("stability", 9), ("wellbeing", 9)):
        app.slider(key=f"slider_2023.{outcome}").set_value(families).run()
    values = {one.label: one.value for one in app.metric}
    assert values["Premio maturato"] == "200.000 EUR"
    assert values["Premio ancora possibile"] == "0 EUR"
    assert values["Parte finale, coorte 2023"] == "100 %"


def test_more_families_are_paid_only_up_to_the_contract_number(sample: None, opened) -> None:
    app = opened("scenari")
    app.slider(key="slider_2023.households").set_value(15).run()
    assert not app.exception
    assert next(one.value for one in app.metric if one.label == "Premio maturato") == "151.000 EUR"


def test_the_waiting_slider_follows_the_waiting_limit(sample: None, opened) -> None:
    app = opened("scenari")
    before = app.slider(key="slider_2023.waiting").value
    _sliders(app, "rules").slider(key="slider_waiting_limit_months").set_value(4).run()
    assert _sliders(app, "families").slider(key="slider_2023.waiting").value < before
    assert not app.exception


def test_a_link_reproduces_a_scenario(sample: None, opened) -> None:
    app = opened("scenari", premium_per_household="12000")
    assert next(one.value for one in app.metric if one.label == "Premio maturato") == "174.000 EUR"


def test_a_link_sets_the_probability_of_both_routes_by_one_name(sample: None, opened) -> None:
    # 22 x 150 x 48 = 158,400, less 6,232 observed and 145,000 premium
    link = {"expected_nights": "150", "cost_per_night": "48", "hotel_probability": "100"}
    app = opened("scenari", **link)
    assert next(one.value for one in app.metric if one.label == "Saldo per la Città, oggi") == "7.168 EUR"
    assert app.query_params["hotel_probability_new_home"] == app.query_params["hotel_probability_kept_home"] == "100"
    assert "hotel_probability" not in app.query_params


def test_a_scenario_is_saved_compared_and_taken_back_to_the_facts(sample: None, opened) -> None:
    app = opened("scenari")
    _sliders(app, "values").slider(key="slider_cost_per_night").set_value(60).run()
    app.text_input(key="scenario_name").set_value("Notte a 60").run()
    press(app, "Salva")
    assert "Notte a 60" in app.table[0].value.columns
    press(app, "Torna ai fatti")
    assert app.slider(key="slider_cost_per_night").value == 67  # 66.63 of the stays known
    assert not app.exception


def test_an_import_is_undone_and_the_page_follows(own_sample: None, opened) -> None:
    app = opened("dati")
    newest, *others = app.dataframe[0].value["Stato"]
    assert {newest, *others} == {"in vigore"}
    press(app, "Annulla")
    assert list(app.dataframe[0].value["Stato"]) == ["annullata", *others]
    press(app, "Ripristina")
    assert list(app.dataframe[0].value["Stato"]) == ["in vigore", *others]


def test_files_are_previewed_then_imported(empty: None, opened, paths) -> None:
    app = opened("dati")
    names = ("nuclei_2022.csv", "albergamenti.csv")
    files = [(name, (paths.sample / name).read_bytes(), "text/csv") for name in names]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert "11 righe pronte, 0 messe da parte" in words(app)
    press(app, "Importa 2 file")
    assert any("11 righe importate" in str(one.value) for one in app.success)


def test_a_file_with_names_of_people_is_refused_and_nothing_of_it_is_shown(empty: None, opened, paths) -> None:
    app = opened("dati")
    name = "nuclei_con_dati_personali.csv"
    app.file_uploader[0].set_value([(name, (paths.sample / name).read_bytes(), "text/csv")]).run()
    assert not app.exception
    shown = words(app) + "".join(str(one.value) for one in app.error)
    assert "Codice fiscale" in shown
    assert "Rossi" not in shown
    assert not [one for one in app.button if one.label.startswith("Importa")]


@pytest.mark.parametrize("look", ["readings", "odds", "payments", "issuing"])
def test_each_look_of_the_premium_opens_with_the_sample(look: str, sample: None, opened) -> None:
    app = opened("premio")
    app.session_state["premium_look"] = look
    assert not app.run().exception


@pytest.mark.parametrize("look", ["one", "two", "takes", "odds"])
def test_each_look_of_the_scenarios_opens_with_the_sample(look: str, sample: None, opened) -> None:
    app = opened("scenari")
    app.session_state["look"] = look
    assert not app.run().exception


def test_a_reading_chosen_on_the_premium_holds_on_every_page(sample: None, opened, paths) -> None:
    # the mean of the three outcomes of 2022 is 27 of 33: 55,000 in place of 44,000
    app = opened("premio")
    app.session_state["premium_look"] = "readings"
    app.run().selectbox(key="reading_tier_rule").set_value("mean").run()
    assert next(one.value for one in app.metric if one.label == "Premio maturato") == "156.000,00 EUR"
    app.switch_page(str(paths.root / "pages" / "sintesi.py")).run()
    assert "1 lettura del contratto cambiata" in words(app)
    assert "156.000 EUR" in [one.value for one in app.metric]


def test_an_issued_statement_stays_as_it_was_and_shows_what_changed_since(own_sample: None, opened) -> None:
    app = opened("premio")
    app.session_state["premium_look"] = "issuing"
    next(one for one in app.run().button if one.label == "Emetti il rendiconto").click().run()
    assert "**Rendiconto n. 1**" in words(app)
    assert "stessa impronta" in words(app)
    app.session_state["premium_look"] = "readings"
    app.run().selectbox(key="reading_tier_rule").set_value("mean").run()
    app.session_state["premium_look"] = "issuing"
    said = words(app.run())
    assert "44.000,00 → **55.000,00** EUR" in said
    assert "tier_rule" in said


def test_looking_back_shows_what_was_known_and_leads_back_to_now(sample: None, opened) -> None:
    # everything of the sample came in today: the day before, nothing was known
    app = opened("premio", noto_al="2020-01-01")
    assert "Com'era noto il 01/01/2020" in words(app)
    assert "Non ci sono ancora famiglie" in words(app)
    app.button(key="known_now").click().run()
    assert not app.exception
    assert "Com'era noto" not in words(app)
    assert next(one.value for one in app.metric if one.label == "Premio maturato") == "145.000,00 EUR"

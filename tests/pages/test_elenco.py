"""The list of beneficiaries with the sample: 46 applications, of which 22 families are in the programme already.

At 15 November 2025, with the weights of the file (income 30, waiting 25, cause 20, minors 15, disability 10):
H4A-C-05 has 0.30 x 60 + 0.25 x 17/24 x 100 + 0.20 x 60 + 0.15 x 50 = 18 + 17.708 + 12 + 7.5 = 55.2, the eleventh;
H4A-C-20 has 0.30 x 100 + 0.25 x 4/24 x 100 + 0.20 x 100 = 30 + 4.167 + 20 = 54.2, the twelfth.
"""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.reading import choose, figures, words


def _chosen(app: AppTest, code: str) -> str:
    """The story of the family in the row that is chosen."""
    table = app.dataframe[0].value
    row = table["Famiglia"].tolist().index(code)
    choose(app, "elenco_rows", {"selection": {"rows": [row], "columns": [], "cells": []}})
    return next(str(one.value) for one in app.markdown if str(one.value).startswith(f"**{code}**"))


def test_the_page_says_who_is_eligible_and_where_the_places_end(sample: None, opened) -> None:
    app = opened("elenco")
    assert (
        "24 candidature: idonee 16, da verificare 5, escluse 3. Con 11 posti l'ultima a entrare ha 55,2 punti su 100. "
        "Altre 22 candidature sono già nel programma e qui non contano."
    ) in words(app)
    assert "Solo personale autorizzato" in words(app)
    shown = figures(app)
    assert (shown["Idonee"], shown["Da verificare per prime"]) == ("16 di 24", "4 di 5")


def test_the_places_that_no_draw_takes_away_and_those_that_hang_on_the_weights(sample: None, opened) -> None:
    shown = figures(opened("elenco"))
    assert (shown["Posto sicuro"], shown["Dipende dai pesi"]) == ("6 di 11", "8 famiglie")


def test_the_first_swap_is_said_in_the_numbers_of_the_sliders(sample: None, opened) -> None:
    # apart by 25/24 points, of which waiting gives 13/24 x 100 per unit: 0.25 - 1/52 = 0.2308
    said = words(opened("elenco"))
    assert (
        "Il primo scambio: H4A-C-05 cede il posto a H4A-C-20 "
        "se il peso di «Attesa», da solo, scende da 25 a meno di 23,1."
    ) in said


def test_a_weight_beyond_the_turning_point_swaps_the_two_and_the_way_back_undoes_it(sample: None, opened) -> None:
    # C-20: 30 + 0.23 x 100/6 + 20 = 53.83, over weights of 0.98: 54.93
    app = opened("elenco")
    app.slider(key="elenco_weight_waiting").set_value(23).run()
    assert "Con 11 posti l'ultima a entrare ha 54,9 punti" in words(app)
    assert app.dataframe[0].value["Famiglia"].tolist()[10:12] == ["H4A-C-20", "H4A-C-05"]
    app.button(key="elenco_reset").click().run()
    assert not app.exception
    assert app.slider(key="elenco_weight_waiting").value == 25
    assert "ha 55,2 punti" in words(app)


def test_places_that_end_among_equals_are_said(sample: None, opened) -> None:
    # H4A-C-09 and H4A-C-10: same day, same points, both eighth
    app = opened("elenco")
    app.slider(key="elenco_places").set_value(8).run()
    assert "Con 8 posti 2 famiglie a pari punti si contendono l'ultimo." in words(app)


def test_families_of_the_programme_come_back_to_look_at_the_choice_made(sample: None, opened) -> None:
    app = opened("elenco")
    app.toggle(key="elenco_enrolled").set_value(True).run()
    assert not app.exception
    assert "46 candidature: idonee 37, da verificare 6, escluse 3." in words(app)
    table = app.dataframe[0].value.set_index("Famiglia")
    assert table.loc["H4A-22-08", "Motivo"] == "ha un posto · già nel programma"
    # 22-08: 0.30 x 100 + 0.25 x 6/24 x 100 + 0.20 x 60 + 0.15 x 50 + 10 = 65.75; it waited six months, until it entered
    assert table.loc["H4A-22-08", "Punti"] == pytest.approx(65.8)


def test_the_table_says_why_a_family_is_not_ranked(sample: None, opened) -> None:
    table = opened("elenco").dataframe[0].value.set_index("Famiglia")
    assert table.loc["H4A-C-06", ["Esito", "Motivo"]].tolist() == ["○ esclusa", "ISEE oltre 26.000 EUR"]
    assert table.loc["H4A-C-07", ["Posto", "Esito", "Motivo"]].tolist() == [
        "(3-15)",
        "◐ da verificare",
        "manca: ISEE (€)",
    ]
    assert table.loc["H4A-C-15", "Motivo"] == "possiede un alloggio: verificare la categoria catastale"


def test_a_chosen_row_tells_what_put_it_there(sample: None, opened) -> None:
    app = opened("elenco")
    story = _chosen(app, "H4A-C-20")
    assert "Reddito basso: 4.410,15 EUR, 100 punti × 30 % = **30,0**" in story
    assert "Attesa: mesi di attesa 4, 16,7 punti × 25 % = **4,2**" in story
    assert "Causa: Senza dimora, 100 punti × 20 % = **20,0**" in story
    assert (
        "Per raggiungere H4A-C-05 mancano 1,0 punti: H4A-C-05 ne ha di più per Attesa (+13,5) e Minori (+7,5)." in story
    )
    assert "Avrebbe un posto se il peso di «Attesa», da solo, scende da 25 a meno di 23,1." in story


def test_the_story_of_the_first_of_equals_and_of_those_not_ranked(sample: None, opened) -> None:
    app = opened("elenco")
    assert "Nessuna famiglia ha più punti." in _chosen(app, "H4A-C-01")
    # C-16 and C-11 have less than C-20 in every indicator but waiting, and less than others there
    assert "Per raggiungere H4A-C-04 mancano 2,2 punti: H4A-C-04 ne ha di più per" in _chosen(app, "H4A-C-09")
    unknown = _chosen(app, "H4A-C-07")
    assert "manca: ISEE (€)" in unknown
    assert "Se idonea, starebbe tra il posto 3 e il posto 15. Conviene verificarla presto." in unknown
    # C-15: 6 + 0.25 x 10/24 x 100 + 14 + 15 = 45.4, between 52.5 and 39.4
    assert _chosen(app, "H4A-C-15").endswith("Se idonea, starebbe al posto 15.")
    assert "ISEE oltre 26.000 EUR" in _chosen(app, "H4A-C-18")


def test_equal_points_are_told_apart_by_the_older_application(sample: None, opened) -> None:
    # with no weight at all every score is 0, and H4A-C-02 applied a fortnight after H4A-C-01
    app = opened("elenco")
    for name in ("income", "waiting", "cause", "minors", "disability"):
        app.slider(key=f"elenco_weight_{name}").set_value(0)
    app.run()
    assert "H4A-C-01 le sta davanti a pari punti: decide «Data domanda»." in _chosen(app, "H4A-C-02")
    assert "Nessun peso, cambiato da solo, cambierebbe questo esito." in _chosen(app, "H4A-C-01")


def test_every_condition_is_said_with_its_source_and_with_those_that_do_not_meet_it(sample: None, opened) -> None:
    said = words(opened("elenco"))
    assert "http://comune.torino.it/locare" in said
    assert "    - ISEE oltre 26.000 EUR (3); manca: ISEE (€) (1)" in said
    assert "Attestazione ISEE rilasciata da non più di un anno" in said
    assert "    - ISEE (€): fino a 6.241,67 → 100, fino a 10.310 → 60, fino a 26.000 → 20, oltre → 0" in said
    assert "    - Mesi di attesa: 0 → 0, 24 → 100 (in mezzo, in proporzione)" in said
    assert "Senza dimora → 100, Violenza domestica → 100, Alloggio inagibile → 80" in said


def test_without_candidates_the_page_says_what_is_needed_and_where(one_family: None, opened) -> None:
    app = opened("elenco")
    assert "Non ci sono ancora candidature a questo giorno" in words(app)
    assert not app.metric


def test_an_earlier_day_sees_only_who_had_applied_by_then(sample: None, opened) -> None:
    # by the end of June 2024 six of those waiting had applied (C-06 excluded), and all 22 were in the programme
    app = opened("elenco", al="2024-06-30")
    assert "6 candidature: idonee 5, da verificare 0, escluse 1." in words(app)
    assert app.slider(key="elenco_places").value == 11


def test_more_places_than_families_left_are_brought_back_to_what_fits(sample: None, opened) -> None:
    app = opened("elenco")
    app.toggle(key="elenco_enrolled").set_value(True).run()
    app.slider(key="elenco_places").set_value(40).run()
    app.toggle(key="elenco_enrolled").set_value(False).run()
    assert not app.exception
    assert app.slider(key="elenco_places").value <= 24

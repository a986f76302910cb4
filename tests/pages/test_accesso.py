"""Accesso alla casa: the figures of the sample worked out by hand, and what the page says when something is missing."""

from h4a_core.records.intake.importing import bundled_sample, load_many
from h4a_ui import session
from tests.pages.reading import figures, words


def test_waits_and_rents_of_the_sample_in_four_figures(sample: None, opened) -> None:
    # 1,683 EUR a month below the market in 19 homes: 88.58 each, 20,196 a year, 19.9 % of 8,458
    app = opened("accesso")
    assert figures(app) == {
        "Casa in meno di 8 mesi": "20 di 22",
        "Attesa mediana": "5,7 mesi",
        "Canone sotto il mercato": "89 EUR",
        "Risparmio in un anno": "20.196 EUR",
    }
    said = words(app)
    assert "91 %; da 72 % a 97 % secondo il caso (Wilson 95 %)" in said
    assert "al mese, in media: 20 % della somma dei canoni di mercato" in said
    assert "**Una famiglia paga in media 89 EUR al mese meno del mercato**" in said


def test_published_savings_stand_beside_ours_with_their_source(sample: None, opened) -> None:
    said = words(opened("accesso"))
    assert "Risparmio medio pubblicato: 66 EUR al mese; qui 89 EUR." in said
    assert "Risparmio medio pubblicato, incapienti: 139 EUR al mese; qui 100 EUR." in said
    assert "letto il 22/11/2026" in said


def test_the_weight_of_the_rent_is_told_on_income_and_on_the_isee_apart(sample: None, opened) -> None:
    # 15 families housed today with income and previous rent: 6,750 EUR a month before, 5,180 now, of 14,240
    said = words(opened("accesso"))
    assert "**Il canone pesa 36 % sul reddito; prima del programma pesava 47 %**" in said
    assert "L'ISEE non è un reddito" in said


def test_without_incomes_only_the_isee_is_shown(empty: None, opened) -> None:
    files = [(name, data) for name, data in bundled_sample() if name != "redditi.csv"]
    load_many(session.open_store(), files)
    said = words(opened("accesso"))
    assert "Mancano redditi e canoni precedenti" in said
    assert "su un dodicesimo dell'ISEE" in said


def test_one_family_has_a_wait_and_no_mean_that_would_be_its_own(one_family: None, opened) -> None:
    app = opened("accesso")
    assert list(figures(app)) == ["Casa in meno di 8 mesi", "Attesa mediana"]
    said = words(app)
    assert "Servono almeno 3 famiglie con il canone pagato" in said
    assert "310" not in said


def test_before_the_first_family_enrols_the_page_says_so(sample: None, opened) -> None:
    app = opened("accesso", al="2022-09-01")  # the first family enrols on 2 September 2022
    assert "Non ci sono ancora famiglie" in words(app)


def test_families_without_a_home_have_neither_wait_nor_rent(empty: None, opened) -> None:
    load_many(session.open_store(), [one for one in bundled_sample() if one[0].startswith("nuclei")])
    app = opened("accesso")
    assert list(figures(app)) == ["Casa in meno di 8 mesi"]
    assert "Nessuna famiglia ha ancora avuto casa." in words(app)

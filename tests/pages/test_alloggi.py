"""Alloggi: the figures of the sample, worked out by hand in tests/measuring/test_homes.py."""

from tests.pages.reading import words


def test_the_sample_shows_sixteen_homes_and_what_each_step_took(sample: None, opened) -> None:
    app = opened("alloggi")
    assert {one.label: one.value for one in app.metric} == {
        "Alloggi mobilitati": "16",
        "Dal ritrovamento al contratto": "185 giorni",
        "Lavori per alloggio": "11.625 EUR",
        "Giorni vuoti per alloggio": "151 giorni",
    }
    said = words(app)
    assert "Il programma ha trovato 16 alloggi. Altre 12 case erano già delle famiglie" in said
    assert "8 alloggi mobilitati su 16 sono affittati; 4 pronti ma vuoti; 4 in arrivo" in said
    assert "«Trovato → pronto», mediana 148 giorni (105–210)" in said
    assert "Aspettano 24 famiglie e ci sono 4 alloggi pronti e vuoti: mancano 20 alloggi" in said
    assert "Il maggior numero in Circoscrizione 5: 5 alloggi su 16" in said
    # (4 x 77.25 + 4 x 108.50 + 11 x 85.45) / 19 = 88.58
    assert "In media l'affitto è 89 EUR sotto il mercato al mese, su 19 contratti in corso" in said


def test_a_working_counts_homes_in_words(sample: None, opened) -> None:
    app = opened("alloggi")
    app.session_state["homes_0"] = True
    said = words(app.run())
    assert not app.exception
    assert "Alloggi mobilitati: **16 alloggi**" in said


def test_the_list_of_homes_names_no_family_and_no_district(sample: None, opened) -> None:
    table = opened("alloggi").dataframe[0].value
    assert len(table) == 28
    assert list(table["Stato"]).count("Mantenuta") == 12
    assert not table.astype(str).stack().str.contains("H4A|Circoscrizione").any()


def test_an_earlier_day_shows_the_homes_of_that_day(sample: None, opened) -> None:
    # by then ten homes were found and let, and one of them had come free (11 February 2024)
    app = opened("alloggi", al="2024-03-01")
    assert app.metric[0].value == "10"
    assert "9 alloggi mobilitati su 10 sono affittati; 1 pronto ma vuoto" in words(app)


def test_with_contracts_only_the_page_says_that_the_list_of_homes_is_missing(one_family: None, opened) -> None:
    app = opened("alloggi")
    assert "Manca il file degli alloggi" in words(app)
    assert "1 alloggio mobilitato su 1 è affittato" in words(app)
    assert "Senza l'elenco delle candidature" in words(app)

"""Servizi: the way of the sample's families, worked out by hand in tests/measuring/test_services.py."""

from tests.pages.reading import words


def test_the_sample_shows_who_made_each_step_and_who_stopped(sample: None, opened) -> None:
    app = opened("servizi")
    assert {one.label: one.value for one in app.metric} == {
        "Entrate nel programma": "22 di 46",
        "In casa oggi": "19 di 22",
        # 173.5 days on the clock of the contract: Accesso alla casa says 5.7 months of the same
        "Dalla domanda alla casa": "174 giorni",
        # 183 hours over 264 months of family
        "Accompagnamento al mese": "0,7 ore",
    }
    said = words(app)
    assert (
        "9 famiglie su 22 nel programma sono arrivate a «In casa dopo 3 anni»; 9 sono in cammino; 4 si sono fermate"
        in said
    )
    assert "Metà delle famiglie è in casa entro 174 giorni dalla domanda" in said
    # 135 of 511 hours
    assert "511 ore di accompagnamento; la parte più grande: colloquio, 26 %" in said
    assert "1 famiglia in casa non si incontra da più di 90 giorni" in said
    assert "lettura nostra" in said


def test_services_show_no_step_in_which_one_family_could_be_told(sample: None, opened) -> None:
    app = opened("servizi")
    table = next(one.value for one in app.dataframe if "Servizio" in one.value)
    assert table["Servizio"].tolist() == ["Servizi sociali", "CEA", "Lo.C.A.Re."]
    assert table["Nel programma"].tolist() == [10, 7, 5]
    assert table["In casa"].tolist() == [10, 7, 5]
    assert "In casa dopo 1 anno" not in table
    assert "Non mostrati" in words(app)


def test_the_limit_of_silence_moves_the_list(sample: None, opened) -> None:
    app = opened("servizi")
    app.slider(key="silence_days").set_value(30).run()
    assert not app.exception
    # not met since 16 October 2025: codes 22-01, 22-10, 22-11 and 23-02, 05, 09, 10, 11
    assert "8 famiglie in casa non si incontrano da più di 30 giorni" in words(app)


def test_days_may_be_counted_from_one_step_to_the_next(sample: None, opened) -> None:
    app = opened("servizi")
    app.session_state["days_from"] = "step"
    said = words(app.run())
    assert not app.exception
    assert "Il tempo più lungo: «Nel programma», mediana 145 giorni (94–246)" in said
    assert "A sinistra dello zero" in said


def test_what_each_step_means_opens_with_the_sources(sample: None, opened) -> None:
    app = opened("servizi")
    app.session_state["reading"] = True
    said = words(app.run())
    assert "**Primo incontro**: hanno avuto il primo incontro di accompagnamento" in said
    assert "La mappa dei servizi di contrasto al disagio abitativo" in said


def test_a_family_alone_is_not_told_by_its_service(one_family: None, opened) -> None:
    said = words(opened("servizi"))
    assert "troppo poche per mostrarle per servizio" in said
    assert "il percorso comincia dall'ingresso nel programma" in said
    assert "Manca il file dell'accompagnamento" in said

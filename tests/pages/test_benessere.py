"""Benessere: the figures of the sample worked out by hand, and what the page says when something is missing."""

from h4a_core.records.intake.importing import bundled_sample, load_many
from h4a_ui import session
from tests.pages.reading import figures, words


def test_the_third_year_of_2022_in_four_figures(sample: None, opened) -> None:
    # questionari.tsv: 10 of 11 answered in year 3, 8 of them improved in all three; the eleventh may or may not have
    app = opened("benessere")
    assert figures(app) == {
        "Dichiarano di stare meglio": "8 di 11",
        "Hanno risposto": "10 di 11",
        "A seconda di chi manca": "73–82 %",
        "Benessere (esempio)": "+11 %",
    }
    said = words(app)
    assert (
        "Anno 3: 8 famiglie su 11 dichiarano di stare meglio in tutte e tre le dimensioni; 1 non ha risposto." in said
    )
    assert "la fascia di pagamento cambia con «tutte migliorate»" in said
    assert "H4A-22-04 · dovuto il 13/09/2025 · non più in casa" in said


def test_the_score_of_the_example_rises_by_an_eighth_of_its_scale_or_so(sample: None, opened) -> None:
    # nine families with both scores rise by 16 points in all: 1.8 each, 11 % of the 16 points between 4 and 20
    assert "della scala, in media: 1,8 punti, tra 0,7 e 2,8" in words(opened("benessere"))


def test_words_and_scores_are_compared_where_enough_families_stand_in_every_cell(sample: None, opened) -> None:
    said = words(opened("benessere"))
    assert "In 34 confronti su 79 parole e punteggio concordano" in said
    assert "| dichiara di essere migliorata | 28 | 40 |" in said
    assert "| non lo dichiara | 5 | 6 |" in said


def test_an_earlier_wave_is_a_trial_of_the_contract(sample: None, opened) -> None:
    app = opened("benessere")
    app.session_state["wellbeing_wave_2022"] = 1
    said = words(app.run())
    assert figures(app)["A seconda di chi manca"] == "73 %"  # all eleven answered: nothing to treat
    assert "**Nessuna risposta manca**" in said
    assert "Il contratto guarda l'anno 3: qui è una prova in anticipo." in said


def test_a_cohort_that_answered_nothing_has_no_share_to_show(sample: None, opened) -> None:
    app = opened("benessere", cohort="2023")
    assert "Hanno risposto" not in figures(app)
    said = words(app)
    assert "nessun questionario ricevuto, quindi nessuna quota da mostrare" in said
    assert "**11 famiglie non hanno risposto**" in said
    assert "non ci sono parole e punteggi da mettere accanto" in said
    assert "le famiglie sono troppo poche per mostrarlo" in said


def test_the_programme_evaluated_as_one_counts_both_cohorts(sample: None, opened) -> None:
    app = opened("benessere")
    app.session_state["_readings"] = {"unit_of_evaluation": "programme"}
    app.session_state["wellbeing_wave_2022"] = 2
    # year 2: 8 of the 11 of 2022 improved, the 11 of 2023 are silent: from 8 of 22 to 19 of 22
    assert "Per 11 famiglie senza risposta la quota migliorata sta tra 36 % e 86 %" in words(app.run())


def test_the_instruments_are_told_item_by_item_without_licensed_words(sample: None, opened) -> None:
    said = words(opened("benessere"))
    assert "`b4` Ho paura di perdere la casa (al rovescio)" in said
    assert "`w1` testo da inserire" in said
    assert "tabella di conversione non inserita" in said
    assert "cambiamento minimo che conta: non inserito" in said


def test_answers_to_an_unknown_instrument_are_counted_and_named(own_sample: None, opened) -> None:
    head = "Cod. nucleo;Strumento;Anno;Data questionario;Quesito;Risposta\n"
    rows = "H4A-22-01;ignoto;1;13/10/2023;x1;3\nH4A-22-01;esempio-benessere;1;13/10/2023;b9;3\n"
    (result,) = load_many(session.open_store(), [("altro.csv", (head + rows).encode())])
    assert result.rows_accepted == 2
    assert "2 risposte non si possono usare" in words(opened("benessere"))


def test_without_item_answers_the_page_says_what_to_bring(empty: None, opened) -> None:
    files = [(name, data) for name, data in bundled_sample() if name != "questionari_dettaglio.csv"]
    load_many(session.open_store(), files)
    app = opened("benessere")
    assert "Mancano le risposte ai singoli quesiti" in words(app)
    assert "Benessere (esempio)" not in figures(app)


def test_a_family_whose_survey_is_not_due_yet_is_no_error(one_family: None, opened) -> None:
    assert "Per questa coorte nessun questionario è ancora dovuto." in words(opened("benessere"))


def test_a_wave_due_in_part_leaves_out_who_is_not_due(sample: None, opened) -> None:
    # by 15 September 2025 two of 2022 had reached the third anniversary (2 and 13 September); five more had answered
    # before theirs (02/08, 16/08, 20/08, 23/08, 28/08: the first of them is one of the two)
    app = opened("benessere", al="2025-09-15")
    assert figures(app)["Hanno risposto"] == "5 di 6"
    assert "A 5 famiglie il questionario non è ancora dovuto: qui non si contano." in words(app)

"""Risparmio without the programme: the history of stays, the uncertainty, the comparison group."""

from streamlit.testing.v1 import AppTest

from h4a_core.records.intake.importing import load_many
from h4a_ui import session
from tests.pages.reading import choose, figures, words


def _look(app: AppTest, name: str) -> AppTest:
    choose(app, "without", name)
    return app


def test_the_history_says_length_cost_and_how_many_stays(sample: None, opened) -> None:
    app = opened("risparmio")
    shown = figures(app)
    # area under the Kaplan-Meier curve of the 120 stays of the sample, weighted to the sizes of the 22 families, worked
    # out apart by hand-written loops: 137.78 nights, 66.626 EUR
    assert shown["Durata media senza il programma"] == "138 notti"
    assert shown["Costo netto di una notte"] == "66,63 EUR"
    assert "120 permanenze, 9 ancora aperte" in words(app)
    assert "7 famiglie su 22 erano in albergo prima dell'ingresso" in words(app)


def test_the_choice_made_on_the_saving_holds_on_every_page_and_in_the_address(sample: None, opened, paths) -> None:
    app = opened("risparmio")
    # 10 new homes x 138 x 0.69 + 12 kept x 138 x 0.37 = 1,564.92 nights at 66.63 EUR; less 6,232 observed
    assert figures(app)["Spesa evitata"] == "98.039 EUR"
    assert "da 120 permanenze di altre famiglie" in words(app)
    app.segmented_control(key="counterfactual_choice").set_value("evidence").run()
    # 952.56 nights at 60 EUR, less 6,232; less 145,000 premium
    assert figures(app)["Spesa evitata"] == "50.922 EUR"
    assert app.query_params["senza"] == "evidence"
    for page, label, value in (
        ("sintesi", "Saldo per la Città, oggi", "−94.078 EUR"),
        ("scenari", "Saldo per la Città, oggi", "−94.078 EUR"),
        ("conti", "Città di Torino: non ha speso", "50.922 EUR"),
        ("valore", "A parte: spesa evitata", "50.922 EUR"),
    ):
        app.switch_page(str(paths.root / "pages" / f"{page}.py")).run()
        assert figures(app)[label] == value, page
        assert "prove pubblicate, al posto dello storico" in words(app), page
    app.switch_page(str(paths.root / "pages" / "risparmio.py")).run()
    app.segmented_control(key="counterfactual_choice").set_value("stays").run()
    assert "al posto dello storico" not in words(app)
    assert "senza" not in app.query_params


def test_a_link_carries_the_choice_and_says_when_it_cannot_be_kept(sample: None, opened) -> None:
    assert figures(opened("sintesi", senza="evidence"))["Spesa evitata"] == "50.922 EUR"
    assert figures(opened("sintesi", senza="nonsense"))["Spesa evitata"] == "98.039 EUR"


def test_a_link_that_asks_for_stays_nobody_knows_says_that_the_evidence_is_in_force(one_family: None, opened) -> None:
    said = words(opened("sintesi", senza="stays"))
    assert "Lo storico degli albergamenti non basta: valgono le prove pubblicate" in said


def test_saving_and_balance_have_the_same_caption_on_both_pages_with_range_and_chance(sample: None, opened) -> None:
    said = [words(opened(page)) for page in ("sintesi", "risparmio")]
    for caption in (
        ":small[8 volte su 10 tra −85.508 EUR e −9.373 EUR, positivo 5 volte su 100",
        "Se tutto riesce −101.961 EUR (8 volte su 10 tra ",
        "Gli altri costi della Città non sono noti: qui zero.", "; stimata, senza gruppo di controllo",
    ):  # fmt: skip
        assert all(caption in one for one in said), caption
    assert not any("Tolti tutti i costi" in one for one in said)


def test_the_uncertainty_rests_on_what_is_in_force_and_says_that_there_is_no_control_group(
    sample: None, opened
) -> None:
    app = _look(opened("risparmio"), "uncertainty")
    assert "Stimato, senza gruppo di controllo." in words(app)
    assert "ricampionamenti dello storico" in words(app)
    app.segmented_control(key="counterfactual_choice").set_value("evidence").run()
    assert "secondo il peso di ogni prova pubblicata" in words(app)


def test_the_published_evidence_opens_with_what_each_figure_is_evidence_for(sample: None, opened) -> None:
    app = choose(opened("risparmio"), "evidence", True)
    assert "Torino 2001, limite massimo: 150 notti (limite, pesa 0,25)" in words(app)
    assert "Torino 2023, 3 su 8: 38 % (media, estremo dell'intervallo)" in words(app)


def test_without_a_comparison_group_the_page_says_what_it_would_take(sample: None, opened) -> None:
    app = _look(opened("risparmio"), "comparison")
    assert "Non c'è un gruppo di confronto" in words(app)


def test_a_comparison_group_that_is_brought_in_gives_its_difference_beside_the_plain_figure(
    own_sample: None, opened
) -> None:
    head = "Cod. nucleo;Data domanda;N. componenti;di cui minori;con disabilità;ISEE (€)"
    asked = [f"K-{n};01/03/2022;3;1;0;{n}000,00" for n in range(1, 9)]
    stays = [f"K-{n};3;Albergo;{n:02d}/10/2022;{n:02d}/03/2023;60,00;0,00" for n in range(1, 9)]
    columns = "Cod. nucleo;N. componenti;Tipo struttura;Dal;Al;Costo giornaliero (€);Contributo nucleo (€/giorno)"
    late = "K-99;3;Albergo;01/12/2024;31/12/2024;60,00;0,00"
    files = [
        ("candidature_confronto.csv", "\n".join([head, *asked]).encode()),
        ("storico_confronto.csv", "\n".join([columns, *stays, late]).encode()),
    ]
    for result in load_many(session.open_store(), files, answers={"date_order": "day_first"}):
        assert not result.refusal
        assert not result.rows_rejected, result.findings
    app = _look(opened("risparmio"), "comparison")
    labels = [one.label for one in app.metric]
    assert "Notti evitate per famiglia, con confronto" in labels
    assert "Differenza nelle differenze" in words(app)


def test_with_one_family_and_no_history_the_assumption_holds_and_the_page_says_so(one_family: None, opened) -> None:
    app = opened("risparmio")
    assert "intanto vale l'ipotesi" in words(app)
    assert "Stimato, senza gruppo di controllo." in words(_look(app, "uncertainty"))
    assert "Non c'è un gruppo di confronto" in words(_look(app, "comparison"))

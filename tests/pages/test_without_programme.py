"""Risparmio without the programme: the history of stays, the uncertainty, the comparison group."""

from streamlit.testing.v1 import AppTest

from h4a_core.records.intake.importing import load_many
from h4a_ui import session
from tests.pages.reading import choose, words


def _look(app: AppTest, name: str) -> AppTest:
    choose(app, "without", name)
    return app


def test_the_history_says_length_cost_and_how_many_stays(sample: None, opened) -> None:
    app = opened("risparmio")
    shown = {one.label: one.value for one in app.metric}
    # area under the Kaplan-Meier curve of the 120 stays of the sample, worked out apart with scipy.stats.ecdf: 141.15
    assert shown["Durata media senza il programma"] == "141 notti"
    assert shown["Costo netto di una notte"] == "66,87 EUR"
    assert "120 permanenze, 9 ancora aperte" in words(app)


def test_the_records_of_other_families_are_one_of_the_bases_to_choose(sample: None, opened) -> None:
    app = opened("risparmio")
    for name in ("preset_expected_nights", "preset_cost_per_night"):
        choose(app, name, "records")
    # 22 families x 141 nights x 66.87 EUR = 207,430.74; less 6,232 observed
    assert next(one.value for one in app.metric if one.label == "Spesa evitata") == "201.199 EUR"


def test_the_uncertainty_shows_both_bases_and_says_that_there_is_no_control_group(sample: None, opened) -> None:
    app = _look(opened("risparmio"), "Quanto è incerto")
    assert "Stimato, senza gruppo di controllo." in words(app)
    assert "ricampionamenti dello storico" in words(app)
    choose(app, "spread_basis", "published")
    assert "ogni prova pubblicata vale quanto le altre" in words(app)


def test_without_a_comparison_group_the_page_says_what_it_would_take(sample: None, opened) -> None:
    app = _look(opened("risparmio"), "Gruppo di confronto")
    assert "Non c'è un gruppo di confronto" in words(app)


def test_a_comparison_group_that_is_brought_in_gives_its_difference_beside_the_plain_figure(
    sample: None, opened
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
    app = _look(opened("risparmio"), "Gruppo di confronto")
    labels = [one.label for one in app.metric]
    assert "Notti evitate per famiglia, con confronto" in labels
    assert "Differenza nelle differenze" in words(app)


def test_with_one_family_and_no_history_the_assumption_holds_and_the_page_says_so(one_family: None, opened) -> None:
    app = opened("risparmio")
    assert "intanto vale l'ipotesi" in words(app)
    assert "Stimato, senza gruppo di controllo." in words(_look(app, "Quanto è incerto"))
    assert "Non c'è un gruppo di confronto" in words(_look(app, "Gruppo di confronto"))

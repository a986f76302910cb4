"""Who was due, who answered and what: on records small enough to judge by eye."""

from datetime import date

from h4a_core.engine.scores import Form
from h4a_core.engine.treatments import SurveyWave
from h4a_core.facts import Tally
from h4a_core.measuring.households import FactTerms, measured_facts
from h4a_core.measuring.surveys import Silent, measured_forms, measured_silent, measured_waves
from h4a_core.store.connection import Store
from tests.measuring.bringing import bring_in

HEADS = {
    "nuclei": "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;"
    "Causa emergenza;Servizio inviante;Data uscita;Motivo uscita",
    "questionari": "Cod. nucleo;Anno;Data questionario;Benessere;Empowerment;Benessere economico",
    "quesiti": "Cod. nucleo;Strumento;Anno;Data questionario;Quesito;Risposta",
}
FAMILIES = "\n".join(  # all enrolled on 1 October 2020; D left the programme in its third year
    f"{code};2020;01/06/2020;01/10/2020;3;1;0;Incapiente;separazione;CEA;{left}"
    for code, left in (("A", ";"), ("B", ";"), ("C", ";"), ("D", "01/03/2023;abbandono"))
)
LATER = date(2024, 1, 1)


def _waves(store: Store, as_of: date) -> dict[int, SurveyWave]:
    with store.reading() as cursor:
        return {one.wave: one for one in measured_waves(cursor, as_of)}


def test_every_family_is_due_at_entry_and_on_each_anniversary(store: Store) -> None:
    bring_in(store, HEADS, nuclei=FAMILIES)
    found = _waves(store, date(2021, 9, 30))
    assert {wave: one.due for wave, one in found.items()} == {0: 4, 1: 0, 2: 0, 3: 0}
    found = _waves(store, date(2021, 10, 1))
    assert found[1] == SurveyWave(2020, 1, Tally(unanswered=4), returned=0, carried=0)
    assert found[2].tally == Tally(pending=4)


def test_improved_in_all_three_is_achieved_and_any_other_answer_failed(store: Store) -> None:
    bring_in(
        store,
        HEADS,
        nuclei=FAMILIES,
        questionari="A;3;20/09/2023;migliorato;migliorato;migliorato\nB;3;20/09/2023;migliorato;;uguale\n"
        "C;3;20/09/2023;migliorato;nessuna risposta;migliorato",
    )
    found = _waves(store, LATER)[3]
    assert found.tally == Tally(achieved=1, failed=1, unanswered=2, left_unanswered=1)  # C in part, D not at all
    assert found.returned == 3


def test_the_last_answer_is_carried_forward_dimension_by_dimension(store: Store) -> None:
    # A said improved twice and is silent in year 3; B leaves out one dimension, improved the year before;
    # C improved in year 1 and fell in year 2; D never answered
    bring_in(
        store,
        HEADS,
        nuclei=FAMILIES,
        questionari="A;1;20/09/2021;migliorato;migliorato;uguale\nA;2;20/09/2022;migliorato;migliorato;migliorato\n"
        "B;2;20/09/2022;uguale;migliorato;uguale\nB;3;20/09/2023;migliorato;n.r.;migliorato\n"
        "C;1;20/09/2021;migliorato;migliorato;migliorato\nC;2;20/09/2022;peggiorato;migliorato;migliorato",
    )
    found = _waves(store, LATER)[3]
    assert found.tally.unanswered == 4
    assert found.carried == 2


def test_an_early_answer_is_seen_and_a_later_one_is_not(store: Store) -> None:
    bring_in(store, HEADS, nuclei=FAMILIES, questionari="A;3;20/09/2023;migliorato;migliorato;migliorato")
    assert _waves(store, date(2023, 9, 20))[3].tally == Tally(achieved=1, pending=3)
    assert _waves(store, date(2023, 9, 19))[3].tally == Tally(pending=4)


def test_the_silent_are_listed_with_the_day_they_were_due(store: Store) -> None:
    bring_in(
        store,
        HEADS,
        nuclei=FAMILIES,
        questionari="\n".join(f"{code};1;20/09/2021;uguale;uguale;uguale" for code in "ABD") + "\nC;1;21/09/2021;;;"
        "\n" + "\n".join(f"{code};2;20/09/2022;uguale;;uguale" for code in "ABC"),
    )
    with store.reading() as cursor:
        found = measured_silent(cursor, date(2023, 9, 30))
        assert measured_silent(cursor, date(2023, 9, 30), most=1) == found[:1]
    assert found == [
        Silent("C", 2020, 1, date(2021, 10, 1), None, returned=False),
        Silent("D", 2020, 2, date(2022, 10, 1), date(2023, 3, 1), returned=False),
    ]


def test_the_forms_bring_every_item_with_what_was_declared_in_the_same_wave(store: Store) -> None:
    bring_in(
        store,
        HEADS,
        nuclei=FAMILIES,
        questionari="A;1;20/09/2021;migliorato;nessuna risposta;uguale",
        quesiti="A;prova;0;01/10/2020;p2;3\nA;prova;0;01/10/2020;p1;2\nA;prova;1;20/09/2021;p1;n.d.\n"
        "A;prova;1;20/09/2021;p2;5\nB;prova;1;20/10/2021;p1;4",
    )
    nothing = dict.fromkeys(("wellbeing", "empowerment", "economic"))
    told = {"wellbeing": "improved", "empowerment": None, "economic": "same"}
    with store.reading() as cursor:
        assert measured_forms(cursor, date(2021, 10, 1)) == [
            Form("prova", 2020, "A", 0, {"p1": 2, "p2": 3}, nothing),
            Form("prova", 2020, "A", 1, {"p1": None, "p2": 5}, told),
        ]
        assert len(measured_forms(cursor, LATER)) == 3


def test_wave_three_counts_as_the_contract_does(sample_store: Store) -> None:
    for as_of in (date(2025, 9, 15), date(2025, 11, 15)):
        with sample_store.reading() as cursor:
            facts = measured_facts(cursor, FactTerms(30, ()), as_of)
            waves = measured_waves(cursor, as_of)
        by_contract = {one.cohort: one.tallies["wellbeing"] for one in facts.cohorts}
        assert {one.cohort: one.tally for one in waves if one.wave == 3} == by_contract

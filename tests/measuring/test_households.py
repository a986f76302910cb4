"""From records to facts: the definitions of the contract, on records small enough to judge by eye."""

from datetime import date
from decimal import Decimal

import pytest

from h4a_core.facts import Answers, CohortFacts, Exposure, HouseholdFacts, ObservedNights, Steps, Tally, Waits
from h4a_core.measuring.households import FactTerms, measured_answers, measured_facts, measured_households
from h4a_core.programme import Programme
from h4a_core.scenario import parse_changes
from h4a_core.statement import statement
from h4a_core.store.connection import Store
from tests.measuring.bringing import bring_in

TERMS = FactTerms(30, ("council_home", "bought_home", "other_stable_home"))
README_SETTINGS = ("premium_per_household=10000", "expected_nights=150", "cost_per_night=48", "hotel_probability=1")
HEADS = {
    "nuclei": "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;"
    "Causa emergenza;Servizio inviante;Data uscita;Motivo uscita",
    "contratti": "Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;Data fine;Motivo fine;"
    "Canone mensile (€)",
    "albergamenti": "Cod. nucleo;Tipo struttura;Dal;Al;Costo giornaliero (€);Contributo nucleo (€/giorno)",
    "accompagnamento": "household_id;date;kind;hours",
    "questionari": "Cod. nucleo;Anno;Data questionario;Benessere;Empowerment;Benessere economico",
}


def _family(end: str = "", reason: str = "", left: str = "", why: str = "") -> dict[str, str]:
    """One family: applied 1 June 2020, enrolled 1 October 2020, housed from 1 December 2020, met yearly."""
    return {
        "nuclei": f"A;2020;01/06/2020;01/10/2020;3;1;0;Incapiente;separazione;CEA;{left};{why}",
        "contratti": f"A;AL-1;Nuovo alloggio;20/11/2020;01/12/2020;{end};{reason};300",
        "accompagnamento": "A;2020-12-10;colloquio;1\nA;2021-12-10;colloquio;1",
    }


def _one(store: Store, as_of: date) -> HouseholdFacts:
    with store.reading() as cursor:
        (family,) = measured_households(cursor, TERMS, as_of)
        (cohort,) = measured_facts(cursor, TERMS, as_of).cohorts
    for metric, state in family.states.items():  # the list and the counts never disagree
        assert getattr(cohort.tallies[metric], state) == 1, metric
    return family


def test_the_sample_gives_the_figures_of_its_readme_from_the_untouched_files(
    sample_store: Store, torino: Programme
) -> None:
    with sample_store.reading() as cursor:
        facts = measured_facts(cursor, FactTerms(30, torino.stable_exit_reasons), date(2025, 11, 30))
    first, second = facts.cohorts
    sizes = [(c.cohort, c.households, c.people, c.minors) for c in facts.cohorts]
    assert sizes == [(2022, 11, 28, 11), (2023, 11, 38, 21)]
    assert [c.tallies["started"].achieved for c in facts.cohorts] == [11, 11]
    assert [c.tallies["kept"].achieved for c in facts.cohorts] == [10, 9]
    assert first.tallies["stability"] == Tally(achieved=9, failed=2)
    assert first.tallies["wellbeing"].achieved == 8
    assert second.tallies["stability"] == Tally(failed=1, pending=10)
    assert second.tallies["wellbeing"] == Tally(pending=11)
    assert [c.tally("waiting", 8).achieved for c in facts.cohorts] == [10, 10]
    assert sum(n.nights for c in facts.cohorts for n in c.observed) == 82
    made = statement(torino, facts, parse_changes(torino, README_SETTINGS)).as_dict()
    amounts = {(line["clause"], line["cohort"]): line["amount"] for line in made["lines"]}
    assert amounts == {
        ("year_1", 2022): "22000.00", ("year_2", 2022): "30000.00", ("year_3", 2022): "44000.00",
        ("year_1", 2023): "22000.00", ("year_2", 2023): "27000.00", ("year_3", 2023): "0.00",
    }  # fmt: skip
    assert made["totals"] == {"earned": "145000.00", "possible": "55000.00"}
    assert {name: value for name, value in made["savings"].items() if name != "ranges"} == {
        "expected_cost": "158400.00", "observed_cost": "6232.00",
        "gross_saving": "152168.00", "net_saving": "7168.00", "net_saving_if_all_succeed": "-47832.00",
    }  # fmt: skip


def test_a_family_housed_and_met_every_year_reaches_every_milestone_and_is_stable(store: Store) -> None:
    bring_in(store, HEADS, **_family())
    family = _one(store, date(2023, 10, 1))
    states = {"started": "achieved", "kept": "achieved", "stability": "achieved", "wellbeing": "unanswered"}
    assert family.states == states
    assert family.state("waiting", 8) == "achieved"
    assert family.housed_now


def _answered(wellbeing: str, empowerment: str, economic: str) -> str:
    return f"A;3;15/09/2023;{wellbeing};{empowerment};{economic}"


@pytest.mark.parametrize(
    ("answers", "all_three", "two"),
    [
        (("Migliorato", "Migliorato", "Migliorato"), "achieved", "achieved"),
        (("Migliorato", "Migliorato", "Uguale"), "failed", "achieved"),
        (("Migliorato", "", "Migliorato"), "unanswered", "achieved"),
        (("Migliorato", "Uguale", "Peggiorato"), "failed", "failed"),
        (("Migliorato", "Uguale", ""), "failed", "unanswered"),
        (("", "", ""), "unanswered", "unanswered"),
    ],
)
def test_two_dimensions_of_three_are_counted_beside_all_three(
    answers: tuple[str, str, str], all_three: str, two: str, store: Store
) -> None:
    bring_in(store, HEADS, **_family(), questionari=_answered(*answers))
    day = date(2023, 10, 1)
    family = _one(store, day)
    assert family.states["wellbeing"] == all_three
    other = {"wellbeing_dimensions": "at_least_two"}
    assert family.as_read(other).states["wellbeing"] == two
    with store.reading() as cursor:
        (cohort,) = measured_facts(cursor, TERMS, day).cohorts
    assert getattr(cohort.as_read(other).tallies["wellbeing"], two) == 1
    assert cohort.as_read(other).earlier_answers == {}
    assert cohort.as_read({"wellbeing_dimensions": "all_three"}).tallies == cohort.tallies


def test_a_kept_home_waits_until_its_contract_its_move_in_or_not_at_all(store: Store) -> None:
    # applied on 1 June 2020; the contract of the kept home signed on 20 November, moved in again on 15 February
    records = _family()
    records["contratti"] = "A;AL-1;Mantenimento;20/11/2020;15/02/2021;;;300"
    bring_in(store, HEADS, **records)
    day = date(2021, 6, 1)
    family = _one(store, day)
    assert (family.waited_months, family.waiting_settled) == (6, True)
    for clock, months in (("signed", 6), ("moved_in", 9), ("no_wait", 0)):
        read = family.as_read({"waiting_clock": clock})
        assert (read.waited_months, read.waiting_settled) == (months, True)
        with store.reading() as cursor:
            (cohort,) = measured_facts(cursor, TERMS, day).cohorts
        assert cohort.as_read({"waiting_clock": clock}).waits == (Waits(months, True, 1),)


def test_a_new_home_waits_until_the_move_in_under_every_clock(store: Store) -> None:
    bring_in(store, HEADS, **_family())
    for clock in ("signed", "moved_in", "no_wait"):
        assert _one(store, date(2020, 11, 30)).as_read({"waiting_clock": clock}).waiting_settled is False
        assert _one(store, date(2020, 12, 1)).as_read({"waiting_clock": clock}).waited_months == 7


def test_before_its_anniversaries_a_family_is_pending(store: Store) -> None:
    bring_in(store, HEADS, **_family())
    assert _one(store, date(2020, 11, 1)).states["started"] == "pending"
    family = _one(store, date(2021, 6, 1))
    assert family.states == {"started": "achieved", "kept": "pending", "stability": "pending", "wellbeing": "pending"}
    assert family.evidence["started"][0].table == "tenancies"


def test_stability_is_settled_on_the_third_anniversary_not_the_day_before(store: Store) -> None:
    bring_in(store, HEADS, **_family())
    assert _one(store, date(2023, 9, 30)).states["stability"] == "pending"
    assert _one(store, date(2023, 10, 1)).states["stability"] == "achieved"


@pytest.mark.parametrize(("again", "state"), [("31/01/2022", "achieved"), ("01/02/2022", "failed")])
def test_a_gap_of_thirty_days_between_two_homes_is_allowed_and_of_thirty_one_is_not(
    again: str, state: str, store: Store
) -> None:
    records = _family(end="01/01/2022", reason="trasloco")
    records["contratti"] += f"\nA;AL-2;Nuovo alloggio;15/01/2022;{again};;;300"
    bring_in(store, HEADS, **records)
    assert _one(store, date(2023, 10, 1)).states["stability"] == state


def test_within_the_gap_allowed_a_family_without_home_is_still_pending(store: Store) -> None:
    bring_in(store, HEADS, **_family(end="01/01/2022", reason="sfratto"))
    assert _one(store, date(2022, 1, 31)).states["stability"] == "pending"
    lost = _one(store, date(2022, 2, 1))
    assert lost.states["stability"] == "failed"
    assert lost.break_date == date(2022, 1, 1)


def test_a_stay_in_hotel_after_the_move_in_breaks_stability_from_its_first_day(store: Store) -> None:
    bring_in(store, HEADS, **_family(), albergamenti="A;Albergo;01/03/2022;05/03/2022;60,00;0")
    assert _one(store, date(2022, 2, 28)).states["stability"] == "pending"
    family = _one(store, date(2022, 3, 1))
    assert family.states["stability"] == "failed"
    assert family.evidence["stability"][1].day == date(2022, 3, 1)


def test_a_stay_in_hotel_before_the_move_in_breaks_nothing(store: Store) -> None:
    bring_in(store, HEADS, **_family(), albergamenti="A;Albergo;15/10/2020;01/12/2020;60,00;0")
    assert _one(store, date(2023, 10, 1)).states["stability"] == "achieved"


def test_leaving_for_a_council_home_counts_as_stable(store: Store) -> None:
    bring_in(store, HEADS, **_family(end="01/06/2022", reason="casa popolare", left="01/06/2022", why="casa popolare"))
    assert _one(store, date(2022, 12, 1)).states["stability"] == "achieved"


def test_leaving_the_programme_for_no_stable_home_fails_what_was_not_reached(store: Store) -> None:
    bring_in(store, HEADS, **_family(left="01/06/2022", why="abbandono"))
    family = _one(store, date(2022, 12, 1))
    assert family.states == {"started": "achieved", "kept": "failed", "stability": "failed", "wellbeing": "pending"}
    assert not family.housed_now


def test_an_exit_to_come_is_not_known_yet(store: Store) -> None:
    bring_in(store, HEADS, **_family(left="01/06/2022", why="abbandono"))
    assert _one(store, date(2022, 5, 31)).states["stability"] == "pending"


def test_a_family_never_housed_fails_at_its_anniversaries_and_waits_until_then(store: Store) -> None:
    bring_in(store, HEADS, nuclei=_family()["nuclei"])
    waiting = _one(store, date(2021, 1, 31))
    assert (waiting.waited_months, waiting.waiting_settled) == (8, False)
    assert waiting.state("waiting", 8) == "pending"
    assert _one(store, date(2021, 2, 1)).state("waiting", 8) == "failed"
    late = _one(store, date(2023, 10, 1))
    assert (late.states["started"], late.states["kept"], late.states["stability"]) == ("failed", "failed", "failed")


def test_a_family_that_left_without_a_home_never_ended_its_wait(store: Store) -> None:
    bring_in(store, HEADS, nuclei=_family(left="01/11/2020", why="abbandono")["nuclei"])
    family = _one(store, date(2020, 12, 1))
    assert (family.waited_months, family.waiting_settled) == (None, True)
    assert family.state("waiting", 8) == "failed"
    assert family.states["started"] == "failed"
    with store.reading() as cursor:
        (cohort,) = measured_facts(cursor, TERMS, date(2020, 12, 1)).cohorts
    assert cohort.tally("waiting", 8) == Tally(failed=1, left_failed=1)


@pytest.mark.parametrize(("moved_in", "months"), [("31/01/2021", 8), ("01/02/2021", 9), ("30/06/2020", 1)])
def test_waiting_counts_calendar_months_up_to_the_move_in(moved_in: str, months: int, store: Store) -> None:
    records = _family()
    records["contratti"] = f"A;AL-1;Nuovo alloggio;10/06/2020;{moved_in};;;300"
    bring_in(store, HEADS, **records)
    assert _one(store, date(2021, 3, 1)).waited_months == months


def test_for_a_kept_home_the_wait_ends_with_the_new_contract(store: Store) -> None:
    records = _family()
    records["contratti"] = "A;AL-1;Mantenimento;31/01/2021;01/03/2021;;;300"
    bring_in(store, HEADS, **records)
    assert _one(store, date(2021, 4, 1)).state("waiting", 8) == "achieved"


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ("migliorato;migliorato;migliorato", "achieved"),
        ("migliorato;uguale;migliorato", "failed"),
        ("peggiorato;;migliorato", "failed"),
        ("migliorato;;migliorato", "unanswered"),
    ],
)
def test_wellbeing_needs_all_three_answers_improved_in_the_third_year(answers: str, state: str, store: Store) -> None:
    second_year = "A;2;01/09/2022;migliorato;migliorato;migliorato"
    bring_in(store, HEADS, **_family(), questionari=f"{second_year}\nA;3;01/09/2023;{answers}")
    assert _one(store, date(2023, 8, 31)).states["wellbeing"] == "pending"
    assert _one(store, date(2023, 10, 1)).states["wellbeing"] == state


def test_without_accompaniment_in_the_second_year_the_second_milestone_fails(store: Store) -> None:
    records = _family()
    records["accompagnamento"] = "A;2020-12-10;colloquio;1"
    bring_in(store, HEADS, **records)
    family = _one(store, date(2022, 10, 1))
    assert (family.states["started"], family.states["kept"]) == ("achieved", "failed")


def test_nights_count_from_enrolment_to_the_day_at_their_net_cost_month_by_month(store: Store) -> None:
    # 29 and 30 September are before enrolment; October has 31 nights, November the first 9 (up to the 10th, excluded)
    bring_in(store, HEADS, **_family(), albergamenti="A;Albergo;29/09/2020;;60,00;10,00")
    with store.reading() as cursor:
        (cohort,) = measured_facts(cursor, TERMS, date(2020, 11, 10)).cohorts
    assert list(cohort.observed) == [
        ObservedNights(date(2020, 10, 1), 3, 31, Decimal(1550)),
        ObservedNights(date(2020, 11, 1), 3, 9, Decimal(450)),
    ]
    assert list(cohort.exposures) == [Exposure(date(2020, 10, 1), 3, 1, "new_home")]


def test_a_family_is_exposed_by_the_route_of_its_first_tenancy_and_without_one_as_for_a_new_home(store: Store) -> None:
    kept = "A;AL-1;Mantenimento;20/11/2020;01/12/2020;;;310\nA;AL-2;Nuovo alloggio;15/09/2021;15/09/2021;;;310"
    bring_in(store, HEADS, **(_family() | {"contratti": kept}))
    with store.reading() as cursor:
        (without,) = measured_facts(cursor, TERMS, date(2020, 11, 1)).cohorts
        (cohort,) = measured_facts(cursor, TERMS, date(2022, 1, 1)).cohorts
    assert [one.route for one in cohort.exposures] == ["kept_home"]
    assert [one.route for one in without.exposures] == ["new_home"]


def test_the_sample_has_10_families_in_a_new_home_and_12_that_kept_theirs(sample_store: Store) -> None:
    with sample_store.reading() as cursor:
        facts = measured_facts(cursor, TERMS, date(2025, 11, 30))
    routes = [(one.route, one.households) for cohort in facts.cohorts for one in cohort.exposures]
    assert sum(n for route, n in routes if route == "new_home") == 10
    assert sum(n for route, n in routes if route == "kept_home") == 12
    assert [(one.steps.moved_in, one.steps.kept) for one in facts.cohorts] == [(11, 6), (11, 6)]


def test_the_path_counts_who_got_how_far_and_what_is_still_open(store: Store) -> None:
    bring_in(store, HEADS, **_family())
    with store.reading() as cursor:
        (cohort,) = measured_facts(cursor, TERMS, date(2022, 1, 1)).cohorts
    assert cohort.steps == Steps(1, 1, 1, ((1, 0), (0, 1), (0, 1)))
    assert cohort.settles["stability"] == (date(2023, 10, 1), date(2023, 10, 1))
    assert list(cohort.waits) == [Waits(7, True, 1)]


def test_answers_are_counted_by_year_and_dimension_and_silence_when_due(store: Store) -> None:
    bring_in(store, HEADS, **_family(), questionari="A;1;01/09/2021;migliorato;uguale;peggiorato")
    with store.reading() as cursor:
        found = measured_answers(cursor, date(2022, 10, 1))
    assert Answers(2020, 1, "wellbeing", 1, 0, 0, 0) in found
    assert Answers(2020, 1, "economic", 0, 0, 1, 0) in found
    assert Answers(2020, 2, "empowerment", 0, 0, 0, 1) in found
    assert not [one for one in found if one.wave == 3]


def test_an_empty_store_has_no_cohorts(store: Store) -> None:
    with store.reading() as cursor:
        assert measured_facts(cursor, TERMS, date(2025, 1, 1)).cohorts == ()
        assert measured_households(cursor, TERMS, date(2025, 1, 1)) == []


def test_a_metric_that_does_not_exist_is_no_tally(store: Store) -> None:
    with pytest.raises(KeyError):
        CohortFacts(2022, 0).tally("happiness", 8)


def test_the_households_of_one_cohort_can_be_asked_for(sample_store: Store) -> None:
    with sample_store.reading() as cursor:
        codes = [one.household_id for one in measured_households(cursor, TERMS, date(2025, 11, 30), cohort=2023)]
    assert codes == [f"H4A-23-{n:02d}" for n in range(1, 12)]


def test_a_familys_wait_is_judged_against_the_limit_asked_for(sample_store: Store) -> None:
    with sample_store.reading() as cursor:
        families = measured_households(cursor, TERMS, date(2025, 11, 30), cohort=2022)
    # README of the sample: 10 of 11 of cohort 2022 waited less than 8 months; the other states are as recorded
    states = [one.state("waiting", 8) for one in families]
    assert (states.count("achieved"), states.count("failed")) == (10, 1)
    assert [one.state("started", 8) for one in families] == ["achieved"] * 11

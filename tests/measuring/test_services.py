"""From records to the way of families and to hours of support, as of a day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.engine.access import wait_summary
from h4a_core.engine.retention import DAYS_PER_MONTH
from h4a_core.engine.services import Clock, FamilyPath, days_to_home, flow
from h4a_core.engine.support_hours import Kind, SupportMonth
from h4a_core.measuring.access import measured_waits
from h4a_core.measuring.households import FactTerms
from h4a_core.measuring.services import Paths, measured_kinds, measured_paths, measured_support
from h4a_core.programme.services import STEPS
from h4a_core.store.connection import Store
from tests.measuring.bringing import bring_in

TERMS = FactTerms(30, ("council_home", "bought_home", "other_stable_home"))
HEADS = {
    "nuclei": "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;"
    "Causa emergenza;Servizio inviante;Data uscita;Motivo uscita",
    "contratti": "Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;Data fine;Motivo fine;"
    "Canone mensile (€)",
    "accompagnamento": "household_id;date;kind;hours",
    "candidati": "Cod. nucleo;Data domanda;N. componenti;di cui minori;con disabilità;ISEE (€)",
}
FAMILY = {
    "nuclei": "A;2020;01/06/2020;01/10/2020;3;1;0;Incapiente;separazione;CEA;;",
    "contratti": "A;AL-1;Nuovo alloggio;20/11/2020;01/12/2020;;;300",
    "accompagnamento": "A;2020-12-10;Colloquio ;1.5\nA;2021-12-10;colloquio;1\nA;2021-12-20;mediazione;2",
}


def _paths(store: Store, day: date) -> Paths:
    with store.reading() as cursor:
        return measured_paths(cursor, TERMS, day)


def test_a_family_is_followed_from_its_application_to_the_day(store: Store) -> None:
    bring_in(store, HEADS, **FAMILY)
    found = _paths(store, date(2022, 12, 1))
    assert found == Paths(
        (
            FamilyPath(
                "A",
                date(2020, 6, 1),
                service="CEA",
                enrolled_date=date(2020, 10, 1),
                signed_date=date(2020, 11, 20),
                moved_in_date=date(2020, 12, 1),
                met_date=date(2020, 12, 10),
                second_year_meeting=date(2021, 12, 10),
                last_meeting=date(2021, 12, 20),
                year_2_end=date(2022, 10, 1),
                housed=(True, True),
                housed_now=True,
                home_date=date(2020, 12, 1),
            ),
        ),
        with_applications=False,
    )


def test_the_wait_for_a_kept_home_ends_with_its_new_contract(store: Store) -> None:
    kept = {**FAMILY, "contratti": FAMILY["contratti"].replace("Nuovo alloggio", "Mantenimento")}
    bring_in(store, HEADS, **kept)
    (family,) = _paths(store, date(2022, 12, 1)).families
    assert (family.home_date, family.moved_in_date) == (date(2020, 11, 20), date(2020, 12, 1))


def test_services_and_access_count_the_wait_on_one_clock(sample_store: Store) -> None:
    # the eleventh and the twelfth of 22 families: 173 and 174 days
    day = date(2025, 11, 15)
    with sample_store.reading() as cursor:
        waits = wait_summary(measured_waits(cursor, day))
    found = days_to_home(_paths(sample_store, day).families)
    assert waits
    assert found
    assert found.working.value == Fraction("173.5")
    assert waits.median * DAYS_PER_MONTH == pytest.approx(173.5)


def test_nothing_after_the_day_is_seen(store: Store) -> None:
    bring_in(store, HEADS, **FAMILY)
    (family,) = _paths(store, date(2020, 11, 25)).families
    assert (family.signed_date, family.moved_in_date, family.met_date) == (date(2020, 11, 20), None, None)
    assert (family.housed, family.housed_now, family.last_meeting) == ((), False, None)
    assert _paths(store, date(2020, 9, 30)) == Paths((), with_applications=False)


def test_who_asked_and_has_not_entered_comes_after_the_families_of_the_programme(store: Store) -> None:
    bring_in(store, HEADS, **FAMILY, candidati="A;01/06/2020;3;1;0;1.000,00\nB;01/07/2020;1;0;0;2.000,50")
    found = _paths(store, date(2022, 12, 1))
    assert found.with_applications
    assert [(one.household_id, one.service, one.enrolled_date) for one in found.families] == [
        ("A", "CEA", date(2020, 10, 1)), ("B", None, None),
    ]  # fmt: skip
    # before it entered, the family was on the list like the other
    early = _paths(store, date(2020, 9, 30))
    assert [(one.household_id, one.service) for one in early.families] == [("A", None), ("B", None)]


def test_a_family_that_is_not_on_the_list_has_applied_all_the_same(store: Store) -> None:
    bring_in(store, HEADS, **FAMILY, candidati="B;01/05/2020;1;0;0;2.000,50")
    assert [one.household_id for one in _paths(store, date(2020, 7, 1)).families] == ["A", "B"]
    assert [one.household_id for one in _paths(store, date(2020, 5, 1)).families] == ["B"]


def test_the_sample_flows_from_46_applications_to_9_families_housed_for_three_years(sample_store: Store) -> None:
    found = _paths(sample_store, date(2025, 11, 15))
    steps = flow(found.families, STEPS, Clock(date(2025, 11, 15), 90))
    assert {one.key: one.passed for one in steps} == {
        "applied": 46, "enrolled": 22, "signed": 22, "moved_in": 22, "met": 22,
        "housed_1": 21, "accompanied": 20, "housed_2": 19, "housed_3": 9,
    }  # fmt: skip
    # lost: H4A-23-06 in its first year, H4A-22-04 in its second, H4A-22-09 in its third; H4A-23-10 is not met any more
    assert [(one.key, one.stopped) for one in steps if one.stopped] == [
        ("housed_1", 1), ("accompanied", 1), ("housed_2", 1), ("housed_3", 1),
    ]  # fmt: skip
    assert steps[-1].pending == 9


def test_hours_are_added_up_by_whole_month_with_the_families_in_the_programme(store: Store) -> None:
    nuclei = FAMILY["nuclei"] + "\nB;2020;01/06/2020;05/11/2020;1;0;0;Incapiente;separazione;CEA;20/12/2020;abbandono"
    bring_in(store, HEADS, **{**FAMILY, "nuclei": nuclei})
    with store.reading() as cursor:
        found = measured_support(cursor, date(2021, 1, 15))
    assert found == (
        SupportMonth(date(2020, 10, 1), Decimal(0), 1),
        SupportMonth(date(2020, 11, 1), Decimal(0), 2),
        SupportMonth(date(2020, 12, 1), Decimal("1.5"), 1),
    )


def test_kinds_of_activity_are_the_same_however_they_are_written(store: Store) -> None:
    bring_in(store, HEADS, **FAMILY)
    with store.reading() as cursor:
        assert measured_kinds(cursor, date(2022, 1, 1)) == (
            Kind("colloquio", 2, Decimal("2.5"), 1),
            Kind("mediazione", 1, Decimal(2), 1),
        )
        assert measured_kinds(cursor, date(2020, 12, 9)) == ()
        assert measured_support(cursor, date(2019, 1, 1)) == ()

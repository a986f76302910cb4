"""The candidates as of a day, on records small enough to judge by eye."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from h4a_core.measuring.candidates import measured_candidates
from h4a_core.programme.beneficiary_loading import FIELDS
from h4a_core.records.intake.importing import bundled_sample, load_many
from h4a_core.store.connection import Store
from tests.measuring.bringing import bring_in

CANDIDATES = """Cod. nucleo;Data domanda;N. componenti;di cui minori;con disabilità;ISEE (€);Causa emergenza;\
Anni residenza;Casa di proprietà
A;15/01/2024;4;3;1;8.000,50;pignoramento;7,5;no
B;31/05/2024;1;0;0;;;;
C;01/09/2025;2;1;0;100;separazione;3;sì
"""
HOUSEHOLDS = """Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;\
Causa emergenza;Servizio inviante
A;2024;15/01/2024;14/07/2024;4;3;1;Incapiente;pignoramento;CEA
"""


def _as_of(store: Store, day: date):
    with store.reading() as cursor:
        return {one.household_id: one for one in measured_candidates(cursor, day)}


def test_who_applied_later_is_not_seen_and_waits_are_whole_months(store) -> None:
    # 31 May to 30 June 2025 is a year and 30 days: 12 months, the 13th ends on the 30th, the last day of June: 13
    bring_in(store, {}, candidati=CANDIDATES)
    found = _as_of(store, date(2025, 6, 29))
    assert set(found) == {"A", "B"}
    assert found["A"].values["months_waited"] == 17
    assert found["B"].values["months_waited"] == 12
    assert _as_of(store, date(2025, 9, 1))["C"].values["months_waited"] == 0


def test_every_field_that_rules_may_look_at_is_there_with_its_type(store) -> None:
    bring_in(store, {}, candidati=CANDIDATES)
    values = _as_of(store, date(2025, 6, 29))["A"].values
    assert set(values) == set(FIELDS)
    assert values == {
        "application_date": date(2024, 1, 15),
        "members": 4,
        "minors": 3,
        "members_with_disability": 1,
        "isee": Decimal("8000.50"),
        "emergency_cause": "foreclosure",
        "residence_years": Decimal("7.50"),
        "owns_home": "false",
        "months_waited": 17,
        "minors_share": Fraction(3, 4),
    }


def test_what_is_not_known_is_none(store) -> None:
    bring_in(store, {}, candidati=CANDIDATES)
    found = _as_of(store, date(2025, 9, 1))
    unknown = {name for name, value in found["B"].values.items() if value is None}
    assert unknown == {"isee", "emergency_cause", "residence_years", "owns_home"}
    assert found["C"].values["owns_home"] == "true"


def test_a_family_in_the_programme_is_marked_from_the_day_it_entered_and_waited_until_then(store) -> None:
    # 15 January to 14 July: five months and 29 days
    bring_in(store, {}, candidati=CANDIDATES, nuclei=HOUSEHOLDS)
    before, after = _as_of(store, date(2024, 7, 13)), _as_of(store, date(2025, 6, 29))
    assert (before["A"].enrolled, after["A"].enrolled, after["B"].enrolled) == (False, True, False)
    assert (before["A"].values["months_waited"], after["A"].values["months_waited"]) == (5, 5)


def test_the_sample_has_24_families_waiting_beside_the_22_of_the_programme_with_the_same_data(store) -> None:
    results = {one.file: one for one in load_many(store, bundled_sample())}
    assert (results["candidati.csv"].rows_accepted, results["candidati.csv"].rows_rejected) == (46, 0)
    found = _as_of(store, date(2025, 11, 15)).values()
    assert (sum(one.enrolled for one in found), sum(not one.enrolled for one in found)) == (22, 24)
    names = "application_date, members, minors, members_with_disability, isee, emergency_cause"
    with store.reading() as cursor:
        different = cursor.execute(
            f"SELECT household_id, {names} FROM households "  # noqa: S608 - the names stand above
            f"EXCEPT SELECT household_id, {names} FROM candidates"
        ).fetchall()
    assert different == []

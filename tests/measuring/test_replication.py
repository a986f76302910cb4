"""The plan's inputs from the records."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from h4a_core.measuring.replication import PlanRecords, measured_plan_records
from h4a_core.store.connection import Store


def test_the_sample_has_22_contracts_half_and_half_and_none_before_they_were_signed(sample_store: Store) -> None:
    with sample_store.reading() as cursor:
        found = measured_plan_records(cursor, date(2025, 11, 15))
        before = measured_plan_records(cursor, date(2019, 1, 1))
    # contratti.xlsx: 12 "Mantenimento", 10 "Nuovo alloggio"
    assert (found.contracts, found.kept_homes) == (22, 12)
    assert (before.contracts, before.kept_homes, before.renovated, before.renovation_cost) == (0, 0, 0, 0)


def test_the_share_of_homes_kept_is_exact_and_the_mean_cost_is_rounded_half_up():
    known = PlanRecords(contracts=8, kept_homes=3, renovated=2, renovation_cost=Decimal(17_001))
    assert (known.kept_share, known.renovation_each) == (Fraction(3, 8), 8501)

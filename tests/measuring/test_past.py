"""What was known on past days."""

from datetime import date

from h4a_core.measuring.households import FactTerms, measured_facts
from h4a_core.measuring.past import past_facts
from h4a_core.store.connection import Store

TERMS = FactTerms(30, ("council_home",))


def test_each_past_day_has_the_facts_of_the_records_dated_up_to_it(sample_store: Store) -> None:
    before, after = date(2023, 1, 31), date(2024, 6, 30)
    with sample_store.reading() as cursor:
        found = past_facts(cursor, TERMS, (before, after))
        assert found == {day: measured_facts(cursor, TERMS, day) for day in (before, after)}
    # the second cohort of the sample enters in 2023
    assert [[one.cohort for one in facts.cohorts] for facts in found.values()] == [[2022], [2022, 2023]]

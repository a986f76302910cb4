"""What to set aside, year by year, for the sample's figures."""

from datetime import date
from decimal import Decimal

from h4a_core.engine.forecast import forecast
from h4a_core.engine.years import years_ahead
from h4a_core.facts import Exposure
from h4a_core.programme import Programme
from tests.engine.test_forecast import with_spells
from tests.facts_made import cohort_facts, facts_of, sample_figures


def test_settled_years_are_what_was_paid_and_the_open_one_has_a_mean_and_an_amount_that_suffices(
    torino: Programme,
) -> None:
    facts, terms = with_spells(sample_figures()), torino.in_force()
    found = {one.year: one for one in years_ahead(forecast(torino, facts, terms), facts, terms)}
    # 2023: 22,000 of cohort 2022; 2024: 30,000 + 22,000; 2025: 44,000 + 27,000
    assert [(found[year].expected, found[year].high) for year in (2023, 2024, 2025)] == [
        (22_000, 22_000), (52_000, 52_000), (71_000, 71_000),
    ]  # fmt: skip
    open_year = found[2026]
    assert open_year.expected is not None
    assert open_year.high is not None
    assert 0 < open_year.expected < open_year.high == 55_000


def test_the_saving_of_all_years_is_that_of_the_statement_once_every_night_is_counted(torino: Programme) -> None:
    # one family from 1 December 2024, 150 nights at 48 EUR, surely in hotel: 31 nights in 2024, 119 in 2025
    values = {name: Decimal(1) for name in torino.values if name.startswith("hotel_probability")}
    terms = torino.in_force(values | {"expected_nights": Decimal(150), "cost_per_night": Decimal(48)})
    one = cohort_facts(2024, 1, started=1, kept=1, stability=1, wellbeing=1, waiting=1,
                       exposures=(Exposure(date(2024, 12, 1), 3, 1),))  # fmt: skip
    facts = facts_of(one, as_of=date(2024, 12, 11))
    found = {row.year: row for row in years_ahead(forecast(torino, facts, terms), facts, terms)}
    assert (found[2024].saving, found[2025].saving) == (31 * 48, 119 * 48)
    assert found[2024].expected == 0  # nothing falls due before the first anniversary
    assert found[2025].expected == 2_000


def test_without_families_there_is_nothing_to_set_aside(torino: Programme) -> None:
    facts = facts_of()
    assert years_ahead(forecast(torino, facts, torino.in_force()), facts, torino.in_force()) == ()


def test_a_year_with_an_outcome_without_odds_has_no_amount(torino: Programme) -> None:
    only = cohort_facts(2023, 2, started=2, kept=2, stability=2, wellbeing={"pending": 2}, waiting=2)
    facts, terms = facts_of(only), torino.in_force()
    last = years_ahead(forecast(torino, facts, terms), facts, terms)[-1]
    assert (last.year, last.expected, last.low, last.high) == (2026, None, None, None)

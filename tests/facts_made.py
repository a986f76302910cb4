"""Facts written down by hand, for tests: what the records would have given."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from h4a_core.facts import CohortFacts, Exposure, Facts, ObservedNights, Tally

METRICS = ("started", "kept", "stability", "wellbeing", "waiting")
AS_OF = date(2025, 11, 30)
HOTELS = ("expected_nights=150", "cost_per_night=48", "hotel_probability=1")
"""Round values for hotels without the programme, chosen so that a saving is easily worked out by hand."""
HOTEL_VALUES = {name: Decimal(value) for name, _, value in (change.partition("=") for change in HOTELS)}


def tally(households: int, said: int | Mapping[str, int]) -> Tally:
    """A count alone is settled; a mapping gives the states, and the rest failed."""
    if isinstance(said, int):
        return Tally(achieved=said, failed=households - said)
    rest = households - sum(said.get(state, 0) for state in ("achieved", "failed", "pending", "unanswered"))
    return Tally(**{**said, "failed": said.get("failed", 0) + rest})


def cohort_facts(
    cohort: int,
    households: int,
    *,
    exposures: Sequence[Exposure] | None = None,
    observed: Sequence[ObservedNights] = (),
    **counts: Any,
) -> CohortFacts:
    """A cohort enrolled on the first of September of its year; metrics not named failed for all."""
    if exposures is None:
        exposures = (Exposure(date(cohort, 9, 1), 3, households),)
    tallies = {metric: tally(households, counts.get(metric, 0)) for metric in METRICS}
    return CohortFacts(cohort, households, tallies=tallies, exposures=exposures, observed=observed)


def facts_of(*cohorts: CohortFacts, as_of: date = AS_OF) -> Facts:
    """Facts of these cohorts."""
    return Facts(as_of, cohorts)


def sample_figures() -> Facts:
    """The figures of the sample's README, typed in: two cohorts of 11, 82 nights at 76 EUR."""
    stays = (ObservedNights(date(2022, 9, 1), 3, 82, Decimal(6232)),)
    return facts_of(
        cohort_facts(2022, 11, observed=stays, started=11, kept=10, stability=9, wellbeing=8, waiting=10),
        cohort_facts(
            2023, 11, started=11, kept=9, stability={"failed": 1, "pending": 10}, wellbeing={"pending": 11}, waiting=10
        ),
    )

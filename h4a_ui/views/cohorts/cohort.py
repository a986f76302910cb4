"""Which cohort is looked at, and who is in it."""

from datetime import date

import streamlit as st

from h4a_core.facts import CohortFacts
from h4a_ui.language import Language
from h4a_ui.session import View


def choose_cohort(view: View) -> CohortFacts:
    """A button for each cohort; the first until another is chosen."""
    say = view.say
    years = [one.cohort for one in view.facts.cohorts]
    year = st.segmented_control(
        say("Coorte"), years, default=years[0], required=True, format_func=str, key="cohort", bind="query-params"
    )
    return next(one for one in view.facts.cohorts if one.cohort == year)


def show_cohort(say: Language, cohort: CohortFacts, as_of: date) -> None:
    """How many families and people the cohort has, and how many are in their home."""
    st.markdown(
        say(
            "{families} famiglie, {people} persone, {minors} minori; {housed} famiglie in casa al {day}.",
            families=say.number(cohort.households),
            people=say.number(cohort.people),
            minors=say.number(cohort.minors),
            housed=say.number(cohort.housed_now),
            day=say.date(as_of),
        )
    )

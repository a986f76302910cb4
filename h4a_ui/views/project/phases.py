"""The phases of the project: when, what each delivered, what it left open."""

from collections.abc import Iterator
from datetime import date

import streamlit as st

from h4a_core.engine.evaluated_unit import anniversary
from h4a_core.programme import Source
from h4a_core.programme.project import Phase, Project
from h4a_ui.charts.phases import PhaseRow, phases_in_time
from h4a_ui.components import picture
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.project.words import show_sources


def _followed(view: View) -> Iterator[PhaseRow]:
    """The families of the records, from the first entry to the last third anniversary."""
    entered = [one.enrolled_date for cohort in view.measured.cohorts for one in cohort.exposures]
    if entered:
        say, last = view.say, _last(max(entered))
        words = say.plural(
            "{n} famiglia, fino al {day}", "{n} famiglie, fino al {day}", view.measured.households, day=say.date(last)
        )
        yield PhaseRow(say("Famiglie seguite"), words, min(entered), last, followed=True)


def _last(entered: date) -> date:
    return anniversary(entered, 3)


def _rows(view: View, project: Project) -> list[PhaseRow]:
    rows = [
        PhaseRow(
            view.say.text(one.label),
            view.say.text(one.period),
            one.dates.first if one.dates else None,
            one.dates.last if one.dates else None,
            one.done,
        )
        for one in project.phases
    ]
    ahead = next((at for at, one in enumerate(project.phases) if not one.done), len(rows))
    return [*rows[:ahead], *_followed(view), *rows[ahead:]]


def show_phases(view: View, project: Project) -> None:
    """The line of time, and under it a column for each phase."""
    picture(view.say, phases_in_time(view.say, _rows(view, project), view.as_of), key="phases")
    for number, (column, phase) in enumerate(zip(st.columns(len(project.phases)), project.phases, strict=True)):
        with column, st.container(border=True, height="stretch", gap="small"):
            _phase(view.say, phase, key=f"phase_{number}")


def _phase(say: Language, phase: Phase, *, key: str) -> None:
    state = f":green-badge[{say('conclusa')}]" if phase.done else f":orange-badge[{say('aperta')}]"
    st.markdown(f"**{say.text(phase.label)}** {state}  \n:small[{say.text(phase.purpose)}]")
    for title, found in ((say("Ha dato"), phase.delivered), (say("Resta aperto"), phase.open)):
        if found:
            st.markdown(
                "  \n".join(f":small[{one}]" for one in (f"**{title}**", *(say.text(one.what) for one in found)))
            )
    show_sources(say, _sources(say, phase), key=key)


def _sources(say: Language, phase: Phase) -> Iterator[tuple[str, Source]]:
    yield say.text(phase.label), phase.source
    for one in (*phase.delivered, *phase.open):
        yield say.text(one.what), one.source

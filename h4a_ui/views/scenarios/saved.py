"""Scenarios kept under a name, shared by a link, and compared."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from h4a_core.scenario import Scenario
from h4a_core.statement import Statement, statement
from h4a_ui import session
from h4a_ui.components import download, premium_per_household, small
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.sliders import address, back_to_facts, link
from h4a_ui.views.scenarios.board import board_of, cohort_on_screen

_SAVED_KEY = "_saved_scenarios"
_NAME_KEY = "scenario_name"
_MOST_SAVED = 3


def show_keeping(view: View) -> None:
    """A name to save the scenario under, the way back to the facts, and the link that reproduces it."""
    say = view.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(say("Nome dello scenario"), key=_NAME_KEY, persist_state="session", max_chars=40)
        st.button(say("Salva"), icon=":material/bookmark_add:", on_click=_save, args=(view,))
        st.button(say("Torna ai fatti"), icon=":material/restart_alt:", on_click=back_to_facts)
        shared = st.popover(say("Condividi"), icon=":material/link:", key="share", on_change="rerun")
    if shared.open:
        with shared:
            small(say("Questo indirizzo riapre lo scenario così com'è:"))
            query = {"scenario_cohort": str(cohort_on_screen(view)), session.AS_OF_KEY: view.as_of.isoformat()}
            if view.scenario.counterfactual:
                query[session.WITHOUT_KEY] = view.scenario.counterfactual
            if say.code != "it":
                query[session.LANGUAGE_KEY] = say.code
            base = (st.context.url or "").split("?")[0]
            st.code(
                link(base, query | address(board_of(view).scenario(view), view.programme)),
                language=None,
                wrap_lines=True,
            )


def _save(view: View) -> None:
    """Keep the scenario under the name that stands in the field when the click arrives, typed a moment before."""
    saved: list[Scenario] = st.session_state.get(_SAVED_KEY, [])
    name = str(st.session_state[_NAME_KEY]).strip() or view.say("Scenario {n}", n=len(saved) + 1)
    scenario = board_of(view).scenario(view)
    others = [one for one in saved if one.name != name]
    kept = replace(scenario, name=name)
    st.session_state[_SAVED_KEY] = [*others, kept][-_MOST_SAVED:]


def show_saved(view: View, facts: Statement, made: Statement) -> None:
    """The scenarios saved beside the facts and the screen; nothing while none is saved."""
    saved: list[Scenario] = st.session_state.get(_SAVED_KEY, [])
    if not saved:
        return
    say = view.say
    st.subheader(say("Scenari salvati, a confronto"))
    columns = {say("Fatti"): facts, say("Sullo schermo"): made}
    columns |= {one.name: statement(view.programme, view.measured, one, view.known) for one in saved}
    names = [
        say("Famiglie"),
        say("Spesa evitata"),
        say("Premio per famiglia"),
        say("Premio maturato"),
        say("Premio ancora possibile"),
        say("Saldo per la Città, oggi"),
        say("Saldo se tutto riesce"),
    ]
    table = pd.DataFrame({name: _key_figures(say, one) for name, one in columns.items()}, index=names)
    st.table(table.rename(columns=in_markdown), border="horizontal")
    download(say, table.reset_index(names=""), name="scenari")


def _key_figures(say: Language, made: Statement) -> list[str]:
    return [
        say.number(made.facts.households),
        say.euro(made.savings.gross_saving),
        "{amount} ({badge})".format(**each) if (each := premium_per_household(say, made)) else "–",
        say.euro(made.earned),
        say.euro(made.possible),
        say.euro(made.savings.net_saving),
        say.euro(made.savings.net_saving_if_all_succeed),
    ]

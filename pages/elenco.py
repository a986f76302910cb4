"""Elenco beneficiari: who is eligible, in which order and why, and how far the order rests on the weights."""

import streamlit as st

from h4a_ui import session
from h4a_ui.views.opening import show_nothing_yet, show_staff_only, show_title
from h4a_ui.views.selection.candidates import (
    JudgedList,
    choose_candidates,
    judged_list,
    known_candidates,
    show_nobody_waits,
    show_none_applied,
)
from h4a_ui.views.selection.families import show_candidates
from h4a_ui.views.selection.figures import show_list
from h4a_ui.views.selection.ranking import show_ranking
from h4a_ui.views.selection.rules import show_rules
from h4a_ui.views.selection.weights import choose_list


@st.fragment
def _explore(view: session.View, everyone: JudgedList) -> None:
    """What a slider draws anew; the rest of the page stays."""
    say = view.say
    top = st.container()
    left, right = st.columns([1, 3], gap="large")
    with left:
        candidates, left_out = choose_candidates(say, everyone.candidates)
        made = choose_list(view, everyone.rules, candidates) if candidates else None
    if made is None:
        with right:
            show_nobody_waits(say)
        return
    with top:
        show_list(view, made, left_out)
    with right:
        show_ranking(say, made)
    show_candidates(say, made)
    show_rules(say, made)


view = session.view()
say = view.say
candidates = known_candidates(view)
if view.empty and not candidates:
    show_nothing_yet(say, "elenco")
show_title(say, "elenco")
show_staff_only(
    say, say("ogni riga è una famiglia, indicata con il codice. I punti ordinano, la scelta resta di una persona.")
)
if candidates:
    _explore(view, judged_list(candidates))
else:
    show_none_applied(say)

"""Who puts money into the project, and the law under which."""

import streamlit as st

from h4a_ui.session import View
from h4a_ui.views.chain.words import in_words
from h4a_ui.views.project.known import KnownProject
from h4a_ui.views.project.words import show_sources


def show_money(view: View, known: KnownProject) -> None:
    """A line for each funder with its amount, then the fund and its decree."""
    say, project = view.say, known.project
    for column, funder in zip(st.columns(len(project.funders)), project.funders, strict=True):
        words = in_words(say, known.money[funder.indicator])
        amount = f"**{words.value}** :small[{words.badge}]" if words.badge else words.value
        column.markdown(f"{amount}  \n{say.text(funder.name)}  \n:small[{say.text(funder.gives)}]")
    fund = project.fund
    st.markdown(f"**{say.text(fund.name)}** · {fund.law}  \n:small[{say.text(fund.purpose)}]")
    sources = [(say.text(one.name), one.source) for one in project.funders]
    show_sources(say, [*sources, (say.text(fund.name), fund.source)], key="money_sources")

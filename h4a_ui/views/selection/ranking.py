"""The order of the families, what it is made of, and how steady it is."""

import streamlit as st

from h4a_core.engine.robustness import DRAWS, first_swap
from h4a_core.engine.selection import shares
from h4a_ui.charts.ranking import PAGE, PartOf, RankRow, ranking_bars
from h4a_ui.components import picture, small
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language
from h4a_ui.views.selection.made import Made, turn_words


def show_ranking(say: Language, made: Made) -> None:
    """The points of each family, and the places it takes over the draws of weights; then the first swap."""
    rows = [
        RankRow(
            one.household_id,
            one.rank,
            one.last,
            tuple(map(float, one.parts)),
            share_in=steady.share_in,
            low=steady.low,
            high=steady.high,
            enrolled=one.judged.candidate.enrolled,
        )
        for one, steady in zip(made.selection.ranked, made.steady, strict=True)
    ]
    parts = [
        PartOf(say.text(one.label), float(share))
        for one, share in zip(made.rules.indicators, shares(made.weights), strict=True)
    ]
    first = _page_of(say, len(rows))
    picture(say, ranking_bars(say, rows, parts, made.places, DRAWS, first), key="ranking")
    swap = first_swap(made.selection, made.weights, made.places)
    if swap:
        small(
            say(
                "Il primo scambio: {leaves} cede il posto a {enters} {moved}.",
                leaves=in_markdown(swap.leaves.household_id),
                enters=in_markdown(swap.enters.household_id),
                moved=turn_words(say, made.rules, swap.turn),
            )
        )


def _page_of(say: Language, families: int) -> int:
    """The position of the first family drawn: beyond one picture's room there are buttons for the next."""
    if families <= PAGE:
        return 0
    starts = range(0, families, PAGE)
    chosen: int = st.segmented_control(
        say("Famiglie dal posto"),
        starts,
        default=0,
        required=True,
        format_func=lambda start: f"{start + 1}-{min(start + PAGE, families)}",
        key="elenco_page",
    )
    return chosen

"""Published tables, computed again."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from h4a_core.engine.costing import Check, checks
from h4a_core.programme.social_value import SocialValue
from h4a_ui.components import small, source_words
from h4a_ui.language import Language


def _checks(say: Language, found: Sequence[Check]) -> None:
    with st.expander(say("Perché fidarsi del calcolo: rifà {n} cifre pubblicate", n=say.number(len(found)))):
        names = [say("Tabella"), say("Che cosa"), say("Pubblicato"), say("Ricalcolato"), say("Uguale")]
        rows = [
            [
                say.text(one.table),
                say.text(one.what),
                _printed(say, one, one.printed),
                _printed(say, one, one.computed),
                say("sì") if one.agrees else say("no"),
            ]
            for one in found
        ]
        st.table(pd.DataFrame(rows, columns=names), hide_index=True, border="horizontal")
        small(say("Le cifre in mila e in milioni sono troncate, come nella fonte."))
        for source in dict.fromkeys(one.source for one in found):
            small(source_words(say, source))


def _printed(say: Language, one: Check, value: Decimal) -> str:
    digits = -int(one.printed.as_tuple().exponent)
    scale = {1_000: say("mila"), 1_000_000: say("milioni")}.get(int(one.unit), "")
    number = say.money(value) if digits == 2 and not scale else say.number(value, digits)  # noqa: PLR2004 - cents
    return " ".join(part for part in (number, scale, one.currency) if part)


def show_published(say: Language, model: SocialValue) -> None:
    """Figures that others published beside the same ones as computed here."""
    _checks(say, checks(model.published))

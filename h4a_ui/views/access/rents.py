"""What families pay below the market, beside the savings that others published."""

from collections.abc import Sequence

import streamlit as st

from h4a_core.engine.access import Rents, mean_saving_working, shown_groups
from h4a_core.programme.access import Access
from h4a_core.tables.codes import INCOME_CLASSES
from h4a_ui.charts.rents import RentRow, rent_pairs
from h4a_ui.components import badge, missing_records, picture, small, source_words
from h4a_ui.language import Language


def rent_label(say: Language, income_class: str | None, families: int) -> str:
    """The name of an income class, or of all families, with how many they are."""
    names = {code.name: say.text(code.label) for code in INCOME_CLASSES}
    return f"{names[income_class] if income_class else say('Tutte')} ({say.number(families)})"


def show_rents(say: Language, access: Access, rents: Sequence[Rents]) -> None:
    """Rent paid and rent of the market, of all families and by income class."""
    st.subheader(say("In denaro"))
    groups = shown_groups(rents, lambda one: one.market)
    if not groups:
        missing_records(
            say, say("Servono almeno 3 famiglie con il canone pagato e quello di mercato della stessa casa.")
        )
        return
    rows = [
        RentRow(
            rent_label(say, income_class, pair.families), pair.families, *pair.means, pair.mean_saved, pair.mean_change
        )
        for income_class, pair in groups
    ]
    references = [(say.text(one.label), one.value) for one in access.rents.values()]
    picture(say, rent_pairs(say, rows, references), key="rents")
    for income_class, pair in groups:
        published = access.rent_savings.get(income_class or "all")
        if published:
            words = say(
                "{label}: {published} al mese; qui {ours}.",
                label=say.text(published.label),
                published=say.euro(published.value),
                ours=say.euro(mean_saving_working(pair).value),
            )
            small(f"{words} {badge(say, 'assumption')} {source_words(say, published.source)}")

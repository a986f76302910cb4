"""Where the published figures come from."""

import streamlit as st

from h4a_core.programme.access import Access
from h4a_ui.components import badge, quantity, source_words
from h4a_ui.language import Language


def show_sources(say: Language, access: Access) -> None:
    """Each published figure with its source."""
    with st.expander(say("Da dove vengono i confronti")):
        published = [access.published_wait, access.public_list_wait]
        for value in (*published, *access.rents.values(), *access.rent_savings.values()):
            words = f"{say.text(value.label)}: **{quantity(say, value.value, value.unit)}**"
            st.markdown(f"- {words} {badge(say, 'assumption')} {source_words(say, value.source)}")

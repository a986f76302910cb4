"""What stands around every page: configuration, menu, language, day, and the note on invented records."""

from datetime import date, datetime
from pathlib import Path

import streamlit as st

from h4a_core.programme import ProgrammeError
from h4a_core.store.connection import StoreError
from h4a_ui import session
from h4a_ui.components import counterfactual_strip, invented_strip, known_at_strip, readings_strip
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language
from h4a_ui.menu import menu


def _menu(say: Language) -> dict[str, list[st.Page]]:
    """The pages of each group, as Streamlit draws its menu."""
    pages = menu(say)
    groups: dict[str, list[st.Page]] = {one.group: [] for one in pages}
    for one in pages:
        script = session.ROOT / "pages" / f"{one.name}.py"
        groups[one.group].append(
            st.Page(script, title=one.title, icon=one.icon, url_path=one.name, default=one is pages[0])
        )
    return groups


def _choices(say: Language) -> None:
    newest = session.records().newest_day
    state = st.session_state
    if state.get(session.NEWEST_KEY) != newest:  # new records came in: follow them, unless another day was chosen
        if state.get(session.AS_OF_KEY) == state.get(session.NEWEST_KEY):
            state.pop(session.AS_OF_KEY, None)
        state[session.NEWEST_KEY] = newest
    today = datetime.now(session.ROME).date()
    with st.sidebar:
        st.markdown(f"**{say.text(session.programme().name)}**")
        if newest:
            st.date_input(
                say("Situazione al"),
                value=newest,
                min_value=date(2000, 1, 1),
                max_value=max(newest, today),
                format="DD/MM/YYYY",
                key=session.AS_OF_KEY,
                bind="query-params",
                help=say("Tutte le cifre valgono a questo giorno; si parte dal giorno dell'ultima registrazione."),
            )
            with st.expander(say("Guarda indietro"), expanded=session.known_at() is not None):
                st.date_input(
                    say("Con quel che si sapeva il"),
                    value=None,
                    min_value=date(2000, 1, 1),
                    max_value=today,
                    format="DD/MM/YYYY",
                    key=session.KNOWN_AT_KEY,
                    bind="query-params",
                    help=say(
                        "Quel che è stato importato, corretto o annullato dopo questo giorno non si vede: "
                        "un rendiconto di allora si ritrova al centesimo."
                    ),
                )
        st.segmented_control(
            say("Lingua"),
            ["it", "en"],
            required=True,
            format_func={"it": "Italiano", "en": "English"}.__getitem__,
            key=session.LANGUAGE_KEY,
            label_visibility="collapsed",
        )


def _own_words(say: Language) -> None:
    """Put our words where Streamlit has English ones and no parameter for them (streamlit issue 13500).

    The upload button is renamed; its note on sizes, the toolbars of tables and the hint on pressing Enter are left out,
    since what they offer stands beside them in the reader's language.
    """
    upload, skip = say("Scegli i file"), say("Vai al contenuto")
    st.html(
        f"""<style>
        [data-testid="stFileUploaderDropzone"] button p {{ font-size: 0; }}
        [data-testid="stFileUploaderDropzone"] button p::after {{ content: "{upload}"; font-size: 0.875rem; }}
        [data-testid="stSkipToContent"] {{ font-size: 0 !important; }}
        [data-testid="stSkipToContent"]::after {{ content: "{skip}"; font-size: 0.875rem; }}
        [data-testid="stDataFrameColumnMenu"],
        [data-testid="stFileUploaderDropzoneInstructions"], [data-testid="stElementToolbar"],
        [data-testid="InputInstructions"] {{ display: none; }}
        </style>"""
    )


def _frame() -> None:
    session.follow_address()
    say = session.language()
    st.set_page_config(page_title="Homes4All", page_icon=str(Path(__file__).with_name("icon.png")), layout="wide")
    page = st.navigation(_menu(say), expanded=True)
    _own_words(say)
    try:
        _choices(say)
        if session.records().invented:
            invented_strip(say)
        looked_back = session.known_at()
        if looked_back:
            known_at_strip(say, looked_back)
        if session.readings():
            readings_strip(say, len(session.readings()))
        chosen = session.counterfactual()
        if chosen:
            counterfactual_strip(say, chosen, known=session.known_stays(session.as_of()) is not None)
        page.run()
    except StoreError as error:
        st.error(in_markdown(say.text(error.text)))
    except ProgrammeError as error:
        st.error("  \n".join(map(in_markdown, error.said(say.code).splitlines())))


_frame()

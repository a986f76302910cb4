"""Starting over, from the invented records or from nothing."""

from collections.abc import Callable

import streamlit as st

from h4a_core.records.intake.importing import bundled_sample, load_many
from h4a_core.store.batches import ChangedMeanwhileError, Erased, clear, erased_by_clear
from h4a_ui import session
from h4a_ui.acts import carry_out, show_refusal
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.views.archive.copies import offer_copy
from h4a_ui.views.archive.importing import DONE_KEY


def show_start_over(say: Language) -> None:
    """Begin again from the invented records, or from nothing; what that takes away is said before."""
    st.subheader(say("Ricomincia"))
    with session.open_store().reading() as cursor:
        erased = erased_by_clear(cursor)
    small(_erased(say, erased))
    show_refusal("start_over")
    with st.container(horizontal=True):
        if not erased.imports:
            st.button(
                say("Dai dati inventati"), icon=":material/science:", key="from_sample", on_click=carry_out,
                args=("start_over", _from_sample, erased),
            )  # fmt: skip
            return
        if st.button(say("Dai dati inventati"), icon=":material/science:", key="from_sample"):
            _sure(say, erased, say("Al loro posto verranno i dati inventati."), _from_sample)
        if st.button(say("Da zero"), icon=":material/delete:", key="from_empty"):
            _sure(say, erased, say("Il cruscotto resterà vuoto."), _from_empty)


def _erased(say: Language, erased: Erased) -> str:
    """What starting over takes away, and what stays."""
    kept = (
        say.plural(
            "{n} rendiconto emesso resta com'è", "{n} rendiconti emessi restano come sono", erased.statements_kept
        )
        if erased.statements_kept
        else say("non ci sono rendiconti emessi")
    )
    if not erased.imports:
        return say("L'archivio è già vuoto: non si toglie nulla; {kept}.", kept=kept)
    return say(
        "Toglie per sempre {imports}, con {rows} e {aside}, e la loro storia; {kept}, e resta scritto quando e da chi "
        "si è ricominciato.",
        imports=say.plural("{n} importazione", "{n} importazioni", erased.imports),
        rows=say.plural("{n} riga", "{n} righe", erased.rows),
        aside=say.plural("{n} messa da parte", "{n} messe da parte", erased.rows_set_aside),
        kept=kept,
    )


def _sure(say: Language, erased: Erased, then: str, act: Callable[[Erased], str | None]) -> None:
    @st.dialog(say("Confermi?"))
    def ask() -> None:
        st.markdown(f"{_erased(say, erased)} {then}")
        with st.container(horizontal=True):
            offer_copy(say, key="backup_first")
            sure = say("Sì, ricomincia")
            if st.button(sure, type="primary", key="sure", on_click=carry_out, args=("start_over", act, erased)):
                st.rerun()

    ask()


def _from_empty(seen: Erased) -> str | None:
    """Take away what the page said it would, and nothing else."""
    store, say = session.open_store(), session.language()
    changed = say("Non ho tolto nulla: intanto l'archivio è cambiato. Guarda qui sopra che cosa toglierebbe adesso.")
    if seen.imports:
        try:
            clear(store, session.acting_user(), seen=seen)
        except ChangedMeanwhileError:
            return changed
    else:
        with store.reading() as cursor:
            if erased_by_clear(cursor).imports:
                return changed
    st.session_state.pop(DONE_KEY, None)
    return None


def _from_sample(seen: Erased) -> str | None:
    refusal = _from_empty(seen)
    if refusal is None:
        load_many(session.open_store(), bundled_sample(), by=session.acting_user())
    return refusal

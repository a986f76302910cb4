"""Every import with its events, and the way to undo it or bring it back."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from h4a_core.store.batches import Batch, batch_events, history, redo, undo
from h4a_core.store.connection import StoreError
from h4a_core.store.events import EVERY_IMPORT
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.views.archive.set_aside import offer_set_aside
from h4a_ui.views.archive.words import invented_mark, moment, plain, table_name

_SHORT = 12  # characters of a fingerprint that tell files apart at a glance


@st.fragment
def show_history(say: Language) -> None:
    """A table of all imports; of the chosen one all that happened to it, and the way to undo it or bring it back."""
    st.subheader(say("Importazioni"))
    batches = session.measured(history)
    if batches:
        small(say("Il cerchio a sinistra sceglie un'importazione: che cosa le è successo, e come annullarla."))
        chosen = st.dataframe(
            _imports(say, batches),
            hide_index=True,
            column_config={say("Quando"): st.column_config.DatetimeColumn(format="DD/MM/YYYY HH:mm")},
            on_select="rerun",
            selection_mode="single-row-required",
            key=f"imports_{batches[0].batch_id}",  # a new import is the one chosen
            alt=say("Le importazioni, dalla più recente"),
        )
        for row in chosen.selection.rows:
            _import(say, batches[row])
    else:
        st.markdown(say("Ancora nessuna."))
    cleared = [moment(say, event.at, event.by) for event in session.measured(batch_events, EVERY_IMPORT)]
    if cleared:
        small(say("Ricominciato da capo: {moments}.", moments="; ".join(cleared)))


def _imports(say: Language, batches: Sequence[Batch]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                say("File"): one.file,
                say("Stato"): say("annullata") if one.hidden_at else say("in vigore"),
                say("Tabella"): table_name(say, one.table),
                say("Quando"): one.imported_at.astimezone(session.ROME).replace(tzinfo=None),
                say("Righe"): one.rows_accepted,
                say("Da parte"): one.rows_rejected,
                say("Chi"): one.imported_by or "–",
                say("Impronta"): one.sha256[:_SHORT],
            }
            for one in batches
        ]
    )


def _import(say: Language, batch: Batch) -> None:
    with st.container(border=True):
        rows = [say.plural("{n} riga", "{n} righe", batch.rows_accepted)]
        if batch.rows_rejected:
            rows.append(say.plural("{n} da parte", "{n} da parte", batch.rows_rejected))
        mark = invented_mark(say) if batch.invented else ""
        st.markdown(f"**{plain(batch.file)}** · {table_name(say, batch.table)} · {', '.join(rows)}{mark}")
        events = session.measured(batch_events, batch.batch_id)
        st.markdown("\n".join(f"- {say.text(one.label)} {moment(say, one.at, one.by)}" for one in events))
        small(say("SHA-256 del contenuto: `{sha256}`", sha256=batch.sha256))
        if batch.rows_rejected:
            offer_set_aside(say, batch.batch_id, batch.file, key="history_aside")
        if session.known_at():
            small(say("Stai guardando indietro: per annullare o ripristinare torna a oggi."))
        else:
            _change(say, batch)


def _change(say: Language, batch: Batch) -> None:
    """Undo the import, or bring it back."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if batch.hidden_at:
            action, pressed = redo, st.button(say("Ripristina"), key=f"redo_{batch.batch_id}", icon=":material/redo:")
        else:
            action, pressed = undo, st.button(say("Annulla"), key=f"undo_{batch.batch_id}", icon=":material/undo:")
    if pressed:
        try:
            action(session.open_store(), batch.batch_id, session.acting_user())
        except StoreError as error:  # another visitor was quicker
            st.error(say.text(error.text))
        else:
            st.rerun()

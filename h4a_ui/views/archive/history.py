"""Every import with its events, and the way to undo it or bring it back."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from h4a_core.store.batches import Batch, BatchEvent, ChangedMeanwhileError, batch_events, history, redo, undo
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.events import EVERY_IMPORT
from h4a_ui import session
from h4a_ui.acts import carry_out, show_refusal
from h4a_ui.components import small
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language
from h4a_ui.views.archive.set_aside import offer_set_aside
from h4a_ui.views.archive.words import invented_mark, moment, table_name

_SHORT = 12  # characters of a fingerprint that tell files apart at a glance


@st.fragment
def show_history(say: Language) -> None:
    """A table of all imports; of the chosen one all that happened to it, and the way to undo it or bring it back."""
    st.subheader(say("Importazioni"))
    if show_refusal("history"):
        st.rerun()  # the whole page, not this part alone
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
            if row < len(batches):
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
        st.markdown(f"**{in_markdown(batch.file)}** · {table_name(say, batch.table)} · {', '.join(rows)}{mark}")
        events = session.measured(batch_events, batch.batch_id)
        st.markdown("\n".join(f"- {say.text(one.label)} {moment(say, one.at, one.by)}" for one in events))
        small(say("SHA-256 del contenuto: `{sha256}`", sha256=batch.sha256))
        if batch.rows_rejected:
            offer_set_aside(say, batch.batch_id, batch.file, key="history_aside")
        if session.known_at():
            small(say("Stai guardando indietro: per annullare o ripristinare torna a oggi."))
        elif batch.hidden_at:
            st.button(
                say("Ripristina"),
                key=f"redo_{batch.batch_id}",
                icon=":material/redo:",
                on_click=carry_out,
                args=("history", _redo, batch),
            )
        else:
            st.button(
                say("Annulla"),
                key=f"undo_{batch.batch_id}",
                icon=":material/undo:",
                on_click=carry_out,
                args=("history", _undo, batch),
            )


def _undo(seen: Batch) -> str | None:
    return _change(partial(undo, seen=seen.last_event), seen)


def _redo(seen: Batch) -> str | None:
    return _change(partial(redo, seen=seen.last_event), seen)


def _change(action: Callable[[Store, int, str | None], BatchEvent], seen: Batch) -> str | None:
    """Undo an import or bring it back, as it was `seen`; if it is no longer so, say what happened to it meanwhile.

    The store compares and acts in one step: between the two nobody else can act.
    """
    say, file = session.language(), in_markdown(seen.file)
    gone = say("Non ho fatto nulla: intanto qualcuno ha ricominciato da capo, e {file} non c'è più.", file=file)
    try:
        action(session.open_store(), seen.batch_id, session.acting_user())
    except ChangedMeanwhileError as error:
        if error.event.action == "import":  # another import has its number now
            return gone
        what, when = say.text(error.event.label), moment(say, error.event.at, error.event.by)
        return say("Non ho fatto nulla: intanto {file} è stato {what} {when}.", file=file, what=what, when=when)
    except StoreError:
        return gone
    return None

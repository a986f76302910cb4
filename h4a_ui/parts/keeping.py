"""What keeps the records: the history of imports, copies, templates, and starting over."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, date
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from h4a_core.records.importing import bundled_sample, load_many
from h4a_core.records.tables import TABLES
from h4a_core.records.templates import template_workbook
from h4a_core.store.backup import backup, verify_store
from h4a_core.store.batches import Batch, clear, redo, undo
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.parts.importing import DONE_KEY, XLSX, invented_mark, table_name

_ROME = ZoneInfo("Europe/Rome")


def show_history(say: Language, batches: Sequence[Batch]) -> None:
    """Every import with its file, day and rows; each can be undone and brought back."""
    st.subheader(say("Importazioni"))
    if not batches:
        st.markdown(say("Ancora nessuna."))
        return
    for batch in batches:
        name, when, rows, action = st.columns([4, 2, 3, 2], vertical_alignment="center")
        hidden = batch.hidden_at is not None
        label = f"~~{batch.file}~~" if hidden else f"**{batch.file}**"
        mark = invented_mark(say) if batch.invented else ""
        name.markdown(f"{label} · {table_name(say, batch.table)}{mark}")
        local = batch.imported_at.replace(tzinfo=batch.imported_at.tzinfo or UTC).astimezone(_ROME)
        when.markdown(f"{say.date(local)} {local:%H:%M}")
        good = say.plural("{n} riga", "{n} righe", batch.rows_accepted)
        faulty = say.plural("{n} da parte", "{n} da parte", batch.rows_rejected)
        rows.markdown(good + (f", {faulty}" if batch.rows_rejected else ""))
        if hidden:
            action.button(
                say("Ripristina"),
                key=f"redo_{batch.batch_id}",
                on_click=_redo,
                args=(batch.batch_id,),
                icon=":material/redo:",
            )
        else:
            action.button(
                say("Annulla"),
                key=f"undo_{batch.batch_id}",
                on_click=_undo,
                args=(batch.batch_id,),
                icon=":material/undo:",
            )


def _undo(batch_id: int) -> None:
    undo(session.open_store(), batch_id)


def _redo(batch_id: int) -> None:
    redo(session.open_store(), batch_id)


def show_backup(say: Language) -> None:
    """A copy of everything as a ZIP of Parquet files, checked as it is made; and a check of the store itself."""
    st.subheader(say("Copia di riserva"))
    small(
        say(
            "Tutte le registrazioni con la loro storia, in file Parquet con un manifesto e le impronte; si fa anche "
            "mentre il cruscotto è in uso. Per ripristinarla: `python -m h4a_core restore`."
        )
    )
    with st.container(horizontal=True):
        st.download_button(
            say("Scarica una copia"),
            _backup_zip,
            file_name=f"h4a-{date.today():%Y-%m-%d}.zip",  # noqa: DTZ011 - a local day
            mime="application/zip",
            icon=":material/archive:",
            key="backup",
            on_click="ignore",
        )
        if st.button(say("Controlla l'archivio"), icon=":material/fact_check:", key="verify"):
            found = verify_store(session.open_store())
            for problem in found.problems:
                st.error(say.text(problem))
            if found.sound:
                st.success(say("Tutto a posto: {rows} righe controllate.", rows=say.number(sum(found.rows.values()))))


def _backup_zip() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "h4a-backup"
        backup(session.open_store(), copied)
        return Path(shutil.make_archive(str(copied), "zip", folder, copied.name)).read_bytes()


def show_templates(say: Language) -> None:
    """A workbook to fill in for each table."""
    st.subheader(say("Modelli da compilare"))
    small(say("Un file Excel per tabella, con le istruzioni colonna per colonna."))
    with st.container(horizontal=True):
        for name, table in TABLES.items():
            st.download_button(
                say.text(table.label),
                partial(template_workbook, table, say.code),
                file_name=f"{say('modello')}-{say.text(table.label).lower().replace(' ', '-')}.xlsx",
                mime=XLSX,
                icon=":material/download:",
                key=f"template_{name}",
                on_click="ignore",
            )


def show_start_over(say: Language) -> None:
    """Begin again from the invented records, or from nothing."""
    st.subheader(say("Ricomincia"))
    small(say("Toglie tutte le registrazioni e tutte le importazioni, per sempre."))
    with st.container(horizontal=True):
        if st.button(say("Dai dati inventati"), icon=":material/science:", key="from_sample"):
            _sure(
                say,
                say("Tutte le registrazioni saranno tolte e al loro posto verranno i dati inventati."),
                _from_sample,
            )
        if st.button(say("Da zero"), icon=":material/delete:", key="from_empty"):
            _sure(say, say("Tutte le registrazioni saranno tolte e il cruscotto resterà vuoto."), _from_empty)


def _sure(say: Language, words: str, action: Callable[[], None]) -> None:
    @st.dialog(say("Confermi?"))
    def ask() -> None:
        st.markdown(words)
        if st.button(say("Sì, ricomincia"), type="primary", key="sure"):
            action()
            st.session_state.pop(DONE_KEY, None)
            st.rerun()

    ask()


def _from_empty() -> None:
    clear(session.open_store())


def _from_sample() -> None:
    _from_empty()
    load_many(session.open_store(), bundled_sample())

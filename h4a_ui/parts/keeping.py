"""What keeps the records: copies and their check, templates, and starting over."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from h4a_core.records.intake.importing import bundled_sample, load_many
from h4a_core.records.intake.templates import template_workbook
from h4a_core.store.backup import backup, verify_store
from h4a_core.store.batches import Erased, clear, erased_by_clear
from h4a_core.tables.registry import TABLES
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.parts.importing import DONE_KEY, XLSX


def show_backup(say: Language) -> None:
    """A copy of everything as a ZIP of Parquet files, checked as it is made; and a check of the store itself."""
    st.subheader(say("Copia di riserva"))
    small(
        say(
            "Tutte le registrazioni con la loro storia, in file Parquet con un manifesto e le impronte; si fa anche "
            "mentre il cruscotto è in uso, da qui o con `python -m h4a_core backup`. "
            "Per ripristinarla: `python -m h4a_core restore`."
        )
    )
    with st.container(horizontal=True):
        _download(say, key="backup")
        if st.button(say("Controlla l'archivio"), icon=":material/fact_check:", key="verify"):
            found = verify_store(session.open_store())
            for problem in found.problems:
                st.error(say.text(problem))
            if found.sound:
                st.success(say("Tutto a posto: {rows} righe controllate.", rows=say.number(sum(found.rows.values()))))


def _download(say: Language, *, key: str) -> None:
    st.download_button(
        say("Scarica una copia"),
        _backup_zip,
        file_name=f"h4a-{date.today():%Y-%m-%d}.zip",  # noqa: DTZ011 - a local day
        mime="application/zip",
        icon=":material/archive:",
        key=key,
        on_click="ignore",
    )


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
    """Begin again from the invented records, or from nothing; what that takes away is said before."""
    st.subheader(say("Ricomincia"))
    with session.open_store().reading() as cursor:
        erased = erased_by_clear(cursor)
    small(_erased(say, erased))
    with st.container(horizontal=True):
        if st.button(say("Dai dati inventati"), icon=":material/science:", key="from_sample"):
            if erased.imports:
                _sure(say, erased, say("Al loro posto verranno i dati inventati."), _from_sample)
            else:
                _load_sample()
                st.rerun()
        if erased.imports and st.button(say("Da zero"), icon=":material/delete:", key="from_empty"):
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


def _sure(say: Language, erased: Erased, then: str, action: Callable[[], None]) -> None:
    @st.dialog(say("Confermi?"))
    def ask() -> None:
        st.markdown(f"{_erased(say, erased)} {then}")
        with st.container(horizontal=True):
            _download(say, key="backup_first")
            if st.button(say("Sì, ricomincia"), type="primary", key="sure", on_click=action):
                st.rerun()

    ask()


def _from_empty() -> None:
    clear(session.open_store(), session.acting_user())
    st.session_state.pop(DONE_KEY, None)


def _from_sample() -> None:
    _from_empty()
    _load_sample()


def _load_sample() -> None:
    load_many(session.open_store(), bundled_sample())

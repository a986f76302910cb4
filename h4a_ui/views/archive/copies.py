"""Copies of the archive, and its check."""

import shutil
import tempfile
from datetime import date
from pathlib import Path

import streamlit as st

from h4a_core.store.backup import backup, verify_store
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language


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
        offer_copy(say, key="backup")
        if st.button(say("Controlla l'archivio"), icon=":material/fact_check:", key="verify"):
            found = verify_store(session.open_store())
            for problem in found.problems:
                st.error(in_markdown(say.text(problem)))
            if found.sound:
                st.success(say("Tutto a posto: {rows} righe controllate.", rows=say.number(sum(found.rows.values()))))


def offer_copy(say: Language, *, key: str) -> None:
    """A button to take a copy away."""
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

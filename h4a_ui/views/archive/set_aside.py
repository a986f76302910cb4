"""The rows of an import that were set aside, to take away and correct."""

from functools import partial

import streamlit as st

from h4a_core.records.intake.correction_workbook import rejected_workbook
from h4a_core.text import Lang
from h4a_ui import session
from h4a_ui.foreign import in_file_name
from h4a_ui.language import Language
from h4a_ui.views.archive.words import XLSX


def offer_set_aside(say: Language, batch_id: int, file: str, *, key: str) -> None:
    """Offer the rows of an import that were set aside, with what is wrong beside each cell."""
    st.download_button(
        say("Scarica le righe messe da parte"),
        partial(_rows_to_correct, batch_id, say.code),
        file_name=f"{in_file_name(file.rsplit('.', 1)[0])}-{batch_id}-{say('da-correggere')}.xlsx",
        mime=XLSX,
        icon=":material/download:",
        key=f"{key}_{batch_id}",
        on_click="ignore",
    )


def _rows_to_correct(batch_id: int, lang: Lang) -> bytes:
    """The workbook, made when it is asked for."""
    with session.open_store().reading() as cursor:
        return rejected_workbook(cursor, batch_id, lang)

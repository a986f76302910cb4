"""One record by hand: a late answer, the end of a contract. It is brought in like a file of one row."""

from collections.abc import Mapping

import streamlit as st

from h4a_core.records.intake.single_record import answers_for_record, as_cell, record_file, record_in_force
from h4a_core.store.versions import key_values
from h4a_core.tables.fields import Field
from h4a_core.tables.registry import TABLES
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.views.archive.importing import choose_contents
from h4a_ui.views.archive.words import table_name

_TABLE_KEY = "one_record_table"


def show_one_record(say: Language) -> None:
    """Choose a table and a key, fill in the rest; what is written is then looked at and confirmed like any file."""
    if session.known_at():
        return
    with st.expander(say("Una registrazione sola: una risposta tardiva, la fine di un contratto")):
        table = st.selectbox(
            say("Tabella"), list(TABLES), index=None, format_func=lambda name: table_name(say, name),
            key=_TABLE_KEY, placeholder=say("Scegli"),
        )  # fmt: skip
        if table is None:
            return
        key: list[object] = []
        texts: dict[str, str] = {}
        for name in TABLES[table].key:
            part = _key_part(say, table, TABLES[table].field(name), key)
            if part is None:
                return
            key.append(part[0])
            texts[name] = part[1]
        _form(say, table, texts, session.measured(record_in_force, table, tuple(key)) if None not in key else {})


def _key_part(say: Language, table: str, field: Field, before: list[object]) -> tuple[object | None, str] | None:
    """The next part of the key, one on record or a new one: its value (None if new) and text; None until chosen."""
    known = session.measured(key_values, table, tuple(before)) if None not in before else []
    by_text = {as_cell(field, value): value for value in known}
    text = st.selectbox(
        say.text(field.label),
        list(by_text),
        index=None,
        format_func=str,
        accept_new_options=True,
        key=f"one_record_{table}_{before}_{field.name}",
        placeholder=say("Scegli o scrivi"),
        help=say.text(field.description),
    )
    return None if text is None else (by_text.get(text), text)


def _form(say: Language, table: str, key: Mapping[str, str], in_force: Mapping[str, str]) -> None:
    """The fields beside the key, filled in as the record in force has them."""
    fields = [field for field in TABLES[table].fields if field.name not in key]
    widgets = {field.name: f"one_record_{table}_{'_'.join(key.values())}_{field.name}" for field in fields}
    with st.form(f"one_record_form_{table}", border=False):
        for field in fields:
            _field(say, field, in_force.get(field.name, ""), widgets[field.name])
        st.form_submit_button(say("Guarda e conferma"), on_click=_choose, args=(table, dict(key), widgets))
    small(say("Passa per gli stessi controlli di un file, resta nella storia e si annulla da lì."))


def _field(say: Language, field: Field, value: str, key: str) -> None:
    label = say.text(field.label) + ("" if field.required else f" ({say('facoltativo')})")
    if field.codes:
        words = [code.label.it for code in field.codes]
        shown = {code.label.it: say.text(code.label) for code in field.codes}
        st.selectbox(
            label, words, index=words.index(value) if value in words else None, format_func=shown.__getitem__,
            key=key, placeholder=say("Scegli"),
        )  # fmt: skip
    else:
        placeholder = say("gg/mm/aaaa") if field.kind == "date" else ""
        st.text_input(label, value=value, key=key, placeholder=placeholder, help=say.text(field.description))


def _choose(table: str, key: Mapping[str, str], widgets: Mapping[str, str]) -> None:
    """Let what was written be the file that is chosen on this page."""
    written = {name: str(st.session_state.get(widget) or "") for name, widget in widgets.items()}
    name, content = record_file(table, dict(key) | written)
    choose_contents(((name, content),), answers_for_record(table, name))

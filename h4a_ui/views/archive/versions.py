"""Every version of one record: what each import said of it, and which counts."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pandas as pd
import streamlit as st

from h4a_core.store.batches import history
from h4a_core.store.versions import RowVersion, key_values, row_history
from h4a_core.tables.fields import Field
from h4a_core.tables.registry import TABLES
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language
from h4a_ui.views.archive.words import moment, table_name

_FEW_KEYS = 500
"""Up to so many, the codes on record are offered in a list; beyond, one is typed."""
_SEPARATOR = re.compile(r"([_.-])")


@st.fragment
def show_versions(say: Language) -> None:
    """Choose a record by its key; see what each import said of it, what changed and which version counts."""
    known = {batch.table for batch in session.measured(history)}
    if not known:
        return
    st.subheader(say("La storia di una registrazione"))
    small(say("Una correzione non cancella: ogni versione resta, con il file e la riga da cui viene."))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        table = st.selectbox(
            say("Tabella"),
            [name for name in TABLES if name in known],
            format_func=lambda name: table_name(say, name),
            placeholder=say("Scegli"),
            key="versions_table",
            width=240,
        )
        key: tuple[object, ...] = ()
        for name in TABLES[table].key:
            part = _key_part(say, TABLES[table].field(name), table, key)
            if part is None:
                return
            key += (part,)
    versions = session.measured(row_history, table, key)
    if versions:
        _versions(say, table, versions)
    else:
        st.markdown(say("Non c'è nessuna registrazione con questa chiave."))


def _key_part(say: Language, field: Field, table: str, before: tuple[object, ...]) -> object | None:
    """The next part of a record's key, after those chosen; None until it is."""
    values = session.measured(key_values, table, before, _FEW_KEYS + 1)
    widget = f"versions_{table}_{before}_{field.name}"
    if len(values) > _FEW_KEYS and field.kind == "code":
        return st.text_input(say.text(field.label), key=f"{widget}_typed", width=240).strip() or None
    if not values:
        st.markdown(say("Non c'è nessuna registrazione con questa chiave."))
        return None
    return st.selectbox(
        say.text(field.label),
        values,
        index=0 if len(values) == 1 else None,
        format_func=lambda value: _words(say, field, value),
        placeholder=say("Scegli"),
        key=widget,
        width=240,
    )


def _versions(say: Language, table: str, versions: Sequence[RowVersion]) -> None:
    in_force = next((one for one in versions if one.visible), None)
    counted = (
        say("vale quella di {file}, riga {row}.", file=in_markdown(in_force.file), row=in_force.row_number)
        if in_force
        else say("oggi nessuna vale.")
    )
    st.markdown(f"**{say.plural('{n} versione', '{n} versioni', len(versions))}**: {counted}")
    numbers = {one.batch_id: number for number, one in enumerate(versions, 1)}
    columns = {}
    for one, before in zip(versions, [None, *versions], strict=False):
        columns[say("Versione {n}", n=numbers[one.batch_id])] = {
            say("Stato"): _state(say, one, numbers),
            say("File"): _SEPARATOR.sub("\\1\u200b", in_markdown(one.file)),  # a long name may go on in the next line
            say("Riga"): str(one.row_number),
            say("Arrivata"): moment(say, one.imported_at, one.imported_by),
        } | {say.text(field.label): _cell(say, field, one, before) for field in TABLES[table].fields}
    newest_first = pd.DataFrame(dict(reversed(columns.items())))
    st.table(newest_first, border="horizontal", alt=say("Le versioni della registrazione, dalla più recente"))


def _state(say: Language, one: RowVersion, numbers: dict[int, int]) -> str:
    if one.hidden_at:
        return f":gray-badge[{say('annullata')}] {moment(say, one.hidden_at, None)}"
    if one.replaced_by is not None:
        if one.replaced_by not in numbers:
            return f":gray-badge[{say('ritirata')}] {say('dall’importazione {n}', n=one.replaced_by)}"
        return f":gray-badge[{say('sostituita')}] {say('dalla {n}', n=numbers[one.replaced_by])}"
    return f":green-badge[{say('in vigore')}]"


def _cell(say: Language, field: Field, one: RowVersion, before: RowVersion | None) -> str:
    """A value; where it differs from the version before, that one's value too, in a badge."""
    value = one.values[field.name]
    words = in_markdown(_words(say, field, value))
    if before is None or before.values[field.name] == value:
        return words
    earlier = in_markdown(_words(say, field, before.values[field.name]))
    return f"{words} :orange-badge[{say('prima: {value}', value=earlier)}]"


def _words(say: Language, field: Field, value: object) -> str:
    """A stored value as people write it."""
    match value:
        case None:
            return "–"
        case bool():
            return say("sì") if value else say("no")
        case date():
            return say.date(value)
        case Decimal():
            return say.money(value)
    named = next((code.label for code in field.codes if code.name == value), None)
    return say.text(named) if named else str(value)

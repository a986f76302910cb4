"""What happened to the records: every import with its events, undo and redo, and every version of one record."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import streamlit as st

from h4a_core.store.batches import Batch, batch_events, history, redo, undo
from h4a_core.store.connection import StoreError
from h4a_core.store.events import EVERY_IMPORT
from h4a_core.store.versions import RowVersion, key_values, row_history
from h4a_core.tables.fields import Field
from h4a_core.tables.registry import TABLES
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.language import Language
from h4a_ui.parts.importing import invented_mark, set_aside, table_name

_SHORT = 12  # characters of a fingerprint that tell files apart at a glance
_FEW_KEYS = 500
"""Up to so many, the codes on record are offered in a list; beyond, one is typed."""
_SEPARATOR = re.compile(r"([_.-])")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


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
    cleared = [_when(say, event.at, event.by) for event in session.measured(batch_events, EVERY_IMPORT)]
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
        st.markdown(f"**{_plain(batch.file)}** · {table_name(say, batch.table)} · {', '.join(rows)}{mark}")
        events = session.measured(batch_events, batch.batch_id)
        st.markdown("\n".join(f"- {say.text(one.label)} {_when(say, one.at, one.by)}" for one in events))
        small(say("SHA-256 del contenuto: `{sha256}`", sha256=batch.sha256))
        if batch.rows_rejected:
            set_aside(say, batch.batch_id, batch.file, key="history_aside")
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
        return st.text_input(say.text(field.label), key=widget, width=240).strip() or None
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
        say("vale quella di {file}, riga {row}.", file=_plain(in_force.file), row=in_force.row_number)
        if in_force
        else say("oggi nessuna vale.")
    )
    st.markdown(f"**{say.plural('{n} versione', '{n} versioni', len(versions))}**: {counted}")
    numbers = {one.batch_id: number for number, one in enumerate(versions, 1)}
    columns = {}
    for one, before in zip(versions, [None, *versions], strict=False):
        columns[say("Versione {n}", n=numbers[one.batch_id])] = {
            say("Stato"): _state(say, one, numbers),
            say("File"): _plain(_SEPARATOR.sub("\\1\u200b", one.file)),  # a long name may go on in the next line
            say("Riga"): str(one.row_number),
            say("Arrivata"): _when(say, one.imported_at, one.imported_by),
        } | {say.text(field.label): _cell(say, field, one, before) for field in TABLES[table].fields}
    newest_first = pd.DataFrame(dict(reversed(columns.items())))
    st.table(newest_first, border="horizontal", alt=say("Le versioni della registrazione, dalla più recente"))


def _state(say: Language, one: RowVersion, numbers: dict[int, int]) -> str:
    if one.hidden_at:
        return f":gray-badge[{say('annullata')}] {_when(say, one.hidden_at, None)}"
    if one.replaced_by is not None:
        if one.replaced_by not in numbers:
            return f":gray-badge[{say('ritirata')}] {say('dall’importazione {n}', n=one.replaced_by)}"
        return f":gray-badge[{say('sostituita')}] {say('dalla {n}', n=numbers[one.replaced_by])}"
    return f":green-badge[{say('in vigore')}]"


def _cell(say: Language, field: Field, one: RowVersion, before: RowVersion | None) -> str:
    """A value; where it differs from the version before, that one's value too, in a badge."""
    value = one.values[field.name]
    words = _plain(_words(say, field, value))
    if before is None or before.values[field.name] == value:
        return words
    return (
        f"{words} :orange-badge[{say('prima: {value}', value=_plain(_words(say, field, before.values[field.name])))}]"
    )


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


def _when(say: Language, at: datetime, by: str | None) -> str:
    local = at.astimezone(session.ROME)
    moment = say("il {day} alle {time}", day=say.date(local), time=f"{local:%H:%M}")
    return f"{moment}, {_plain(by)}" if by else moment


def _plain(words: str) -> str:
    """Words of a file or a person, to stand inside Markdown as they are."""
    return _PUNCTUATION.sub(r"\\\1", words)

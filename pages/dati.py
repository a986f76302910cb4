"""Dati: bring in files, see what was understood, confirm; the history of imports, undo, templates, starting over."""

from collections.abc import Callable, Sequence
from datetime import UTC
from functools import partial
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from h4a_core.records.importing import bundled_sample, load_many, preview_many
from h4a_core.records.results import Finding, ImportResult, Preview
from h4a_core.records.tables import TABLES
from h4a_core.records.templates import rejected_workbook, template_workbook
from h4a_core.store.batches import Batch, clear, counts, history, undo
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.language import Language

_TYPES = ["csv", "tsv", "txt", "xlsx"]
_ROUND_KEY = "_upload_round"
_DONE_KEY = "_import_results"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROME = ZoneInfo("Europe/Rome")


def _invented(say: Language) -> str:
    return f" :orange-badge[{say('inventati')}]"


def _table_name(say: Language, table: str | None) -> str:
    return say.text(TABLES[table].label) if table else "–"


def _findings(say: Language, findings: Sequence[Finding], total: int) -> None:
    table = pd.DataFrame(
        [
            {
                say("Riga"): one.row,
                say("Colonna"): one.column or "–",
                say("Valore"): one.value or "",
                say("Che cosa non va, e come si rimedia"): say.text(one.message),
            }
            for one in findings
        ]
    )
    st.dataframe(table, hide_index=True, alt=say("Rilievi sulle righe del file"))
    if total > len(findings):
        small(say("Mostrati i primi {n} di {total} rilievi.", n=say.number(len(findings)), total=say.number(total)))


def _recognised(say: Language, found: Preview) -> str:
    parts = [say("tabella **{table}**", table=_table_name(say, found.result.table))]
    if found.sheet and found.sheet != found.result.file:
        parts.append(say("foglio «{sheet}»", sheet=found.sheet))
    if found.encoding:
        parts.append(say("codifica {encoding}", encoding=found.encoding))
    if found.separator:
        names = {";": say("punto e virgola"), ",": say("virgola"), "\t": say("tabulazione"), "|": say("barra")}
        parts.append(say("separatore {separator}", separator=names.get(found.separator, found.separator)))
    if found.header_line:
        parts.append(say("intestazione alla riga {row}", row=found.header_line))
    return " · ".join(parts)


def _columns(say: Language, found: Preview) -> None:
    fields = {field.name: say.text(field.label) for field in TABLES[found.result.table or ""].fields}
    table = pd.DataFrame(
        [
            {say("Nel file"): header, say("Riconosciuta come"): fields.get(name or "", say("lasciata fuori"))}
            for header, name in found.columns.items()
        ]
    )
    left, right = st.columns([2, 3])
    left.dataframe(table, hide_index=True, alt=say("Colonne riconosciute"))
    rows = pd.DataFrame(found.first_rows).rename(columns=fields)
    right.dataframe(
        rows.astype(str).replace("None", ""), hide_index=True, alt=say("Prime righe come sarebbero registrate")
    )


def _file(say: Language, found: Preview) -> None:
    result = found.result
    with st.container(border=True):
        st.markdown(f"**{result.file}**" + (_invented(say) if found.invented else ""))
        if result.refusal:
            st.error(say.text(result.refusal))
            return
        st.markdown(_recognised(say, found))
        if not result.unchanged:
            good = say.plural("{n} riga pronta", "{n} righe pronte", result.rows_accepted)
            faulty = say.plural("{n} messa da parte", "{n} messe da parte", result.rows_rejected)
            st.markdown(f"{good}, {faulty}")
        for words in result.notes:
            small(say.text(words))
        if result.findings:
            _findings(say, result.findings, result.findings_total)
        with st.expander(say("Colonne e prime righe")):
            _columns(say, found)


def _bring_in(say: Language) -> None:
    st.subheader(say("1. Scegli i file"))
    turn = st.session_state.setdefault(_ROUND_KEY, 0)
    files = st.file_uploader(
        say(
            "Nuclei, contratti, albergamenti, questionari, accompagnamento: CSV, TSV o Excel, anche più d'uno insieme."
        ),
        type=_TYPES,
        accept_multiple_files=True,
        key=f"files_{turn}",
    )
    for result in st.session_state.get(_DONE_KEY, []) if not files else []:
        _outcome(say, result)
    if not files:
        return
    st.session_state.pop(_DONE_KEY, None)
    contents = tuple((file.name, file.getvalue()) for file in files)
    drop = tuple(st.session_state.get(f"drop_{turn}", ()))
    st.subheader(say("2. Guarda che cosa si è capito"))
    store = session.open_store()
    with st.spinner(say("Leggo e controllo i file…")):
        previews = preview_many(store, contents, drop_columns=drop)
    personal = list(dict.fromkeys([*drop, *(column for one in previews for column in one.result.personal)]))
    if personal:
        st.warning(
            say(
                "Ci sono colonne che identificano persone: non entrano nel cruscotto. "
                "Puoi scartarle e importare il resto."
            )
        )
        st.multiselect(say("Colonne da scartare"), personal, key=f"drop_{turn}", placeholder=say("Nessuna"))
    for found in previews:
        _file(say, found)
    st.subheader(say("3. Conferma"))
    ready = [one for one in previews if not one.result.refusal]
    if not ready:
        st.markdown(say("Nessuno di questi file si può importare così: segui il rimedio scritto accanto a ciascuno."))
        return
    st.button(
        say.plural("Importa {n} file", "Importa {n} file", len(ready)),
        type="primary",
        icon=":material/check:",
        on_click=_import,
        args=(contents, drop),
    )
    small(say("I file rifiutati restano fuori; le righe messe da parte si possono scaricare, correggere e ricaricare."))


def _import(contents: tuple[tuple[str, bytes], ...], drop: tuple[str, ...]) -> None:
    results = load_many(session.open_store(), contents, drop_columns=drop, despite_refusals=True)
    st.session_state[_DONE_KEY] = results
    st.session_state[_ROUND_KEY] += 1


def _outcome(say: Language, result: ImportResult) -> None:
    if result.refusal:
        st.error(f"**{result.file}**: {say.text(result.refusal)}")
        return
    if result.unchanged:
        st.info(f"**{result.file}**: {say('era già importato: non cambia nulla.')}")
        return
    good = say.plural("{n} riga importata", "{n} righe importate", result.rows_accepted)
    faulty = say.plural("{n} messa da parte", "{n} messe da parte", result.rows_rejected)
    st.success(f"**{result.file}**: {good}, {faulty}", icon=":material/check_circle:")
    if result.findings:
        _findings(say, result.findings, result.findings_total)
        if result.batch_id is not None:
            _set_aside(say, result.batch_id, result.file)


def _set_aside(say: Language, batch_id: int, file: str) -> None:
    with session.open_store().reading() as cursor:
        workbook = rejected_workbook(cursor, batch_id, say.code)
    st.download_button(
        say("Scarica le righe messe da parte"),
        workbook,
        file_name=f"{file.rsplit('.', 1)[0]}-{say('da-correggere')}.xlsx",
        mime=_XLSX,
        icon=":material/download:",
        key=f"aside_{batch_id}",
        on_click="ignore",
    )


def _history(say: Language, batches: Sequence[Batch]) -> None:
    st.subheader(say("Importazioni"))
    if not batches:
        st.markdown(say("Ancora nessuna."))
        return
    for batch in batches:
        name, when, rows, action = st.columns([4, 2, 3, 2], vertical_alignment="center")
        hidden = batch.hidden_at is not None
        label = f"~~{batch.file}~~" if hidden else f"**{batch.file}**"
        mark = _invented(say) if batch.invented else ""
        name.markdown(f"{label} · {_table_name(say, batch.table)}{mark}")
        local = batch.imported_at.replace(tzinfo=batch.imported_at.tzinfo or UTC).astimezone(_ROME)
        when.markdown(f"{say.date(local)} {local:%H:%M}")
        good = say.plural("{n} riga", "{n} righe", batch.rows_accepted)
        faulty = say.plural("{n} da parte", "{n} da parte", batch.rows_rejected)
        rows.markdown(good + (f", {faulty}" if batch.rows_rejected else ""))
        if hidden:
            action.markdown(f":gray[{say('annullata')}]")
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


def _templates(say: Language) -> None:
    st.subheader(say("Modelli da compilare"))
    small(say("Un file Excel per tabella, con le istruzioni colonna per colonna."))
    with st.container(horizontal=True):
        for name, table in TABLES.items():
            st.download_button(
                say.text(table.label),
                partial(template_workbook, table, say.code),
                file_name=f"{say('modello')}-{say.text(table.label).lower().replace(' ', '-')}.xlsx",
                mime=_XLSX,
                icon=":material/download:",
                key=f"template_{name}",
                on_click="ignore",
            )


def _start_over(say: Language) -> None:
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
            st.session_state.pop(_DONE_KEY, None)
            st.rerun()

    ask()


def _from_empty() -> None:
    clear(session.open_store())


def _from_sample() -> None:
    _from_empty()
    load_many(session.open_store(), bundled_sample())


def _page() -> None:
    say = session.language()
    st.title(say("Dati"))
    with session.open_store().reading() as cursor:
        batches, rows = history(cursor), counts(cursor)
    held = [f"{_table_name(say, name).lower()} {say.number(n)}" for name, n in rows.items() if n]
    st.markdown(
        say("In archivio: {tables}.", tables=", ".join(held))
        if held
        else say("L'archivio è vuoto: porta i primi file.")
    )
    _bring_in(say)
    _history(say, batches)
    _templates(say)
    _start_over(say)


_page()

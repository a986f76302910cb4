"""Bringing in files: choose, see what was understood, answer what the files leave open, map columns, confirm."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from h4a_core.records.importing import load_many, preview_many
from h4a_core.records.profiles import Profile
from h4a_core.records.results import Finding, ImportResult, Preview, Question
from h4a_core.records.tables import TABLES
from h4a_core.records.templates import rejected_workbook
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.language import Language

_TYPES = ["csv", "tsv", "txt", "xlsx", "ods", "zip"]
_ROUND_KEY = "_upload_round"
DONE_KEY = "_import_results"
_PROFILE_KEY = "_profile"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Contents = tuple[tuple[str, bytes], ...]


def invented_mark(say: Language) -> str:
    """The badge of invented records."""
    return f" :orange-badge[{say('inventati')}]"


def table_name(say: Language, table: str | None) -> str:
    """The name of a table of records."""
    return say.text(TABLES[table].label) if table else "–"


def _findings(say: Language, findings: Sequence[Finding], total: int) -> None:
    table = pd.DataFrame(
        [
            {
                say("Peso"): say("da correggere") if one.severity == "error" else say("avviso"),
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
    parts = [say("tabella **{table}**", table=table_name(say, found.result.table))]
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


def _file(say: Language, found: Preview, key: str) -> None:
    result = found.result
    with st.container(border=True):
        st.markdown(f"**{result.file}**" + (invented_mark(say) if found.invented else ""))
        if result.refusal:
            st.error(say.text(result.refusal))
            if found.columns and not result.table and not result.personal:
                _map_columns(say, found, key)
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


def show_import(say: Language) -> None:
    """The three steps on one page."""
    st.subheader(say("1. Scegli i file"))
    turn = st.session_state.setdefault(_ROUND_KEY, 0)
    files = st.file_uploader(
        say(
            "Nuclei, contratti, albergamenti, questionari, accompagnamento: CSV, TSV, Excel, ODS o ZIP, "
            "anche più d'uno insieme."
        ),
        type=_TYPES,
        accept_multiple_files=True,
        key=f"files_{turn}",
    )
    for result in st.session_state.get(DONE_KEY, []) if not files else []:
        _outcome(say, result)
    if not files:
        return
    st.session_state.pop(DONE_KEY, None)
    contents = tuple((file.name, file.getvalue()) for file in files)
    drop = tuple(st.session_state.get(f"drop_{turn}", ()))
    answers = {
        str(key).removeprefix(f"answer_{turn}_"): option
        for key, option in st.session_state.items()
        if str(key).startswith(f"answer_{turn}_") and option
    }
    profile: Profile | None = st.session_state.get(_PROFILE_KEY)
    st.subheader(say("2. Guarda che cosa si è capito"))
    with st.spinner(say("Leggo e controllo i file…")):
        previews = preview_many(session.open_store(), contents, drop_columns=drop, answers=answers, profile=profile)
    personal = list(dict.fromkeys([*drop, *(column for one in previews for column in one.result.personal)]))
    if personal:
        st.warning(
            say(
                "Ci sono colonne che identificano persone: non entrano nel cruscotto. "
                "Puoi scartarle e importare il resto."
            )
        )
        st.multiselect(say("Colonne da scartare"), personal, key=f"drop_{turn}", placeholder=say("Nessuna"))
    for number, found in enumerate(previews):
        _file(say, found, f"{turn}_{number}")
        for question in found.questions:
            _ask(say, question, f"answer_{turn}_{question.id}")
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
        args=(contents, drop, answers, profile),
    )
    small(say("I file rifiutati restano fuori; le righe messe da parte si possono scaricare, correggere e ricaricare."))


def _ask(say: Language, question: Question, key: str) -> None:
    """What the file's own values do not settle: nothing is guessed."""
    st.radio(
        say.text(question.text),
        list(question.options),
        index=None,
        format_func=lambda option: say.text(question.options[option]),
        key=key,
    )


def _map_columns(say: Language, found: Preview, key: str) -> None:
    """Map the columns of a file that was not recognised, once; the mapping is kept as a profile to use again."""
    with st.expander(say("Di' tu che cosa sono le colonne")):
        small(
            say(
                "Si fa una volta sola: la corrispondenza vale per i file che seguono, e si può scaricare e condividere."
            )
        )
        table = st.selectbox(
            say("Tabella"), list(TABLES), index=None, format_func=lambda name: table_name(say, name),
            key=f"map_table_{key}", placeholder=say("Scegli"),
        )  # fmt: skip
        if table is None:
            return
        fields = {field.name: say.text(field.label) for field in TABLES[table].fields}
        columns: dict[str, str | None] = {}
        for header in found.columns:
            columns[header] = st.selectbox(
                header, list(fields), index=None, format_func=fields.__getitem__, key=f"map_{key}_{header}",
                placeholder=say("lasciata fuori"),
            )  # fmt: skip
        if any(columns.values()):
            made = Profile.from_preview(found, name=found.result.file, table=table, columns=columns)
            st.button(say("Usa questa corrispondenza"), key=f"use_{key}", on_click=_use, args=(made,))
            st.download_button(
                say("Scarica la corrispondenza (YAML)"), made.dump(), file_name=f"{table}.yaml", mime="text/yaml",
                key=f"profile_{key}", icon=":material/download:", on_click="ignore",
            )  # fmt: skip


def _use(profile: Profile) -> None:
    st.session_state[_PROFILE_KEY] = profile


def _import(contents: Contents, drop: tuple[str, ...], answers: dict[str, str], profile: Profile | None) -> None:
    results = load_many(
        session.open_store(), contents, drop_columns=drop, answers=answers, profile=profile, despite_refusals=True
    )
    st.session_state[DONE_KEY] = results
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
        mime=XLSX,
        icon=":material/download:",
        key=f"aside_{batch_id}",
        on_click="ignore",
    )

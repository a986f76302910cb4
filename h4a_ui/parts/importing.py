"""Bringing in files: choose, see what was understood, answer what the files leave open, map columns, confirm."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from h4a_core.progress import NotDoneError
from h4a_core.records.intake.correction_workbook import rejected_workbook
from h4a_core.records.intake.importing import FileOptions, load_many, preview_many
from h4a_core.records.intake.profiles import Profile
from h4a_core.records.intake.questions import Question
from h4a_core.records.intake.results import Finding, ImportResult, Preview
from h4a_core.tables.registry import TABLES
from h4a_core.text import Lang
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.jobs import QUICK_SECONDS, Job, drop_job, follow, job_about, job_under, show_not_done
from h4a_ui.language import Language

_TYPES = ["csv", "tsv", "txt", "xlsx", "ods", "zip"]
_ROUND_KEY = "_upload_round"
DONE_KEY = "_import_results"
_PROFILE_KEY = "_profile"
_SMALL_BYTES, _SMALL_SECONDS = 200_000, 5.0
_CHOSEN_KEY = "_chosen_files"
_READING_KEY = "_reading_files"
_IMPORT_KEY = "_import_under_way"
_FAILED_KEY = "_import_not_done"
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
    """The three steps on one page; what takes long is done in a job, which a change of page does not end."""
    st.subheader(say("1. Scegli i file"))
    turn = st.session_state.setdefault(_ROUND_KEY, 0)
    under_way = job_under(_IMPORT_KEY)
    files = st.file_uploader(
        say(
            "Nuclei, contratti, albergamenti, questionari, accompagnamento: CSV, TSV, Excel, ODS o ZIP, "
            "anche più d'uno insieme."
        ),
        type=_TYPES,
        accept_multiple_files=True,
        key=f"files_{turn}",
        on_change=_choose,
        args=(turn,),
        disabled=under_way is not None,
    )
    if under_way is not None:
        st.subheader(say("3. Conferma"))
        follow(say, under_way, partial(_take_over, under_way))
        return
    for result in st.session_state.get(DONE_KEY, []):
        _outcome(say, result)
    contents: Contents = st.session_state.get(_CHOSEN_KEY, ())
    if not contents:
        return
    if not files:  # the visitor has been on another page: the files are kept, the uploader forgets them
        st.markdown(say("File scelti: {names}", names=", ".join(name for name, _ in contents)))
        st.button(say("Scegline altri"), icon=":material/close:", on_click=_choose, args=(turn,))
    _show_chosen(say, turn, contents)


def _choose(turn: int) -> None:
    """Keep the files now in the uploader, and only what was said about these."""
    contents = tuple((file.name, file.getvalue()) for file in st.session_state.get(f"files_{turn}") or ())
    _forget()
    st.session_state[_CHOSEN_KEY] = contents
    if not contents:
        st.session_state.pop(f"drop_{turn}", None)
    for key in _answer_keys(turn):
        if not key.startswith(tuple(f"answer_{turn}_{name}" for name, _ in contents)):
            del st.session_state[key]


def _forget() -> None:
    """Nothing is chosen any more, and nothing is being read."""
    drop_job(_READING_KEY)
    for key in (_CHOSEN_KEY, DONE_KEY, _FAILED_KEY):
        st.session_state.pop(key, None)


def _answer_keys(turn: int) -> list[str]:
    return [str(key) for key in st.session_state if str(key).startswith(f"answer_{turn}_")]


def _show_chosen(say: Language, turn: int, contents: Contents) -> None:
    """The second and the third step."""
    drop = tuple(st.session_state.get(f"drop_{turn}", ()))
    answers = {
        key.removeprefix(f"answer_{turn}_"): option for key in _answer_keys(turn) if (option := st.session_state[key])
    }
    said = FileOptions(drop_columns=drop, answers=answers, profile=st.session_state.get(_PROFILE_KEY))
    st.subheader(say("2. Guarda che cosa si è capito"))
    previews = _previews(say, contents, said)
    if previews is None:
        return
    personal = list(dict.fromkeys([*drop, *(column for one in previews for column in one.result.personal)]))
    if personal:
        st.warning(
            say(
                "Ci sono colonne che identificano persone: non entrano nel cruscotto. "
                "Puoi scartarle e importare il resto."
            )
        )
        st.multiselect(
            say("Colonne da scartare"), personal, key=f"drop_{turn}", placeholder=say("Nessuna"),
            persist_state="session",
        )  # fmt: skip
    for number, found in enumerate(previews):
        _file(say, found, f"{turn}_{number}")
        for question in found.questions:
            _ask(say, question, f"answer_{turn}_{question.id}")
    st.subheader(say("3. Conferma"))
    if failed := st.session_state.get(_FAILED_KEY):
        show_not_done(say, failed)
    ready = [one for one in previews if not one.result.refusal]
    if not ready:
        st.markdown(say("Nessuno di questi file si può importare così: segui il rimedio scritto accanto a ciascuno."))
        return
    st.button(
        say.plural("Importa {n} file", "Importa {n} file", len(ready)),
        type="primary",
        icon=":material/check:",
        on_click=_import,
        args=(contents, said),
    )
    small(say("I file rifiutati restano fuori; le righe messe da parte si possono scaricare, correggere e ricaricare."))


def _previews(say: Language, contents: Contents, said: FileOptions) -> list[Preview] | None:
    """What the files are, read again when something else was said or stored; None while it is not known, and said."""
    store = session.open_store()
    read = partial(preview_many, store, contents, **said)
    reading = job_about(_READING_KEY, (contents, said, store.generation), read, _patience(contents))
    if not reading.ended():
        follow(say, reading)
        return None
    try:
        return reading.result()
    except NotDoneError as error:
        show_not_done(say, error)
        st.button(say("Leggi di nuovo"), icon=":material/refresh:", on_click=drop_job, args=(_READING_KEY,))
        return None


def _ask(say: Language, question: Question, key: str) -> None:
    """What the file's own values do not settle: nothing is guessed."""
    st.radio(
        say.text(question.text),
        list(question.options),
        index=None,
        format_func=lambda option: say.text(question.options[option]),
        key=key,
        persist_state="session",
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


def _patience(contents: Contents) -> float:
    """How many seconds the page waits before it shows a bar: for small files it would only flash."""
    return QUICK_SECONDS if sum(len(data) for _, data in contents) > _SMALL_BYTES else _SMALL_SECONDS


def _import(contents: Contents, said: FileOptions) -> None:
    st.session_state.pop(_FAILED_KEY, None)
    bring_in = partial(
        load_many, session.open_store(), contents, despite_refusals=True, by=session.acting_user(), **said
    )
    job = job_about(_IMPORT_KEY, contents, bring_in, _patience(contents))
    if job.ended():
        _take_over(job)


def _take_over(job: Job[list[ImportResult]]) -> None:
    """Show what the import gave and make room for other files; if nothing came of it, they stay chosen."""
    drop_job(_IMPORT_KEY)
    try:
        results = job.result()
    except NotDoneError as error:
        st.session_state[_FAILED_KEY] = error
        return
    _forget()
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
            set_aside(say, result.batch_id, result.file, key="aside")


def set_aside(say: Language, batch_id: int, file: str, *, key: str) -> None:
    """Offer the rows of an import that were set aside, with what is wrong beside each cell."""
    st.download_button(
        say("Scarica le righe messe da parte"),
        partial(_rows_to_correct, batch_id, say.code),
        file_name=f"{file.rsplit('.', 1)[0]}-{batch_id}-{say('da-correggere')}.xlsx",
        mime=XLSX,
        icon=":material/download:",
        key=f"{key}_{batch_id}",
        on_click="ignore",
    )


def _rows_to_correct(batch_id: int, lang: Lang) -> bytes:
    """The workbook, made when it is asked for."""
    with session.open_store().reading() as cursor:
        return rejected_workbook(cursor, batch_id, lang)

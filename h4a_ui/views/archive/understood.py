"""What was understood of a file: table, columns, first rows, findings, and what it leaves open."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from h4a_core.records.intake.accounts import Account
from h4a_core.records.intake.profiles import Profile
from h4a_core.records.intake.questions import Question
from h4a_core.records.intake.results import Finding, Preview
from h4a_core.tables.registry import TABLES
from h4a_ui.components import small
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language
from h4a_ui.views.archive.words import invented_mark, table_name

PROFILE_KEY = "_profile"


def show_findings(say: Language, findings: Sequence[Finding], total: int) -> None:
    """The findings on the rows of a file, each with its remedy."""
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
        parts.append(say("foglio «{sheet}»", sheet=in_markdown(found.sheet)))
    if found.encoding:
        parts.append(say("codifica {encoding}", encoding=in_markdown(found.encoding)))
    if found.separator:
        names = {";": say("punto e virgola"), ",": say("virgola"), "\t": say("tabulazione"), "|": say("barra")}
        parts.append(say("separatore {separator}", separator=names.get(found.separator, in_markdown(found.separator))))
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


def show_file(say: Language, found: Preview, key: str) -> None:
    """A file before it is brought in; one that was not recognised can be mapped by hand."""
    result = found.result
    with st.container(border=True):
        st.markdown(f"**{in_markdown(result.file)}**" + (invented_mark(say) if found.invented else ""))
        if result.refusal:
            st.error(in_markdown(say.text(result.refusal)))
            if found.columns and not result.table and not result.personal:
                _map_columns(say, found, key)
            return
        st.markdown(_recognised(say, found))
        if not result.unchanged:
            good = say.plural("{n} riga pronta", "{n} righe pronte", result.rows_accepted)
            faulty = say.plural("{n} messa da parte", "{n} messe da parte", result.rows_rejected)
            st.markdown(f"{good}, {faulty}")
        for words in result.notes:
            small(in_markdown(say.text(words)))
        if result.account is not None:
            _account(say, result.account)
        if result.findings:
            show_findings(say, result.findings, result.findings_total)
        with st.expander(say("Colonne e prime righe")):
            _columns(say, found)


def _account(say: Language, account: Account) -> None:
    """Lines of the file = stored + set aside + left out; inside, which were left out and the sums of the columns."""
    words = say(
        "Conti: {lines} righe = {stored} registrate + {aside} messe da parte + {left} lasciate fuori",
        lines=say.number(account.lines),
        stored=say.number(account.stored),
        aside=say.number(account.aside),
        left=say.number(account.lines_without_row),
    )
    with st.expander(words):
        if account.inner:
            small(say("Righe interne a celle di più righe: {n}.", n=say.number(account.inner)))
        left_out = pd.DataFrame(
            [{say("Riga"): one.line, say("Perché è lasciata fuori"): say.text(one.words())} for one in account.left_out]
        )
        st.dataframe(left_out, hide_index=True, alt=say("Righe lasciate fuori"))
        if account.sums:
            sums = pd.DataFrame(
                [
                    {
                        say("Colonna"): one.column,
                        say("Somma nel file"): say.number(one.file, 2),
                        say("Registrata"): say.number(one.stored, 2),
                        say("Messa da parte"): say.number(one.aside, 2),
                        say("Lasciata fuori"): say.number(one.left_out, 2),
                    }
                    for one in account.sums
                ]
            )
            st.dataframe(sums, hide_index=True, alt=say("Somme delle colonne di numeri"))


def ask(say: Language, question: Question, key: str) -> None:
    """What the file's own values do not settle: nothing is guessed."""
    st.radio(
        in_markdown(say.text(question.text)),
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
                in_markdown(header), list(fields), index=None, format_func=fields.__getitem__,
                key=f"map_{key}_{header}", placeholder=say("lasciata fuori"),
            )  # fmt: skip
        if any(columns.values()):
            made = Profile.from_preview(found, name=found.result.file, table=table, columns=columns)
            st.button(say("Usa questa corrispondenza"), key=f"use_{key}", on_click=_use, args=(made,))
            st.download_button(
                say("Scarica la corrispondenza (YAML)"), made.dump(), file_name=f"{table}.yaml", mime="text/yaml",
                key=f"profile_{key}", icon=":material/download:", on_click="ignore",
            )  # fmt: skip


def _use(profile: Profile) -> None:
    st.session_state[PROFILE_KEY] = profile

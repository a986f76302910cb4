"""The pieces that pages are made of: a figure with its badge and working, a chart with its table, an empty page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import streamlit as st

from h4a_core.engine.settlement import AmountChange
from h4a_core.engine.working import Working, as_decimal, percentage, value_working
from h4a_core.programme import Badge, Programme, Source
from h4a_core.records.cells.formulas import without_formula
from h4a_core.scenario import EVIDENCE
from h4a_ui import session
from h4a_ui.charts.picture import Picture
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language

if TYPE_CHECKING:
    import pandas as pd

    from h4a_core.statement import Statement

_COLOURS = {"contract": "blue", "data": "green", "assumption": "orange", "estimate": "gray"}
PREMIUM_PER_HOUSEHOLD = "premium_per_household"
_NOT_IN_A_FILE_NAME = re.compile(r"[^a-z0-9]+")


def badge_word(say: Language, badge: Badge) -> str:
    """The word that says where a figure comes from."""
    return {
        "contract": say("contratto"),
        "data": say("dato"),
        "assumption": say("ipotesi"),
        "estimate": say("stima"),
    }[badge]


def badge(say: Language, kind: Badge) -> str:
    """The badge, for use inside a text."""
    return f":{_COLOURS[kind]}-badge[{badge_word(say, kind)}]"


def quantity(say: Language, value: Decimal | Fraction | int, unit: str) -> str:
    """A figure with its unit, as precise as it is."""
    exact = as_decimal(value)
    whole = exact == exact.to_integral_value()
    if unit == "EUR":
        return say.euro(exact) if whole else f"{say.money(exact)} EUR"
    if unit == "share":
        hundredths = percentage(exact)
        return say.percent(exact, 0 if hundredths == hundredths.to_integral_value() else 1)
    words = {
        "nights": say("notti"),
        "months": say("mesi"),
        "days": say("giorni"),
        "households": say("famiglia") if exact == 1 else say("famiglie"),
        "people": say("persona") if exact == 1 else say("persone"),
        "homes": say("alloggio") if exact == 1 else say("alloggi"),
        "hours": say("ora") if exact == 1 else say("ore"),
        "number": "",
    }
    return f"{say.number(exact, 0 if whole else 1)} {words.get(unit, unit)}".strip()


def premium_basis(say: Language, made: Statement, words: str) -> str:
    """Words on a premium, and after them the premium per family that it stands on: a 10.000 EUR per famiglia (ipotesi).

    Nothing is added where the contract knows no premium per family.
    """
    each = premium_per_household(say, made)
    return f"{words}, {say('a {amount} per famiglia ({badge})', **each)}" if each else words


def premium_per_household(say: Language, made: Statement) -> dict[str, str]:
    """The `amount` of the premium per family in force and its `badge`, in words; empty where the contract has none."""
    if PREMIUM_PER_HOUSEHOLD not in made.programme.values:
        return {}
    each = value_working(made.programme, made.terms, PREMIUM_PER_HOUSEHOLD)
    return {"amount": quantity(say, each.value, each.unit), "badge": badge_word(say, each.badge)}


def source_words(say: Language, source: Source) -> str:
    """A source as a sentence: the quoted words, the address, the note and the day it was read."""
    parts = []
    if source.quote:
        parts.append(f"«{source.quote}»")
    words = say.text(source.note) if source.note else source.document
    if source.address:
        parts.append(f"[{words}]({source.address})")
    elif not source.quote:
        parts.append(words)
    if source.date:
        parts.append(say("letto il {day}", day=say.date(source.date)))
    return " · ".join(parts)


def working_lines(say: Language, programme: Programme, working: Working) -> list[str]:
    """A working as nested lines of Markdown: figure, value, badge; under it the formula, the source and the inputs."""
    lines = []
    for depth, one in working.walk():
        indent = "    " * depth
        value = quantity(say, one.value, one.unit)
        lines.append(f"{indent}- {say.text(one.label)}: **{value}** {badge(say, one.badge)}")
        if one.formula:
            lines.append(f"{indent}    <br>".replace("<br>", "") + f"*= {say.text(one.formula)}*")
        source = one.source or _source(programme, one.origin)
        if source:
            lines.append(f"{indent}    " + source_words(say, source))
    return lines


def _source(programme: Programme, origin: str | None) -> Source | None:
    if origin is None:
        return None
    if origin in programme.values:
        return programme.values[origin].source
    clause = next((clause for clause in programme.clauses if clause.id == origin), None)
    if clause:
        return clause.source
    return programme.outcomes[origin].source if origin in programme.outcomes else None


def show_working(say: Language, programme: Programme, working: Working, *, key: str) -> None:
    """The badge as a button: a click shows how the figure came about, and from what."""
    shown = st.popover(
        f"{badge_word(say, working.badge)} · {say('come si calcola')}", type="tertiary", key=key, on_change="rerun"
    )
    if shown.open:
        with shown:
            st.markdown("\n".join(working_lines(say, programme, working)))


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures of a page: its name, value and a line under it, and the working that its badge opens."""

    label: str
    value: str
    note: str
    working: Working


def figures(say: Language, programme: Programme, shown: Sequence[Figure], *, key: str) -> None:
    """A row of figures in cards of one height."""
    for number, (column, one) in enumerate(zip(st.columns(len(shown)), shown, strict=True)):
        with column, st.container(border=True, height="stretch", gap="xsmall"):
            st.metric(one.label, one.value)
            small(one.note)
            show_working(say, programme, one.working, key=f"{key}_{number}")


def picture(say: Language, shown: Picture, *, key: str) -> None:
    """A chart under the sentence that says what it shows, with the same data as a table to look at or take away."""
    st.markdown(f"**{in_markdown(shown.takeaway)}**")
    st.plotly_chart(shown.figure, key=key, theme=None, alt=shown.takeaway, config={"displayModeBar": False})
    table = st.popover(say("Tabella"), type="tertiary", icon=":material/table:", key=f"{key}_table", on_change="rerun")
    if table.open:
        with table:
            decimals = shown.table.select_dtypes("float").columns
            numbers = {name: st.column_config.NumberColumn(format="localized") for name in decimals}
            st.dataframe(shown.table, hide_index=True, alt=shown.takeaway, column_config=numbers)
            download(say, shown.table, name=key)


def download(say: Language, table: pd.DataFrame, *, name: str) -> None:
    """Offer a table as a file that the office's spreadsheet opens."""
    st.download_button(
        say("Scarica CSV"),
        as_csv(say, table),
        file_name=f"{_NOT_IN_A_FILE_NAME.sub('-', name.lower())}.csv",
        mime="text/csv",
        key=f"{name}_csv",
        icon=":material/download:",
        on_click="ignore",
    )


def as_csv(say: Language, table: pd.DataFrame) -> bytes:
    """A table as CSV: semicolons and decimal commas in Italian; no text in it is a formula, numbers stay numbers."""
    separator, decimal = (";", ",") if say.code == "it" else (",", ".")
    harmless = table.map(without_formula).rename(columns=without_formula)
    # lines end as the standard says, so that a carriage return within a cell is quoted and begins no other line
    text = harmless.to_csv(index=False, sep=separator, decimal=decimal, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def missing_records(say: Language, words: str) -> None:
    """What a part of a page lacks, in the reader's words, and the way to bring it."""
    with st.container(border=True):
        st.markdown(words)
        st.page_link(session.page("dati"), label=say("Vai a Dati"), icon=":material/upload_file:")


def invented_strip(say: Language) -> None:
    """The quiet note that stands on every page while invented records are in force."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":orange-badge[:material/science: {say('Dati inventati, per prova')}]", width="content")
        st.page_link(session.page("dati"), label=say("Porta i tuoi dati"), width="content")


def readings_strip(say: Language, changed: int) -> None:
    """The note that some readings of the contract are not those by default."""
    words = say.plural("{n} lettura del contratto cambiata", "{n} letture del contratto cambiate", changed)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":blue-badge[:material/rule: {words}]", width="content")
        st.page_link(session.page("premio"), label=say("Vedi le letture"), width="content")


def counterfactual_strip(say: Language, chosen: str, *, known: bool) -> None:
    """The note that another counterfactual than by default was asked for, and the way to it."""
    if chosen == EVIDENCE:
        words = say("Senza il programma: prove pubblicate, al posto dello storico") if known else ""
    else:
        words = "" if known else say("Lo storico degli albergamenti non basta: valgono le prove pubblicate")
    if words:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":blue-badge[:material/hotel: {words}]", width="content")
            st.page_link(session.page("risparmio"), label=say("Vedi la scelta"), width="content")


def known_at_strip(say: Language, day: date) -> None:
    """The note that every page shows what was known on an earlier day, with the way back to now."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = say("Com'era noto il {day}: le importazioni successive non si vedono", day=say.date(day))
        st.markdown(f":violet-badge[:material/history: {words}]", width="content")
        st.button(say("Torna a oggi"), type="tertiary", key="known_now", on_click=session.look_at_now)


def small(words: str) -> None:
    """A line of explanation: smaller than the text around it, as dark as it (contrast 4.5:1)."""
    st.markdown(f":small[{words}]")


def cohort_label(say: Language, cohort: int | None) -> str:
    """The name of a cohort, or of the programme as one."""
    return say("Coorte {year}", year=cohort) if cohort is not None else say("Tutto il programma")


def joined(say: Language, words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b e c."""
    *before, last = words
    return say("{first} e {last}", first=", ".join(before), last=last) if before else last


def figure_change(say: Language, label: str, change: AmountChange, *, good: bool) -> None:
    """An amount under a scenario, with its difference from the facts; coloured only where more is better."""
    after = say.euro(change.after)
    if change.difference:
        # Streamlit knows a fall by a plain hyphen only: with a true minus arrow and colour are said
        delta, rises = say.signed_euro(change.difference), change.difference > 0
        arrow: Literal["up", "down"] = "up" if rises else "down"
        colour: Literal["green", "red", "gray"] = "gray" if not good else "green" if rises else "red"
        st.metric(label, after, delta, delta_color=colour, delta_arrow=arrow, border=True)
    else:
        st.metric(label, after, say("come oggi"), delta_color="off", delta_arrow="off", border=True)

"""Indicators on the screen: their words, the row of each with its working, and what is wrong with one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from h4a_core.indicators import Measured, Result, indicator_results
from h4a_core.measuring.indicators import measured_indicator
from h4a_core.programme.indicators import Indicator
from h4a_ui import session
from h4a_ui.charts.impact_chain import ChainFigure, Drawing, state_words
from h4a_ui.components import badge_word, download, quantity, small, source_words, working_lines
from h4a_ui.language import Language
from h4a_ui.session import View

_WIDTHS = (10, 5, 3.6)


def results(view: View, indicators: Mapping[str, Indicator]) -> dict[str, Result]:
    """Every indicator as of the view's day; a query is run once for each state of the records."""
    found: dict[str, Measured] = {
        name: session.measured(measured_indicator, one.query, view.as_of)
        for name, one in indicators.items()
        if one.query is not None
    }
    return indicator_results(indicators, view.statement, found)


def in_words(say: Language, result: Result) -> ChainFigure:
    """An indicator as the drawing and the table say it."""
    indicator, working, target = result.indicator, result.working, result.target
    detail = ""
    if working is None:
        lacking = say.text(result.lacking) if result.lacking else ""
        value = say("da correggere") if result.faulty else lacking
    else:
        value = _amount(say, working.value, indicator.unit)
        if result.achieved is not None and result.counted is not None:
            detail = say("{count} di {total}", count=say.number(result.achieved), total=say.number(result.counted))
    sign = {"higher": "≥>", "lower": "≤<"}[indicator.direction][result.strict]
    return ChainFigure(
        label=say.text(indicator.label),
        value=value,
        detail=detail,
        unit=_unit(say, indicator.unit),
        badge=badge_word(say, working.badge) if working else "",
        aim=f"{sign} {_amount(say, target.value, indicator.unit)}" if target else "",
        reached=result.reached,
        frequency=say.text(indicator.frequency),
        verification=say.text(indicator.verification),
        working=working,
        estimated=working is not None and working.badge == "estimate",
    )


def _unit(say: Language, unit: str) -> str:
    words = {
        "share": say("quota"),
        "nights": say("notti"),
        "months": say("mesi"),
        "days": say("giorni"),
        "households": say("famiglie"),
        "people": say("persone"),
        "number": say("numero"),
    }
    return words.get(unit, unit)


def _amount(say: Language, value: Decimal | Fraction | int, unit: str) -> str:
    """A value as it is read at a glance: whole euros, whole percents, a decimal where there is one."""
    if unit == "EUR":
        return say.euro(value)
    if unit == "share":
        return say.percent(value)
    if unit in {"people", "number"}:
        number = say.number(value, 0 if Fraction(value).denominator == 1 else 1)
        return number if unit == "number" else f"{number} {_unit(say, unit)}"
    return quantity(say, value, unit)


def show_drawing(say: Language, drawing: Drawing, note: str, *, key: str) -> None:
    """A drawing under the sentence that says what it shows; a note on its colours; its data as a table to take away."""
    st.markdown(f"**{drawing.takeaway}**")
    st.html(drawing.markup)
    small(note)
    shown = st.popover(say("Tabella"), type="tertiary", icon=":material/table:", key=f"{key}_table", on_change="rerun")
    if shown.open:
        with shown:
            st.dataframe(drawing.table, hide_index=True, alt=drawing.takeaway)
            download(say, drawing.table, name=key)


def show_faults(say: Language, found: Mapping[str, Result]) -> None:
    """What is wrong with an indicator, and what to write instead; the others go on without it."""
    for name, one in found.items():
        if one.faulty and one.lacking is not None:
            words = say(
                "L'indicatore «{label}» ({name}) non si calcola: {fault}.",
                label=say.text(one.indicator.label),
                name=name,
                fault=say.text(one.lacking),
            )
            st.warning(words, icon=":material/build:")


def show_rows(view: View, named: Sequence[tuple[str, Result]]) -> None:
    """A row for each indicator: what it is and how it is verified, its value against its target, its working."""
    for name, result in named:
        _row(view, name, result)


def _row(view: View, name: str, result: Result) -> None:
    say, indicator = view.say, result.indicator
    words = in_words(say, result)
    label, value, working = st.columns(_WIDTHS)
    check = say("Verifica, {frequency}: {source}", frequency=words.frequency, source=words.verification)
    label.markdown(f"**{words.label}**  \n:small[{say.text(indicator.meaning)}]  \n:small[:gray[{check}]]")
    shown = " · ".join(filter(None, [f"**{words.value}**", words.detail]))
    if words.aim:
        state = state_words(say, words)
        state = f":orange[**{state}**]" if words.reached is False else f"**{state}**" if state else ""
        aim = " · ".join(filter(None, [say("obiettivo {aim}", aim=words.aim), state]))
        shown += f"  \n:small[{aim}]"
    value.markdown(shown)
    with working:
        _how(view, name, result, words)


def _how(view: View, name: str, result: Result, words: ChainFigure) -> None:
    """The badge as a button: the working or the query, the source, the target with its own source."""
    say = view.say
    label = f"{words.badge} · {say('come si calcola')}" if words.badge else say("come si calcola")
    shown = st.popover(label, type="tertiary", key=f"indicator_{name}", on_change="rerun")
    if not shown.open:
        return
    with shown:
        if result.indicator.query is not None:
            small(
                say("Dalle registrazioni al {day}, con questa query (`$as_of` è il giorno):", day=say.date(view.as_of))
            )
            st.code(result.indicator.query.strip(), language="sql", wrap_lines=True)
            for one in result.working.inputs if result.working else ():
                small(f"{say.text(one.label)}: {say.number(one.value)}")
        elif result.working is not None:
            st.markdown("\n".join(working_lines(say, view.programme, result.working)))
        elif result.lacking is not None:
            st.markdown(say.text(result.lacking))
        _target(view, result, words)


def _target(view: View, result: Result, words: ChainFigure) -> None:
    say, target = view.say, result.target
    if target is None:
        return
    st.markdown(say("Obiettivo: **{aim}**", aim=words.aim))
    if target.source is not None:
        small(source_words(say, target.source))
    else:
        st.markdown("\n".join(working_lines(say, view.programme, target)))

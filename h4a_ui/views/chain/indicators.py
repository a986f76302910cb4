"""The indicators one by one: value, target, working, and what is wrong with one."""

from collections.abc import Mapping, Sequence

import streamlit as st

from h4a_core.indicators import Result
from h4a_core.programme.impact_chain import STAGES, ImpactChain
from h4a_ui.charts.impact_chain import ChainFigure, state_words
from h4a_ui.components import small, source_words, working_lines
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.chain.words import in_words, stage_words, tag

_WIDTHS = (10, 5, 3.6)


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


def _rows(view: View, named: Sequence[tuple[str, Result]]) -> None:
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
        show_how(view, result, words)


def show_how(view: View, result: Result, words: ChainFigure) -> None:
    """How the figure of an indicator comes about, and what it aims at."""
    say = view.say
    if result.indicator.query is not None:
        small(say("Dalle registrazioni al {day}, con questa query (`$as_of` è il giorno):", day=say.date(view.as_of)))
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


def show_indicators(view: View, chain: ImpactChain, found: Mapping[str, Result]) -> None:
    """The indicators of each box, stage by stage; then those that stand in none."""
    say = view.say
    words = stage_words(say)
    for stage in STAGES:
        for box in chain.stages.of(stage):
            head = " · ".join(filter(None, [words[stage][0], say.text(box.label), tag(say, box)]))
            st.markdown(f"##### {head} :small[:gray[{source_words(say, box.source)}]]")
            _rows(view, [(name, found[name]) for name in box.indicators])
    others = [name for name in found if not any(name in box.indicators for box in chain.boxes.values())]
    if others:
        st.markdown(f"##### {say('Fuori dalla catena')}")
        _rows(view, [(name, found[name]) for name in others])

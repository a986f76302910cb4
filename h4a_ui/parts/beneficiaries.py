"""The beneficiary list in detail: the families one by one, what put the chosen one where it is, and the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import streamlit as st

from h4a_core.engine.robustness import DRAWS, Steadiness, Turn, turn
from h4a_core.engine.selection import FieldValue, Judged, Ranked, Reason, Selection, ToVerify, shares
from h4a_core.programme.beneficiary_list import BeneficiaryList
from h4a_core.programme.beneficiary_loading import FIELDS
from h4a_ui.components import badge, joined, small, source_words
from h4a_ui.language import Language


@dataclass(frozen=True, slots=True)
class Made:
    """The list as the sliders stand: who was judged, the weights and places, the order, and how steady it is."""

    rules: BeneficiaryList
    candidates: Sequence[Judged]
    weights: Sequence[Decimal]
    places: int
    selection: Selection
    steady: Sequence[Steadiness]


def turn_words(say: Language, rules: BeneficiaryList, found: Turn) -> str:
    """Which weight, moved alone from where to where, in the numbers of its slider."""
    values = {
        "label": say.text(rules.indicators[found.position].label),
        "before": _on_slider(say, found.before),
        "after": _on_slider(say, found.after),
    }
    if found.after > found.before:
        return say("se il peso di «{label}», da solo, sale da {before} a più di {after}", **values)
    return say("se il peso di «{label}», da solo, scende da {before} a meno di {after}", **values)


def _on_slider(say: Language, weight: Fraction) -> str:
    hundredths = weight * 100
    return say.number(hundredths, 0 if hundredths.denominator == 1 else 1)


def reason_words(say: Language, reason: Reason) -> str:
    """Why a family is not simply eligible, in words."""
    if reason.rule is None:
        return say("manca: {field}", field=say.text(FIELDS[reason.field].label))
    limit = "" if reason.rule.limit is None else say.number(reason.rule.limit)
    return say.text(reason.rule.words.format(limit=limit))


def show_families(say: Language, made: Made) -> None:
    """The table of all candidates in order; a row that is chosen opens its story."""
    st.subheader(say("Le candidature, una per una"))
    small(say("Scegli una riga per vedere che cosa l'ha messa lì."))
    rows: list[Ranked | ToVerify | Judged] = [*made.selection.ranked, *made.selection.to_verify]
    rows += made.selection.excluded
    chosen = st.dataframe(
        pd.DataFrame([_row(say, made, one) for one in rows]),
        hide_index=True,
        column_config={
            say("Punti"): st.column_config.NumberColumn(format="localized", step=0.1),
            say("Domanda"): st.column_config.DateColumn(format="DD/MM/YYYY"),
        },
        on_select="rerun",
        selection_mode="single-row",
        key="elenco_rows",
        alt=say("Tutte le candidature con posto, punti e motivi"),
    )
    for at in chosen.selection.rows:
        if at < len(rows):
            _story(say, made, rows[at])


def _row(say: Language, made: Made, one: Ranked | ToVerify | Judged) -> dict[str, object]:
    candidate = _judged(one).candidate
    place, score, why = "", None, "; ".join(reason_words(say, reason) for reason in _judged(one).reasons)
    if isinstance(one, Ranked):
        place, score = say.number(one.rank), round(float(one.score), 1)
        why = {
            "in": say("ha un posto"),
            "tied": say("a pari punti per l'ultimo posto"),
            "out": say("posti finiti"),
        }[one.standing(made.places)]
    elif isinstance(one, ToVerify):
        place = _range(say, one.best, one.worst)
    return {
        say("Posto"): place,
        say("Famiglia"): candidate.household_id,
        say("Esito"): _verdict(say, one),
        say("Punti"): score,
        say("Motivo"): f"{why} · {say('già nel programma')}" if candidate.enrolled else why,
        say("Domanda"): candidate.values["application_date"],
    }


def _judged(one: Ranked | ToVerify | Judged) -> Judged:
    return one if isinstance(one, Judged) else one.judged


def _verdict(say: Language, one: Ranked | ToVerify | Judged) -> str:
    return {"eligible": say("● idonea"), "to_verify": say("◐ da verificare"), "excluded": say("○ esclusa")}[
        _judged(one).verdict
    ]


def _range(say: Language, best: int, worst: int) -> str:
    return say("({n})", n=best) if best == worst else say("({best}-{worst})", best=best, worst=worst)


def _story(say: Language, made: Made, one: Ranked | ToVerify | Judged) -> None:
    """What put a family where it is: conditions, points by indicator, the next above, what would turn it."""
    lines = [f"**{_judged(one).candidate.household_id}** · {_verdict(say, one)}"]
    lines += [f"- {reason_words(say, reason)}" for reason in _judged(one).reasons]
    lines += _parts(say, made, _judged(one))
    if isinstance(one, Ranked):
        lines += [f"- {words}" for words in (_above(say, made, one), _draws(say, made, one), _turning(say, made, one))]
    elif isinstance(one, ToVerify):
        lines.append("- " + _if_eligible(say, one, made.places))
    st.markdown("\n".join(lines))


def _parts(say: Language, made: Made, one: Judged) -> list[str]:
    lines = []
    for indicator, share, points in zip(made.rules.indicators, shares(made.weights), one.points, strict=True):
        if points is not None:
            lines.append(
                "- "
                + say(
                    "{label}: {value}, {points} punti × {share} = **{part}**",
                    label=say.text(indicator.label),
                    value=_value(say, indicator.field, one.candidate.values[indicator.field]),
                    points=say.number(points, 0 if points.denominator == 1 else 1),
                    share=say.percent(share),
                    part=say.number(points * share, 1),
                )
            )
    return lines


def _value(say: Language, name: str, value: FieldValue) -> str:
    field = FIELDS[name]
    if field.codes:
        return next(say.text(code.label) for code in field.codes if code.name == value)
    if field.kind == "money" and isinstance(value, Decimal):
        return f"{say.money(value)} EUR"
    if isinstance(value, int | Decimal | Fraction):
        label = say.text(field.label).lower()
        return f"{label} {say.number(value, 0 if Fraction(value).denominator == 1 else 1)}"
    return str(value)


def _above(say: Language, made: Made, one: Ranked) -> str:
    above = made.selection.next_above(one)
    if above is None:
        return say("Nessuna famiglia ha più punti.")
    if above.score == one.score:
        return say(
            "{code} le sta davanti a pari punti: decide «{field}».",
            code=above.household_id,
            field=say.text(FIELDS[made.rules.tie_break.field].label),
        )
    behind = [
        (theirs - own, say.text(indicator.label))
        for indicator, theirs, own in zip(made.rules.indicators, above.parts, one.parts, strict=True)
        if theirs > own
    ]
    why = [f"{label} (+{say.number(lead, 1)})" for lead, label in sorted(behind, reverse=True)]
    return say(
        "Per raggiungere {code} mancano {gap} punti: {code} ne ha di più per {why}.",
        code=above.household_id,
        gap=say.number(above.score - one.score, 1),
        why=joined(say, why) if len(why) > 1 else why[0],
    )


def _draws(say: Language, made: Made, one: Ranked) -> str:
    found = made.steady[made.selection.ranked.index(one)]
    return say(
        "In {draws} prove sui pesi ha un posto nel {share}; in 8 su 10 sta tra il posto {low} e il posto {high}.",
        draws=say.number(DRAWS),
        share=say.percent(found.share_in, 0 if found.share_in in {0, 1} else 1),
        low=found.low,
        high=found.high,
    )


def _turning(say: Language, made: Made, one: Ranked) -> str:
    found = turn(made.selection, made.weights, made.places, one)
    if found is None:
        return say("Nessun peso, cambiato da solo, cambierebbe questo esito.")
    moved = turn_words(say, made.rules, found)
    if one.standing(made.places) == "in":
        return say("Perde il posto {moved}.", moved=moved)
    return say("Avrebbe un posto {moved}.", moved=moved)


def _if_eligible(say: Language, one: ToVerify, places: int) -> str:
    if one.best == one.worst:
        words = say("Se idonea, starebbe al posto {n}.", n=one.best)
    else:
        words = say("Se idonea, starebbe tra il posto {best} e il posto {worst}.", best=one.best, worst=one.worst)
    return words if one.best > places else words + " " + say("Conviene verificarla presto.")


def show_rules(say: Language, made: Made) -> None:
    """The conditions with those that do not meet them, the indicators with their points; each with its source."""
    with st.expander(say("Le condizioni e gli indicatori, e da dove vengono")):
        st.markdown("\n".join([f"**{say('Condizioni')}**", "", *_condition_lines(say, made)]))
        st.markdown("\n".join([f"**{say('Indicatori, da 0 a 100 punti')}**", "", *_indicator_lines(say, made.rules)]))


def _condition_lines(say: Language, made: Made) -> list[str]:
    lines = []
    for rule in made.rules.eligibility:
        found = Counter(
            reason_words(say, reason) for one in made.candidates for reason in one.reasons if reason.field == rule.field
        )
        then = say("esclude") if rule.otherwise == "excluded" else say("va verificata da una persona")
        against = "; ".join(f"{words} ({say.number(n)})" for words, n in found.items())
        lines.append(f"- {say.text(rule.label)} · {then} · {source_words(say, rule.source)}")
        lines.append(f"    - {against or say('soddisfatta da tutte')}")
    for one in made.rules.unrecorded:
        words = say("nessun dato del cruscotto lo dice, va verificato a mano")
        lines.append(f"- {say.text(one.label)} · {words} · {source_words(say, one.source)}")
    return lines


def _indicator_lines(say: Language, rules: BeneficiaryList) -> list[str]:
    lines = []
    for one in rules.indicators:
        field = FIELDS[one.field]
        labels = {code.name: say.text(code.label) for code in field.codes}
        steps = [(labels[name], points) for name, points in one.points.codes.items()]
        for band in one.points.bands:
            end = say("oltre") if band.up_to is None else say("fino a {n}", n=_exact(say, band.up_to))
            steps.append((end, band.points))
        steps += [(_exact(say, bend.at), bend.points) for bend in one.points.line]
        given = ", ".join(f"{words} → {_exact(say, points)}" for words, points in steps)
        straight = " " + say("(in mezzo, in proporzione)") if one.points.line else ""
        lines.append(f"- {say.text(one.label)} · {source_words(say, one.source)}")
        lines.append(f"    - {say.text(field.label)}: {given}{straight}")
    sources = dict.fromkeys(one.points.source for one in rules.indicators)
    return lines + [f"- {say('Punti')} {badge(say, 'assumption')} {source_words(say, source)}" for source in sources]


def _exact(say: Language, number: Decimal) -> str:
    """A number of the file with the decimals it has."""
    digits = max(-int(number.normalize().as_tuple().exponent), 0)
    return say.number(number, digits)

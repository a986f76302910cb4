"""What put a family where it is in the list, and what would turn it."""

from decimal import Decimal
from fractions import Fraction

import streamlit as st

from h4a_core.engine.robustness import DRAWS, turn
from h4a_core.engine.selection import FieldValue, Judged, Ranked, ToVerify, shares, weighted
from h4a_core.programme.beneficiary_loading import FIELDS
from h4a_ui.components import joined
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language
from h4a_ui.views.selection.made import Made, reason_words, turn_words


def judged_of(one: Ranked | ToVerify | Judged) -> Judged:
    """What the rules say of a family, wherever it stands."""
    return one if isinstance(one, Judged) else one.judged


def verdict(say: Language, one: Ranked | ToVerify | Judged) -> str:
    """Whether a family is eligible, in a word and a mark."""
    return {"eligible": say("● idonea"), "to_verify": say("◐ da verificare"), "excluded": say("○ esclusa")}[
        judged_of(one).verdict
    ]


def show_story(say: Language, made: Made, one: Ranked | ToVerify | Judged) -> None:
    """What put a family where it is: conditions, points by indicator, the next above, what would turn it."""
    lines = [f"**{in_markdown(judged_of(one).candidate.household_id)}** · {verdict(say, one)}"]
    lines += [f"- {reason_words(say, reason)}" for reason in judged_of(one).reasons]
    lines += _parts(say, made, judged_of(one))
    if isinstance(one, Ranked):
        lines += [f"- {words}" for words in (_above(say, made, one), _draws(say, made, one), _turning(say, made, one))]
    elif isinstance(one, ToVerify):
        lines.append("- " + _if_eligible(say, one, made.places))
    st.markdown("\n".join(lines))


def _parts(say: Language, made: Made, one: Judged) -> list[str]:
    lines = []
    weights = zip(made.rules.indicators, shares(made.weights), strict=True)
    for (indicator, share), points, part in zip(weights, one.points, weighted(one, made.weights), strict=True):
        if points is not None and part is not None:
            lines.append(
                "- "
                + say(
                    "{label}: {value}, {points} punti × {share} = **{part}**",
                    label=say.text(indicator.label),
                    value=_value(say, indicator.field, one.candidate.values[indicator.field]),
                    points=say.number(points, 0 if points.denominator == 1 else 1),
                    share=say.percent(share),
                    part=say.number(part, 1),
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
    return in_markdown(str(value))


def _above(say: Language, made: Made, one: Ranked) -> str:
    above = made.selection.next_above(one)
    if above is None:
        return say("Nessuna famiglia ha più punti.")
    if above.score == one.score:
        return say(
            "{code} le sta davanti a pari punti: decide «{field}».",
            code=in_markdown(above.household_id),
            field=say.text(FIELDS[made.rules.tie_break.field].label),
        )
    leads = zip(above.leads(one), made.rules.indicators, strict=True)
    behind = [(lead, say.text(indicator.label)) for lead, indicator in leads if lead > 0]
    why = [f"{label} (+{say.number(lead, 1)})" for lead, label in sorted(behind, reverse=True)]
    return say(
        "Per raggiungere {code} mancano {gap} punti: {code} ne ha di più per {why}.",
        code=in_markdown(above.household_id),
        gap=say.number(made.selection.gap(one), 1),
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

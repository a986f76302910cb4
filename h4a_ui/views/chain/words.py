"""The words of the chain: its stages, and an indicator as it is read at a glance."""

from decimal import Decimal
from fractions import Fraction

from h4a_core.indicators import Result
from h4a_core.programme.impact_chain import Box
from h4a_ui.charts.impact_chain import ChainFigure
from h4a_ui.components import badge_word, quantity
from h4a_ui.language import Language


def stage_words(say: Language) -> dict[str, tuple[str, str]]:
    """The name of each stage, and what it asks."""
    return {
        "inputs": (say("Input"), say("che cosa si mette")),
        "activities": (say("Attività"), say("che cosa si fa")),
        "outputs": (say("Output"), say("che cosa ne esce")),
        "outcomes": (say("Outcome"), say("che cosa cambia per le famiglie e per la Città")),
        "impact": (say("Impatto"), say("che cosa resta")),
    }


def tag(say: Language, box: Box) -> str:
    """Whether a box is money that is not spent or a value that is not; nothing where it is neither."""
    if box.cashable is None:
        return ""
    return say("monetizzabile") if box.cashable else say("valorizzato, non monetizzabile")


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
        estimated=working is not None and working.badge in {"estimate", "assumption"},
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

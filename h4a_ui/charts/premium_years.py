"""What each year of the programme has earned, and may still earn."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_BAR = 16
_LEFT = 62
_RIGHT = 104


@dataclass(frozen=True)
class YearRow:
    """What a year of the programme has earned, and what it may still earn on top of that."""

    label: str
    earned: pic.Number
    possible: pic.Number
    scenario_earned: pic.Number | None = None
    scenario_possible: pic.Number | None = None

    @property
    def has_scenario(self) -> bool:
        """Whether a scenario stands beside the facts."""
        return self.scenario_earned is not None or self.scenario_possible is not None


def premium_by_year(say: Language, rows: Sequence[YearRow]) -> pic.Picture:
    """Per year what is earned, solid, and what is still possible, hatched: the facts and, under them, the scenario."""
    names = [say("Anno"), say("Maturato (EUR)"), say("Ancora possibile (EUR)")]
    both = any(row.has_scenario for row in rows)
    if both:
        names += [say("Scenario: maturato (EUR)"), say("Scenario: ancora possibile (EUR)")]
    if not rows:
        return pic.nothing_yet(say, names)
    pitch = pic.LINE + (_BAR + 4) * (2 if both else 1) + 8
    height = len(rows) * pitch + pic.LINE
    facts = [(row.earned, row.possible) for row in rows]
    plans = [(row.scenario_earned or 0, row.scenario_possible or 0) for row in rows]
    widest = max(1.0, *(float(pic.exact(earned) + pic.exact(possible)) for earned, possible in facts + plans))
    kinds = [(facts, say("fatti"), pic.BLUE), (plans, say("scenario"), pic.INK)][: 2 if both else 1]
    left = _LEFT if both else 2
    traces: list[pic.Part] = []
    notes: list[pic.Part] = []
    for i, (amounts, words, color) in enumerate(kinds):
        middles = [row * pitch + pic.LINE + _BAR / 2 + i * (_BAR + 4) for row in range(len(rows))]
        traces += _earned_and_possible(say, amounts, middles, words, color)
        for pair, middle in zip(amounts, middles, strict=True):
            if both:
                notes.append(pic.note(words, 0, middle, xref="paper", xshift=-left, font=pic.ink(color, pic.SMALL)))
            text = _amounts_in_words(say, *pair)
            notes.append(pic.note(text, 1, middle, xref="paper", xanchor="right", xshift=_RIGHT, font=pic.ink(color)))
    for i, row in enumerate(rows):
        notes.append(pic.note(f"<b>{row.label}</b>", 0, i * pitch + pic.LINE / 2, xref="paper", xshift=-left))
    legend = say("pieno: maturato · tratteggio e (+): ancora possibile, in EUR")
    small = pic.ink(pic.GREY, pic.SMALL)
    notes.append(pic.note(legend, 0, height - pic.LINE / 2, xref="paper", xshift=-left, font=small))
    margin = {"l": left, "r": _RIGHT + 2, "t": 0, "b": 0}
    figure = pic.draw_rows(say, traces, height, (0, widest * 1.02), annotations=notes, margin=margin)
    lines = [(row.label, *fact, *(plan if both else ())) for row, fact, plan in zip(rows, facts, plans, strict=True)]
    return pic.Picture(figure, _takeaway(say, facts, plans if both else None), pic.table(names, lines))


def _amounts_in_words(say: Language, earned: pic.Number, possible: pic.Number) -> str:
    text = pic.compact(say, earned)
    return say("{earned} (+{possible})", earned=text, possible=pic.compact(say, possible)) if possible else text


def _takeaway(
    say: Language,
    facts: Sequence[tuple[pic.Number, pic.Number]],
    plans: Sequence[tuple[pic.Number, pic.Number]] | None,
) -> str:
    takeaway = say("Maturati {earned}, ancora possibili {possible}", **_sums(say, facts))
    return takeaway if plans is None else takeaway + say("; nello scenario {earned} e {possible}", **_sums(say, plans))


def _sums(say: Language, amounts: Sequence[tuple[pic.Number, pic.Number]]) -> dict[str, str]:
    earned, possible = (sum(map(pic.exact, values)) for values in zip(*amounts, strict=True))
    return {"earned": say.euro(earned), "possible": say.euro(possible)}


def _earned_and_possible(
    say: Language, amounts: Sequence[tuple[pic.Number, pic.Number]], middles: Sequence[float], words: str, color: str
) -> list[pic.Part]:
    earned = pic.floats(amount for amount, _ in amounts)
    possible = pic.floats(amount for _, amount in amounts)
    edge = {"color": color, "width": 1}
    hatched = {"color": pic.WHITE, "line": edge, "pattern": pic.hatch(color)}
    solid_words = say("{words}, maturato: ", words=words) + "%{x:,.0f} EUR<extra></extra>"
    hatched_words = say("{words}, ancora possibile: ", words=words) + "%{customdata:,.0f} EUR<extra></extra>"
    solid = pic.bars(earned, middles, _BAR, None, {"color": color, "line": edge}, hovertemplate=solid_words)
    above = pic.bars(possible, middles, _BAR, None, hatched, hovertemplate=hatched_words)
    return [
        solid | {"name": f"{words}, earned"},
        above | {"name": f"{words}, possible", "base": earned, "customdata": possible},
    ]

"""What each year of the programme has earned, and may still earn."""

from collections.abc import Iterator, Sequence
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

    @property
    def facts(self) -> tuple[pic.Number, pic.Number]:
        """Earned and still possible."""
        return self.earned, self.possible

    @property
    def plan(self) -> tuple[pic.Number, pic.Number]:
        """The same in the scenario."""
        return self.scenario_earned or 0, self.scenario_possible or 0


def premium_by_year(say: Language, rows: Sequence[YearRow], total: YearRow) -> pic.Picture:
    """Per year what is earned, solid, and what is still possible, hatched: the facts and, under them, the scenario.

    Args:
        say: the reader's language.
        rows: one for each year; all of them with a scenario, or none.
        total: all years together, for the sentence.

    """
    names = [say("Anno"), say("Maturato (EUR)"), say("Ancora possibile (EUR)")]
    both = any(row.has_scenario for row in rows)
    if both:
        names += [say("Scenario: maturato (EUR)"), say("Scenario: ancora possibile (EUR)")]
    if not rows:
        return pic.nothing_yet(say, names)
    pitch = pic.LINE + (_BAR + 4) * (1 + both) + 8
    height = len(rows) * pitch + pic.LINE
    facts = [row.facts for row in rows]
    plans = [row.plan for row in rows]
    widest = max(1.0, *(sum(pic.floats(pair)) for pair in facts + plans))
    kinds = [(facts, say("fatti"), pic.BLUE), (plans, say("scenario"), pic.INK)][: 1 + both]
    left = _LEFT if both else 2
    traces: list[pic.Part] = []
    notes: list[pic.Part] = []
    for i, (amounts, words, color) in enumerate(kinds):
        places = [row * pitch + pic.LINE + _BAR / 2 + i * (_BAR + 4) for row in range(len(rows))]
        traces += _earned_and_possible(say, amounts, places, words, color)
        notes += _beside_bars(say, amounts, places, words if both else "", color)
    notes += _years(say, rows, pitch, left)
    margin = {"l": left, "r": _RIGHT + 2, "t": 0, "b": 0}
    figure = pic.draw_rows(say, traces, height, (0, widest * 1.02), annotations=notes, margin=margin)
    plan_cells: Sequence[tuple[pic.Number, ...]] = plans if both else [()] * len(rows)
    lines = [(row.label, *fact, *plan) for row, fact, plan in zip(rows, facts, plan_cells, strict=True)]
    return pic.Picture(figure, _takeaway(say, total.facts, total.plan if both else None), pic.table(names, lines))


def _years(say: Language, rows: Sequence[YearRow], pitch: int, left: int) -> Iterator[pic.Part]:
    """The name of each year over its bars, and the key under the last."""
    for i, row in enumerate(rows):
        yield pic.note(f"<b>{row.label}</b>", 0, i * pitch + pic.LINE / 2, xref="paper", xshift=-left)
    key = say("pieno: maturato · tratteggio e (+): ancora possibile, in EUR")
    below = len(rows) * pitch + pic.LINE / 2
    yield pic.note(key, 0, below, xref="paper", xshift=-left, font=pic.ink(pic.GREY, pic.SMALL))


def _beside_bars(
    say: Language, amounts: Sequence[tuple[pic.Number, pic.Number]], middles: Sequence[float], words: str, color: str
) -> Iterator[pic.Part]:
    """The name of the bars on their left, if they need one, and their amounts on the right."""
    right: pic.Part = {"xref": "paper", "xanchor": "right", "xshift": _RIGHT}
    for (earned, possible), middle in zip(amounts, middles, strict=True):
        if words:
            yield pic.note(words, 0, middle, xref="paper", xshift=-_LEFT, font=pic.ink(color, pic.SMALL))
        text = pic.compact(say, earned)
        if possible:
            text = say("{earned} (+{possible})", earned=text, possible=pic.compact(say, possible))
        yield pic.note(text, 1, middle, **right, font=pic.ink(color))


def _takeaway(say: Language, facts: tuple[pic.Number, pic.Number], plan: tuple[pic.Number, pic.Number] | None) -> str:
    takeaway = say("Maturati {earned}, ancora possibili {possible}", **_in_words(say, facts))
    return (
        takeaway if plan is None else takeaway + say("; nello scenario {earned} e {possible}", **_in_words(say, plan))
    )


def _in_words(say: Language, amounts: tuple[pic.Number, pic.Number]) -> dict[str, str]:
    earned, possible = amounts
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

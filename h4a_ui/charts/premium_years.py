"""What each year of the programme has earned, and may still earn."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    GREY,
    INK,
    SMALL,
    WHITE,
    Number,
    Part,
    Picture,
    compact,
    draw,
    exact,
    floats,
    ink,
    note,
    nothing_yet,
    table,
)
from h4a_ui.charts.rows import LINE, hatch, hidden, pixels
from h4a_ui.language import Language

_BAR = 16
_LEFT = 62
_RIGHT = 104


@dataclass(frozen=True)
class YearRow:
    """What a year of the programme has earned, and what it may still earn on top of that."""

    label: str
    earned: Number
    possible: Number
    scenario_earned: Number | None = None
    scenario_possible: Number | None = None

    @property
    def has_scenario(self) -> bool:
        """Whether a scenario stands beside the facts."""
        return self.scenario_earned is not None or self.scenario_possible is not None


def premium_by_year(say: Language, rows: Sequence[YearRow]) -> Picture:
    """Per year what is earned, solid, and what is still possible, hatched: the facts and, under them, the scenario."""
    names = [say("Anno"), say("Maturato (EUR)"), say("Ancora possibile (EUR)")]
    both = any(row.has_scenario for row in rows)
    if both:
        names += [say("Scenario: maturato (EUR)"), say("Scenario: ancora possibile (EUR)")]
    if not rows:
        return nothing_yet(say, names)
    pitch = LINE + (_BAR + 4) * (2 if both else 1) + 8
    height = len(rows) * pitch + LINE
    facts = [(row.earned, row.possible) for row in rows]
    plans = [(row.scenario_earned or 0, row.scenario_possible or 0) for row in rows]
    widest = max(1.0, *(float(exact(earned) + exact(possible)) for earned, possible in facts + plans))
    traces: list[Part] = []
    notes: list[Part] = []
    for i, (amounts, words, color) in enumerate(((facts, say("fatti"), BLUE), (plans, say("scenario"), INK))):
        if i and not both:
            continue
        middles = [row * pitch + LINE + _BAR / 2 + i * (_BAR + 4) for row in range(len(rows))]
        traces += _earned_and_possible(say, amounts, middles, words, color)
        for (earned, possible), middle in zip(amounts, middles, strict=True):
            if both:
                notes.append(note(words, 0, middle, xref="paper", xshift=-_LEFT, font=ink(color, SMALL)))
            text = compact(say, earned)
            if possible:
                text = say("{earned} (+{possible})", earned=text, possible=compact(say, possible))
            notes.append(note(text, 1, middle, xref="paper", xanchor="right", xshift=_RIGHT, font=ink(color)))
    left = _LEFT if both else 2
    for i, row in enumerate(rows):
        notes.append(note(f"<b>{row.label}</b>", 0, i * pitch + LINE / 2, xref="paper", xshift=-left))
    legend = say("pieno: maturato · tratteggio e (+): ancora possibile, in EUR")
    notes.append(note(legend, 0, height - LINE / 2, xref="paper", xshift=-left, font=ink(GREY, SMALL)))
    figure = draw(
        say,
        traces,
        height,
        x=hidden(0, widest * 1.02),
        y=pixels(height),
        annotations=notes,
        margin={"l": left, "r": _RIGHT + 2, "t": 0, "b": 0},
    )
    columns: list[Sequence[object]] = [
        [row.label for row in rows],
        [row.earned for row in rows],
        [row.possible for row in rows],
    ]
    columns += [[earned for earned, _ in plans], [possible for _, possible in plans]]
    takeaway = say(
        "Maturati {earned}, ancora possibili {possible}",
        earned=say.euro(sum(exact(earned) for earned, _ in facts)),
        possible=say.euro(sum(exact(possible) for _, possible in facts)),
    )
    if both:
        takeaway += say(
            "; nello scenario {earned} e {possible}",
            earned=say.euro(sum(exact(earned) for earned, _ in plans)),
            possible=say.euro(sum(exact(possible) for _, possible in plans)),
        )
    return Picture(figure, takeaway, table(dict(zip(names, columns[: len(names)], strict=True))))


def _earned_and_possible(
    say: Language, amounts: Sequence[tuple[Number, Number]], middles: Sequence[float], words: str, color: str
) -> list[Part]:
    earned = floats(amount for amount, _ in amounts)
    bar: Part = {
        "type": "bar",
        "orientation": "h",
        "y": list(middles),
        "width": _BAR,
        "textposition": "none",
    }
    solid = {"color": color, "line": {"color": color, "width": 1}}
    hatched = {"color": WHITE, "line": {"color": color, "width": 1}, "pattern": hatch(color)}
    return [
        bar
        | {
            "name": f"{words}, earned",
            "x": earned,
            "marker": solid,
            "hovertemplate": say("{words}, maturato: ", words=words) + "%{x:,.0f} EUR<extra></extra>",
        },
        bar
        | {
            "name": f"{words}, possible",
            "x": floats(possible for _, possible in amounts),
            "base": earned,
            "marker": hatched,
            "customdata": floats(possible for _, possible in amounts),
            "hovertemplate": say("{words}, ancora possibile: ", words=words) + "%{customdata:,.0f} EUR<extra></extra>",
        },
    ]

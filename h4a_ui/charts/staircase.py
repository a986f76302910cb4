"""The final payment, by number of families that succeed."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from h4a_ui.charts.picture import (
    BLUE,
    GREY,
    HAIR,
    INK,
    SMALL,
    VEIL,
    WHITE,
    Part,
    Picture,
    anchor,
    compact,
    draw,
    floats,
    ink,
    note,
    nothing_yet,
    table,
)
from h4a_ui.language import Language

_HEIGHT = 280
_LEFT_HALF = 0.64


def staircase(
    say: Language,
    steps: Sequence[tuple[int, Decimal]],
    now: int | tuple[int, int],
    scenario: int | None = None,
) -> Picture:
    """The final payment by number of families that succeed, with a mark for now and one for the scenario."""
    names = [say("Famiglie che riescono"), say("Pagamento finale (EUR)"), say("Qui")]
    if not steps:
        return nothing_yet(say, names)
    ordered = sorted(steps)
    counts = [count for count, _ in ordered]
    pays = dict(ordered)
    top = max(float(pay) for _, pay in ordered) or 1.0
    first, last = (now, now) if isinstance(now, int) else now
    traces: list[Part] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": "steps",
            "x": counts,
            "y": floats(pays.values()),
            "line": {"shape": "hvh", "color": GREY, "width": 2},
            "marker": {"size": 5, "color": GREY},
            "hovertemplate": say("%{x} famiglie: %{y:,.0f} EUR") + "<extra></extra>",
        }
    ]
    inside = [count for count in counts if first <= count <= last]
    mark: Part = {"type": "scatter", "hoverinfo": "skip", "cliponaxis": False}
    if inside:
        traces.append(
            mark
            | {
                "mode": "lines+markers",
                "name": "now",
                "x": inside,
                "y": [float(pays[count]) for count in inside],
                "line": {"shape": "hvh", "color": BLUE, "width": 4},
                "marker": {"size": 13 if len(inside) == 1 else 9, "color": BLUE},
            }
        )
    if scenario in pays:
        traces.append(
            mark
            | {
                "mode": "markers",
                "name": "scenario",
                "x": [scenario],
                "y": [float(pays[scenario])],
                "marker": {"symbol": "diamond", "size": 15, "color": WHITE, "line": {"color": INK, "width": 2.5}},
            }
        )
    figure = draw(
        say,
        traces,
        _HEIGHT,
        x={
            "range": [counts[0] - 0.5, counts[-1] + 0.5],
            "tickmode": "array",
            "tickvals": _counts_marked(ordered),
            "ticktext": [say.number(count) for count in _counts_marked(ordered)],
            "showline": True,
            "linecolor": GREY,
            "ticks": "outside",
            "tickcolor": GREY,
            "title": {"text": say("famiglie che riescono"), "font": ink(GREY, SMALL), "standoff": 6},
        },
        y={
            "range": [-top * 0.16, top * 1.2],
            "tickmode": "array",
            "tickvals": sorted({float(pay) for pay in pays.values()})[-5:],
            "ticktext": [compact(say, pay) for pay in sorted(set(pays.values()))[-5:]],
            "showgrid": True,
            "gridcolor": HAIR,
            "griddash": "dot",
        },
        annotations=_marks(say, ordered, (first, last), scenario),
        margin={"l": 4, "r": 8, "t": 4, "b": 4},
    )
    here = [
        " · ".join(filter(None, [say("oggi") if first <= c <= last else "", say("scenario") if c == scenario else ""]))
        for c in counts
    ]
    columns = (counts, [pay for _, pay in ordered], here)
    takeaway = _stair_takeaway(say, ordered, (first, last), scenario)
    return Picture(figure, takeaway, table(dict(zip(names, columns, strict=True))))


def _counts_marked(steps: Sequence[tuple[int, Decimal]], at_most: int = 9) -> list[int]:
    """The counts worth a label: the ends, those where the payment changes, and others if there is room."""
    counts = [count for count, _ in steps]
    apart = max(1, (counts[-1] - counts[0]) // at_most)
    chosen = [counts[0]]
    changes = {after[0] for before, after in pairwise(steps) if before[1] != after[1]}
    chosen += [c for c in sorted(changes) if c - chosen[-1] >= apart or len(changes) <= at_most // 2]
    chosen.append(counts[-1])
    for count in counts:
        if all(abs(count - other) > apart for other in chosen):
            chosen.append(count)
    return sorted(set(chosen))


def _marks(
    say: Language, steps: Sequence[tuple[int, Decimal]], now: tuple[int, int], scenario: int | None
) -> list[Part]:
    pays = dict(steps)
    counts = list(pays)
    notes: list[Part] = []

    def place(count: int) -> float:
        return (count - counts[0]) / max(counts[-1] - counts[0], 1)

    below: Part = {"yanchor": "top", "yshift": -9, "bgcolor": VEIL, "font": ink(BLUE)}
    first, last = now
    known = [count for count in counts if first <= count <= last]
    if len(known) == 1:
        words = say("oggi: {count}", count=say.number(known[0]))
        hung = anchor(place(known[0]), 0.12, 0.88)
        notes.append(note(f"<b>{words}</b>", known[0], float(pays[known[0]]), xanchor=hung, **below))
    elif known:
        # Below the lowest landing of the range: there a staircase that rises leaves room on the right.
        words = say("oggi: da {first} a {last}", first=say.number(first), last=say.number(last))
        landing = next((count for count in known if pays[count]), known[0])
        left = place(landing) < _LEFT_HALF
        at = landing - 0.25 if left else counts[-1] + 0.5
        hung = "left" if left else "right"
        notes.append(note(f"<b>{words}</b>", at, float(pays[landing]), xanchor=hung, **below))
    if scenario is not None and scenario in pays:
        words = say("scenario: {count}", count=say.number(scenario))
        hung = anchor(place(scenario), 0.2, 0.8)
        side: Part = {"yanchor": "bottom", "yshift": 11, "bgcolor": VEIL, "font": ink(INK)}
        notes.append(note(f"<b>{words}</b>", scenario, float(pays[scenario]), xanchor=hung, **side))
    return notes


def _stair_takeaway(
    say: Language, steps: Sequence[tuple[int, Decimal]], now: tuple[int, int], scenario: int | None
) -> str:
    pays = dict(steps)
    first, last = now
    if first == last and first in pays:
        words = _next_step(say, steps, first)
    else:
        amounts = [pay for count, pay in steps if first <= count <= last]
        words = say(
            "Tra {first} e {last} famiglie il pagamento finale va da {low} a {high}",
            first=say.number(first),
            last=say.number(last),
            low=say.euro(min(amounts, default=Decimal(0))),
            high=say.euro(max(amounts, default=Decimal(0))),
        )
    if scenario is not None and scenario in pays:
        words += say.plural(
            "; nello scenario, con {n} famiglia, è {amount}",
            "; nello scenario, con {n} famiglie, è {amount}",
            scenario,
            amount=say.euro(pays[scenario]),
        )
    return words


def _next_step(say: Language, steps: Sequence[tuple[int, Decimal]], now: int) -> str:
    pays = dict(steps)
    better = next((count for count in sorted(pays) if count > now and pays[count] > pays[now]), None)
    if better is None:
        return say.plural(
            "Con {n} famiglia il pagamento finale è al massimo: {amount}",
            "Con {n} famiglie il pagamento finale è al massimo: {amount}",
            now,
            amount=say.euro(pays[now]),
        )
    return say.plural(
        "Con {n} famiglia in più il pagamento finale passa da {now} a {then}",
        "Con {n} famiglie in più il pagamento finale passa da {now} a {then}",
        better - now,
        now=say.euro(pays[now]),
        then=say.euro(pays[better]),
    )

"""The final payment, by number of families that succeed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_HEIGHT = 280
_LEFT_HALF = 0.64


def staircase(
    say: Language,
    steps: Sequence[tuple[int, Decimal]],
    now: int | tuple[int, int],
    scenario: int | None = None,
) -> pic.Picture:
    """The final payment by number of families that succeed, with a mark for now and one for the scenario."""
    names = [say("Famiglie che riescono"), say("Pagamento finale (EUR)"), say("Qui")]
    if not steps:
        return pic.nothing_yet(say, names)
    ordered = sorted(steps)
    counts = [count for count, _ in ordered]
    pays = dict(ordered)
    top = max(float(pay) for _, pay in ordered) or 1.0
    first, last = (now, now) if isinstance(now, int) else now
    marked = _counts_marked(ordered)
    levels = sorted(set(pays.values()))[-5:]
    figure = pic.draw(
        say,
        _steps(say, pays, (first, last), scenario),
        _HEIGHT,
        x=axes.ruled(
            (counts[0] - 0.5, counts[-1] + 0.5),
            marked,
            [say.number(count) for count in marked],
            say("famiglie che riescono"),
        ),
        y={"range": [-top * 0.16, top * 1.2]}
        | axes.grid(pic.floats(levels), [pic.compact(say, pay) for pay in levels]),
        annotations=_marks(say, ordered, (first, last), scenario),
        margin={"l": 4, "r": 8, "t": 4, "b": 4},
    )
    lines = [(count, pay, _here(say, now=first <= count <= last, scenario=count == scenario)) for count, pay in ordered]
    takeaway = _stair_takeaway(say, ordered, (first, last), scenario)
    return pic.Picture(figure, takeaway, pic.table(names, lines))


def _here(say: Language, *, now: bool, scenario: bool) -> str:
    return " · ".join([say("oggi")] * now + [say("scenario")] * scenario)


def _steps(say: Language, pays: Mapping[int, Decimal], now: tuple[int, int], scenario: int | None) -> list[pic.Part]:
    """The stairs, the part of them where the programme may stand now, and the place of the scenario."""
    path: pic.Part = {"type": "scatter", "mode": "lines+markers"}
    unsaid: pic.Part = {"hoverinfo": "skip", "cliponaxis": False}
    traces = [
        path
        | {
            "name": "steps",
            "x": list(pays),
            "y": pic.floats(pays.values()),
            "line": {"shape": "hvh", "color": pic.GREY, "width": 2},
            "marker": {"size": 5, "color": pic.GREY},
            "hovertemplate": say("%{x} famiglie: %{y:,.0f} EUR") + "<extra></extra>",
        }
    ]
    inside = [count for count in pays if now[0] <= count <= now[1]]
    if inside:
        stretch = {"name": "now", "x": inside, "y": [float(pays[count]) for count in inside]}
        line = {"shape": "hvh", "color": pic.BLUE, "width": 4}
        marker = {"size": 13 if len(inside) == 1 else 9, "color": pic.BLUE}
        traces.append(path | unsaid | stretch | {"line": line, "marker": marker})
    if scenario is not None and scenario in pays:
        diamond = {"symbol": "diamond", "size": 15, "color": pic.WHITE, "line": {"color": pic.INK, "width": 2.5}}
        traces.append(pic.dots([scenario], [float(pays[scenario])], None, diamond, name="scenario", hoverinfo="skip"))
    return traces


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
) -> list[pic.Part]:
    pays = dict(steps)
    counts = list(pays)
    notes: list[pic.Part] = []

    def place(count: int) -> float:
        return (count - counts[0]) / max(counts[-1] - counts[0], 1)

    below: pic.Part = {"yanchor": "top", "yshift": -9, "bgcolor": pic.VEIL, "font": pic.ink(pic.BLUE)}
    first, last = now
    known = [count for count in counts if first <= count <= last]
    if len(known) == 1:
        words = say("oggi: {count}", count=say.number(known[0]))
        hung = pic.anchor(place(known[0]), 0.12, 0.88)
        notes.append(pic.note(f"<b>{words}</b>", known[0], float(pays[known[0]]), xanchor=hung, **below))
    elif known:
        # The words stand under the lowest step that pays: right of it the picture is empty, since the steps rise.
        words = say("oggi: da {first} a {last}", first=say.number(first), last=say.number(last))
        landing = next((count for count in known if pays[count]), known[0])
        left = place(landing) < _LEFT_HALF
        at = landing - 0.25 if left else counts[-1] + 0.5
        hung = "left" if left else "right"
        notes.append(pic.note(f"<b>{words}</b>", at, float(pays[landing]), xanchor=hung, **below))
    if scenario is not None and scenario in pays:
        words = say("scenario: {count}", count=say.number(scenario))
        hung = pic.anchor(place(scenario), 0.2, 0.8)
        side: pic.Part = {"yanchor": "bottom", "yshift": 11, "bgcolor": pic.VEIL, "font": pic.ink(pic.INK)}
        notes.append(pic.note(f"<b>{words}</b>", scenario, float(pays[scenario]), xanchor=hung, **side))
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

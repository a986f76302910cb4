"""The balance for each pair of values of two assumptions."""

from bisect import bisect_right
from collections.abc import Sequence
from math import copysign, sqrt

from h4a_core.engine.working import as_decimal, half_up
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_CELL = 40
_DEEP_ORANGE = "#E8A765"  # as deep as a tint may be under dark text
_DEEP_BLUE = "#7DB2EA"
_LABELLED_COLUMNS = 8
_SMALL_COLUMNS = 6


def heat_map(
    say: Language,
    x_label: str,
    x_values: Sequence[pic.Number],
    y_label: str,
    y_values: Sequence[pic.Number],
    net: Sequence[Sequence[pic.Number]],
    here: tuple[float, float],
) -> pic.Picture:
    """The balance for each pair of values (`net[y][x]`), the line of zero and a ring at the present place."""
    names = [f"{y_label} ↓ · {x_label} →"]
    if not x_values or not y_values:
        return pic.nothing_yet(say, names)
    cells = [pic.floats(row) for row in net]
    heads = [_short(say, value) for value in x_values]
    sides = [_short(say, value) for value in y_values]
    traces = [_cells(say, cells, (x_label, heads), (y_label, sides))]
    border = _zero_line(cells)
    if border:
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": "zero",
                "x": [x for edge in border for x in (*edge[0], None)],
                "y": [y for edge in border for y in (*edge[1], None)],
                "line": {"color": pic.INK, "width": 3},
                "hoverinfo": "skip",
            }
        )
    at = (_index(pic.floats(x_values), here[0]), _index(pic.floats(y_values), here[1]))
    ring = {"symbol": "circle-open", "size": 34, "color": pic.INK, "line": {"width": 2.5}}
    traces.append(pic.dots([at[0]], [at[1]], None, ring, name="here", hoverinfo="skip"))
    corner: pic.Part = {"xref": "paper", "yref": "paper"}
    low_right: pic.Part = corner | {"xanchor": "right", "yanchor": "top", "yshift": -44}
    legend = say("migliaia di EUR · linea: saldo zero · ○ oggi")
    figure = pic.draw(
        say,
        traces,
        len(sides) * _CELL + 92,
        x=_axis(heads) | {"title": {"text": x_label, "font": pic.ink(), "standoff": 4}},
        y=_axis(sides),
        annotations=[
            pic.note(f"{y_label} ↓", 0, 1, **corner, yanchor="bottom", yshift=4, font=pic.ink()),
            pic.note(legend, 1, 0, **low_right, font=pic.ink(pic.GREY, pic.SMALL)),
        ],
        margin={"l": 4, "r": 6, "t": 26, "b": 62},
    )
    lines = [(side, *row) for side, row in zip(sides, net, strict=True)]
    return pic.Picture(figure, _map_takeaway(say, cells), pic.table([*names, *heads], lines))


def _cells(
    say: Language, cells: Sequence[Sequence[float]], x: tuple[str, Sequence[str]], y: tuple[str, Sequence[str]]
) -> pic.Part:
    """The balances as coloured cells; `x` and `y` are each the name of an assumption and its values in words."""
    (x_label, heads), (y_label, sides) = x, y
    reach = max(1.0, *(abs(_tint(amount)) for row in cells for amount in row))
    wide = len(heads)
    scale = [(0, _DEEP_ORANGE), (0.3, pic.ORANGE_TINT), (0.5, pic.WHITE), (0.7, pic.BLUE_TINT), (1, _DEEP_BLUE)]
    hover = f"{x_label}: %{{customdata[0]}}<br>{y_label}: %{{customdata[1]}}<br>"
    return {
        "type": "heatmap",
        "x": list(range(wide)),
        "y": list(range(len(sides))),
        "z": [[_tint(amount) for amount in row] for row in cells],
        "zmin": -reach,
        "zmax": reach,
        "colorscale": [list(stop) for stop in scale],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "text": [[_thousands(say, amount) for amount in row] for row in cells],
        "texttemplate": "%{text}" if wide <= _LABELLED_COLUMNS else "",
        "textfont": pic.ink(pic.INK, pic.SMALL if wide <= _SMALL_COLUMNS else 11),
        "customdata": [
            [[head, side, amount] for head, amount in zip(heads, row, strict=True)]
            for side, row in zip(sides, cells, strict=True)
        ],
        "hovertemplate": hover + say("saldo: %{customdata[2]:+,.0f} EUR") + "<extra></extra>",
    }


def _axis(words: Sequence[str]) -> pic.Part:
    """Evenly spaced values, each named under the middle of its cells."""
    return {"tickvals": list(range(len(words))), "ticktext": words, "range": [-0.5, len(words) - 0.5]}


def _short(say: Language, value: pic.Number) -> str:
    amount = as_decimal(value)
    if amount == amount.to_integral_value():
        return say.number(amount)
    return say.number(amount, 1 if amount == half_up(amount, 1) else 2)


def _thousands(say: Language, amount: float) -> str:
    short = round(amount / 1000)
    return f"+{say.number(short)}" if short > 0 else say.number(short)


def _tint(amount: float) -> float:
    """How deep a cell is coloured: by the root of its amount, so that small balances also show their sign."""
    return copysign(sqrt(abs(amount)), amount)


def _zero_line(cells: Sequence[Sequence[float]]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The edges between cells on either side of zero, each as its two x and its two y."""
    edges: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for y, row in enumerate(cells):
        for x, amount in enumerate(row):
            if x + 1 < len(row) and (amount < 0) != (row[x + 1] < 0):
                edges.append(((x + 0.5, x + 0.5), (y - 0.5, y + 0.5)))
            if y + 1 < len(cells) and (amount < 0) != (cells[y + 1][x] < 0):
                edges.append(((x - 0.5, x + 0.5), (y + 0.5, y + 0.5)))
    return edges


def _index(values: Sequence[float], value: float) -> float:
    """Where a value lies among the evenly drawn columns: between two of them, never outside."""
    if value <= values[0] or len(values) == 1:
        return 0.0
    if value >= values[-1]:
        return float(len(values) - 1)
    right = bisect_right(values, value)
    left = right - 1
    return left + (value - values[left]) / (values[right] - values[left])


def _map_takeaway(say: Language, cells: Sequence[Sequence[float]]) -> str:
    amounts = [amount for row in cells for amount in row]
    good = sum(amount >= 0 for amount in amounts)
    total = say.number(len(amounts))
    if good == len(amounts):
        return say("Il saldo è almeno in pari in tutte le {total} combinazioni", total=total)
    if not good:
        return say("Il saldo è negativo in tutte le {total} combinazioni", total=total)
    return say.plural(
        "Il saldo è almeno in pari in {n} combinazione su {total}",
        "Il saldo è almeno in pari in {n} combinazioni su {total}",
        good,
        total=total,
    )

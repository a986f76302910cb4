"""The balance for each pair of values of two assumptions."""

from bisect import bisect_right
from collections.abc import Sequence
from math import copysign, sqrt

from h4a_ui.charts.picture import (
    BLUE_TINT,
    GREY,
    INK,
    ORANGE_TINT,
    SMALL,
    WHITE,
    Number,
    Part,
    Picture,
    draw,
    exact,
    floats,
    ink,
    note,
    nothing_yet,
    table,
)
from h4a_ui.language import Language

_CELL = 40
_DEEP_ORANGE = "#E8A765"  # as deep as a tint may be under dark text
_DEEP_BLUE = "#7DB2EA"
_LABELLED_COLUMNS = 8
_SMALL_COLUMNS = 6


def heat_map(
    say: Language,
    x_label: str,
    x_values: Sequence[Number],
    y_label: str,
    y_values: Sequence[Number],
    net: Sequence[Sequence[Number]],
    here: tuple[float, float],
) -> Picture:
    """The balance for each pair of values (`net[y][x]`), the line of zero and a ring at the present place."""
    names = [f"{y_label} ↓ · {x_label} →"]
    if not x_values or not y_values:
        return nothing_yet(say, names)
    cells = [floats(row) for row in net]
    amounts = [amount for row in cells for amount in row]
    reach = max(1.0, *map(abs, map(_tint, amounts)))
    wide = len(x_values)
    columns, rows = list(range(wide)), list(range(len(y_values)))
    heads = [_short(say, value) for value in x_values]
    sides = [_short(say, value) for value in y_values]
    size = SMALL if wide <= _SMALL_COLUMNS else 11
    traces: list[Part] = [
        {
            "type": "heatmap",
            "x": columns,
            "y": rows,
            "z": [[_tint(amount) for amount in row] for row in cells],
            "zmin": -reach,
            "zmax": reach,
            "colorscale": [[0, _DEEP_ORANGE], [0.3, ORANGE_TINT], [0.5, WHITE], [0.7, BLUE_TINT], [1, _DEEP_BLUE]],
            "showscale": False,
            "xgap": 1,
            "ygap": 1,
            "text": [[_thousands(say, amount) for amount in row] for row in cells],
            "texttemplate": "%{text}" if wide <= _LABELLED_COLUMNS else "",
            "textfont": ink(INK, size),
            "customdata": [
                [[x, y, amount] for x, amount in zip(heads, row, strict=True)]
                for y, row in zip(sides, cells, strict=True)
            ],
            "hovertemplate": f"{x_label}: %{{customdata[0]}}<br>{y_label}: %{{customdata[1]}}<br>"
            + say("saldo: %{customdata[2]:+,.0f} EUR")
            + "<extra></extra>",
        }
    ]
    border = _zero_line(cells)
    if border:
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": "zero",
                "x": [x for edge in border for x in (*edge[0], None)],
                "y": [y for edge in border for y in (*edge[1], None)],
                "line": {"color": INK, "width": 3},
                "hoverinfo": "skip",
            }
        )
    at = (_index(floats(x_values), here[0]), _index(floats(y_values), here[1]))
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "name": "here",
            "x": [at[0]],
            "y": [at[1]],
            "hoverinfo": "skip",
            "cliponaxis": False,
            "marker": {"symbol": "circle-open", "size": 34, "color": INK, "line": {"width": 2.5}},
        }
    )
    legend = say("migliaia di EUR · linea: saldo zero · ○ oggi")
    figure = draw(
        say,
        traces,
        len(rows) * _CELL + 92,
        x={"tickvals": columns, "ticktext": heads, "range": [-0.5, wide - 0.5]}
        | {"title": {"text": x_label, "font": ink(INK, 13), "standoff": 4}},
        y={"tickvals": rows, "ticktext": sides, "range": [-0.5, len(rows) - 0.5]},
        annotations=[
            note(f"{y_label} ↓", 0, 1, xref="paper", yref="paper", yanchor="bottom", yshift=4, font=ink(INK, 13)),
            note(
                legend,
                1,
                0,
                xref="paper",
                yref="paper",
                xanchor="right",
                yanchor="top",
                yshift=-44,
                font=ink(GREY, SMALL),
            ),
        ],
        margin={"l": 4, "r": 6, "t": 26, "b": 62},
    )
    data = table({names[0]: sides} | {head: [row[i] for row in net] for i, head in enumerate(heads)})
    return Picture(figure, _map_takeaway(say, amounts), data)


def _short(say: Language, value: Number) -> str:
    amount = exact(value)
    if amount == amount.to_integral_value():
        return say.number(amount)
    return say.number(amount, 1 if amount * 10 == (amount * 10).to_integral_value() else 2)


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


def _map_takeaway(say: Language, amounts: Sequence[float]) -> str:
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

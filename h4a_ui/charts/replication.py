"""The years ahead: families that cities want and can take in, and the money that follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    BLUE_TINT,
    GREY,
    HAIR,
    ORANGE,
    SMALL,
    VEIL,
    WHITE,
    Part,
    Picture,
    amount_axis,
    compact,
    compact_euro,
    draw,
    ink,
    line,
    note,
    table,
)
from h4a_ui.language import Language

_MOST_LABELS = 10


@dataclass(frozen=True)
class AheadYear:
    """One year: families wanted and taken in, and the words for what keeps the others out (None: nothing does)."""

    year: int
    wanted: int
    entered: int
    bottleneck: str | None


@dataclass(frozen=True)
class MoneyYear:
    """One year, in EUR: hotel cost avoided and premium in the middle case, balance in the three cases."""

    year: int
    saving: float
    premium: float
    cautious: float
    middle: float
    hopeful: float


def families_ahead(say: Language, rows: Sequence[AheadYear]) -> Picture:
    """Bars of the families taken in, on those wanted; the gap is named by what makes it."""
    years = [row.year for row in rows]
    most = max(1, *(row.wanted for row in rows))
    bar: Part = {"type": "bar", "x": years, "width": 0.62, "hoverinfo": "text", "textposition": "none"}
    hover = [
        say(
            "{year}: {entered} famiglie su {wanted}",
            year=row.year,
            entered=say.number(row.entered),
            wanted=say.number(row.wanted),
        )
        for row in rows
    ]
    traces: list[Part] = [
        bar | {"name": "wanted", "y": [row.wanted for row in rows], "hovertext": hover,
               "marker": {"color": WHITE, "line": {"color": GREY, "width": 1.5}}},
        bar | {"name": "entered", "y": [row.entered for row in rows], "hovertext": hover, "marker": {"color": BLUE}},
    ]  # fmt: skip
    marked = rows if len(rows) <= _MOST_LABELS else rows[::2]
    notes = [
        note(
            f"<b>{say.number(row.entered)}</b>", row.year, row.entered, xanchor="center",
            yanchor="top" if row.entered > most * 0.12 else "bottom",
            font=ink(WHITE if row.entered > most * 0.12 else BLUE, SMALL),
        )
        for row in marked
    ]  # fmt: skip
    first = next((row for row in rows if row.bottleneck), None)
    if first:
        notes.append(
            note(
                say("dal {year} manca: <b>{what}</b>", year=first.year, what=first.bottleneck or ""),
                0, 1.0, xref="paper", yref="paper", yanchor="bottom", font=ink(ORANGE),
            )
        )  # fmt: skip
    figure = draw(
        say, traces, 300,
        x=_year_axis([row.year for row in marked]),
        y=amount_axis(say, 0, most * 1.06),
        annotations=notes,
        margin={"l": 4, "r": 4, "t": 26, "b": 4},
    )  # fmt: skip
    entered = sum(row.entered for row in rows)
    out = sum(row.wanted - row.entered for row in rows)
    takeaway = say("Entrano {n} famiglie in {years} anni", n=say.number(entered), years=len(rows))
    if first:
        takeaway += say("; altre {n} restano fuori, quasi tutte per: {what}", n=say.number(out), what=_most_named(rows))
    columns: dict[str, Sequence[object]] = {
        say("Anno"): years,
        say("Famiglie volute"): [row.wanted for row in rows],
        say("Famiglie accolte"): [row.entered for row in rows],
        say("Che cosa manca"): [row.bottleneck or "–" for row in rows],
    }
    return Picture(figure, takeaway, table(columns))


def _most_named(rows: Sequence[AheadYear]) -> str:
    out: dict[str, int] = {}
    for row in rows:
        if row.bottleneck:
            out[row.bottleneck] = out.get(row.bottleneck, 0) + row.wanted - row.entered
    return max(out, key=lambda name: out[name])


def _year_axis(years: Sequence[int]) -> Part:
    return {"tickmode": "array", "tickvals": list(years), "ticktext": [f"{year}" for year in years]}


def money_ahead(say: Language, rows: Sequence[MoneyYear]) -> Picture:
    """Cost avoided up, premium down, and the balance as a line with the band between the cautious and hopeful cases."""
    years = [row.year for row in rows]
    bar: Part = {"type": "bar", "x": years, "width": 0.5, "hoverinfo": "text", "textposition": "none"}
    path: Part = {"type": "scatter", "x": years, "mode": "lines", "hoverinfo": "skip"}
    edges = [(min(ends), max(ends)) for ends in ((r.cautious, r.middle, r.hopeful) for r in rows)]
    balance = [
        say("{year}: saldo {amount}", year=row.year, amount=compact_euro(say, row.middle, signed=True)) for row in rows
    ]
    traces: list[Part] = [
        bar | {"name": "saving", "y": [row.saving for row in rows], "marker": {"color": BLUE_TINT},
               "hovertext": [compact_euro(say, row.saving) for row in rows]},
        bar | {"name": "premium", "y": [-row.premium for row in rows], "marker": {"color": HAIR},
               "hovertext": [compact_euro(say, -row.premium) for row in rows]},
        path | {"name": "low", "y": [low for low, _ in edges], "line": {"width": 0}},
        path | {"name": "high", "y": [high for _, high in edges], "line": {"width": 0}, "fill": "tonexty",
                "fillcolor": "rgba(0,102,204,0.25)"},
        path | {"name": "balance", "mode": "lines+markers", "y": [row.middle for row in rows],
                "line": {"width": 3, "color": BLUE}, "hoverinfo": "text", "hovertext": balance},
    ]  # fmt: skip
    low = min(0.0, *(-row.premium for row in rows), *(edge for edge, _ in edges))
    high = max(1.0, *(row.saving for row in rows), *(edge for _, edge in edges))
    marked = rows if len(rows) <= _MOST_LABELS else rows[::2]
    last = rows[-1]
    notes = [
        note(say("albergo evitato"), years[0], high, xanchor="left", xshift=-16, yanchor="top", font=ink(GREY, SMALL)),
        note(say("premio"), years[0], low, xanchor="left", xshift=-16, yanchor="bottom", font=ink(GREY, SMALL)),
        note(
            say("{year}: saldo <b>{amount}</b>", year=last.year, amount=compact(say, last.middle, signed=True)),
            last.year, last.middle, xanchor="right", yanchor="bottom", yshift=8, font=ink(BLUE), bgcolor=VEIL,
        ),
    ]  # fmt: skip
    room = (high - low) * 0.04
    figure = draw(
        say, traces, 300,
        x=_year_axis([row.year for row in marked]),
        y=amount_axis(say, low - room, high + room),
        shapes=[line((years[0] - 0.5, years[-1] + 0.5), (0, 0))],
        annotations=notes,
        margin={"l": 4, "r": 4, "t": 6, "b": 4},
    )  # fmt: skip
    ends = [sum(getattr(row, name) for row in rows) for name in ("cautious", "middle", "hopeful")]
    takeaway = say(
        "Fino al {year}, quando finisce l'ultimo contratto, il saldo delle città sta tra {low} e {high}",
        year=rows[-1].year,
        low=compact(say, min(ends), signed=True),
        high=compact_euro(say, max(ends), signed=True),
    )
    columns: dict[str, Sequence[object]] = {
        say("Anno"): years,
        say("Albergo evitato (EUR)"): [round(row.saving) for row in rows],
        say("Premio (EUR)"): [round(row.premium) for row in rows],
        say("Saldo, caso prudente (EUR)"): [round(row.cautious) for row in rows],
        say("Saldo, caso centrale (EUR)"): [round(row.middle) for row in rows],
        say("Saldo, caso fiducioso (EUR)"): [round(row.hopeful) for row in rows],
    }
    return Picture(figure, takeaway, table(columns))

"""The years ahead: families that cities want and can take in, and the money that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from h4a_ui.charts import axes
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_HEIGHT = 300
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

    @property
    def range(self) -> tuple[float, float]:
        """The least and the greatest of the three balances."""
        balances = (self.cautious, self.middle, self.hopeful)
        return min(balances), max(balances)


_Row = TypeVar("_Row", AheadYear, MoneyYear)


def families_ahead(say: Language, rows: Sequence[AheadYear]) -> pic.Picture:
    """Bars of the families taken in, on those wanted; the gap is named by what makes it."""
    most = max(1, *(row.wanted for row in rows))
    notes = [_entered_note(say, row, most) for row in _marked(rows)]
    first = next((row for row in rows if row.bottleneck), None)
    end = rows[-1]
    takeaway = say(
        "Nel {year} entrano {n} famiglie su {wanted} volute", year=end.year, n=say.number(end.entered),
        wanted=say.number(end.wanted),
    )  # fmt: skip
    if first:
        lacks = say("dal {year} manca: <b>{what}</b>", year=first.year, what=first.bottleneck or "")
        over: pic.Part = {"xref": "paper", "yref": "paper", "yanchor": "bottom"}
        notes.append(pic.note(lacks, 0, 1.0, **over, font=pic.ink(pic.ORANGE)))
        takeaway += say("; chi resta fuori, anno per anno, lo fa quasi sempre per: {what}", what=_most_named(rows))
    figure = pic.draw(
        say,
        _families(say, rows),
        _HEIGHT,
        x=_year_axis(rows),
        y=axes.amount_axis(say, 0, most * 1.06),
        annotations=notes,
        margin={"l": 4, "r": 4, "t": 26, "b": 4},
    )
    names = [say("Anno"), say("Famiglie volute"), say("Famiglie accolte"), say("Che cosa manca")]
    lines = [(row.year, row.wanted, row.entered, row.bottleneck or "–") for row in rows]
    return pic.Picture(figure, takeaway, pic.table(names, lines))


def _families(say: Language, rows: Sequence[AheadYear]) -> list[pic.Part]:
    hover = [
        say("{year}: {entered} famiglie su {wanted}", year=year, entered=say.number(entered), wanted=say.number(wanted))
        for year, wanted, entered in ((row.year, row.wanted, row.entered) for row in rows)
    ]
    bar = _bar(rows, 0.62) | {"hovertext": hover}
    hollow = {"color": pic.WHITE, "line": {"color": pic.GREY, "width": 1.5}}
    return [
        bar | {"name": "wanted", "y": [row.wanted for row in rows], "marker": hollow},
        bar | {"name": "entered", "y": [row.entered for row in rows], "marker": {"color": pic.BLUE}},
    ]


def _entered_note(say: Language, row: AheadYear, most: int) -> pic.Part:
    """The number taken in, inside its bar where there is room, else upon it."""
    side, color = ("top", pic.WHITE) if row.entered > most * 0.12 else ("bottom", pic.BLUE)
    words = f"<b>{say.number(row.entered)}</b>"
    return pic.note(words, row.year, row.entered, xanchor="center", yanchor=side, font=pic.ink(color, pic.SMALL))


def _most_named(rows: Sequence[AheadYear]) -> str:
    out: dict[str, int] = {}
    for row in rows:
        if row.bottleneck:
            out[row.bottleneck] = out.get(row.bottleneck, 0) + row.wanted - row.entered
    return max(out, key=lambda name: out[name])


def _marked(rows: Sequence[_Row]) -> Sequence[_Row]:
    """The years named on the axis: all, or every other one where they are many."""
    return rows if len(rows) <= _MOST_LABELS else rows[::2]


def _year_axis(rows: Sequence[_Row]) -> pic.Part:
    years = [row.year for row in _marked(rows)]
    return {"tickmode": "array", "tickvals": years, "ticktext": [f"{year}" for year in years]}


def _bar(rows: Sequence[_Row], width: float) -> pic.Part:
    years = [row.year for row in rows]
    return {"type": "bar", "x": years, "width": width, "hoverinfo": "text", "textposition": "none"}


def money_ahead(say: Language, rows: Sequence[MoneyYear]) -> pic.Picture:
    """Cost avoided up, premium down, and the balance as a line with the band between the cautious and hopeful cases.

    Args:
        say: the reader's language.
        rows: one for each year.

    """
    low = min(0.0, *(-row.premium for row in rows), *(row.range[0] for row in rows))
    high = max(1.0, *(row.saving for row in rows), *(row.range[1] for row in rows))
    first, last = rows[0], rows[-1]
    words = say("{year}: saldo <b>{amount}</b>", year=last.year, amount=pic.compact(say, last.middle, signed=True))
    corner: pic.Part = {"xanchor": "left", "xshift": -16, "font": pic.ink(pic.GREY, pic.SMALL)}
    end: pic.Part = {"xanchor": "right", "yanchor": "bottom", "yshift": 8}
    room = (high - low) * 0.04
    figure = pic.draw(
        say,
        _money(say, rows),
        _HEIGHT,
        x=_year_axis(rows),
        y=axes.amount_axis(say, low - room, high + room),
        shapes=[pic.line((first.year - 0.5, last.year + 0.5), (0, 0))],
        annotations=[
            pic.note(say("albergo evitato"), first.year, high, yanchor="top", **corner),
            pic.note(say("premio"), first.year, low, yanchor="bottom", **corner),
            pic.note(words, last.year, last.middle, **end, font=pic.ink(pic.BLUE), bgcolor=pic.VEIL),
        ],
        margin={"l": 4, "r": 4, "t": 6, "b": 4},
    )
    best, worst = (pick(rows, key=lambda row: row.middle) for pick in (max, min))
    takeaway = say(
        "Anno per anno il saldo delle città va, nel caso centrale, da {low} nel {worst} a {high} nel {best}",
        low=pic.compact(say, worst.middle, signed=True),
        worst=worst.year,
        high=pic.compact_euro(say, best.middle, signed=True),
        best=best.year,
    )
    names = [say("Anno"), say("Albergo evitato (EUR)"), say("Premio (EUR)"), say("Saldo, caso prudente (EUR)")]
    names += [say("Saldo, caso centrale (EUR)"), say("Saldo, caso fiducioso (EUR)")]
    lines = [(row.year, *map(round, (row.saving, row.premium, row.cautious, row.middle, row.hopeful))) for row in rows]
    return pic.Picture(figure, takeaway, pic.table(names, lines))


def _money(say: Language, rows: Sequence[MoneyYear]) -> list[pic.Part]:
    """Bars of cost avoided and premium, the band of the balance and its line."""
    bar = _bar(rows, 0.5)
    path: pic.Part = {"type": "scatter", "x": [row.year for row in rows], "mode": "lines", "hoverinfo": "skip"}
    line: pic.Part = {"mode": "lines+markers", "line": {"width": 3, "color": pic.BLUE}, "hoverinfo": "text"}
    spent = [-row.premium for row in rows]
    balance = [
        say("{year}: saldo {amount}", year=row.year, amount=pic.compact_euro(say, row.middle, signed=True))
        for row in rows
    ]
    return [
        bar
        | {"name": "saving", "y": [row.saving for row in rows], "marker": {"color": pic.BLUE_TINT}}
        | {"hovertext": [pic.compact_euro(say, row.saving) for row in rows]},
        bar
        | {"name": "premium", "y": spent, "marker": {"color": pic.HAIR}}
        | {"hovertext": [pic.compact_euro(say, amount) for amount in spent]},
        path | {"name": "low", "y": [row.range[0] for row in rows], "line": {"width": 0}},
        path
        | {"name": "high", "y": [row.range[1] for row in rows], "line": {"width": 0}}
        | {"fill": "tonexty", "fillcolor": "rgba(0,102,204,0.25)"},
        path | line | {"name": "balance", "y": [row.middle for row in rows], "hovertext": balance},
    ]

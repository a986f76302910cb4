"""The order of the beneficiary list: what makes each score, where the places end, how far the ranks move."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
from h4a_ui.foreign import in_picture
from h4a_ui.language import Language

PAGE = 40
"""Families that one picture shows."""

_SHADES = ("#003D7A", "#4A8ED6", pic.GREY, pic.BLUE, "#7F93A6")
"""One per indicator, in its order; dark beside light, each 3:1 on white."""
_PITCH = 22
_BAR = 14
_CUT = 22
_LEFT, _RIGHT = 100, 46
_BARS_END, _RANKS_FROM = 0.6, 0.68
_SWATCH = 10
_ROOM = 1.22  # the longest bar leaves room for its score
_ONE_PER_CENT = 0.01


@dataclass(frozen=True)
class PartOf:
    """An indicator as it stands in the key: its name and its share of all weights (0 to 1)."""

    label: str
    share: float


@dataclass(frozen=True)
class RankRow:
    """One family of the order: its parts by indicator, and what the draws of the weights do to its rank."""

    code: str
    rank: int
    last: int
    parts: tuple[float, ...]
    share_in: float
    low: int
    high: int
    enrolled: bool = False

    @property
    def score(self) -> float:
        """Points in all."""
        return sum(self.parts)


def ranking_bars(
    say: Language, rows: Sequence[RankRow], indicators: Sequence[PartOf], places: int, draws: int, first: int = 0
) -> pic.Picture:
    """Families in order, a bar of what each indicator adds, the cut where the places end, beside it the range of ranks.

    Args:
        say: the reader's language.
        rows: all families, in order.
        indicators: in the order of the parts.
        places: how many families can enter.
        draws: how many draws of the weights the ranges come from.
        first: the position from which at most `PAGE` families are drawn; the table holds them all.

    """
    names = [say("Posto"), say("Famiglia"), *(one.label for one in indicators), say("Punti")]
    names += [say("Posto più alto"), say("Posto più basso"), say("Prove con un posto (%)")]
    if not rows:
        return pic.nothing_yet(say, names)
    shown = rows[first : first + PAGE]
    key_shapes, key_notes, top = _key(say, indicators)
    top += pic.LINE * 2
    cut = places - first
    cut_shapes, cut_notes = _cut(say, shown, cut, places, top)
    middles = [top + _PITCH * (at + 0.5) + (_CUT if cut_shapes and at >= cut else 0) for at in range(len(shown))]
    height = int(top + _PITCH * len(shown) + (_CUT if cut_shapes else 0) + 4)
    figure = pic.draw(
        say,
        [*_bars(say, shown, indicators, middles), *_ranges(say, shown, middles, places)],
        height,
        x=pic.hidden(0, max(row.score for row in rows) * _ROOM or 1.0) | {"domain": [0, _BARS_END]},
        y=pic.pixels(height),
        xaxis2=pic.hidden(0, len(rows) + 1) | {"domain": [_RANKS_FROM, 1], "anchor": "y", "fixedrange": True},
        shapes=[*key_shapes, *cut_shapes, *_edge(rows, places, top, height)],
        annotations=[*key_notes, *_heads(say, draws, top), *_names(say, shown, middles, places), *cut_notes],
        margin={"l": _LEFT, "r": _RIGHT, "t": 0, "b": 0},
    )
    lines = [
        (
            *(row.rank, row.code, *(round(part, 2) for part in row.parts), round(row.score, 2)),
            *(row.low, row.high, round(row.share_in * 100, 1)),
        )
        for row in rows
    ]
    return pic.Picture(figure, _takeaway(say, rows, draws), pic.table(names, lines))


def _takeaway(say: Language, rows: Sequence[RankRow], draws: int) -> str:
    words = say.plural(
        "{n} famiglia ha un posto in tutte le {draws} prove sui pesi",
        "{n} famiglie hanno un posto in tutte le {draws} prove sui pesi",
        sum(row.share_in == 1 for row in rows),
        draws=say.number(draws),
    )
    open_ = sum(0 < row.share_in < 1 for row in rows)
    if not open_:
        return words + "; " + say("per nessuna dipende dai pesi")
    return words + "; " + say.plural("per {n} dipende dai pesi", "per {n} dipende dai pesi", open_)


def _key(say: Language, indicators: Sequence[PartOf]) -> tuple[list[pic.Part], list[pic.Part], float]:
    """What the colours mean, in as many lines as a narrow screen needs, and where they end."""
    shapes: list[pic.Part] = []
    notes: list[pic.Part] = []
    left, middle = 0.0, pic.LINE / 2
    for at, one in enumerate(indicators):
        words = f"{one.label} {say.percent(one.share)}"
        width = _SWATCH + 5 + len(words) * pic.CHARACTER + 10
        if left and left + width > pic.NARROW:
            left, middle = 0.0, middle + pic.LINE
        place = {"xref": "paper", "xsizemode": "pixel", "ysizemode": "pixel", "xanchor": 0, "yanchor": middle}
        box = {"x0": left - _LEFT, "x1": left - _LEFT + _SWATCH, "y0": -_SWATCH / 2, "y1": _SWATCH / 2}
        shapes.append({"type": "rect", "fillcolor": _shade(at), "line": {"width": 0}, **place, **box})
        shift = left - _LEFT + _SWATCH + 5
        notes.append(pic.note(words, 0, middle, xref="paper", xshift=shift, font=pic.ink(pic.INK, pic.SMALL)))
        left += width
    return shapes, notes, middle + pic.LINE / 2 + 6


def _shade(at: int) -> str:
    return _SHADES[at % len(_SHADES)]


def _heads(say: Language, draws: int, top: float) -> list[pic.Part]:
    """What the columns are, in two lines over the first row."""
    font = pic.ink(pic.GREY, pic.SMALL)
    first, second = top - pic.LINE * 1.5, top - pic.LINE * 0.5
    right: pic.Part = {"xref": "paper", "xanchor": "right", "align": "right", "xshift": _RIGHT, "font": font}
    return [
        pic.note(say("punti su 100"), 0, second, xref="paper", font=font),
        pic.note(say("posto in 8 prove su 10"), 1, first, **right),
        pic.note(
            say("e prove con un posto"), 1, second, **right, hovertext=say("{n} prove sui pesi", n=say.number(draws))
        ),
    ]


def _bars(
    say: Language, shown: Sequence[RankRow], indicators: Sequence[PartOf], middles: Sequence[float]
) -> list[pic.Part]:
    traces: list[pic.Part] = []
    for at, one in enumerate(indicators):
        traces.append(
            pic.bars(
                [row.parts[at] for row in shown],
                middles,
                _BAR,
                [in_picture(f"{row.code} · {one.label}: {say.number(row.parts[at], 1)}") for row in shown],
                {"color": _shade(at), "line": {"color": pic.WHITE, "width": 1}},
                name=one.label,
                base=[sum(row.parts[:at]) for row in shown],
            )
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "name": "scores",
            "x": [row.score for row in shown],
            "y": list(middles),
            "text": [f" {say.number(row.score, 1)}" for row in shown],
            "textposition": "middle right",
            "textfont": pic.ink(pic.INK, pic.SMALL),
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    )
    return traces


def _ranges(say: Language, shown: Sequence[RankRow], middles: Sequence[float], places: int) -> list[pic.Part]:
    """The ranks that 80 % of the draws give, the rank of the list as a ring, the share with a place in words."""
    traces: list[pic.Part] = []
    for color in (pic.BLUE, pic.ORANGE, pic.GREY):
        of_color = [(row, middle) for row, middle in zip(shown, middles, strict=True) if _color(row) == color]
        if not of_color:
            continue
        xs = [x for row, _ in of_color for x in (row.low, row.high, None)]
        ys = [y for _, middle in of_color for y in (middle, middle, None)]
        common: pic.Part = {"type": "scatter", "xaxis": "x2", "cliponaxis": False}
        name = {pic.BLUE: "always in", pic.ORANGE: "depends", pic.GREY: "always out"}[color]
        traces.append(
            common
            | {"mode": "lines", "name": f"{name}: range", "x": xs, "y": ys, "hoverinfo": "skip"}
            | {"line": {"color": color, "width": 5}}
        )
        traces.append(
            common
            | {
                "mode": "markers",
                "name": name,
                "x": [row.rank for row, _ in of_color],
                "y": [middle for _, middle in of_color],
                "hovertext": [_range_words(say, row, places) for row, _ in of_color],
                "hoverinfo": "text",
                "marker": {"size": 9, "color": pic.WHITE, "opacity": 1, "line": {"color": color, "width": 2}},
            }
        )
    return traces


def _color(row: RankRow) -> str:
    return pic.BLUE if row.share_in == 1 else pic.GREY if row.share_in == 0 else pic.ORANGE


def _range_words(say: Language, row: RankRow, places: int) -> str:
    return say(
        "{code}: posto {rank}; in 8 prove su 10 da {low} a {high}; tra i primi {places} nel {share} delle prove",
        code=in_picture(row.code),
        rank=row.rank,
        low=row.low,
        high=row.high,
        places=places,
        share=_share(say, row.share_in),
    )


def _share(say: Language, share: float) -> str:
    """A share in whole per cents that says 0 and 100 only when it is so."""
    if 0 < share < _ONE_PER_CENT:
        return "<1 %"
    if 1 - _ONE_PER_CENT < share < 1:
        return ">99 %"
    return say.percent(share)


def _names(say: Language, shown: Sequence[RankRow], middles: Sequence[float], places: int) -> list[pic.Part]:
    """Rank and code at the left of a row, the share of draws at its right."""
    notes = []
    for row, middle in zip(shown, middles, strict=True):
        inside, tied = row.last <= places, row.rank <= places < row.last
        color = pic.ORANGE if tied else pic.INK if inside else pic.GREY
        code = in_picture(f"◆ {row.code}" if row.enrolled else row.code)
        words = f"{row.rank} · <b>{code}</b>" if inside else f"{row.rank} · {code}"
        notes.append(pic.note(words, 0, middle, xref="paper", xshift=-_LEFT, font=pic.ink(color, pic.SMALL)))
        share = _share(say, row.share_in)
        right: pic.Part = {
            "xref": "paper",
            "xanchor": "right",
            "xshift": _RIGHT,
            "font": pic.ink(_color(row), pic.SMALL),
        }
        notes.append(pic.note(share, 1, middle, **right))
    return notes


def _cut(
    say: Language, shown: Sequence[RankRow], cut: int, places: int, top: float
) -> tuple[list[pic.Part], list[pic.Part]]:
    """The line after the last place, if it falls among the families shown, and its words."""
    if not 0 < cut <= len(shown):
        return [], []
    middle = top + _PITCH * cut + _CUT / 2
    count = say.number(places)
    words = say("posti finiti: {n}", n=count)
    if shown[cut - 1].last > places:
        words = say("posti finiti: {n}, tra famiglie a pari punti", n=count)
    return (
        [pic.line((0, 1), (middle, middle), pic.INK, xref="paper", dash="dot")],
        [pic.note(words, 0, middle, xref="paper", xshift=-_LEFT, font=pic.ink(pic.INK, pic.SMALL), bgcolor=pic.WHITE)],
    )


def _edge(rows: Sequence[RankRow], places: int, top: float, height: int) -> list[pic.Part]:
    """The rank at which the places end, down the ranges."""
    if places >= len(rows):
        return []
    return [pic.line((places + 0.5, places + 0.5), (top, height), pic.INK, xref="x2", dash="dot", layer="below")]

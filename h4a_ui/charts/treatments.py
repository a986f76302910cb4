"""What each way to treat those who did not answer makes of the share improved, against the thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    BLUE_TINT,
    GREY,
    HAIR,
    INK,
    ORANGE,
    SMALL,
    Part,
    Picture,
    draw,
    ink,
    line,
    note,
    nothing_yet,
    table,
)
from h4a_ui.charts.rows import LINE, head, head_height, pixels
from h4a_ui.language import Language

_TRACK = 22
_RULE = 8  # half of it: shorter than the track, so that it does not touch the words above
_DOT = 14


@dataclass(frozen=True)
class TreatmentRow:
    """One treatment: `improved` of `counted` families, the part it pays in words, whether that is another part."""

    label: str
    improved: int
    counted: int
    pays: str
    other_part: bool

    @property
    def share(self) -> float:
        """The share improved."""
        return self.improved / self.counted


def treatment_rows(
    say: Language, rows: Sequence[TreatmentRow], missing: int, thresholds: Sequence[tuple[float, str]]
) -> Picture:
    """A dot per treatment on a line from 0 to 100 %, with a rule at each threshold; the first row is in force."""
    names = [say("Chi non ha risposto"), say("Migliorate"), say("Famiglie contate"), say("Quota (%)"), say("Paga")]
    if not rows:
        return nothing_yet(say, names)
    heads = [(row.label, _result(say, row)) for row in rows]
    tall = head_height(heads)
    pitch = tall + _TRACK + 8
    tops = [LINE + i * pitch for i in range(len(rows))]
    middles = [top + tall + _TRACK / 2 for top in tops]
    height = LINE + len(rows) * pitch
    shares = [row.share for row in rows]
    shapes: list[Part] = [
        {
            "type": "rect",
            "x0": min(shares),
            "x1": max(shares),
            "y0": middle - 4,
            "y1": middle + 4,
            "fillcolor": BLUE_TINT,
            "line": {"width": 0},
            "layer": "below",
        }
        for middle in middles
    ]
    shapes += [line((0, 1), (middle, middle), HAIR, layer="below") for middle in middles]
    notes: list[Part] = []
    for share, words in thresholds:
        notes.append(note(words, share, LINE / 2, xanchor="center", font=ink(GREY, SMALL)))
        shapes += [line((share, share), (mid - _RULE, mid + _RULE), INK, width=1.5) for mid in middles]
    for pair, top, row in zip(heads, tops, rows, strict=True):
        notes += head(pair, top, tall, ORANGE if row.other_part else None)
    dots: Part = {
        "type": "scatter",
        "mode": "markers",
        "name": "treatments",
        "x": shares,
        "y": middles,
        "hovertext": [f"{name}: {result}" for name, result in heads],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "symbol": ["diamond" if row.other_part else "circle" for row in rows],
            "size": _DOT,
            "color": [ORANGE if row.other_part else BLUE for row in rows],
            "opacity": 1,
        },
    }
    figure = draw(
        say,
        [dots],
        height,
        x={"visible": False, "range": [-0.02, 1.02], "automargin": False},
        y=pixels(height),
        shapes=shapes,
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    columns = (
        [row.label for row in rows],
        [row.improved for row in rows],
        [row.counted for row in rows],
        [round(row.share * 100, 1) for row in rows],
        [row.pays for row in rows],
    )
    return Picture(figure, _takeaway(say, rows, missing), table(dict(zip(names, columns, strict=True))))


def _result(say: Language, row: TreatmentRow) -> str:
    count = say("{count} di {total}", count=say.number(row.improved), total=say.number(row.counted))
    return " · ".join(filter(None, [count, say.percent(row.share, 0 if row.share * 100 % 1 == 0 else 1), row.pays]))


def _takeaway(say: Language, rows: Sequence[TreatmentRow], missing: int) -> str:
    if not missing:
        return say("Hanno risposto tutte: nessun trattamento delle risposte mancanti cambia il risultato")
    low, high = (say.percent(extreme(row.share for row in rows)) for extreme in (min, max))
    words = say.plural(
        "Per {n} famiglia senza risposta la quota migliorata sta tra {low} e {high}",
        "Per {n} famiglie senza risposta la quota migliorata sta tra {low} e {high}",
        missing,
        low=low,
        high=high,
    )
    others = [row.label.lower() for row in rows if row.other_part]
    if not rows[0].pays:
        return words
    if not others:
        return words + ": " + say("nessun trattamento cambia la fascia di pagamento")
    return words + ": " + say("la fascia di pagamento cambia con «{label}»", label="», «".join(others))

"""What each way to treat those who did not answer makes of the share improved, against the thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
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
) -> pic.Picture:
    """A dot per treatment on a line from 0 to 100 %, with a rule at each threshold; the first row is in force."""
    names = [say("Chi non ha risposto"), say("Migliorate"), say("Famiglie contate"), say("Quota (%)"), say("Paga")]
    if not rows:
        return pic.nothing_yet(say, names)
    placed = pic.Rows([(row.label, _result(say, row)) for row in rows], _TRACK, 8, above=pic.LINE)
    shares = [row.share for row in rows]
    middles = placed.middles
    look = {"fillcolor": pic.BLUE_TINT, "line": {"width": 0}, "layer": "below"}
    shapes = [pic.rect((min(shares), max(shares)), (middle - 4, middle + 4), **look) for middle in middles]
    shapes += [pic.line((0, 1), (middle, middle), pic.HAIR, layer="below") for middle in middles]
    notes: list[pic.Part] = []
    for share, words in thresholds:
        notes.append(pic.note(words, share, pic.LINE / 2, xanchor="center", font=pic.ink(pic.GREY, pic.SMALL)))
        shapes += [pic.line((share, share), (mid - _RULE, mid + _RULE), pic.INK, width=1.5) for mid in middles]
    notes += placed.words([pic.ORANGE if row.other_part else pic.INK for row in rows])
    marker = {
        "symbol": ["diamond" if row.other_part else "circle" for row in rows],
        "size": _DOT,
        "color": [pic.ORANGE if row.other_part else pic.BLUE for row in rows],
        "opacity": 1,
    }
    dots = pic.dots(shares, middles, placed.hovers, marker, name="treatments")
    figure = pic.draw_rows(say, [dots], placed.bottom, (-0.02, 1.02), shapes=shapes, annotations=notes)
    lines = [(row.label, row.improved, row.counted, round(row.share * 100, 1), row.pays) for row in rows]
    return pic.Picture(figure, _takeaway(say, rows, missing), pic.table(names, lines))


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

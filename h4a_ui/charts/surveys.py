"""What the families of a cohort declare."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import (
    BLUE,
    GREY,
    GREY_TINT,
    INK,
    ORANGE,
    SMALL,
    WHITE,
    Part,
    Picture,
    draw,
    ink,
    note,
    nothing_yet,
    table,
)
from h4a_ui.charts.rows import LINE, head, head_height, hidden, pixels
from h4a_ui.language import Language

_BAR = 22


@dataclass(frozen=True)
class SurveyRow:
    """What the families declare of one dimension."""

    label: str
    improved: int
    same: int
    worse: int
    no_answer: int

    @property
    def families(self) -> int:
        """All of them, also those who did not answer."""
        return self.improved + self.same + self.worse + self.no_answer


def survey_bars(say: Language, rows: Sequence[SurveyRow]) -> Picture:
    """Whole families by what they declare: improved, same, worse, no answer."""
    names = [say("Dimensione"), say("Migliorate"), say("Uguali"), say("Peggiorate"), say("Senza risposta")]
    families = max((row.families for row in rows), default=0)
    if not families:
        return nothing_yet(say, names)
    heads = [
        (
            row.label,
            say("{count} di {total} migliorate", count=say.number(row.improved), total=say.number(row.families)),
        )
        for row in rows
    ]
    tall = head_height(heads)
    pitch = tall + _BAR + LINE + 10
    tops = [i * pitch for i in range(len(rows))]
    middles = [top + tall + _BAR / 2 + 1 for top in tops]
    height = len(rows) * pitch
    looks = [
        ("↑", [row.improved for row in rows], WHITE, BLUE),
        ("=", [row.same for row in rows], INK, GREY_TINT),
        ("↓", [row.worse for row in rows], WHITE, ORANGE),
        ("?", [row.no_answer for row in rows], INK, WHITE),
    ]
    traces: list[Part] = []
    starts = [0] * len(rows)
    for (sign, counts, text, fill), name in zip(looks, names[1:], strict=True):
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": name,
                "x": counts,
                "base": starts,
                "y": middles,
                "width": _BAR,
                "text": [f"{say.number(count)} {sign}" if count else "" for count in counts],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "none",
                "textfont": ink(text, SMALL),
                "hovertext": [f"{row.label}, {name.lower()}: {n}" for row, n in zip(rows, counts, strict=True)],
                "hoverinfo": "text",
                "marker": {"color": fill, "line": {"color": GREY if fill == WHITE else WHITE, "width": 1}},
            }
        )
        starts = [start + count for start, count in zip(starts, counts, strict=True)]
    notes: list[Part] = []
    for pair, row, top in zip(heads, rows, tops, strict=True):
        notes += head(pair, top, tall)
        notes.append(
            note(_other_answers(say, row), 0, top + tall + _BAR + LINE / 2 + 2, xref="paper", font=ink(GREY, SMALL))
        )
    figure = draw(
        say,
        traces,
        height,
        x=hidden(0, families),
        y=pixels(height),
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    columns = (
        [row.label for row in rows],
        [row.improved for row in rows],
        [row.same for row in rows],
        [row.worse for row in rows],
        [row.no_answer for row in rows],
    )
    return Picture(figure, _survey_takeaway(say, rows), table(dict(zip(names, columns, strict=True))))


def _other_answers(say: Language, row: SurveyRow) -> str:
    parts = [
        say.plural("{n} uguale", "{n} uguali", row.same) if row.same else "",
        say.plural("{n} peggiorata", "{n} peggiorate", row.worse) if row.worse else "",
        say("{count} senza risposta", count=say.number(row.no_answer)) if row.no_answer else "",
    ]
    return " · ".join(filter(None, parts))


def _survey_takeaway(say: Language, rows: Sequence[SurveyRow]) -> str:
    least = min(rows, key=lambda row: row.improved)
    most = max(rows, key=lambda row: row.improved)
    if least.improved == most.improved:
        return say.plural(
            "In ogni dimensione migliora {n} famiglia su {total}",
            "In ogni dimensione migliorano {n} famiglie su {total}",
            least.improved,
            total=say.number(least.families),
        )
    return say(
        "Migliora di più {most} ({high} di {high_total}), di meno {least} ({low} di {low_total})",
        most=most.label,
        high=say.number(most.improved),
        high_total=say.number(most.families),
        least=least.label,
        low=say.number(least.improved),
        low_total=say.number(least.families),
    )

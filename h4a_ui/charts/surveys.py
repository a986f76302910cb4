"""What the families of a cohort declare."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
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


def survey_bars(say: Language, rows: Sequence[SurveyRow]) -> pic.Picture:
    """Whole families by what they declare: improved, same, worse, no answer."""
    names = [say("Dimensione"), say("Migliorate"), say("Uguali"), say("Peggiorate"), say("Senza risposta")]
    families = max((row.families for row in rows), default=0)
    if not families:
        return pic.nothing_yet(say, names)
    heads = [
        (
            row.label,
            say("{count} di {total} migliorate", count=say.number(row.improved), total=say.number(row.families)),
        )
        for row in rows
    ]
    placed = pic.Rows(heads, _BAR, pic.LINE + 10)
    figure = pic.draw_rows(
        say,
        _answers(say, rows, names[1:], [middle + 1 for middle in placed.middles]),
        placed.bottom,
        (0, families),
        annotations=_words(say, rows, placed),
    )
    lines = [(row.label, row.improved, row.same, row.worse, row.no_answer) for row in rows]
    return pic.Picture(figure, _survey_takeaway(say, rows), pic.table(names, lines))


def _answers(
    say: Language, rows: Sequence[SurveyRow], names: Sequence[str], middles: Sequence[float]
) -> list[pic.Part]:
    """Bars of each answer behind those of the one before, with a count and a sign in them."""
    looks = [
        ("↑", [row.improved for row in rows], pic.WHITE, pic.BLUE),
        ("=", [row.same for row in rows], pic.INK, pic.GREY_TINT),
        ("↓", [row.worse for row in rows], pic.WHITE, pic.ORANGE),
        ("?", [row.no_answer for row in rows], pic.INK, pic.WHITE),
    ]
    traces: list[pic.Part] = []
    starts = [0] * len(rows)
    for (sign, counts, text, fill), name in zip(looks, names, strict=True):
        edge = pic.GREY if fill == pic.WHITE else pic.WHITE
        traces.append(
            pic.bars(
                counts,
                middles,
                _BAR,
                [f"{row.label}, {name.lower()}: {n}" for row, n in zip(rows, counts, strict=True)],
                {"color": fill, "line": {"color": edge, "width": 1}},
                name=name,
                base=starts,
                text=[f"{say.number(count)} {sign}" if count else "" for count in counts],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                constraintext="none",
                textfont=pic.ink(text, pic.SMALL),
            )
        )
        starts = [start + count for start, count in zip(starts, counts, strict=True)]
    return traces


def _words(say: Language, rows: Sequence[SurveyRow], placed: pic.Rows) -> list[pic.Part]:
    """Of each row the name with its number, and under its bars the other answers."""
    notes: list[pic.Part] = []
    heads = placed.words()
    for at, (row, top) in enumerate(zip(rows, placed.tops, strict=True)):
        under = top + placed.words_height + _BAR + pic.LINE / 2 + 2
        notes += heads[2 * at : 2 * at + 2]
        notes.append(pic.note(_other_answers(say, row), 0, under, xref="paper", font=pic.ink(pic.GREY, pic.SMALL)))
    return notes


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

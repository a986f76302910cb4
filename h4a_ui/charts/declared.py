"""What families declare beside what their scores say, dimension by dimension."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
from h4a_ui.charts.pairs import Look, Pair, pair_rows
from h4a_ui.language import Language


@dataclass(frozen=True)
class BesideRow:
    """One dimension: who declared improvement of those that answered, and whose score rose of those with a score.

    The measured count lies between `low` and `high`, equal where the exact one may be shown.
    """

    label: str
    declared: int
    answered: int
    low: int
    high: int
    measured_of: int


def declared_beside_measured(say: Language, rows: Sequence[BesideRow]) -> pic.Picture:
    """Share that declares improvement and share whose score rose enough, on one line from 0 to 100 %."""
    names = [
        say("Dimensione"),
        say("Dichiarate migliorate"),
        say("Hanno risposto"),
        say("Punteggio salito"),
        say("Famiglie con punteggio"),
    ]
    if not rows:
        return pic.nothing_yet(say, names)
    pairs = [
        Pair(
            row.label,
            say(
                "dichiarato {declared} di {answered} · misurato {measured} di {of}",
                declared=say.number(row.declared),
                answered=say.number(row.answered),
                measured=_measured(say, row),
                of=say.number(row.measured_of),
            ),
            (row.declared / row.answered, row.declared / row.answered),
            (row.low / row.measured_of, row.high / row.measured_of),
        )
        for row in rows
    ]
    looks = (
        Look(say("dichiara di essere migliorata"), pic.INK, "circle", hollow=True),
        Look(say("il punteggio è salito abbastanza"), pic.BLUE, "diamond"),
    )
    lines = [(row.label, row.declared, row.answered, _measured(say, row), row.measured_of) for row in rows]
    figure = pair_rows(say, pairs, looks, whole=(0.0, 1.0))
    return pic.Picture(figure, _takeaway(say, rows), pic.table(names, lines))


def _measured(say: Language, row: BesideRow) -> str:
    if row.low == row.high:
        return say.number(row.low)
    return say("meno di {n}", n=row.high + 1) if row.low == 0 else say("almeno {n}", n=row.low)


def _takeaway(say: Language, rows: Sequence[BesideRow]) -> str:
    less = [row for row in rows if row.high / row.measured_of < row.declared / row.answered]
    if len(less) == len(rows):
        return say("In ogni dimensione i punteggi confermano meno di quanto le famiglie dichiarano")
    if less:
        return say.plural(
            "I punteggi confermano meno di quanto si dichiara in {n} dimensione su {total}",
            "I punteggi confermano meno di quanto si dichiara in {n} dimensioni su {total}",
            len(less),
            total=say.number(len(rows)),
        )
    return say("I punteggi confermano quanto le famiglie dichiarano")

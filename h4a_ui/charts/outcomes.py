"""The outcomes of a cohort, in families, against the thresholds of the contract."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
from h4a_ui.charts.tallies import Tally, tally_rows
from h4a_ui.language import Language


@dataclass(frozen=True)
class OutcomeRow:
    """One outcome: how many of the eligible families achieved it, may still do so, or did not."""

    label: str
    achieved: int
    pending: int
    failed: int
    eligible: int

    @property
    def tally(self) -> Tally:
        """The families by state."""
        return Tally(self.achieved, self.pending, self.failed)


def outcome_dots(
    say: Language,
    rows: Sequence[OutcomeRow],
    floor_count: int,
    full_count: int,
    *,
    rules: tuple[str, str] = ("60 %", "> 80 %"),
) -> pic.Picture:
    """A dot per family in a row per outcome, with a rule before the family that reaches each threshold."""
    names = [say("Outcome"), say("Raggiunto"), say("In corso"), say("No"), say("Famiglie"), say("Esito")]
    families = max((row.tally.families for row in rows), default=0)
    if not families:
        return pic.nothing_yet(say, names)
    verdicts = [_verdict(say, row, full_count) for row in rows]
    heads = [(row.label, f"{_count(say, row)} · {verdict}") for row, verdict in zip(rows, verdicts, strict=True)]
    placed = pic.Rows(heads, pic.MARKS, 4, above=pic.LINE)
    figure = tally_rows(
        say,
        placed,
        [row.tally for row in rows],
        (say("sì"), say("in corso"), say("no")),
        placed.hovers,
        marks=_thresholds(placed, ((floor_count, rules[0]), (full_count, rules[1])), families),
    )
    lines = [
        (row.label, row.achieved, row.pending, row.failed, row.eligible, verdict)
        for row, verdict in zip(rows, verdicts, strict=True)
    ]
    return pic.Picture(figure, _takeaway(say, rows, floor_count, full_count), pic.table(names, lines))


def _thresholds(
    placed: pic.Rows, rules: tuple[tuple[int, str], tuple[int, str]], families: int
) -> tuple[list[pic.Part], list[pic.Part]]:
    """A rule in each row before the family that reaches a threshold, and its words above; equal ones share a rule."""
    (floor, floor_words), (full, full_words) = rules
    marks = rules if floor != full else ((full, f"{floor_words} · {full_words}"),)
    shapes: list[pic.Part] = []
    notes: list[pic.Part] = []
    for at, words in ((count - 0.5, words) for count, words in marks if count - 0.5 <= families + 0.5):
        notes.append(pic.note(words, at, pic.LINE / 2, xanchor="center", font=pic.ink(pic.GREY, pic.SMALL)))
        ends = [(middle - pic.MARKS / 2, middle + pic.MARKS / 2) for middle in placed.middles]
        shapes += [pic.line((at, at), end, pic.INK, width=1.5) for end in ends]
    return shapes, notes


def _count(say: Language, row: OutcomeRow) -> str:
    return say("{count} di {total}", count=say.number(row.achieved), total=say.number(row.eligible))


def _verdict(say: Language, row: OutcomeRow, full: int) -> str:
    if row.achieved >= full:
        return say("raggiunta")
    if not row.pending:
        return say.plural("ne manca {n}", "ne mancano {n}", full - row.achieved)
    if row.achieved + row.pending >= full:
        return say("{count} in corso", count=say.number(row.pending))
    return say("non più raggiungibile")


def _takeaway(say: Language, rows: Sequence[OutcomeRow], floor: int, full: int) -> str:
    reach = min(rows, key=lambda row: row.achieved + row.pending)
    best = reach.achieved + reach.pending
    lowest = min(rows, key=lambda row: row.achieved)
    total = say.number(lowest.eligible)
    if lowest.achieved >= full:
        return say(
            "Tutti gli outcome raggiungono la soglia intera: servivano {full} famiglie su {total}",
            full=say.number(full),
            total=total,
        )
    if any(row.pending for row in rows):
        if best < full:
            words = (
                say("{label}: la soglia intera non è più raggiungibile, al massimo {best} su {total}")
                if best >= floor
                else say("{label}: la soglia ridotta non è più raggiungibile, al massimo {best} su {total}")
            )
            return words.format(label=reach.label, best=say.number(best), total=say.number(reach.eligible))
        return say.plural(
            "{label}: serve ancora {n} famiglia su {pending} in corso per la soglia intera",
            "{label}: servono ancora {n} famiglie su {pending} in corso per la soglia intera",
            full - lowest.achieved,
            label=lowest.label,
            pending=say.number(lowest.pending),
        )
    values = {"label": lowest.label, "count": say.number(lowest.achieved), "total": total}
    if lowest.achieved >= floor:
        return say.plural(
            "Manca {n} famiglia alla soglia intera: {label} è a {count} di {total}, ne servono {needed}",
            "Mancano {n} famiglie alla soglia intera: {label} è a {count} di {total}, ne servono {needed}",
            full - lowest.achieved,
            needed=say.number(full),
            **values,
        )
    return say.plural(
        "Manca {n} famiglia alla soglia ridotta: {label} è a {count} di {total}, ne servono {needed}",
        "Mancano {n} famiglie alla soglia ridotta: {label} è a {count} di {total}, ne servono {needed}",
        floor - lowest.achieved,
        needed=say.number(floor),
        **values,
    )

"""The outcomes of a cohort, in families, against the thresholds of the contract."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import DOTS_UP_TO, GREY, INK, SMALL, Picture, draw, ink, line, note, nothing_yet, table
from h4a_ui.charts.rows import LINE, MARKS, State, Tally, bars, dots, head, head_height, hidden, key, pixels, states_in
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
) -> Picture:
    """A dot per family in a row per outcome, with a rule before the family that reaches each threshold."""
    names = [say("Outcome"), say("Raggiunto"), say("In corso"), say("No"), say("Famiglie"), say("Esito")]
    families = max((row.tally.families for row in rows), default=0)
    if not families:
        return nothing_yet(say, names)
    verdicts = [_verdict(say, row, full_count) for row in rows]
    heads = [(row.label, f"{_count(say, row)} · {verdict}") for row, verdict in zip(rows, verdicts, strict=True)]
    tall = head_height(heads)
    pitch = tall + MARKS + 4
    tops = [LINE + i * pitch for i in range(len(rows))]
    middles = [top + tall + MARKS / 2 for top in tops]
    bottom = LINE + len(rows) * pitch
    height = bottom + LINE + 4
    hovers = [f"{name}: {number}" for name, number in heads]
    tallies = [row.tally for row in rows]
    traces = (dots if families <= DOTS_UP_TO else bars)(tallies, middles, hovers)

    shapes, notes = key(_states(say, tallies), bottom + LINE / 2 + 2)
    marks = [(floor_count, rules[0]), (full_count, rules[1])]
    if floor_count == full_count:
        marks = [(full_count, " · ".join(rules))]
    for count, words in marks:
        at = count - 0.5
        if at <= families + 0.5:
            notes.append(note(words, at, LINE / 2, xanchor="center", font=ink(GREY, SMALL)))
            shapes += [line((at, at), (mid - MARKS / 2, mid + MARKS / 2), INK, width=1.5) for mid in middles]
    for pair, top in zip(heads, tops, strict=True):
        notes += head(pair, top, tall)

    figure = draw(
        say,
        traces,
        height,
        x=hidden(0.5, families + 0.5),
        y=pixels(height),
        shapes=shapes,
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    columns = (
        [row.label for row in rows],
        [row.achieved for row in rows],
        [row.pending for row in rows],
        [row.failed for row in rows],
        [row.eligible for row in rows],
        verdicts,
    )
    return Picture(figure, _takeaway(say, rows, floor_count, full_count), table(dict(zip(names, columns, strict=True))))


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


def _states(say: Language, tallies: Sequence[Tally]) -> list[tuple[State, str]]:
    words = {State.ACHIEVED: say("sì"), State.PENDING: say("in corso"), State.FAILED: say("no")}
    return [(state, words[state]) for state in states_in(tallies)]


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

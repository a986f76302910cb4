"""The path of a cohort: its steps, who passed them and who was lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts.picture import DOTS_UP_TO, Picture, draw, nothing_yet, table
from h4a_ui.charts.rows import LINE, MARKS, State, Tally, bars, dots, head, head_height, hidden, key, pixels, states_in
from h4a_ui.language import Language


@dataclass(frozen=True)
class Step:
    """A step of the path: how many of the families passed it, how many may still do so."""

    label: str
    count: int
    of: int
    pending: int
    note: str = ""

    @property
    def tally(self) -> Tally:
        """The families by state; those neither through nor pending were lost."""
        return Tally(self.count, self.pending, max(self.of - self.count - self.pending, 0))


def path_steps(say: Language, steps: Sequence[Step]) -> Picture:
    """The steps from entry to the last outcome, a row each, with the losses beside the counts."""
    names = [say("Passo"), say("Famiglie"), say("In corso"), say("Perse"), say("Su"), say("Nota")]
    families = max((step.tally.families for step in steps), default=0)
    if not families:
        return nothing_yet(say, names)
    heads = [(step.label, _step_words(say, step)) for step in steps]
    tall = head_height(heads)
    pitch = tall + MARKS + 4
    tops = [i * pitch for i in range(len(steps))]
    middles = [top + tall + MARKS / 2 for top in tops]
    height = len(steps) * pitch + LINE + 4
    hovers = [
        "<br>".join(filter(None, [f"{name}: {number}", step.note]))
        for (name, number), step in zip(heads, steps, strict=True)
    ]
    tallies = [step.tally for step in steps]
    words = {State.ACHIEVED: say("fatto"), State.PENDING: say("in corso"), State.FAILED: say("no")}
    shapes, notes = key([(state, words[state]) for state in states_in(tallies)], height - LINE / 2 - 2)
    for pair, top in zip(heads, tops, strict=True):
        notes += head(pair, top, tall)
    figure = draw(
        say,
        (dots if families <= DOTS_UP_TO else bars)(tallies, middles, hovers),
        height,
        x=hidden(0.5, families + 0.5),
        y=pixels(height),
        shapes=shapes,
        annotations=notes,
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
    columns = (
        [step.label for step in steps],
        [step.count for step in steps],
        [step.pending for step in steps],
        [step.tally.failed for step in steps],
        [step.of for step in steps],
        [step.note for step in steps],
    )
    return Picture(figure, _path_takeaway(say, steps[-1]), table(dict(zip(names, columns, strict=True))))


def _step_words(say: Language, step: Step) -> str:
    words = say("{count} di {total}", count=say.number(step.count), total=say.number(step.of))
    tally = step.tally
    if tally.pending:
        words += " · " + say("{count} in corso", count=say.number(tally.pending))
    if tally.failed:
        words += " · " + say.plural("{n} persa", "{n} perse", tally.failed)
    return words


def _path_takeaway(say: Language, last: Step) -> str:
    words = say.plural(
        "{n} famiglia su {total} è arrivata a «{label}»",
        "{n} famiglie su {total} sono arrivate a «{label}»",
        last.count,
        total=say.number(last.of),
        label=last.label,
    )
    tally = last.tally
    if tally.pending:
        words += "; " + say("{count} in corso", count=say.number(tally.pending))
    if tally.failed:
        words += "; " + say.plural("{n} persa lungo il percorso", "{n} perse lungo il percorso", tally.failed)
    return words

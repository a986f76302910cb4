"""The path of a cohort: its steps, who passed them and who was lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_ui.charts import picture as pic
from h4a_ui.charts.tallies import Tally, tally_rows
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


def path_steps(say: Language, steps: Sequence[Step]) -> pic.Picture:
    """The steps from entry to the last outcome, a row each, with the losses beside the counts."""
    names = [say("Passo"), say("Famiglie"), say("In corso"), say("Perse"), say("Su"), say("Nota")]
    families = max((step.tally.families for step in steps), default=0)
    if not families:
        return pic.nothing_yet(say, names)
    placed = pic.Rows([(step.label, _step_words(say, step)) for step in steps], pic.MARKS, 4)
    hovers = ["<br>".join(filter(None, pair)) for pair in zip(placed.hovers, [s.note for s in steps], strict=True)]
    words = (say("fatto"), say("in corso"), say("no"))
    figure = tally_rows(say, placed, [step.tally for step in steps], words, hovers)
    lines = [(step.label, step.count, step.pending, step.tally.failed, step.of, step.note) for step in steps]
    return pic.Picture(figure, _path_takeaway(say, steps[-1]), pic.table(names, lines))


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

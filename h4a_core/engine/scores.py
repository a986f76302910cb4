"""Scores of an instrument and their change since entry, beside what families declare.

The contract pays on what families declare; a measured score stands beside it and never changes a payment. Scores are
exact fractions; only an interval is a float.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.working import Working
from h4a_core.programme.instruments import Instrument
from h4a_core.text import Text

FEWEST_FOR_INTERVAL = 6
"""Families from which an interval of a mean is given: with fewer, not even all moving alike would exclude chance (5 of
5 is two-sided 0.0625 by the sign test, 6 of 6 is 0.031)."""
ENTRY = 0
"""The wave at entry, which later ones are held against."""


@dataclass(frozen=True, slots=True)
class Form:
    """What one family answered to one instrument in one wave, by item; None where it left an item blank.

    `declared` is what it said in the contract's survey of the same wave, by dimension: improved, same, worse or None.
    """

    instrument: str
    cohort: int
    household_id: str
    wave: int
    answers: Mapping[str, int | None]
    declared: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """The score of one family at entry and in a later wave, with what it declared of the same dimension then."""

    cohort: int
    household_id: str
    wave: int
    before: Fraction
    after: Fraction
    declared: str | None

    @property
    def points(self) -> Fraction:
        """By how much the score rose; negative when it fell."""
        return self.after - self.before


def score(instrument: Instrument, answers: Mapping[str, int | None]) -> Fraction | None:
    """The score of one form; None with fewer answers than the instrument asks for.

    Reversed items are turned (lowest + highest - answer), so that higher is always better. Missing items, and answers
    off the scale, stand for the mean of the others. A conversion table, if entered, gives the instrument's own metric.
    """
    scale, scoring = instrument.scale, instrument.scoring
    given = [
        scale.lowest + scale.highest - answer if item.reversed else answer
        for item in instrument.items
        if (answer := answers.get(item.id)) is not None and scale.lowest <= answer <= scale.highest
    ]
    if len(given) < scoring.fewest_answers:
        return None
    mean = Fraction(sum(given), len(given))
    raw = mean * len(instrument.items) if scoring.rule == "sum" else mean
    return Fraction(scoring.conversion[int(raw)]) if scoring.conversion else raw


def unusable(instruments: Iterable[Instrument], forms: Iterable[Form]) -> int:
    """How many answers no score can use: of an instrument or item that nobody described, or off its scale."""
    scales = {(one.id, item.id): one.scale for one in instruments for item in one.items}
    found = 0
    for form in forms:
        for item, answer in form.answers.items():
            scale = scales.get((form.instrument, item))
            found += answer is not None and (scale is None or not scale.lowest <= answer <= scale.highest)
    return found


def changes(instrument: Instrument, forms: Iterable[Form]) -> list[Change]:
    """The change of every family with a score at entry and in a later wave, in the order of the forms."""
    own = [(form, score(instrument, form.answers)) for form in forms if form.instrument == instrument.id]
    entry = {form.household_id: value for form, value in own if form.wave == ENTRY}
    found = []
    for form, after in own:
        before = entry.get(form.household_id)
        if form.wave != ENTRY and before is not None and after is not None:
            declared = form.declared.get(instrument.dimension)
            found.append(Change(form.cohort, form.household_id, form.wave, before, after, declared))
    return found


@dataclass(frozen=True, slots=True)
class MeanChange:
    """The mean change of a score in points, over `families` with both; `interval` (95 %) when they are enough.

    `rose` counts the families whose score went up.
    """

    families: int
    mean: Fraction
    interval: tuple[float, float] | None
    rose: int

    def share_of_scale(self, instrument: Instrument) -> Fraction:
        """The mean change as a share of the whole scale of its instrument."""
        return self.mean / instrument.score_width


def mean_change(found: Sequence[Change], confidence: float = 0.95) -> MeanChange | None:
    """Paired mean change with Student's t interval; None where a mean would show fewer families than may be shown.

    Below `FEWEST_FOR_INTERVAL` families there is no interval, only the count of who rose. It says nothing of
    what would have happened without the programme, nor of those who did not answer. Student, Biometrika 6 (1908) 1.

    Args:
        found: of one instrument and one wave.
        confidence: how sure, 0 to 1.

    """
    from scipy.stats import t  # noqa: PLC0415 - scipy is slow to import

    families = len(found)
    if families < SMALLEST_CELL:
        return None
    points = [one.points for one in found]
    mean = sum(points, Fraction(0)) / families
    interval = None
    if families >= FEWEST_FOR_INTERVAL:
        variance = sum(((one - mean) ** 2 for one in points), Fraction(0)) / (families - 1)
        reach = float(t.ppf((1 + confidence) / 2, families - 1)) * math.sqrt(variance / families)
        interval = (float(mean) - reach, float(mean) + reach)
    return MeanChange(families, mean, interval, sum(one > 0 for one in points))


def change_working(instrument: Instrument, found: Sequence[Change]) -> Working:
    """How the mean change came about, as a share of the instrument's scale so that instruments compare.

    Raises:
        ZeroDivisionError: there is no change to speak of.

    """
    lowest, _ = instrument.score_range
    width = instrument.score_width
    before, after = (
        sum((value - lowest for value in values), Fraction(0)) / len(found) / width
        for values in ([one.before for one in found], [one.after for one in found])
    )
    formula = Text(
        it="punteggio medio ora − all'ingresso, stesse famiglie; 100 % è tutta la scala",
        en="mean score now − at entry, same families; 100 % is the whole scale",
    )
    leaves = (
        Working(Text(it="Punteggio medio ora", en="Mean score now"), after, "share", "data", source=instrument.source),
        Working(Text(it="Punteggio medio all'ingresso", en="Mean score at entry"), before, "share", "data"),
        Working(Text(it="Con entrambi i punteggi", en="With both scores"), len(found), "households", "data"),
    )
    return Working(instrument.label, after - before, "share", "estimate", formula, leaves)


def has_improved(instrument: Instrument, change: Change) -> bool | None:
    """Whether a score rose by the smallest change that matters; None where nobody has said what that is."""
    return None if instrument.improved_from is None else change.points >= Fraction(instrument.improved_from.value)


@dataclass(frozen=True, slots=True)
class Bracket:
    """How many of `of` families: between `low` and `high`, which are equal where the exact count may be shown."""

    low: int
    high: int
    of: int


def shown_count(count: int, of: int) -> Bracket:
    """A count that shows no group below the legal minimum: beyond it only "fewer than 3", or "all but fewer than 3"."""
    if count < SMALLEST_CELL:
        return Bracket(0, min(SMALLEST_CELL - 1, of), of)
    if of - count < SMALLEST_CELL:
        return Bracket(of - SMALLEST_CELL + 1, of, of)
    return Bracket(count, count, of)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Comparisons of what was declared with what was measured (a family in one dimension and wave), over `families`.

    `only_declared` says improved while the score did not rise enough, `only_measured` the reverse. `kappa` is the
    agreement beyond chance: 0 as chance would have it, 1 always, below 0 less than chance (Cohen, Educ. Psychol. Meas.
    20 (1960) 37); `interval` its 95 % interval.
    """

    families: int
    both: int
    only_declared: int
    only_measured: int
    neither: int
    kappa: Fraction
    interval: tuple[float, float]

    @property
    def total(self) -> int:
        """All comparisons."""
        return self.both + self.only_declared + self.only_measured + self.neither

    @property
    def agreeing(self) -> int:
        """Comparisons in which words and score say the same."""
        return self.both + self.neither

    @property
    def beyond_chance(self) -> int:
        """1 where words and scores agree more than by chance, -1 where less; 0 where the interval of kappa holds 0."""
        low, high = self.interval
        return (low > 0) - (high < 0)


def agreement(found: Iterable[tuple[Instrument, Change]]) -> Agreement | None:
    """Where words and scores agree, all dimensions and waves together; None where any cell holds too few families.

    With the totals known, one hidden cell could be computed from the others: so all four are shown, or none.
    """
    cells: dict[tuple[bool, bool], list[str]] = {(said, rose): [] for said in (True, False) for rose in (True, False)}
    for instrument, change in found:
        rose = has_improved(instrument, change)
        if change.declared is not None and rose is not None:
            cells[change.declared == "improved", rose].append(change.household_id)
    if any(len(set(who)) < SMALLEST_CELL for who in cells.values()):
        return None
    families = {one for who in cells.values() for one in who}
    kappa, error = _kappa(cells)
    return Agreement(
        len(families),
        len(cells[True, True]),
        len(cells[True, False]),
        len(cells[False, True]),
        len(cells[False, False]),
        kappa,
        (float(kappa) - _TWO_SIDED_95 * error, float(kappa) + _TWO_SIDED_95 * error),
    )


_TWO_SIDED_95 = 1.959963984540054


def _kappa(cells: Mapping[tuple[bool, bool], Sequence[str]]) -> tuple[Fraction, float]:
    """Cohen's kappa of said and rose, and its standard error; `cells` hold the family of each comparison, none empty.

    kappa = (po - pe) / (1 - pe), with po the share that agrees and pe that expected of chance from the totals (Cohen
    1960). Error: large sample, Fleiss, Cohen and Everitt, Psychol. Bull. 72 (1969) 323; the comparisons of one family
    are not independent, so what each contributes is added up by family first (cluster-robust, Liang and Zeger,
    Biometrika 73 (1986) 13).
    """
    total = sum(map(len, cells.values()))
    said = Fraction(len(cells[True, True]) + len(cells[True, False]), total)
    rose = Fraction(len(cells[True, True]) + len(cells[False, True]), total)
    agree = Fraction(len(cells[True, True]) + len(cells[False, False]), total)
    by_chance = said * rose + (1 - said) * (1 - rose)
    kappa = (agree - by_chance) / (1 - by_chance)
    slope = (1 - agree) / (1 - by_chance) ** 2
    of_family: dict[str, Fraction] = {}
    for (one_said, one_rose), who in cells.items():
        moved = (2 * rose - 1) * (one_said - said) + (2 * said - 1) * (one_rose - rose)
        adds = ((one_said == one_rose) - agree) / (1 - by_chance) - slope * moved
        for household_id in who:
            of_family[household_id] = of_family.get(household_id, Fraction(0)) + adds / total
    return kappa, math.sqrt(sum(adds**2 for adds in of_family.values()))

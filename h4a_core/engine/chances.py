"""How many families will reach a milestone or an outcome, by the way it resolves.

*By lasting* (stability, maintenance): from the times families have lasted (`engine/lasting.py`). *By answering*
(wellbeing): from the share of those resolved, Beta-binomial with the Jeffreys prior Beta(1/2, 1/2) (Brown, Cai and
DasGupta, Statistical Science 16 (2001) 101); with none resolved there are no odds. Where the records show that earlier
answers predict the final one (Fisher's exact test, p below 0.05) families count with those that answered like them.
*At once* (waiting): settled as soon as it happens; what is still open is judged like answers.

Cohorts share the unknown rates: a belief is one pair of rate and shape of the hazard with one rate of each metric that
is open in several cohorts, and a weight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from h4a_core.engine.amounts import Believed, Places
from h4a_core.engine.lasting import Floats, Hazard, hazard, number_of_successes
from h4a_core.engine.premium import Counted
from h4a_core.facts import CohortFacts
from h4a_core.programme.model import Programme
from h4a_core.text import Text

PRIOR = 0.5
"""Both parameters of the Jeffreys prior of a share."""
_SIGNIFICANT = 0.05
_RATE_POINTS = 12

NOBODY_RESOLVED = Text(
    it="nessuna famiglia è ancora arrivata alla risposta: non c'è da che stimare",
    en="no family has come to its answer yet: there is nothing to judge from",
)
NOBODY_HOUSED = Text(it="nessuna famiglia ha ancora una casa", en="no family has a home yet")


@dataclass(frozen=True, slots=True)
class _Group:
    """Families whose open answers share one rate: how many succeeded and failed so far."""

    achieved: int
    failed: int


@dataclass(frozen=True)
class Chances:
    """Everything believed about what is open, for one set of facts.

    `weights` are those of the beliefs; `hazard_of` says for each belief which pair of the hazard it holds. `rates` has,
    for each metric whose unknown share several cohorts have in common, its possible values and which each belief holds.
    """

    programme: Programme
    weights: Floats
    hazard: Hazard | None
    hazard_of: Places
    rates: Mapping[str, tuple[Floats, Places]]
    resolved: Mapping[str, _Group]
    by_answer: Mapping[str, Mapping[bool, _Group]]
    """For a metric that earlier answers predict: those resolved, by whether the earlier answer was an improvement."""

    def why_none(self, metric: str, counted: Counted) -> Text | None:
        """Why there are no odds for a metric that is open; None when there are, or when nothing is open."""
        if not counted.pending:
            return None
        if self.programme.metric(metric).resolves == "lasting":
            return None if self.hazard is not None else NOBODY_HOUSED
        group = self.resolved[metric]
        return None if group.achieved + group.failed else NOBODY_RESOLVED

    def successes(self, metric: str, cohorts: Sequence[CohortFacts], counted: Counted) -> Believed:
        """The chance of 0, 1 ... all eligible families succeeding (columns), under each belief.

        Args:
            metric: the milestone or outcome.
            cohorts: those evaluated together.
            counted: what is counted of them under the readings in force.

        """
        open_ = self._of_pending(metric, cohorts, counted.pending)
        found = np.zeros((len(open_.chances), counted.eligible + 1))
        found[:, counted.achieved : counted.achieved + counted.pending + 1] = open_.chances
        return Believed(found, open_.at)

    def lasting_pairs(self, cohorts: Sequence[CohortFacts], metric: str, pending: int) -> list[tuple[Floats, int]]:
        """For each group of open families the chance to last, for each pair of the hazard, and how many they are.

        Where a scenario has another number open than was measured, each has the mean chance of those measured.
        """
        assert self.hazard is not None  # noqa: S101 - asked for only where `why_none` says nothing
        groups = [one for cohort in cohorts for one in cohort.at_risk.get(metric, ()) if one.households]
        found = [(self.hazard.chance_to_last(one), one.households) for one in groups]
        number = sum(households for _, households in found)
        if number == pending or not number:
            return found
        mean = sum((chance * households for chance, households in found), np.zeros(1)) / number
        return [(mean, pending)]

    def lasting_both(
        self, cohorts: Sequence[CohortFacts], early: tuple[str, Counted], late: tuple[str, Counted]
    ) -> Believed:
        """The chance of so many more successes at the earlier day (rows) and so many in all at the later (columns).

        Whoever lasts to the later day has lasted to the earlier one. Families that only one of the two still waits for
        are independent of the rest.
        """
        first, second = (
            [chance for chance, households in self.lasting_pairs(cohorts, name, counted.pending)
             for _ in range(households)]
            for name, counted in (early, late)
        )  # fmt: skip
        shared = min(len(first), len(second))
        counted = late[1]
        pairs = len(self.hazard.weight) if self.hazard is not None else 1
        found = np.zeros((pairs, len(first) + 1, counted.eligible + 1))
        found[:, 0, counted.achieved] = 1.0
        nothing = np.zeros(pairs)
        both = [(one, np.minimum(other, one)) for one, other in zip(first[:shared], second[:shared], strict=True)]
        for to_early, to_late in [*both, *((one, nothing) for one in first[shared:])]:
            found = _one_more(found, to_early, to_late)
        for chance in second[shared:]:
            moved = found * chance[:, None, None]
            found = found * (1 - chance)[:, None, None]
            found[:, :, 1:] += moved[:, :, :-1]
        return Believed(found, self.hazard_of)

    def _of_pending(self, metric: str, cohorts: Sequence[CohortFacts], pending: int) -> Believed:
        if not pending:
            return Believed(np.ones((1, 1)))
        if self.programme.metric(metric).resolves == "lasting":
            return Believed(number_of_successes(self.lasting_pairs(cohorts, metric, pending)), self.hazard_of)
        if metric in self.by_answer:
            return Believed(self._by_earlier_answer(metric, cohorts, pending)[None, :])
        if metric in self.rates:
            points, held = self.rates[metric]
            return Believed(_binomial(pending, points), held)
        return Believed(_beta_binomial(pending, self.resolved[metric])[None, :])

    def _by_earlier_answer(self, metric: str, cohorts: Sequence[CohortFacts], pending: int) -> Floats:
        """Each open family with those that answered like it before; with all of them where it gave no answer."""
        open_ = [
            (one.improved, one.households)
            for cohort in cohorts
            for one in cohort.earlier_answers.get(metric, ())
            if one.state == "pending"
        ]
        if sum(households for _, households in open_) != pending:
            return _beta_binomial(pending, self.resolved[metric])
        found = np.ones(1)
        for answer in (True, False, None):
            number = sum(households for improved, households in open_ if improved is answer)
            group = self.resolved[metric] if answer is None else self.by_answer[metric][answer]
            found = np.convolve(found, _beta_binomial(number, group))
        return found


def chances(
    programme: Programme, cohorts: Sequence[CohortFacts], found: Mapping[int, Mapping[str, Counted]]
) -> Chances:
    """What is believed of everything open in these cohorts.

    Args:
        programme: says how each metric resolves.
        cohorts: all of the programme's.
        found: what is counted of each under the readings in force (`premium.counts`).

    """
    metrics = (*programme.milestones, *programme.outcomes)
    resolved = {
        name: _Group(sum(one[name].achieved for one in found.values()), sum(one[name].failed for one in found.values()))
        for name in metrics
    }
    lasting = hazard([spell for cohort in cohorts for spell in cohort.spells])
    answered = [name for name in metrics if programme.metric(name).resolves != "lasting"]
    predicting = {name: _predicting(name, cohorts) for name in answered}
    by_answer = {name: groups for name, groups in predicting.items() if groups is not None}
    shared = [name for name in answered if name not in by_answer and _is_shared(name, resolved[name], found)]
    weights = lasting.weight if lasting is not None else np.ones(1)
    hazard_of = np.arange(len(weights))
    rates: dict[str, tuple[Floats, Places]] = {}
    for name in shared:
        points, shares = _beta_quadrature(resolved[name])
        rates = {other: (values, np.repeat(held, len(points))) for other, (values, held) in rates.items()}
        rates[name] = (points, np.tile(np.arange(len(points)), len(weights)))
        hazard_of = np.repeat(hazard_of, len(points))
        weights = np.outer(weights, shares).ravel()
    return Chances(programme, weights, lasting, hazard_of, rates, resolved, by_answer)


def _is_shared(metric: str, resolved: _Group, found: Mapping[int, Mapping[str, Counted]]) -> bool:
    """Whether several cohorts are open whose successes hang on one rate that something is known of."""
    open_cohorts = sum(one[metric].pending > 0 for one in found.values())
    return resolved.achieved + resolved.failed > 0 and open_cohorts > 1


def _one_more(found: Floats, to_early: Floats, to_late: Floats) -> Floats:
    """One family more in the joint distribution: lost before the earlier day, between the two, or at neither."""
    lost, between, late = (chance[:, None, None] for chance in (1 - to_early, to_early - to_late, to_late))
    grown = found * lost
    grown[:, 1:] += found[:, :-1] * between
    grown[:, 1:, 1:] += found[:, :-1, :-1] * late
    return grown


def _predicting(metric: str, cohorts: Sequence[CohortFacts]) -> Mapping[bool, _Group] | None:
    """Those resolved by their earlier answer, if it tells more than chance would; else None."""
    table = {answer: [0, 0] for answer in (True, False)}
    for cohort in cohorts:
        for one in cohort.earlier_answers.get(metric, ()):
            if one.improved is not None and one.state in {"achieved", "failed"}:
                table[one.improved][one.state == "failed"] += one.households
    if not all(sum(row) for row in table.values()) or _fisher(table[True], table[False]) >= _SIGNIFICANT:
        return None
    return {answer: _Group(*row) for answer, row in table.items()}


def _fisher(one: Sequence[int], other: Sequence[int]) -> float:
    from scipy.stats import fisher_exact  # noqa: PLC0415 - scipy is slow to import

    return float(fisher_exact([list(one), list(other)]).pvalue)


def _beta_binomial(pending: int, group: _Group) -> Floats:
    """The chance of 0 ... `pending` successes at a rate judged from those resolved, the rate integrated out."""
    from scipy.special import betaln, gammaln  # noqa: PLC0415 - scipy is slow to import

    number, a, b = np.arange(pending + 1), PRIOR + group.achieved, PRIOR + group.failed
    ways = gammaln(pending + 1) - gammaln(number + 1) - gammaln(pending - number + 1)
    found: Floats = np.exp(ways + betaln(number + a, pending - number + b) - betaln(a, b))
    return found


def _binomial(pending: int, rates: Floats) -> Floats:
    """The chance of 0 ... `pending` successes (columns) at each of these rates (rows)."""
    from scipy.special import gammaln, xlog1py, xlogy  # noqa: PLC0415 - scipy is slow to import

    number = np.arange(pending + 1)
    ways = gammaln(pending + 1) - gammaln(number + 1) - gammaln(pending - number + 1)
    found: Floats = np.exp(ways + xlogy(number, rates[:, None]) + xlog1py(pending - number, -rates[:, None]))
    return found


def _beta_quadrature(group: _Group) -> tuple[Floats, Floats]:
    """Points and weights of the Beta distribution of a rate judged from those resolved (Gauss-Jacobi)."""
    a, b = PRIOR + group.failed - 1, PRIOR + group.achieved - 1
    n = np.arange(1, _RATE_POINTS)
    total = 2 * n + a + b
    diagonal = np.append((b - a) / (a + b + 2), (b**2 - a**2) / (total * (total + 2)))
    squared = 4 * n * (n + a) * (n + b) * (n + a + b) / (total**2 * (total + 1) * np.maximum(total - 1, 1e-9))
    squared[0] = 4 * (1 + a) * (1 + b) / ((2 + a + b) ** 2 * (3 + a + b))
    beside = np.diag(np.sqrt(squared), 1)
    points, vectors = np.linalg.eigh(np.diag(diagonal) + beside + beside.T)
    return (points + 1) / 2, vectors[0] ** 2

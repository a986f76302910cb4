"""What a family would have spent in hotels, estimated from stays outside the programme, with its uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

import numpy as np

from h4a_core.engine.savings import SizeCost, costs_by_size
from h4a_core.engine.survival import CurvePoint, Floats, restricted_means, survival_curve
from h4a_core.facts import Facts, StayGroup
from h4a_core.programme.model import Estimate, Terms

RESAMPLES = 2000
SEED = 20220901
"""Of the bootstrap: the same records give the same interval, everywhere."""
_TAIL = (0.025, 0.975)
_CURVE_STEPS = 120
_LEAST_OF_A_SIZE = 10
"""Stays that a size of family needs to be weighted by itself; sizes with fewer are joined with their neighbours."""

Value = TypeVar("Value", int, str)


@dataclass(frozen=True, eq=False)
class Reference:
    """Hotel stays of comparable families: how many, how long (nights, up to a horizon), at what net cost of a night.

    `nights` and `cost` come with their 95 % bootstrap interval; the draws behind it are kept in pairs, since the
    same stays give both. `open_stays` had not ended when last seen. A longer stay counts as `horizon_days`.
    """

    stays: int
    open_stays: int
    horizon_days: int
    nights: Decimal
    nights_range: tuple[Decimal, Decimal]
    cost: Decimal
    cost_range: tuple[Decimal, Decimal]
    curve: Sequence[CurvePoint]
    night_draws: Floats
    cost_draws: Floats

    @property
    def estimates(self) -> dict[str, Estimate]:
        """The values of the programme that these stays give, by name."""
        return {
            name: Estimate(value, *ends, self.stays, self.open_stays, self.horizon_days)
            for name, value, ends in (
                ("expected_nights", self.nights, self.nights_range),
                ("cost_per_night", self.cost, self.cost_range),
            )
        }


@dataclass(frozen=True, slots=True)
class Subset:
    """Some of the reference stays: what was chosen ("all", "without_year", "facility", "size") and which."""

    kind: str
    value: str | int | None
    groups: Sequence[StayGroup]

    @property
    def stays(self) -> int:
        """How many stays it holds."""
        return sum(group.stays for group in self.groups)


Sizes = Sequence[tuple[int, Decimal]]
"""How many families of each number of members, rising."""


def family_sizes(facts: Facts) -> Sizes:
    """Families of the programme by number of members."""
    found: dict[int, Decimal] = {}
    for cohort in facts.cohorts:
        for one in cohort.exposures:
            found[one.members] = found.get(one.members, Decimal(0)) + one.households * cohort.weight
    return tuple(sorted(found.items()))


def reference(groups: Sequence[StayGroup], horizon_days: int, sizes: Sizes = ()) -> Reference | None:
    """Length and cost of a stay, with 95 % intervals by resampling the stays; None without stays or without a night.

    Length: area under the Kaplan-Meier curve up to the horizon, so that open stays count properly. Cost: all that the
    nights cost, net of what families paid, over the nights. Percentile bootstrap, Efron, Ann. Statist. 7 (1979) 1.
    With the sizes of the programme's families, each size counts as often as it occurs among them, in every resample
    anew (post-stratification: Holt and Smith, J. R. Stat. Soc. A 142 (1979) 33). The curve is that of all stays.

    Args:
        groups: as measured, stays alike together.
        horizon_days: a longer stay counts as so long.
        sizes: of the families to be compared with; each stay counts once when empty.

    """
    counts = np.array([group.stays for group in groups], dtype=np.float64)
    nights = [group.nights for group in groups]
    cost = np.array([float(group.cost) for group in groups])
    slept = np.array([group.stays * group.nights for group in groups], dtype=np.float64)
    if not slept.sum():
        return None
    total = int(counts.sum())
    drawn = np.random.default_rng(SEED).multinomial(total, counts / total, size=RESAMPLES).astype(np.float64)
    weights = _weighted_to(sizes, groups, np.vstack([counts, drawn]))
    means = restricted_means(nights, [group.ended for group in groups], weights, horizon_days)
    per_stay = weights / counts
    spent, used = per_stay @ cost, per_stay @ slept
    prices = np.divide(spent, used, out=np.full_like(spent, cost.sum() / slept.sum()), where=used > 0)
    alike = [int(count) for count in counts]
    longest = min(horizon_days, max(nights))
    step = max(1, longest // _CURVE_STEPS)
    curve = survival_curve(
        np.repeat(nights, alike).tolist(),
        np.repeat([group.ended for group in groups], alike).tolist(),
        [*range(0, longest, step), longest],
    )
    return Reference(
        total,
        sum(group.stays for group in groups if not group.ended),
        horizon_days,
        _rounded(means[0], "1"),
        _interval(means[1:], "1"),
        _rounded(prices[0], "0.01"),
        _interval(prices[1:], "0.01"),
        curve,
        means[1:],
        prices[1:],
    )


def _weighted_to(sizes: Sizes, groups: Sequence[StayGroup], counts: Floats) -> Floats:
    """The counts of each resample (a row), so weighted that every band of sizes has its share of the families.

    A stay whose size is not known keeps its weight, and a band without stays in a resample has none there.
    """
    known = sorted({group.members for group in groups if group.members is not None})
    if not sizes or not known:
        return counts
    stays = {size: sum(group.stays for group in groups if group.members == size) for size in known}
    upper = _bands(stays)
    of_group = np.array([-1 if one.members is None else _band(one.members, upper) for one in groups])
    families = np.zeros(len(upper))
    for size, n in sizes:
        families[_band(size, upper)] += float(n)
    weighted = counts.copy()
    sized = counts[:, of_group >= 0].sum(axis=1)
    in_band = np.stack([counts[:, of_group == band].sum(axis=1) for band in range(len(upper))], axis=1)
    reached = np.where(in_band > 0, families, 0.0)
    shares = reached / np.maximum(reached.sum(axis=1, keepdims=True), 1e-12)
    factors = np.divide(shares * sized[:, None], in_band, out=np.zeros_like(in_band), where=in_band > 0)
    for band in range(len(upper)):
        weighted[:, of_group == band] *= factors[:, band, None]
    return weighted


def _bands(stays: Mapping[int, int]) -> list[int]:
    """The largest size of each band: sizes are joined upwards until a band has enough stays, the last downwards."""
    ends, held = list[int](), 0
    for size in sorted(stays):
        held += stays[size]
        if held >= _LEAST_OF_A_SIZE:
            ends.append(size)
            held = 0
    return [*ends[:-1], max(stays)] if ends else [max(stays)]


def _band(size: int, upper: Sequence[int]) -> int:
    return min(int(np.searchsorted(upper, size)), len(upper) - 1)


def subsets(groups: Sequence[StayGroup], least_stays: int) -> list[Subset]:
    """The ways to look at the reference: all of it, without its first or last year, one facility or one size at a time.

    Only those with at least `least_stays` stays: fewer say little, and could be recognised.
    """
    years = sorted({group.year for group in groups})
    ends = (years[0], years[-1]) if len(years) > 1 else ()
    apart = [
        *(Subset("without_year", year, tuple(one for one in groups if one.year != year)) for year in ends),
        *_one_at_a_time("facility", groups, lambda group: group.facility),
        *_one_at_a_time("size", groups, lambda group: group.members),
    ]
    return [Subset("all", None, tuple(groups)), *(one for one in apart if one.stays >= least_stays)]


def _one_at_a_time(kind: str, groups: Sequence[StayGroup], of: Callable[[StayGroup], Value | None]) -> Iterator[Subset]:
    """The stays of each value of a field, where the reference has more than one."""
    known = [(value, group) for group in groups if (value := of(group)) is not None]
    values = sorted({value for value, _ in known})
    for value in values if len(values) > 1 else ():
        yield Subset(kind, value, tuple(group for its_own, group in known if its_own == value))


def by_size(facts: Facts, terms: Terms, whole: Reference, own: Mapping[int, Reference]) -> list[SizeCost]:
    """Costs by size of the family, each at its own length and price where it has enough stays, else at those of all.

    The same formula as the saving (`costs_by_size`), once for each size.
    """
    return [
        cost
        for size in costs_by_size(facts, terms)
        for cost in costs_by_size(facts, priced_as(terms, own.get(size.members, whole)))
        if cost.members == size.members
    ]


def priced_as(terms: Terms, found: Reference) -> Terms:
    """The terms with the length and the cost of the reference in place of those in force."""
    values = {name: one.value for name, one in found.estimates.items()}
    return replace(terms, values={**terms.values, **values}, estimates={**terms.estimates, **found.estimates})


def _interval(draws: Floats, step: str) -> tuple[Decimal, Decimal]:
    low, high = np.quantile(draws, _TAIL)
    return _rounded(low, step), _rounded(high, step)


def _rounded(value: float, step: str) -> Decimal:
    return Decimal(float(value)).quantize(Decimal(step), ROUND_HALF_UP)

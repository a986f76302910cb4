"""How far the order of the beneficiary list rests on the weights: seeded draws, and the changes that first turn it.

The weights are assumptions with a range. The draws take each weight evenly between its low and high, in proportion to
the weight in force, independently and with a fixed seed: what comes out are shares of the draws, no probabilities. The
turning points are exact: a score moves on a straight line with one weight, so two families cross at one value of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from h4a_core.engine.selection import Ranked, Selection, shares
from h4a_core.engine.working import Working
from h4a_core.programme.beneficiary_list import BeneficiaryList
from h4a_core.text import Text

DRAWS = 1_000
_SEED = 2011
_TAIL = DRAWS // 10
"""Draws left out at each end of a range of ranks: it holds 80 % of them."""
_STEPS = 1e9
"""Scores are compared to a billionth of a point, so that equal ones are not told apart by binary fractions."""

Numbers: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.int64]
Ranks: TypeAlias = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Steadiness:
    """One family over the draws: the share of them that give it a place, and the ranks that hold 80 % of them."""

    share_in: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One weight alone, moved from `before` to beyond `after`, carries a family across the cut.

    `position` is the indicator's; weights are in the unit in which they were given.
    """

    position: int
    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        """How far the weight moves, upwards or downwards."""
        return abs(self.after - self.before)


@dataclass(frozen=True, slots=True)
class Swap:
    """The smallest change of one weight that takes a place from one family and gives it to another."""

    leaves: Ranked
    enters: Ranked
    turn: Turn


def steadiness(
    rules: BeneficiaryList, selection: Selection, weights: Sequence[Decimal], places: int
) -> tuple[Steadiness, ...]:
    """Rank the families again under each draw of the weights.

    Args:
        rules: the ranges of the weights.
        selection: the order under `weights`.
        weights: those in force; each is drawn from low / value to high / value times itself.
        places: how many families can enter.

    Returns:
        One for each family of the order, in the same order.

    """
    ranked = selection.ranked
    if not ranked:
        return ()
    ends = [(one.weight.low or 0, one.weight.high or 0, one.weight.value) for one in rules.indicators]
    low, high = (
        np.array([float(w * end[side] / end[2]) for w, end in zip(weights, ends, strict=True)]) for side in (0, 1)
    )
    drawn = np.random.default_rng(_SEED).uniform(low, high, (DRAWS, len(ends)))
    # small products are summed as they are: waking the threads of a matrix product would take longer
    first, last = _ranks(np.einsum("di,fi->df", drawn, _points(ranked)), _tie_places(ranked))
    shares_in = (last <= places).mean(axis=0)
    held = np.sort(np.ascontiguousarray(first.T), axis=1)
    return tuple(
        Steadiness(float(share), int(ranks[_TAIL]), int(ranks[-_TAIL - 1]))
        for share, ranks in zip(shares_in, held, strict=True)
    )


def _points(ranked: Sequence[Ranked]) -> Numbers:
    """Points by family and indicator; every family of the order has them all."""
    return np.array([[float(found or 0) for found in one.judged.points] for one in ranked])


def _tie_places(ranked: Sequence[Ranked]) -> Whole:
    """Whole numbers in the order of what breaks ties."""
    order = {key: place for place, key in enumerate(sorted({one.key[1:] for one in ranked}))}
    return np.array([order[one.key[1:]] for one in ranked], dtype=np.int64)


def _ranks(scores: Numbers, ties: Whole) -> tuple[Ranks, Ranks]:
    """First and last rank of each family's group of equals, by draw: sorted once, groups found by neighbours."""
    keys = -np.rint(scores * _STEPS).astype(np.int64) * len(ties) + ties
    order = np.argsort(keys, axis=1)
    ordered = np.take_along_axis(keys, order, axis=1)
    at = np.arange(1, len(ties) + 1, dtype=np.int32)
    edge = np.ones((len(keys), 1), dtype=bool)
    differs = ordered[:, 1:] != ordered[:, :-1]
    begins = np.maximum.accumulate(np.where(np.hstack([edge, differs]), at, at[0]), axis=1)
    backwards = np.where(np.hstack([differs, edge]), at, at[-1])[:, ::-1]
    stops = np.minimum.accumulate(backwards, axis=1)[:, ::-1]
    first, last = np.empty_like(begins), np.empty_like(stops)
    np.put_along_axis(first, order, begins, axis=1)
    np.put_along_axis(last, order, stops, axis=1)
    return first, last


def turn(selection: Selection, weights: Sequence[Decimal], places: int, one: Ranked) -> Turn | None:
    """The smallest change of a single weight that gives a family a place or takes it away; None if none does.

    Every other family is crossed at one value of the weight; counted in the order of those values, the first at which
    the number of those ahead crosses the number of places is the turn. A weight never goes below zero.
    """
    inside = one.standing(places) == "in"
    others = [other for other in selection.ranked if other is not one]
    ahead = sum(other.key <= one.key for other in others)
    distances = [_distance(one, other, weights) for other in others]
    found = []
    for position, weight in enumerate(map(Fraction, weights)):
        for sign in (1, -1):
            count = ahead
            crossings = sorted(_crossings(one, others, distances, position, sign), key=itemgetter(0))
            for change, group in groupby(crossings, key=itemgetter(0)):
                count += sum(step for _, step in group)
                if sign < 0 and change >= weight:
                    break
                if (count < places) != inside:
                    found.append(Turn(position, weight, weight + sign * change))
                    break
    return min(found, key=lambda turned: turned.change, default=None)


def _crossings(
    one: Ranked, others: Sequence[Ranked], distances: Sequence[Fraction], position: int, sign: int
) -> Iterator[tuple[Fraction, int]]:
    """By how much the weight moves until another family passes (+1) or falls behind (-1)."""
    for other, distance in zip(others, distances, strict=True):
        slope = sign * _lead(one, other, position)
        passes = other.key > one.key
        if slope and (slope < 0) == passes:
            yield -distance / slope, 1 if passes else -1


def _lead(one: Ranked, other: Ranked, position: int) -> Fraction:
    return (one.judged.points[position] or Fraction(0)) - (other.judged.points[position] or Fraction(0))


def _distance(one: Ranked, other: Ranked, weights: Sequence[Decimal]) -> Fraction:
    """How far one score is above another, before dividing by the sum of the weights."""
    return (one.score - other.score) * sum(map(Fraction, weights))


def first_swap(selection: Selection, weights: Sequence[Decimal], places: int) -> Swap | None:
    """The smallest change of one weight that changes who gets a place; None if no change does.

    Found among all pairs of a family with a place and one without: the distance of their scores over the difference of
    their points. The nearest pair is looked for in floats and stated exactly.
    """
    inside = selection.standing(places, "in")
    outside = [one for one in selection.ranked if one.standing(places) != "in"]
    if not inside or not outside:
        return None
    given = np.array([float(weight) for weight in weights])
    slope = _points(inside)[:, None, :] - _points(outside)[None, :, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        change = -(slope @ given)[:, :, None] / slope
    size = np.where((slope != 0) & (given + change > 0), np.abs(change), np.inf)
    row, column, position = np.unravel_index(np.argmin(size), size.shape)
    if not np.isfinite(size[row, column, position]):
        return None
    leaves, enters, at = inside[row], outside[column], int(position)
    before = Fraction(weights[at])
    after = before - _distance(leaves, enters, weights) / _lead(leaves, enters, at)
    return Swap(leaves, enters, Turn(at, before, after))


def steady_working(rules: BeneficiaryList, weights: Sequence[Decimal], found: Sequence[Steadiness]) -> Working:
    """How the number of families whose place no draw takes away comes about, with the weights it rests on."""
    return _over_draws(
        rules,
        weights,
        sum(one.share_in == 1 for one in found),
        Text(it="Posto sicuro", en="Place that no draw takes away"),
        Text(it="famiglie con un posto in tutte le {draws} prove", en="families with a place in all {draws} draws"),
    )


def open_working(rules: BeneficiaryList, weights: Sequence[Decimal], found: Sequence[Steadiness]) -> Working:
    """How the number of families whose place hangs on the weights comes about, with the weights it rests on."""
    return _over_draws(
        rules,
        weights,
        sum(0 < one.share_in < 1 for one in found),
        Text(it="Dipende dai pesi", en="Hangs on the weights"),
        Text(
            it="famiglie con un posto in alcune delle {draws} prove e non in altre",
            en="families with a place in some of the {draws} draws and not in others",
        ),
    )


def _over_draws(
    rules: BeneficiaryList, weights: Sequence[Decimal], families: int, label: Text, formula: Text
) -> Working:
    drawn = Text(
        it="{formula}: ogni peso a caso tra il suo minimo e il suo massimo",
        en="{formula}: each weight at random between its low and its high",
    )
    filled = formula.format(draws=DRAWS)
    return Working(
        label,
        families,
        "households",
        "estimate",
        Text(it=drawn.it.format(formula=filled.it), en=drawn.en.format(formula=filled.en)),
        tuple(
            Working(one.weight.label, share, "share", "assumption", source=one.weight.source)
            for one, share in zip(rules.indicators, shares(weights), strict=True)
        ),
    )

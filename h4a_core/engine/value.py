"""The social value of what cannot be cashed: families x proxy x what is due to the programme, over years, discounted.

Present value: the first amount counts whole (it is now, year 0), that of year t is divided by (1 + rate)^t. So
-580,000 and then eight times 250,000 at 3.5 % give 1,138,488.88. The value of an outcome falls in years 1, 2, ... of
its duration, what was put in in year 0. All is exact; amounts are rounded to the cent once, where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction

from h4a_core.disclosure import SMALLEST_CELL
from h4a_core.engine.access import MONTHS_A_YEAR, RentPair, yearly_saving_working
from h4a_core.engine.working import Working, assumed, cents, total_working
from h4a_core.facts import Facts
from h4a_core.programme.model import Badge, Source, Terms, Value
from h4a_core.programme.social_value import Outcome, SocialValue
from h4a_core.text import Text

NOTHING = Fraction(0)
_RAISING = frozenset({"attribution", "duration_years", "proxy"})
"""Numbers with which the value rises; with the others it falls."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number in its unit, with the least and the most that is plausible."""

    label: Text
    unit: str
    low: Fraction
    value: Fraction
    high: Fraction

    @classmethod
    def fixed(cls, label: Text, unit: str, value: Fraction | Decimal | int) -> Bounds:
        """A number that does not vary."""
        return cls(label, unit, Fraction(value), Fraction(value), Fraction(value))

    @classmethod
    def together(cls, label: Text, unit: str, parts: Sequence[Bounds]) -> Bounds:
        """Several numbers of one unit added up, all at their least, as they are and all at their most."""
        return cls(
            label,
            unit,
            sum((one.low for one in parts), NOTHING),
            sum((one.value for one in parts), NOTHING),
            sum((one.high for one in parts), NOTHING),
        )


@dataclass(frozen=True, slots=True)
class Ladder:
    """From the gross value of a year to the present value, in EUR: what each step takes away or adds."""

    gross: Fraction
    deadweight: Fraction
    displacement: Fraction
    elsewhere: Fraction
    later_years: Fraction
    discount: Fraction

    @property
    def first_year(self) -> Fraction:
        """What the programme is worth in the first year."""
        return self.gross - self.deadweight - self.displacement - self.elsewhere

    @property
    def present(self) -> Fraction:
        """The present value of all years."""
        return self.first_year + self.later_years - self.discount


@dataclass(frozen=True, slots=True)
class Proxy:
    """What a year is worth to a family (EUR) and where that comes from: measured, entered in the file, or tried."""

    bounds: Bounds
    badge: Badge
    source: Source | None = None
    inputs: tuple[Working, ...] = ()


@dataclass(frozen=True, slots=True)
class Valuation:
    """One outcome: how many households, what a year is worth to each (None: nobody entered it), the assumptions.

    `numbers` are by name: those of the outcome, `discount_rate`, and `proxy` when there is one.
    """

    outcome: Outcome
    households: int
    proxy: Proxy | None
    numbers: Mapping[str, Bounds]

    def flows(self, changed: Mapping[str, Fraction] | None = None) -> list[Fraction]:
        """The value of each year of the duration, not discounted (EUR); with some numbers changed if given."""
        number = {name: one.value for name, one in self.numbers.items()} | dict(changed or {})
        first = self.households * number.get("proxy", NOTHING)
        first *= (1 - number["deadweight"]) * (1 - number["displacement"]) * number["attribution"]
        return [first * (1 - number["drop_off"]) ** year for year in range(int(number["duration_years"]))]

    def present(self, changed: Mapping[str, Fraction] | None = None) -> Fraction:
        """The present value (EUR), nothing without a proxy; with some numbers changed if given."""
        rate = (changed or {}).get("discount_rate", self.numbers["discount_rate"].value)
        return present_value([0, *self.flows(changed)], rate)

    def ends(self) -> tuple[Fraction, Fraction]:
        """The least and the most that it is worth within the bounds of all its numbers."""
        least = {name: one.low if name in _RAISING else one.high for name, one in self.numbers.items()}
        most = {name: one.high if name in _RAISING else one.low for name, one in self.numbers.items()}
        low, high = sorted((self.present(least), self.present(most)))
        return low, high

    @property
    def ladder(self) -> Ladder:
        """Step by step from the gross value of a year to the present value; all nothing without a proxy."""
        number = {name: one.value for name, one in self.numbers.items()}
        gross = self.households * number.get("proxy", NOTHING)
        anyway = gross * number["deadweight"]
        displaced = (gross - anyway) * number["displacement"]
        elsewhere = (gross - anyway - displaced) * (1 - number["attribution"])
        first, *later = self.flows()
        over_years = sum(later, NOTHING)
        return Ladder(gross, anyway, displaced, elsewhere, over_years, first + over_years - self.present())


def present_value(flows: Iterable[Fraction | Decimal | int], rate: Fraction | Decimal) -> Fraction:
    """What yearly amounts are worth now: the first at once, the next a year on, at `rate` (a share) a year.

    Source of the convention: the published tables in `social-value.yaml`, which it gives to the printed digit.
    """
    step = 1 / (1 + Fraction(rate))
    return sum((Fraction(flow) * step**year for year, flow in enumerate(flows)), NOTHING)


def valuations(
    model: SocialValue, facts: Facts, terms: Terms, rents: RentPair, tried: Mapping[str, Decimal]
) -> list[Valuation]:
    """The value of each outcome, in the order of the model.

    Args:
        model: the evaluator's outcomes and assumptions.
        facts: households that reached a metric by the facts' day.
        terms: for the waiting limit.
        rents: of families housed, with the market's; fewer than three are not valued, so that none can be told.
        tried: proxies tried on the screen (EUR a family and year), by outcome; they stand in for empty ones only.

    """
    found = []
    for one in model.outcomes:
        numbers = {name: _bounds(value) for name, value in one.factors()}
        numbers["discount_rate"] = _bounds(model.discount_rate)
        proxy = _proxy(one, rents, tried)
        if proxy:
            numbers["proxy"] = proxy.bounds
        found.append(Valuation(one, _households(one, facts, terms, rents), proxy, numbers))
    return found


def together(ladders: Iterable[Ladder]) -> Ladder:
    """Several ladders as one, step by step."""
    found = list(ladders)
    return Ladder(*(sum((getattr(one, step.name) for one in found), NOTHING) for step in fields(Ladder)))


def explained(model: SocialValue, one: Valuation, proxy: Proxy) -> Working:
    """How the present value of an outcome came about, to the cent."""
    by_family = Text(it="risparmio di tutte le famiglie ÷ famiglie", en="saving of all families ÷ families")
    each = Working(
        proxy.bounds.label, cents(proxy.bounds.value), "EUR", proxy.badge, by_family if proxy.inputs else None,
        proxy.inputs, source=proxy.source,
    )  # fmt: skip
    formula = Text(
        it="famiglie × valore di un anno × (1 − sarebbe successo comunque) × (1 − tolto ad altri) × merito, "
        "ogni anno della durata con il suo calo, scontato",
        en="families × value of a year × (1 − anyway) × (1 − taken from others) × due to the programme, "
        "each year of the duration with its drop-off, discounted",
    )
    leaves = (
        Working(one.outcome.who, one.households, "households", "data"),
        each,
        *(_leaf(name, value) for name, value in one.outcome.factors()),
        assumed(model.discount_rate),
    )
    return Working(one.outcome.label, cents(one.present()), "EUR", "estimate", formula, leaves)


def worth(model: SocialValue, found: Sequence[Valuation], saving: Working | None) -> Working:
    """The value of all outcomes that have one, to the cent; with the cashable saving where the sum was asked for."""
    parts = [explained(model, one, one.proxy) for one in found if one.proxy]
    if saving is None:
        label = Text(it="Valore sociale", en="Social value")
        formula = Text(it="somma degli outcome che hanno un valore", en="sum of the outcomes that have a value")
        return total_working(label, parts, "EUR", formula)
    label = Text(it="Valore sociale + risparmio", en="Social value + saving")
    formula = Text(it="somma di due cose diverse, chiesta da te", en="sum of two different things, asked by you")
    return total_working(label, [*parts, saving], "EUR", formula)


def _households(one: Outcome, facts: Facts, terms: Terms, rents: RentPair) -> int:
    if one.quantity.metric is None:
        return rents.families
    limit = int(terms["waiting_limit_months"])
    return sum(cohort.tally(one.quantity.metric, limit).achieved for cohort in facts.cohorts)


_OWN = Source(
    document="ipotesi",
    note=Text(
        it="ipotesi tua, provata in questa visita e non salvata", en="your own assumption, tried in this visit only"
    ),
)


def _proxy(one: Outcome, rents: RentPair, tried: Mapping[str, Decimal]) -> Proxy | None:
    proxy = one.proxy
    if proxy.measured:
        if rents.families < SMALLEST_CELL:
            return None
        whole = yearly_saving_working(rents)
        each = Fraction(whole.value) / rents.families
        return Proxy(Bounds.fixed(proxy.label, "EUR", each), "data", inputs=(whole,))
    if proxy.value is not None:
        low, high = (Fraction(proxy.value if end is None else end) for end in (proxy.low, proxy.high))
        return Proxy(Bounds(proxy.label, "EUR", low, Fraction(proxy.value), high), "assumption", proxy.source)
    if one.id in tried:
        return Proxy(Bounds.fixed(proxy.label, "EUR", tried[one.id]), "assumption", _OWN)
    return None


def _leaf(name: str, value: Value) -> Working:
    """An assumption as a leaf; a duration in months, for which every screen has a word."""
    leaf = assumed(value)
    return replace(leaf, value=int(value.value) * MONTHS_A_YEAR, unit="months") if name == "duration_years" else leaf


def _bounds(value: Value) -> Bounds:
    low, high = (Fraction(value.value if end is None else end) for end in (value.low, value.high))
    return Bounds(value.label, value.unit, low, Fraction(value.value), high)

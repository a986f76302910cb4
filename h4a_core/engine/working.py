"""How a figure came about: a small tree of label, value, unit, formula in words, inputs and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from h4a_core.programme.model import Badge, Estimate, Programme, Source, Terms, Value
from h4a_core.text import Text

CENT = Decimal("0.01")
_BY_STRENGTH: tuple[Badge, ...] = ("data", "contract", "estimate", "assumption")


def weakest(badges: Iterable[Badge]) -> Badge:
    """The badge of what rests on all of these: a chain is as strong as its weakest link (design section 6)."""
    return max(badges, key=_BY_STRENGTH.index)


def cents(amount: Decimal | Fraction | int) -> Decimal:
    """Round an amount half-up to the cent, exactly: done once, at a statement line (design section 6)."""
    if isinstance(amount, Fraction):
        hundredths = abs(amount) * 100 + Fraction(1, 2)
        whole = Decimal(hundredths.numerator // hundredths.denominator).scaleb(-2)
        return whole if amount >= 0 else -whole
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


def as_decimal(value: Decimal | Fraction | float) -> Decimal:
    """The value as a decimal number, to 28 digits; a float as it is written."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)


def half_up(value: Decimal | Fraction | float, digits: int) -> Decimal:
    """Round half-up to so many digits after the point; what rounds to nothing is 0, never -0."""
    return as_decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


def percentage(share: Decimal | Fraction | float) -> Decimal:
    """A share in hundredths, as people write it: 0.8 is 80."""
    return as_decimal(share) * 100


def share_of_percentage(hundredths: int) -> Decimal:
    """The share that a whole percentage stands for: 80 is 0.8."""
    return Decimal(hundredths) / 100


@dataclass(frozen=True, slots=True)
class Working:
    """One figure and, under it, the figures it was made from.

    `value` is exact; `unit` is the programme file's (share, EUR, nights, households...); `step` is what the figure
    would be if its inputs were beyond doubt: read from a record, said by the contract, estimated, assumed; `formula`
    says in words how the inputs make the value; `origin` names what it was read from (a term, an assumption, a clause)
    and so its source; a figure of another file carries its `source` itself.
    """

    label: Text
    value: Decimal | Fraction | int
    unit: str
    step: Badge
    formula: Text | None = None
    inputs: Sequence[Working] = ()
    origin: str | None = None
    source: Source | None = None

    @property
    def amount(self) -> Decimal:
        """The value as a decimal number, to 28 digits."""
        return as_decimal(self.value)

    @property
    def badge(self) -> Badge:
        """How sure the figure is: as its weakest input, anywhere under it."""
        return weakest(one.step for _, one in self.walk())

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Working]]:
        """Go through the tree from the top, with the depth of each figure."""
        yield depth, self
        for one in self.inputs:
            yield from one.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Summary:
    """A figure over several homes or families (a median, a mean), and over how many."""

    working: Working
    over: int


def total_working(label: Text, parts: Sequence[Working], unit: str, formula: Text) -> Working:
    """The sum of some figures of one unit, each of which stands under it."""
    return Working(label, sum((one.amount for one in parts), Decimal(0)), unit, "data", formula, parts)


def value_working(programme: Programme, terms: Terms, name: str) -> Working:
    """The leaf for a value of the programme as it is in force: estimated from records, chosen, or the file's own."""
    value = programme.values[name]
    if name in terms.estimates:
        return estimate_working(value, terms.estimates[name])
    if name in terms.chosen:
        note = _CHOSEN.format(value=f"{value.value.normalize():f}", unit=value.unit)
        source = Source(document="scelta", note=note)
        return Working(value.label, terms[name], value.unit, "assumption", origin=name, source=source)
    formula, inputs = given_by(programme, terms, name)
    return Working(value.label, terms[name], value.unit, programme.value_badge(name), formula, inputs, name)


def given_by(programme: Programme, terms: Terms, name: str) -> tuple[Text | None, tuple[Working, ...]]:
    """How a value follows from others where a reading in force says so; nothing where it stands by itself."""
    given = terms.given.get(name)
    if given is None:
        return None, ()
    inputs = tuple(value_working(programme, terms, one) for one in (given.value, given.over) if one is not None)
    return Text(it=" / ".join(one.label.it for one in inputs), en=" / ".join(one.label.en for one in inputs)), inputs


def estimate_working(value: Value, found: Estimate) -> Working:
    """The leaf for a value that the stays of other families give: its interval and what it was estimated from."""
    note = _STAYS.format(stays=found.stays, low=f"{found.low:f}", high=f"{found.high:f}", unit=value.unit)
    return Working(
        value.label, found.value, value.unit, "estimate",
        _MEAN_LENGTH if value.unit == "nights" else _MEAN_PRICE,
        (
            Working(Text(it="Permanenze osservate", en="Stays observed"), found.stays, "number", "data"),
            Working(Text(it="ancora aperte", en="still open"), found.open_stays, "number", "data"),
            Working(Text(it="Orizzonte", en="Horizon"), found.horizon_days, "days", "assumption"),
        ),
        source=Source(document="reference_stays", note=note),
    )  # fmt: skip


_CHOSEN = Text(
    it="valore scelto, al posto di {value} {unit} del programma",
    en="value chosen, in place of the file's {value} {unit}",
)
_STAYS = Text(
    it="storico degli albergamenti: {stays} permanenze di altre famiglie; tra {low} e {high} {unit}, al 95 %",
    en="history of stays: {stays} stays of other families; from {low} to {high} {unit}, at 95 %",
)
_MEAN_LENGTH = Text(
    it="area sotto la curva di Kaplan-Meier fino all'orizzonte, pesata sulle misure delle famiglie del programma",
    en="area under the Kaplan-Meier curve up to the horizon, weighted to the sizes of the programme's families",
)
_MEAN_PRICE = Text(
    it="costo netto di tutte le notti diviso per le notti, pesato sulle misure delle famiglie del programma",
    en="net cost of all nights over the nights, weighted to the sizes of the programme's families",
)


def assumed(value: Value) -> Working:
    """The leaf for an assumption of the evaluation's files, which carries its own source."""
    return Working(value.label, value.value, value.unit, "assumption", source=value.source)

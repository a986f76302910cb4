"""What the social value is worked out from: outcomes, proxies and the evaluator's assumptions, each with its source."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.programme.checking import pointer
from h4a_core.programme.loading import Faults, ProgrammeError, load_programme
from h4a_core.programme.model import Source, Value
from h4a_core.text import Text
from h4a_core.yaml_files import Place, load_model

FACTORS = ("deadweight", "displacement", "attribution", "duration_years", "drop_off")
"""The assumptions of an outcome, in the order in which they are applied."""
Resource: TypeAlias = Literal["premium_earned", "other_costs", "grants"]
"""What is put in: the premium earned, the City's other costs, the grants received."""
Computed: TypeAlias = Literal["each", "each_a_year", "all_a_year", "saving"]
"""What a cost table gives: per person, per person and year, all in a year, all saved by preventing."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Quantity(_Frozen):
    """Whom an outcome counts: households that reached a metric, or a group that the records give."""

    metric: str | None = None
    measured: Literal["families_with_known_rents"] | None = None


class Proxy(_Frozen):
    """What a year of the outcome is worth to a family, in EUR: measured, entered with its source, or still empty."""

    label: Text
    measured: Literal["rent_below_market"] | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    source: Source | None = None


class Outcome(_Frozen):
    """A non-cashable outcome: who benefits, what it is worth, and how much of that is due to the programme.

    `deadweight`, `displacement`, `attribution` and `drop_off` are shares, `duration_years` whole years.
    """

    id: str
    label: Text
    who: Text
    source: Source
    caution: Text | None = None
    quantity: Quantity
    proxy: Proxy
    deadweight: Value
    displacement: Value
    attribution: Value
    duration_years: Value
    drop_off: Value

    def factors(self) -> Iterator[tuple[str, Value]]:
        """Each assumption by name, in the order in which they are applied."""
        for name in FACTORS:
            yield name, getattr(self, name)


class PublishedDiscounting(_Frozen):
    """A published present value: a first amount at once, then the same each year."""

    label: Text
    rate: Decimal
    first: Decimal
    each_year: Decimal
    years: int
    printed: Decimal
    source: Source


class Printed(_Frozen):
    """A figure as printed, in units of `in`; `cut` when what lies beyond its digits was left off, not rounded."""

    what: Computed
    amount: Decimal
    unit: Decimal = Field(default=Decimal(1), alias="in")
    cut: bool = False


class PublishedCosting(_Frozen):
    """A published cost table: what some people cost over a window of time, and what preventing it saves each."""

    label: Text
    total: Decimal
    people: int
    windows_a_year: int
    saving_each: Decimal
    currency: str
    source: Source
    printed: tuple[Printed, ...]


class Published(_Frozen):
    """Published results that the same formulas must give, to the printed digit."""

    discounting: tuple[PublishedDiscounting, ...] = ()
    costing: tuple[PublishedCosting, ...] = ()


class SocialValue(_Frozen):
    """The evaluation of what cannot be cashed: outcomes, discount rate (a share a year), what they are set against."""

    discount_rate: Value
    inputs: tuple[Resource, ...] = Field(min_length=1)
    outcomes: tuple[Outcome, ...]
    published: Published = Published()


def load_social_value(path: Path) -> SocialValue:
    """Read `social-value.yaml` of a programme, whose own file stands beside the folder.

    Raises:
        ProgrammeError: unknown key or metric, an amount without its source, a share beyond 1, bounds that do not rise,
            a duration that is no whole number of years; each with its line and remedy.
        OSError: the file cannot be read.

    """
    metrics = load_programme(path.parent.with_suffix(".yaml")).counted

    def contradictions(model: SocialValue) -> Faults:
        yield from _value_faults(("discount_rate",), model.discount_rate)
        for position, one in enumerate(model.outcomes):
            place = ("outcomes", position)
            if one.quantity.metric is not None:
                yield from pointer((*place, "quantity", "metric"), one.quantity.metric, metrics)
            if (one.quantity.metric is None) == (one.quantity.measured is None):
                yield (*place, "quantity"), _ONE_QUANTITY
            yield from _proxy_faults((*place, "proxy"), one.proxy)
            for name, value in one.factors():
                yield from _value_faults((*place, name), value)

    return load_model(path, SocialValue, contradictions, ProgrammeError)


_ONE_QUANTITY = Text(
    it="serve una sola tra «metric» e «measured»", en="exactly one of 'metric' and 'measured' is needed"
)
_NO_SOURCE = Text(
    it="un importo vuole la sua fonte: aggiungi  source: {document: ..., date: ...}, o lascia value: null",
    en="an amount needs its source: add  source: {document: ..., date: ...}, or leave value: null",
)
_MEASURED_AND_ENTERED = Text(
    it="il proxy è già misurato dai dati: togli «value» o «measured»",
    en="the proxy is measured from the records already: remove 'value' or 'measured'",
)
_RISING = Text(
    it="low {low}, value {value}, high {high}: devono esserci tutti e crescere in quest'ordine",
    en="low {low}, value {value}, high {high}: all are needed, rising in this order",
)
_SHARE = Text(it="una quota va da 0 a 1 (20 % si scrive 0.20)", en="a share goes from 0 to 1 (20 % is 0.20)")
_WHOLE_YEARS = Text(
    it="la durata è in anni interi, da 1 in su, con  unit: years",
    en="the duration is in whole years, from 1 up, with  unit: years",
)


def _proxy_faults(place: Place, proxy: Proxy) -> Faults:
    if proxy.value is None:
        return
    if proxy.measured:
        yield (*place, "value"), _MEASURED_AND_ENTERED
    if proxy.source is None:
        yield (*place, "value"), _NO_SOURCE
    yield from _bound_faults(place, proxy.low, proxy.value, proxy.high)


def _value_faults(place: Place, value: Value) -> Faults:
    yield from _bound_faults(place, value.low, value.value, value.high)
    numbers = [one for one in (value.low, value.value, value.high) if one is not None]
    if place[-1] == "duration_years":
        if value.unit != "years" or any(one < 1 or one % 1 for one in numbers):
            yield place, _WHOLE_YEARS
    elif value.unit != "share" or not all(0 <= one <= 1 for one in numbers):
        yield place, _SHARE


def _bound_faults(place: Place, low: Decimal | None, value: Decimal, high: Decimal | None) -> Faults:
    if low is None or high is None or not low <= value <= high:
        yield place, _RISING.format(low=low, value=value, high=high)

"""Units of durations and amounts per time: what a header says, and how a value is brought to the unit of its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from h4a_core.records.intake.questions import ASKED, UNIT
from h4a_core.tables.fields import Field, Table, plain_words
from h4a_core.text import Text

_WORDS: dict[str, frozenset[str]] = {
    "minute": frozenset("min minuti minuto minutes minute mins".split()),  # noqa: SIM905 - words
    "hour": frozenset("ore ora h hh hours hour hrs".split()),  # noqa: SIM905
    "day": frozenset("giorno giorni giornaliero giornaliera die gg notte notti day daily night pernotto".split()),  # noqa: SIM905
    "week": frozenset("settimana settimanale settimanali week weekly".split()),  # noqa: SIM905
    "month": frozenset("mese mesi mensile mensili month monthly months".split()),  # noqa: SIM905
    "year": frozenset("anno anni annuo annua annui annue annuale annuali year yearly annual years".split()),  # noqa: SIM905
}
_JOINING = frozenset("in per al all alla a l ad di".split())  # noqa: SIM905 - words
_DAILY = {"day": (1, 1), "week": (1, 7), "month": (12, 365), "year": (1, 365)}
_MONTHLY = {"month": (1, 1), "year": (1, 12), "day": (365, 12), "week": (365, 84)}


@dataclass(frozen=True)
class Units:
    """The units in which values of a field may be written, the field's own first, and what its values rarely exceed."""

    factors: Mapping[str, tuple[int, int]]
    """By unit: numerator and denominator of what a value is multiplied by."""
    usual_high: Decimal | None = None
    """A value above it is asked about where no header says its unit."""

    @property
    def own(self) -> str:
        """The unit in which values are stored."""
        return next(iter(self.factors))


UNITS: dict[str, Units] = {
    "hours": Units({"hour": (1, 1), "minute": (1, 60)}, Decimal(10)),
    "daily_cost": Units(_DAILY),
    "household_contribution": Units(_DAILY, Decimal(60)),
    "monthly_rent": Units(_MONTHLY, Decimal(2000)),
    "market_rent": Units(_MONTHLY, Decimal(2500)),
    "previous_rent": Units(_MONTHLY, Decimal(2000)),
    "monthly_income": Units(_MONTHLY, Decimal(5000)),
    "residence_years": Units({"year": (1, 1), "month": (1, 12), "day": (1, 365)}),
}
"""By field. Values up to `usual_high` are taken in the field's own unit, as its column in our templates is."""
ASKS = Text(
    it="L'intestazione «{header}» non dice l'unità, e i valori (come {example}) sono molto più alti del solito per "
    "«{label}». In quale unità sono?",
    en='The header "{header}" does not tell the unit, and the values (like {example}) are far higher than usual for '
    '"{label}". In which unit are they?',
)


def fields_by_unit(table: Table, header: str) -> tuple[Field, str] | None:
    """The field that a header means in another unit than ours ("Durata (min)"), and this unit; None if in none."""
    words = plain_words(header).split()
    for unit, names in _WORDS.items():
        rest = " ".join(word for word in words if word not in names and word not in _JOINING)
        if len(rest.split()) < len([word for word in words if word not in _JOINING]):
            for field in table.fields:
                if field.name in UNITS and unit in UNITS[field.name].factors and rest in _without_unit(table, field):
                    return field, unit
    return None


@cache
def _stripped(headers: frozenset[str], own: str) -> frozenset[str]:
    drop = _WORDS[own] | _JOINING
    return frozenset(" ".join(word for word in header.split() if word not in drop) for header in headers)


def _without_unit(table: Table, field: Field) -> frozenset[str]:
    """The headers of a field without its unit; a bare unit ("Minuti") only for the one duration a table has."""
    found = _stripped(field.headers(), UNITS[field.name].own)
    return found if table.name == "support_events" else found - {""}


def said_unit(field: Field, header: str) -> str | None:
    """The unit a header names among those of the field."""
    if field.name not in UNITS:
        return None
    words = set(plain_words(header).split())
    return next((unit for unit in UNITS[field.name].factors if words & _WORDS[unit]), None)


def units_of(headers: Mapping[str, str], table: Table, answers: Mapping[str, str]) -> dict[str, str]:
    """The unit of each field of which one is known, by header (`headers`: of each field) or by answer."""
    found = {}
    for name, header in headers.items():
        unit = said_unit(table.field(name), header) or answers.get(f"{UNIT}{name}")
        if unit is not None:
            found[name] = unit
    return found


def in_own_unit_sql(field: Field, value: str, unit: str | None) -> str:
    """SQL of a value brought to the field's own unit, rounded half up to two decimals without leaving whole numbers."""
    if not is_converted(field, unit):
        return value
    times, parts = UNITS[field.name].factors[unit or ""]
    hundredths = f"CAST({value} * 100 AS BIGINT)"
    rounded = f"((2 * {hundredths} * {times} + {parts}) // {2 * parts})"
    return f"CAST(CAST({rounded} AS DECIMAL(18,0)) * 0.01 AS {field.sql_type})"


def in_own_unit(field: Field, value: Decimal, unit: str | None) -> Decimal:
    """A value brought to the field's own unit, as `in_own_unit_sql` does it."""
    if not is_converted(field, unit):
        return value
    times, parts = UNITS[field.name].factors[unit or ""]
    rounded = Decimal(int((200 * value * times + parts) / (2 * parts))) / 100
    return rounded.quantize(Decimal(1), ROUND_HALF_UP) if field.kind == "int" else rounded


def is_converted(field: Field, unit: str | None) -> bool:
    """Whether values in this unit are stored in another one."""
    return unit is not None and UNITS[field.name].factors[unit] != (1, 1)


def is_asked(field: Field) -> bool:
    """Whether the unit of a field is asked about where its values are unusually high."""
    return f"{UNIT}{field.name}" in ASKED

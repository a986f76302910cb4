"""Reading a programme file: what the model alone cannot see is checked here, each fault with its line and remedy."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from h4a_core.programme.checking import clause_faults, pointer, reading_faults
from h4a_core.programme.model import UNITS, Programme, Value
from h4a_core.text import Text
from h4a_core.yaml_files import FileRefusedError, Place, load_model, unknown_name


class ProgrammeError(FileRefusedError):
    """A programme file is refused; `faults` holds every reason, `said(lang)` the whole message."""


def load_programme(path: Path) -> Programme:
    """Read a programme file into frozen models.

    Raises:
        ProgrammeError: unknown or duplicate key, wrong type, parts that do not add to 1, a name that points nowhere or
            stands twice, a rule that cannot mean what it says. All faults are reported together, with their lines.
        OSError: the file cannot be read.

    """
    return load_model(path, Programme, _contradictions, ProgrammeError)


Faults = Iterator[tuple[Place, Text]]


def _contradictions(programme: Programme) -> Faults:
    yield from _value_faults(programme)
    yield from _given_faults(programme)
    yield from _part_faults(programme)
    yield from _name_faults(programme)
    yield from clause_faults(programme)


def _name_faults(programme: Programme) -> Faults:
    """Names that stand for two things, where a rule could mean either."""
    groups = {
        ("terms", "assumptions", "aliases"): (programme.terms, programme.assumptions, programme.aliases),
        ("milestones", "outcomes", "metrics"): (programme.milestones, programme.outcomes, programme.metrics),
    }
    for places, named in groups.items():
        first: dict[str, str] = {}
        for place, names in zip(places, named, strict=True):
            for name in names:
                if name in first:
                    yield (place, name), _named_twice(name, f"{first[name]}.{name}")
                first.setdefault(name, place)
    for place, found in (("clauses", programme.clauses), ("caps", programme.caps)):
        ids = [one.id for one in found]
        for position, name in enumerate(ids):
            if ids.index(name) < position:
                yield (place, position, "id"), _named_twice(name, f"{place}.{ids.index(name)}")


def _named_twice(name: str, other: str) -> Text:
    return Text(
        it=f"«{name}» è già il nome di {other}: scegline un altro, per esempio {name}_2",
        en=f"'{name}' is already the name of {other}: choose another, such as {name}_2",
    )


def _given_faults(programme: Programme) -> Faults:
    """Values that others give, under readings and by values that there are not."""
    for group, values in (("terms", programme.terms), ("assumptions", programme.assumptions)):
        for name, value in values.items():
            if (given := value.given_by) is not None:
                here = (group, name, "given_by")
                yield from reading_faults(programme, given, here)
                yield from pointer((*here, "value"), given.value, programme.values)
                yield from pointer((*here, "over"), given.over or given.value, programme.values)


def _value_faults(programme: Programme) -> Faults:
    for group, values in (("terms", programme.terms), ("assumptions", programme.assumptions)):
        for name, value in values.items():
            if value.unit not in {*UNITS, programme.currency}:
                yield (group, name, "unit"), unknown_name(value.unit, (*UNITS, programme.currency))
            if _is_out_of_range(value, value.value):
                yield (group, name, "value"), _out_of_range(value.value)
            yield from _amendment_faults(value, (group, name, "amendments"))
            if value.low is not None and value.high is not None and not value.low <= value.value <= value.high:
                it = f"low {value.low}, value {value.value}, high {value.high}: devono crescere in quest'ordine"
                en = f"low {value.low}, value {value.value}, high {value.high}: they must rise in this order"
                yield (group, name), Text(it=it, en=en)
    for alias, one in programme.aliases.items():
        for name in one.values:
            yield from pointer(("aliases", alias, "values"), name, programme.values)
    for name, reading in programme.readings.items():
        yield from pointer(("readings", name, "default"), reading.default, reading.alternatives)


def _is_out_of_range(value: Value, number: Decimal) -> bool:
    return number < 0 or (value.unit == "share" and number > 1)


def _amendment_faults(value: Value, place: Place) -> Faults:
    days = [one.since for one in value.amendments]
    for position, one in enumerate(value.amendments):
        if _is_out_of_range(value, one.value):
            yield (*place, position, "value"), _out_of_range(one.value)
        if days.index(one.since) < position:
            yield (
                (*place, position, "since"),
                Text(
                    it=f"dal {one.since} valgono due valori: lascia una sola modifica per giorno",
                    en=f"two values hold since {one.since}: leave one amendment per day",
                ),
            )


def _out_of_range(value: Decimal) -> Text:
    return Text(
        it=f"{value} è fuori misura: una quota va da 0 a 1 (20 % si scrive 0.20), il resto non è negativo",
        en=f"{value} is out of range: a share goes from 0 to 1 (20 % is 0.20), the rest is not negative",
    )


def _part_faults(programme: Programme) -> Faults:
    wholes: dict[str, list[Decimal]] = {}
    for value in programme.values.values():
        if value.part_of:
            wholes.setdefault(value.part_of, []).append(value.value)
    for whole, parts in wholes.items():
        if sum(parts) != 1:
            total = f"{sum(parts):f}"
            yield (
                ("terms",),
                Text(
                    it=f"le parti di «{whole}» fanno {total} e devono fare 1",
                    en=f"the parts of '{whole}' add to {total} and must add to 1",
                ),
            )

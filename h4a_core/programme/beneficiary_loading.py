"""Reading the rules of the beneficiary list: each fault with its line, the allowed names and the remedy."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from h4a_core.programme.beneficiary_list import MOST_POINTS, Band, BeneficiaryList, EligibilityRule, Indicator
from h4a_core.programme.loading import ProgrammeError
from h4a_core.tables.families import CANDIDATES
from h4a_core.tables.fields import Code, Field, Kind
from h4a_core.text import Text
from h4a_core.yaml_files import Place, load_model, unknown_name

DERIVED = (
    Field(
        "months_waited",
        "int",
        Text(it="Mesi di attesa", en="Months waited"),
        Text(
            it="Mesi interi dalla domanda fino al giorno guardato, o all'ingresso nel programma.",
            en="Whole months from the application to the day looked at, or to entry into the programme.",
        ),
    ),
    Field(
        "minors_share",
        "decimal",
        Text(it="Quota di minori", en="Share of minors"),
        Text(it="Minori sul totale dei componenti, da 0 a 1.", en="Minors among the members, from 0 to 1."),
    ),
)
"""What is worked out from the records of a candidate (h4a_core.measuring.candidates)."""
FIELDS: Mapping[str, Field] = MappingProxyType(
    {field.name: field for field in (*CANDIDATES.fields, *DERIVED) if field.kind != "code"}
)
"""What rules and indicators may look at, by name."""

Faults = Iterator[tuple[Place, Text]]
_NUMBERS: tuple[Kind, ...] = ("int", "money", "decimal")
_LISTED: tuple[Kind, ...] = ("enum", "bool")
_KINDS: Mapping[str, tuple[Kind, ...]] = {
    "at_most": _NUMBERS,
    "at_least": _NUMBERS,
    "one_of": _LISTED,
    "bands": _NUMBERS,
    "line": _NUMBERS,
    "codes": _LISTED,
    "tie_break": ("date", *_NUMBERS),
}
"""What kinds of field a comparison or a way to points makes sense of."""


def load_beneficiary_list(path: Path) -> BeneficiaryList:
    """Read the rules of the beneficiary list into frozen models.

    Raises:
        ProgrammeError: unknown key, field or code; none or several comparisons in one rule; bands or lines that do not
            rise; codes left without points; a weight outside its own range. All faults together, with their lines.
        OSError: the file cannot be read.

    """
    return load_model(path, BeneficiaryList, _contradictions, ProgrammeError)


def _contradictions(rules: BeneficiaryList) -> Faults:
    for group, named in (("eligibility", rules.eligibility), ("indicators", rules.indicators)):
        ids = [one.id for one in named]
        for position, name in enumerate(ids):
            if ids.index(name) < position:
                yield (
                    (group, position, "id"),
                    Text(
                        it=f"«{name}» c'è già: scegli un altro nome, per esempio {name}_2",
                        en=f"'{name}' is there already: choose another name, such as {name}_2",
                    ),
                )
    for position, rule in enumerate(rules.eligibility):
        yield from _rule_faults(rule, ("eligibility", position))
    for position, indicator in enumerate(rules.indicators):
        place = ("indicators", position)
        yield from _points_faults(indicator, place)
        yield from _weight_faults(indicator, (*place, "weight"))
    yield from _field_faults(rules.tie_break.field, "tie_break", ("tie_break",))


def _rule_faults(rule: EligibilityRule, place: Place) -> Faults:
    if len(rule.comparisons) != 1:
        yield place, _one_of_these(("at_most", "at_least", "one_of"), rule.comparisons)
        return
    yield from _field_faults(rule.field, rule.comparisons[0], place)
    yield from _code_faults(rule.field, rule.one_of, (*place, "one_of"))


def _points_faults(indicator: Indicator, place: Place) -> Faults:
    points, inside = indicator.points, (*place, "points")
    if len(points.ways) != 1:
        yield inside, _one_of_these(("bands", "line", "codes"), points.ways)
        return
    yield from _field_faults(indicator.field, points.ways[0], place)
    yield from _code_faults(indicator.field, points.codes, (*inside, "codes"))
    if points.bands and not _rising_to_the_last(points.bands):
        yield (
            (*inside, "bands"),
            Text(
                it="le fasce salgono con «up_to», e solo l'ultima non l'ha: vale per tutti gli altri valori",
                en="bands rise by 'up_to', and only the last has none: it holds for all other values",
            ),
        )
    if points.line and (len(points.line) == 1 or not _rising([bend.at for bend in points.line])):
        yield (
            (*inside, "line"),
            Text(it="una linea ha due punti o più, con «at» che sale", en="a line has two points or more, 'at' rising"),
        )
    if points.codes:
        yield from _points_of_codes_faults(indicator.field, points.codes, (*inside, "codes"))


def _rising_to_the_last(bands: Sequence[Band]) -> bool:
    """Whether each band ends higher than the one before and only the last has no end."""
    *ends, last = (band.up_to for band in bands)
    numbers = [end for end in ends if end is not None]
    return last is None and len(numbers) == len(ends) and _rising(numbers)


def _points_of_codes_faults(field: str, codes: Mapping[str, Decimal], place: Place) -> Faults:
    missing = [code.name for code in _codes(field) if code.name not in codes]
    if missing:
        names = ", ".join(missing)
        yield place, Text(it=f"mancano i punti di: {names}", en=f"points are missing for: {names}")
    if any(not 0 <= given <= MOST_POINTS for given in codes.values()):
        yield place, Text(it=f"i punti vanno da 0 a {MOST_POINTS}", en=f"points go from 0 to {MOST_POINTS}")


def _weight_faults(indicator: Indicator, place: Place) -> Faults:
    weight = indicator.weight
    if weight.low is None or weight.high is None or not 0 <= weight.low <= weight.value <= weight.high:
        yield (
            place,
            Text(
                it="un peso è un'ipotesi: aggiungi low e high, con 0 ≤ low ≤ value ≤ high",
                en="a weight is an assumption: add low and high, with 0 ≤ low ≤ value ≤ high",
            ),
        )
    if weight.unit != "share" or not 0 < weight.value <= 1:
        yield (
            place,
            Text(
                it="un peso è una quota (unit: share) maggiore di 0 e fino a 1: 30 % si scrive 0.30",
                en="a weight is a share (unit: share) above 0 and up to 1: 30 % is 0.30",
            ),
        )


def _field_faults(name: str, used_in: str, place: Place) -> Faults:
    field = FIELDS.get(name)
    if field is None:
        yield (*place, "field"), unknown_name(name, FIELDS)
    elif field.kind not in _KINDS[used_in]:
        fitting = ", ".join(sorted(one.name for one in FIELDS.values() if one.kind in _KINDS[used_in]))
        yield (
            (*place, "field"),
            Text(
                it=f"«{used_in}» non si usa con «{name}»; si usa con: {fitting}",
                en=f"'{used_in}' does not go with '{name}'; it goes with: {fitting}",
            ),
        )


def _code_faults(name: str, used: Iterable[str], place: Place) -> Faults:
    known = [code.name for code in _codes(name)]
    for code in used:
        if known and code not in known:
            yield place, unknown_name(code, known)


def _codes(name: str) -> tuple[Code, ...]:
    field = FIELDS.get(name)
    return field.codes if field else ()


def _rising(numbers: Iterable[Decimal]) -> bool:
    return all(before < after for before, after in pairwise(numbers))


def _one_of_these(names: Iterable[str], given: Collection[str]) -> Text:
    listed = ", ".join(names)
    found_it, found_en = (", ".join(given), ", ".join(given)) if given else ("nessuna", "none")
    return Text(
        it=f"qui va una sola di queste chiavi: {listed} (trovate: {found_it})",
        en=f"exactly one of these keys goes here: {listed} (found: {found_en})",
    )

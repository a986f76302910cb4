"""Why a facts file is refused: what the programme does not know, could not pay, or could only pay wrongly."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TypeAlias

from h4a_core.engine.payment import groups
from h4a_core.facts_file.cells import both_meanings, is_ambiguous, plain
from h4a_core.facts_file.model import Fact
from h4a_core.facts_file.rows import Rows, example_row, written
from h4a_core.programme.rules import Expression, MetricOf, RateOf, Ratio
from h4a_core.text import Text
from h4a_core.yaml_files import Place, unknown_name

Found: TypeAlias = Iterator[tuple[Place, Text]]
_COUNTED = 11
"""How many an example says were counted."""


def fact_faults(rows: Rows) -> Found:
    """Everything in the facts for which they are refused."""
    file, programme = rows.file, rows.programme
    if file.programme != programme.id:
        yield ("programme",), unknown_name(file.programme, [programme.id])
    if not file.facts:
        row = example_row(programme, rows.terms)
        yield ("facts",), _NO_FACTS.format(row=row)
    for at, fact in enumerate(file.facts):
        if fact.metric not in programme.counted:
            yield rows.place(at, "metric"), unknown_name(fact.metric, programme.counted)
    for at, fact in rows.known:
        yield from _lacking(rows, at, fact)
        yield from _too_late(rows, at, fact)
        yield from _two_meanings(rows, at, fact)
        yield from _above_counted(rows, at, fact)
    yield from _spelled_twice(rows)
    yield from _taken_back(rows)
    if len(rows.known) == len(file.facts):
        yield from _gaps(rows)


_NO_FACTS = Text(
    it="non c'è nessuna riga, quindi nulla da pagare: scrivi  facts: [{row}]",
    en="there is no row, so nothing to pay: write  facts: [{row}]",
)


def _lacking(rows: Rows, at: int, fact: Fact) -> Found:
    if fact.metric in rows.rates and fact.of is None:
        shown = f"of: {max(_COUNTED, -int(-fact.value // 1))}"
        yield rows.place(at), _LACKS.format(name="of", metric=fact.metric, shown=shown, why="rate")
    for name, clause in rows.needs.get(fact.metric, {}).items():
        if getattr(fact, name) is None:
            shown = f"{name}: {written(rows.shown(name))}"
            yield rows.place(at), _LACKS.format(name=name, metric=fact.metric, shown=shown, why=clause)


_LACKS = Text(
    it="manca «{name}», di cui «{metric}» ha bisogno ({why}): aggiungi  {shown}",
    en="'{name}' is missing, which '{metric}' needs ({why}): add  {shown}",
)


def _too_late(rows: Rows, at: int, fact: Fact) -> Found:
    if rows.file.as_of is not None and fact.period is not None and fact.period > rows.file.as_of:
        yield rows.place(at, "period"), _TOO_LATE.format(period=fact.period, day=rows.file.as_of)


_TOO_LATE = Text(
    it="il periodo comincia il {period}, dopo as_of {day}: togli la riga o scrivi  as_of: {period}",
    en="the period begins on {period}, after as_of {day}: remove the row or write  as_of: {period}",
)


def _two_meanings(rows: Rows, at: int, fact: Fact) -> Found:
    """1.000 is a thousand for some and one for others; a share, which is at most one, leaves no doubt."""
    for key, number in (("value", fact.value), ("of", fact.of)):
        if number is None or not is_ambiguous(number):
            continue
        if rows.programme.metric(fact.metric).unit == "share" and abs(number) <= 1:
            continue
        thousands, decimals = both_meanings(number)
        yield (
            rows.place(at, key),
            _AMBIGUOUS.format(written=number, key=key, thousands=thousands, decimals=decimals),
        )


_AMBIGUOUS = Text(
    it="{written} si legge in due modi: scrivi  {key}: {thousands}  se il punto separa le migliaia, oppure  "
    "{key}: {decimals}",
    en="{written} can be read in two ways: write  {key}: {thousands}  if the point parts the thousands, or  "
    "{key}: {decimals}",
)


def _above_counted(rows: Rows, at: int, fact: Fact) -> Found:
    """More reached it than were counted: impossible for what a household reaches or not, and of nobody for anything."""
    nobody = fact.of == 0 and fact.value > 0
    if fact.of is not None and fact.value > fact.of and (nobody or rows.is_state(fact.metric)):
        shown = plain(fact.value)
        yield rows.place(at, "of"), ABOVE.format(value=shown, of=plain(fact.of), shown=f"of: {shown}")
    if rows.is_state(fact.metric) and fact.value != int(fact.value):
        below = int(fact.value)
        shown = f"value: {below}"
        yield rows.place(at, "value"), IN_PARTS.format(value=fact.value, metric=fact.metric, shown=shown)


ABOVE = Text(
    it="{value} riusciti su {of} contati non è possibile: correggi l'uno o l'altro, per esempio  {shown}",
    en="{value} achieved of {of} counted is not possible: correct one or the other, for instance  {shown}",
)
IN_PARTS = Text(
    it="«{metric}» conta persone o famiglie, e {value} non è intero: scrivi per esempio  {shown}",
    en="'{metric}' counts people or households, and {value} is not whole: write for instance  {shown}",
)


def _spelled_twice(rows: Rows) -> Found:
    """One cohort or person written in two ways would be two: 2023 and '2023', P-001 and p-1."""
    for key in ("cohort", "person"):
        found: dict[str, dict[object, int]] = defaultdict(dict)
        for at, fact in enumerate(rows.file.facts):
            if (said := getattr(fact, key)) is not None:
                found[_folded(str(said))].setdefault(said, at)
        spellings = {fold: said for fold, said in found.items() if len(said) > 1}
        for at, fact in enumerate(rows.file.facts):
            said = getattr(fact, key)
            same = spellings.get(_folded(str(said)), {}) if said is not None else {}
            kept = next((one for one in same if isinstance(one, int)), next(iter(same), None))
            if same and said != kept:
                shown, line = f"{key}: {written(kept)}", rows.line(same[kept])
                yield rows.place(at, key), _SPELLED.format(said=written(said), line=line, shown=shown)


_SPELLED = Text(
    it="{said} è scritto in un altro modo nella riga {line}, e sarebbero due: scrivi  {shown}",
    en="{said} is written in another way on line {line}, and would be two: write  {shown}",
)


def _folded(words: str) -> str:
    """What two spellings of one code have in common: no capitals, spaces, kinds of hyphen, unseen signs or zeros."""
    plain_signs = unicodedata.normalize("NFKC", words)
    seen = "".join("-" if unicodedata.category(one) == "Pd" else one for one in plain_signs
                   if unicodedata.category(one) not in {"Cf", "Cc", "Zs"})  # fmt: skip
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", seen.casefold())


def _taken_back(rows: Rows) -> Found:
    """A row below zero takes back an earlier one; more cannot be taken back than was achieved."""
    for at, metric, total in takings(rows):
        if rows.is_state(metric):
            yield rows.place(at, "value"), TAKEN_BACK.format(metric=metric, total=plain(total))


def takings(rows: Rows) -> Iterator[tuple[int, str, Decimal]]:
    """Metrics of people of which more is taken back than achieved: the last such row, and what the rows add up to."""
    totals: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    last: dict[tuple[object, ...], int] = {}
    for at, fact in rows.known:
        group = (fact.metric, fact.cohort, fact.person)
        totals[group] += fact.value
        if fact.value < 0:
            last[group] = at
    for whom, at in last.items():
        if totals[whom] < 0 and rows.counts_people(str(whom[0])):
            yield at, str(whom[0]), totals[whom]


TAKEN_BACK = Text(
    it="le righe di «{metric}» fanno {total}: si toglie più di quanto c'è; togli la riga, o aggiungi quella che "
    "annulla",
    en="the rows of '{metric}' add up to {total}: more is taken back than there is; remove the row, or add the one "
    "that it reverses",
)


def _gaps(rows: Rows) -> Found:
    """What was not counted where a clause compares: a rate over nothing must not pass for a result of zero."""
    for clause in rows.programme.clauses:
        compared = {
            name
            for rule in clause.pays.walk()
            if isinstance(rule, RateOf | Ratio)
            for one in rule.walk()
            if (name := _metric_of(one)) is not None
        }
        for group, claims in groups(clause, rows.file.claims, rows.terms):
            for name in sorted(compared - {claim.metric for claim in claims}):
                who = [str(one) for one in (group.cohort, group.period, group.person) if one is not None]
                row = rows.missing_row(name, claims[0])
                yield ("facts",), _GAP.format(metric=name, who=" ".join(who) or "-", clause=clause.id, row=row)


def _metric_of(rule: Expression) -> str | None:
    if isinstance(rule, MetricOf):
        return rule.metric
    return rule.rate if isinstance(rule, RateOf) else None


_GAP = Text(
    it="manca «{metric}» per {who}, che «{clause}» confronta: aggiungi una riga  {row}",
    en="'{metric}' is missing for {who}, which '{clause}' compares: add a row  {row}",
)

"""The verbs that need no database: `pay` pays a facts file by a programme file, `schema` says how both are written."""

import argparse
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from h4a_core.cli.answers import DONE, NO_SUCH_FILE, fail, say, warn
from h4a_core.engine.payment import Group, PaidLine, pay
from h4a_core.engine.working import Working
from h4a_core.facts_file import FactsFile, ReadFacts, read_facts
from h4a_core.programme import Programme, Source, load_programme
from h4a_core.scenario import ScenarioError, parse_changes
from h4a_core.text import Lang, Text
from h4a_core.yaml_files import FileRefusedError

_COUNTS_ELSEWHERE = Text(
    it="--set cambia valori e letture: i conteggi si cambiano nel file dei fatti, {path}.",
    en="--set changes values and readings: counts are changed in the facts file, {path}.",
)
_HEADINGS = (
    Text(it="clausola", en="clause"),
    Text(it="per", en="for"),
    Text(it="richieste", en="claims"),
    Text(it="persone", en="people"),
    Text(it="lordo", en="gross"),
    Text(it="pagato", en="paid"),
)
_CUT = Text(it="tetto «{cap}»: al più {limit}, tolti {taken}", en="cap '{cap}': at most {limit}, {taken} taken off")
_TOTAL = Text(it="Totale: {total} {currency}", en="Total: {total} {currency}")
_FROM = Text(it="da", en="from")
_LARGEST_SHOWN = 6
"""Decimals of a number that has no end; money always has two."""


def add_contract_verbs(verbs: Any) -> None:  # noqa: ANN401 - argparse does not name the type of its own sub-parsers
    """Add `pay` and `schema` to the command line."""
    paying = verbs.add_parser("pay", help="what a contract pays for the facts of a file, without a database")
    paying.add_argument("--programme", type=Path, required=True, metavar="FILE", help="the programme file")
    paying.add_argument("--facts", type=Path, required=True, metavar="FILE", help="the facts, YAML or JSON")
    paying.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a value or a reading")
    paying.add_argument("--json", action="store_true", help="as JSON, money as text with two decimals")
    paying.add_argument("--explain", action="store_true", help="with the working of every line and its sources")
    paying.add_argument("--lang", choices=("it", "en"), default="it", help="language of the messages")
    paying.set_defaults(run=pay_facts)

    schema = verbs.add_parser("schema", help="the JSON Schema of programme and facts files")
    schema.add_argument("kind", nargs="?", choices=tuple(_MODELS), help="one of the two; both when not said")
    schema.set_defaults(run=show_schema)


def pay_facts(options: argparse.Namespace) -> int:
    """Verb `pay`: the payment of each clause for each group of claims, with the caps that bit.

    What in the facts is more often a slip than meant is said on the error stream, and is paid as it stands.
    """
    lang: Lang = options.lang
    path = options.programme
    try:
        programme = load_programme(path)
        scenario = parse_changes(programme, options.set)
        if scenario.counts:
            return fail(_COUNTS_ELSEWHERE.format(path=options.facts)[lang])
        terms = scenario.terms(programme)
        path = options.facts
        read = read_facts(path, programme, terms)
    except OSError:
        return fail(NO_SUCH_FILE.format(path=path)[lang])
    except FileRefusedError as error:
        return fail(error.said(lang))
    except ScenarioError as error:
        return fail(error.message[lang])
    lines = pay(programme, read.file.claims, terms)
    if read.doubts:
        warn(read.said(lang))
    if options.json:
        made = payment_as_dict(programme, read.file, lines, lang if options.explain else None)
        if read.doubts:
            made["warnings"] = _doubts_as_list(read, lang)
        say(json.dumps(made, ensure_ascii=False, indent=2))
    else:
        say("\n".join(_in_words(programme, lines, lang, explain=options.explain)))
    return DONE


def _doubts_as_list(read: ReadFacts, lang: Lang) -> list[dict[str, Any]]:
    return [{"line": one.line, "place": one.place, "message": one.message[lang]} for one in read.doubts]


def payment_as_dict(
    programme: Programme, facts: FactsFile, lines: Sequence[PaidLine], explained: Lang | None = None
) -> dict[str, Any]:
    """The payment in plain values: money as text with two decimals.

    With a language in `explained` each line carries its working.
    """
    made: dict[str, Any] = {"programme": programme.id}
    if facts.as_of is not None:
        made["as_of"] = facts.as_of.isoformat()
    made["total"] = _money(_total(lines))
    made["currency"] = programme.currency
    made["lines"] = [_line_as_dict(line, programme, explained) for line in lines]
    return made


def _line_as_dict(line: PaidLine, programme: Programme, explained: Lang | None) -> dict[str, Any]:
    made: dict[str, Any] = {"clause": line.clause.id, "metric": line.metric}
    made |= {name: value for name, value in _told(line.group) if value is not None}
    made |= {
        "claims": line.claims if isinstance(line.claims, int) else _number(line.claims),
        "people": line.people,
        "gross": _money(line.gross),
        "amount": _money(line.amount),
        "caps": [{"cap": cut.cap, "limit": _money(cut.limit), "taken": _money(cut.taken)} for cut in line.cuts],
    }
    return made if explained is None else made | {"working": working_as_dict(line.working, programme, explained)}


def working_as_dict(working: Working, programme: Programme, lang: Lang) -> dict[str, Any]:
    """A working and all under it in plain values, each with where it comes from."""
    made: dict[str, Any] = {
        "label": working.label[lang],
        "value": _money_or_number(working, programme),
        "unit": working.unit,
    }
    if working.formula is not None:
        made["formula"] = working.formula[lang]
    source = working.source or source_of(programme, working.origin)
    if source is not None:
        made["source"] = _cited(source)
    if working.inputs:
        made["inputs"] = [working_as_dict(one, programme, lang) for one in working.inputs]
    return made


def explained(working: Working, programme: Programme, lang: Lang) -> Iterator[str]:
    """A working as lines of text: value, unit, formula and source of each figure, and indented what it is made of."""
    for depth, one in working.walk():
        formula = f"  = {one.formula[lang]}" if one.formula not in {None, one.label} else ""
        source = one.source or source_of(programme, one.origin)
        cited = f"  [{_FROM[lang]} {_cited(source)}]" if source is not None else ""
        unit = "" if one.unit == "number" else f" {one.unit}"
        yield f"{'  ' * depth}{one.label[lang]}: {_money_or_number(one, programme)}{unit}{formula}{cited}"


def source_of(programme: Programme, origin: str | None) -> Source | None:
    """Where a figure comes from: the source of the value, clause, cap or metric of that name, None if it has none."""
    if origin in programme.values:
        return programme.values[origin].source
    if origin in programme.counted and (found := programme.counted[origin].source):
        return found
    clauses = {clause.id: clause.source for clause in programme.clauses}
    caps = {cap.id: cap.source for cap in programme.caps}
    return {**caps, **clauses}.get(origin or "")


def _cited(source: Source) -> str:
    quote = f"“{source.quote}”" if source.quote else None
    return ", ".join(part for part in (source.document, quote, source.address) if part)


def _in_words(programme: Programme, lines: Sequence[PaidLine], lang: Lang, *, explain: bool) -> Iterator[str]:
    yield programme.name[lang]
    rows = [tuple(heading[lang] for heading in _HEADINGS), *(_row(line, lang) for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEADINGS))]
    for row, line in zip(rows, (None, *lines), strict=True):
        words, numbers = zip(row[:2], widths[:2], strict=True), zip(row[2:], widths[2:], strict=True)
        cells = [*(cell.ljust(width) for cell, width in words), *(cell.rjust(width) for cell, width in numbers)]
        yield "  ".join(cells)
        for cut in line.cuts if line else ():
            cap = next(one for one in programme.caps if one.id == cut.cap)
            yield "    " + _CUT.format(cap=cap.label[lang], limit=_money(cut.limit), taken=_money(cut.taken))[lang]
    yield _TOTAL.format(total=_money(_total(lines)), currency=programme.currency)[lang]
    for line in lines if explain else ():
        yield ""
        yield from explained(line.working, programme, lang)


def _row(line: PaidLine, lang: Lang) -> tuple[str, ...]:
    group = ", ".join(str(value) for _, value in _told(line.group) if value is not None)
    claims = _number(line.claims) if line.metric else ""
    people = "" if line.people is None else str(line.people)
    return (line.clause.label[lang], group, claims, people, _money(line.gross), _money(line.amount))


def _told(group: Group) -> Iterator[tuple[str, str | int | None]]:
    yield "cohort", group.cohort
    yield "period", group.period.isoformat() if group.period else None
    yield "person", group.person


def _total(lines: Sequence[PaidLine]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _money_or_number(working: Working, programme: Programme) -> str:
    return _money(working.amount) if working.unit == programme.currency else _number(working.value)


def _number(value: Decimal | Fraction | int) -> str:
    """A number in full where it ends, else to six decimals."""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(value)
    shown = f"{round(exact, _LARGEST_SHOWN):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


_MODELS: dict[str, type[BaseModel]] = {"programme": Programme, "facts": FactsFile}


def show_schema(options: argparse.Namespace) -> int:
    """Verb `schema`: the JSON Schema of programme files, of facts files, or of both under their names."""
    schemas = {kind: model.model_json_schema() for kind, model in _MODELS.items()}
    say(json.dumps(schemas[options.kind] if options.kind else schemas, ensure_ascii=False, indent=2))
    return DONE

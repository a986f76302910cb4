"""The verb `statement`: what was achieved, saved and owed as of a day, with its working on demand."""

import argparse
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from h4a_core.cli.answers import DONE, NO_SUCH_FILE, database_file, database_path, fail, say
from h4a_core.cli.contracts import explained
from h4a_core.measuring.households import FactTerms, measured_facts
from h4a_core.programme import ProgrammeError, load_programme
from h4a_core.scenario import ScenarioError, parse_changes
from h4a_core.statement import Statement, statement
from h4a_core.store.batches import newest_record_day
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.events import KnownAt
from h4a_core.text import Lang, Text

PROGRAMME = Path(__file__).resolve().parents[2] / "data" / "programmes" / "homes4all-torino.yaml"

_KNOWN_AT_HELP = "with what was known then: a day (its end in UTC) or a time such as 2025-11-30T18:00+01:00"
_NO_DATABASE = Text(
    it="L'archivio {path} non c'è. Importa prima i file, oppure indica un altro archivio con --db.",
    en="There is no database {path}. Import files first, or name another one with --db.",
)
_STATED = Text(it="{programme}, al {day}", en="{programme}, as of {day}")
_KNOWN = Text(it=", come si sapeva al {moment}", en=", as known at {moment}")
_LINE = Text(
    it="  {clause}, coorte {cohort}: {count} di {of}, {amount} EUR ({status})",
    en="  {clause}, cohort {cohort}: {count} of {of}, {amount} EUR ({status})",
)
_STATUS = {"settled": Text(it="definitivo", en="settled"), "pending": Text(it="in corso", en="pending")}
_TOTALS = Text(
    it="Maturato {earned} EUR, ancora possibile {possible} EUR\nSpesa evitata {gross} EUR, saldo della Città {net} EUR",
    en="Earned {earned} EUR, still possible {possible} EUR\nCost avoided {gross} EUR, balance for the City {net} EUR",
)


def add_statement_verb(verbs: Any) -> None:  # noqa: ANN401 - argparse does not name the type of its own sub-parsers
    """Add `statement` to the command line."""
    stating = verbs.add_parser("statement", help="what was achieved, saved and owed as of a day")
    stating.add_argument(
        "--db", type=database_file, default=None, metavar="PATH", help="the database (or variable H4A_DB)"
    )
    stating.add_argument("--programme", type=Path, default=PROGRAMME, metavar="FILE", help="the programme file")
    stating.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="YYYY-MM-DD; else the last record's")
    stating.add_argument("--known-at", type=_moment, default=None, metavar="WHEN", help=_KNOWN_AT_HELP)
    stating.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a change, as on Scenari")
    stating.add_argument("--explain", action="store_true", help="with the working of the premium and the balance")
    stating.add_argument("--json", action="store_true", help="as JSON, money as text with two decimals")
    stating.add_argument("--lang", choices=("it", "en"), default="it", help="language of the messages")
    stating.set_defaults(run=state)


def state(options: argparse.Namespace) -> int:
    """Verb `statement`: the premium and the saving as of a day, under changes if any are named."""
    lang: Lang = options.lang
    path = database_path(options.db)
    if not path.exists():
        return fail(_NO_DATABASE.format(path=path)[lang])
    try:
        programme = load_programme(options.programme)
        scenario = parse_changes(programme, options.set)
        store = Store.open(path)
    except OSError:
        return fail(NO_SUCH_FILE.format(path=options.programme)[lang])
    except ProgrammeError as error:
        return fail(error.said(lang))
    except ScenarioError as error:
        return fail(error.message[lang])
    except StoreError as error:
        return fail(error.detailed[lang])
    terms = scenario.terms(programme)
    try:
        with store.reading(options.known_at) as cursor:
            day = options.as_of or newest_record_day(cursor) or datetime.now().astimezone().date()
            fact_terms = FactTerms(int(terms["gap_limit_days"]), programme.stable_exit_reasons)
            facts = measured_facts(cursor, fact_terms, day)
    finally:
        store.close()
    made = statement(programme, facts, scenario)
    known_at = options.known_at and options.known_at.isoformat()
    if options.json:
        plain = made.as_dict() | ({"known_at": known_at} if known_at else {})
        say(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        say(_stated(made, lang, known_at))
        if options.explain:
            for working in (made.working, made.savings.net):
                say("\n".join(["", *explained(working, programme, lang)]))
    return DONE


def _stated(made: Statement, lang: Lang, known_at: str | None) -> str:
    plain = made.as_dict()
    lines = [
        _LINE.format(
            clause=line["clause"], cohort=line["cohort"] or "*", count=line["count"], of=line["of"],
            amount=line["amount"], status=_STATUS[line["status"]][lang],
        )[lang]
        for line in plain["lines"]
    ]  # fmt: skip
    saved, totals = plain["savings"], plain["totals"]
    end = _TOTALS.format(
        earned=totals["earned"],
        possible=totals["possible"],
        gross=saved["gross_saving"],
        net=saved["net_saving"],
    )
    head = _STATED.format(programme=made.programme.name[lang], day=plain["as_of"])
    known = _KNOWN.format(moment=known_at)[lang] if known_at else ""
    return "\n".join([head[lang] + known, *lines, end[lang]])


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said!r} is no day: write it as 2025-11-30") from error


def _moment(said: str) -> KnownAt:
    try:
        return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{said!r} is no moment: write 2025-11-30 or 2025-11-30T18:00") from error

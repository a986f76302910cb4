"""The verb `statement`: what was achieved, saved and owed as of a day, with its working on demand."""

import argparse
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from h4a_core.cli.answers import DONE, NO_SUCH_FILE, database_file, database_path, fail, say
from h4a_core.cli.contracts import explained
from h4a_core.engine.counterfactual import family_sizes
from h4a_core.engine.working import value_working
from h4a_core.measuring.households import FactTerms, measured_facts
from h4a_core.measuring.stays import measured_reference
from h4a_core.programme import ProgrammeError, load_programme
from h4a_core.programme.counterfactual import load_counterfactual
from h4a_core.scenario import STAYS, ScenarioError, parse_changes
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
_TOO_FEW = Text(
    it="Le permanenze di altre famiglie note al {day} non bastano: togli counterfactual=stays.",
    en="Too few stays of other families are known by {day}: leave out counterfactual=stays.",
)
_STATED = Text(it="{programme}, al {day}", en="{programme}, as of {day}")
_KNOWN = Text(it=", come si sapeva al {moment}", en=", as known at {moment}")
_LINE = Text(
    it="  {clause}, coorte {cohort}: {count} di {of}, {amount} EUR ({status})",
    en="  {clause}, cohort {cohort}: {count} of {of}, {amount} EUR ({status})",
)
_STATUS = {"settled": Text(it="definitivo", en="settled"), "pending": Text(it="in corso", en="pending")}
_TOTALS = Text(
    it="Premio maturato {earned} EUR, ancora possibile {possible} EUR{basis}\n"
    "Spesa evitata {gross} EUR, saldo per la Città, oggi {net} EUR",
    en="Premium earned {earned} EUR, still possible {possible} EUR{basis}\n"
    "Cost avoided {gross} EUR, balance for the City, today {net} EUR",
)
_BASIS = Text(it=", a {amount} EUR per famiglia ({badge})", en=", at {amount} EUR a family ({badge})")
_BADGES = {
    "contract": Text(it="contratto", en="contract"),
    "assumption": Text(it="ipotesi", en="assumption"),
}
_BALANCE = Text(
    it="Saldo: 8 volte su 10 tra {low} e {high} EUR; se tutto riesce {then} EUR, tra {then_low} e {then_high}",
    en="Balance: 8 times of 10 from {low} to {high} EUR; if all succeeds {then} EUR, from {then_low} to {then_high}",
)
_WITHOUT = {
    "stays": Text(
        it="Senza il programma: {n} permanenze di altre famiglie",
        en="Without the programme: {n} stays of other families",
    ),
    "evidence": Text(it="Senza il programma: le prove pubblicate", en="Without the programme: the published evidence"),
    "chosen": Text(it="Senza il programma: i valori scelti", en="Without the programme: the values chosen"),
}


def add_statement_verb(verbs: Any) -> None:  # noqa: ANN401 - argparse does not name the type of its own sub-parsers
    """Add `statement` to the command line."""
    stating = verbs.add_parser("statement", help="what was achieved, saved and owed as of a day")
    add_statement_options(stating)
    stating.add_argument("--explain", action="store_true", help="with the working of the premium and the balance")
    stating.set_defaults(run=state)


def add_statement_options(parser: argparse.ArgumentParser) -> None:
    """Add what says which statement is meant: records, programme, day, changes; and how it is told."""
    parser.add_argument(
        "--db", type=database_file, default=None, metavar="PATH", help="the database (or variable H4A_DB)"
    )
    parser.add_argument("--programme", type=Path, default=PROGRAMME, metavar="FILE", help="the programme file")
    parser.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="YYYY-MM-DD; else the last record's")
    parser.add_argument("--known-at", type=_moment, default=None, metavar="WHEN", help=_KNOWN_AT_HELP)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a change, as on Scenari")
    parser.add_argument("--json", action="store_true", help="as JSON, money as text with two decimals")
    parser.add_argument("--lang", choices=("it", "en"), default="it", help="language of the messages")


def state(options: argparse.Namespace) -> int:
    """Verb `statement`: the premium and the saving as of a day, under changes if any are named."""

    def tell(made: Statement) -> int:
        known_at = options.known_at and options.known_at.isoformat()
        if options.json:
            plain = made.as_dict() | ({"known_at": known_at} if known_at else {})
            say(json.dumps(plain, ensure_ascii=False, indent=2))
            return DONE
        say(_stated(made, options.lang, known_at))
        for working in (made.working, made.savings.net) if options.explain else ():
            say("\n".join(["", *explained(working, made.programme, options.lang)]))
        return DONE

    return answered(options, tell)


def answered(options: argparse.Namespace, tell: Callable[[Statement], int]) -> int:
    """Make the statement asked for and tell it, or say what is wrong with the call; gives the exit code."""
    lang: Lang = options.lang
    path = database_path(options.db)
    if not path.exists():
        return fail(_NO_DATABASE.format(path=path)[lang])
    try:
        made = _made(options, path)
    except OSError:
        return fail(NO_SUCH_FILE.format(path=options.programme)[lang])
    except ProgrammeError as error:
        return fail(error.said(lang))
    except ScenarioError as error:
        return fail(error.message[lang])
    except StoreError as error:
        return fail(error.detailed[lang])
    return tell(made)


def _made(options: argparse.Namespace, path: Path) -> Statement:
    """The statement asked for; the stays of other families count if the programme has choices for them."""
    evaluation = options.programme.with_suffix("") / "counterfactual.yaml"
    programme = load_programme(options.programme)
    choices = load_counterfactual(evaluation) if evaluation.exists() else None
    scenario = parse_changes(programme, options.set)
    terms = scenario.terms(programme)
    store = Store.open(path)
    try:
        with store.reading(options.known_at) as cursor:
            day = options.as_of or newest_record_day(cursor) or datetime.now().astimezone().date()
            fact_terms = FactTerms(int(terms["gap_limit_days"]), programme.stable_exit_reasons)
            facts = measured_facts(cursor, fact_terms, day)
            known = measured_reference(cursor, *choices.of_stays, family_sizes(facts), day) if choices else None
    finally:
        store.close()
    if scenario.counterfactual == STAYS and known is None:
        raise ScenarioError(_TOO_FEW.format(day=day))
    return statement(programme, facts, scenario, known)


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
        basis=premium_basis(made, lang),
        gross=saved["gross_saving"],
        net=saved["net_saving"],
    )
    today, then = (saved["ranges"][name] for name in ("net_saving", "net_saving_if_all_succeed"))
    balance = _BALANCE.format(
        low=today["low"], high=today["high"], then=saved["net_saving_if_all_succeed"], then_low=then["low"],
        then_high=then["high"],
    )  # fmt: skip
    without = _WITHOUT[made.counterfactual].format(n=plain["counterfactual"]["stays"])
    head = _STATED.format(programme=made.programme.name[lang], day=plain["as_of"])
    known = _KNOWN.format(moment=known_at)[lang] if known_at else ""
    return "\n".join([head[lang] + known, *lines, end[lang], balance[lang], without[lang]])


def premium_basis(made: Statement, lang: Lang) -> str:
    """The premium per family that a premium stands on, and how sure that is; nothing where the contract has none."""
    name = "premium_per_household"
    if name not in made.programme.values:
        return ""
    each = value_working(made.programme, made.terms, name)
    return _BASIS.format(amount=f"{each.amount:.2f}", badge=_BADGES[each.badge][lang])[lang]


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

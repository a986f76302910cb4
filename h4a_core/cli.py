"""The same work without a screen: `python -m h4a_core VERB ...`.

Answers with 0 when all is done, 2 when the call is wrong or a file is refused (nothing is written then), 3 when it is
done but some rows were set aside, 130 when Ctrl-C stopped it (nothing is written then). Errors and remarks go to the
error stream, results to the output.
"""

import argparse
import json
import os
import shlex
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from h4a_core.cli_contracts import add_contract_verbs
from h4a_core.measuring import FactTerms, measured_facts
from h4a_core.programme import ProgrammeError, load_programme
from h4a_core.records.importing import load_many
from h4a_core.records.profiles import Profile, ProfileError, load_profile
from h4a_core.records.results import ImportResult, Question, Severity
from h4a_core.records.styles import wrong_answers
from h4a_core.sampling import write_sample
from h4a_core.scenario import ScenarioError, parse_changes
from h4a_core.statement import Statement, statement
from h4a_core.store.batches import newest_record_day
from h4a_core.store.commands import add_store_verbs
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.events import KnownAt
from h4a_core.text import Lang, Text

DONE, WRONG_CALL, ROWS_SET_ASIDE = 0, 2, 3
INTERRUPTED = 130
DEFAULT_DATABASE = Path("data") / "h4a.duckdb"
PROGRAMME = Path(__file__).resolve().parents[1] / "data" / "programmes" / "homes4all-torino.yaml"

KNOWN_AT_HELP = "with what was known then: a day (its end in UTC) or a time such as 2025-11-30T18:00+01:00"

_NO_SUCH_FILE = Text(
    it="Il file {path} non si legge: non c'è, oppure non hai il permesso. Controlla il nome e riprova.",
    en="The file {path} cannot be read: it is not there, or you have no permission. Check the name and try again.",
)
_NOTHING_WRITTEN = Text(
    it="Non è stato scritto nulla, di nessun file: sistema quello rifiutato e ripeti il comando.",
    en="Nothing has been written, of any file: mend the refused one and repeat the command.",
)
_SUMMARY = Text(
    it="{file}: {table}, righe importate {accepted}, messe da parte {rejected}",
    en="{file}: {table}, rows imported {accepted}, set aside {rejected}",
)
_NO_DATABASE = Text(
    it="L'archivio {path} non c'è. Importa prima i file, oppure indica un altro archivio con --db.",
    en="There is no database {path}. Import files first, or name another one with --db.",
)
_STATED = Text(it="{programme}, al {day}", en="{programme}, as of {day}")
_KNOWN = Text(it=", come si sapeva al {moment}", en=", as known at {moment}")
_INTERRUPTED = Text(it="Interrotto: non è stato scritto nulla.", en="Interrupted: nothing has been written.")
_LINE = Text(
    it="  {clause}, coorte {cohort}: {count} di {of}, {amount} EUR ({status})",
    en="  {clause}, cohort {cohort}: {count} of {of}, {amount} EUR ({status})",
)
_STATUS = {"settled": Text(it="definitivo", en="settled"), "pending": Text(it="in corso", en="pending")}
_TOTALS = Text(
    it="Maturato {earned} EUR, ancora possibile {possible} EUR\nSpesa evitata {gross} EUR, saldo della Città {net} EUR",
    en="Earned {earned} EUR, still possible {possible} EUR\nCost avoided {gross} EUR, balance for the City {net} EUR",
)
_WRONG_ANSWER = Text(
    it="Risposta che nessuna domanda ammette: {answers}. Si scrive DOMANDA=OPZIONE, come il comando la propone.",
    en="No question has this answer: {answers}. Write QUESTION=OPTION, as the command proposes it.",
)
_REHEARSED = Text(it="(prova: non è stato scritto nulla)", en="(rehearsal: nothing has been written)")
_FINDING = Text(it="  riga {row}: {message}", en="  row {row}: {message}")
_WARNING = Text(it="  riga {row}, avviso: {message}", en="  row {row}, warning: {message}")
_MORE = Text(it="  ... e altri {count}", en="  ... and {count} more")
_WRITTEN = Text(
    it="Scritti in {out} i dati inventati di {families} famiglie.",
    en="Invented records of {families} families written to {out}.",
)
_CANNOT_WRITE = Text(
    it="Non si può scrivere in {out}: {reason}. Scegli un'altra cartella.",
    en="Cannot write to {out}: {reason}. Choose another folder.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code; argparse itself ends a wrong call with 2."""
    options = build_parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except KeyboardInterrupt:
        fail(_INTERRUPTED[options.lang])
        return INTERRUPTED
    return code


def build_parser() -> argparse.ArgumentParser:
    """All verbs with their options; a verb is a function that takes the options and returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m h4a_core", description="Homes4All without a screen.")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")

    importing = verbs.add_parser("import", help="bring records into the store, from CSV, XLSX, ODS or ZIP files")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files that belong together")
    importing.add_argument("--db", type=Path, default=None, metavar="PATH", help="the database (or variable H4A_DB)")
    importing.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    importing.add_argument("--drop", action="append", default=[], metavar="COLUMN", help="a column not to be read")
    importing.add_argument(
        "--answer", action="append", default=[], metavar="ID=OPTION", help="the answer to a question about a file"
    )
    importing.add_argument(
        "--profile", type=Path, default=None, metavar="FILE", help="how another office's files map to our tables"
    )
    importing.add_argument("--json", action="store_true", help="results as JSON, a list with one entry per file")
    importing.add_argument("--lang", choices=("it", "en"), default="it", help="language of the messages")
    importing.set_defaults(run=import_files)

    stating = verbs.add_parser("statement", help="what was achieved, saved and owed as of a day")
    stating.add_argument("--db", type=Path, default=None, metavar="PATH", help="the database (or variable H4A_DB)")
    stating.add_argument("--programme", type=Path, default=PROGRAMME, metavar="FILE", help="the programme file")
    stating.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="YYYY-MM-DD; else the last record's")
    stating.add_argument("--known-at", type=_moment, default=None, metavar="WHEN", help=KNOWN_AT_HELP)
    stating.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a change, as on Scenari")
    stating.add_argument("--json", action="store_true", help="as JSON, money as text with two decimals")
    stating.add_argument("--lang", choices=("it", "en"), default="it", help="language of the messages")
    stating.set_defaults(run=state)

    sample = verbs.add_parser("sample", help="write invented records of any number of families")
    sample.add_argument("--families", type=_at_least_one, required=True, metavar="N", help="how many families")
    sample.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same records")
    sample.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the files")
    sample.add_argument("--lang", choices=("it", "en"), default="it", help="language of the messages")
    sample.set_defaults(run=sample_files)
    add_contract_verbs(verbs)

    add_store_verbs(verbs, run=keep)
    return parser


def database_path(given: Path | None) -> Path:
    """The database of a call: the one named, else that of the variable H4A_DB, else `data/h4a.duckdb`."""
    return given or Path(os.environ.get("H4A_DB") or DEFAULT_DATABASE)


def import_files(options: argparse.Namespace) -> int:
    """Verb `import`: all files in one transaction, or none."""
    lang: Lang = options.lang
    files = []
    for path in options.files:
        try:
            files.append((path.name, path.read_bytes()))
        except OSError:
            return fail(_NO_SUCH_FILE.format(path=path)[lang])
    answers = dict(one.rpartition("=")[::2] for one in options.answer)
    try:
        profile = _profile_of(options.profile, answers)
        store = Store.open(database_path(options.db))
    except _WrongCallError as error:
        return fail(error.text[lang])
    except ProfileError as error:
        return fail(error.said(lang))
    except StoreError as error:
        return fail(error.text[lang])
    try:
        results = load_many(
            store, files, drop_columns=options.drop, dry_run=options.dry_run, answers=answers, profile=profile
        )
    finally:
        store.close()
    return _imported(results, options)


def _imported(results: list[ImportResult], options: argparse.Namespace) -> int:
    """Say what became of the files and return the exit code."""
    lang: Lang = options.lang
    if options.json:
        say(json.dumps([as_json(result, lang) for result in results], ensure_ascii=False, indent=2))
    refused = [result for result in results if result.refusal is not None]
    if refused:
        messages = [f"{result.file}: {result.refusal[lang]}" for result in refused if result.refusal is not None]
        asked = [_asked(question, lang) for result in refused for question in result.questions]
        return fail("\n".join([*messages, *asked, _NOTHING_WRITTEN[lang]]))
    if not options.json:
        for result in results:
            say(_in_words(result, lang))
        if options.dry_run:
            say(_REHEARSED[lang])
    return ROWS_SET_ASIDE if any(result.rows_rejected for result in results) else DONE


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
        return fail(_NO_SUCH_FILE.format(path=options.programme)[lang])
    except ProgrammeError as error:
        return fail(error.said(lang))
    except ScenarioError as error:
        return fail(error.message[lang])
    except StoreError as error:
        return fail(error.text[lang])
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
    return DONE


def keep(options: argparse.Namespace) -> int:
    """Verbs `backup`, `restore` and `verify`: what they do is the store's own matter."""
    lang: Lang = options.lang
    try:
        said: Text = options.work(options, database_path(options.db))
    except StoreError as error:
        return fail(error.text[lang])
    say(said[lang])
    return DONE


def _stated(made: Statement, lang: Lang, known_at: str | None) -> str:
    plain = made.as_dict()
    lines = [
        _LINE.format(
            clause=line["clause"], cohort=line["cohort"] or "*", count=line["count"], of=line["of"],
            amount=line["amount_eur"], status=_STATUS[line["status"]][lang],
        )[lang]
        for line in plain["lines"]
    ]  # fmt: skip
    saved, totals = plain["savings"], plain["totals"]
    end = _TOTALS.format(
        earned=totals["earned_eur"],
        possible=totals["possible_eur"],
        gross=saved["gross_saving_eur"],
        net=saved["net_saving_eur"],
    )
    head = _STATED.format(programme=made.programme.name[lang], day=plain["as_of"])
    known = _KNOWN.format(moment=known_at)[lang] if known_at else ""
    return "\n".join([head[lang] + known, *lines, end[lang]])


def as_json(result: ImportResult, lang: Lang) -> dict[str, object]:
    """The result for one file in plain values, in the language asked for."""
    return {
        "file": result.file,
        "table": result.table,
        "rows_accepted": result.rows_accepted,
        "rows_rejected": result.rows_rejected,
        "batch_id": result.batch_id,
        "unchanged": result.unchanged,
        "refusal": result.refusal[lang] if result.refusal else None,
        "notes": [note[lang] for note in result.notes],
        "questions": [
            {
                "id": question.id,
                "column": question.column,
                "text": question.text[lang],
                "options": {option: words[lang] for option, words in question.options.items()},
            }
            for question in result.questions
        ],
        "findings_total": result.findings_total,
        "findings": _listed(result, "error", lang),
        "warnings": _listed(result, "warning", lang),
    }


def _listed(result: ImportResult, severity: Severity, lang: Lang) -> list[dict[str, object]]:
    return [
        {
            "row": finding.row,
            "column": finding.column,
            "value": finding.value,
            "rule": finding.rule,
            "message": finding.message[lang],
        }
        for finding in result.findings
        if finding.severity == severity
    ]


def _profile_of(path: Path | None, answers: dict[str, str]) -> Profile | None:
    """The profile named, if any. Raises _WrongCallError for a file that is not there, or an answer to no question."""
    wrong = wrong_answers(answers)
    if wrong:
        raise _WrongCallError(_WRONG_ANSWER.format(answers=", ".join(wrong)))
    try:
        return None if path is None else load_profile(path)
    except OSError as error:
        raise _WrongCallError(_NO_SUCH_FILE.format(path=path)) from error


class _WrongCallError(Exception):
    """The call itself is wrong; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.it)
        self.text = text


def _asked(question: Question, lang: Lang) -> str:
    """A question with the option that gives each answer, ready to be copied."""
    answers = [
        f"  --answer {shlex.quote(f'{question.id}={option}')}   {words[lang]}"
        for option, words in question.options.items()
    ]
    return "\n".join([f"{question.id}: {question.text[lang]}", *answers])


def _in_words(result: ImportResult, lang: Lang) -> str:
    summary = _SUMMARY[lang].format(
        file=result.file, table=result.table, accepted=result.rows_accepted, rejected=result.rows_rejected
    )
    lines = [summary, *(f"  {note[lang]}" for note in result.notes)]
    lines += [
        (_FINDING if finding.severity == "error" else _WARNING)[lang].format(
            row=finding.row, message=finding.message[lang]
        )
        for finding in result.findings
    ]
    more = result.findings_total - len(result.findings)
    return "\n".join([*lines, _MORE[lang].format(count=more)] if more else lines)


def sample_files(options: argparse.Namespace) -> int:
    """Verb `sample`: invented records, in the format that `import` reads."""
    lang: Lang = options.lang
    try:
        write_sample(options.families, options.seed, options.out)
    except OSError as error:
        return fail(_CANNOT_WRITE.format(out=options.out, reason=error.strerror)[lang])
    say(_WRITTEN.format(out=options.out, families=options.families)[lang])
    return DONE


def say(message: str) -> None:
    """Write a result to the output."""
    sys.stdout.write(f"{message}\n")


def fail(message: str) -> int:
    """Say on the error stream what is wrong, and return the exit code of a call that did nothing."""
    sys.stderr.write(f"{message}\n")
    return WRONG_CALL


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


def _at_least_one(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        message = f"'{text}' non è un numero intero da 1 in su / is no whole number from 1 up"
        raise argparse.ArgumentTypeError(message)
    return number

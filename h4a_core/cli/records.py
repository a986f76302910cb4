"""The verbs that deal with records: `import` brings files in, `sample` invents some."""

import argparse
import json
import shlex
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from h4a_core.cli.answers import DONE, NO_SUCH_FILE, ROWS_SET_ASIDE, database_file, database_path, fail, say
from h4a_core.progress import NotDoneError, ProgressInWords
from h4a_core.records.intake.accounts import Account
from h4a_core.records.intake.importing import COMMITTING, load_many
from h4a_core.records.intake.profiles import Profile, ProfileError, load_profile
from h4a_core.records.intake.questions import ASKED, Question, wrong_answers
from h4a_core.records.intake.results import ImportResult
from h4a_core.records.intake.row_rules import Severity
from h4a_core.records.sampling import write_sample
from h4a_core.store.connection import Store, StoreError
from h4a_core.text import Lang, Text

_NOTHING_WRITTEN = Text(
    it="Non è stato scritto nulla, di nessun file: sistema quello rifiutato e ripeti il comando.",
    en="Nothing has been written, of any file: mend the refused one and repeat the command.",
)
_SUMMARY = Text(
    it="{file}: {table}, righe importate {accepted}, messe da parte {rejected}",
    en="{file}: {table}, rows imported {accepted}, set aside {rejected}",
)
_WRONG_ANSWER = Text(
    it="Risposta che nessuna domanda ammette: {answers}. Si scrive DOMANDA=OPZIONE, come il comando la propone.{hint}",
    en="No question has this answer: {answers}. Write QUESTION=OPTION, as the command proposes it.{hint}",
)
_DRY_RUN = Text(it="(prova: non è stato scritto nulla)", en="(rehearsal: nothing has been written)")
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


def add_record_verbs(verbs: Any) -> None:  # noqa: ANN401 - argparse does not name the type of its own sub-parsers
    """Add `import` and `sample` to the command line."""
    importing = verbs.add_parser("import", help="bring records into the store, from CSV, XLSX, ODS or ZIP files")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files that belong together")
    importing.add_argument(
        "--db", type=database_file, default=None, metavar="PATH", help="the database (or variable H4A_DB)"
    )
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

    sample = verbs.add_parser("sample", help="write invented records of any number of families")
    sample.add_argument("--families", type=_at_least_one, required=True, metavar="N", help="how many families")
    sample.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same records")
    sample.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the files")
    sample.add_argument("--lang", choices=("it", "en"), default="it", help="language of the messages")
    sample.set_defaults(run=sample_files)


def import_files(options: argparse.Namespace) -> int:
    """Verb `import`: all files in one transaction, or none; Ctrl-C leaves nothing."""
    lang: Lang = options.lang
    files = []
    for path in options.files:
        try:
            files.append((path.name, path.read_bytes()))
        except OSError:
            return fail(NO_SUCH_FILE.format(path=path)[lang])
    answers = dict(one.rpartition("=")[::2] for one in options.answer)
    try:
        profile = _profile_of(options.profile, answers)
        store = Store.open(database_path(options.db))
    except _WrongCallError as error:
        return fail(error.text[lang])
    except ProfileError as error:
        return fail(error.said(lang))
    except StoreError as error:
        return fail(error.detailed[lang])
    try:
        with _progress_line(lang) as progress:
            results = load_many(
                store,
                files,
                drop_columns=options.drop,
                dry_run=options.dry_run,
                answers=answers,
                profile=profile,
                progress=progress,
            )
    except NotDoneError as error:
        return fail(error.detailed[lang])
    finally:
        store.close()
    return _report_results(results, options)


@contextmanager
def _progress_line(lang: Lang) -> Iterator[ProgressInWords]:
    """Lend a function that shows in one line of the terminal how far an import is; the line is wiped at the end.

    Once the import is being confirmed Ctrl-C is ignored, so that nobody is told "nothing written" when all was.
    """
    handler = signal.getsignal(signal.SIGINT)
    width = shutil.get_terminal_size().columns - 1 if sys.stderr.isatty() else 0

    def line(words: str) -> None:
        if width:
            sys.stderr.write(f"\r{words[:width]:<{width}}\r")
            sys.stderr.flush()

    def tell(words: Text, share: float) -> None:
        if words == COMMITTING:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        line(f"{share * 100:3.0f} %  {words[lang]}")

    try:
        yield tell
    finally:
        signal.signal(signal.SIGINT, handler)
        line("")


def _report_results(results: list[ImportResult], options: argparse.Namespace) -> int:
    """Say what became of the files and return the exit code."""
    lang: Lang = options.lang
    if options.json:
        say(json.dumps([as_json(result, lang) for result in results], ensure_ascii=False, indent=2))
    refused = [result for result in results if result.refusal is not None]
    if refused:
        messages = [f"{result.file}: {result.refusal[lang]}" for result in refused if result.refusal is not None]
        asked = [_question_in_words(question, lang) for result in refused for question in result.questions]
        return fail("\n".join([*messages, *asked, _NOTHING_WRITTEN[lang]]))
    if not options.json:
        for result in results:
            say(_in_words(result, lang))
        if options.dry_run:
            say(_DRY_RUN[lang])
    return ROWS_SET_ASIDE if any(result.rows_rejected for result in results) else DONE


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
        "questions": [_question_as_json(question, lang) for question in result.questions],
        "choices": [_question_as_json(question, lang) for question in result.choices],
        "account": account_as_json(result.account, lang) if result.account else None,
        "findings_total": result.findings_total,
        "findings": _findings_as_json(result, "error", lang),
        "warnings": _findings_as_json(result, "warning", lang),
    }


def _question_as_json(question: Question, lang: Lang) -> dict[str, object]:
    return {
        "id": question.id,
        "column": question.column,
        "text": question.text[lang],
        "options": {option: words[lang] for option, words in question.options.items()},
    }


def account_as_json(account: Account, lang: Lang) -> dict[str, object]:
    """Where every line of a file went, in plain values; amounts as texts."""
    return {
        "lines": account.lines,
        "stored": account.stored,
        "aside": account.aside,
        "inner": account.inner,
        "left_out": [{"line": one.line, "why": one.words()[lang]} for one in account.left_out],
        "sums": [
            {
                "column": one.column,
                "file": str(one.file),
                "stored": str(one.stored),
                "aside": str(one.aside),
                "left_out": str(one.left_out),
            }
            for one in account.sums
        ],
    }


def _findings_as_json(result: ImportResult, severity: Severity, lang: Lang) -> list[dict[str, object]]:
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
        raise _WrongCallError(_WRONG_ANSWER.format(answers=", ".join(wrong), hint=_nearest_answer(wrong[0])))
    try:
        return None if path is None else load_profile(path)
    except OSError as error:
        raise _WrongCallError(NO_SUCH_FILE.format(path=path)) from error


def _nearest_answer(given: str) -> str:
    """The nearest answer there is, to stand behind a sentence in any language."""
    key, _, option = given.rpartition("=")
    file, colon, asked = key.rpartition(":")
    near = get_close_matches(asked, ASKED, 1)
    if not near:
        return ""
    options = get_close_matches(option, ASKED[near[0]], 1, 0) or ASKED[near[0]]
    return f" → {file}{colon}{near[0]}={options[0]}"


class _WrongCallError(Exception):
    """The call itself is wrong; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.it)
        self.text = text


def _question_in_words(question: Question, lang: Lang) -> str:
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
    lines += [_MORE[lang].format(count=more)] if more else []
    return "\n".join([*lines, *(_question_in_words(choice, lang) for choice in result.choices)])


def sample_files(options: argparse.Namespace) -> int:
    """Verb `sample`: invented records, in the format that `import` reads."""
    lang: Lang = options.lang
    try:
        write_sample(options.families, options.seed, options.out)
    except OSError as error:
        return fail(_CANNOT_WRITE.format(out=options.out, reason=error.strerror)[lang])
    say(_WRITTEN.format(out=options.out, families=options.families)[lang])
    return DONE


def _at_least_one(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        message = f"'{text}' non è un numero intero da 1 in su / is no whole number from 1 up"
        raise argparse.ArgumentTypeError(message)
    return number

"""The same work without a screen: `python -m h4a_core VERB ...`.

Answers with 0 when all is done, 2 when the call is wrong or a file is refused (nothing is written then), 3 when it is
done but some rows were set aside, 130 when Ctrl-C stopped it (nothing is written then). Errors and remarks go to the
error stream, results to the output.
"""

import argparse
from collections.abc import Sequence

from h4a_core.cli.answers import DEFAULT_DATABASE, DONE, database_path, fail, say
from h4a_core.cli.contracts import add_contract_verbs
from h4a_core.cli.forecast import add_forecast_verb
from h4a_core.cli.records import add_record_verbs
from h4a_core.cli.statement import add_statement_verb
from h4a_core.cli.store import add_store_verbs
from h4a_core.progress import NotDoneError
from h4a_core.text import Lang, Text

__all__ = ["DEFAULT_DATABASE", "build_parser", "database_path", "main"]

INTERRUPTED = 130

_INTERRUPTED = Text(it="Interrotto: non è stato scritto nulla.", en="Interrupted: nothing has been written.")


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
    add_record_verbs(verbs)
    add_statement_verb(verbs)
    add_forecast_verb(verbs)
    add_contract_verbs(verbs)
    add_store_verbs(verbs, run=keep)
    return parser


def keep(options: argparse.Namespace) -> int:
    """Verbs `backup`, `restore` and `verify`: what they do is the store's own matter."""
    lang: Lang = options.lang
    try:
        said: Text = options.work(options, database_path(options.db))
    except NotDoneError as error:
        return fail(error.detailed[lang])
    say(said[lang])
    return DONE

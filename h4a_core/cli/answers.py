"""What all verbs of the command line share: exit codes, where the database is, what is said and how a call fails."""

import argparse
import os
import sys
from pathlib import Path

from h4a_core.text import Text

DONE, WRONG_CALL, ROWS_SET_ASIDE = 0, 2, 3
DEFAULT_DATABASE = Path("data") / "h4a.duckdb"

NO_SUCH_FILE = Text(
    it="Il file {path} non si legge: non c'è, oppure non hai il permesso. Controlla il nome e riprova.",
    en="The file {path} cannot be read: it is not there, or you have no permission. Check the name and try again.",
)


def database_path(given: Path | None) -> Path:
    """The database of a call: the one named, else that of the variable H4A_DB, else `data/h4a.duckdb`."""
    return given or Path(os.environ.get("H4A_DB") or DEFAULT_DATABASE)


def database_file(text: str) -> Path:
    """The path an option names; argparse says why a name with "?" is refused: it would be another, empty database."""
    if "?" in text:
        plain = text.split("?", 1)[0] or DEFAULT_DATABASE
        message = (
            f"'{text}' contiene «?»: qui va un file, senza altro. Forse / holds '?': name a file. Perhaps: {plain}"
        )
        raise argparse.ArgumentTypeError(message)
    return Path(text)


def say(message: str) -> None:
    """Write a result to the output."""
    sys.stdout.write(f"{message}\n")


def warn(message: str) -> None:
    """Say on the error stream what should be looked at, though the call did what it was asked."""
    sys.stderr.write(f"{message}\n")


def fail(message: str) -> int:
    """Say on the error stream what is wrong, and return the exit code of a call that did nothing."""
    sys.stderr.write(f"{message}\n")
    return WRONG_CALL

"""How much is read of what is brought in. All limits stand here; `docs/records.md` repeats them."""

from h4a_core.text import Text

MAX_FILE_BYTES = 500_000_000
"""Bytes of one file as it is brought in."""
MAX_ROWS = 5_000_000
"""Rows of one table, below its header."""
MAX_COLUMNS = 300
"""Columns of one table."""
MAX_FILES_IN_ZIP = 200
MAX_EXPANDED_BYTES = 1_000_000_000
"""Bytes of all that a ZIP archive or a workbook holds, once expanded."""
MAX_RATIO = 200
"""How many times larger a ZIP archive or a workbook may become, once it holds more than `RATIO_FROM_BYTES`."""
RATIO_FROM_BYTES = 50_000_000

TOO_LARGE = Text(
    it="il file è di {size} MB e il limite è {limit} MB. Dividilo in più file",
    en="the file has {size} MB and the limit is {limit} MB. Split it into several files",
)
TOO_MANY_ROWS = Text(
    it="ha più di {limit} righe, che è il limite. Dividilo in più file",
    en="it has more than {limit} rows, which is the limit. Split it into several files",
)
TOO_MANY_COLUMNS = Text(
    it="ha {count} colonne e il limite è {limit}. Togli quelle che non servono",
    en="it has {count} columns and the limit is {limit}. Remove those that are not needed",
)
TOO_MANY_FILES = Text(
    it="l'archivio ZIP contiene {count} file e il limite è {limit}. Dividilo",
    en="the ZIP archive holds {count} files and the limit is {limit}. Split it",
)
EXPANDS_TOO_MUCH = Text(
    it="una volta espanso sarebbe di {size} MB, più di quanto un file di dati possa essere (al massimo {limit} MB e "
    "{ratio} volte il file)",
    en="once expanded it would have {size} MB, more than a file of records can have (at most {limit} MB and {ratio} "
    "times the file)",
)
MEGABYTE = 1_000_000


_UNREADABLE = Text(
    it="Il file non si legge: {reason}. Aprilo con il programma che lo ha scritto, salvalo come CSV (UTF-8) o come "
    "XLSX e riprova.",
    en="The file cannot be read: {reason}. Open it with the program that wrote it, save it as CSV (UTF-8) or XLSX "
    "and try again.",
)


class UnreadableFileError(Exception):
    """The bytes are no table at all, or beyond a limit; `text` says why and what to do."""

    def __init__(self, reason: Text) -> None:
        """Put the reason into the sentence for people."""
        self.text = Text(it=_UNREADABLE.it.format(reason=reason.it), en=_UNREADABLE.en.format(reason=reason.en))
        super().__init__(self.text.it)


def check_size(data: bytes) -> None:
    """Raise UnreadableFileError when a file is larger than `MAX_FILE_BYTES`."""
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableFileError(
            TOO_LARGE.format(size=-(-len(data) // MEGABYTE), limit=-(-MAX_FILE_BYTES // MEGABYTE))
        )


def check_columns(count: int) -> None:
    """Raise UnreadableFileError when a table is wider than `MAX_COLUMNS`."""
    if count > MAX_COLUMNS:
        raise UnreadableFileError(TOO_MANY_COLUMNS.format(count=count, limit=MAX_COLUMNS))


def check_rows(count: int) -> None:
    """Raise UnreadableFileError when a table is longer than `MAX_ROWS`."""
    if count > MAX_ROWS:
        raise UnreadableFileError(TOO_MANY_ROWS.format(limit=MAX_ROWS))


def check_expansion(packed: int, expanded: int) -> None:
    """Raise UnreadableFileError when so many packed bytes say that they become too many."""
    by_ratio = max(packed * MAX_RATIO, RATIO_FROM_BYTES)
    if expanded > min(by_ratio, MAX_EXPANDED_BYTES):
        raise UnreadableFileError(
            EXPANDS_TOO_MUCH.format(
                size=-(-expanded // MEGABYTE), limit=MAX_EXPANDED_BYTES // MEGABYTE, ratio=MAX_RATIO
            )
        )

"""How much is read of what is brought in. All limits stand here; `docs/records.md` repeats them."""

from h4a_core.text import Text

MAX_FILE_BYTES = 200_000_000
"""Bytes of one file as it is brought in, or as it comes out of an archive; the server's `maxUploadSize` is the same."""
MAX_ROWS = 5_000_000
"""Rows of one table, below its header."""
MAX_COLUMNS = 300
"""Columns of one table."""
MAX_CELLS = 20_000_000
"""Cells of one sheet, from its first row and column to the last ones that are filled; blank ones between count."""
MOST_LINES_ABOVE = 60
"""Lines among which the header is looked for."""
MAX_FILES_IN_ZIP = 200
MAX_EXPANDED_BYTES = 1_000_000_000
"""Bytes of all that a ZIP archive or a workbook holds, once expanded."""
MAX_RATIO = 100
"""How many times larger a ZIP archive or a workbook may become, once it holds more than `RATIO_FROM_BYTES`."""
RATIO_FROM_BYTES = 5_000_000
MEGABYTE = 1_000_000

WEIGHT_RATIO = 4
"""How many times more memory the rows of a file may take than its bytes once expanded."""
LEAST_WEIGHT_BYTES = 50 * MEGABYTE
"""Memory that the rows of any file may take, however small."""

LEAST_MEMORY_BYTES = 384 * MEGABYTE
"""Memory that the process which reads a file may take, however small the file."""
_MEMORY_PER_BYTE = 5
_MEMORY_PER_CELL = 48
_LEAST_SECONDS, _SECONDS_PER_MEGABYTE = 4, 3
_PATIENCE = 4
"""How many times longer than its seconds of work the process may last, since others work on the machine too."""

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
    it="una volta espanso arriva a {size} MB o più, e un file di dati non può (al massimo {limit} MB e {ratio} volte "
    "il file)",
    en="once expanded it comes to {size} MB or more, which a file of records cannot (at most {limit} MB and {ratio} "
    "times the file)",
)
TOO_MANY_CELLS = Text(
    it="ha più di {limit} celle, che è il limite. Dividilo in più file",
    en="it has more than {limit} cells, which is the limit. Split it into several files",
)
FAR_CELL = Text(
    it="nel foglio «{sheet}» la cella {cell} è troppo lontana: da A1 fin lì ci sono {rows} righe per {columns} colonne "
    "(al massimo {most_columns} colonne e {most_cells} celle). Se non serve cancellala; se serve, avvicinala ai dati",
    en='in the sheet "{sheet}" the cell {cell} is too far away: from A1 to there are {rows} rows by {columns} columns '
    "(at most {most_columns} columns and {most_cells} cells). Delete it, or if it is needed move it nearer to the "
    "records",
)

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
        self.reason = reason
        self.text = Text(it=_UNREADABLE.it.format(reason=reason.it), en=_UNREADABLE.en.format(reason=reason.en))
        super().__init__(self.text.it)


def check_size(size: int) -> None:
    """Raise UnreadableFileError when a file has more bytes than `MAX_FILE_BYTES`."""
    if size > MAX_FILE_BYTES:
        raise UnreadableFileError(TOO_LARGE.format(size=-(-size // MEGABYTE), limit=-(-MAX_FILE_BYTES // MEGABYTE)))


def check_columns(count: int) -> None:
    """Raise UnreadableFileError when a table is wider than `MAX_COLUMNS`."""
    if count > MAX_COLUMNS:
        raise UnreadableFileError(TOO_MANY_COLUMNS.format(count=count, limit=MAX_COLUMNS))


def check_rows(count: int) -> None:
    """Raise UnreadableFileError when a table is longer than `MAX_ROWS`."""
    if count > MAX_ROWS:
        raise UnreadableFileError(TOO_MANY_ROWS.format(limit=MAX_ROWS))


def check_files(count: int) -> None:
    """Raise UnreadableFileError when an archive holds more files than `MAX_FILES_IN_ZIP`."""
    if count > MAX_FILES_IN_ZIP:
        raise UnreadableFileError(TOO_MANY_FILES.format(count=count, limit=MAX_FILES_IN_ZIP))


def check_cells(count: int) -> None:
    """Raise UnreadableFileError when a table has more cells than `MAX_CELLS`."""
    if count > MAX_CELLS:
        raise UnreadableFileError(TOO_MANY_CELLS.format(limit=MAX_CELLS))


def check_extent(sheet: str, rows: int, columns: int, cell: str) -> None:
    """Raise UnreadableFileError, naming its farthest filled cell, when a sheet this large is too much."""
    if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        extent = {"rows": rows, "columns": columns, "most_columns": MAX_COLUMNS, "most_cells": MAX_CELLS}
        raise UnreadableFileError(FAR_CELL.format(sheet=sheet, cell=cell, **extent))


class Expansion:
    """Counts what comes out of a ZIP archive or workbook, and of the workbooks inside it, against what was packed."""

    def __init__(self, packed: int) -> None:
        """`packed`: bytes of the file as it was brought in."""
        self.expanded = 0
        self.most = min(max(packed * MAX_RATIO, RATIO_FROM_BYTES), MAX_EXPANDED_BYTES)

    def check(self, further: int = 0) -> None:
        """Raise UnreadableFileError if it would come to too much with so many further bytes."""
        self._check(self.expanded + further, self.most)

    def check_weight(self, weight: int) -> None:
        """Raise UnreadableFileError if rows that take so many bytes of memory are too much for such a file."""
        self._check(weight, max(self.most * WEIGHT_RATIO, LEAST_WEIGHT_BYTES))

    def _check(self, size: int, most: int) -> None:
        if size > most:
            limit = MAX_EXPANDED_BYTES // MEGABYTE
            raise UnreadableFileError(EXPANDS_TOO_MUCH.format(size=-(-size // MEGABYTE), limit=limit, ratio=MAX_RATIO))

    def add(self, size: int) -> None:
        """Count so many bytes; raises as `check` does."""
        self.expanded += size
        self.check()


def memory_bytes(packed: int, expanded: int = 0, cells: int = 0) -> int:
    """Memory that the process reading a file of `packed` bytes may take."""
    return LEAST_MEMORY_BYTES + _MEMORY_PER_BYTE * (packed + expanded) + _MEMORY_PER_CELL * cells


def most_memory_bytes(packed: int) -> int:
    """The same where it is not known what the file expands to."""
    return memory_bytes(packed, Expansion(packed).most, MAX_CELLS)


def work_seconds(packed: int) -> int:
    """Seconds of work that the process reading a file of `packed` bytes may take."""
    return _LEAST_SECONDS + _SECONDS_PER_MEGABYTE * packed // MEGABYTE


def wall_seconds(packed: int) -> int:
    """Seconds that may pass until that process has done."""
    return _PATIENCE * work_seconds(packed)


def told() -> dict[str, int]:
    """All limits as they stand, for the process that reads files."""
    return {name: value for name, value in globals().items() if name.isupper() and isinstance(value, int)}


def take(limits: dict[str, int]) -> None:
    """Make these the limits of this process."""
    globals().update(limits)

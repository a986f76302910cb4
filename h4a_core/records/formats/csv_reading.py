"""The rows of a text, cell by cell."""

import csv
import io
import re
from collections.abc import Iterator

from h4a_core.records.cells.blanks import cell_text
from h4a_core.records.formats.frames import Row
from h4a_core.records.formats.limits import UnreadableFileError
from h4a_core.text import Text

_LONGEST_LINE = 1_000_000
"""Characters of one line: 300 cells of 3,000 characters each."""
_BROKEN_QUOTES = Text(
    it="una cella è lunghissima: forse manca una virgoletta di chiusura alla riga {line}",
    en="one cell is extremely long: perhaps a closing quote is missing at line {line}",
)
_LONG_LINE = Text(
    it="la riga {line} ha più di {limit} caratteri, che è il limite",
    en="line {line} has more than {limit} characters, which is the limit",
)


def csv_rows(content: str, separator: str, *, quotes: bool = True) -> Iterator[Row]:
    """Line number and cells of each record of a text.

    Without `quotes` each line is a record, and a quote a character like others unless a pair of them encloses a cell.
    Raises UnreadableFileError where a quote never closes or a line is extremely long.
    """
    reader = (
        csv.reader(_lines(content), delimiter=separator)
        if quotes
        else csv.reader(_lines(content), delimiter=separator, quoting=csv.QUOTE_NONE)
    )
    line = 1
    try:
        for cells in reader:
            yield line, [cell_text(cell if quotes else _without_pair(cell)) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError(_BROKEN_QUOTES.format(line=line)) from error


def _without_pair(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if re.fullmatch(r'"(?:[^"]|"")*"', cell) else cell


def _lines(content: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(content, newline=""), start=1):
        if len(line) > _LONGEST_LINE:
            raise UnreadableFileError(_LONG_LINE.format(line=number, limit=_LONGEST_LINE))
        yield line

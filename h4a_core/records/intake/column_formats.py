"""How the columns of a sheet are written, as far as its rows show it: what to read them by, and what is usual there."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from h4a_core.progress import ProgressMonitor
from h4a_core.records.cells.blanks import SPACES
from h4a_core.records.cells.days import usual_format
from h4a_core.records.cells.notation import ColumnEvidence, Notation, Notations, gather_evidence
from h4a_core.records.cells.numbers import read_number
from h4a_core.records.formats.frames import Cells
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.tables.fields import Field, code_spelling
from h4a_core.text import Text

FEW_DIFFERENT = 16
"""Different texts in the first rows of a column that are quicker compared with than read."""
_GATHERING = Text(it="guardo come sono scritti date e numeri", en="looking how dates and numbers are written")


@dataclass(frozen=True)
class ColumnFormat:
    """How the usual cells of one column are written, as far as the first rows show it."""

    notation: Notation = field(default_factory=Notation)
    day_format: str | None = None
    """Format of `strptime`."""
    grouped: bool = True
    """Whether amounts have marks between thousands."""
    codes: dict[str, str] = field(default_factory=dict)
    """The code of each word as it stands in the file."""
    numbers: dict[str, str] = field(default_factory=dict)
    """The value of each number as it stands in the file, where there are few: comparing is quicker than reading."""


def evidence_of_rows(
    mapping: ColumnMapping, rows: Iterable[Cells], monitor: ProgressMonitor
) -> dict[str, ColumnEvidence]:
    """What these rows say about the notation of each column; `rows` are gone through once for each column."""
    columns = {name: [cells[position] for cells in rows] for name, position in mapping.positions.items()}
    return evidence_of_columns(mapping, {name: dict.fromkeys(cells) for name, cells in columns.items()}, monitor)


def evidence_of_columns(
    mapping: ColumnMapping, columns: Mapping[str, Iterable[str | None]], monitor: ProgressMonitor
) -> dict[str, ColumnEvidence]:
    """What the different texts of each column say about its notation."""
    monitor.report(_GATHERING)
    return {name: gather_evidence(mapping.table.field(name), monitor.each(texts)) for name, texts in columns.items()}


def column_formats(mapping: ColumnMapping, notations: Notations, sample: list[Cells]) -> dict[str, ColumnFormat]:
    """How the usual cells of each column are written, by the first rows."""
    formats = {}
    for name, position in mapping.positions.items():
        one, notation = mapping.table.field(name), notations.by_field.get(name, Notation())
        texts = [text for cells in sample if position < len(cells) and (text := cells[position]) is not None]
        group = "." if notation.decimal_sign == "comma" else ","
        formats[name] = ColumnFormat(
            notation=notation,
            day_format=usual_format(texts, notation.date_order) if _has_usual_days(one, notation) else None,
            grouped=any(group in text for text in texts),
            codes=_usual_words(mapping, one, texts),
            numbers=_usual_numbers(one, texts, notation),
        )
    return formats


def _has_usual_days(one: Field, notation: Notation) -> bool:
    return one.kind == "date" and notation.cell_days != "swapped" and notation.midnight != "next_day"


def _usual_words(mapping: ColumnMapping, one: Field, texts: list[str]) -> dict[str, str]:
    """The code of each word in the first rows; of codes and short texts themselves, if they are few."""
    different = dict.fromkeys(texts)
    if one.codes:
        known = mapping.code_words(one)
        return {text: known[plain] for text in different if (plain := code_spelling(text)) in known}
    if one.kind in ("code", "text") and len(different) <= FEW_DIFFERENT:
        return {
            text: text
            for text in different
            if text.strip(SPACES) == text and text[0] not in "#E" and text.isprintable()
        }
    return {}


def _usual_numbers(one: Field, texts: list[str], notation: Notation) -> dict[str, str]:
    """The values of the numbers in the first rows, the most frequent first; none if they are many."""
    counted = Counter(texts) if one.kind in ("int", "money", "decimal") else {}
    if not 0 < len(counted) <= FEW_DIFFERENT:
        return {}
    read = {
        text: read_number(one, text, notation.decimal_sign) for text in sorted(counted, key=counted.__getitem__)[::-1]
    }
    return {text: f"{number.value:f}" for text, number in read.items() if number is not None and not number.rounded}

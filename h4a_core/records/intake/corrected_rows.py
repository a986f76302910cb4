"""Reads a workbook of rows to correct that comes back: takes away what we had added to it, and asks nothing."""

from dataclasses import dataclass, replace

from h4a_core.progress import ProgressMonitor
from h4a_core.records.formats.sheets import Sheet, with_rows_read
from h4a_core.records.formats.workbook_reading import Cells
from h4a_core.records.intake.correction_workbook import MARK, ROW_HEADER, WRONG_HEADER, fingerprint
from h4a_core.records.intake.profiles import Profile
from h4a_core.tables.fields import plain_words
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text

_OURS = Text(
    it="È un file di righe da correggere: le nostre spiegazioni sono lasciate fuori.",
    en="This is a file of rows to correct: our explanations are left out.",
)
_UNTOUCHED = Text(
    it="Righe doppie o con celle di troppo, tornate come erano e lasciate fuori: {count}.",
    en="Rows that are doubled or have too many cells, returned as they were and left out: {count}.",
)
_IN_A_WORKBOOK = {"date_order": "day_first", "century": "2000"}
"""How the findings ask for a day to be written; taken where the cells of a workbook leave it open. A text file may have
been written by a spreadsheet in the manner of its country: there it stays a question."""


@dataclass(frozen=True)
class CorrectedRows:
    """The rows that came back, under the headers of the file; the table, if the first line still names it."""

    sheet: Sheet
    profile: Profile | None
    answers: dict[str, str]
    notes: tuple[Text, ...]


def read_corrected_rows(sheet: Sheet, monitor: ProgressMonitor) -> CorrectedRows | None:
    """What a sheet holds that was made by `rejected_workbook`; None for any other sheet.

    Raises UnreadableFileError where it was saved as a text file with a quote that never closes.
    """
    ours = [place for place, header in enumerate(sheet.headers) if _is_ours(header)]
    if not ours:
        return None
    sheet = with_rows_read(sheet, monitor)
    kept = [place for place in range(len(sheet.headers)) if place not in ours]
    rows = []
    for line, cells in sheet.rows:
        own = [cells[place] for place in kept]
        if not _is_untouched(own, [cells[place] for place in ours]):
            rows.append((line, _without_apostrophes(own)))
    notes = [_OURS]
    if len(rows) < len(sheet.rows):
        notes.append(_UNTOUCHED.format(count=len(sheet.rows) - len(rows)))
    answers = _IN_A_WORKBOOK if sheet.separator is None else {}
    profile = _profile_of(sheet.preamble)
    sheet = replace(sheet, headers=tuple(sheet.headers[place] for place in kept), rows=tuple(rows))
    return CorrectedRows(sheet, profile, dict(answers), tuple(notes))


def _is_ours(header: str) -> bool:
    plain = plain_words(header)
    endings = tuple(plain_words(words.format(header="")) for words in (WRONG_HEADER.it, WRONG_HEADER.en))
    return plain.endswith(endings) or plain in {plain_words(ROW_HEADER.it), plain_words(ROW_HEADER.en)}


def _is_untouched(cells: Cells, explanations: Cells) -> bool:
    """Whether an explanation still bears the fingerprint of the row."""
    marks = {mark for one in explanations if one for mark in MARK.findall(one)}
    return bool(marks) and fingerprint(cells) in marks


def _without_apostrophes(cells: Cells) -> Cells:
    """The cells without the apostrophe that kept them from being formulas."""
    from h4a_core.records.formats.workbook_writing import formula_safe  # noqa: PLC0415 - slow, for such workbooks only

    return [cell[1:] if cell and cell[0] == "'" and formula_safe(cell[1:]) == cell else cell for cell in cells]


def _profile_of(preamble: str) -> Profile | None:
    """The table that the first line names, as a profile without further columns."""
    words = {plain_words(line.split(":")[0]) for line in preamble.splitlines()}
    named = [one for one in TABLES.values() if words & {plain_words(one.label.it), plain_words(one.label.en)}]
    return Profile(name=named[0].label.it, table=named[0].name, columns={}) if named else None

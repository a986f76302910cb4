"""A workbook of rows to correct that comes back: what we had added is taken away, and nothing of it is asked."""

from dataclasses import dataclass, replace

from h4a_core.progress import Course
from h4a_core.records.formats.sheets import Sheet, cell_by_cell
from h4a_core.records.formats.workbooks import Cells
from h4a_core.records.intake.correcting import MARK, ROW_HEADER, WRONG_HEADER, fingerprint
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
class Returned:
    """What came back: the rows under the headers of the file; the table, if the first line still names it."""

    sheet: Sheet
    profile: Profile | None
    answers: dict[str, str]
    notes: tuple[Text, ...]


def returned(sheet: Sheet, course: Course) -> Returned | None:
    """What a sheet holds that was made by `rejected_workbook`; None for any other sheet.

    Raises UnreadableFileError where it was saved as a text file with a quote that never closes.
    """
    ours = {place for place, header in enumerate(sheet.headers) if _is_ours(header)}
    if not ours:
        return None
    sheet = cell_by_cell(sheet, course)
    kept = [place for place in range(len(sheet.headers)) if place not in ours]
    rows = [(line, [cells[place] for place in kept], [cells[place] for place in ours]) for line, cells in sheet.rows]
    mended = tuple((line, _unguarded(cells)) for line, cells, said in rows if not _is_untouched(cells, said))
    notes = [_OURS]
    if len(mended) < len(rows):
        notes.append(_UNTOUCHED.format(count=len(rows) - len(mended)))
    back = replace(sheet, headers=tuple(sheet.headers[place] for place in kept), rows=mended)
    answers = _IN_A_WORKBOOK if sheet.separator is None else {}
    return Returned(back, _profile_of(sheet.preamble), dict(answers), tuple(notes))


def _is_ours(header: str) -> bool:
    plain = plain_words(header)
    endings = tuple(plain_words(words.format(header="")) for words in (WRONG_HEADER.it, WRONG_HEADER.en))
    return plain.endswith(endings) or plain in {plain_words(ROW_HEADER.it), plain_words(ROW_HEADER.en)}


def _is_untouched(cells: Cells, said: Cells) -> bool:
    """Whether an explanation still bears the fingerprint of the row."""
    marks = {mark for one in said if one for mark in MARK.findall(one)}
    return bool(marks) and fingerprint(cells) in marks


def _unguarded(cells: Cells) -> Cells:
    """The cells without the apostrophe that kept them from being formulas."""
    from h4a_core.records.formats.spreadsheets import harmless  # noqa: PLC0415 - slow, for such workbooks only

    return [cell[1:] if cell and cell[0] == "'" and harmless(cell[1:]) == cell else cell for cell in cells]


def _profile_of(preamble: str) -> Profile | None:
    """The table that the first line names, as a profile without further columns."""
    said = {plain_words(line.split(":")[0]) for line in preamble.splitlines()}
    named = [one for one in TABLES.values() if said & {plain_words(one.label.it), plain_words(one.label.en)}]
    return Profile(name=named[0].label.it, table=named[0].name, columns={}) if named else None

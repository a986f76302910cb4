"""Prepares files that are brought in together: where one does not tell how it is written, its like may."""

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from h4a_core.progress import Course
from h4a_core.records.cells.styles import OPTION_WORDS, OPTIONS
from h4a_core.records.formats.limits import UnreadableFileError
from h4a_core.records.intake.preparing import Prepared, prepare
from h4a_core.records.intake.receiving import Received
from h4a_core.text import Text

_LIKE_OTHERS = Text(
    it="Questo file da solo non lo dice: si è letto come gli altri dello stesso formato importati insieme, cioè {how}.",
    en="This file alone does not tell: it has been read like the others of the same format imported with it: {how}.",
)


def prepare_together(
    cursor: duckdb.DuckDBPyConnection, received: Sequence[Received], course: Course
) -> dict[int, Prepared | Text]:
    """Prepare each table, or give the reason why it cannot be; to be called outside a transaction.

    A text file that leaves something open is read like the other files of the same separator and encoding, if these
    were clear and agree, and says so; otherwise its questions stay.
    """
    parts = course.split([(one.name, len(one.data)) for one in received])
    prepared: dict[int, Prepared | Text] = {
        index: _prepared(cursor, index, one, part)
        for index, (one, part) in enumerate(zip(received, parts, strict=True))
        if one.sheet and one.mapping
    }
    for index, one in list(prepared.items()):
        if isinstance(one, Text) or not one.decision.open or one.personal:
            continue
        learned = _learned(one, [other for other in prepared.values() if isinstance(other, Prepared)])
        if set(learned) >= set(one.decision.open):
            source = replace(received[index], answers=learned | dict(received[index].answers))
            again = _prepared(cursor, len(received) + index, source, course.part(1, 1, source.name))
            how = [OPTION_WORDS[option] for option in learned.values()]
            note = Text(
                it=_LIKE_OTHERS.it.format(how="; ".join(words.it for words in how)),
                en=_LIKE_OTHERS.en.format(how="; ".join(words.en for words in how)),
            )
            prepared[index] = again if isinstance(again, Text) else replace(again, notes=(note,))
    return prepared


def _prepared(cursor: duckdb.DuckDBPyConnection, number: int, one: Received, course: Course) -> Prepared | Text:
    assert one.sheet is not None  # noqa: S101 - asked for by the caller
    assert one.mapping is not None  # noqa: S101 - the same
    try:
        return prepare(cursor, number, one.sheet, one.mapping, one.answers, course)
    except UnreadableFileError as error:
        return error.text


def _learned(one: Prepared, others: list[Prepared]) -> dict[str, str]:
    """What the clear files of the same format agree on, of what is open in this one."""
    alike = [
        other
        for other in others
        if one.sheet.separator is not None
        and (other.sheet.separator, other.sheet.encoding) == (one.sheet.separator, one.sheet.encoding)
        and not other.decision.open
    ]
    found = {}
    for aspect in OPTIONS:
        options = {getattr(style, aspect) for other in alike for style in other.decision.styles.values()} - {None}
        if aspect in one.decision.open and len(options) == 1:
            found[str(aspect)] = str(options.pop())
    return found

"""What comes back from an import: the findings, the result for each table, and the preview of one."""

from dataclasses import dataclass, field

from h4a_core.records.intake.accounts import Account
from h4a_core.records.intake.questions import Question
from h4a_core.records.intake.row_rules import Severity
from h4a_core.text import Text

MOST_FINDINGS = 1000
"""Findings handed back for one table; all of them are kept in the store."""


@dataclass(frozen=True)
class Finding:
    """A fault of a cell or row: its line in the file, header, value as written, rule, what is wrong and what to do."""

    row: int
    column: str | None
    value: str | None
    rule: str
    message: Text
    severity: Severity = "error"


@dataclass(frozen=True)
class ImportResult:
    """What became of one table of a file.

    `batch_id` is None when nothing was written: refused, rehearsed, unchanged, no row.

    When `unchanged`, `rows_accepted` is 0: no row was added, and those set aside were so before. At most
    MOST_FINDINGS findings are listed, `findings_total` counts them all, warnings too. A file with open `questions` is
    refused until they are answered.
    """

    file: str
    table: str | None = None
    rows_accepted: int = 0
    rows_rejected: int = 0
    batch_id: int | None = None
    findings: tuple[Finding, ...] = ()
    findings_total: int = 0
    unchanged: bool = False
    refusal: Text | None = None
    personal: tuple[str, ...] = ()
    """Headers of the columns that identify people; hand them back as `drop_columns` to import the rest."""
    notes: tuple[Text, ...] = ()
    """What was left out or found unchanged, in words."""
    questions: tuple[Question, ...] = ()
    choices: tuple[Question, ...] = ()
    """What may be chosen beside: the import goes ahead without, as the notes and findings say."""
    account: Account | None = None
    """Where every line went, once the table has been judged."""


@dataclass(frozen=True)
class Preview:
    """What a file was recognised as and what importing it would do; nothing is written to make one."""

    result: ImportResult
    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    header_line: int | None = None
    columns: dict[str, str | None] = field(default_factory=dict)
    """Each header and the field it was taken for; None where it is left out. Of a file in which no table was
    recognised: the headers that a profile could map, each with None."""
    first_rows: tuple[dict[str, object], ...] = ()
    """The first good rows as they would be stored, typed."""
    invented: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    """The answers that were taken for this file: what is asked, and the option."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """What has to be answered before the file can be imported."""
        return self.result.questions

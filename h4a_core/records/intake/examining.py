"""Examines a typed table: which table it is, what has to be asked, its faults, and what the store says of it."""

from dataclasses import dataclass, field

import duckdb

from h4a_core.records.intake.asking import open_questions
from h4a_core.records.intake.choosing_table import choose_table
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.comparing import Comparison, compare_with_store
from h4a_core.records.intake.contradictions import Call
from h4a_core.records.intake.doubts import doubts_of_rows
from h4a_core.records.intake.household_codes import aligned_note, ask_about_codes, code_field, find_code_variants
from h4a_core.records.intake.judging import Judgement, after_comparison, judge, show_rows
from h4a_core.records.intake.questions import Question, questions
from h4a_core.records.intake.recognising import RecognisedTable
from h4a_core.records.intake.typing_tables import TypedTable
from h4a_core.text import Text

_NOTHING = Judgement(0, 0, 0)


@dataclass(frozen=True)
class Examination:
    """What was found about a typed table; with questions, nothing of it may be written yet."""

    mapping: ColumnMapping
    judgement: Judgement = _NOTHING
    comparison: Comparison = field(default_factory=Comparison)
    notes: tuple[Text, ...] = ()
    questions: tuple[Question, ...] = ()


def examine(
    cursor: duckdb.DuckDBPyConnection, table: RecognisedTable, typed: TypedTable, mapping: ColumnMapping, call: Call
) -> Examination:
    """Examine a typed table of a call inside a transaction; leaves the views and tables that `row_checks` names."""
    headers = typed.sheet.headers
    if typed.notations.undecided:
        by_field = {name: headers[place] for name, place in mapping.positions.items()}
        return Examination(mapping, questions=questions(typed.notations, table.name, by_field))
    left_out = show_rows(cursor, typed, mapping)
    chosen = choose_table(cursor, mapping, table.name, headers)
    if isinstance(chosen, Question):
        return Examination(mapping, questions=(chosen,))
    mapping, notes = chosen
    asked = list(doubts_of_rows(cursor, mapping, table.name, headers, table.answers))
    variants = find_code_variants(cursor, mapping.table)
    answer = table.answers.get("same_code")
    if variants and answer is None:
        header = headers[mapping.positions[code_field(mapping.table) or ""]]
        asked.append(ask_about_codes(cursor, variants, table.name, header))
    if asked:
        return Examination(mapping, questions=tuple(asked))
    aligned = variants > 0 and answer == "same"
    show_rows(cursor, typed, mapping, aligned=aligned)
    judgement = judge(cursor, table, typed, mapping, left_out, call)
    compared = compare_with_store(cursor, table, typed, mapping, call)
    notes = (*notes, *((aligned_note(variants),) if aligned else ()), *compared.notes)
    judgement = after_comparison(cursor, typed, mapping, judgement, compared.passed_over)
    of_lines = open_questions(table.name, typed, table.answers, left_out, judgement.account)
    return Examination(mapping, judgement, compared, notes, (*of_lines, *call.asked, *compared.questions))

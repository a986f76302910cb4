"""Rows of one call with the same key and other content: which of them counts only a person can say."""

# ruff: noqa: S608 - names of tables and columns come from the registry; values are bound or quoted

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from h4a_core.records.formats.sheets import Sheet
from h4a_core.records.intake.column_mapping import ColumnMapping
from h4a_core.records.intake.questions import Question, ask
from h4a_core.records.intake.recognising import RecognisedTable
from h4a_core.records.intake.row_checks import FAULTY_ROWS, FINDINGS, TYPED_ROWS, header_sql, rule_sql
from h4a_core.records.intake.typing_tables import TypedTable
from h4a_core.tables.fields import Table
from h4a_core.text import Text

_MOST_NAMED = 10
_CONTRADICTION = Text(
    it="Righe con la stessa chiave e altri valori che in un altro file o foglio di questo import: {lines}. Quale vale?",
    en="Rows with the same key and other values than in another file or sheet of this import: {lines}. Which counts?",
)
_PAIR = Text(it="riga {line} (in «{other}» riga {first})", en='line {line} (in "{other}" line {first})')


@dataclass
class Call:
    """The tables of one import, which must not contradict one another."""

    several: frozenset[str] = frozenset()
    """Names of the tables of records that come, or may come, more than once."""
    _tables: Sequence[RecognisedTable] = ()
    _typed: Mapping[int, TypedTable | Text] = field(default_factory=dict)
    told_of: set[int] = field(default_factory=set)
    """Earlier imports of which it is told already that rows are gone."""
    _begun: set[str] = field(default_factory=set)
    _asked: tuple[Question, ...] = ()

    @classmethod
    def of(cls, tables: Sequence[RecognisedTable], typed: Mapping[int, TypedTable | Text]) -> "Call":
        """The call that brings these tables; `typed` may be filled later, by place among them."""
        kinds = Counter(kind for one in tables if one.mapping is not None for kind in _may_be(one.mapping))
        return cls(frozenset(name for name, times in kinds.items() if times > 1), tables, typed)

    def other_keys(self, table: Table, typed: TypedTable) -> list[str]:
        """SQL of the keys that each other table of the call brings, of those that may be of this kind."""
        key = ", ".join(f'"{name}"' for name in table.key)
        return [
            one.rows_sql(key)
            for place, one in self._typed.items()
            if isinstance(one, TypedTable)
            and one.is_whole
            and one is not typed
            and (mapping := self._tables[place].mapping) is not None
            and table.name in _may_be(mapping)
        ]

    @property
    def asked(self) -> tuple[Question, ...]:
        """What has to be answered about the table looked at last."""
        return self._asked

    def look(
        self, cursor: duckdb.DuckDBPyConnection, file: str, sheet: Sheet, mapping: ColumnMapping, answer: str | None
    ) -> None:
        """Hold the typed rows against those of the call so far: ask, or find fault where the first are to count."""
        self._asked = ()
        table = mapping.table
        if table.name not in self._begun:
            return
        pairs = self._pairs(table)
        if answer == "first":
            label = header_sql(sheet, mapping, table.field(table.key[0]))
            cursor.execute(
                f"INSERT INTO {FINDINGS} SELECT ordinal, row_number, {label}, key, {rule_sql('contradicted', {})} "
                f"FROM ({pairs})"
            )
        elif answer is None:
            found = cursor.execute(f"{pairs} ORDER BY ordinal LIMIT {_MOST_NAMED}").fetchall()
            if found:
                self._asked = (_question(file, mapping, [(line, other, first) for _, line, _, other, first in found]),)

    @staticmethod
    def _pairs(table: Table) -> str:
        same = " AND ".join(f't."{name}" = c."{name}"' for name in table.key)
        other = " OR ".join(f't."{name}" IS DISTINCT FROM c."{name}"' for name in table.columns)
        return (
            f'SELECT t.ordinal, t.row_number, CAST(t."{table.key[0]}" AS VARCHAR) AS key, c.file, '
            "c.row_number AS first "
            f"FROM {TYPED_ROWS} t JOIN {_rows_of_call(table)} c ON {same} WHERE {other} "
            "QUALIFY row_number() OVER (PARTITION BY t.ordinal ORDER BY c.place) = 1"
        )

    def remember(self, cursor: duckdb.DuckDBPyConnection, file: str, table: Table) -> None:
        """Keep the good rows of the table judged last, if others of its kind are in the call."""
        if table.name not in self.several:
            return
        columns = ", ".join(f'"{name}"' for name in table.columns)
        new = (
            f"SELECT ? AS file, {len(self._begun)} AS place, row_number, {columns} FROM {TYPED_ROWS} "
            f"WHERE ordinal NOT IN (SELECT ordinal FROM {FAULTY_ROWS})"
        )
        if table.name in self._begun:
            cursor.execute(f"INSERT INTO {_rows_of_call(table)} {new}", [file])
        else:
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE {_rows_of_call(table)} AS {new}", [file])
            self._begun.add(table.name)


def _may_be(mapping: ColumnMapping) -> tuple[str, ...]:
    """The tables that a file may turn out to be."""
    return mapping.contenders or (mapping.table.name,)


def _rows_of_call(table: Table) -> str:
    return f"call_{table.name}"


def _question(file: str, mapping: ColumnMapping, pairs: Sequence[tuple[int, str, int]]) -> Question:
    told = [_PAIR.format(line=line, other=other, first=first) for line, other, first in pairs]
    lines = Text(it=", ".join(one.it for one in told), en=", ".join(one.en for one in told))
    text = Text(it=_CONTRADICTION.it.format(lines=lines.it), en=_CONTRADICTION.en.format(lines=lines.en))
    column = ", ".join(mapping.table.field(name).label.it for name in mapping.table.key)
    return ask(file, "contradiction", column, text)

"""Queries that evaluators write, kept harmless: what is not a plain question to the records is refused with a remedy.

A query is taken apart before it runs (DuckDB's own `json_serialize_sql`): it must be one SELECT over the views of the
records, seen as of a day, with functions that only count and compare. No file, no setting, no clock, no chance is in
its reach. DuckDB's switches against that (`enable_external_access`) hold for the whole process, which must read files.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb

from h4a_core.engine.rules import Exact
from h4a_core.indicators import Measured
from h4a_core.tables.registry import TABLES
from h4a_core.text import Text
from h4a_core.yaml_files import unknown_name

SLOWEST_SECONDS = 5.0
"""A query that takes longer is stopped."""

_PLAIN_FORMS = """
SELECT_NODE SET_OPERATION_NODE BASE_TABLE SUBQUERY JOIN EMPTY EXPRESSION_LIST
LIMIT_MODIFIER DISTINCT_MODIFIER ORDER_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING
"""
"""What DuckDB calls the parts of a plain question."""
_FUNCTIONS = """
count count_star count_if sum avg min max median mode stddev variance quantile_cont quantile_disc
arg_min arg_max bool_and bool_or any_value first last row_number rank dense_rank lag lead first_value last_value
date_diff datediff date_sub datesub date_part date_trunc year quarter month day last_day make_date
to_days to_weeks to_months to_years
abs round trunc floor ceil greatest least nullif if lower upper trim contains starts_with
"""
"""What a query may call: nothing that reaches beyond the records, or gives another answer tomorrow."""
_SIGNS = "+ - * / // % ~~ !~~ ~~* !~~*"
_CLOCKS = "current_date current_time current_timestamp localtime localtimestamp"
"""Names without brackets that DuckDB takes for a clock."""
_LONGEST_QUOTED = 200

_NOT_A_SELECT = Text(
    it="la query non è una sola SELECT: scrivi una SELECT che dia una riga",
    en="the query is not a single SELECT: write one SELECT that gives one row",
)
_UNREADABLE = Text(
    it="la query non si legge («{reason}»): controlla parole, virgole e parentesi",
    en="the query cannot be read (“{reason}”): check words, commas and brackets",
)
_TOO_DEEP = Text(
    it="la query è troppo annidata: spezzala con WITH", en="the query is nested too deeply: break it up using WITH"
)
_VIEW = Text(it="la query legge {name}", en="the query reads {name}")
_QUALIFIED = Text(it="scrivi il nome della vista da solo: {name}", en="write the name of the view alone: {name}")
_FUNCTION = Text(
    it="la query usa una funzione che qui non è ammessa: {name}",
    en="the query uses a function not allowed here: {name}",
)
_FORM = Text(
    it="la query usa una forma che qui non è ammessa ({form}): scrivila con SELECT, FROM, JOIN, WHERE, GROUP BY, WITH",
    en="the query uses a form not allowed here ({form}): write it with SELECT, FROM, JOIN, WHERE, GROUP BY, WITH",
)
_NO_DAY = Text(
    it="la query non guarda il giorno: aggiungi per esempio  WHERE enrolled_date <= $as_of  (e nessun altro parametro)",
    en="the query does not look at the day: add for example  WHERE enrolled_date <= $as_of  (and no other parameter)",
)
_WRONG = Text(
    it="la query non è corretta («{reason}»). Le colonne che può leggere: {columns}",
    en="the query is not correct (“{reason}”). The columns it may read: {columns}",
)
_FAILED = Text(
    it="la query si ferma durante il calcolo: un valore non si converte o è troppo grande; controlla CAST e operazioni",
    en="the query stops while computing: a value cannot be converted or is too large; check CAST and arithmetic",
)
_SLOW = Text(
    it="la query dura più di {seconds} secondi ed è stata fermata: restringi le righe prima di unirle",
    en="the query takes more than {seconds} seconds and was stopped: narrow the rows before joining them",
)
_ONE_ROW = Text(
    it="la query dà {n} righe e ne serve una: usa count, sum, avg o median senza GROUP BY",
    en="the query gives {n} rows and one is needed: use count, sum, avg or median without GROUP BY",
)
_COLUMNS = Text(
    it="la query dà le colonne {names}: serve un numero solo, oppure achieved e counted, oppure value e families",
    en="the query gives the columns {names}: one number is needed, or achieved and counted, or value and families",
)
_NO_NUMBER = Text(
    it="«{name}» non è un numero: usa count, sum, avg o median",
    en="'{name}' is no number: use count, sum, avg or median",
)


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """A query that may not run; `text` says why, and what to write."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


def measured_indicator(
    cursor: duckdb.DuckDBPyConnection, query: str, as_of: date, slowest_seconds: float = SLOWEST_SECONDS
) -> Measured:
    """What the query of an indicator finds as of a day; a fault in it is told in the result, never raised.

    The query gives one row: a number; or `achieved` and `counted`; or `value` and `families`, of how many families it
    speaks. Where a view that it reads holds no row at all nothing was recorded yet, and there is no value.

    Args:
        cursor: lent by the store, for this query alone: after a fault its transaction is of no use any more.
        query: one SELECT over the views of the records that looks at `$as_of`.
        as_of: the day.
        slowest_seconds: after which the query is stopped.

    """
    try:
        views = _checked(cursor, query)
        if not all(cursor.execute(f'SELECT 1 FROM "{view}" LIMIT 1').fetchall() for view in views):  # noqa: S608 - our own
            return Measured()
        return _answer(*_run(cursor, query, views, as_of, slowest_seconds))
    except _Refused as refused:
        return Measured(fault=refused.text)


def _checked(cursor: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """The views that a harmless query reads."""
    try:
        tree = json.loads(cursor.execute("SELECT json_serialize_sql(?)", [query]).fetchall()[0][0])
        if tree.get("error_type") == "parser":
            raise _Refused(_UNREADABLE.format(reason=tree["error_message"]))
        if tree["error"] or len(tree["statements"]) != 1:
            raise _Refused(_NOT_A_SELECT)
        (statement,) = tree["statements"]
        views = list(dict.fromkeys(_views(statement["node"], frozenset())))
    except RecursionError as error:
        raise _Refused(_TOO_DEEP) from error
    if [one["key"] for one in statement["named_param_map"]] != ["as_of"]:
        raise _Refused(_NO_DAY)
    return views


def _views(part: Any, named: frozenset[str]) -> Iterator[str]:  # noqa: ANN401 - a tree of JSON
    """The views that a part of a query reads; `named` are the names that WITH has given to subqueries so far."""
    if isinstance(part, list):
        for one in part:
            yield from _views(one, named)
    if not isinstance(part, dict):
        return
    _refuse_harmful(part)
    if part.get("type") == "BASE_TABLE" and part["table_name"].lower() not in named:
        yield _view(part)
    for one in part.get("cte_map", {"map": ()})["map"]:
        yield from _views(one["value"], named)
        named |= {one["key"].lower()}
    for key, inner in part.items():
        if key != "cte_map":
            yield from _views(inner, named)


def _view(table: dict[str, Any]) -> str:
    name = str(table["table_name"]).lower()
    if table["schema_name"] or table["catalog_name"]:
        raise _Refused(_QUALIFIED.format(name=name))
    if name not in TABLES:
        unknown = unknown_name(name, TABLES)
        raise _Refused(Text(it=_VIEW.it.format(name=unknown.it), en=_VIEW.en.format(name=unknown.en)))
    return name


def _refuse_harmful(part: dict[str, Any]) -> None:
    """Refuse a function that does more than count and compare, and any form other than a plain question."""
    called = str(part.get("function_name", "")).lower()
    if part.get("class") == "COLUMN_REF" and part["column_names"][-1].lower() in _CLOCKS.split():
        called = part["column_names"][-1].lower()
    if called and called not in (_FUNCTIONS + _SIGNS).split():
        unknown = unknown_name(called, _FUNCTIONS.split())
        raise _Refused(Text(it=_FUNCTION.it.format(name=unknown.it), en=_FUNCTION.en.format(name=unknown.en)))
    form = "TABLESAMPLE" if part.get("sample") else part.get("type")
    expression = "class" in part or not isinstance(form, str) or form.endswith("_TYPE_INFO")
    if not expression and form not in _PLAIN_FORMS.split():
        raise _Refused(_FORM.format(form=form))


def _run(
    cursor: duckdb.DuckDBPyConnection, query: str, views: Sequence[str], as_of: date, slowest_seconds: float
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The names of the columns and the first rows."""
    try:
        with _stopped_after(cursor, slowest_seconds):
            found = cursor.execute(query, {"as_of": as_of})
            return [column[0].lower() for column in found.description], found.fetchmany(_FEW_ROWS)
    except duckdb.InterruptException as error:
        raise _Refused(_SLOW.format(seconds=f"{slowest_seconds:g}")) from error
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        columns = "; ".join(f"{view}: {', '.join(TABLES[view].columns)}" for view in views)
        raise _Refused(_WRONG.format(reason=_first_sentence(error), columns=columns)) from error
    except duckdb.Error as error:  # its message may quote a record
        raise _Refused(_FAILED) from error


_FEW_ROWS = 2
"""Enough to see that there is more than one."""


@contextmanager
def _stopped_after(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    alarm = threading.Timer(seconds, cursor.interrupt)
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()
        alarm.join()


def _first_sentence(error: duckdb.Error) -> str:
    """What DuckDB says of the words of a query, without the copy of the query that follows."""
    said = str(error).partition("\n\nLINE")[0].partition("Candidate functions")[0]
    return " ".join(said.split())[:_LONGEST_QUOTED]


def _answer(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Measured:
    if len(rows) != 1:
        raise _Refused(_ONE_ROW.format(n=_SEVERAL if rows else 0))
    row = dict(zip(names, rows[0], strict=True))
    found = {name: _number(name, value) for name, value in row.items()}
    if None in found.values():
        return Measured()
    if len(names) == 1:
        return Measured(found[names[0]])
    if set(found) == {"achieved", "counted"}:
        return Measured(found["achieved"], found["counted"])
    if set(found) == {"value", "families"}:
        return Measured(found["value"], families=found["families"])
    raise _Refused(_COLUMNS.format(names=", ".join(names)))


_SEVERAL = "2+"


def _number(name: str, found: object) -> Exact | None:
    """A number as an exact one, whole where it can be."""
    match found:
        case None:
            return None
        case bool():
            raise _Refused(_NO_NUMBER.format(name=name))
        case int():
            return found
        case Decimal() | float() if Decimal(str(found)).is_finite():
            exact = Fraction(str(found))
            return exact.numerator if exact.denominator == 1 else exact
    raise _Refused(_NO_NUMBER.format(name=name))

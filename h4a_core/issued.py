"""Statements as issued: frozen with number, moment and fingerprint; nothing imported later changes them."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from h4a_core.statement import ENGINE_VERSION, Statement
from h4a_core.store.connection import Store
from h4a_core.text import Text


@dataclass(frozen=True)
class Issued:
    """One issued statement; `body` is what it said (`Statement.as_dict`), money as text. Times are in UTC."""

    number: int
    issued_at: datetime
    programme: str
    as_of: date
    fingerprint: str
    body: dict[str, Any]

    @property
    def engine(self) -> str:
        """The version of the engine that made it; statements did not say it before version 3."""
        return str(self.body.get("engine", _UNSAID))

    @property
    def is_of_earlier_engine(self) -> bool:
        """Whether an earlier version of the engine made it: made again today, the same facts may give other figures."""
        return self.engine != ENGINE_VERSION


@dataclass(frozen=True)
class Change:
    """One line that differs between an issued statement and a later one, in EUR, and why."""

    clause: str
    cohort: int | None
    before: Decimal
    after: Decimal
    why: Text


_UNSAID = "1-2"
_COUNTED = Text(it="contate {before} famiglie, ora {after}", en="{before} families counted, now {after}")
_TERMS = Text(it="sono cambiati i valori o le letture: {names}", en="values or readings changed: {names}")
_NEW = Text(it="riga che prima non c'era", en="a line that was not there before")
_GONE = Text(it="riga che ora non c'è più", en="a line that is no longer there")


def issue(store: Store, made: Statement) -> Issued:
    """Freeze a statement under the next number of its programme and give it back as stored."""
    body = made.as_dict() | {"terms": _terms(made)}
    with store.writing() as cursor:
        number = cursor.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM issued_statements WHERE programme = ?", [made.programme.id]
        ).fetchall()[0][0]
        cursor.execute(
            "INSERT INTO issued_statements VALUES (?, now(), ?, ?, ?, ?)",
            [number, made.programme.id, made.as_of, made.fingerprint, json.dumps(body, ensure_ascii=False)],
        )
    with store.reading() as cursor:
        return next(one for one in issued(cursor, made.programme.id) if one.number == number)


def issued(cursor: duckdb.DuckDBPyConnection, programme: str) -> list[Issued]:
    """The issued statements of a programme, the newest first."""
    rows = cursor.execute(
        "SELECT number, issued_at AT TIME ZONE 'UTC', programme, as_of, fingerprint, body FROM issued_statements "
        "WHERE programme = ? ORDER BY number DESC",
        [programme],
    ).fetchall()
    return [
        Issued(number, at.replace(tzinfo=UTC), name, as_of, fingerprint, _present_names(json.loads(body)))
        for number, at, name, as_of, fingerprint, body in rows
    ]


def _present_names(said: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    """What was said, under the names of now: until 2026 those of amounts of money ended in `_eur`. Stored as issued."""
    if isinstance(said, dict):
        return {name.removesuffix("_eur"): _present_names(value) for name, value in said.items()}
    return [_present_names(one) for one in said] if isinstance(said, list) else said


def difference(before: Issued, after: Statement) -> list[Change]:
    """What a later statement says otherwise, line by line and why; nothing when they agree."""
    old = {(line["clause"], line["cohort"]): line for line in before.body["lines"]}
    new = {(line["clause"], line["cohort"]): line for line in after.as_dict()["lines"]}
    terms = _terms(after)
    named = sorted(name for name, value in terms.items() if before.body["terms"].get(name) != value)
    changes = []
    for key in dict.fromkeys([*old, *new]):
        then, now = (Decimal(lines[key]["amount"]) if key in lines else Decimal(0) for lines in (old, new))
        if then != now or (key in old) != (key in new):
            changes.append(Change(*key, then, now, _why(old.get(key), new.get(key), named)))
    return changes


def _terms(made: Statement) -> dict[str, str]:
    """Every value and reading in force, as text."""
    return {name: f"{value.normalize():f}" for name, value in made.terms.values.items()} | dict(made.terms.readings)


def _why(old: dict[str, Any] | None, new: dict[str, Any] | None, named: list[str]) -> Text:
    if old is None:
        return _NEW
    if new is None:
        return _GONE
    if (old["count"], old["of"]) != (new["count"], new["of"]):
        return _COUNTED.format(before=f"{old['count']}/{old['of']}", after=f"{new['count']}/{new['of']}")
    return _TERMS.format(names=", ".join(named))

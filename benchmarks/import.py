"""Import against DuckDB's own typed load and against a pydantic model per row: `python benchmarks/import.py [ROWS]`.

The same file, the same run, in turn: (a) DuckDB's read_csv with the right types given, into a table of a new database
file; (b) this project's import with all its checks, into a new store; (c) pandas and a pydantic model for each row, on
a part of the file, scaled up. What counts are the ratios: at most 2.5 for b / a, at least 10 for c / b. The best of
several turns is taken for each, since others may be using the machine.
"""

# ruff: noqa: S608 - the files are made here

import gc
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import duckdb
import pandas as pd
from pydantic import BaseModel, Field, field_validator

from h4a_core.records.intake.importing import load_many
from h4a_core.store.connection import Store

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
TURNS = 5
MOST, LEAST = 2.5, 10
"""Bars: times as long as DuckDB at most, times as fast as models at least."""
PART = 20_000
"""Rows that the pydantic models are timed on."""
_OPTIONS = "delim=';', header=true, quote='\"', dateformat='%d/%m/%Y', decimal_separator=',', auto_detect=false"
_START = "DATE '2020-01-01' + CAST(hash(i) % 1500 AS INTEGER)"
_END = f"{_START} + CAST(20 + hash(i + 1) % 200 AS INTEGER)"
FAMILIES = 2 * ROWS // 5
"""Families of the temporary stays: two or three stays each, compared with one another for overlaps."""
_STAY = f"DATE '2020-01-01' + CAST(300 * (i // {FAMILIES}) + hash(i) % 100 AS INTEGER)"

FILES = {
    "storico.csv": f"""SELECT 'STO-' || lpad(CAST(i AS VARCHAR), 7, '0') AS "Cod. nucleo", 1 + i % 6 AS "N. componenti",
        if(i % 4 = 0, 'Residence', 'Albergo') AS "Tipo struttura", strftime({_START}, '%d/%m/%Y') AS "Dal",
        if(i % 20 = 0, NULL, strftime({_END}, '%d/%m/%Y')) AS "Al",
        replace(printf('%.2f', 52.5 + (i % 6) * 6.5), '.', ',') AS "Costo giornaliero (€)",
        '0,00' AS "Contributo nucleo (€/giorno)" FROM range({{rows}}) t(i)""",
    "nuclei.csv": f"""SELECT 'H4A-' || lpad(CAST(i AS VARCHAR), 7, '0') AS "Cod. nucleo", 2021 + i % 4 AS "Coorte",
        strftime({_START}, '%d/%m/%Y') AS "Data domanda", strftime({_END}, '%d/%m/%Y') AS "Data ingresso",
        2 + i % 5 AS "N. componenti", i % 2 AS "di cui minori", 0 AS "con disabilità",
        if(i % 3 = 0, 'Incapiente', 'Parzialmente capiente') AS "Fascia",
        replace(printf('%.2f', (hash(i) % 1600000) / 100), '.', ',') AS "ISEE (€)",
        if(i % 2 = 0, 'Sfratto per morosità', 'Separazione') AS "Causa emergenza",
        if(i % 2 = 0, 'Servizi sociali', 'CEA') AS "Servizio inviante" FROM range({{rows}}) t(i)""",
    "albergamenti.csv": f"""SELECT 'H4A-' || lpad(CAST(i % {FAMILIES} AS VARCHAR), 7, '0') AS "Cod. nucleo",
        if(i % 4 = 0, 'Residence', 'Albergo') AS "Tipo struttura", strftime({_STAY}, '%d/%m/%Y') AS "Dal",
        strftime({_STAY} + CAST(20 + hash(i + 1) % 80 AS INTEGER), '%d/%m/%Y') AS "Al",
        replace(printf('%.2f', 52.5 + (i % 6) * 6.5), '.', ',') AS "Costo giornaliero (€)",
        '0,00' AS "Contributo nucleo (€/giorno)" FROM range({{rows}}) t(i)""",
}
TYPES = {
    "storico.csv": ("VARCHAR", "INTEGER", "VARCHAR", "DATE", "DATE", "DECIMAL(12,2)", "DECIMAL(12,2)"),
    "nuclei.csv": (
        *("VARCHAR", "INTEGER", "DATE", "DATE", "INTEGER", "INTEGER", "INTEGER"),
        *("VARCHAR", "DECIMAL(12,2)", "VARCHAR", "VARCHAR"),
    ),
    "albergamenti.csv": ("VARCHAR", "VARCHAR", "DATE", "DATE", "DECIMAL(12,2)", "DECIMAL(12,2)"),
}


class Stay(BaseModel):
    """What a careful programmer would write for one row of reference stays."""

    household_id: str = Field(min_length=1, max_length=80)
    members: int = Field(ge=1, le=25)
    facility_type: str
    start: datetime
    end: datetime | None
    cost: Decimal = Field(ge=0, le=1000)
    contribution: Decimal = Field(ge=0, le=1000)

    @field_validator("start", "end", mode="before")
    @classmethod
    def _day(cls, text: str | None) -> datetime | None:
        return datetime.strptime(text, "%d/%m/%Y").astimezone() if text else None

    @field_validator("cost", "contribution", mode="before")
    @classmethod
    def _amount(cls, text: str) -> Decimal:
        return Decimal(text.replace(".", "").replace(",", "."))


def main() -> int:
    """Print the seconds and the ratios for each file; 1 if a bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        kept = [_compare(Path(folder), name) for name in FILES]
    return 0 if all(kept) else 1


def _compare(folder: Path, name: str) -> bool:
    """Measure one file and tell whether the bars are kept."""
    path = folder / name
    duckdb.sql(FILES[name].format(rows=ROWS)).write_csv(str(path), sep=";")
    data = path.read_bytes()
    known = _store_before(folder, name)
    database = folder / "ours.duckdb"
    duck, ours = [], []
    for turn in range(TURNS):
        shutil.copy(known, database)
        if turn == 0:
            _ours(database, name, data[:50_000].rsplit(b"\n", 1)[0])  # what is loaded once, is loaded before
            shutil.copy(known, database)
        duck.append(_timed(lambda: _duckdb(folder, name, path)))
        ours.append(_timed(lambda: _ours(database, name, data)))
    ratio = min(ours) / min(duck)
    print(f"{name}: {ROWS} rows, {len(data) / 1e6:.0f} MB")
    print(f"  DuckDB, types given   {min(duck):7.2f} s")
    print(f"  import, fully checked {min(ours):7.2f} s   {ratio:.2f} x DuckDB (at most {MOST})")
    kept = ratio <= MOST
    if name == "storico.csv":
        models = _timed(lambda: _models(path)) * ROWS / min(PART, ROWS)
        print(f"  pandas and pydantic   {models:7.2f} s   {models / min(ours):.1f} x the import (at least {LEAST})")
        kept = kept and models / min(ours) >= LEAST
    return kept


def _timed(work: Callable[[], None]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _duckdb(folder: Path, name: str, path: Path) -> None:
    database = folder / "plain.duckdb"
    database.unlink(missing_ok=True)
    columns = ", ".join(f"'c{place}': '{kind}'" for place, kind in enumerate(TYPES[name]))
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"CREATE TABLE t AS FROM read_csv('{path}', {_OPTIONS}, columns={{{columns}}})")


def _store_before(folder: Path, name: str) -> Path:
    """A store as it is before the import: with the households, where stays are compared with them."""
    database = folder / f"before-{name}.duckdb"
    store = Store.open(database)
    if name == "albergamenti.csv":
        path = folder / "families.csv"
        duckdb.sql(FILES["nuclei.csv"].format(rows=FAMILIES)).write_csv(str(path), sep=";")
        load_many(store, [("nuclei.csv", path.read_bytes())])
    store.close()
    return database


def _ours(database: Path, name: str, data: bytes) -> None:
    store = Store.open(database)
    (result,) = load_many(store, [(name, data)])
    store.close()
    if result.refusal is not None or result.rows_rejected:
        raise SystemExit(f"not imported: {result}")


def _models(path: Path) -> None:
    frame = pd.read_csv(path, sep=";", dtype=str, nrows=PART, keep_default_na=False)
    frame.columns = pd.Index(list(Stay.model_fields))
    for row in frame.to_dict("records"):
        Stay.model_validate(row)


if __name__ == "__main__":
    sys.exit(main())

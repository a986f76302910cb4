"""Small files brought in as those of the office are."""

from collections.abc import Mapping

from h4a_core.records.intake.importing import load_many
from h4a_core.store.connection import Store

ANSWERS = {"date_order": "day_first", "decimal_sign": "comma"}


def bring_in(store: Store, heads: Mapping[str, str], /, **tables: str) -> None:
    """Store the lines of each table under its head (or as they are, if they carry their own); none may be refused."""
    files = [
        (f"{name}.csv", (f"{heads[name]}\n{lines}" if name in heads else lines).encode())
        for name, lines in tables.items()
    ]
    for result in load_many(store, files, answers=ANSWERS):
        assert result.refusal is None, result.refusal
        assert result.rows_rejected == 0, result.findings

"""Stores and files made up for the tests of the store."""

from pathlib import Path

import duckdb

from h4a_core.store.migrations import MIGRATIONS, migrate
from tests.records.made import households

ROW = "{};2022;20/04/2022;09/11/2022;{};1;0;Incapiente;1.111,27;separazione;CEA"
OLD_STEPS = ("create_batches", "create_records")


def households_file(families: int, members: int) -> bytes:
    """So many families of that size: another size is a correction of all of them."""
    return households(*(ROW.format(f"A-{number}", members) for number in range(families)))


def make_old(path: Path) -> None:
    """A file as the first version wrote it, with an import of 500 families undone and one in force."""
    steps = {name: MIGRATIONS.pop(name) for name in list(MIGRATIONS) if name not in OLD_STEPS}
    try:
        with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.4.0"}) as connection:
            connection.execute(
                "CREATE TABLE migrations (name VARCHAR PRIMARY KEY, applied_at TIMESTAMPTZ DEFAULT now())"
            )
            migrate(connection)
            for batch, hidden in ((1, "now()"), (2, "NULL")):
                values = f"{batch}, 'households', 'old.csv', 'x', now(), 500, 0, FALSE, {hidden}"
                connection.execute(f"INSERT INTO batches VALUES ({values})")  # noqa: S608 - written two lines above
                connection.execute(
                    "INSERT INTO households_rows BY NAME SELECT 'B-' || (range + ?) AS household_id, ? AS batch_id, "
                    "range AS row_number FROM range(500)",
                    [batch * 1000, batch],
                )
    finally:
        MIGRATIONS.update(steps)

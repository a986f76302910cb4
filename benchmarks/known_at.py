"""What looking back costs the ordinary reader (it should be nothing), and what it costs who looks back.

    python benchmarks/known_at.py [FAMILIES] [IMPORTS]

Makes a store in memory with so many families, each corrected by some imports, and times the same grouped query over the
current view, a bare scan of the rows, and the view with `known_at`. Medians of 15, in milliseconds.
"""

import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from h4a_core.store.batches import open_batch, seal_batch
from h4a_core.store.connection import Store
from h4a_core.tables.registry import TABLES

QUERY = "SELECT cohort, count(*), sum(members) FROM {} GROUP BY ALL"


def _timed(store: Store, table: str, known_at: datetime | None) -> float:
    taken = []
    for _ in range(15):
        began = time.perf_counter()
        with store.reading(known_at) as cursor:
            cursor.execute(QUERY.format(table)).fetchall()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def main(families: int, imports: int) -> None:
    """Fill, measure, print."""
    store = Store.open(":memory:")
    for turn in range(imports):
        with store.writing() as cursor:
            batch = open_batch(cursor, TABLES["households"], f"{turn}.csv", str(turn), invented=True)
            cursor.execute(
                "INSERT INTO households_rows BY NAME SELECT 'A-' || range AS household_id, 2022 AS cohort, "
                "range % 7 + ? AS members, ? AS batch_id, range AS row_number FROM range(?)",
                [turn, batch, families if turn == 0 else families // 10],
            )
            seal_batch(cursor, TABLES["households"], batch, 0)
    print(f"{families} families, {imports} imports")
    print(f"bare scan of the rows   {_timed(store, 'households_rows', None):8.2f} ms")
    print(f"current view            {_timed(store, 'households', None):8.2f} ms")
    print(f"view with known_at      {_timed(store, 'households', datetime.now(UTC)):8.2f} ms")
    store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 5)  # noqa: PLR2004

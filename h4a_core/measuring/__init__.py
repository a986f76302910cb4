"""What the records say as of a day: set-based SQL in, plain frozen facts out. No formula of the contract is here."""

from typing import Any, Protocol


class Cursor(Protocol):
    """What is needed of a DuckDB cursor, lent by the store; the facts know no other face of the database."""

    def execute(self, query: str, parameters: object = None) -> Any:  # noqa: ANN401 - DuckDB's own cursor
        """Run one statement."""

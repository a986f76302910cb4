"""Lines of totals: each of their figures is held against the rows it may be about, and explained or asked about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from h4a_core.text import Text

_LABEL = re.compile(
    r"(gran |sub ?)?(total[ei]?|tot|somma|sum)\b(?![-_/]?\d)(?! ?[-_/.]? ?\d{1,3}$)[^;]*", re.IGNORECASE
)
WORDS: dict[str, Text] = {
    "sum": Text(it="somma", en="sum"),
    "sum_since": Text(it="somma dall'ultimo subtotale", en="sum since the last subtotal"),
    "mean": Text(it="media", en="mean"),
    "mean_since": Text(it="media dall'ultimo subtotale", en="mean since the last subtotal"),
    "count": Text(it="numero di righe", en="number of rows"),
    "count_since": Text(it="righe dall'ultimo subtotale", en="rows since the last subtotal"),
    "filled": Text(it="celle compilate", en="cells filled in"),
    "filled_since": Text(it="celle compilate dall'ultimo subtotale", en="cells filled in since the last subtotal"),
}


def is_total_label(text: str | None) -> bool:
    """Whether a cell says that its line is a total; a code like TOT-01 does not."""
    return text is not None and _LABEL.fullmatch(" ".join(text.split()).strip(" :.")) is not None


@dataclass
class _Column:
    """What the rows above hold in one column, all together and since the last subtotal."""

    sums: list[Decimal] = field(default_factory=lambda: [Decimal(0), Decimal(0)])
    filled: list[int] = field(default_factory=lambda: [0, 0])


@dataclass(frozen=True)
class Explained:
    """A figure of a total line: column, value, what it is (None: nobody knows), and what it might have been."""

    position: int
    value: Decimal
    meaning: str | None
    expected: Decimal


@dataclass(frozen=True)
class Stretch:
    """The rows between two total lines: how many, and per column the sum of what is a number and the cells filled."""

    rows: int
    sums: Mapping[int, Decimal]
    filled: Mapping[int, int]


def explain(stretches: Sequence[Stretch], totals: Sequence[Mapping[int, Decimal]]) -> Iterator[list[Explained]]:
    """For each total line what its figures are; `stretches` has the rows before each of them and those after the last.

    A total line above all rows is about those below it.
    """
    rows, columns = [0, 0], {place: _Column() for one in totals for place in one}
    whole = [sum(one.rows for one in stretches)] * 2
    for number, (stretch, figures) in enumerate(zip(stretches[:-1], totals, strict=True)):
        rows = [rows[0] + stretch.rows, rows[1] + stretch.rows]
        for place, column in columns.items():
            for at in (0, 1):
                column.sums[at] += stretch.sums.get(place, Decimal(0))
                column.filled[at] += stretch.filled.get(place, 0)
        on_top = number == 0 and stretch.rows == 0
        if on_top:
            below = {place: _whole_column(stretches, place) for place in figures}
            yield [_explained(place, value, below[place], whole) for place, value in figures.items()]
        else:
            yield [_explained(place, value, columns[place], rows) for place, value in figures.items()]
        rows[1] = 0
        for column in columns.values():
            column.sums[1], column.filled[1] = Decimal(0), 0


def _whole_column(stretches: Sequence[Stretch], place: int) -> _Column:
    total = sum((one.sums.get(place, Decimal(0)) for one in stretches), Decimal(0))
    filled = sum(one.filled.get(place, 0) for one in stretches)
    return _Column([total, total], [filled, filled])


def _explained(place: int, value: Decimal, column: _Column, rows: Sequence[int]) -> Explained:
    candidates: list[tuple[str, Decimal]] = []
    for at, since in ((0, ""), (1, "_since")):
        candidates.append((f"sum{since}", column.sums[at]))
        if column.filled[at]:
            exponent = Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))
            candidates.append((f"mean{since}", (column.sums[at] / column.filled[at]).quantize(exponent, ROUND_HALF_UP)))
        candidates.append((f"count{since}", Decimal(rows[at])))
        candidates.append((f"filled{since}", Decimal(column.filled[at])))
    found = next((name for name, one in candidates if one == value), None)
    return Explained(place, value, found, column.sums[0])

"""Invented records of any size, in the format that the import reads: for trying out, for tests and for measuring."""

# ruff: noqa: S608 - headers come from the registry of fields, everything else is worked out here

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from h4a_core.tables.codes import EMERGENCY_CAUSES, END_REASONS, INCOME_CLASSES, ROUTES
from h4a_core.tables.fields import Code
from h4a_core.tables.registry import TABLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIRST_LINE = "Dati inventati, per prova"
COHORT_SIZE = 11
"""Families of a cohort while there are few of them; a real cohort is as small."""
MOST_COHORTS = 5
FIRST_YEAR = 2021
LAST_DAY = date(2025, 11, 30)
"""The day on which the invented records were "taken out": nothing in them is later."""
_MANY_FAMILIES = 10_000
"""From here on families meet their counsellor less often, so that files stay of a handy size."""
_FEWEST_REFERENCE = 100
_ENDED_SHARE, _WAITED_SHARE = 0.12, 0.65
"""Share of tenancies that end early, and of families that wait for their home in a hotel."""
_NIGHT_COST = {1: 52.5, 2: 59.0, 3: 65.5, 4: 72.0, 5: 78.5, 6: 85.0}
_SERVICES = ("Servizi sociali", "CEA", "Lo.C.A.Re.")
_ACTIVITIES = ("colloquio", "mediazione", "educazione finanziaria", "orientamento lavoro")
_SIZES, _SIZE_ODDS = (1, 2, 3, 4, 5, 6), (0.14, 0.20, 0.30, 0.20, 0.11, 0.05)

Columns = dict[str, "NDArray[Any]"]


def write_sample(families: int, seed: int, out: Path) -> None:
    """Write the files of `families` invented families into the folder `out`, which is made if need be.

    The same number and seed give the same records. Families enter in cohorts of eleven; many families are spread over
    five cohorts, one a year from 2021. Nothing in them comes from a real family. Raises OSError when it cannot write.
    """
    import numpy as np  # noqa: PLC0415 - the command line must start without it

    out.mkdir(parents=True, exist_ok=True)
    draw = np.random.default_rng(seed)
    households = _households(families, draw)
    tenancies = _tenancies(households, draw)
    _write(out / "nuclei.csv", "households", households)
    _write(out / "contratti.csv", "tenancies", tenancies)
    _write(out / "albergamenti.csv", "temporary_stays", _stays(households, tenancies, draw))
    _write(out / "questionari.csv", "surveys", _surveys(households, tenancies, draw))
    _write(out / "accompagnamento.csv", "support_events", _support(households, draw))
    _write(out / "storico_albergamenti.csv", "reference_stays", _reference(max(_FEWEST_REFERENCE, families // 5), draw))


def _labels(codes: tuple[Code, ...], indexes: "NDArray[Any]") -> "NDArray[Any]":
    import numpy as np  # noqa: PLC0415

    words: NDArray[Any] = np.array([code.label.it for code in codes], dtype=object)[indexes]
    return words


def _names(prefix: str, numbers: "NDArray[Any]", digits: int) -> "NDArray[Any]":
    import numpy as np  # noqa: PLC0415

    names: NDArray[Any] = np.char.add(prefix, np.char.zfill(numbers.astype(str), digits)).astype(object)
    return names


def _households(families: int, draw: "np.random.Generator") -> Columns:
    import numpy as np  # noqa: PLC0415

    number = np.arange(families)
    cohorts = min(MOST_COHORTS, -(-families // COHORT_SIZE))
    turn = (
        np.minimum(number // COHORT_SIZE, cohorts - 1) if families <= MOST_COHORTS * COHORT_SIZE else number % cohorts
    )
    year = FIRST_YEAR + turn
    first_day = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    enrolled = first_day + draw.integers(243, 320, families)
    members = draw.choice(_SIZES, families, p=_SIZE_ODDS)
    minors = draw.binomial(members - 1, 0.6)
    return {
        "household_id": _names("DEMO-", number + 1, 7),
        "cohort": year,
        "application_date": enrolled - draw.integers(60, 230, families),
        "enrolled_date": enrolled,
        "members": members,
        "minors": minors,
        "members_with_disability": draw.binomial(1, 0.15, families),
        "income_class": _labels(INCOME_CLASSES, draw.choice([0, 1], families, p=[0.35, 0.65])),
        "isee": draw.integers(20_000, 1_600_000, families) / 100,
        "emergency_cause": _labels(EMERGENCY_CAUSES, draw.integers(0, 5, families)),
        "referral_service": np.array(_SERVICES, dtype=object)[draw.integers(0, len(_SERVICES), families)],
    }


def _tenancies(households: Columns, draw: "np.random.Generator") -> Columns:
    """One tenancy for each family; one in eight ends early, and then a reason is given."""
    import numpy as np  # noqa: PLC0415

    families = len(households["members"])
    move_in = households["enrolled_date"] + draw.integers(-15, 45, families)
    end = move_in + draw.integers(180, 1000, families)
    ended = (draw.random(families) < _ENDED_SHARE) & (end <= np.datetime64(LAST_DAY))
    reasons = _labels(END_REASONS, draw.integers(0, len(END_REASONS), families))
    rent = draw.integers(28, 48, families) * 10
    return {
        "household_id": households["household_id"],
        "dwelling_id": _names("AL-", np.arange(families) + 1, 7),
        "route": _labels(ROUTES, draw.integers(0, 2, families)),
        "signed_date": move_in - draw.integers(2, 15, families),
        "move_in_date": move_in,
        "end_date": np.where(ended, end, np.datetime64("NaT")),
        "end_reason": np.where(ended, reasons, np.array(None, dtype=object)),
        "monthly_rent": rent,
        "market_rent": rent + draw.integers(30, 140, families),
    }


def _stay(who: "NDArray[Any]", members: "NDArray[Any]", draw: "np.random.Generator") -> Columns:
    import numpy as np  # noqa: PLC0415

    kinds = np.array(["Albergo", "Residence"], dtype=object)
    return {
        "household_id": who,
        "facility_type": kinds[draw.choice([0, 1], len(who), p=[0.75, 0.25])],
        "daily_cost": np.array([_NIGHT_COST[size] for size in _SIZES])[members - 1],
        "household_contribution": np.zeros(len(who)),
    }


def _stays(households: Columns, tenancies: Columns, draw: "np.random.Generator") -> Columns:
    """Nights before the home for two families in three, and again for those who went back to a hotel."""
    import numpy as np  # noqa: PLC0415

    waited = draw.random(len(households["members"])) < _WAITED_SHARE
    back = tenancies["end_reason"] == "Rientro in struttura"
    chosen = np.concatenate([np.flatnonzero(waited), np.flatnonzero(back)])
    stay = _stay(households["household_id"][chosen], households["members"][chosen], draw)
    before = households["enrolled_date"][waited] - draw.integers(20, 60, int(waited.sum()))
    after = tenancies["end_date"][back]
    start = np.concatenate([before, after])
    end = np.concatenate([tenancies["move_in_date"][waited], after + draw.integers(20, 200, int(back.sum()))])
    return {
        **stay,
        "start_date": start,
        "end_date": np.where(end <= np.datetime64(LAST_DAY), end, np.datetime64("NaT")),
    }


def _surveys(households: Columns, tenancies: Columns, draw: "np.random.Generator") -> Columns:
    """One a year for three years, for the families still in their home on that day."""
    import numpy as np  # noqa: PLC0415

    families = len(households["members"])
    wave = np.tile([1, 2, 3], families)
    index = np.repeat(np.arange(families), 3)
    day = households["enrolled_date"][index] + wave * 365 - 30
    ended = tenancies["end_date"][index]
    asked = (day <= np.datetime64(LAST_DAY)) & (np.isnat(ended) | (day < ended))
    words = np.array(["migliorato", "uguale", "peggiorato", "nessuna risposta"], dtype=object)
    answers = {
        name: words[draw.choice(4, int(asked.sum()), p=[0.86, 0.08, 0.03, 0.03])]
        for name in ("wellbeing", "empowerment", "economic")
    }
    return {
        "household_id": households["household_id"][index[asked]],
        "wave": wave[asked],
        "date": day[asked],
        **answers,
    }


def _support(households: Columns, draw: "np.random.Generator") -> Columns:
    """A meeting every two months or so from entry for three years; twice a year where families are very many."""
    import numpy as np  # noqa: PLC0415

    families = len(households["members"])
    pace = 60 if families < _MANY_FAMILIES else 180
    meetings = 3 * 365 // pace
    index = np.repeat(np.arange(families), meetings)
    after = np.tile(np.arange(meetings) * pace, families) + draw.integers(5, pace, families * meetings)
    day = households["enrolled_date"][index] + after
    held = day <= np.datetime64(LAST_DAY)
    count = int(held.sum())
    return {
        "household_id": households["household_id"][index[held]],
        "date": day[held],
        "kind": np.array(_ACTIVITIES, dtype=object)[draw.integers(0, len(_ACTIVITIES), count)],
        "hours": draw.choice([1.0, 1.5, 2.0], count),
    }


def _reference(families: int, draw: "np.random.Generator") -> Columns:
    """Stays of other families before the programme; one in twelve had not ended when the records were taken out."""
    import numpy as np  # noqa: PLC0415

    members = draw.choice(_SIZES, families, p=_SIZE_ODDS)
    start = np.datetime64("2018-01-01") + draw.integers(0, 1200, families)
    end = start + 20 + draw.gamma(1.6, 80, families).astype(np.int64)
    stay = _stay(_names("STO-", np.arange(families) + 1, 7), members, draw)
    open_end = np.where(draw.random(families) < 1 / 12, np.datetime64("NaT"), end)
    return {**stay, "members": members, "start_date": start, "end_date": open_end}


def _write(path: Path, table_name: str, columns: Columns) -> None:
    """Write the columns as offices do: semicolons, Italian headers, days as dd/mm/yyyy, decimal commas."""
    import pyarrow as pa  # noqa: PLC0415

    selected = []
    for field in TABLES[table_name].fields:
        if field.name in columns:
            value = f'"{field.name}"'
            if field.kind == "date":
                value = f"strftime({value}, '%d/%m/%Y')"
            elif field.kind in ("money", "decimal"):
                value = f"replace(CAST(CAST({value} AS {field.sql_type}) AS VARCHAR), '.', ',')"
            selected.append(f'{value} AS "{field.label.it}"')
    connection = duckdb.connect(":memory:")
    try:
        connection.register("invented", pa.table({name: pa.array(values) for name, values in columns.items()}))
        with tempfile.TemporaryDirectory() as folder:
            rows = Path(folder) / "rows.csv"
            connection.execute(
                f"COPY (SELECT {', '.join(selected)} FROM invented) TO '{str(rows).replace(chr(39), chr(39) * 2)}' "
                "(FORMAT csv, DELIMITER ';', HEADER true)"
            )
            with path.open("wb") as target, rows.open("rb") as source:
                target.write(f"{FIRST_LINE}\n".encode())
                shutil.copyfileobj(source, target)
    finally:
        connection.close()

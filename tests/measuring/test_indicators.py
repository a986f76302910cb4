"""Queries of evaluators: what they find, and that nothing beyond the records is in their reach."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from h4a_core.indicators import Measured
from h4a_core.measuring.indicators import measured_indicator
from h4a_core.records.intake.importing import load_many
from h4a_core.store.connection import Store

DAY = date(2025, 11, 30)
HEAD = (
    "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;"
    "Causa emergenza;Servizio inviante"
)
FAMILIES = """
A;2022;01/06/2022;01/10/2022;3;1;0;Incapiente;separazione;CEA
B;2022;01/06/2022;01/10/2022;2;0;0;Incapiente;separazione;CEA
C;2022;01/06/2022;01/10/2022;4;2;0;Incapiente;separazione;CEA
D;2025;01/06/2025;15/12/2025;5;3;0;Incapiente;separazione;CEA
"""
TENANCIES = """Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;Canone mensile (€)
A;AL-1;Nuovo alloggio;20/11/2022;01/12/2022;300,10
B;AL-2;Nuovo alloggio;20/12/2022;10/01/2023;300,20
"""


# A file stays readable by DuckDB 1.4, and its queries are taken apart in the words of that version.
@pytest.fixture(scope="module", params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(":memory:" if request.param == "memory" else tmp_path_factory.mktemp("store") / "h4a.duckdb")
    files = [("nuclei.csv", (HEAD + FAMILIES).encode()), ("contratti.csv", TENANCIES.encode())]
    for result in load_many(opened, files, answers={"date_order": "day_first"}):
        assert result.rows_rejected == 0, result.findings
    yield opened
    opened.close()


def _sql(query: str) -> str:
    """The query in full: BY DAY stands for what most of them ask."""
    return query.replace("BY DAY", "FROM households WHERE enrolled_date <= $as_of")


def _asked(store: Store, query: str, as_of: date = DAY) -> Measured:
    with store.reading() as cursor:
        return measured_indicator(cursor, _sql(query), as_of)


def _fault(store: Store, query: str) -> str:
    found = _asked(store, query)
    assert (found.value, found.counted, found.families) == (None, None, None)
    assert found.fault is not None
    assert found.fault.it
    return found.fault.en


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT count(*) BY DAY", Measured(3)),
        ("SELECT sum(members) BY DAY;", Measured(9)),
        ("SELECT count(*) FILTER (minors > 0) AS achieved, count(*) AS Counted BY DAY", Measured(2, 3)),
        ("SELECT count(*) AS families, avg(members) AS value BY DAY", Measured(3, families=3)),
        ("SELECT median(members) / 2 BY DAY", Measured(Fraction(3, 2))),
        ("SELECT sum(CAST(members AS DECIMAL(12,2))) + CAST('0.25' AS DECIMAL(4,2)) BY DAY", Measured(Fraction(37, 4))),
        ("SELECT (SELECT count(*) BY DAY) - (SELECT count(*) FROM tenancies)", Measured(1)),
        ("SELECT sum(n) FROM (SELECT members AS n BY DAY ORDER BY members DESC, cohort LIMIT 2)", Measured(7)),
        ("WITH a AS (SELECT * BY DAY), b AS (SELECT DISTINCT cohort FROM a) SELECT count(*) FROM b", Measured(1)),
        ("SELECT count(*) FROM (SELECT 1 BY DAY UNION ALL SELECT 2) JOIN (VALUES (1), (2)) ON TRUE", Measured(8)),
        ("SELECT sum(monthly_rent) FROM tenancies WHERE signed_date <= $as_of", Measured(Fraction(6003, 10))),
        ("SELECT count(*) FROM tenancies WHERE signed_date < $as_of - INTERVAL 35 MONTH", Measured(2)),
        ("SELECT max(minors) BY DAY AND household_id LIKE 'Z%'", Measured()),
        ("SELECT count(*) FROM dwellings WHERE acquired_date <= $as_of", Measured()),
        (
            "SELECT count(*) FROM households h LEFT JOIN surveys s USING (household_id) WHERE s.date < $as_of",
            Measured(),
        ),
    ],
)
def test_a_query_finds_a_number_a_rate_or_a_value_with_its_families(store: Store, query: str, found: Measured) -> None:
    assert _asked(store, query) == found


def test_a_query_sees_the_records_as_of_its_day(store: Store) -> None:
    found = [_asked(store, "SELECT count(*) BY DAY", date(year, 12, 31)).value for year in (2021, 2022, 2025)]
    assert found == [0, 3, 4]


def test_a_query_can_look_back_to_what_was_known(store: Store) -> None:
    with store.reading(datetime(2000, 1, 1, tzinfo=UTC)) as cursor:
        assert measured_indicator(cursor, _sql("SELECT count(*) BY DAY"), DAY) == Measured()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT 1; SELECT 2",
        "DELETE FROM households_rows",
        "WITH gone AS (DELETE FROM households_rows RETURNING *) SELECT count(*) FROM gone",
        "COPY households TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "PRAGMA database_list",
        "SET threads = 1",
        "INSTALL httpfs",
    ],
)
def test_only_a_single_select_is_run(store: Store, query: str) -> None:
    assert any(words in _fault(store, query) for words in ("is not a single SELECT", "(DELETE_QUERY_NODE)"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT count(*) FROM 'data.csv'", "'data.csv' is unknown. Allowed: "),
        ("SELECT count(*) FROM batches", "reads 'batches' is unknown"),
        ("SELECT count(*) FROM household", "Did you mean 'households'?"),
        ("SELECT 1 FROM (WITH batches AS (SELECT 1) FROM batches), batches", "reads 'batches' is unknown"),
        ("WITH a AS (SELECT * FROM a) SELECT count(*) FROM a", "reads 'a' is unknown"),
        ("SELECT count(*) FROM information_schema.tables", "alone: tables"),
        ("SELECT count(*) FROM memory.main.households", "alone: households"),
        ("SELECT count(*) FROM read_csv('data.csv')", "(TABLE_FUNCTION)"),
        ("SELECT count(*) FROM query_table('batches')", "(TABLE_FUNCTION)"),
        ("SELECT length(getenv('HOME'))", "Allowed: abs, any_value,"),
        ("SELECT (SELECT main.getenv('HOME'))", "'getenv' is unknown"),
        ("SELECT count(*) BY DAY AND current_setting('threads') > 1", "'current_setting' is unknown"),
        ("SELECT coun(*) BY DAY", "Did you mean 'count'?"),
        ("SELECT random()", "'random' is unknown"),
        ("SELECT count(*) FROM households WHERE enrolled_date <= now()", "'now' is unknown"),
        ("SELECT count(*) FROM households WHERE enrolled_date <= CURRENT_DATE", "'current_date' is unknown"),
        ("WITH RECURSIVE a AS (SELECT 1 UNION ALL FROM a) SELECT count(*) FROM a", "(RECURSIVE_CTE_NODE)"),
        ("SELECT count(*) FROM households TABLESAMPLE 10%", "(TABLESAMPLE)"),
        ("SELECT count(*) FROM (SUMMARIZE households)", "(SHOW_REF)"),
    ],
)
def test_only_the_views_of_the_records_and_harmless_functions_are_in_reach(
    store: Store, query: str, words: str
) -> None:
    assert words in _fault(store, query)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT count(*) FROM households", "does not look at the day: add for example  WHERE enrolled_date <= $as_of"),
        ("SELECT count(*) FROM households WHERE enrolled_date <= ?", "(and no other parameter)"),
        ("SELECT count(*) BY DAY AND members > $n", "(and no other parameter)"),
        ("SELEC count(*)", 'cannot be read (“syntax error at or near "SELEC"”)'),
        ("SELECT 1 BY DAY" + " AND (SELECT 1" * 300 + ")" * 300, "break it up using WITH"),
        ("SELECT sum(memberz) BY DAY", '"memberz" not found in FROM clause!'),
        ("SELECT sum(memberz) BY DAY", "may read: households: household_id, cohort,"),
        ("SELECT sum(income_class) BY DAY", "sum(VARCHAR)"),
        ("SELECT sum(CAST(household_id AS INTEGER)) BY DAY", "stops while computing"),
        ("SELECT cohort BY DAY", "gives 2+ rows and one is needed"),
        ("SELECT cohort BY DAY LIMIT 0", "gives 0 rows and one is needed"),
        ("SELECT count(*), sum(members) BY DAY", "the columns count_star(), sum(members): one number is needed"),
        ("SELECT max(income_class) AS worst BY DAY", "'worst' is no number"),
        ("SELECT bool_and(minors > 0) AS every BY DAY", "'every' is no number"),
        ("SELECT CAST('NaN' AS DOUBLE) + count(*) AS odd BY DAY", "'odd' is no number"),
    ],
)
def test_a_query_that_gives_no_figure_is_told_what_to_write(store: Store, query: str, words: str) -> None:
    assert words in _fault(store, query)


def test_an_error_while_computing_quotes_no_record(store: Store) -> None:
    assert "'A'" not in _fault(store, "SELECT sum(CAST(household_id AS INTEGER)) BY DAY")


def test_a_query_that_takes_too_long_is_stopped(store: Store) -> None:
    many = ", ".join(f"households h{n}" for n in range(24))
    total = " + ".join(f"h{n}.members" for n in range(24))
    query = "SELECT count(*) FROM MANY WHERE TOTAL > 10 AND h0.enrolled_date <= $as_of"
    query = query.replace("MANY", many).replace("TOTAL", total)
    with store.reading() as cursor:
        found = measured_indicator(cursor, query, DAY, slowest_seconds=0.2)
    assert found.fault is not None
    assert "takes more than 0.2 seconds and was stopped" in found.fault.en


def test_after_a_fault_the_other_queries_go_on(store: Store) -> None:
    assert _fault(store, "SELECT sum(x) BY DAY")
    assert _asked(store, "SELECT count(*) BY DAY").value == 3

"""SQL that reads one text cell as what was meant: dates, numbers, codes. What could mean two things is not read at all.

Numbers follow Italian habits: the comma is the decimal sign, the point parts thousands. An amount like "1.234" is one
thousand two hundred and thirty-four, since money has two decimals; "12,345" could be either and is left to the person
who wrote it. Hours, scores and areas never need a thousands sign, so their single point or comma is the decimal one.
"""

from h4a_core.records.fields import Field

DATE_FORMATS = (
    "%d/%m/%Y",
    "%Y-%m-%d",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
)
EARLIEST_DATE, LATEST_DATE = "1900-01-01", "2100-12-31"
"""Dates outside are misprints, or years written with two digits."""

_FORMATS = "[" + ", ".join(f"'{one}'" for one in DATE_FORMATS) + "]"
_GROUPED_BY_POINT = r"[-+]?[1-9][0-9]{0,2}(?:[.][0-9]{3}){groups}(?:,[0-9]+)?"
_GROUPED_BY_COMMA = r"[-+]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+[.][0-9]+|(?:,[0-9]{3}){2,})"
_GROUPED_BY_SPACE = "[-+]?[1-9][0-9]{0,2}(?:[ \u00a0\u202f'’][0-9]{3})+(?:[.,][0-9]{1,2})?".replace("'", "''")


def blank_sql(column: str) -> str:
    """True where a cell holds nothing, or only spaces."""
    return f"({column} IS NULL OR trim({column}, ' \t\u00a0') = '')"


def plain_words_sql(column: str) -> str:
    """The same reduction as `plain_words`, in SQL."""
    return f"trim(regexp_replace(lower(strip_accents({column})), '[^a-z0-9]+', ' ', 'g'))"


def typed_sql(field: Field, column: str, words: str) -> str:
    """The typed value of a cell, NULL where it cannot be read; `words` is the column of already translated codes."""
    if field.kind in ("code", "text"):
        return _text_sql(column)
    if field.kind == "enum":
        return words
    if field.kind == "bool":
        return f"CAST({words} AS BOOLEAN)"
    if field.kind == "date":
        return _date_sql(column)
    if field.kind == "int":
        return _integer_sql(column)
    return _decimal_sql(column, field.sql_type, thousands=field.kind == "money")


def _text_sql(column: str) -> str:
    """The text without outer spaces; whether there are any is asked first, which is much cheaper than trimming."""
    ends = " OR ".join(f"ends_with({column}, '{space}')" for space in (" ", "\t", "\u00a0"))
    trimmed = f"nullif(trim({column}, ' \t\u00a0'), '')"
    return f"(CASE WHEN ascii({column}) IN (9, 32, 160) OR {ends} THEN {trimmed} ELSE {column} END)"


def _date_sql(column: str) -> str:
    trimmed = f"trim({column}, ' \t\u00a0')"
    parsed = f"CAST(coalesce(try_strptime({column}, {_FORMATS}), try_strptime({trimmed}, {_FORMATS})) AS DATE)"
    return f"(CASE WHEN {parsed} BETWEEN DATE '{EARLIEST_DATE}' AND DATE '{LATEST_DATE}' THEN {parsed} END)"


def _bare(column: str) -> str:
    """The cell without currency, outer spaces and the typographic minus."""
    no_currency = f"regexp_replace(replace({column}, '−', '-'), '(?i)€|\\beuro?\\b', '', 'g')"
    return f"regexp_replace(trim({no_currency}, ' \t\u00a0'), '^([-+])[ \u00a0]+', '\\1')"


def _decimal_sql(column: str, sql_type: str, *, thousands: bool) -> str:
    bare = _bare(column)
    single = "[-+]?[0-9]+(?:[.,][0-9]{1,2})?" if thousands else "[-+]?[0-9]+(?:[.,][0-9]+)?"
    cases = [
        (single, f"replace({bare}, ',', '.')"),
        (_GROUPED_BY_POINT.replace("{groups}", "{1,}" if thousands else "{2,}"), _without(bare, ".", comma=True)),
        (_GROUPED_BY_COMMA, _without(bare, ",", comma=False)),
        (_GROUPED_BY_SPACE, _without(bare, " \u00a0\u202f''’", comma=True)),
        ("[-+]?(?:0?[.,][0-9]+|[0-9]+[.,][0-9]{4,}|[0-9]{4,}[.,][0-9]+)", f"replace({bare}, ',', '.')"),
    ]
    if not thousands:
        cases.append((r"[-+]?[1-9][0-9]{0,2}[.][0-9]{3},[0-9]+", _without(bare, ".", comma=True)))
    careful = " ".join(
        f"WHEN regexp_full_match({bare}, '{pattern}') THEN TRY_CAST({digits} AS {sql_type})"
        for pattern, digits in cases
    )
    quick = "-?[0-9]+(?:[.,][0-9]{1,2})?"
    return (
        f"(CASE WHEN regexp_full_match({column}, '{quick}') THEN TRY_CAST(replace({column}, ',', '.') AS {sql_type}) "
        f"{careful} END)"
    )


def _integer_sql(column: str) -> str:
    bare = _bare(column)
    return (
        f"(CASE WHEN regexp_full_match({column}, '-?[0-9]+') THEN TRY_CAST({column} AS INTEGER) "
        f"WHEN regexp_full_match({bare}, '[-+]?[0-9]+(?:[.,](?:0{{1,2}}|0{{4,}}))?') "
        f"THEN TRY_CAST(regexp_replace({bare}, '[.,]0+$', '') AS INTEGER) "
        f"WHEN regexp_full_match({bare}, '[-+]?[1-9][0-9]{{0,2}}(?:[.][0-9]{{3}})+') "
        f"THEN TRY_CAST(replace({bare}, '.', '') AS INTEGER) END)"
    )


def _without(text: str, marks: str, *, comma: bool) -> str:
    """The digits without the marks that part thousands, the decimal comma turned into a point."""
    kept = f"translate({text}, '{marks}', '')"
    return f"replace({kept}, ',', '.')" if comma else kept

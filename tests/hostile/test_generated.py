"""Files made up at random: any encoding, separator and style; never a traceback, a half import or another number."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from h4a_core.records.intake import typing_tables
from h4a_core.store.batches import clear
from h4a_core.store.connection import Store
from tests.records.made import load

HEAD = ["Cod. nucleo", "Data domanda", "N. componenti", "di cui minori", "con disabilità", "ISEE"]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "iso-8859-15")
SEPARATORS = (";", ",", "\t", "|")
MONTHS = {
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),  # noqa: SIM905
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
}
DAYS = {
    "%d/%m/%Y": ("day_first", None),
    "%d-%m-%Y": ("day_first", None),
    "%d.%m.%Y": ("day_first", None),
    "%m/%d/%Y": ("month_first", None),
    "%d/%m/%y": ("day_first", "2000"),
    "%m/%d/%y": ("month_first", "2000"),
    "%y-%m-%d": ("year_first", "2000"),
    "%Y-%m-%d": (None, None),
    "%Y-%m-%d 00:00:00": (None, None),
    "short it": (None, None),
    "long it": (None, None),
    "short en": (None, None),
    "sas": (None, None),
    "serial": (None, None),
}
THOUSANDS = {"comma": ("", ".", " ", "\u00a0", "\u202f", "'", "’"), "point": ("", ",", " ", "\u00a0", "'")}
FRAMES = ("{}", "€ {}", "{} €", " {} ", "EUR {}", "{}euro")
ASPECTS = {"date_order", "century", "decimal_sign"}


@dataclass(frozen=True)
class Made:
    """A file and what its writer meant: rows of day and amount, and the answers he would give."""

    data: bytes
    meant: list[tuple[date, Decimal]]
    answers: dict[str, str]


def day_text(day: date, style: str) -> str:
    kind, _, lang = style.partition(" ")
    if kind in {"short", "long"} and lang in MONTHS:
        month = MONTHS[lang][day.month - 1]
        return f"{day.day}-{month[:3]}-{day.year}" if kind == "short" else f"{day.day} {month} {day.year}"
    if style == "sas":
        return f"{day.day:02}{MONTHS['en'][day.month - 1][:3].upper()}{day.year}"
    return str((day - date(1899, 12, 30)).days) if style == "serial" else day.strftime(style)


def amount_text(amount: Decimal, sign: str, group: str, places: int, frame: str) -> str:
    whole, cents = f"{amount:,.2f}".split(".")
    cents = cents[:places]
    mark = "," if sign == "comma" else "."
    return frame.format(whole.replace(",", group) + (mark + cents if cents else ""))


@st.composite
def files(draw):
    encoding = draw(st.sampled_from(ENCODINGS))
    separator, style = draw(st.sampled_from(SEPARATORS)), draw(st.sampled_from(sorted(DAYS)))
    sign = draw(st.sampled_from(("comma", "point")))
    group, places = draw(st.sampled_from(THOUSANDS[sign])), draw(st.sampled_from((0, 1, 2)))
    frame = draw(st.sampled_from(FRAMES))
    if encoding not in {"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"}:
        group = group.replace("\u202f", " ").replace("’", "'")
    if encoding == "mac_roman":
        frame = frame.replace("€", "EUR")
    days = draw(st.lists(st.dates(date(2000, 1, 1), date(2025, 12, 31)), min_size=1, max_size=6))
    cents = st.integers(0, 10**8 // 2 // 10 ** (4 - places)).map(lambda one: Decimal(one * 10 ** (2 - places)) / 100)
    amounts = [draw(cents) for _ in days]
    rows = [
        [f"C-{place}", day_text(day, style), "4", "1", "0", amount_text(amount, sign, group, places, frame)]
        for place, (day, amount) in enumerate(zip(days, amounts, strict=True))
    ]
    always = draw(st.booleans())
    lines = [HEAD, *rows]
    text = draw(st.sampled_from(("\n", "\r\n", "\r"))).join(
        separator.join(f'"{cell}"' if always or separator in cell else cell for cell in line) for line in lines
    )
    order, century = DAYS[style]
    answers = {"decimal_sign": sign}
    answers |= {"date_order": order} if order else {}
    answers |= {"century": century} if century else {}
    return Made(text.encode(encoding), list(zip(days, amounts, strict=True)), answers)


@pytest.fixture(scope="module")
def store():
    opened = Store.open(":memory:")
    yield opened
    opened.close()


def stored(store):
    with store.reading() as cursor:
        return cursor.execute("SELECT application_date, isee FROM candidates ORDER BY household_id").fetchall()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files(), st.booleans())
def test_what_is_stored_is_what_the_writer_meant_or_a_question_or_a_finding(store, made, long):
    clear(store)
    before = store.generation
    few = typing_tables.FEW_ROWS
    typing_tables.FEW_ROWS = 1 if long else few
    try:
        result = load(store, "candidature.csv", made.data)
        if result.questions:
            assert store.generation == before
            assert {one.id.rsplit(":", 1)[1] for one in result.questions} <= ASPECTS
            assert all(made.answers[one.id.rsplit(":", 1)[1]] in one.options for one in result.questions)
            result = load(store, "candidature.csv", made.data, answers=made.answers)
    finally:
        typing_tables.FEW_ROWS = few
    assert result.refusal is None, result.refusal
    assert (result.rows_accepted, result.rows_rejected) == (len(made.meant), 0), result.findings
    assert stored(store) == made.meant


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files(), st.data())
def test_a_damaged_file_never_gives_a_traceback_or_half_an_import(store, made, data):
    clear(store)
    place = data.draw(st.integers(0, len(made.data)))
    noise = data.draw(
        st.binary(max_size=6) | st.sampled_from([b'"', b"\x00", b";;;", b"\r", b"\n\n", b"PK\x03\x04", b"\xff"])
    )
    cut = data.draw(st.booleans())
    damaged = made.data[:place] + noise + (b"" if cut else made.data[place:])
    result = load(store, "candidature.csv", damaged, answers=made.answers)
    held = len(stored(store))
    assert held == (result.rows_accepted if result.batch_id is not None else 0)
    assert (result.refusal is None) or held == 0

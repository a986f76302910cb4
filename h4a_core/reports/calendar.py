"""The dates ahead as a calendar file (iCalendar, RFC 5545), for the calendars of those who wait for them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from babel.numbers import format_decimal
from icalendar import Calendar, Event

from h4a_core.engine.years import YearAhead
from h4a_core.statement import Coming, Statement
from h4a_core.text import Lang, Text

_PRODUCT = "-//Homes4All impact dashboard//IT"
_DECIDED = Text(
    it="{programme}, coorte {cohort}: si decide su {what}", en="{programme}, cohort {cohort}: {what} decided"
)
_PAYMENT = Text(it="{programme}: premio dell'anno {year}", en="{programme}: premium of the year {year}")
_EXPECTED = Text(
    it="Secondo il modello: atteso {expected} {currency}, bastano {high} {currency} 9 volte su 10.",
    en="By the model: {expected} {currency} expected, {high} {currency} suffice 9 times of 10.",
)
_NO_ODDS = Text(it="Non c'è ancora da che stimare.", en="There is nothing to estimate it from yet.")
_DAY = timedelta(days=1)


def calendar_file(made: Statement, ahead: Sequence[YearAhead], lang: Lang) -> bytes:
    """All that is still to be decided and paid, an entry of whole days each: cohorts and counts, no family.

    The dates of anniversaries and answers run from the first to the last family of a cohort; no source says on which
    day a premium is paid, so its entry stands on the last day of the year. The same statement gives the same bytes.

    Args:
        made: the statement.
        ahead: the years with a premium still open (`years_ahead`).
        lang: the language of the entries.

    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    by_span = sorted(made.coming, key=lambda one: (one.first, one.last, one.cohort, one.metric))
    for (first, last, cohort), group in groupby(by_span, key=lambda one: (one.first, one.last, one.cohort)):
        what = _what(made, list(group), lang)
        title = _DECIDED[lang].format(programme=made.programme.name[lang], cohort=cohort, what=what)
        calendar.add_component(_entry(made, f"{cohort}-{first}-{last}", (first, last), title))
    for one in ahead:
        title = _PAYMENT[lang].format(programme=made.programme.name[lang], year=one.year)
        event = _entry(made, f"premium-{one.year}", (date(one.year, 12, 31), date(one.year, 12, 31)), title)
        event.add("description", _amounts(made, one, lang))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _what(made: Statement, coming: Sequence[Coming], lang: Lang) -> str:
    return ", ".join(f"{made.programme.metric(one.metric).label[lang].lower()} ({one.pending})" for one in coming)


def _amounts(made: Statement, one: YearAhead, lang: Lang) -> str:
    if one.expected is None or one.high is None:
        return _NO_ODDS[lang]
    expected, high = (_whole(amount, lang) for amount in (one.expected, one.high))
    return _EXPECTED[lang].format(expected=expected, high=high, currency=made.programme.currency)


def _whole(amount: Decimal, lang: Lang) -> str:
    return str(format_decimal(amount.quantize(Decimal(1), ROUND_HALF_UP), locale=lang))


def _entry(made: Statement, name: str, span: tuple[date, date], title: str) -> Event:
    """An entry of whole days, from the first to the last: the file's end is the day after."""
    first, last = span
    event = Event()
    event.add("uid", f"{made.programme.id}-{name}@h4a")
    event.add("dtstamp", datetime.combine(made.as_of, time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", last + _DAY)
    event.add("summary", title)
    return event

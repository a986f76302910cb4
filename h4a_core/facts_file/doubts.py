"""What a facts file is warned about: it can be paid, but what stands there is more often a slip than meant."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from h4a_core.engine.payment import groups
from h4a_core.facts_file.cells import FIRST_YEAR, LAST_YEAR, plain
from h4a_core.facts_file.faults import ABOVE, IN_PARTS, TAKEN_BACK, Found, takings
from h4a_core.facts_file.model import Fact
from h4a_core.facts_file.rows import Rows, written
from h4a_core.programme.model import Clause
from h4a_core.text import Text

_CENTS = 2
_WHOLE_SHARE = 100


def fact_doubts(rows: Rows, today: dt.date) -> Found:
    """Everything in the facts that is paid as it stands, and should be looked at."""
    for at, fact in rows.known:
        yield from _unlikely(rows, at, fact)
        yield from _not_yet(rows, at, fact, today)
        if fact.person is not None and (fact.people or 0) > 1:
            yield rows.place(at, "people"), _ONE_PERSON.format(people=fact.people, person=fact.person)
    if rows.file.as_of is not None and rows.file.as_of > today:
        yield ("as_of",), _NOT_YET.format(day=rows.file.as_of, today=today, shown=f"as_of: {today}")
    yield from _twice(rows)
    yield from _in_two_cohorts(rows)
    yield from _lone_cohorts(rows)
    yield from _taken_back(rows)
    yield from _unpaid_rows(rows)
    yield from _unpaid_clauses(rows)


def _unlikely(rows: Rows, at: int, fact: Fact) -> Found:
    """A value that does not fit the unit of its metric."""
    unit = rows.programme.metric(fact.metric).unit
    if rows.counts_people(fact.metric):
        if fact.of is not None and fact.value > fact.of:
            value = plain(fact.value)
            yield rows.place(at, "of"), ABOVE.format(value=value, of=plain(fact.of), shown=f"of: {value}")
        if fact.value != int(fact.value):
            shown = f"value: {int(fact.value)}"
            yield rows.place(at, "value"), IN_PARTS.format(value=fact.value, metric=fact.metric, shown=shown)
    elif unit == "share" and abs(fact.value) > 1:
        shown = f"value: {plain(fact.value / _WHOLE_SHARE)}"
        yield rows.place(at, "value"), _SHARE.format(metric=fact.metric, value=plain(fact.value), shown=shown)
    elif unit == rows.programme.currency and fact.value != round(fact.value, _CENTS):
        shown = f"value: {plain(round(fact.value, _CENTS))}"
        yield rows.place(at, "value"), _BELOW_CENTS.format(value=fact.value, shown=shown)


_SHARE = Text(
    it="«{metric}» è una quota, e {value} è più dell'intero: se sono per cento scrivi  {shown}",
    en="'{metric}' is a share, and {value} is more than the whole: if it is per cent write  {shown}",
)
_BELOW_CENTS = Text(
    it="{value} è denaro con più di due decimali: si paga così com'è; al centesimo sarebbe  {shown}",
    en="{value} is money with more than two decimals: it is paid as it stands; to the cent it would be  {shown}",
)


def _not_yet(rows: Rows, at: int, fact: Fact, today: dt.date) -> Found:
    """What has not come yet cannot have been counted."""
    if rows.file.as_of is None and fact.period is not None and fact.period > today:
        shown = f"period: {fact.period.replace(year=today.year, month=1, day=1)}"
        yield rows.place(at, "period"), _NOT_YET.format(day=fact.period, today=today, shown=shown)
    last = (rows.file.as_of or today).year
    if isinstance(fact.cohort, int) and FIRST_YEAR <= fact.cohort <= LAST_YEAR and fact.cohort > last:
        yield rows.place(at, "cohort"), _COHORT_TO_COME.format(cohort=fact.cohort, last=last, shown=f"cohort: {last}")


_NOT_YET = Text(
    it="{day} deve ancora venire (oggi è il {today}): scrivi per esempio  {shown}",
    en="{day} is still to come (today is {today}): write for instance  {shown}",
)
_COHORT_TO_COME = Text(
    it="la coorte {cohort} non si conosce ancora: i fatti arrivano al {last}; scrivi per esempio  {shown}",
    en="cohort {cohort} is not known yet: the facts go up to {last}; write for instance  {shown}",
)
_ONE_PERSON = Text(
    it="«{person}» è una persona sola, ma la riga ne dice {people}: conta una; scrivi  people: 1",
    en="'{person}' is one person, but the row says {people}: one is counted; write  people: 1",
)


def _twice(rows: Rows) -> Found:
    """The same row twice, or for what is reached once two rows of the same: it is added up."""
    for (metric, *_), same in rows.by_key():
        first: dict[tuple[object, ...], int] = {}
        for number, (at, fact) in enumerate(same):
            said = (fact.value, fact.of, fact.people)
            earlier = first.setdefault(said, at)
            if earlier != at or (number and rows.is_state(str(metric))):
                other = earlier if earlier != at else same[0][0]
                total = plain(sum((one.value for _, one in same[: number + 1]), Decimal(0)))
                yield rows.place(at), _SAME_AGAIN.format(line=rows.line(other), total=total, shown=f"value: {total}")


_SAME_AGAIN = Text(
    it="la riga {line} dice già lo stesso di questa: insieme contano {total}; togli una delle due, o se valgono "
    "entrambe scrivi una riga sola con  {shown}",
    en="line {line} says of the same what this one says: together they count {total}; remove one of them, or if both "
    "are meant write a single row with  {shown}",
)


def _in_two_cohorts(rows: Rows) -> Found:
    """A person is of one cohort; in two it is counted twice."""
    first: dict[str, tuple[object, int]] = {}
    for at, fact in rows.known:
        if fact.person is None or fact.cohort is None:
            continue
        cohort, earlier = first.setdefault(fact.person, (fact.cohort, at))
        if cohort != fact.cohort:
            shown = f"cohort: {written(cohort)}"
            yield (
                rows.place(at, "cohort"),
                _TWO_COHORTS.format(person=fact.person, cohort=cohort, line=rows.line(earlier), shown=shown),
            )


_TWO_COHORTS = Text(
    it="«{person}» è già della coorte {cohort} (riga {line}) e conta due volte: scrivi  {shown}",
    en="'{person}' is already of cohort {cohort} (line {line}) and counts twice: write  {shown}",
)


def _lone_cohorts(rows: Rows) -> Found:
    """A cohort in one row only, where each of the others has several, is more often a slip than a cohort."""
    found: dict[object, list[int]] = defaultdict(list)
    for at, fact in rows.known:
        if fact.cohort is not None:
            found[fact.cohort].append(at)
    others = [cohort for cohort, places in found.items() if len(places) > 1]
    for cohort, places in found.items():
        if others and len(places) == 1 and len(others) == len(found) - 1:
            listed, shown = ", ".join(map(str, others)), f"cohort: {written(others[-1])}"
            yield rows.place(places[0], "cohort"), _LONE.format(cohort=cohort, others=listed, shown=shown)


_LONE = Text(
    it="della coorte {cohort} non si dice altro, delle altre ({others}) sì: se è una di quelle scrivi per "
    "esempio  {shown}",
    en="nothing else is said of cohort {cohort}, unlike the others ({others}): if it is one of them write for "
    "instance  {shown}",
)


def _taken_back(rows: Rows) -> Found:
    for at, metric, total in takings(rows):
        yield rows.place(at, "value"), TAKEN_BACK.format(metric=metric, total=plain(total))


def _unpaid_rows(rows: Rows) -> Found:
    """A row of a period in which none of the clauses of its metric is in force is paid by nobody."""
    for at, fact in rows.known:
        period = fact.period
        clauses = [one for one in rows.programme.clauses if fact.metric in one.metrics]
        if period is None or not clauses or any(_in_force(one, period) for one in clauses):
            continue
        since, until = clauses[0].since, clauses[0].until
        day = since if since and period < since else (until or period) - dt.timedelta(days=1)
        yield rows.place(at, "period"), _OUTSIDE.format(period=period, metric=fact.metric, shown=f"period: {day}")


def _in_force(clause: Clause, period: dt.date) -> bool:
    return (not clause.since or period >= clause.since) and (not clause.until or period < clause.until)


_OUTSIDE = Text(
    it="nessuna clausola paga «{metric}» del {period}: la riga non conta; se il giorno è sbagliato scrivi  {shown}",
    en="no clause pays '{metric}' of {period}: the row does not count; if the day is wrong write  {shown}",
)


def _unpaid_clauses(rows: Rows) -> Found:
    """A metric of which no row speaks at all: its clauses pay nothing, or as if it were zero."""
    spoken = {fact.metric for _, fact in rows.known}
    told: set[str] = set()
    for clause in rows.programme.clauses:
        paid = groups(clause, rows.file.claims, rows.terms)
        for metric in clause.metrics:
            if metric not in spoken and metric not in told:
                told.add(metric)
                row = rows.missing_row(metric, paid[0][1][0] if paid else None)
                yield ("facts",), (_AS_ZERO if paid else _UNPAID).format(metric=metric, clause=clause.id, row=row)


_UNPAID = Text(
    it="nessuna riga dice «{metric}»: «{clause}» non paga nulla; se è contato aggiungi una riga come  {row}",
    en="no row says '{metric}': '{clause}' pays nothing; if it was counted add a row such as  {row}",
)
_AS_ZERO = Text(
    it="nessuna riga dice «{metric}»: per «{clause}» vale zero; se è così aggiungi una riga come  {row}",
    en="no row says '{metric}': for '{clause}' it is zero; if so add a row such as  {row}",
)

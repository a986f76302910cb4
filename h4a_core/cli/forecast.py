"""The verb `forecast`: what is likely to come of everything that is open, with its doubt, as of a day."""

import argparse
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from h4a_core.cli.answers import DONE, say
from h4a_core.cli.statement import add_statement_options, answered, premium_basis
from h4a_core.engine.amounts import HIGH, LOW, MEDIAN, expected, quantile
from h4a_core.engine.evaluated_unit import FinalPartForecast, OutcomeForecast
from h4a_core.engine.forecast import Forecast, forecast
from h4a_core.engine.years import YearAhead, years_ahead
from h4a_core.statement import Statement
from h4a_core.text import Lang, Text

_HEAD = Text(
    it="{programme}, previsione al {day}, secondo il modello",
    en="{programme}, forecast as of {day}, according to the model",
)
_OUTCOME = Text(
    it="  {outcome}, coorte {cohort}: {achieved} riuscite, {pending} in corso su {eligible}; attese {mean}",
    en="  {outcome}, cohort {cohort}: {achieved} succeeded, {pending} open of {eligible}; {mean} expected",
)
_NO_ODDS = Text(
    it="  {outcome}, coorte {cohort}: {achieved} riuscite, {pending} in corso su {eligible}; {why}",
    en="  {outcome}, cohort {cohort}: {achieved} succeeded, {pending} open of {eligible}; {why}",
)
_PREMIUM = Text(
    it="Premio: atteso {expected} {currency}, 8 volte su 10 tra {low} e {high}; già maturato {earned}{basis}",
    en="Premium: {expected} {currency} expected, 8 times of 10 from {low} to {high}; {earned} earned already{basis}",
)
_SPAN = Text(
    it="Premio: maturato {earned} {currency}, al più {high}{basis}; di un esito non c'è ancora da che stimare",
    en="Premium: {earned} {currency} earned, at most {high}{basis}; of one outcome there is nothing to judge from yet",
)
_YEAR = Text(
    it="  {year}: atteso {expected}, bastano {high} 9 volte su 10; spesa evitata {saving}",
    en="  {year}: {expected} expected, {high} suffice 9 times of 10; cost avoided {saving}",
)
_YEAR_OPEN = Text(
    it="  {year}: non c'è ancora da che stimare; spesa evitata {saving}",
    en="  {year}: nothing to judge from yet; cost avoided {saving}",
)


def add_forecast_verb(verbs: Any) -> None:  # noqa: ANN401 - argparse does not name the type of its own sub-parsers
    """Add `forecast` to the command line."""
    parser = verbs.add_parser("forecast", help="what is likely to come: outcomes, premium, balance, by the model")
    add_statement_options(parser)
    parser.set_defaults(run=foresee)


def foresee(options: argparse.Namespace) -> int:
    """Verb `forecast`: what is open, and what the model says of it."""

    def tell(made: Statement) -> int:
        found = forecast(made.programme, made.facts, made.terms)
        if options.json:
            say(json.dumps(forecast_as_dict(made, found, options.lang), ensure_ascii=False, indent=2))
        else:
            say(_in_words(made, found, options.lang))
        return DONE

    return answered(options, tell)


def forecast_as_dict(made: Statement, found: Forecast, lang: Lang) -> dict[str, Any]:
    """The forecast as plain data: money as text with two decimals, probabilities as numbers.

    `distribution[k]` is the probability that k of the eligible succeed; low and high are the 10 % and 90 % points.
    Without odds of an outcome low and high of the premium are its bounds, and there is no mean and no median.
    """
    return {
        "programme": made.programme.id,
        "as_of": made.as_of.isoformat(),
        "currency": made.programme.currency,
        "outcomes": [_outcome(one, lang) for one in found.outcomes],
        "final_part": [_final_part(one) for one in found.final_parts],
        "premium": {"earned": _money(made.earned)} | _premium(made, found.premium),
        "by_year": [_year(one) for one in years_ahead(found, made.facts, made.terms)],
        "balance": _balance(made),
    }


def _outcome(one: OutcomeForecast, lang: Lang) -> dict[str, Any]:
    return {
        "cohort": one.cohort,
        "outcome": one.counted.outcome,
        "achieved": one.counted.achieved,
        "pending": one.counted.pending,
        "eligible": one.counted.eligible,
        "distribution": None if one.distribution is None else list(one.distribution),
        "why_none": None if one.why_none is None else one.why_none[lang],
    }


def _final_part(one: FinalPartForecast) -> dict[str, Any]:
    tiers = None
    if one.shares is not None:
        highest_first = sorted(one.shares.items(), reverse=True)
        tiers = [{"share": f"{share:.2f}", "probability": chance} for share, chance in highest_first]
    return {"cohort": one.cohort, "tiers": tiers}


def _premium(made: Statement, premium: Mapping[Decimal, float] | None) -> dict[str, str | None]:
    if premium is None:
        low, high = _money(made.earned), _money(made.earned + made.possible)
        return {"expected": None, "low": low, "median": None, "high": high}
    low, median, high = (_money(quantile(premium, at)) for at in (LOW, MEDIAN, HIGH))
    return {"expected": _money(expected(premium)), "low": low, "median": median, "high": high}


def _year(one: YearAhead) -> dict[str, Any]:
    amounts = {"expected": one.expected, "low": one.low, "high": one.high}
    said = {name: None if amount is None else _money(amount) for name, amount in amounts.items()}
    return {"year": one.year} | said | {"saving": _money(one.saving)}


def _balance(made: Statement) -> dict[str, Any]:
    low, high = made.ranges.net.range_80
    return {
        "today": _money(made.savings.net_saving),
        "if_all_succeed": _money(made.savings.net_saving_if_all_succeed),
        "low": f"{low:.2f}",
        "median": f"{made.ranges.net.median:.2f}",
        "high": f"{high:.2f}",
        "probability_positive": round(made.ranges.net.positive_share, 4),
    }


def _in_words(made: Statement, found: Forecast, lang: Lang) -> str:
    lines = [_HEAD.format(programme=made.programme.name[lang], day=made.as_of.isoformat())[lang]]
    for one in found.outcomes:
        if not one.counted.pending:
            continue
        known = {
            "outcome": made.programme.outcomes[one.counted.outcome].label[lang],
            "cohort": one.cohort or "-",
            "achieved": one.counted.achieved,
            "pending": one.counted.pending,
            "eligible": one.counted.eligible,
        }
        if one.mean is None:
            why = one.why_none[lang] if one.why_none else ""
            lines.append(_NO_ODDS.format(**known, why=why)[lang])
        else:
            lines.append(_OUTCOME.format(**known, mean=f"{one.mean:.1f}")[lang])
    premium = _premium(made, found.premium) | {"earned": _money(made.earned), "currency": made.programme.currency}
    lines.append(
        (_SPAN if found.premium is None else _PREMIUM).format(**premium, basis=premium_basis(made, lang))[lang]
    )
    lines += [
        (_YEAR if year.expected is not None else _YEAR_OPEN).format(**_year(year))[lang]
        for year in years_ahead(found, made.facts, made.terms)
    ]
    return "\n".join(lines)


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"

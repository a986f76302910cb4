"""The impact chain of the programme with the value of each of its indicators."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from h4a_core.indicators import Measured, Result, indicator_results
from h4a_core.measuring.indicators import measured_indicator
from h4a_core.programme.impact_chain import ImpactChain, load_chain
from h4a_core.programme.indicators import Indicator, load_indicators
from h4a_ui import session
from h4a_ui.session import View


def results(view: View, indicators: Mapping[str, Indicator]) -> dict[str, Result]:
    """Every indicator as of the view's day; a query is run once for each state of the records."""
    found: dict[str, Measured] = {
        name: session.measured(measured_indicator, one.query, view.as_of)
        for name, one in indicators.items()
        if one.query is not None
    }
    return indicator_results(indicators, view.statement, found)


@dataclass(frozen=True, slots=True)
class KnownChain:
    """The boxes and links of the chain, and every indicator by name."""

    chain: ImpactChain
    found: Mapping[str, Result]


def indicators_of(view: View) -> Mapping[str, Indicator]:
    """The evaluator's indicators by name."""
    return session.evaluation("indicators", partial(load_indicators, programme=view.programme))


def known_chain(view: View) -> KnownChain:
    """The evaluator's chain with its indicators as of the view's day."""
    indicators = indicators_of(view)
    chain = session.evaluation("impact-chain", partial(load_chain, indicators=indicators))
    return KnownChain(chain, results(view, indicators))

"""What the homes cost the families, against the market."""

from collections.abc import Sequence

from h4a_core.engine.homes import Home, RentGroup, mean_below_market, rents
from h4a_ui.charts.home_rents import RentRow, home_rents
from h4a_ui.components import joined, picture, small
from h4a_ui.language import Language
from h4a_ui.views.homes.known import origin_words


def _rent_label(say: Language, group: RentGroup) -> str:
    if not group.origins:
        return say("Case mantenute")
    return joined(say, [origin_words(say, origin) for origin in group.origins])


def show_rents(say: Language, homes: Sequence[Home]) -> None:
    """Mean rent and mean rent of the market, by origin."""
    groups = rents(homes)
    rows = [RentRow(_rent_label(say, one), one.contracts, one.rent, one.market, one.below_market) for one in groups]
    picture(say, home_rents(say, rows, mean_below_market(groups)), key="rents")
    small(say("Tra parentesi i contratti in corso con un canone di mercato; nessun gruppo ha meno di 3 famiglie."))

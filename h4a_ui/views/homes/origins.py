"""Where the homes come from, and how far they are."""

from collections.abc import Sequence

from h4a_core.engine.homes import STATES, Home, by_origin
from h4a_ui.charts.homes_by_origin import HomesRow, homes_by_origin
from h4a_ui.components import picture, small
from h4a_ui.language import Language
from h4a_ui.views.homes.known import origin_words


def show_origins(say: Language, homes: Sequence[Home]) -> None:
    """Homes by origin and state; those that families kept stand apart."""
    rows = []
    for one in by_origin(homes):
        let = say.plural("{n} affittato", "{n} affittati", one.states["let"])
        rows.append(HomesRow(origin_words(say, one.origin), dict(one.states), f"{say.number(one.homes)} · {let}"))
    kept = [home.state for home in homes if home.kept]
    states: dict[str, int] = {"let": kept.count("let"), "free_again": kept.count("free_again")}
    still = say.plural("{n} ancora abitata", "{n} ancora abitate", states["let"])
    kept_row = HomesRow(say("Case mantenute"), dict(states), f"{say.number(len(kept))} · {still}")
    names = {state: say.text(label) for state, label in STATES.items()}
    picture(say, homes_by_origin(say, rows, names, kept_row if kept else None), key="origins")
    small(
        say(
            "«In ristrutturazione» è un alloggio con un costo dei lavori e senza data di disponibilità; «trovato» "
            "uno senza né l'uno né l'altra."
        )
    )

"""The homes on record, and the words for where they come from."""

from collections.abc import Sequence

from h4a_core.engine.homes import Home
from h4a_core.measuring.homes import measured_homes
from h4a_core.tables.codes import ORIGINS
from h4a_ui import session
from h4a_ui.language import Language
from h4a_ui.session import View

_ORIGIN_NAMES = {code.name: code.label for code in ORIGINS}


def origin_words(say: Language, origin: str | None) -> str:
    """The words for where a home comes from."""
    return say.text(_ORIGIN_NAMES[origin]) if origin in _ORIGIN_NAMES else say("Provenienza non registrata")


def count_of_homes(say: Language, number: int) -> str:
    """A number of homes in words."""
    return say.plural("{n} alloggio", "{n} alloggi", number)


def known_homes(view: View) -> Sequence[Home]:
    """The homes found or kept by the view's day."""
    return session.measured(measured_homes, view.as_of)

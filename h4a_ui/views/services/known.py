"""The way of each family through the services, and what the steps are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_core.engine.services import FamilyPath
from h4a_core.measuring.households import FactTerms
from h4a_core.measuring.services import Paths, measured_paths
from h4a_core.programme.services import Services, load_services
from h4a_ui import session
from h4a_ui.language import Language
from h4a_ui.session import View


def count_of_families(say: Language, number: int) -> str:
    """A number of families in words."""
    return say.plural("{n} famiglia", "{n} famiglie", number)


def service_words(say: Language, names: Sequence[str | None]) -> str:
    """The name of a service, or of several joined because few families came from each."""
    words = [name or say("servizio non registrato") for name in names]
    return words[0] if len(words) == 1 else say("{first} e altri servizi", first=words[0])


@dataclass(frozen=True, slots=True)
class KnownWays:
    """The evaluator's words for steps and states, and the way of every family."""

    services: Services
    paths: Paths

    @property
    def inside(self) -> Sequence[FamilyPath]:
        """The families that entered the programme."""
        return [one for one in self.paths.families if one.enrolled_date]


def known_ways(view: View) -> KnownWays:
    """The ways as of the view's day."""
    terms = FactTerms(int(view.statement.terms["gap_limit_days"]), view.programme.stable_exit_reasons)
    return KnownWays(session.evaluation("services", load_services), session.measured(measured_paths, terms, view.as_of))

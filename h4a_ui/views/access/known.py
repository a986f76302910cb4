"""What is known of waits and rents, and what others published of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from h4a_core.engine.access import RentPair, Rents, market_pair
from h4a_core.measuring.access import measured_rents, measured_waits
from h4a_core.programme.access import Access, load_access
from h4a_ui import session
from h4a_ui.session import View


@dataclass(frozen=True, slots=True)
class KnownAccess:
    """The published figures; the months waited, each with how many families; the rents by income class."""

    published: Access
    waits: Sequence[tuple[int, int]]
    rents: Sequence[Rents]

    @property
    def market(self) -> RentPair:
        """The rents paid and those of the market, of all families together."""
        return market_pair(self.rents)


def known_access(view: View) -> KnownAccess:
    """Waits and rents as of the view's day."""
    return KnownAccess(
        session.evaluation("access", load_access),
        session.measured(measured_waits, view.as_of),
        session.measured(measured_rents, view.as_of),
    )

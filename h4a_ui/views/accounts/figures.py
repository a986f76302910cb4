"""Who paid, who did not spend, what is still owed."""

from collections.abc import Sequence

from h4a_core.engine.money import Line, in_all
from h4a_core.programme.money import Money
from h4a_ui import session
from h4a_ui.components import Figure, figures, missing_records, premium_basis
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.accounts.known import KnownMoney


def _names(say: Language, found: Sequence[Line]) -> str:
    return ", ".join(say.text(one.label) for one in found) or "—"


def _cards(view: View, money: Money, found: Sequence[Line]) -> None:
    say = view.say
    payer, families = money.bodies[money.payer].label, money.bodies[money.beneficiaries].label
    out = [one for one in found if one.giver == money.payer]
    spared = [one for one in found if one.kind == "avoided" and one.taker == money.payer]
    rents = [one for one in found if one.giver == money.beneficiaries]
    due = view.statement.due(session.paid(view))
    cards = [
        (say("{body}: ha pagato", body=say.text(payer)), in_all(payer, out), _names(say, out)),
        (
            say("{body}: non ha speso", body=say.text(payer)),
            in_all(payer, spared),
            say("{names}: non è cassa, è stimato senza gruppo di controllo", names=_names(say, spared)),
        ),
        (
            say("Premio ancora da pagare"),
            due.working,
            premium_basis(
                say,
                view.statement,
                say("maturato {earned}, pagato {paid}", earned=say.euro(due.earned.amount), paid=say.euro(due.paid)),
            ),
        ),
        (say("{body}: a loro carico", body=say.text(families)), in_all(families, rents), _names(say, rents)),
    ]
    figures(
        say, view.programme, [Figure(name, say.euro(one.amount), note, one) for name, one, note in cards], key="money"
    )


def show_accounts(view: View, known: KnownMoney) -> None:
    """Four figures; a note where no payment is on record."""
    say = view.say
    _cards(view, known.money, known.lines)
    if not known.premium_paid:
        missing_records(say, say("Nessun pagamento registrato: porta la tabella dei pagamenti del premio."))

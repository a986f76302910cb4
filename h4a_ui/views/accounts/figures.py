"""Who paid, who did not spend, what is still owed."""

from collections.abc import Sequence
from decimal import Decimal

from h4a_core.engine.money import Line
from h4a_core.engine.working import Working
from h4a_core.programme.money import Money
from h4a_core.text import Text
from h4a_ui import session
from h4a_ui.components import Figure, figures, missing_records
from h4a_ui.language import Language
from h4a_ui.session import View
from h4a_ui.views.accounts.known import KnownMoney


def _total(label: Text, found: Sequence[Line]) -> Working:
    """The sum of some lines, as a figure with its working."""
    return Working(
        label,
        sum((one.amount() for one in found), Decimal(0)),
        "EUR",
        "estimate" if any(one.figure.badge == "estimate" for one in found) else "data",
        Text(it="somma delle voci", en="sum of the items"),
        tuple(one.working for one in found),
    )


def _owed(view: View, paid: Decimal) -> Working:
    earned = view.statement.earned
    return Working(
        Text(it="Premio ancora da pagare", en="Premium still to be paid"),
        earned - paid,
        "EUR",
        "contract",
        Text(it="premio maturato − premio pagato", en="premium earned − premium paid"),
        (
            Working(Text(it="Premio maturato", en="Premium earned"), earned, "EUR", "contract"),
            Working(Text(it="Premio pagato", en="Premium paid"), paid, "EUR", "data"),
        ),
    )


def _names(say: Language, found: Sequence[Line]) -> str:
    return ", ".join(say.text(one.label) for one in found) or "—"


def _cards(view: View, money: Money, found: Sequence[Line]) -> None:
    say = view.say
    payer, families = money.bodies[money.payer].label, money.bodies[money.beneficiaries].label
    out = [one for one in found if one.giver == money.payer]
    spared = [one for one in found if one.kind == "avoided" and one.taker == money.payer]
    rents = [one for one in found if one.giver == money.beneficiaries]
    paid = sum(session.paid(view).values(), Decimal(0))
    earned = say.euro(view.statement.earned)
    cards = [
        (say("{body}: ha pagato", body=say.text(payer)), _total(payer, out), _names(say, out)),
        (
            say("{body}: non ha speso", body=say.text(payer)),
            _total(payer, spared),
            say("{names}: non è cassa, è stimato senza gruppo di controllo", names=_names(say, spared)),
        ),
        (
            say("Premio ancora da pagare"),
            _owed(view, paid),
            say("maturato {earned}, pagato {paid}", earned=earned, paid=say.euro(paid)),
        ),
        (say("{body}: a loro carico", body=say.text(families)), _total(families, rents), _names(say, rents)),
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

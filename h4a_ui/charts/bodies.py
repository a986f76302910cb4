"""Who pays, who receives, who saves: money that changed hands as solid bars, money not spent as dashed boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from h4a_core.engine.money import Account
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language

_BAR = 14
_NAME = 24
_MARK = pic.LINE + _BAR + 8
_BETWEEN = 10


@dataclass(frozen=True)
class BodyRow:
    """One body: what it pays, receives and saves (EUR), each with the names of what it is made of."""

    label: str
    account: Account
    pays_for: Sequence[str] = ()
    receives_for: Sequence[str] = ()
    saves_for: Sequence[str] = ()


@dataclass(frozen=True)
class _Mark:
    """One bar: its words, its amount, and how far it reaches left (below zero) or right of zero."""

    words: str
    number: str
    reach: float
    avoided: bool

    @property
    def color(self) -> str:
        """Blue for cash, grey for what was not spent, orange for what was spent beyond."""
        return pic.BLUE if not self.avoided else pic.GREY if self.reach >= 0 else pic.ORANGE


def body_bars(say: Language, rows: Sequence[BodyRow], period: str) -> pic.Picture:
    """A group of bars per body: out to the left of zero, in or not spent to the right.

    Args:
        say: the reader's language.
        rows: bodies, in their order; one without any amount is not drawn.
        period: the years meant, such as "Nel 2024", to begin the sentence with.

    """
    names = [say("Chi"), say("Uscite (EUR)"), say("Entrate (EUR)"), say("Saldo di cassa (EUR)"), say("Risparmio (EUR)")]
    groups = [(row, marks) for row in rows if (marks := _marks(say, row))]
    if not groups:
        return pic.nothing_yet(say, names)
    reaches = [mark.reach for _, marks in groups for mark in marks]
    low, high = min(0.0, *reaches), max(0.0, *reaches)
    room = (high - low or 1.0) * 0.02
    top = float(pic.LINE)
    notes, shapes, traces = _directions(say), [], []
    for row, marks in groups:
        notes.append(pic.note(f"<b>{row.label}</b>", 0, top + _NAME / 2, xref="paper"))
        top += _NAME
        for mark in marks:
            middle = top + pic.LINE + _BAR / 2
            notes += _words(mark, top + pic.LINE / 2)
            shapes += _box(mark, middle)
            traces.append(_bar(mark, middle))
            top += _MARK
        top += _BETWEEN
    ends = (low - room, high + room)
    figure = pic.draw_rows(say, traces, top, ends, shapes=shapes, annotations=notes)
    accounts = [(row.label, row.account) for row in rows]
    lines = [(label, one.pays, one.receives, one.balance, one.saves) for label, one in accounts]
    return pic.Picture(figure, _takeaway(say, rows, period), pic.table(names, lines))


def _marks(say: Language, row: BodyRow) -> list[_Mark]:
    found, own = [], row.account
    if own.pays:
        found.append(_mark(say, say("uscite"), row.pays_for, own.pays, float(own.outflow)))
    if own.receives:
        found.append(_mark(say, say("entrate"), row.receives_for, own.receives, float(own.receives)))
    if own.saves:
        verb = say("risparmio") if own.saves > 0 else say("spesa in più")
        found.append(_mark(say, verb, row.saves_for, abs(own.saves), float(own.saves), avoided=True))
    return found


def _mark(
    say: Language, verb: str, things: Sequence[str], amount: Decimal, reach: float, *, avoided: bool = False
) -> _Mark:
    number = say.euro(amount)
    words = f"{verb}: {', '.join(things)}" if things else verb
    return _Mark(words if len(words) + len(number) <= pic.ROOM else verb, number, reach, avoided)


def _directions(say: Language) -> list[pic.Part]:
    """What left and right of zero mean."""
    font = pic.ink(pic.GREY, pic.SMALL)
    return [
        pic.note(say("◀ soldi che escono"), 0, pic.LINE / 2, xref="paper", font=font),
        pic.note(say("che entrano, o non si spendono ▶"), 1, pic.LINE / 2, xref="paper", xanchor="right", font=font),
    ]


def _words(mark: _Mark, middle: float) -> list[pic.Part]:
    font = pic.ink(pic.ORANGE if mark.color == pic.ORANGE else pic.INK)
    return [
        pic.note(mark.words, 0, middle, xref="paper", font=font),
        pic.note(f"<b>{mark.number}</b>", 1, middle, xref="paper", xanchor="right", align="right", font=font),
    ]


def _box(mark: _Mark, middle: float) -> list[pic.Part]:
    """The line of zero, and for what was not spent the dashed outline of a bar."""
    zero = pic.line((0, 0), (middle - _BAR / 2 - 1, middle + _BAR / 2 + 3), pic.INK, width=1.5)
    if not mark.avoided:
        return [zero]
    height = (middle - _BAR / 2, middle + _BAR / 2)
    edge = {"color": mark.color, "width": 1.5, "dash": "dot"}
    outline = pic.rect((0, mark.reach), height, line=edge, layer="above")
    return [outline, zero]


def _bar(mark: _Mark, middle: float) -> pic.Part:
    hover = f"{mark.words}<br><b>{mark.number}</b>"
    fill = {"color": pic.WHITE if mark.avoided else mark.color}
    return pic.bars([mark.reach], [middle], _BAR, [hover], fill, name="avoided" if mark.avoided else "cash")


def _takeaway(say: Language, rows: Sequence[BodyRow], period: str) -> str:
    payer = max(rows, key=lambda row: row.account.pays)
    saver = max(rows, key=lambda row: row.account.saves)
    paid = say(
        "{period} chi paga di più: {body}, {amount}",
        period=period,
        body=payer.label,
        amount=say.euro(payer.account.pays),
    )
    if saver.account.saves <= 0:
        return say("{paid}. Nessuno risparmia", paid=paid)
    return say(
        "{paid}. Chi risparmia di più: {body}, {amount}",
        paid=paid,
        body=saver.label,
        amount=say.euro(saver.account.saves),
    )

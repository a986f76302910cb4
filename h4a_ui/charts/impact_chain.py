"""The impact chain as a drawing: five columns of boxes and their arrows; on a narrow screen, one stage under another.

Drawn in HTML rather than by Plotly: words wrap by themselves at any width, and the reader's browser, which alone knows
the width, chooses between the two arrangements. Everything that comes from the programme's files is escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

import pandas as pd

from h4a_core.engine.working import Working
from h4a_ui.charts import picture as pic
from h4a_ui.language import Language


@dataclass(frozen=True)
class ChainFigure:
    """One indicator in words: its value with its detail, its target, whether it is reached (None: not to say).

    Without `working` the value says why there is none. Where it is `estimated`, so is reaching its target.
    """

    label: str
    value: str
    detail: str
    unit: str
    badge: str
    aim: str
    reached: bool | None
    frequency: str
    verification: str
    working: Working | None = None
    estimated: bool = False


@dataclass(frozen=True)
class ChainBox:
    """One box: its name, its figures (the first is drawn), a tag, whether it is the cashable one, where it leads."""

    id: str
    label: str
    figures: tuple[ChainFigure, ...]
    leads_to: tuple[str, ...] = ()
    tag: str = ""
    cashable: bool = False


@dataclass(frozen=True)
class ChainStage:
    """One stage: its name, a gloss in plain words, its boxes from top to bottom."""

    name: str
    gloss: str
    boxes: tuple[ChainBox, ...]


@dataclass(frozen=True)
class Drawing:
    """A drawing as HTML, the sentence that says what it shows, and the same data as a table."""

    markup: str
    takeaway: str
    table: pd.DataFrame


def impact_chain(say: Language, stages: Sequence[ChainStage]) -> Drawing:
    """The stages from left to right, each box with its live figure, each arrow from a box to one of the next stage."""
    parts = []
    for number, stage in enumerate(stages):
        if number:
            parts.append(_arrows(stages[number - 1], stage, column=2 * number))
        parts.append(_stage(say, stage, column=2 * number + 1))
    takeaway = _takeaway(say, [one for stage in stages for box in stage.boxes for one in box.figures])
    frame = f'<div class="h4a-chain" role="group" aria-label="{escape(takeaway)}">'
    grid = f'<style>{_style(len(stages))}</style><div class="h4a-chain-grid">{"".join(parts)}</div>'
    return Drawing(f"{frame}{grid}</div>", takeaway, _table(say, stages))


def state_words(say: Language, figure: ChainFigure) -> str:
    """Whether the target is reached, by a shape and a word."""
    if figure.reached is None:
        return ""
    if figure.estimated:
        words = say("✓ secondo le ipotesi") if figure.reached else say("✕ secondo le ipotesi")
    else:
        words = say("✓ raggiunto") if figure.reached else say("✕ non raggiunto")
    return words.replace(" ", "\u00a0", 1)  # a no-break space keeps the shape beside its word


def _stage(say: Language, stage: ChainStage, column: int) -> str:
    boxes = "".join(f'<div class="h4a-slot">{_box(say, box, leads=column > 1)}</div>' for box in stage.boxes)
    place = f'style="grid-column:{column}"'
    name = f'<div class="h4a-stage" {place}><b>{escape(stage.name)}</b><br>{escape(stage.gloss)}</div>'
    return f'{name}<div class="h4a-boxes" {place}>{boxes}</div>'


def _box(say: Language, box: ChainBox, *, leads: bool) -> str:
    first = box.figures[0]
    kind = " ".join(["h4a-box", *(["h4a-cashable"] if box.cashable else []), *(["h4a-led-to"] if leads else [])])
    lines = [f'<div class="h4a-tag">{escape(box.tag)}</div>' if box.tag else ""]
    lines.append(f'<div class="h4a-label">{escape(box.label)}</div>')
    if first.working is None:
        lines.append(f'<div class="h4a-lacking">{escape(first.value)}</div>')
    else:
        lines.append(f'<div class="h4a-value">{escape(first.value)} <small>{escape(first.detail)}</small></div>')
    note = f"{first.badge} · {first.label}" if first.badge else first.label
    lines.append(f'<div class="h4a-note">{escape(note)}</div>')
    state = state_words(say, first)
    if first.aim:
        words = escape(say("obiettivo {aim}", aim=first.aim))
        missed = ' class="h4a-missed"' if first.reached is False else ""
        lines.append(f'<div class="h4a-note">{words}<br><b{missed}>{escape(state)}</b></div>')
    return f'<div class="{kind}">{"".join(lines)}</div>'


def _arrows(before: ChainStage, after: ChainStage, column: int) -> str:
    """A curve from the middle of each box to the middle of those it leads to; all boxes of a stage are as tall."""
    rows = {box.id: (row + 0.5) * 100 / len(after.boxes) for row, box in enumerate(after.boxes)}
    cashable = {box.id for box in (*before.boxes, *after.boxes) if box.cashable}
    curves = []
    for row, box in enumerate(before.boxes):
        start = (row + 0.5) * 100 / len(before.boxes)
        for to in box.leads_to:
            colour, width = (pic.BLUE, 2) if {box.id, to} & cashable else (pic.GREY, 1.25)
            way = f"M0 {start:.2f} C55 {start:.2f} 45 {rows[to]:.2f} 100 {rows[to]:.2f}"
            curves.append(f'<path d="{way}" stroke="{colour}" stroke-width="{width}"/>')
    drawn = _SVG.format("".join(curves))
    image = f'<img alt="" src="data:image/svg+xml,{quote(drawn)}">'
    return f'<div class="h4a-arrows" style="grid-column:{column}">{image}<span aria-hidden="true">↓</span></div>'


_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none">'
    "<style>path {{ fill: none; vector-effect: non-scaling-stroke; }}</style>{}</svg>"
)
"""An image of its own, since Streamlit strips drawings from HTML; stretched without stretching the lines."""


def _takeaway(say: Language, shown: Sequence[ChainFigure]) -> str:
    aimed = [one for one in shown if one.aim]
    missed = [one.label for one in aimed if one.reached is False]
    unknown = [one.label for one in aimed if one.reached is None]
    words = say.plural(
        "{n} obiettivo raggiunto su {total}",
        "{n} obiettivi raggiunti su {total}",
        sum(one.reached is True for one in aimed),
        total=say.number(len(aimed)),
    )
    if missed:
        words += "; " + say("non ancora: {labels}", labels=", ".join(missed))
    if unknown:
        words += "; " + say("da rilevare o da decidere: {labels}", labels=", ".join(unknown))
    return words


def _table(say: Language, stages: Sequence[ChainStage]) -> pd.DataFrame:
    names = [say("Indicatore"), say("Valore"), say("Unità"), say("Obiettivo"), say("Esito"), say("Casella")]
    names += [say("Stadio"), say("Ogni quanto"), say("Fonte di verifica")]
    return pic.table(
        names, [_line(say, stage, box, one) for stage in stages for box in stage.boxes for one in box.figures]
    )


def _line(say: Language, stage: ChainStage, box: ChainBox, one: ChainFigure) -> tuple[object, ...]:
    """One indicator as a line of the table."""
    value = one.working.value if one.working else None
    outcome = state_words(say, one) or ("" if one.working else one.value)
    what = (one.label, value, one.unit, one.aim, outcome)
    return (*what, box.label, stage.name, one.frequency, one.verification)


def _style(stages: int) -> str:
    """Where things stand: `stages` columns with arrows between; below 800 pixels one stage under another."""
    border = f"1px solid {pic.HAIR}"
    columns = " 2.25rem ".join(["minmax(0, 1fr)"] * stages)
    return f"""
.h4a-chain {{ container-type: inline-size; color: {pic.INK}; line-height: 1.3; }}
.h4a-chain-grid {{ display: grid; grid-template-columns: {columns}; grid-template-rows: auto 1fr; row-gap: .5rem; }}
.h4a-stage {{ grid-row: 1; font-size: .8125rem; color: {pic.GREY}; }}
.h4a-stage b {{ font-size: 1rem; color: {pic.INK}; }}
.h4a-boxes {{ grid-row: 2; display: grid; grid-auto-rows: 1fr; row-gap: 0; }}
.h4a-slot {{ display: flex; align-items: center; padding: .5rem 0; }}
.h4a-box {{ position: relative; width: 100%; padding: .625rem .75rem; background: {pic.WHITE}; border: {border};
    border-radius: .25rem; overflow-wrap: break-word; }}
.h4a-cashable {{ background: {pic.BLUE_TINT}; border: 2px solid {pic.BLUE}; }}
.h4a-tag {{ font-size: .75rem; color: {pic.GREY}; }}
.h4a-cashable .h4a-tag {{ font-weight: 700; }}
.h4a-label {{ font-size: .9375rem; font-weight: 600; }}
.h4a-value {{ font-size: 1.375rem; font-weight: 700; margin: .125rem 0; }}
.h4a-value small {{ font-size: .8125rem; font-weight: 400; white-space: nowrap; }}
.h4a-lacking {{ color: {pic.GREY}; font-style: italic; margin: .25rem 0; }}
.h4a-note {{ font-size: .75rem; color: {pic.GREY}; margin-top: .125rem; }}
.h4a-cashable .h4a-tag, .h4a-cashable .h4a-note, .h4a-cashable .h4a-lacking, .h4a-note b {{ color: {pic.INK}; }}
.h4a-note b.h4a-missed {{ color: {pic.ORANGE}; }}
.h4a-led-to::before {{ content: ""; position: absolute; left: -.5rem; top: calc(50% - .3125rem);
    border: .3125rem solid transparent; border-right: 0; border-left: .5rem solid {pic.GREY}; }}
.h4a-cashable.h4a-led-to::before {{ left: calc(-.5rem - 1px); border-left-color: {pic.BLUE}; }}
.h4a-arrows {{ grid-row: 2; position: relative; }}
.h4a-arrows img {{ position: absolute; inset: 0; width: calc(100% - .4375rem); height: 100%; max-width: none; }}
.h4a-arrows span {{ display: none; }}
@container (max-width: 800px) {{
    .h4a-chain-grid {{ display: block; }}
    .h4a-boxes {{ display: flex; flex-wrap: wrap; gap: .5rem; padding: .25rem 0; }}
    .h4a-slot {{ flex: 1 1 150px; align-items: stretch; padding: 0; }}
    .h4a-led-to::before {{ display: none; }}
    .h4a-arrows img {{ display: none; }}
    .h4a-arrows span {{ display: block; text-align: center; color: {pic.GREY}; font-size: 1.25rem; }}
}}
"""

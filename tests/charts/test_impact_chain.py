"""The impact chain: its words, its arrows, what is reached and what is not known."""

import re
from dataclasses import replace
from fractions import Fraction
from urllib.parse import unquote

import pytest

from h4a_core.engine.working import Working
from h4a_core.text import Text
from h4a_ui.charts.impact_chain import ChainBox, ChainFigure, ChainStage, Drawing, impact_chain
from h4a_ui.language import Language

RATE = Working(Text(it="Famiglie", en="Families"), Fraction(9, 11), "share", "data")
KNOWN = ChainFigure(
    "Famiglie stabili", "82 %", "9 di 11", "quota", "dato", "> 80 %", True, "ogni anno", "contratti", RATE
)
MISSED = replace(KNOWN, label="Famiglie <migliorate>", value="73 %", reached=False)
UNKNOWN = ChainFigure("Alloggi", "non ancora rilevato", "", "numero", "", "≥ 50", None, "ogni mese", "elenco")
PLAIN = replace(KNOWN, label="Contratti", value="22", detail="", aim="", reached=None)


def _stages() -> list[ChainStage]:
    return [
        ChainStage("Output", "che cosa ne esce", (ChainBox("a", "Contratti", (PLAIN,), ("c",)),)),
        ChainStage(
            "Outcome",
            "che cosa cambia",
            (
                ChainBox("b", "Benessere", (MISSED, KNOWN), tag="valorizzato"),
                ChainBox("c", "Alberghi evitati", (UNKNOWN,), tag="monetizzabile", cashable=True),
            ),
        ),
    ]


@pytest.fixture
def drawing(say: Language) -> Drawing:
    return impact_chain(say, _stages())


def _text(drawing: Drawing) -> str:
    """What a reader sees, without the marks."""
    body = drawing.markup.partition("</style>")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body))


def test_each_box_shows_its_words_its_first_figure_and_its_target(drawing: Drawing) -> None:
    assert "Contratti 22 dato · Contratti" in _text(drawing)
    assert "Benessere 73 % 9 di 11 dato · Famiglie &lt;migliorate&gt; obiettivo &gt; 80 % ✕ non raggiunto" in _text(
        drawing
    )
    assert "Famiglie stabili" not in _text(drawing)


def test_what_is_not_recorded_is_said_in_words_and_never_as_zero(drawing: Drawing) -> None:
    assert "monetizzabile Alberghi evitati non ancora rilevato Alloggi obiettivo ≥ 50" in _text(drawing)


def test_the_cashable_outcome_is_marked_by_word_and_colour(drawing: Drawing) -> None:
    marked = re.findall(r'<div class="h4a-box h4a-cashable[^"]*"><div class="h4a-tag">([^<]*)', drawing.markup)
    assert marked == ["monetizzabile"]


def test_an_arrow_goes_from_the_middle_of_a_box_to_the_middle_of_the_one_it_leads_to(drawing: Drawing) -> None:
    # one box on the left stands at half the height; of two on the right the second at three quarters
    assert re.findall(r'd="([^"]*)" stroke="([^"]*)"', unquote(drawing.markup)) == [
        ("M0 50.00 C55 50.00 45 75.00 100 75.00", "#0066CC")
    ]


def test_the_takeaway_names_what_is_missed_and_what_is_not_known(drawing: Drawing, say: Language) -> None:
    assert drawing.takeaway == (
        "1 obiettivo raggiunto su 3; non ancora: Famiglie <migliorate>; da rilevare o da decidere: Alloggi"
    )
    assert 'aria-label="1 obiettivo raggiunto su 3; non ancora: Famiglie &lt;migliorate&gt;' in drawing.markup
    reached = ChainStage("Impatto", "che cosa resta", (ChainBox("a", "a", (KNOWN,)), ChainBox("b", "b", (KNOWN,))))
    assert impact_chain(say, [reached]).takeaway == "2 obiettivi raggiunti su 2"


def test_the_table_holds_every_figure_as_a_number_with_its_unit(drawing: Drawing) -> None:
    table = drawing.table
    assert table["Indicatore"].tolist() == ["Contratti", "Famiglie <migliorate>", "Famiglie stabili", "Alloggi"]
    assert table["Valore"].iloc[2] == pytest.approx(9 / 11)
    assert table["Valore"].isna().tolist() == [False, False, False, True]
    assert table["Esito"].tolist() == ["", "✕\u00a0non raggiunto", "✓\u00a0raggiunto", "non ancora rilevato"]


def test_words_of_the_files_cannot_become_marks(say: Language) -> None:
    nasty = replace(PLAIN, label="<script>", value='"><b>')
    stage = ChainStage("<i>", "<u>", (ChainBox("a", "<img>", (nasty,), tag="<em>"),))
    markup = impact_chain(say, [stage]).markup
    assert not re.search(r"<(script|i|u|img|em)>", markup)

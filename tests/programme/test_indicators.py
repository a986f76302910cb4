"""Indicators as data: read whole, or refused with every fault, its line and its remedy."""

from pathlib import Path

import pytest

from h4a_core.indicators import _FIGURES
from h4a_core.programme import Programme, ProgrammeError, Source
from h4a_core.programme.impact_chain import load_chain
from h4a_core.programme.indicators import FIGURES, WAYS, Indicator, load_indicators
from tests.conftest import TORINO

FILE = TORINO.with_suffix("") / "indicators.yaml"
WORDS = """
    label: {it: Prova, en: Trial}
    meaning: {it: prova, en: trial}
    frequency: {it: ogni anno, en: yearly}
    verification: {it: prova, en: trial}
    direction: higher
"""
QUERY = "query: SELECT count(*) FROM households WHERE enrolled_date <= $as_of"


def _written(folder: Path, **entries: str) -> Path:
    """A file of indicators that differ in the lines given."""
    path = folder / "indicators.yaml"
    parts = [f"  {name}:{WORDS}    " + "\n    ".join(lines.split("\n")) for name, lines in entries.items()]
    path.write_text("indicators:\n" + "\n".join(parts) + "\n", encoding="utf-8")
    return path


def _refused(folder: Path, programme: Programme, **entries: str) -> ProgrammeError:
    with pytest.raises(ProgrammeError) as refused:
        load_indicators(_written(folder, **entries), programme)
    return refused.value


def test_the_indicators_of_torino_say_all_that_an_evaluator_asks(torino: Programme) -> None:
    found = load_indicators(FILE, torino)
    assert {way for one in found.values() for way in WAYS if getattr(one, way) is not None} == set(WAYS)
    for name, one in found.items():
        words = (one.label, one.meaning, one.frequency, one.verification)
        assert all(text.it and text.en for text in words), name


def _sources(one: Indicator) -> list[Source]:
    found = [one.stated.source if one.stated else None, one.target.source if one.target else None]
    return [source for source in found if source]


def test_every_quoted_word_of_indicators_and_chain_stands_in_its_source(torino: Programme) -> None:
    indicators = load_indicators(FILE, torino)
    chain = load_chain(TORINO.with_suffix("") / "impact-chain.yaml", indicators)
    sources = [source for one in indicators.values() for source in _sources(one)]
    sources += [box.source for box in chain.boxes.values()]
    sources += [link.source for box in chain.boxes.values() for link in box.leads_to if link.source]
    assert len(sources) >= 20
    for source in sources:
        if source.address is not None:
            assert source.date, source
        if source.document.startswith("sources/"):
            assert source.quote, source
            words = (TORINO.parent / source.document).read_text(encoding="utf-8")
            assert "".join(source.quote.split()) in "".join(words.split()), source.quote
        else:
            assert source.address, source


def test_every_figure_that_a_file_may_name_is_one_of_the_statement() -> None:
    assert set(FIGURES) == {*_FIGURES, "housed_now"}


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("unit: share", "just one of query, formula, figure, stated"),
        (f"unit: share\n{QUERY}\nfigure: households", "just one of query, formula, figure, stated"),
        (f"unit: euros\n{QUERY}", "'euros' is unknown. Allowed: EUR, days,"),
        ("unit: households\nfigure: familes", "'familes' is unknown"),
        ("unit: share\nfigure: minors", "'minors' is in people: write  unit: people"),
        ("unit: people\nfigure: net_saving", "'net_saving' is in EUR: write  unit: EUR"),
        (f"unit: share\n{QUERY}\ntarget: {{number: 0.5}}", "a target is number with its source, or formula"),
        (f"unit: share\n{QUERY}\ntarget: {{strict: true}}", "a target is number with its source, or formula"),
        (
            f"unit: share\n{QUERY}\ntarget: {{formula: {{value: full_threshold}}, strict: true, side: denominator}}",
            "strict or side, not both",
        ),
        (f"unit: share\n{QUERY}\ntarget: {{formula: {{value: full_threshold}}, side: sides}}", "'sides' is unknown"),
        (f"unit: share\n{QUERY}\ntarget: {{formula: {{value: full_treshold}}}}", "Did you mean 'full_threshold'?"),
        ("unit: share\nformula: {rate: stabilty}", "Did you mean 'stability'?"),
        ("unit: EUR\nformula: {clause: year_1}", "clause is for the contract only"),
        ("unit: share\nformula: {metric: trial}", "'trial' is not computed yet: put it above 'trial'"),
    ],
)
def test_an_indicator_that_cannot_be_meant_is_refused_with_its_remedy(
    lines: str, words: str, tmp_path: Path, torino: Programme
) -> None:
    assert words in _refused(tmp_path, torino, trial=lines).said("en")


def test_a_formula_looks_only_at_what_stands_above_it(tmp_path: Path, torino: Programme) -> None:
    ratio = "unit: number\nformula: {ratio: [{metric: second}, {metric: second}]}"
    second = f"unit: number\n{QUERY}"
    assert list(load_indicators(_written(tmp_path, second=second, first=ratio), torino)) == ["second", "first"]
    refused = _refused(tmp_path, torino, first=ratio, second=second)
    assert "'second' is not computed yet: put it above 'first'" in refused.said("en")


def test_the_fault_of_a_formula_is_told_with_its_line(tmp_path: Path, torino: Programme) -> None:
    ratio = "formula:\n  ratio:\n    - {metric: x}\n    - {number: 1}"
    (fault,) = _refused(tmp_path, torino, trial=f"unit: share\n{ratio}").faults
    assert (fault.line, fault.place) == (11, "indicators.trial.formula.ratio.0.metric")
    dated = "formula: {when: {all: [{since: 2024-01-01}], then: {number: 1}}}"
    (fault,) = _refused(tmp_path, torino, trial=f"unit: share\n{dated}").faults
    assert fault.place == "indicators.trial.formula"


@pytest.mark.parametrize("name", ["stability", "full_threshold", "year_1"])
def test_a_name_of_the_contract_is_not_given_twice(name: str, tmp_path: Path, torino: Programme) -> None:
    refused = _refused(tmp_path, torino, **{name: f"unit: number\n{QUERY}"})
    assert f"'{name}' is already a name of the contract" in refused.said("en")

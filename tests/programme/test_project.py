"""The project as data: who, with what money, in which phases; every sentence with its source."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pydantic import BaseModel

from h4a_core.programme import Programme, ProgrammeError, Source
from h4a_core.programme.indicators import load_indicators
from h4a_core.programme.project import Project, load_project
from tests.conftest import TORINO

FILE = TORINO.with_suffix("") / "project.yaml"
SEEDS = TORINO.parent / "sources"


@pytest.fixture(scope="module")
def project(torino: Programme) -> Project:
    return load_project(FILE, torino, load_indicators(FILE.with_name("indicators.yaml"), torino))


def _sources(part: object) -> Iterator[Source]:
    if isinstance(part, Source):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _sources(getattr(part, name))
    elif isinstance(part, Mapping):
        for one in part.values():
            yield from _sources(one)
    elif isinstance(part, tuple):
        for one in part:
            yield from _sources(one)


def test_every_sentence_quotes_the_project_s_documents_or_names_an_address_and_a_day(project: Project) -> None:
    found = list(_sources(project))
    assert len(found) > 30
    for source in found:
        if source.document.startswith("sources/"):
            assert source.quote
            words = (TORINO.parent / source.document).read_text(encoding="utf-8")
            assert "".join(source.quote.split()) in "".join(words.split()), source.quote
        else:
            assert source.address, source
        assert source.address is None or source.date, source


def test_the_partners_are_the_six_that_the_document_names(project: Project) -> None:
    assert [one.name.it for one in project.partners] == [
        "Città di Torino", "Homes4All", "Brainscapital", "Homers", "Associazione ACMOS", "Camera di commercio",
    ]  # fmt: skip
    words = (SEEDS / "homes4all-il-progetto.txt").read_text(encoding="utf-8").lower()
    for one in project.partners:
        assert one.name.it.lower() in words, one.name.it


def test_the_fund_is_under_the_decree_of_21_december_2018(project: Project) -> None:
    assert project.fund.law == "D.P.C.M. 21/12/2018"
    assert [one.indicator for one in project.funders] == ["public_grant", "private_funds", "premium"]


def test_of_three_phases_two_are_over_and_the_third_has_no_date(project: Project) -> None:
    assert [(one.label.it[:3], one.done, one.dates is None) for one in project.phases] == [
        ("I ·", True, False),
        ("II ", True, False),
        ("III", False, True),
    ]
    assert [(len(one.delivered), len(one.open)) for one in project.phases] == [(2, 1), (3, 1), (0, 1)]


def test_what_the_documents_name_by_a_title_only_is_empty_and_waits(project: Project) -> None:
    assert list(project.city) == ["objectives", "services_map", "services_in_the_flow", "list_indicators"]
    assert not any(one.items for one in (project.endorsement, *project.city.values()))


def _faults(folder: Path, torino: Programme, *changes: tuple[str, str]) -> list[str]:
    text = FILE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "project.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as refused:
        load_project(path, torino, ["public_grant", "private_funds", "premium"])
    return [fault.said("en") for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("indicator: public_grant", "indicator: public_grants", "Did you mean 'public_grant'?"),
        (
            "dates: {from: 2020-01-01, to: 2020-12-31}",
            "dates: {from: 2020-12-31, to: 2020-01-01}",
            "its end comes after",
        ),
        (
            "dates: {from: 2022-09-01",
            "dates: {from: 2019-09-01",
            "begins on 2019-09-01, before the one above it (2020-",
        ),
        ("done: false", "done: true", "a phase that is over has its dates: add  dates: {from: "),
        ("unit: households", "unit: homes", "'homes' is unknown"),
        ("law: D.P.C.M.", "decree: D.P.C.M.", "key 'decree' is unknown. Allowed: law, name, purpose, source"),
    ],
)
def test_a_fault_is_told_with_its_remedy(old: str, new: str, words: str, torino: Programme, tmp_path: Path) -> None:
    assert any(words in one for one in _faults(tmp_path, torino, (old, new)))

"""The file of who pays whom is read whole, or refused with every fault."""

from decimal import Decimal
from pathlib import Path

import pytest

from h4a_core.programme import ProgrammeError
from h4a_core.programme.money import Dated, load_money
from tests.conftest import TORINO

FILE = TORINO.with_suffix("") / "money.yaml"


def _refused(tmp_path: Path, old: str, new: str) -> str:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "money.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProgrammeError) as refused:
        load_money(path)
    return refused.value.said("en")


def test_the_state_gave_600_000_euro_in_the_words_of_the_source() -> None:
    (grant,) = [flow.amount for flow in load_money(FILE).flows if isinstance(flow.amount, Dated)]
    assert grant.value == Decimal(600_000)
    words = (TORINO.parent / grant.source.document).read_text(encoding="utf-8")
    assert grant.source.quote
    assert grant.source.quote in words


def test_a_flow_goes_between_bodies_that_are_named(tmp_path: Path) -> None:
    assert "Did you mean 'state'?" in _refused(tmp_path, "from: state", "from: stato")
    assert "flows.0.to" in _refused(tmp_path, "to: provider", "to: nobody")
    assert "savings.0.of" in _refused(tmp_path, "of: city", "of: town")
    assert "payer" in _refused(tmp_path, "payer: city", "payer: town")
    assert "beneficiaries" in _refused(tmp_path, "beneficiaries: families", "beneficiaries: people")


def test_only_figures_of_the_list_can_be_asked_for(tmp_path: Path) -> None:
    assert "rents" in _refused(tmp_path, "amount: rents", "amount: rent")


def test_no_id_stands_twice(tmp_path: Path) -> None:
    assert "savings.0.id: 'hotels' is there already" in _refused(tmp_path, "id: hotels_avoided", "id: hotels")

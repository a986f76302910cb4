"""What access is held against: published figures, each with its address."""

from decimal import Decimal
from pathlib import Path

import pytest

from h4a_core.programme import ProgrammeError
from h4a_core.programme.access import load_access
from tests.conftest import TORINO

ACCESS = TORINO.parent / "homes4all-torino" / "access.yaml"


def test_every_published_figure_has_an_address_and_a_day() -> None:
    access = load_access(ACCESS)
    values = [access.published_wait, access.public_list_wait, *access.rents.values(), *access.rent_savings.values()]
    assert [one.value for one in values] == [Decimal("4.6"), 24, 361, 481, 66, 139]
    for one in values:
        assert (one.source.address or "").startswith("http")
        assert one.source.date


def test_a_wait_in_days_a_rent_of_nothing_and_an_unknown_class_are_refused_together(tmp_path: Path) -> None:
    text = ACCESS.read_text(encoding="utf-8")
    for old, new in (("unit: months", "unit: days"), ("value: 361", "value: 0"), ("no_income:", "no_incom:")):
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "access.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as refused:
        load_access(path)
    assert [(fault.place, fault.message.en.split(".")[0]) for fault in refused.value.faults] == [
        ("published_wait.unit", "the unit here is months, not 'days'"),
        ("rents.locare_2023.value", "0 is not above 0: mend it"),
        ("rent_savings.no_incom", "'no_incom' is unknown"),
    ]

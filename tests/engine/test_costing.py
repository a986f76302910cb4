"""Published cost tables are done again to the printed digit."""

from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.costing import a_year, as_printed, checks, cost_each, saved_in_all
from h4a_core.programme.social_value import load_social_value
from tests.conftest import TORINO

PUBLISHED = load_social_value(TORINO.with_suffix("") / "social-value.yaml").published


def test_86_people_cost_8630_pounds_each_in_90_days_and_34_518_a_year() -> None:
    each = cost_each(Decimal(742_141), 86)
    assert f"{float(each):.2f}" == "8629.55"
    assert as_printed(each, Decimal(8630), cut=False) == 8630
    # four times 90 days; 365 / 90 times would give 34 997
    assert as_printed(a_year(each, 4), Decimal(34_518), cut=False) == 34_518


def test_86_people_cost_2_96_million_pounds_a_year() -> None:
    all_of_them = a_year(Decimal(742_141), 4)
    assert all_of_them == 2_968_564  # printed as 2.96 million: cut, not rounded
    assert as_printed(all_of_them / 10**6, Decimal("2.96"), cut=True) == Decimal("2.96")
    assert as_printed(all_of_them / 10**6, Decimal("2.96"), cut=False) == Decimal("2.97")


def test_preventing_it_saves_9266_pounds_each_and_796_thousand_in_all() -> None:
    saved = saved_in_all(Decimal(9266), 86)
    assert saved == 796_876
    assert as_printed(saved / Fraction(1000), Decimal(796), cut=True) == 796


def test_every_published_figure_of_the_file_agrees_to_the_printed_digit() -> None:
    found = checks(PUBLISHED)
    assert [(one.printed, one.agrees) for one in found] == [
        (Decimal("1138488.88"), True), (Decimal("1755884.44"), True), (Decimal(8630), True), (Decimal(34_518), True),
        (Decimal("2.96"), True), (Decimal(796), True),
    ]  # fmt: skip
    assert all(one.source.note for one in found)
    assert [one.currency for one in found] == [None, None, "GBP", "GBP", "GBP", "GBP"]


def test_a_figure_that_is_not_the_one_printed_does_not_agree() -> None:
    table = PUBLISHED.costing[0].model_copy(update={"windows_a_year": 5})
    found = checks(PUBLISHED.model_copy(update={"costing": (table,)}))
    assert [one.agrees for one in found] == [True, True, True, False, False, True]

"""The social value: discounting as published, each step of an outcome, the ratio as a range."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from h4a_core.engine.access import NO_RENTS, RentPair
from h4a_core.engine.ratio import Ratio, payback_year, proxy_needed, ratio, unvalued
from h4a_core.engine.value import (
    Bounds,
    Valuation,
    explained,
    present_value,
    together,
    valuations,
    worth,
)
from h4a_core.engine.working import Working, cents
from h4a_core.programme import Programme
from h4a_core.programme.model import Source, Value
from h4a_core.programme.social_value import SocialValue, load_social_value
from h4a_core.text import Text
from tests.conftest import TORINO
from tests.facts_made import cohort_facts, facts_of, sample_figures

MODEL = load_social_value(TORINO.with_suffix("") / "social-value.yaml")
RENTS = RentPair(10, Decimal(4500), Decimal(3500))
PUT_IN = Text(it="Risorse", en="Resources")


def _found(torino: Programme, rents: RentPair = RENTS, model: SocialValue = MODEL, **tried: Decimal) -> list[Valuation]:
    return valuations(model, sample_figures(), torino.in_force(), rents, tried)


def _valued(torino: Programme, rents: RentPair = RENTS, **tried: Decimal) -> list[Valuation]:
    """Only the outcomes that have a value: the programme of an evaluator who wants no other."""
    return [one for one in _found(torino, rents, **tried) if one.proxy]


def _put_in(low: int, value: int, high: int) -> Bounds:
    return Bounds(PUT_IN, "EUR", Fraction(low), Fraction(value), Fraction(high))


@pytest.mark.parametrize(
    ("first", "each", "printed"), [(-580_000, 250_000, "1138488.88"), (-650_000, 350_000, "1755884.44")]
)
def test_present_value_is_as_published_to_the_cent(first: int, each: int, printed: str) -> None:
    assert cents(present_value([first, *[each] * 8], Decimal("0.035"))) == Decimal(printed)


def test_rents_below_the_market_are_worth_17_535_euro_of_12_000_a_year(torino: Programme) -> None:
    # 10 families save 1 000 a month: 1 200 a year each. 12 000 x 0.8 x 0.9 x 0.8 = 6 912 in the first year,
    # then 6 220.80 and 5 598.72; over 1.035, 1.071225 and 1.108717875: 6 678.26 + 5 807.18 + 5 049.72 = 17 535.17
    rent = _found(torino)[1]
    assert (rent.households, rent.proxy.bounds.value, rent.proxy.badge) == (10, 1200, "data")
    assert rent.flows() == [6912, Fraction("6220.8"), Fraction("5598.72")]
    ladder = rent.ladder
    assert (ladder.gross, ladder.deadweight, ladder.displacement, ladder.elsewhere) == (12_000, 2400, 960, 1728)
    assert (ladder.first_year, ladder.later_years) == (6912, Fraction("11819.52"))
    assert cents(rent.present()) == cents(ladder.present) == Decimal("17535.17")
    assert cents(ladder.discount) == Decimal("1196.35")  # 18 731.52 - 17 535.169


def test_the_working_of_an_outcome_adds_up_and_every_leaf_says_where_it_comes_from(torino: Programme) -> None:
    rent = _found(torino)[1]
    working = explained(MODEL, rent, rent.proxy)
    assert working.value == Decimal("17535.17")
    families, proxy, *assumptions = working.inputs
    assert (families.value, proxy.value, proxy.badge) == (10, 1200, "data")
    assert proxy.formula
    assert [one.value for one in proxy.inputs] == [12_000]
    assert len(assumptions) == 6
    assert all(one.source for one in assumptions)
    assert (assumptions[3].value, assumptions[3].unit) == (36, "months")


def test_a_proxy_nobody_entered_is_worth_nothing_and_one_that_is_tried_is_marked_as_ones_own(torino: Programme) -> None:
    empty = _found(torino)[0]
    assert (empty.households, empty.proxy, empty.present()) == (8, None, 0)
    # 8 families x 1 000 x 0.75 x 1 x 0.8 = 4 800, in one year: / 1.035 = 4 637.68
    tried = _found(torino, wellbeing=Decimal(1000))[0]
    assert cents(tried.present()) == Decimal("4637.68")
    leaf = explained(MODEL, tried, tried.proxy).inputs[1]
    assert (leaf.badge, leaf.formula) == ("assumption", None)
    assert "non salvata" in leaf.source.note.it


def test_a_proxy_tried_never_replaces_one_that_is_measured(torino: Programme) -> None:
    assert _found(torino, access_money=Decimal(9))[1].proxy.bounds.value == 1200


def test_rents_of_fewer_than_three_families_are_not_valued(torino: Programme) -> None:
    rent = _found(torino, RentPair(2, Decimal(700), Decimal(600)))[1]
    assert (rent.households, rent.proxy) == (2, None)


def test_families_that_waited_less_than_the_limit_are_counted(torino: Programme) -> None:
    assert _found(torino)[2].households == 20


def test_a_proxy_entered_with_its_source_is_used_with_its_bounds(torino: Programme) -> None:
    entered = {"value": Decimal(1000), "low": Decimal(500), "high": Decimal(2000), "source": Source(document="studio")}
    outcome = MODEL.outcomes[0]
    outcome = outcome.model_copy(update={"proxy": outcome.proxy.model_copy(update=entered)})
    model = MODEL.model_copy(update={"outcomes": (outcome,)})
    (found,) = _found(torino, model=model)
    assert found.proxy.source.document == "studio"
    # 8 x 0.75 x 0.8 / 1.035 = 4.637681...
    bounds = found.numbers["proxy"]
    assert cents(found.present({"proxy": bounds.low})) == Decimal("2318.84")
    assert cents(found.present({"proxy": bounds.high})) == Decimal("9275.36")


def test_several_outcomes_are_added_step_by_step(torino: Programme) -> None:
    one, other = (found.ladder for found in _found(torino, wellbeing=Decimal(1000))[:2])
    both = together([one, other])
    assert both.gross == 20_000
    assert both.present == one.present + other.present
    assert together([]).present == 0


def test_the_ratio_ranges_from_all_assumptions_at_their_worst_to_all_at_their_best(torino: Programme) -> None:
    found = ratio(_valued(torino), _put_in(20_000, 25_000, 40_000))
    # worst: 12 000 x 0.6 x 0.75 x 0.5 = 2 700, one year, at 7 %: 2 523.36 / 40 000
    # best: 12 000 a year for 5 years, nothing taken off: 60 000 / 20 000
    assert round(found.low, 6) == Fraction("0.063084")
    assert cents(found.value * 25_000) == Decimal("17535.17")
    assert found.high == 3


def test_one_assumption_at_a_time_moves_the_ratio_the_widest_first(torino: Programme) -> None:
    swings = ratio(_valued(torino), _put_in(25_000, 25_000, 25_000)).swings
    assert [one.bounds.label.en for one in swings] == [
        "Duration", "Due to the programme", "Would have happened anyway", "Drop-off each year", "Taken from others",
        "Discount rate",
    ]  # fmt: skip
    # one year only: 6 912 / 1.035 = 6 678.26
    assert cents(swings[0].at_low * 25_000) == Decimal("6678.26")
    assert cents(swings[-1].at_low * 25_000) == Decimal("18731.52")  # not discounted
    assert swings[-1].of is None
    assert swings[0].of == MODEL.outcomes[1].label


def test_the_cashable_saving_is_added_only_when_it_is_asked_for(torino: Programme) -> None:
    saving = Bounds(Text(it="r", en="s"), "EUR", Fraction(10_000), Fraction(20_000), Fraction(30_000))
    alone, summed = (ratio(_valued(torino), _put_in(50_000, 50_000, 50_000), beside) for beside in (None, saving))
    assert summed.value - alone.value == Fraction(2, 5)
    assert summed.low - alone.low == Fraction(1, 5)
    (swing,) = [one for one in summed.swings if one.bounds is saving]
    assert swing.width == Fraction(2, 5)


def test_rents_above_the_market_turn_worst_and_best_round(torino: Programme) -> None:
    found = ratio(_valued(torino, RentPair(10, Decimal(3500), Decimal(4500))), _put_in(20_000, 20_000, 40_000))
    assert found.low == -3
    assert found.low < found.value < found.high < 0


def test_with_no_value_at_all_the_ratio_is_nothing_and_with_nothing_put_in_there_is_none(torino: Programme) -> None:
    assert ratio([], _put_in(1, 2, 3)) == Ratio(Fraction(0), Fraction(0), Fraction(0), [])
    assert ratio([], _put_in(0, 0, 0)) is None
    assert ratio(_valued(torino), _put_in(0, 0, 0)) is None


def test_while_the_value_of_an_outcome_is_missing_there_is_neither_ratio_nor_payback(torino: Programme) -> None:
    found = _found(torino)
    assert [one.outcome.id for one in unvalued(found)] == ["wellbeing", "access_time"]
    assert ratio(found, _put_in(1, 1, 1)) is None
    assert payback_year(found, Decimal(1)) is None
    whole = _found(torino, wellbeing=Decimal(1000), access_time=Decimal(0))
    assert unvalued(whole) == []
    # 17,535.17 of the rents and 8 x 1,000 x 0.75 x 0.8 / 1.035 = 4,637.68
    assert cents(ratio(whole, _put_in(1, 1, 1)).value) == Decimal("22172.85")
    assert payback_year(whole, Decimal(1)) == 1
    assert len(unvalued(_found(torino, NO_RENTS))) == 3


def test_resources_come_back_in_the_year_in_which_the_discounted_value_reaches_them(torino: Programme) -> None:
    found = _valued(torino)  # 6 678.26, then 12 485.44 together, then 17 535.17
    assert [payback_year(found, Decimal(eur)) for eur in (6678, 6679, 12_486, 17_536)] == [1, 2, 3, None]
    assert payback_year([], Decimal(1)) is None


def test_a_proxy_that_makes_value_and_resources_equal_does_so(torino: Programme) -> None:
    found = _found(torino)
    needed = proxy_needed(found, found[0], Decimal(100_000))
    # (100 000 - 17 535.17) / (8 x 0.75 x 0.8 / 1.035) = 17 781.48...
    assert round(needed, 1) == Fraction("17781.5")
    tried = _valued(torino, wellbeing=Decimal(needed.numerator) / needed.denominator)
    assert round(ratio(tried, _put_in(100_000, 100_000, 100_000)).value, 9) == 1


def test_no_proxy_is_needed_where_no_family_is_or_where_the_value_is_enough(torino: Programme) -> None:
    facts = facts_of(cohort_facts(2022, 11), as_of=date(2023, 1, 1))
    found = valuations(MODEL, facts, torino.in_force(), RENTS, {})
    assert proxy_needed(found, found[0], Decimal(100_000)) is None
    assert proxy_needed(_found(torino), _found(torino)[0], Decimal(100)) is None


def test_an_assumption_without_bounds_does_not_vary(torino: Programme) -> None:
    rate = Value(label=PUT_IN, value=Decimal("0.05"), unit="share", source=Source(document="x"))
    found = _found(torino, model=MODEL.model_copy(update={"discount_rate": rate}))
    assert found[0].numbers["discount_rate"] == Bounds.fixed(PUT_IN, "share", Decimal("0.05"))


def test_rents_of_three_families_are_valued(torino: Programme) -> None:
    # 300 a month saved by three families: 1,200 a year each
    rent = _found(torino, RentPair(3, Decimal(1200), Decimal(900)))[1]
    assert (rent.households, rent.proxy.bounds.value) == (3, 1200)


def test_resources_and_saving_move_the_ratio_to_what_it_is_at_their_ends(torino: Programme) -> None:
    saving = Bounds(Text(it="r", en="s"), "EUR", Fraction(10_000), Fraction(20_000), Fraction(30_000))
    put_in = _put_in(20_000, 25_000, 40_000)
    found = ratio(_valued(torino), put_in, saving)
    swings = {one.bounds.label.en: one for one in found.swings}
    value = Fraction("17535.17")
    # 37,535.17 over 20,000 and 40,000; 27,535.17 and 47,535.17 over 25,000
    assert round(swings["Resources"].at_low, 4) == round((value + 20_000) / 20_000, 4)
    assert round(swings["Resources"].at_high, 4) == round((value + 20_000) / 40_000, 4)
    assert round(swings["s"].at_low, 4) == round((value + 10_000) / 25_000, 4)
    assert round(swings["s"].at_high, 4) == round((value + 30_000) / 25_000, 4)
    # best: 60,000 + 30,000 over 20,000
    assert found.high == Fraction(90_000, 20_000)
    assert [name for name in swings if swings[name].of is None] == [
        name for name in swings if name in {"Resources", "s", "Discount rate"}
    ]


def test_what_is_reached_to_the_cent_is_reached_and_nothing_is_needed(torino: Programme) -> None:
    found = _found(torino)
    rent = found[1]
    first = rent.flows()[0] / Fraction("1.035")
    assert payback_year([rent], first) == 1
    assert payback_year([rent], first + Fraction(1, 10**9)) == 2
    whole = sum(one.present() for one in found)
    assert proxy_needed(found, found[0], whole) is None
    # half a euro more over 8 x 0.75 x 0.8 / 1.035
    needed = proxy_needed(found, found[0], whole + Fraction(1, 2))
    assert round(needed, 6) == round(Fraction("0.5") * Fraction("1.035") / Fraction("4.8"), 6)


def test_resources_together_are_each_at_its_least_as_it_is_and_at_its_most() -> None:
    assert Bounds.together(PUT_IN, "EUR", [_put_in(10, 20, 30), _put_in(1, 2, 4)]) == _put_in(11, 22, 34)
    assert Bounds.together(PUT_IN, "EUR", []) == _put_in(0, 0, 0)


def test_the_saving_is_part_of_the_worth_only_when_it_was_asked_for(torino: Programme) -> None:
    found = _found(torino)
    saving = Working(Text(it="Risparmio", en="Saving"), Decimal(1000), "EUR", "estimate")
    alone, both = worth(MODEL, found, None), worth(MODEL, found, saving)
    valued = sum(explained(MODEL, one, one.proxy).amount for one in found if one.proxy)
    assert (alone.amount, both.amount) == (valued, valued + 1000)
    assert alone.label != both.label
    assert saving in both.inputs


def test_each_swing_is_the_ratio_with_that_number_at_its_end_and_all_others_kept(torino: Programme) -> None:
    rent = _found(torino)[1]
    swings = {one.bounds.label.en: one for one in ratio(_valued(torino), _put_in(2, 2, 2)).swings}
    for name, label in (("deadweight", "Would have happened anyway"), ("discount_rate", "Discount rate")):
        bounds = rent.numbers[name]
        assert swings[label].at_low == rent.present({name: bounds.low}) / 2
        assert swings[label].at_high == rent.present({name: bounds.high}) / 2

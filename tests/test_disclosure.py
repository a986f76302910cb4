"""Small cells are merged, and nothing is left to subtract."""

from h4a_core.disclosure import merge_small


def _sizes(*families: int) -> list[tuple[int, ...]]:
    return merge_small(families, lambda n: n)


def test_groups_of_three_or_more_families_stand_alone() -> None:
    assert _sizes(3, 11, 4) == [(3,), (11,), (4,)]


def test_a_group_of_two_families_joins_its_neighbour() -> None:
    assert _sizes(2, 4, 11) == [(2, 4), (11,)]
    assert _sizes(2, 1, 11) == [(2, 1), (11,)]


def test_what_is_too_small_at_the_end_joins_the_last_group() -> None:
    assert _sizes(4, 11, 2) == [(4,), (11, 2)]


def test_when_all_families_together_are_too_few_nothing_is_shown() -> None:
    assert _sizes(1, 1) == []
    assert _sizes() == []

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyou.mechanisms.scoring.methods.apportion import hamilton, sainte_lague

sizes = st.lists(st.integers(0, 500), min_size=1, max_size=9).filter(any)


def test_the_textbook_examples_are_reproduced():
    assert sainte_lague([100_000, 80_000, 30_000, 20_000], 8).seats == (3, 3, 1, 1)
    assert hamilton([100_000, 80_000, 30_000, 20_000], 8).seats == (3, 3, 1, 1)
    assert hamilton([47_000, 16_000, 15_800, 12_000, 6_100, 3_100], 10).seats == (5, 2, 1, 1, 1, 0)


def test_hamilton_takes_a_place_from_the_small_when_there_is_one_more():
    assert hamilton([6, 6, 2], 10).seats == (4, 4, 2)
    assert hamilton([6, 6, 2], 11).seats == (5, 5, 1)
    assert sainte_lague([6, 6, 2], 11).seats[2] >= sainte_lague([6, 6, 2], 10).seats[2]


@given(sizes, st.integers(0, 60), st.integers(0, 3), st.booleans())
def test_every_place_is_given_and_the_larger_never_gets_less(given_sizes, places, minimum, familiar):
    share = hamilton if familiar else sainte_lague
    least = minimum * sum(size > 0 for size in given_sizes)
    if places < least:
        with pytest.raises(ValueError, match="fewer places"):
            share(given_sizes, places, minimum=minimum)
        return
    result = share(given_sizes, places, minimum=minimum)

    assert sum(result.seats) == places
    for size, seats in zip(given_sizes, result.seats, strict=True):
        assert seats >= minimum if size else seats == 0 or familiar
        for other, has in zip(given_sizes, result.seats, strict=True):
            assert size <= other or seats >= has


@given(sizes, st.integers(0, 60))
def test_one_more_place_never_costs_anybody_one(given_sizes, places):
    less, more = sainte_lague(given_sizes, places), sainte_lague(given_sizes, places + 1)
    assert all(before <= after for before, after in zip(less.seats, more.seats, strict=True))


def test_a_tie_is_drawn_and_told():
    drawn = {sainte_lague([5, 5, 5], 4, seed=seed).seats for seed in range(30)}
    assert drawn == {(2, 1, 1), (1, 2, 1), (1, 1, 2)}
    assert sainte_lague([5, 5, 5], 4, seed=1) == sainte_lague([5, 5, 5], 4, seed=1)
    assert sainte_lague([5, 5, 5], 4).drawn == {0, 1, 2}
    assert sainte_lague([5, 5, 5], 3).drawn == frozenset()
    assert hamilton([5, 5, 5], 4).drawn == {0, 1, 2}


@pytest.mark.parametrize("wrong", [[], [0, 0], [-1, 2]])
def test_sizes_that_are_none_are_refused(wrong):
    with pytest.raises(ValueError, match="sizes"):
        sainte_lague(wrong, 3)

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from zhengyou.mechanisms.scoring.methods.ranks import Zone, alike, better, groups, ranks, top, zones
from zhengyou.mechanisms.scoring.methods.types import generator

many = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.integers(1, 9)),
    elements=st.integers(-6, 6).map(float),
)

# Spiegelhalter et al., WinBUGS Examples Vol I, "Surgical": deaths and operations of 12 hospitals (MultiBUGS book).
DEATHS = np.array([0, 18, 8, 46, 8, 13, 9, 31, 14, 8, 29, 24])
OPERATIONS = np.array([47, 148, 119, 810, 211, 196, 148, 215, 207, 97, 256, 360])
PUBLISHED = "1-1-7 7-11-12 2-7-11 2-4-7 1-2-7 2-6-10 2-5-10 9-12-12 2-6-10 2-8-12 7-10-12 2-6-9"


def test_rank_intervals_of_the_surgical_example_are_the_published_ones():
    draws = -generator(1).beta(1 + DEATHS, 1 + OPERATIONS - DEATHS, (200_000, 12))  # rank 1: lowest mortality
    found = ranks(draws, level=0.95)

    published = np.array([[float(place) for place in unit.split("-")] for unit in PUBLISHED.split()])
    np.testing.assert_array_equal(found.median, published[:, 1])
    # Where P(rank ≤ r) lies at the bound itself (.9746 and .9752 were met) chance decides between two places.
    assert np.abs(found.low - published[:, 0]).max() <= 1
    assert np.abs(found.high - published[:, 2]).max() <= 1
    assert (found.low != published[:, 0]).sum() + (found.high != published[:, 2]).sum() <= 1
    # The moral of the example: nobody lies wholly in the top or the bottom quarter.
    assert not (found.high <= 3).any()
    assert not (found.low >= 10).any()


@given(many, st.integers(0, 10))
@settings(max_examples=100, deadline=None)
def test_chances_of_the_first_places_sum_to_their_number(draws, k):
    chance = top(draws, k)
    assert chance.sum() == pytest.approx(min(k, draws.shape[1]))
    assert ((chance >= 0) & (chance <= 1)).all()
    assert (top(draws, k + 1) >= chance - 1e-12).all()


@given(many, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_units_does_not_matter(draws, random):
    order = list(range(draws.shape[1]))
    random.shuffle(order)
    straight, shuffled = ranks(draws), ranks(draws[:, order])
    for name in ("mean", "low", "high", "median"):
        np.testing.assert_array_equal(getattr(straight, name)[order], getattr(shuffled, name))
    np.testing.assert_allclose(top(draws, 2)[order], top(draws[:, order], 2))


@given(many)
@settings(max_examples=60, deadline=None)
def test_intervals_hold_their_median_and_places_are_places(draws):
    found, units = ranks(draws), draws.shape[1]
    assert (found.low <= found.median).all()
    assert (found.median <= found.high).all()
    assert ((found.low >= 1) & (found.high <= units)).all()
    assert found.mean.sum() == pytest.approx(units * (units + 1) / 2)


@given(many)
@settings(max_examples=60, deadline=None)
def test_groups_follow_the_order_without_gaps(draws):
    order = ranks(draws).order
    group = groups(draws)[order]
    assert group[0] == 1
    assert set(np.diff(group).tolist()) <= {0, 1}


def test_groups_open_only_where_the_difference_is_sure():
    rng = generator(2)
    close = rng.normal([80, 79.5, 79], 3.0, (4000, 3))
    far = rng.normal([60, 59], 3.0, (4000, 2))
    assert groups(np.concatenate([close, far], axis=1)).tolist() == [1, 1, 1, 2, 2]


def test_better_and_alike_say_the_same_of_independent_units():
    rng = generator(3)
    mean, sd = rng.normal(80, 4, 60), rng.uniform(0.5, 5, 60)
    draws = rng.normal(mean, sd, (6000, 60))
    counted = []
    for unit in range(60):
        chance = better(draws, unit)
        assert chance[unit] == 0.5
        counted.append(int(((chance > 0.1) & (chance < 0.9)).sum()) - 1)
    assert np.abs(np.array(counted) - alike(mean, sd)).max() <= 3
    assert alike(np.array([1.0, 1.0, 2.0]), np.zeros(3)).tolist() == [1, 1, 0]


def test_zones_part_clear_from_border():
    assert zones(np.array([0.95, 0.9, 0.5, 0.1, 0.09])) == [
        Zone.CLEAR,
        Zone.CLEAR,
        Zone.BORDER,
        Zone.BORDER,
        Zone.OUT,
    ]


def test_rank_intervals_cover_the_true_places():
    rng = generator(4)
    truth = rng.normal(80, 4, 400)
    sd = rng.uniform(1, 5, 400)
    seen = rng.normal(truth, sd)
    weight = 16 / (16 + sd**2)
    draws = rng.normal(80 + weight * (seen - 80), np.sqrt(weight) * sd, (2000, 400))
    found = ranks(draws)
    place = 400 - np.argsort(np.argsort(truth))
    held = ((found.low <= place) & (place <= found.high)).mean()
    assert 0.87 <= held <= 0.93
    chance = top(draws, 40)
    picked = np.argsort(-chance)[:40]
    assert chance[picked].sum() == pytest.approx((place[picked] <= 40).sum(), abs=6)


def test_draws_that_are_none_are_refused():
    with pytest.raises(ValueError, match="draws"):
        ranks(np.zeros((0, 3)))
    with pytest.raises(ValueError, match="negative"):
        top(np.zeros((2, 3)), -1)

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengyou.mechanisms.scoring.methods.stars import Given, cut_points, distance, eligible, give
from zhengyou.mechanisms.scoring.methods.types import generator


def squares(values, ends):
    return sum(((part - part.mean()) ** 2).sum() for part in np.split(values, ends))


@given(st.lists(st.integers(0, 40).map(float), min_size=6, max_size=14), st.integers(2, 4))
@settings(max_examples=60, deadline=None)
def test_the_partition_is_the_best_of_all(scores, clusters):
    from zhengyou.mechanisms.scoring.methods.stars import _cuts

    values = np.sort(np.array(scores))
    if len(np.unique(values)) < clusters:
        return
    cuts = _cuts(values, clusters)
    ends = np.searchsorted(values, cuts)
    best = min(squares(values, choice) for choice in itertools.combinations(range(1, len(values)), clusters - 1))
    assert squares(values, ends) == pytest.approx(best, abs=1e-9)


def test_cut_points_part_clear_groups_and_ignore_an_outlier():
    rng = generator(1)
    scores = np.concatenate([rng.normal(mean, 0.4, 60) for mean in (60, 68, 76, 84, 92)])
    cuts = cut_points(scores)
    np.testing.assert_allclose(cuts, [64, 72, 80, 88], atol=0.5)
    with_outlier = cut_points(np.append(scores, -500.0))
    np.testing.assert_allclose(with_outlier, cuts, atol=0.2)
    assert cut_points(scores, seed=0).tolist() == cut_points(scores, seed=0).tolist()


def test_large_tables_give_almost_the_same_cut_points_as_small_ones():
    scores = generator(2).normal(82, 4, 6000)
    np.testing.assert_allclose(cut_points(scores), cut_points(scores[:700]), atol=0.9)


def test_a_renewal_moves_no_cut_by_more_than_five_points():
    scores = generator(3).normal(60, 4, 300)
    before = np.array([70.0, 75.0, 80.0, 85.0])
    after = cut_points(scores, previous=before)
    assert (np.abs(after - before) <= 5).all()
    assert (np.diff(after) >= 0).all()
    with pytest.raises(ValueError, match="previous"):
        cut_points(scores, previous=before[:2])
    with pytest.raises(ValueError, match="different scores"):
        cut_points(np.full(50, 80.0))


def test_a_star_moves_only_where_it_is_probable_enough():
    cuts = np.array([70.0, 80.0])
    units = 5
    draws = np.full((1000, units), 75.0)
    draws[:790, 0] = 85.0  # 79 % outside the old band
    draws[:800, 1] = 85.0  # 80 %
    draws[:900, 2] = 60.0
    draws[:, 3] = 85.0
    found = give(draws, cuts, before=np.array([2, 2, 2, 0, 2]))
    assert found.star.tolist() == [2, 3, 1, 3, 2]
    assert found.why == (Given.KEPT, Given.UP, Given.DOWN, Given.FIRST, Given.KEPT)
    np.testing.assert_allclose(found.chance.sum(axis=1), 1)


def test_few_ratings_give_no_star_and_a_veto_withholds_it():
    draws = np.full((10, 3), 90.0)
    found = give(
        draws,
        np.array([70.0, 80.0]),
        eligible=np.array([True, False, True]),
        withheld=np.array([False, False, True]),
        before=np.array([3, 3, 3]),
    )
    assert found.star.tolist() == [3, 0, 0]
    assert found.why == (Given.KEPT, Given.FEW, Given.WITHHELD)
    assert eligible(np.array([29, 30, 300]), np.array([0.9, 0.69, 0.7])).tolist() == [False, False, True]


def test_distance_to_the_next_star():
    away = distance(np.array([66.0, 79.5, 90.0, 50.0, 82.0]), np.array([1, 2, 3, 0, 2]), np.array([70.0, 80.0]))
    np.testing.assert_allclose(away, [4.0, 0.5, np.nan, np.nan, 0.0])


@given(st.lists(st.integers(50, 99).map(float), min_size=1, max_size=8), st.lists(st.integers(0, 5), max_size=8))
@settings(max_examples=60, deadline=None)
def test_stars_stay_on_their_scale_and_a_unit_on_its_own(scores, before):
    size = min(len(scores), len(before))
    draws = generator(4).normal(np.array(scores[:size]), 3.0, (200, size))
    cuts = np.array([60.0, 70.0, 80.0, 90.0])
    old = np.array(before[:size], dtype=np.int64)
    found = give(draws, cuts, before=old)
    assert ((found.star >= 1) & (found.star <= 5)).all()
    for unit in range(size):
        alone = give(draws[:, [unit]], cuts, before=old[[unit]])
        assert alone.star[0] == found.star[unit]


def test_eight_years_of_frozen_cuts_and_the_rule_halve_the_changes():
    """Years of 400 units whose true score wanders slowly: how many stars change a year, how far from the true star."""
    rng = generator(5)
    truth = rng.normal(80, 4, 400)
    sd = rng.uniform(0.8, 2.5, 400)
    seen = rng.normal(truth, sd)
    weight = 16 / (16 + sd**2)
    cuts = cut_points(80 + weight * (seen - 80))
    moved = {"frozen": 0, "rule": 0}
    wrong = {"frozen": 0.0, "rule": 0.0}
    star = {name: np.zeros(400, dtype=np.int64) for name in moved}
    for year in range(8):
        truth = 80 + 0.97 * (truth - 80) + rng.normal(0, 1, 400)
        seen = rng.normal(truth, sd)
        draws = rng.normal(80 + weight * (seen - 80), np.sqrt(weight) * sd, (500, 400))
        true_star = 1 + np.searchsorted(cuts, truth, side="right")
        new = {"frozen": give(draws, cuts).star, "rule": give(draws, cuts, before=star["rule"]).star}
        for name, given_star in new.items():
            if year:
                moved[name] += int((given_star != star[name]).sum())
            wrong[name] += float(np.abs(given_star - true_star).mean()) / 8
            star[name] = given_star
    assert moved["rule"] < 0.62 * moved["frozen"]
    assert wrong["rule"] < wrong["frozen"] + 0.05

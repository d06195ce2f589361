import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from zhengyou.mechanisms.scoring.methods.shrinkage import score

tables = hnp.arrays(np.int64, st.tuples(st.integers(2, 7), st.integers(1, 3), st.just(5)), elements=st.integers(0, 40))


def simulated(seed, units=400, tau=4.0, sizes=(3, 400), effect=0.0):
    """Units with a known true score; two case types, the second harder by ``effect`` points."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(80, tau, units).clip(45, 97)
    n = np.exp(rng.uniform(np.log(sizes[0]), np.log(sizes[1]), units)).astype(int)
    hard = rng.beta(1, 1, units)
    counts = np.zeros((units, 2, 5), dtype=np.int64)
    for unit in range(units):
        for case, number in enumerate(((n[unit] - int(n[unit] * hard[unit])), int(n[unit] * hard[unit]))):
            share = (truth[unit] - (effect if case else 0.0)) / 100
            counts[unit, case] = np.bincount(rng.binomial(4, share, number), minlength=5)
    return truth, counts


@given(tables, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_units_does_not_matter(counts, random):
    order = list(range(len(counts)))
    random.shuffle(order)
    groups = np.arange(len(counts)) % 2

    straight, shuffled = score(counts, groups), score(counts[order], groups[order])

    for name in ("raw", "mix", "score", "low", "high", "weight"):
        np.testing.assert_allclose(getattr(straight, name)[order], getattr(shuffled, name), atol=1e-7)


@given(tables)
@settings(max_examples=60, deadline=None)
def test_score_is_the_sum_of_its_steps_and_stays_on_the_scale(counts):
    result = score(counts, np.zeros(len(counts), dtype=np.int64))

    np.testing.assert_allclose(result.raw + result.mix + result.shrink, result.score, atol=1e-9)
    assert (result.low <= result.high).all()
    assert ((result.low >= 0) & (result.high <= 100)).all()
    assert ((result.weight >= 0) & (result.weight <= 1)).all()
    assert np.isfinite(result.score).all()


@given(tables, st.integers(1, 50))
@settings(max_examples=40, deadline=None)
def test_another_unit_never_changes_a_raw_mean(counts, fives):
    extra = np.zeros((1, *counts.shape[1:]), dtype=np.int64)
    extra[0, 0, 4] = fives
    before = score(counts, np.zeros(len(counts), dtype=np.int64))
    after = score(np.concatenate([counts, extra]), np.zeros(len(counts) + 1, dtype=np.int64))

    seen = before.n > 0
    np.testing.assert_allclose(after.raw[:-1][seen], before.raw[seen])


def test_score_lies_between_own_record_and_peers_and_follows_the_record_with_volume():
    few, many = np.array([0, 0, 0, 0, 5]), np.array([0, 0, 0, 0, 5000])
    rest = np.array([5, 10, 30, 80, 75])
    counts = np.stack([few, many, *[rest + shift for shift in range(10)]])[:, None, :]

    result = score(counts, np.zeros(len(counts), dtype=np.int64))

    assert result.raw[0] == result.raw[1] == 100
    assert result.mean[0] < result.score[0] < result.score[1] <= 100
    assert result.weight[0] < 0.8 < 0.99 < result.weight[1]
    assert result.high[0] - result.low[0] > result.high[1] - result.low[1]


def test_a_unit_without_ratings_gets_its_peers_mean_and_a_wide_interval():
    counts = np.stack([np.zeros(5, dtype=np.int64), *[np.array([1, 2, 5, 20, 30 + k]) for k in range(8)]])[:, None, :]

    result = score(counts, np.zeros(9, dtype=np.int64))

    assert result.score[0] == pytest.approx(result.mean[0])
    assert result.weight[0] == 0
    assert result.high[0] - result.low[0] >= (result.high - result.low).max() - 1e-9


def test_peer_groups_do_not_touch_each_other():
    counts = np.random.default_rng(1).integers(0, 30, (8, 1, 5))
    groups = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    alone = score(counts[:4], groups[:4])
    both = score(counts, groups)

    # the pooled spread is shared by design; the means of the groups are not
    np.testing.assert_allclose(both.mean[:4], both.mean[0])
    assert both.mean[0] != both.mean[4]
    np.testing.assert_allclose(both.raw[:4], alone.raw)


def test_intervals_hold_the_truth_about_nine_times_in_ten():
    held, number = 0, 0
    for seed in range(6):
        truth, counts = simulated(seed)
        result = score(counts, np.zeros(len(truth), dtype=np.int64))
        held += int(((result.low <= truth) & (truth <= result.high)).sum())
        number += len(truth)
    assert 0.85 <= held / number <= 0.95


def test_harder_cases_are_given_back():
    truth, counts = simulated(7, units=600, sizes=(40, 400), effect=15.0)
    result = score(counts, np.zeros(len(truth), dtype=np.int64))
    fair = np.corrcoef(result.score, truth)[0, 1]
    raw = np.corrcoef(result.raw, truth)[0, 1]

    assert fair > raw + 0.03
    assert np.corrcoef(result.mix, counts[:, 1].sum(axis=1) / counts.sum(axis=(1, 2)))[0, 1] > 0.99


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="counts must be"):
        score(np.zeros((3, 5), dtype=np.int64), np.zeros(3, dtype=np.int64))
    with pytest.raises(ValueError, match="negative"):
        score(np.full((1, 1, 5), -1), np.zeros(1, dtype=np.int64))

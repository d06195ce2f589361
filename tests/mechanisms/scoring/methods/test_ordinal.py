import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import spearmanr

from tests.mechanisms.scoring.methods.simulating import rated
from zhengyou.mechanisms.scoring.methods import ordinal
from zhengyou.mechanisms.scoring.methods.ordinal import likelihood
from zhengyou.mechanisms.scoring.methods.types import Cells

tables = hnp.arrays(
    np.int64,
    st.tuples(st.integers(2, 6), st.integers(1, 3), st.integers(1, 2), st.integers(2, 5)),
    elements=st.integers(0, 30),
)


def one_group(cells):
    return np.zeros(cells.units, dtype=np.int64)


def score(cells, **given):
    return ordinal.score(cells, one_group(cells), **{"draws": 50} | given)


def test_the_cheese_tasting_of_mccullagh_and_nelder_is_reproduced(monkeypatch):
    """SAS/STAT, PROC LOGISTIC, example "Ordinal Logistic Regression": log odds of a worse taste beside additive D."""
    monkeypatch.setattr(likelihood, "PRIOR", 1e3)
    tasted = [
        [0, 0, 1, 7, 8, 8, 19, 8, 1],
        [6, 9, 12, 11, 7, 6, 1, 0, 0],
        [1, 1, 6, 8, 23, 7, 5, 1, 0],
        [0, 0, 0, 1, 3, 7, 14, 16, 11],
    ]
    cells = Cells(np.array(tasted)[None, :, None, :])
    fitted = ordinal.fit(cells, one_group(cells))

    # the steadying weight of one rating among 208 moves an estimate by less than a twelfth of its standard error
    np.testing.assert_allclose(fitted.cases[3] - fitted.cases[:3], [1.6128, 4.9645, 3.3227], atol=0.03)


def test_a_hospital_is_judged_by_its_patients_mix_of_cases():
    """Two units of the same quality, one with nothing but the hard cases, beside ten that handle both."""
    source = np.random.default_rng(3)
    easy, hard = [0.02, 0.03, 0.1, 0.25, 0.6], [0.1, 0.1, 0.2, 0.3, 0.3]
    counts = np.zeros((12, 2, 1, 5), dtype=np.int64)
    for unit, shares in enumerate([(1.0, 0.0), (0.0, 1.0), *[(0.5, 0.5)] * 10]):
        for case, (share, chances) in enumerate(zip(shares, (easy, hard), strict=True)):
            counts[unit, case, 0] = source.multinomial(int(800 * share), chances)
    scores = score(Cells(counts))

    assert scores.raw[0] - scores.raw[1] > 15
    assert abs(scores.score[0] - scores.score[1]) < 3
    assert scores.cases[0] < -5 < 5 < scores.cases[1]


@given(tables, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_and_names_do_not_matter(counts, random):
    units, cases = list(range(counts.shape[0])), list(range(counts.shape[1]))
    random.shuffle(units)
    random.shuffle(cases)
    groups = np.arange(len(units)) % 2

    straight = ordinal.score(Cells(counts), groups, draws=5)
    other = ordinal.score(Cells(counts[units][:, cases]), groups[units], draws=5)

    for name in ("raw", "cases", "channels", "shrink", "score", "weight", "mean"):
        np.testing.assert_allclose(getattr(straight, name)[units], getattr(other, name), atol=1e-4)
    np.testing.assert_allclose(straight.posterior.interval.low[units], other.posterior.interval.low, atol=1e-4)


@given(tables)
@settings(max_examples=60, deadline=None)
def test_whatever_was_counted_the_steps_add_up_within_the_scale(counts):
    scores = score(Cells(counts))

    interval = scores.posterior.interval
    np.testing.assert_allclose(scores.raw + scores.cases + scores.channels + scores.shrink, scores.score, atol=1e-9)
    assert ((interval.low <= scores.score) & (scores.score <= interval.high)).all()
    for values in (interval.low, interval.high, scores.posterior.draws):
        assert ((values >= 0) & (values <= 100)).all()
    assert ((scores.weight >= -1e-12) & (scores.weight <= 1)).all()
    assert (np.diff(scores.fit.cuts) > 0).all()


@given(st.integers(0, 50), st.floats(0.05, 1.0))
@settings(max_examples=15, deadline=None)
def test_average_ratings_beside_the_own_ones_move_no_score_out_of_its_interval(seed, share):
    cells, reference, _truth = rated(seed, 25, sizes=(10, 200))
    before = score(cells, reference=reference)
    average = (cells.counts.sum(axis=0) / cells.n.sum()).ravel()
    more = cells.counts.copy()
    more[0] += np.random.default_rng(seed).multinomial(int(share * cells.n[0]), average).reshape(more[0].shape)
    after = score(Cells(more), reference=reference)

    width = before.posterior.interval.high - before.posterior.interval.low
    assert (np.abs(after.score - before.score) <= width).all()


@pytest.mark.parametrize("seed", range(5))
def test_a_unit_with_a_single_five_never_leads(seed):
    cells, reference, _truth = rated(seed, 60, sizes=(20, 300))
    lucky = np.zeros_like(cells.counts[:1])
    lucky[0, 0, 0, 4] = 1
    scores = score(Cells(np.concatenate([cells.counts, lucky])), reference=reference)

    place = 1 + int((scores.score > scores.score[-1]).sum())
    assert scores.raw[-1] == 100
    assert place > 12  # not among the best fifth
    assert scores.weight[-1] < 0.2


def test_intervals_hold_the_truth_nine_times_in_ten_and_order_beats_the_raw_mean():
    held = []
    for seed in range(4):
        cells, reference, truth = rated(seed)
        scores = score(cells, reference=reference)
        interval = scores.posterior.interval
        held.append(((interval.low <= truth) & (truth <= interval.high)).mean())
        assert spearmanr(scores.score, truth)[0] > spearmanr(scores.raw, truth)[0] + 0.05
        assert scores.fit.spread == pytest.approx(0.5, abs=0.1)
    assert 0.87 <= np.mean(held) <= 0.93


def test_a_dozen_units_are_not_promised_too_much():
    held = []
    for seed in range(80):
        cells, reference, truth = rated(seed, 12)
        interval = score(cells, reference=reference).posterior.interval
        held.append(((interval.low <= truth) & (truth <= interval.high)).mean())
    assert 0.87 <= np.mean(held) <= 0.95


def test_draws_agree_with_the_interval_and_come_again_from_the_same_seed():
    cells, reference, _truth = rated(1, 200)
    first, again, other = (score(cells, reference=reference, draws=4000, seed=seed) for seed in (7, 7, 8))

    posterior = first.posterior
    held = ((posterior.draws >= posterior.interval.low) & (posterior.draws <= posterior.interval.high)).mean(axis=0)
    np.testing.assert_allclose(held, 0.9, atol=0.025)
    np.testing.assert_allclose(posterior.draws.mean(axis=0), posterior.mean, atol=0.3)
    np.testing.assert_array_equal(first.posterior.draws, again.posterior.draws)
    np.testing.assert_array_equal(first.score, other.score)
    assert not np.array_equal(first.posterior.draws, other.posterior.draws)


def test_two_levels_are_a_rate():
    source = np.random.default_rng(2)
    chances = np.linspace(0.6, 0.95, 30)
    good = source.binomial(400, chances)
    scores = score(Cells(np.stack([400 - good, good], axis=1)[:, None, None, :]))

    np.testing.assert_allclose(scores.raw, good / 4)
    np.testing.assert_allclose(scores.score, 100 * chances, atol=5)


def test_a_unit_without_ratings_is_expected_to_be_like_its_peers():
    cells, reference, _truth = rated(4, 40)
    counts = cells.counts.copy()
    counts[0] = 0
    groups = np.arange(40) % 2
    scores = ordinal.score(Cells(counts), groups, reference=reference)

    widths = scores.posterior.interval.high - scores.posterior.interval.low
    assert scores.n[0] == 0
    assert scores.weight[0] == pytest.approx(0, abs=1e-9)
    assert scores.raw[0] == scores.mean[0]
    assert abs(scores.score[0] - scores.mean[0]) < 3
    assert widths[0] == widths.max()


def test_a_frozen_mix_keeps_two_periods_comparable():
    cells, reference, _truth = rated(5, 40)
    doubled = cells.counts.copy()
    doubled[:, 0] *= 3  # the next quarter brings three times as many cases of one kind
    moving, frozen = score(Cells(doubled)), score(Cells(doubled), reference=reference)

    before = score(cells, reference=reference).score.mean()
    assert abs(frozen.score.mean() - before) < abs(moving.score.mean() - before)


def test_groups_that_share_no_case_type_are_judged_on_their_own_part_of_the_mix():
    (one, *_rest), (other, *_others) = (rated(seed, units=30, cases=2, channels=2) for seed in (5, 6))
    counts = np.zeros((60, 4, 2, 5), dtype=np.int64)
    counts[:30, :2], counts[30:, 2:] = one.counts, other.counts
    groups = np.repeat([0, 1], 30)
    whole, parted = (ordinal.score(Cells(counts), groups, parted=asked) for asked in (False, True))
    alone = np.concatenate([score(one).posterior.interval.high - score(one).posterior.interval.low,
                            score(other).posterior.interval.high - score(other).posterior.interval.low])  # fmt: skip
    wide, narrow = (found.posterior.interval.high - found.posterior.interval.low for found in (whole, parted))
    assert np.median(wide) > 3 * np.median(alone), "what a foreign case type would do is known from the prior alone"
    assert np.median(narrow) < 1.3 * np.median(alone)
    steps = parted.raw + parted.cases + parted.channels + parted.shrink
    assert steps == pytest.approx(parted.score)
    assert parted.posterior.draws.mean(axis=0) == pytest.approx(parted.score, abs=1.5)
    fresh = ordinal.Reference(np.array([0.5, 0.5, 0.0, 0.0]), np.array([0.5, 0.5]))
    late = ordinal.score(Cells(counts), groups, reference=fresh, parted=True)
    assert np.isfinite(late.score).all(), (
        "kinds of cases that came up since the mix was frozen are judged by themselves"
    )


def test_groups_that_are_tied_are_judged_as_ever():
    cells = rated(7, units=40)[0]
    groups = np.arange(40) % 3
    plain, parted = (ordinal.score(cells, groups, draws=50, parted=asked) for asked in (False, True))
    assert (plain.score == parted.score).all()
    assert (plain.posterior.draws == parted.posterior.draws).all()


def test_shapes_that_do_not_fit_are_refused():
    cells, reference, _truth = rated(1, 5)
    with pytest.raises(ValueError, match="groups"):
        ordinal.score(cells, np.zeros(4, dtype=np.int64))
    with pytest.raises(ValueError, match="every case type"):
        score(cells, reference=ordinal.Reference(np.ones(1), reference.channels))
    with pytest.raises(ValueError, match="add to 1"):
        score(cells, reference=ordinal.Reference(2 * reference.cases, reference.channels))


def test_a_million_ratings_of_two_thousand_units_take_less_than_two_seconds():
    """Processor time, both cores together; 0.8 s on the machine of `docs/methods.md`."""
    cells, reference, truth = rated(1, 2000, sizes=(3, 3300), cases=4, channels=4)
    assert cells.n.sum() > 900_000
    began = time.process_time()
    scores = score(cells, reference=reference, draws=2000)
    assert time.process_time() - began < 4.0  # two seconds on two cores
    assert spearmanr(scores.score, truth)[0] > 0.75

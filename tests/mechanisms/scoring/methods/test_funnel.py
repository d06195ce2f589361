import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mechanisms.scoring.methods.reference import rows
from zhengyou.mechanisms.scoring.methods.funnel import (
    OUTER,
    dispersion,
    excess,
    expected,
    limits,
    proportion,
    ratio,
    tail,
)
from zhengyou.mechanisms.scoring.methods.types import generator


def test_medpar_has_the_published_dispersion_and_outliers():
    # FunnelPlotR (NHS-R), README: length of stay, 54 providers of Arizona, indirectly standardised.
    table = rows("medpar.csv")
    stay = np.array([float(row["los"]) for row in table])
    design = np.array(
        [[1.0, *(float(row[column]) for column in ("hmo", "died", "age80", "type2", "type3"))] for row in table]
    )
    providers = sorted({row["provnum"] for row in table})
    own = np.array([providers.index(row["provnum"]) for row in table])
    mu = expected(stay, design)

    assert excess(stay, mu, design.shape[1]) == pytest.approx(6.240519, abs=5e-5)  # R stops one round earlier
    beta = np.linalg.lstsq(design, np.log(mu), rcond=None)[0]
    np.testing.assert_allclose(beta, [2.26875, -0.07637, -0.24574, -0.02141, 0.24921, 0.74869], atol=5e-6)
    found = ratio(np.bincount(own, weights=stay), np.bincount(own, weights=mu))
    assert len(found.z) == 54
    assert (np.abs(found.z) > OUTER).sum() == 25
    assert found.outside.sum() == 9


def test_a_funnel_without_spread_between_units_finds_chance_alone():
    rng = generator(1)
    of = rng.integers(30, 600, 3000).astype(float)
    found = proportion(rng.binomial(of.astype(int), 0.8).astype(float), of, target=0.8)
    assert found.tau < 0.006
    assert (np.abs(found.adjusted) > 1.96).mean() == pytest.approx(0.05, abs=0.015)
    assert found.outside.mean() < 0.006


def test_the_spread_between_units_is_not_taken_for_outliers():
    rng = generator(2)
    of = np.full(2000, 800.0)
    share = rng.normal(0.8, 0.03, 2000).clip(0.6, 0.95)
    share[:10] = 0.55
    found = proportion(rng.binomial(800, share).astype(float), of)
    assert (np.abs(found.z) > OUTER).mean() > 0.05  # by chance alone far too many stand out
    assert found.outside[:10].all()
    # The published trimming takes the spread somewhat too small; still it clears most units of suspicion.
    assert found.outside[10:].mean() < (np.abs(found.z[10:]) > OUTER).mean() / 3


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=12))
@settings(max_examples=80, deadline=None)
def test_limits_enclose_the_target_and_stay_shares(cells):
    hits = np.array([min(cell) for cell in cells], dtype=float)
    of = np.array([max(cell) for cell in cells], dtype=float)
    found = proportion(hits, of)
    for bound in (found.lowest, found.low, found.high, found.highest, found.value):
        assert ((bound >= 0) & (bound <= 1)).all()
    assert (found.lowest <= found.low + 1e-12).all()
    assert (found.low <= found.target + 1e-12).all()
    assert (found.target <= found.high + 1e-12).all()
    assert (found.high <= found.highest + 1e-12).all()
    assert not found.outside[of == 0].any()
    assert (np.abs(found.adjusted) <= np.abs(found.z) + 1e-12).all()


def test_curves_narrow_with_volume_and_meet_the_limits_of_the_units():
    of = np.array([50.0, 200.0, 800.0])
    found = proportion(np.array([40.0, 150.0, 640.0]), of)
    lowest, low, high, highest = limits(of, found)
    np.testing.assert_allclose([lowest, low, high, highest], [found.lowest, found.low, found.high, found.highest])
    assert (np.diff(highest - lowest) < 0).all()


def test_drawn_in_values_judge_like_left_out_ones_where_nothing_is_extreme():
    rng = generator(3)
    z, s = rng.normal(0, 2.0, 5000), np.full(5000, 0.05)
    assert dispersion(np.zeros(1), s[:1]) == (1.0, 0.0)
    trimmed, drawn = dispersion(z, s), dispersion(z, s, winsorise=True)
    assert trimmed[0] < drawn[0] < 4.0  # both see less than the whole: the tails are cut
    assert trimmed[1] > 0


def test_expected_counts_keep_the_sum_and_follow_the_volume():
    rng = generator(4)
    kind = rng.integers(0, 2, 500)
    volume = rng.uniform(1, 20, 500)
    counts = rng.poisson(volume * np.where(kind, 0.5, 2.0)).astype(float)
    mu = expected(counts, np.column_stack([np.ones(500), kind]), volume=volume)
    assert mu.sum() == pytest.approx(counts.sum())
    assert mu[kind == 1].sum() == pytest.approx(counts[kind == 1].sum())
    np.testing.assert_allclose((mu / volume)[kind == 0].std(), 0, atol=1e-9)


def test_figures_that_are_none_are_refused():
    with pytest.raises(ValueError, match="hits"):
        proportion(np.array([3.0]), np.array([2.0]))
    with pytest.raises(ValueError, match="negative"):
        ratio(np.array([-1.0]), np.array([2.0]))
    assert tail(np.array([1.959964]))[0] == pytest.approx(0.05, abs=1e-6)

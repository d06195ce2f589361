import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengyou.mechanisms.scoring.methods.trend import changed, cusum, ewma, p_chart
from zhengyou.mechanisms.scoring.methods.types import generator


def run_length(chance, threshold, seed, cases=1_500_000, base=0.05):
    """Return after how many cases an alarm comes on average."""
    bad = generator(seed).random(cases) < chance
    alarms = cusum(bad, np.full(cases, base), threshold=threshold)[1].sum()
    return cases / alarms


@pytest.mark.parametrize(
    ("threshold", "false_alarm", "detection"), [(3.0, 1507, 131), (4.5, 7539, 215), (5.0, 12435, 242)]
)
def test_cusum_gives_alarm_as_often_as_it_says(threshold, false_alarm, detection):
    # Doubled odds of 0.05 make 0.1/1.05.
    assert run_length(0.05, threshold, 1) == pytest.approx(false_alarm, rel=0.15)
    assert run_length(0.10 / 1.05, threshold, 2, cases=300_000) == pytest.approx(detection, rel=0.12)


def test_cusum_gives_no_credit_and_starts_anew():
    bad = np.array([False] * 50 + [True] * 9)
    line, alarms = cusum(bad, np.full(59, 0.05))
    assert (line[:50] == 0).all()
    assert alarms.sum() == 1
    assert np.flatnonzero(alarms)[0] == 56  # the seventh bad one in a row
    assert line[57] < line[56]


def test_cusum_expects_more_of_hard_cases():
    bad = generator(5).random(4000) < 0.2
    assert not cusum(bad, np.full(4000, 0.2), threshold=6.0)[1].sum() > 3
    assert cusum(bad, np.full(4000, 0.05), threshold=6.0)[1].sum() > 20


def test_p_chart_is_quiet_where_only_chance_and_usual_spread_speak():
    rng = generator(6)
    signs = 0
    for _chart in range(300):
        share = rng.normal(0.85, 0.02, 24).clip(0, 1)
        of = rng.integers(400, 900, 24)
        found = p_chart(rng.binomial(of, share).astype(float), of.astype(float))
        assert found.spread > 0
        signs += int(found.outside.sum())
    assert signs / (300 * 24) < 0.012


def test_p_chart_sees_a_drop_a_shift_and_a_drift():
    rng = generator(7)
    of = np.full(24, 500.0)
    drop = rng.binomial(500, 0.85, 24).astype(float)
    drop[20] = 370
    assert p_chart(drop, of).outside[20]
    shift = rng.binomial(500, np.where(np.arange(24) < 12, 0.90, 0.80)).astype(float)
    assert p_chart(shift, of).shifted[-1]
    drift = np.concatenate([drop[:16], 380 + 10.0 * np.arange(8)])
    assert p_chart(drift, of).drifting[-1]
    assert p_chart(drift, of).signs[-1]


def test_p_chart_says_nothing_on_fewer_than_twelve_points():
    of = np.full(11, 500.0)
    hits = np.array([450.0] * 10 + [100.0])
    assert not p_chart(hits, of).signs.any()
    gaps = np.concatenate([of, np.zeros(4)])
    assert not p_chart(np.concatenate([hits, np.zeros(4)]), gaps).signs.any()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=30))
@settings(max_examples=80, deadline=None)
def test_p_chart_keeps_to_the_scale(cells):
    hits = np.array([min(cell) for cell in cells], dtype=float)
    of = np.array([max(cell) for cell in cells], dtype=float)
    found = p_chart(hits, of)
    assert ((found.low >= 0) & (found.high <= 1)).all()
    assert (found.low <= found.centre).all()
    assert not found.signs[of == 0].any()


def test_ewma_has_the_exact_limits_and_sees_a_small_shift():
    values = np.concatenate([np.full(5, 80.0), np.full(15, 82.0)])
    found = ewma(values, mean=80.0, sd=np.ones(20))
    steps = np.arange(1, 21)
    exact = 2.9 * np.sqrt(0.2 / 1.8 * (1 - 0.8 ** (2 * steps)))
    np.testing.assert_allclose(found.high - 80, exact)
    assert not found.signs[:5].any()
    assert found.signs[-1]
    missing = ewma(np.array([80.0, np.nan, 90.0]), mean=80.0, sd=np.ones(3))
    assert missing.value[1] == missing.value[0]


def test_ewma_is_rarely_wrong():
    rng = generator(8)
    signs = sum(ewma(rng.normal(80, 1, 100), mean=80.0, sd=np.ones(100)).signs.any() for _run in range(200))
    assert signs / 200 < 0.35  # about one false signal in 370 weeks


def test_a_change_is_said_only_beyond_two_points():
    rng = generator(9)
    before = rng.normal(80, 1, 4000)
    better, worse = changed(before, rng.normal(85, 1, 4000))
    assert better > 0.9
    assert worse < 0.01
    assert max(changed(before, rng.normal(81, 1, 4000))) < 0.5


def test_figures_that_are_none_are_refused():
    with pytest.raises(ValueError, match="hits"):
        p_chart(np.array([3.0]), np.array([2.0]))
    with pytest.raises(ValueError, match="smoothing"):
        ewma(np.zeros(2), mean=0.0, sd=np.ones(2), smoothing=0.0)
    with pytest.raises(ValueError, match="chances"):
        cusum(np.array([True]), np.array([1.0]))
    with pytest.raises(ValueError, match="odds"):
        cusum(np.array([True]), np.array([0.5]), odds=1.0)

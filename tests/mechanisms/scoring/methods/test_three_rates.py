import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengyou.mechanisms.scoring.methods.intervals import wilson
from zhengyou.mechanisms.scoring.methods.three_rates import STANDARD, Formula, compute, from_rows

ONE = {
    "in_time": 90,
    "late": 6,
    "never": 4,
    "resolved": 60,
    "unresolved": 20,
    "satisfied": 56,
    "neutral": 8,
    "dissatisfied": 16,
}
counted = st.fixed_dictionaries({name: st.integers(0, 500) for name in sorted(STANDARD.counts)})


def test_the_three_rates_and_their_whole_follow_the_common_formula():
    found = compute(ONE)

    assert {name: (int(r.numerator[0]), int(r.denominator[0])) for name, r in found.rates.items()} == {
        "response": (90, 100),
        "resolution": (60, 80),
        "satisfaction": (56, 80),
    }
    assert found.whole[0] == pytest.approx(0.30 * 0.90 + 0.35 * 0.75 + 0.35 * 0.70)
    assert found.present[0] == pytest.approx(1.0)
    assert found.low[0] < found.whole[0] < found.high[0]


def test_wilson_gives_the_published_interval():
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3: 81/263, 15/148, 0/20, 1/29 at 95 %.
    low, high = wilson(np.array([81.0, 15.0, 0.0, 1.0]), np.array([263.0, 148.0, 20.0, 29.0]), level=0.95)
    np.testing.assert_allclose(low, [0.2553, 0.0624, 0.0000, 0.0061], atol=5e-5)
    np.testing.assert_allclose(high, [0.3662, 0.1605, 0.1611, 0.1718], atol=5e-5)


@given(counted)
@settings(max_examples=80, deadline=None)
def test_rates_stay_on_the_scale_and_inside_their_intervals(counts):
    found = compute(counts)
    for rate in found.rates.values():
        if rate.denominator[0]:
            assert 0 <= rate.low[0] <= rate.share[0] <= rate.high[0] <= 1
        else:
            assert np.isnan(rate.share[0])
    if not np.isnan(found.whole[0]):
        assert 0 <= found.low[0] <= found.whole[0] <= found.high[0] <= 1
        shares = [r.share[0] for r in found.rates.values() if r.denominator[0]]
        assert min(shares) - 1e-12 <= found.whole[0] <= max(shares) + 1e-12


@given(counted, st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_more_of_the_same_keeps_the_rates_and_narrows_the_interval(counts, times):
    once, often = compute(counts), compute({name: count * times for name, count in counts.items()})
    np.testing.assert_allclose(often.whole, once.whole)
    if not np.isnan(once.whole[0]):
        assert often.high[0] - often.low[0] <= once.high[0] - once.low[0] + 1e-12


def test_a_rate_without_answers_is_neither_zero_nor_full():
    without = ONE | {"satisfied": 0, "neutral": 0, "dissatisfied": 0}
    found = compute(without)
    assert np.isnan(found.whole[0])  # 65 % of the weights are not enough
    lenient = Formula(STANDARD.rates, enough=0.6)
    assert compute(without, lenient).whole[0] == pytest.approx((0.30 * 0.90 + 0.35 * 0.75) / 0.65)


def test_units_do_not_touch_each_other():
    many = compute({name: [count, 3, 0] for name, count in ONE.items()})
    alone = compute(ONE)
    assert many.whole[0] == alone.whole[0]
    assert many.low[0] == alone.low[0]
    assert np.isnan(many.whole[2])


def test_a_place_may_count_and_weigh_otherwise():
    rows = [
        {"name": "response", "values": ["in_time"], "of": ["in_time", "late", "never"], "weight": 30},
        {"name": "resolution", "values": ["resolved"], "of": ["resolved", "unresolved"], "weight": 35},
        {
            "name": "satisfaction",
            "values": {"satisfied": 1, "neutral": 0.6},
            "of": ["satisfied", "neutral", "dissatisfied"],
            "weight": 35,
        },
    ]
    found = compute(ONE, from_rows(rows))
    assert found.rates["satisfaction"].share[0] == pytest.approx((56 + 0.6 * 8) / 80)
    assert found.rates["resolution"].share[0] == compute(ONE).rates["resolution"].share[0]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [{"name": "a", "values": ["x"], "of": ["y"], "weight": 1}],
        [{"name": "a", "values": {"x": 2}, "of": ["x"], "weight": 1}],
        [{"name": "a", "values": ["x"], "of": ["x"], "weight": -1}],
        [{"name": "a", "values": ["x"], "of": ["x"], "weight": 0}],
        [{"name": "a", "values": ["x"], "of": "x", "weight": 1}],
        [{"name": "a", "values": ["x"], "of": ["x"]}],
        [{"name": "a", "values": ["x"], "of": ["x"], "weight": 1}] * 2,
    ],
)
def test_a_formula_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        from_rows(wrong)


@pytest.mark.parametrize("change", [{"in_time": -1}, {"in_time": [1, 2]}, {"in_time": float("nan")}])
def test_counts_that_are_none_are_refused(change):
    with pytest.raises(ValueError, match="counts"):
        compute(ONE | change)
    with pytest.raises(ValueError, match="missing: in_time"):
        compute({name: count for name, count in ONE.items() if name != "in_time"})


def test_the_interval_of_the_whole_holds_the_truth_nine_times_in_ten():
    rng = np.random.default_rng(3)
    units, people = 4000, 60
    p_response, p_resolved, p_satisfied = 0.9, 0.75, 0.7
    # One callback answers both questions: a common mood makes the two answers go together.
    mood = rng.random((units, people))
    lone = rng.random((units, people))
    mixed = rng.random((units, people)) < 0.5
    resolved = (mood < p_resolved).sum(axis=1)
    satisfied = (np.where(mixed, mood, lone) < p_satisfied).sum(axis=1)
    in_time = rng.binomial(people, p_response, units)
    found = compute(
        {
            "in_time": in_time,
            "late": people - in_time,
            "never": np.zeros(units),
            "resolved": resolved,
            "unresolved": people - resolved,
            "satisfied": satisfied,
            "neutral": np.zeros(units),
            "dissatisfied": people - satisfied,
        }
    )
    truth = 0.30 * p_response + 0.35 * p_resolved + 0.35 * p_satisfied
    held = float(((found.low <= truth) & (truth <= found.high)).mean())
    assert 0.87 <= held <= 0.97

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.mechanisms.scoring.methods import reference
from zhengyou.mechanisms.scoring.methods.composite import (
    SMALLEST_PART,
    Form,
    aggregate,
    capped,
    importance,
    may_overtake,
    min_max,
    normalise,
    placed,
    sensitivity,
    tamed,
)

tables = hnp.arrays(float, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.floats(0, 100, width=32))


def asem():
    """The ASEM index of the Joint Research Centre built from its raw indicators: every level by its code."""
    data, meta = reference.rows("asem_data.csv"), reference.rows("asem_meta.csv")
    codes = [row["uCode"] for row in data]
    regions = np.array([row["EurAsia_group"] for row in data])

    def column(name):
        return np.array([float(row[name]) if row[name] else np.nan for row in data])

    scores = {}
    for row in (row for row in meta if row["Type"] == "Indicator"):
        values = column(row["iCode"])
        if row["Denominator"]:
            values = values / column(row["Denominator"])
        for region in set(regions):
            values[(regions == region) & np.isnan(values)] = np.nanmean(values[regions == region])
        scores[row["iCode"]] = min_max(tamed(values), more_is_better=float(row["Direction"]) > 0)
    for level in ("1.0", "2.0", "3.0"):
        for parent in dict.fromkeys(row["Parent"] for row in meta if row["Level"] == level):
            parts = [row for row in meta if row["Level"] == level and row["Parent"] == parent]
            stacked = np.array([scores[part["iCode"]] for part in parts]).T
            scores[parent] = aggregate(stacked, np.array([float(part["Weight"]) for part in parts])).total
    return codes, scores


def test_the_asem_index_is_reproduced():
    """Published by the Joint Research Centre (COINr, ASEM Sustainable Connectivity Portal): 51 countries."""
    codes, scores = asem()
    index = dict(zip(codes, scores["Index"], strict=True))
    published = {"CHE": 68.38, "NLD": 64.82, "DNK": 64.80, "NOR": 64.47, "BEL": 63.54, "SWE": 63.00, "IND": 39.79}

    for code, value in published.items():
        assert index[code] == pytest.approx(value, abs=0.0051)
    assert placed(scores["Index"])[codes.index("IND")] == 45


def test_what_really_decides_the_asem_index_is_not_its_weights():
    codes, scores = asem()
    groups = ["Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin"]
    parts = np.array([scores[group] for group in groups]).T
    shares = dict(zip(groups, importance(parts, scores["Index"]), strict=True))

    assert shares["Environ"] == pytest.approx(0.004, abs=0.001)
    assert shares["SusEcFin"] == pytest.approx(0.000, abs=0.001)
    assert shares["Physical"] == pytest.approx(0.201, abs=0.02)
    weights = np.array([1 / 10] * 5 + [1 / 6] * 3)
    firm = sensitivity(parts, weights)
    place = {code: (firm.low[at], firm.high[at]) for at, code in enumerate(codes)}
    assert place["CHE"] == (1, 1)
    assert place["NLD"][0] == 2
    assert place["NLD"][1] <= 4
    assert 42 <= place["IND"][0] <= place["IND"][1] <= 46
    assert firm.kept == pytest.approx(0.846, abs=0.02)


def test_goalposts_hold_whoever_comes_along():
    values = np.array([60.0, 80, 100, 120, np.nan])
    np.testing.assert_allclose(normalise(values, 60, 100), [0, 50, 100, 100, np.nan])
    np.testing.assert_allclose(normalise(values, 100, 60), [100, 50, 0, 0, np.nan])
    with pytest.raises(ValueError, match="differ"):
        normalise(values, 5, 5)


@given(tables, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_a_missing_part_is_neither_nought_nor_full(scores, random):
    weights = np.array([random.uniform(0.1, 1) for _part in range(scores.shape[1])])
    gap = scores.copy()
    gap[0, 0] = np.nan
    whole, part = aggregate(scores, weights), aggregate(gap, weights)
    rest = aggregate(scores[:1, 1:], weights[1:])

    assert part.total[0] == pytest.approx(rest.total[0])
    assert part.present[0] == pytest.approx(weights[1:].sum() / weights.sum())
    assert part.eligible[0] == (part.present[0] >= 0.7 - 1e-12)
    np.testing.assert_allclose(part.total[1:], whole.total[1:])
    np.testing.assert_allclose(whole.contributions.sum(axis=1), whole.total)


@given(tables)
@settings(deadline=None)
def test_geometric_totals_never_exceed_the_mean(scores):
    weights = np.ones(scores.shape[1])
    mean = aggregate(np.maximum(scores, SMALLEST_PART), weights).total
    geometric = aggregate(scores, weights, form=Form.GEOMETRIC).total
    assert (geometric <= mean + 1e-9).all()


def test_a_mandatory_part_cannot_be_left_out():
    scores = np.array([[90.0, np.nan, 90], [90, 90, np.nan], [np.nan, np.nan, np.nan]])
    whole = aggregate(scores, np.array([0.7, 0.1, 0.2]), mandatory=np.array([False, True, False]))
    assert list(whole.eligible) == [False, True, False]
    assert np.isnan(whole.total[2])


def test_bonus_and_deduction_stop_at_their_caps():
    total = capped(
        np.array([98.0, 50, 1]), np.array([20.0, 3, 0]), np.array([0.0, 90, 90]), bonus_cap=5, deduction_cap=40
    )
    np.testing.assert_allclose(total, [103, 13, 0])


@given(st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_overtaking_is_possible_exactly_where_some_weights_do_it(seed):
    source = np.random.default_rng(seed)
    ahead, behind, weights = source.uniform(0, 100, 4), source.uniform(0, 100, 4), source.dirichlet(np.ones(4))
    corners = weights * (1 + 0.25 * (np.array(np.meshgrid(*[[-1, 1]] * 4)).reshape(4, -1).T))
    assert may_overtake(ahead, behind, weights) == bool((corners @ (ahead - behind) < 0).any())


def test_equal_totals_share_the_better_place_and_gaps_have_none():
    np.testing.assert_array_equal(placed(np.array([90.0, 95, 90, np.nan, 80])), [2, 1, 2, np.nan, 4])


def test_scores_that_vary_widen_the_places():
    source = np.random.default_rng(1)
    scores = source.uniform(60, 90, (12, 3))
    weights = np.array([0.5, 0.3, 0.2])
    fixed = sensitivity(scores, weights, draws=1000)
    moving = sensitivity(scores + source.normal(0, 5, (400, 12, 3)), weights, draws=1000)
    assert (moving.high - moving.low).mean() > (fixed.high - fixed.low).mean()
    assert moving.kept < fixed.kept
    assert (fixed.low <= fixed.median).all()


@pytest.mark.parametrize("weights", [np.array([1.0]), np.array([1.0, -1.0]), np.zeros(2)])
def test_weights_that_weigh_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        aggregate(np.ones((2, 2)), weights)

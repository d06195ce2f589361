import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from tests.mechanisms.scoring.methods import reference
from zhengyou.mechanisms.scoring.methods.crossed import Marks, Method, components, fit, raters, reciprocity, variances


def marked(seed, units=120, many=40, each=6, *, spread=(0.5, 0.5, 0.7), districts=4):
    """Marks by raters four fifths of whom stay in their district; with the fair marks and the severities behind them."""
    source = np.random.default_rng(seed)
    fair = 4 + source.normal(0, spread[0], units)
    severity = source.normal(0, spread[1], many)
    unit = np.repeat(np.arange(units), each)
    inside = unit % districts + districts * source.integers(0, many // districts, len(unit))
    rater = np.where(source.random(len(unit)) < 0.8, inside, source.integers(0, many, len(unit)))
    value = fair[unit] + severity[rater] + source.normal(0, spread[2], len(unit))
    marks = Marks(unit, rater, value, units, many, np.ones((len(unit), 1)))
    return marks, fair, severity


@pytest.fixture
def penicillin():
    rows = reference.rows("penicillin.csv")
    names = [sorted({row[column] for row in rows}) for column in ("plate", "sample")]
    plate, sample = (
        np.array([known.index(row[column]) for row in rows])
        for known, column in zip(names, ("plate", "sample"), strict=True)
    )
    return Marks.of(plate, sample, np.array([float(row["diameter"]) for row in rows]))


def test_penicillin_is_reproduced_by_maximum_likelihood(penicillin):
    """Davies & Goldsmith 1972, by lme4 (Bates et al. 2015): 24 plates × 6 samples."""
    fitted = fit(penicillin, method=Method.ML)

    assert fitted.criterion == pytest.approx(332.18835, abs=1e-4)
    assert fitted.unit_sd == pytest.approx(0.84557, abs=1e-4)
    assert fitted.rater_sd == pytest.approx(1.77067, abs=1e-4)
    assert fitted.error_sd == pytest.approx(0.54993, abs=1e-4)
    assert fitted.fixed[0] == pytest.approx(22.9722, abs=1e-4)
    assert fitted.fixed_se[0] == pytest.approx(0.7446, abs=1e-4)


def test_penicillin_is_reproduced_by_restricted_maximum_likelihood(penicillin):
    fitted = fit(penicillin)
    assert fitted.criterion == pytest.approx(330.8606, abs=1e-4)


def test_variances_are_those_of_the_whole_model_written_out():
    marks, _fair, _severity = marked(1, 30, 12, 4)
    for turned in (False, True):
        given = marks if not turned else Marks(marks.rater, marks.unit, marks.value, 12, 30, marks.design)
        fitted = fit(given)
        n, one = len(given.value), np.ones((len(given.value), 1))
        unit = (given.unit[:, None] == np.arange(given.units)).astype(float)
        rater = (given.rater[:, None] == np.arange(given.raters)).astype(float)
        all_of = np.hstack([one, unit, rater])
        ratios = (fitted.error_sd / np.array([fitted.unit_sd, fitted.rater_sd])) ** 2
        whole = all_of.T @ all_of + np.diag(
            np.concatenate([[0], *(np.full(s, r) for s, r in zip((given.units, given.raters), ratios, strict=True))])
        )
        inverse = np.linalg.inv(whole)
        solved = inverse @ all_of.T @ given.value
        turn = np.hstack([np.ones((given.units, 1)), np.eye(given.units), np.zeros((given.units, given.raters))])

        np.testing.assert_allclose(fitted.fair, turn @ solved, atol=1e-8)
        np.testing.assert_allclose(
            fitted.fair_sd, fitted.error_sd * np.sqrt(np.diag(turn @ inverse @ turn.T)), rtol=1e-8
        )
        last = slice(1 + given.units, None)
        np.testing.assert_allclose(fitted.severity, solved[last], atol=1e-8)
        np.testing.assert_allclose(fitted.severity_sd, fitted.error_sd * np.sqrt(np.diag(inverse)[last]), rtol=1e-8)
        leverage = np.einsum("ij,jk,ik->i", all_of, inverse, all_of)
        np.testing.assert_allclose(fitted.expected_square, fitted.error_sd**2 * (1 - leverage), rtol=1e-8)
        assert n == len(fitted.residuals)
        draws = fitted.posterior(20_000, seed=3).draws
        np.testing.assert_allclose(np.cov(draws.T), fitted.error_sd**2 * turn @ inverse @ turn.T, atol=0.01)


@given(st.integers(0, 100))
@settings(max_examples=8, deadline=None)
def test_names_of_raters_and_units_mean_nothing(seed):
    marks, _fair, _severity = marked(seed, 24, 8, 4)
    source = np.random.default_rng(seed)
    units, others = source.permutation(24), source.permutation(8)
    straight = fit(marks)
    renamed = fit(Marks(units[marks.unit], others[marks.rater], marks.value, 24, 8, marks.design))

    np.testing.assert_allclose(renamed.fair[units], straight.fair, atol=1e-5)
    np.testing.assert_allclose(renamed.fair_sd[units], straight.fair_sd, atol=1e-5)
    np.testing.assert_allclose(renamed.severity[others], straight.severity, atol=1e-5)


def test_severity_is_corrected_and_intervals_hold_nine_times_in_ten():
    held, gain = [], []
    for seed in range(10):
        marks, truth, severity = marked(seed)
        fitted = fit(marks)
        interval = fitted.interval()
        held.append(((interval.low <= truth) & (truth <= interval.high)).mean())
        raw = np.bincount(marks.unit, marks.value) / np.bincount(marks.unit)
        gain.append(spearmanr(fitted.fair, truth)[0] - spearmanr(raw, truth)[0])
        assert np.corrcoef(fitted.severity, severity)[0, 1] > 0.8
    assert 0.87 <= np.mean(held) <= 0.93
    assert np.mean(gain) > 0.03


@pytest.mark.parametrize("method", list(Method))
def test_large_tables_are_solved_to_the_same_components(monkeypatch, method):
    marks, _fair, _severity = marked(5, 900, 400, 8)
    exact = fit(marks, method=method)
    monkeypatch.setattr(variances, "EXACT", 10)
    near = fit(marks, method=method)

    for name in ("unit_sd", "rater_sd", "error_sd"):
        assert getattr(near, name) == pytest.approx(getattr(exact, name), rel=0.01)
    assert near.criterion == pytest.approx(exact.criterion, abs=0.05)
    np.testing.assert_allclose(near.fair, exact.fair, atol=0.01)


def test_covariates_are_taken_out_and_fair_marks_hold_at_the_reference():
    marks, truth, _severity = marked(6, 300, 40, 8)
    source = np.random.default_rng(1)
    hard = source.binomial(1, 0.5, len(marks.unit))
    harder = Marks.of(marks.unit, marks.rater, marks.value - 0.8 * hard, hard[:, None].astype(float))
    fitted = fit(harder, reference=np.array([1.0, 0.0]))

    assert fitted.fixed[1] == pytest.approx(-0.8, abs=3 * fitted.fixed_se[1])
    assert np.mean(fitted.fair - truth) == pytest.approx(0, abs=0.25)


def test_raters_who_differ_in_nothing_leave_no_severity():
    marks, truth, _severity = marked(7, spread=(0.5, 0.0, 0.5))
    fitted = fit(marks)
    assert fitted.rater_sd < 0.15
    assert np.corrcoef(fitted.fair, truth)[0, 1] > 0.85


def test_diagnostics_name_the_strict_the_erratic_and_whoever_gives_everybody_the_same():
    marks, _fair, _severity = marked(8, 100, 20, 8, districts=1)
    value = marks.value.copy()
    value[marks.rater == 0] -= 1.5
    value[marks.rater == 1] += np.random.default_rng(1).normal(0, 2.5, (marks.rater == 1).sum())
    value[marks.rater == 2] = 4.0
    found = raters(fit(Marks(marks.unit, marks.rater, value, 100, 20, marks.design)))

    assert found.high[0] < 0
    assert found.infit[1] > 1.5
    assert found.outfit[1] > 1.5
    assert found.spread[2] < 0.5
    ordinary = np.arange(3, 20)
    assert ((found.infit[ordinary] > 0.4) & (found.infit[ordinary] < 1.5)).all()
    assert (found.spread[ordinary] > 0.5).all()


def test_praise_for_praise_is_seen():
    source = np.random.default_rng(4)
    units = 40
    unit, rater = (side.ravel() for side in np.meshgrid(np.arange(units), np.arange(units)))
    kept = (unit != rater) & (source.random(len(unit)) < 0.5)
    unit, rater = unit[kept], rater[kept]
    noise, deal = source.normal(0, 0.4, len(unit)), source.normal(0, 0.6, (units, units))
    value = 4 + source.normal(0, 0.3, units)[unit] + noise
    home = np.arange(units)
    honest = reciprocity(fit(Marks(unit, rater, value, units, units, np.ones((len(unit), 1)))), home)
    friends = deal + deal.T
    paid = Marks(unit, rater, value + friends[unit, rater], units, units, np.ones((len(unit), 1)))
    bought = reciprocity(fit(paid), home)

    assert honest[1] == bought[1] > 100
    assert abs(honest[0]) < 0.2
    assert bought[0] > 0.5
    assert np.isnan(reciprocity(fit(paid), np.full(units, -1))[0])


def test_marks_for_the_own_unit_are_left_out():
    marks = Marks.of(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([5.0, 3.0, 3.0, 5.0]))
    kept = marks.without_own(np.array([0, -1]))
    assert list(zip(kept.unit, kept.rater, strict=True)) == [(0, 1), (1, 0), (1, 1)]


def test_parts_that_share_no_rater_are_counted():
    marks = Marks.of(np.array([0, 1, 2, 3]), np.array([0, 0, 1, 1]), np.array([1.0, 2, 3, 4]))
    number, part = components(marks)
    assert number == 2
    assert part[0] == part[1] != part[2] == part[3]
    joined = Marks.of(np.array([0, 1, 2, 3, 3]), np.array([0, 0, 1, 1, 0]), np.array([1.0, 2, 3, 4, 4]))
    assert components(joined)[0] == 1


def test_columns_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="equally long"):
        Marks.of(np.array([0]), np.array([0, 1]), np.array([1.0]))
    with pytest.raises(ValueError, match="more marks"):
        Marks.of(np.array([0]), np.array([0]), np.array([1.0]))
    with pytest.raises(ValueError, match="reference"):
        fit(Marks.of(np.array([0, 1]), np.array([0, 0]), np.array([1.0, 2.0])), reference=np.ones(3))


def test_three_thousand_units_and_fifteen_hundred_raters_take_seconds():
    """The size of the specification, 10,000 × 5,000 with 100,000 marks, takes 10 s of processor time and 0.95 GB."""
    marks, truth, _severity = marked(1, 3000, 1500, 10, districts=30)
    began = time.process_time()
    fitted = fit(marks)
    draws = fitted.posterior(500).draws
    assert time.process_time() - began < 8
    assert draws.shape == (500, 3000)
    interval = fitted.interval()
    assert 0.87 < ((interval.low <= truth) & (truth <= interval.high)).mean() < 0.93

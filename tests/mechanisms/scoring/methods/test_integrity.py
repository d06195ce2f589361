import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from zhengyou.mechanisms.scoring.methods import combining, gaming, integrity, simulator, suspicion, waiting
from zhengyou.mechanisms.scoring.methods.suspicion import Stream
from zhengyou.mechanisms.scoring.methods.types import generator


@pytest.fixture(scope="module")
def attacked():
    return simulator.world(3, units=700, attacked=20)


@pytest.fixture(scope="module")
def assessed(attacked):
    return integrity.assess(attacked.stream)


def quiet(units=120, n=80, days=28, seed=0, **more):
    """Units of ordinary ratings, many fours and fives, spread evenly over days and opening hours."""
    rng = generator(seed)
    unit = np.repeat(np.arange(units), n)
    day = rng.integers(0, days, units * n)
    columns = {
        "level": rng.choice([1, 2, 3, 4, 5], units * n, p=[0.02, 0.03, 0.1, 0.35, 0.5]),
        "day": day,
        "at": day * 86400.0 + rng.uniform(32400, 61200, units * n),
    }
    return Stream(unit=unit, units=units, days=days, **(columns | more))


def test_attacks_are_found_with_few_false_alarms(attacked):
    found = simulator.measure(attacked)
    assert found.recall["burst"] == 1.0
    assert found.recall["malicious"] == 1.0
    assert found.recall["forced"] >= 0.9
    assert found.recall["robot"] >= 0.5
    assert found.rate <= 0.06
    assert simulator.measure(simulator.world(4, units=700, attacked=0)).false <= 1


def test_suspicious_ratings_are_those_of_the_attack(attacked, assessed):
    stream = attacked.stream
    bad = np.array([place for place, name in enumerate(attacked.attack) if name == "malicious"])
    pointed = assessed.suspicious & np.isin(stream.unit, bad)
    assert (stream.level[pointed] == 1).mean() > 0.7  # a burst points at the whole day, honest visitors among them
    assert not assessed.suspicious[~assessed.flagged[stream.unit]].any()
    for unit in bad.tolist():
        assert set(assessed.reasons[unit]) & {"low_day", "device", "burst"}


def test_each_test_is_silent_where_its_column_is_not_kept():
    stream = quiet(at=None)
    found = integrity.assess(stream)
    for name in ("device", "regularity", "dwell", "text", "streak", "graph"):
        assert np.isnan(found.tests[name].p).all()
    assert not found.flagged.any()
    assert ((found.p >= 0) & (found.p <= 1)).all()


def test_units_with_few_ratings_are_left_alone():
    stream = quiet(units=40, n=9, days=1)
    assert not integrity.assess(stream).flagged.any()
    assert not integrity.assess(stream).tested.any()


def test_only_being_good_is_no_evidence():
    stream = quiet()
    level = stream.level.copy()
    level[stream.unit == 0] = 5
    found = integrity.assess(quiet(level=level, at=None))
    assert found.tests["fives"].p[0] < 1e-6
    assert not found.flagged.any()


def test_twelve_near_identical_comments_are_found_and_stock_phrases_are_not():
    rng = generator(1)
    stream = quiet()
    texts = ["服务很好" if one < 0.2 else "" for one in rng.random(len(stream.unit))]
    own = np.flatnonzero(stream.unit == 7)[:12]
    for number, place in enumerate(own.tolist()):
        texts[place] = f"工作人员耐心细致，业务熟练，十分钟就办好了{'！' * (number % 3)}"
    for number, place in enumerate(np.flatnonzero(stream.unit == 8)[:12].tolist()):
        texts[place] = f"第{number}次来办，" + "甲乙丙丁戊己庚辛壬癸子丑"[number] * 5 + "值得表扬"
    group = suspicion.same_texts(texts, stream.unit)
    found = integrity.assess(quiet(text=group))
    assert len(set(group[own].tolist())) == 1
    assert found.flagged.tolist().index(True) == 7
    assert found.flagged.sum() == 1
    assert found.reasons[7] == ["text"]
    assert set(np.flatnonzero(found.suspicious)) == set(own)


def test_raters_of_one_clerk_alone_are_found():
    rng = generator(2)
    stream = quiet(units=60)
    rater = np.arange(len(stream.unit))
    staff = rng.integers(0, 4, len(stream.unit))
    own = np.flatnonzero(stream.unit == 5)
    rater[own[:24]] = np.repeat(np.arange(8) + 10**6, 3)
    staff[own[:24]] = 2
    honest = np.flatnonzero(stream.unit == 6)
    rater[honest[:24]] = np.repeat(np.arange(8) + 2 * 10**6, 3)  # they came again, and were served by whoever was there
    found = suspicion.graph(quiet(units=60, rater=rater, staff=staff))
    assert found.p[5] < 1e-5
    assert found.facts["raters"][5] == 8
    assert found.facts["staff"][5] == 2
    assert found.p[6] > 0.05
    assert found.suspicious[own[:24]].all()


def test_regular_beats_are_found_at_the_right_rate():
    rng = generator(3)
    chances = []
    for _unit in range(3000):
        gaps = np.log(rng.exponential(1.0, 40))
        values = waiting.variances(gaps)
        chances.append(waiting.chance(float(values.min()), len(values)))
    chances = np.array(chances)
    assert (chances < 0.01).mean() == pytest.approx(0.01, abs=0.006)
    assert (chances < 0.1).mean() == pytest.approx(0.1, abs=0.03)
    beat = waiting.variances(np.log(250 + rng.normal(0, 10, 30)))
    assert waiting.chance(float(beat.min()), len(beat)) < 1e-9


def test_cauchy_combination_keeps_its_level_and_real_evidence():
    rng = generator(4)
    tests = {str(place): rng.random(50_000) for place in range(6)}
    p = combining.cauchy(tests, dict.fromkeys(tests, 1.0))
    assert (p < 0.01).mean() == pytest.approx(0.01, abs=0.002)
    ones = {"real": np.array([1e-6]), "discrete": np.array([1.0]), "other": np.array([1.0])}
    assert combining.cauchy(ones, dict.fromkeys(ones, 1.0))[0] < 1e-5
    assert combining.cauchy({"none": np.array([np.nan])}, {"none": 1.0})[0] == 1.0
    tiny = combining.cauchy({"a": np.array([1e-200]), "b": np.array([0.5])}, {"a": 1.0, "b": 1.0})
    assert 0 < tiny[0] < 1e-190
    unheard = combining.cauchy({"a": np.array([0.5]), "b": np.array([1e-9])}, {"a": 1.0, "b": 0.0})
    assert unheard[0] == pytest.approx(0.5)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.005, 0.3))
@settings(max_examples=80, deadline=None)
def test_benjamini_hochberg_is_the_step_up_rule(values, q):
    p = np.array(values)
    order = np.sort(p)
    passing = np.flatnonzero(order <= q * np.arange(1, len(p) + 1) / len(p))
    assume(
        not np.isclose(order * len(p) / np.arange(1, len(p) + 1), q, rtol=1e-9).any()
    )  # at the bound rounding decides
    bound = order[passing[-1]] if len(passing) else -1.0
    flagged = combining.benjamini_hochberg(p, q)
    np.testing.assert_array_equal(flagged, p <= bound)
    assert combining.benjamini_yekutieli(p, q).sum() <= flagged.sum()


def test_calibration_by_peers_counts_the_peers_that_are_as_large():
    np.testing.assert_allclose(combining.calibrated(np.array([5.0, 1.0, 3.0, 3.0])), [0.25, 1.0, 0.75, 0.75])


@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_order_of_rows_and_numbers_of_devices_do_not_matter(seed):
    rng = generator(seed)
    stream = quiet(units=20, n=30, seed=seed, device=rng.integers(0, 400, 600))
    mixed = rng.permutation(600)
    again = Stream(
        unit=stream.unit[mixed],
        level=stream.level[mixed],
        day=stream.day[mixed],
        at=stream.at[mixed],
        device=10_000 - stream.device[mixed],
        units=20,
        days=28,
    )
    np.testing.assert_allclose(integrity.assess(stream).p, integrity.assess(again).p, rtol=1e-6)


def test_single_tests_are_rarely_wrong_about_the_clean(attacked, assessed):
    clean = (np.array(attacked.attack) == "") & assessed.tested
    for name, one in assessed.tests.items():
        p = one.p[clean]
        assert np.nan_to_num(p, nan=1.0).min() >= 0
        assert (np.nan_to_num(p, nan=1.0) < 0.01).mean() < 0.03, name


def test_follow_up_finds_what_nothing_else_does():
    rng = generator(5)
    counter = rng.choice([75.0, 100.0], 200, p=[0.1, 0.9])
    sample = rng.choice([25.0, 75.0, 100.0], 60, p=[0.15, 0.4, 0.45])
    bias, low, high = integrity.follow_up(counter, sample)
    assert low < bias < high
    assert low > 0
    assert bias == pytest.approx(counter.mean() - sample.mean())
    with pytest.raises(ValueError, match="two values"):
        integrity.follow_up(counter, sample[:1])


def test_a_stream_with_columns_that_do_not_fit_is_refused():
    with pytest.raises(ValueError, match="one entry"):
        quiet(units=2, n=3, device=np.zeros(5, dtype=np.int64))
    with pytest.raises(ValueError, match="range"):
        quiet(units=2, n=3, day=np.full(6, 28), at=None)


def test_beta_of_the_peers_is_recovered():
    rng = generator(6)
    n = rng.integers(20, 300, 800).astype(float)
    hits = stats.betabinom.rvs(n.astype(int), 2, 60, random_state=7).astype(float)
    hits[:20] = n[:20] * 0.6  # cheats
    mean, strength = suspicion._peers(hits, n)
    assert mean == pytest.approx(2 / 62, rel=0.15)
    assert strength == pytest.approx(62, rel=0.4)


def test_tricks_buy_less_under_the_shipped_method():
    found = gaming.world(1, units=400)
    gains = {name: gaming.measure(found, name) for name in gaming.TRICKS}
    for name in ("easy_cases", "kind_channel"):
        assert gains[name].shipped < gains[name].raw / 2
    assert gains["few_friends"].raw_top > 10
    assert np.isnan(gains["few_friends"].shipped)  # six friends are not graded at all
    assert gains["few_friends"].shipped_top == 0
    assert gains["pressed"].shipped > 0  # no formula takes this back: only prevention and the follow-up sample do

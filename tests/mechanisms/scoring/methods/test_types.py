import numpy as np
import pytest

from zhengyou.mechanisms.scoring.methods.types import Cells, Interval, Posterior, generator


def test_an_interval_holds_its_share_of_the_draws():
    draws = generator(1).normal([[0.0, 10.0]], [[1.0, 3.0]], size=(20_000, 2))
    interval = Interval.of(draws)

    held = ((draws >= interval.low) & (draws <= interval.high)).mean(axis=0)
    np.testing.assert_allclose(held, 0.9, atol=1e-3)
    np.testing.assert_allclose(interval.low, [-1.645, 10 - 3 * 1.645], atol=0.1)
    assert Posterior.of(draws).mean[1] == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize("counts", [np.zeros((2, 1, 5)), np.zeros((2, 1, 1, 1)), np.full((1, 1, 1, 2), -1)])
def test_cells_that_are_none_are_refused(counts):
    with pytest.raises(ValueError, match="counts"):
        Cells(counts.astype(np.int64))


def test_levels_count_evenly():
    np.testing.assert_allclose(Cells(np.zeros((1, 1, 1, 5), dtype=np.int64)).points, [0, 25, 50, 75, 100])
    np.testing.assert_allclose(Cells(np.zeros((1, 1, 1, 2), dtype=np.int64)).points, [0, 100])


@pytest.mark.parametrize(("draws", "level"), [(np.zeros((0, 2)), 0.9), (np.zeros(3), 0.9), (np.zeros((3, 2)), 1.0)])
def test_intervals_of_nothing_are_refused(draws, level):
    with pytest.raises(ValueError, match="must"):
        Interval.of(draws, level)

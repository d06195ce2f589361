"""Simulated ratings with known truth, for the tests of the methods."""

import numpy as np
from scipy import special

from zhengyou.mechanisms.scoring.methods.ordinal import Reference
from zhengyou.mechanisms.scoring.methods.types import Cells

CUTS = np.array([-4.5, -3.6, -2.4, -0.6])


def rated(seed, units=300, *, spread=0.5, sizes=(5, 400), cases=4, channels=3, cuts=CUTS):
    """Return cells, their reference mix and the true standardised score of each unit (proportional odds)."""
    source = np.random.default_rng(seed)
    effect = source.normal(0, spread, units)
    case, channel = source.normal(0, 0.7, cases), source.normal(0, 0.4, channels)
    number = np.exp(source.uniform(*np.log(sizes), units)).astype(int)
    mix = source.dirichlet(np.ones(cases), units)[:, :, None] * source.dirichlet(np.ones(channels), units)[:, None, :]
    eta = effect[:, None, None] + case[:, None] + channel
    above = special.expit(eta[..., None] - cuts)
    ends = np.ones((*eta.shape, 1))
    chances = -np.diff(np.concatenate([ends, above, 0 * ends], axis=-1))
    many = source.multinomial(number, mix.reshape(units, -1)).reshape(mix.shape)
    cells = Cells(source.multinomial(many, chances))
    reference = Reference.of(cells)
    truth = np.einsum("c,h,jchk->j", reference.cases, reference.channels, above) * 100 / len(cuts)
    return cells, reference, truth

"""How much more than usual something is counted: ratios, shrunk where little was counted.

A count is Poisson around `ratio x expected`. The ratios of most places are Gamma around 1, those of a few are anything:
a mixture of two, as in the search for unexpected side effects of drugs. What is known of a place is then such a mixture
again, near the usual where little was counted, near its own count where much was.

References
----------
Clayton & Kaldor (1987), Empirical Bayes estimates of age-standardized relative risks for use in disease mapping.
Biometrics 43. DuMouchel (1999), Bayesian data mining in large frequency tables, with an application to the FDA
spontaneous reporting system. The American Statistician 53.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, gammaln

Floats = NDArray[np.float64]

ALPHAS = np.geomspace(0.2, 200, 40)
"""How alike most places may be: their ratio varies by 1 / alpha around 1."""
STRANGE = (0.002, 0.005, 0.01, 0.02, 0.05)
"""Share of places that may be unlike the others."""
WIDE = (1.0, 0.25)
"""Gamma of the ratio of these: 4 in the mean, from next to nothing to 15."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is usual: how alike most places are, by group of places, and the share of places that are unlike."""

    alpha: Floats
    strange: float


@dataclass(frozen=True, slots=True)
class Ratios:
    """What is known of ratios: a mixture of two Gammas each, all arrays of one shape."""

    shape: Floats
    rate: Floats
    wide_shape: Floats
    wide_rate: Floats
    strange: Floats
    """Probability of the second."""

    @property
    def mean(self) -> Floats:
        mean: Floats = (1 - self.strange) * self.shape / self.rate + self.strange * self.wide_shape / self.wide_rate
        return mean

    @property
    def variance(self) -> Floats:
        squares = (1 - self.strange) * self.shape * (self.shape + 1) / np.square(self.rate)
        squares += self.strange * self.wide_shape * (self.wide_shape + 1) / np.square(self.wide_rate)
        variance: Floats = squares - np.square(self.mean)
        return variance

    def where(self, chosen: NDArray[np.bool_]) -> "Ratios":
        """Return those that are chosen."""
        parts = (self.shape, self.rate, self.wide_shape, self.wide_rate, self.strange)
        return Ratios(*(part[chosen] for part in parts))


@dataclass(frozen=True, slots=True)
class Group:
    """Counts of places and what was expected there; `silent` more places had none of `silent_expected`."""

    counts: Floats
    expected: Floats
    silent: int = 0
    silent_expected: float = 0.0


def learn(groups: Sequence[Group], strange: Sequence[float] = STRANGE) -> Prior:
    """Return the prior under which the counts of all groups are likeliest, one alpha a group, one share for all.

    >>> even, uneven = np.array([9.0, 10.0, 11.0, 10.0]), np.array([0.0, 40.0, 1.0, 3.0])
    >>> prior = learn([Group(even, np.full(4, 10.0)), Group(uneven, np.full(4, 10.0))])
    >>> bool(prior.alpha[0] > 20 > 2 > prior.alpha[1])
    True
    """
    found = [_likelihood(group, np.array(strange)) for group in groups]
    best = int(sum((one.max(axis=0) for one in found), np.zeros(len(strange))).argmax())
    return Prior(np.array([ALPHAS[int(one[:, best].argmax())] for one in found]), strange[best])


def _likelihood(group: Group, strange: Floats) -> Floats:
    """Return the log-likelihood by alpha and share of strange places."""
    known = group.expected > 0
    counts, expected = group.counts[known], group.expected[known]
    weights = np.ones(len(counts) + 1)
    weights[-1] = group.silent if group.silent_expected > 0 else 0
    y, e = np.append(counts, 0.0), np.append(expected, max(group.silent_expected, 1e-9))
    usual = _marginal(y[:, None], e[:, None], ALPHAS[None, :], ALPHAS[None, :])
    wide = _marginal(y, e, np.float64(WIDE[0]), np.float64(WIDE[1]))[:, None]
    parts = [weights @ np.logaddexp(np.log1p(-share) + usual, np.log(share) + wide) for share in strange]
    return np.stack(parts, axis=1)


def _marginal(y: Floats, e: Floats, shape: Floats | np.float64, rate: Floats | np.float64) -> Floats:
    """Return the log-probability of a count whose ratio is Gamma, but for what depends on the count alone."""
    both: Floats = gammaln(shape + y) - gammaln(shape) + shape * np.log(rate / (rate + e)) + y * np.log(e / (rate + e))
    return both


def shrink(counts: Floats, expected: Floats, alpha: Floats, strange: float) -> Ratios:
    """Return what is known of the ratio of each count to what was expected; arrays of one shape."""
    heard = np.maximum(expected, 1e-9)
    usual = _marginal(counts, heard, alpha, alpha)
    wide = _marginal(counts, heard, np.float64(WIDE[0]), np.float64(WIDE[1]))
    odds = np.log(strange) - np.log1p(-strange) + wide - usual
    return Ratios(alpha + counts, alpha + expected, WIDE[0] + counts, WIDE[1] + expected, expit(odds))


def burstiness(counts: Floats) -> float:
    """Return how much more weekly counts vary than Poisson ones, at least 1; shape (places, weeks).

    Each place is held against the weeks of the country and its own total (Pearson's chi-square over its degrees of
    freedom), so neither a season nor a large place counts as variation.
    """
    active = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(active.shape) < 2:
        return 1.0
    expected = active.sum(axis=1, keepdims=True) * active.sum(axis=0, keepdims=True) / active.sum()
    freedom = (active.shape[0] - 1) * (active.shape[1] - 1)
    return max(1.0, float((np.square(active - expected) / expected).sum() / freedom))

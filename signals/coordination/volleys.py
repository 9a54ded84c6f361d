"""What chance explains of a whole group: volleys in which many of its members share one thing within seconds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import binom

from signals.coordination.chance import Floats
from signals.coordination.occasions import Ints, Occasions

PRIOR_OTHERS = 5.0
"""Accounts outside of the group that the usual chance weighs beside those who shared the same thing."""
TINY = 1e-300
"""Nothing is said to be less likely."""


@dataclass(frozen=True, slots=True)
class _Volleys:
    """The occasions of a group on which at least two members took part."""

    present: Ints
    """Members who took part."""
    together: Ints
    """Most of them within the delay."""
    chance: Floats
    """How likely one more falls beside them by chance."""


def surprise(found: Occasions, members: Ints, *, delay: int, chances: Floats, usual: float) -> float:
    """Return the natural logarithm of a bound on the chance that any group of this size does as much.

    Null: as in `chance.hold`. On an occasion with m members present, the number beside one of them is at most
    binomial; the largest over who is taken for the first costs a factor m. The sum over all occasions has the tail of
    independent trials, times the ways of choosing a group among all accounts: groups may then be looked for in any way.
    """
    seen = _volleys(found, members, delay, chances, usual)
    beside = int((seen.together - 1).sum())
    tail = max(_likelihoods(seen.present - 1, seen.chance)[beside:].sum(), TINY)
    first = float(np.log(seen.present).sum())
    return min(0.0, float(np.log(tail)) + first + _ways(len(found.accounts), len(members)))


def _likelihoods(trials: Ints, chance: Floats) -> Floats:
    """Return how likely each number of successes is, of independent trials of unequal chance."""
    likely = np.ones(1)
    for n, each in zip(trials, chance, strict=True):
        likely = np.convolve(likely, binom.pmf(np.arange(n + 1), n, each))
    return likely


def _ways(accounts: int, members: int) -> float:
    """Return the logarithm of the number of groups of `members`, times that of sizes that a group may have."""
    chosen = gammaln(accounts + 1) - gammaln(members + 1) - gammaln(accounts - members + 1)
    return float(chosen + np.log(accounts))


def _volleys(found: Occasions, members: Ints, delay: int, chances: Floats, usual: float) -> _Volleys:
    inside = np.zeros(len(found.accounts), np.bool_)
    inside[members] = True
    own = inside[found.account]
    occasion, at = found.occasion[own], found.at[own]
    starts = np.flatnonzero(np.diff(occasion, prepend=-1))
    present = np.diff(np.append(starts, len(occasion)))
    beside = found.only(own).after(delay) + 1
    best = np.maximum.reduceat(beside, starts) if len(starts) else beside
    # the first row of each occasion at which the most of its members follow within the delay
    order = np.lexsort((np.arange(len(beside)), -beside, occasion))
    first = at[order[starts]]
    shared = present >= 2
    numbers, first = occasion[starts][shared], first[shared]
    local = _local(found, ~own, numbers, first, delay, usual)
    chance = np.maximum(np.maximum(chances[numbers], local), usual)
    return _Volleys(present[shared], best[shared], chance)


def _local(found: Occasions, others: NDArray[np.bool_], numbers: Ints, first: Ints, delay: int, usual: float) -> Floats:
    """Return which share of the others of each occasion fell around the volley that begins at `first`."""
    size = found.count
    begins = np.full(size, -1, np.int64)
    begins[numbers] = first
    occasion, at = found.occasion[others], found.at[others]
    around = (begins[occasion] >= 0) & (at >= begins[occasion] - delay) & (at <= begins[occasion] + 2 * delay)
    near = np.bincount(occasion[around], minlength=size)[numbers]
    every = np.bincount(occasion, minlength=size)[numbers]
    return np.asarray((near + PRIOR_OTHERS * usual) / (every + PRIOR_OTHERS))

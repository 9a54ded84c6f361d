"""What chance explains: how likely two accounts that share a thing in the same hour do so within seconds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import betainc

from signals.coordination.occasions import AT_ONCE, Ints, Occasions

Floats = NDArray[np.float64]

PRIOR_PAIRS = 20.0
"""Pairs of accounts that the usual chance weighs beside what an occasion itself shows."""
PRIOR_OCCASIONS = 20.0
"""Occasions that an even spread over the span weighs beside what all occasions show."""
TOGETHER = 0.5
"""Accounts that met within seconds on this share of their common occasions are no measure of chance."""
SAMPLED = 1_000
"""Accounts whose partners are counted, to know how many pairs were put to the test."""
ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Tested:
    """Pairs of accounts that shared at least `repeated` things close together, and what chance says of each."""

    source: Ints
    target: Ints
    met: Ints
    """Occasions on which the two shared the same thing within seconds."""
    common: Ints
    """Occasions that both were part of."""
    expected: Floats
    """How many of these would bring them together by chance."""
    p_value: Floats
    tests: float
    """Pairs that could have been found: those with enough common occasions."""
    chance: float
    """How likely two accounts of one ordinary occasion share within seconds."""
    chances: Floats
    """The same for each occasion."""

    @property
    def together(self) -> NDArray[np.bool_]:
        """Tell which pairs met on most of their common occasions."""
        return self.met >= TOGETHER * self.common


def hold(found: Occasions, *, delay: int, even: float, repeated: int) -> Tested:
    """Return the pairs that met on at least `repeated` occasions, each held against chance.

    `delay` in microseconds; `even`: how likely two shares lie within it when both fall anywhere in the span.

    Null: who shares what in which hour is kept, the moment within the hour is drawn from those at which others shared
    the same thing then (shuffled times). The number of meetings of a pair is then a sum of independent trials, whose
    tail is bounded by that of a binomial of the same mean (Hoeffding 1956, theorem 4): p-values are never too small for
    that reason. The more of an occasion's sharers came at the same time, the likelier a meeting, and the less it says.
    """
    source, target, met = _close(found, delay, repeated)
    member = csr_matrix(
        (np.ones(len(found.account)), (found.account, found.occasion)), shape=(len(found.accounts), max(1, found.count))
    )
    tests = max(_testable(member, repeated), float(len(met)))
    common = _common(member, source, target)
    together = met >= TOGETHER * common
    chances, usual = _chances(found, member, delay, even, (source[together], target[together]))
    expected = _expected(member, source, target, chances)
    return Tested(source, target, met, common, expected, _tail(met, common, expected), tests, usual, chances)


def _tail(met: Ints, common: Ints, expected: Floats) -> Floats:
    """Return the chance of at least `met` of `common` trials with `expected` successes; 1 where the bound is void."""
    if not len(met):
        return np.zeros(0)
    tail = betainc(met, common - met + 1, np.clip(expected / np.maximum(common, 1), 0.0, 1.0))
    return np.where(met >= expected + 1, tail, 1.0)


def _close(found: Occasions, delay: int, repeated: int) -> tuple[Ints, Ints, Ints]:
    """Return the pairs of accounts that met on `repeated` occasions or more, and on how many.

    Pairs are counted part by part (by their first account), so that memory holds `AT_ONCE` of them at most.
    """
    size = len(found.accounts)
    parts = 1 + found.pairs_within(delay) // AT_ONCE
    kept: list[tuple[Ints, Ints]] = []
    for part in range(parts):
        keys = [
            pairs if parts == 1 else pairs[(pairs // size) % parts == part]
            for first, second in found.close(delay)
            for pairs in (found.key(first, second),)
        ]
        pairs, met = np.unique(np.concatenate(keys or [np.zeros(0, np.int64)]), return_counts=True)
        kept.append((pairs[met >= repeated], met[met >= repeated]))
    pairs, met = (np.concatenate(values) for values in zip(*kept, strict=True))
    order = np.argsort(pairs)
    return pairs[order] // max(1, size), pairs[order] % max(1, size), met[order].astype(np.int64)


def _common(member: csr_matrix, source: Ints, target: Ints) -> Ints:
    """Return on how many occasions both accounts of each pair were."""
    parts = [
        np.asarray(member[source[at]].multiply(member[target[at]]).sum(axis=1)).ravel() for at in _parts(len(source))
    ]
    return np.concatenate([np.zeros(0), *parts]).astype(np.int64)


def _expected(member: csr_matrix, source: Ints, target: Ints, chances: Floats) -> Floats:
    parts = [member[source[at]].multiply(member[target[at]]) @ chances for at in _parts(len(source))]
    return np.concatenate([np.zeros(0), *parts])


def _parts(count: int) -> list[slice]:
    return [slice(start, start + ROWS_AT_ONCE) for start in range(0, count, ROWS_AT_ONCE)]


def _chances(
    found: Occasions, member: csr_matrix, delay: int, even: float, together: tuple[Ints, Ints]
) -> tuple[Floats, float]:
    """Return how likely a pair of each occasion is close, and how likely that usually is.

    Pairs that are nearly always `together` are left out: they must not make up the chance that excuses them.
    """
    size = np.bincount(found.occasion, minlength=max(1, found.count)).astype(np.float64)
    pairs, close = size * (size - 1) / 2, np.zeros(len(size))
    every = pairs.copy()
    left_out = np.sort(together[0] * len(found.accounts) + together[1])
    for first, second in found.close(delay):
        counted = ~_among(found.key(first, second), left_out)
        close += np.bincount(found.occasion[first[counted]], minlength=len(close))
    for at in _parts(len(together[0])):
        both = member[together[0][at]].multiply(member[together[1][at]])
        pairs -= np.asarray(both.sum(axis=0)).ravel()
    heard = pairs > 0
    shares = (close[heard] / pairs[heard]).sum() + found.left_out_close
    count = heard.sum() + found.left_out
    usual = max(even, float((shares + PRIOR_OCCASIONS * even) / (count + PRIOR_OCCASIONS)))
    # what is left beside many pairs left out is who met a little less: as many pairs of the usual chance make up for it
    prior = PRIOR_PAIRS + every - pairs
    return np.minimum(1.0, (close + prior * usual) / (pairs + prior)), usual


def _among(values: Ints, known: Ints) -> NDArray[np.bool_]:
    if not len(known):
        return np.zeros(len(values), np.bool_)
    return np.asarray(known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values)


def _testable(member: csr_matrix, repeated: int) -> float:
    """Return how many pairs were part of `repeated` occasions together, from at most `SAMPLED` accounts."""
    accounts = member.shape[0]
    if not accounts:
        return 0.0
    drawn = np.unique(np.linspace(0, accounts - 1, min(accounts, SAMPLED)).astype(np.int64))
    others = member.T.tocsr()
    partners = 0
    for start in range(0, len(drawn), 100):
        product = member[drawn[start : start + 100]] @ others
        partners += int((product.data >= repeated).sum()) - len(drawn[start : start + 100])
    return float(partners / len(drawn) * accounts / 2)

"""Which accounts are tied: pairs that met too often for chance, and groups whose volleys chance does not explain."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from signals.coordination.chance import Floats, Tested
from signals.coordination.occasions import Ints, Occasions
from signals.coordination.volleys import surprise

TIES = 2
"""Members of its group that an account must be tied to: one tie may be chance, or two accounts of one person."""


@dataclass(frozen=True, slots=True)
class Part:
    """The shares of one kind of thing, and what was tested on them."""

    shares: pl.DataFrame
    found: Occasions
    test: Tested


@dataclass(frozen=True, slots=True)
class Tie:
    """Two accounts that chance does not explain."""

    names: tuple[str, str]
    met: int
    expected: float
    p_value: float
    """Corrected for all that was looked at."""


def ties(parts: list[Part], *, delay: int, level: float) -> list[Tie]:
    """Return the ties of all parts; half of `level` is spent on pairs (false-discovery rate), half on groups (any)."""
    tests = sum(part.test.tests for part in parts)
    highest = limit(np.concatenate([np.zeros(0), *(part.test.p_value for part in parts)]), tests, level / 2)
    found = []
    for part in parts:
        pairs = np.flatnonzero(part.test.p_value <= highest)
        found += [_tie(part, int(n), min(1.0, part.test.p_value[n] * tests)) for n in pairs]
        for own, surprised in _volleying(part, delay, log(level / 2 / len(parts))):
            found += [_tie(part, int(n), exp(surprised)) for n in own]
    return found


def communities(found: list[Tie]) -> Iterator[list[Tie]]:
    """Yield the ties of each group of accounts that hang together, every member by at least `TIES` others."""
    if not found:
        return
    names = sorted({name for tie in found for name in tie.names})
    place = {name: n for n, name in enumerate(names)}
    ends = np.array([[place[name] for name in tie.names] for tie in found], dtype=np.int64)
    for own in _hanging(ends, len(names), TIES):
        yield [found[n] for n in own]


def _tie(part: Part, n: int, p_value: float) -> Tie:
    test, names = part.test, part.found.accounts
    pair = names[test.source[n]], names[test.target[n]]
    return Tie(pair, int(test.met[n]), float(test.expected[n]), float(p_value))


def limit(p_values: Floats, tests: float, level: float) -> float:
    """Return the largest p-value that is a discovery among `tests` pairs (Benjamini and Hochberg), -1: none is."""
    ordered = np.sort(p_values)
    passed = np.flatnonzero(ordered * tests <= level * np.arange(1, len(ordered) + 1))
    return float(ordered[passed[-1]]) if len(passed) else -1.0


def _volleying(part: Part, delay: int, most: float) -> Iterator[tuple[Ints, float]]:
    """Yield the ties of groups whose volleys surprise, widest groups first, with the logarithm of their chance.

    Groups are the connected parts of ever tighter cores of the accounts that are nearly always together.
    """
    test = part.test
    chosen = np.flatnonzero(test.together)
    settled = np.zeros(len(part.found.accounts), np.bool_)
    least = TIES
    while len(chosen):
        ends = np.column_stack([test.source[chosen], test.target[chosen]])
        groups = list(_hanging(ends, len(settled), least))
        for own in groups:
            members = np.unique(ends[own])
            if settled[members].all():
                continue
            found = surprise(part.found, members, delay=delay, chances=test.chances, usual=test.chance)
            if found <= most:
                settled[members] = True
                yield chosen[own], found
        chosen = chosen[np.concatenate([np.zeros(0, np.int64), *groups])]
        least += max(1, least // 2)


def _hanging(ends: NDArray[np.int64], count: int, least: int) -> Iterator[Ints]:
    """Yield the ties (indices) of each connected part of the core in which everybody has `least` others."""
    kept = np.arange(len(ends))
    while len(kept):
        pairs = np.unique(np.sort(ends[kept], axis=1), axis=0)
        stays = (np.bincount(pairs.ravel(), minlength=count)[ends[kept]] >= least).all(axis=1)
        if stays.all():
            break
        kept = kept[stays]
    if not len(kept):
        return
    together = coo_matrix((np.ones(len(kept)), ends[kept].T), shape=(count, count))
    _, community = connected_components(together, directed=False)
    own = community[ends[kept, 0]]
    order = np.argsort(own, kind="stable")
    yield from np.split(kept[order], np.flatnonzero(np.diff(own[order])) + 1)

"""How many messages an hour brings, learned from the past of a source, and how likely it is that none come."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

import numpy as np

from signals.baseline.season import weekly_shape
from signals.baseline.tally import Bools, Floats, Ints

HOUR = timedelta(hours=1)
WEEK = 168
HALF_LIFE = 14 * 24.0
"""Hours in which the weight of the past halves."""
ENOUGH_HOURS = 7 * 24
"""Hours that must have been heard: one whole week."""
ENOUGH_MESSAGES = 30
"""Messages that they must hold."""
BLOCKS = (1, 2, 3, 6, 12, 24)
"""Lengths in hours at which the past is held against what was expected of it."""
LEAST_DISPERSION = 0.05
"""No source is ever taken to be as regular as chance (Poisson): nobody knows its holidays."""
CAP = 5.0
"""Standard deviations above the mean at which an hour of the past is cut: a crisis is not usual."""
PASSES = 3


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a source brings, hour of the week by hour of the week."""

    rates: Floats
    """Messages expected in each hour of the week, shape (168,); the first begins on Thursday at 0:00 UTC."""
    dispersions: Floats
    """Of blocks of the lengths `BLOCKS`: 0 is Poisson, 1/k a negative binomial of size k."""

    @property
    def per_day(self) -> float:
        """Return the messages of an average day."""
        return float(self.rates.sum() / 7)

    def between(self, start: datetime, end: datetime) -> float:
        """Return the messages expected from `start` to `end`."""
        first, last = start.timestamp() / 3600, end.timestamp() / 3600
        if last <= first:
            return 0.0
        hours = np.arange(int(first), ceil(last), dtype=np.int64)
        share = np.minimum(hours + 1, last) - np.maximum(hours, first)
        return float((self.rates[hours % WEEK] * share).sum())

    def silence(self, start: datetime, end: datetime) -> float:
        """Return the chance that no message comes from `start` to `end`, with what the past shows of irregularity.

        The zero class of a negative binomial whose dispersion is that of past blocks of about this length: hours of
        one day are alike, so that a long silence is likelier than the product of its hours.
        """
        mean = self.between(start, end)
        block = int(np.argmin(np.abs(np.log(BLOCKS) - np.log(max((end - start) / HOUR, 0.5)))))
        dispersion = float(self.dispersions[block])
        return float((1 + dispersion * mean) ** (-1 / dispersion))


def learn(first: datetime, counts: Ints, heard: Bools) -> Expectation | None:
    """Return what to expect after the hours that begin at `first` (a whole hour); None: too little past to say.

    `counts` holds the messages of each hour; those that were not `heard` teach nothing.
    """
    if heard.sum() < ENOUGH_HOURS or counts[heard].sum() < ENOUGH_MESSAGES:
        return None
    cell = np.mod(int(first.astimezone(UTC).timestamp()) // 3600 + np.arange(counts.size, dtype=np.int64), WEEK)
    weight = np.where(heard, 0.5 ** (np.arange(counts.size)[::-1] / HALF_LIFE), 0.0)
    usual = _calm(counts, heard, cell % 24)
    for _ in range(PASSES):
        level = np.where(heard, usual / max(float(usual[heard].mean()), 1e-12), np.nan)
        shape = weekly_shape(level, cell, 24)
        rates = shape * float((weight * usual).sum() / (weight * shape[cell]).sum())
        mean = rates[cell]
        spread = _dispersion(usual, mean, heard, 1)
        usual = np.minimum(counts, mean + CAP * np.sqrt(mean + spread * mean**2) + 1)
    return Expectation(rates, np.array([_dispersion(usual, mean, heard, block) for block in BLOCKS]))


def _calm(counts: Ints, heard: Bools, hour: Ints) -> Floats:
    """Return the counts without past crises: cut at twice the 90th percentile of their hour of day, plus 1."""
    calm = counts.astype(np.float64)
    for n in range(24):
        known = counts[heard & (hour == n)]
        if known.size:
            calm[hour == n] = np.minimum(calm[hour == n], 2 * np.quantile(known, 0.9) + 1)
    return calm


def _dispersion(counts: Floats, mean: Floats, heard: Bools, block: int) -> float:
    """Return the dispersion of sums over `block` hours, of blocks that were heard as a whole."""
    size = counts.size // block * block
    whole = heard[:size].reshape(-1, block).all(axis=1)
    seen, expected = (values[:size].reshape(-1, block).sum(axis=1)[whole] for values in (counts, mean))
    squares = float((expected**2).sum())
    if squares <= 0:
        return 1.0
    return max(LEAST_DISPERSION, float(((seen - expected) ** 2 - expected).sum()) / squares)

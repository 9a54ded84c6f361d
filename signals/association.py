"""Which daily series move together, and how many days one is ahead of the other: an association, never a cause.

Two series that rise with the season or rest on Sundays look alike without having anything to do with each other. So
trend, weekday and each series' own momentum are taken out first; what is left is compared at every lag, against what
chance gives at the best of all those lags; the false discovery rate is controlled over all pairs.

Sources: prewhitened cross-correlation, Haugh, JASA 71 (1976) 378-385; normal scores, Hájek & Šidák, Theory of Rank
Tests (1967); permutation of the maximum, Westfall & Young, Resampling-Based Multiple Testing (1993); Benjamini &
Hochberg, JRSS B 57 (1995) 289-300.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata

Floats = NDArray[np.float64]

LAGS = 14
"""Days by which one series may be ahead, either way."""
ENOUGH = 56
"""Days on which both must be known, at each lag: eight weeks, so that a weekday is seen eight times."""
BEND = 28
"""Days between two bends of the trend."""
MEMORY = 7
"""Days of a series' own past that may explain it."""
DRAWS = 999
"""Permutations; the smallest p-value is one in a thousand."""
FDR = 0.05
ROUNDING = 1e-9
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Association:
    """How two series go together at the lag where they do most."""

    first: str
    second: str
    lag: int
    """Days by which `first` is ahead of `second`; negative: behind."""
    correlation: float
    """Of what trend, weekday and momentum leave, as normal scores, at that lag."""
    interval: tuple[float, float]
    """Its 95 % interval, at that lag (Fisher's z)."""
    p_value: float
    """Chance of so much at the best of all lags, were the two independent."""
    q_value: float
    """The same, over all pairs compared: what is called associated below q are wrong in a share q, on average."""
    n: int
    """Days that it rests on."""

    @property
    def found(self) -> bool:
        """Tell whether the two are associated, false discoveries controlled."""
        return self.q_value <= FDR


def associations(
    days: Sequence[date], series: Mapping[str, Floats], *, lags: int = LAGS, seed: int = 0
) -> list[Association]:
    """Return every pair that is known for long enough, the surest first.

    `days` are consecutive; each of `series` has one value a day, NaN where nobody knows (an outage is no zero).
    """
    if any(len(values) != len(days) for values in series.values()):
        raise ValueError(f"each series must have one value for each of the {len(days)} days")
    left = {name: surprises(days, values) for name, values in series.items()}
    taken = _calendar(days).shape[1]
    found = [
        association
        for number, (first, second) in enumerate(combinations(sorted(left), 2))
        if (association := _pair(first, second, left, lags, taken, np.random.default_rng((seed, number))))
    ]
    return sorted(_controlled(found), key=lambda one: (one.p_value, -abs(one.correlation), one.first, one.second))


def surprises(days: Sequence[date], values: Floats) -> Floats:
    """Return what trend, weekday and the series' own past leave of it, as normal scores; NaN where that is unknown.

    Counts enter as log(1 + n): a rise of a half weighs the same on a quiet and on a loud series.
    """
    level = np.log1p(np.maximum(np.asarray(values, dtype=float), 0.0))
    return _scores(_evened(days, _without_momentum(_residual(_calendar(days), level))))


def common_rises(
    days: Sequence[date], first: Floats, second: Floats, lag: int, *, above: float = 1.0
) -> list[tuple[date, date]]:
    """Return the days on which both were surprisingly high, of `first` and `lag` days later of `second`, latest first.

    `above` is the normal score that both pass: 1 is the highest sixth of the days.
    """
    a, b = surprises(days, first), surprises(days, second)
    pairs = ((place, place + lag) for place in range(len(days)) if 0 <= place + lag < len(days))
    return [(days[one], days[two]) for one, two in pairs if a[one] > above and b[two] > above][::-1]


def _calendar(days: Sequence[date]) -> Floats:
    """Return a column for the level, one for each bend of the trend, one for each weekday but one."""
    time = np.arange(len(days), dtype=float)
    bends = np.arange(BEND, max(len(days) - BEND // 2, BEND), BEND, dtype=float)
    weekday = np.array([day.weekday() for day in days])
    columns = [np.ones_like(time), time, *(np.maximum(time - bend, 0.0) for bend in bends)]
    return np.column_stack([*columns, *((weekday == number).astype(float) for number in range(1, 7))])


def _residual(design: Floats, values: Floats) -> Floats:
    """Return what a least-squares fit on the known rows leaves; NaN where a row is unknown, or too few are known."""
    known = np.isfinite(values) & np.isfinite(design).all(axis=1)
    left = np.full(len(values), np.nan)
    if known.sum() > 2 * design.shape[1]:
        weights, *_ = np.linalg.lstsq(design[known], values[known], rcond=None)
        left[known] = values[known] - design[known] @ weights
        # of what the design explains whole, only rounding is left
        left[np.abs(left) < ROUNDING] = 0.0
    return left


def _without_momentum(values: Floats) -> Floats:
    """Return what the days before leave of each day: an autoregression of the order that AIC prefers."""
    best, best_cost = values, np.inf
    for order in range(MEMORY + 1):
        past = np.column_stack([np.ones(len(values)), *(_behind(values, lag) for lag in range(1, order + 1))])
        left = _residual(past, values)
        known = np.isfinite(left)
        spread = float(np.mean(left[known] ** 2)) if known.any() else 0.0
        if spread > 0:
            cost = np.log(spread) + 2 * (order + 1) / known.sum()
            if cost < best_cost:
                best, best_cost = left, cost
    return best


def _evened(days: Sequence[date], values: Floats) -> Floats:
    """Return values of which each weekday spreads alike: two that are wild on Sundays go with nothing for it."""
    evened = values.copy()
    weekday = np.array([day.weekday() for day in days])
    for number in range(7):
        own = values[(weekday == number) & np.isfinite(values)]
        spread = float(np.sqrt(np.mean(own**2))) if own.size else 0.0
        if spread > 0:
            evened[weekday == number] /= spread
    return evened


def _behind(values: Floats, lag: int) -> Floats:
    """Return at each day what was `lag` days before; after it where `lag` is negative."""
    moved = np.full(len(values), np.nan)
    if lag >= 0:
        moved[lag:] = values[: len(values) - lag]
    else:
        moved[:lag] = values[-lag:]
    return moved


def _scores(values: Floats) -> Floats:
    """Return the normal scores of the known values: one wild day must not make a correlation."""
    scores = np.full(len(values), np.nan)
    known = np.isfinite(values)
    if known.sum() > 1 and np.ptp(values[known]) > 0:
        scores[known] = ndtri(rankdata(values[known]) / (known.sum() + 1))
    return scores


def _pair(
    first: str, second: str, left: Mapping[str, Floats], lags: int, taken: int, chance: np.random.Generator
) -> Association | None:
    """Return the association of two series; None where some lag has too few days that both know.

    Both lost the same `taken` degrees of freedom to the calendar, which what is permuted does not know: left out of
    account, eight pairs in a hundred were called associated instead of five.
    """
    steps = list(range(-lags, lags + 1))
    moved = np.array([_behind(left[first], lag) for lag in steps])
    other = left[second]
    if min(int(np.isfinite(row + other).sum()) for row in moved) < ENOUGH:
        return None
    strengths, counts = _strengths(moved, other[None, :])
    best = int(np.argmax(np.abs(strengths[0])))
    known = np.flatnonzero(np.isfinite(other))
    drawn = np.tile(other, (DRAWS, 1))
    drawn[:, known] = chance.permuted(drawn[:, known], axis=1)
    by_chance = np.abs(_strengths(moved, drawn)[0]).max(axis=1)
    n = int(counts[0, best])
    strength = abs(strengths[0, best]) * np.sqrt(max(0, n - taken) / n)
    p_value = (1 + int((by_chance >= strength).sum())) / (1 + DRAWS)
    correlation = float(np.clip(strengths[0, best] / np.sqrt(n), -0.999999, 0.999999))
    centre, half = np.arctanh(correlation), Z / np.sqrt(n - taken - 3)
    interval = float(np.tanh(centre - half)), float(np.tanh(centre + half))
    return Association(first, second, steps[best], correlation, interval, p_value, p_value, n)


def _strengths(moved: Floats, others: Floats) -> tuple[Floats, Floats]:
    """Return r √n of each of `others` (draws, days) with each of `moved` (lags, days), and n; rows are draws.

    With normal scores r √n is about standard normal at any n, so that lags with fewer days compare with the others.
    """
    a, b = np.nan_to_num(moved), np.nan_to_num(others)
    in_a, in_b = np.isfinite(moved).astype(float), np.isfinite(others).astype(float)
    n = in_b @ in_a.T
    spread = np.sqrt((in_b @ (a**2).T) * (b**2 @ in_a.T))
    with np.errstate(invalid="ignore", divide="ignore"):
        correlation = np.where(spread > 0, (b @ a.T) / spread, 0.0)
    return correlation * np.sqrt(n), n


def _controlled(found: Sequence[Association]) -> Iterator[Association]:
    """Yield the associations with their q-values (Benjamini-Hochberg)."""
    ordered = sorted(found, key=lambda one: one.p_value, reverse=True)
    q_value = 1.0
    for behind, one in enumerate(ordered):
        q_value = min(q_value, one.p_value * len(ordered) / (len(ordered) - behind))
        yield replace(one, q_value=q_value)

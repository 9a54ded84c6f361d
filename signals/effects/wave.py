"""How a wave of talk moves: a course that bends, a stir around it that calms, and counts that clump.

The log of the rate is a level with a slope, shaken a little at each bin; the slope fades towards a slow decline. Around
it lies a stir that fades within some bins. Counts are negative binomial. None of the settings is known: a grid of them
is run side by side (an extended Kalman filter each), and each counts as far as it foresaw what came one bin ahead, so
that a forecast carries the uncertainty of its own parameters (Brodersen et al. 2015 do so for Gaussian series).
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from signals.effects.series import PAST_BINS, Bools, Floats

LEVEL_NOISE = {0.01: 0.4, 0.05: 0.35, 0.15: 0.25}
"""Standard deviation by which the level is shaken in a bin, and how likely each is beforehand."""
STIR = {0.05: 0.5, 0.3: 0.5}
"""The same of the stir around it."""
CALMING = 0.75
"""Share of a stir that is left after a bin."""
SLOPE_NOISE = {0.006: 1.0}
"""The same as of the level, of the slope."""
FADING = {0.85: 0.5, 0.96: 0.5}
"""Share of a slope that is left after a bin of a wave of `PAST_BINS` bins."""
DECLINE = {0.0: 0.45, -0.05: 0.32, -0.12: 0.23}
"""Slope that such a wave comes to by itself."""
SIZES = {3.0: 0.4, 30.0: 0.6}
"""Sizes of the negative binomial: the smaller, the more uneven."""
DAYLIGHT = (0.0, 0.5, 1.0)
"""Powers of the shape of the day that a topic may follow: a night of crisis is no night."""
FIRST_SLOPE = 0.3
"""Standard deviation of the slope before anything is known."""
FIRST_DRIFT = 0.02
"""The same of the slope of a topic against others like it: they are presumed to move alike."""
STEPS = 4
"""Newton steps by which a count is taken in."""

Chances = dict[float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """Settings side by side, arrays of shape (settings,)."""

    level_noise: Floats
    stir: Floats
    slope_noise: Floats
    fading: Floats
    decline: Floats
    size: Floats
    exposure: NDArray[np.int64]
    """Which exposure each is run with."""
    first_slope: Floats
    prior: Floats
    """Sums to 1; each exposure has the same share."""

    @classmethod
    def of(cls, shapes: int, alike: int, bins: int = PAST_BINS) -> "Grid":
        """Return the settings for `shapes` of the day and for `alike` series beside, against which nothing declines.

        `bins` is the age of the wave: what is old turns slowly.
        """
        calm = {0.0: 1.0}
        alone = _combined(LEVEL_NOISE, STIR, SLOPE_NOISE, FADING, DECLINE, SIZES)
        beside = _combined(LEVEL_NOISE, STIR, {min(SLOPE_NOISE): 1.0}, {min(FADING): 1.0}, calm, SIZES)
        rows = [(*row, kind, FIRST_SLOPE) for kind in range(shapes) for row in alone]
        rows += [(*row, shapes + kind, FIRST_DRIFT) for kind in range(alike) for row in beside]
        chance, level, stir, slope, fading, decline, size, kind, first = np.array(rows).T
        pace = min(1.0, PAST_BINS / bins)
        keep, fall, share = fading, decline * pace, chance / (shapes + alike)
        return cls(level, stir, slope, keep, fall, size, kind.astype(np.int64), first, share)


def _combined(*settings: Chances) -> list[tuple[float, ...]]:
    """Return every combination of the settings, after how likely it is."""
    return [
        (float(np.prod([chance for _, chance in row])), *(value for value, _ in row))
        for row in product(*(one.items() for one in settings))
    ]


@dataclass(slots=True)
class Wave:
    """What is believed of a wave at one bin, for each setting: arrays of shape (settings,)."""

    level: Floats
    slope: Floats
    stir: Floats
    cov: Floats
    """Shape (6, settings): of level and level, level and slope, slope and slope, level and stir, slope and stir, stir
    and stir."""

    @classmethod
    def unknown(cls, level: Floats, grid: Grid) -> "Wave":
        """Return what is believed before anything was counted."""
        none = np.zeros_like(level)
        cov = np.stack([none + 1, none, grid.first_slope**2, none, none, grid.stir**2])
        return cls(level, none, none, cov)

    def step(self, grid: Grid) -> "Wave":
        """Return what is believed a bin later."""
        ll, ls, ss, lt, st, tt = self.cov
        keep = grid.fading
        cov = np.stack(
            [
                ll + 2 * ls + ss + grid.level_noise**2,
                keep * (ls + ss),
                keep**2 * ss + grid.slope_noise**2,
                CALMING * (lt + st),
                CALMING * keep * st,
                CALMING**2 * tt + (1 - CALMING**2) * grid.stir**2,
            ]
        )
        slope = keep * self.slope + (1 - keep) * grid.decline
        return Wave(self.level + self.slope, slope, CALMING * self.stir, cov)

    def take_in(self, count: float, log_exposure: Floats, size: Floats) -> tuple["Wave", Floats]:
        """Return what is believed after a count, and the log of how well it was foreseen (Laplace)."""
        ll, ls, _, lt, st, tt = self.cov
        foreseen, variance = self.level + self.stir, ll + 2 * lt + tt
        at = foreseen.copy()
        for _ in range(STEPS):
            mean = np.exp(np.clip(at + log_exposure, -30, 30))
            pull = size * (count - mean) / (size + mean) - (at - foreseen) / variance
            at = at + np.clip(pull / (_information(count, mean, size) + 1 / variance), -2, 2)
        mean = np.exp(np.clip(at + log_exposure, -30, 30))
        information = _information(count, mean, size)
        moved, gain = (at - foreseen) / variance, 1 / (variance + 1 / information)
        told = _log_chance(count, mean, size) - (at - foreseen) ** 2 / (2 * variance)
        level, slope, stir = ll + lt, ls + st, lt + tt
        cov = self.cov - gain * np.stack([level**2, level * slope, slope**2, level * stir, slope * stir, stir**2])
        after = Wave(self.level + level * moved, self.slope + slope * moved, self.stir + stir * moved, cov)
        return after, told - np.log1p(variance * information) / 2


@dataclass(frozen=True, slots=True)
class Known:
    """What the time before tells: for each setting the wave at its end, and how much it is to be believed."""

    grid: Grid
    wave: Wave
    weight: Floats
    """Sums to 1."""


def learn(counts: Floats, heard: Bools, exposures: Floats, *, alike: int = 0) -> Known:
    """Return what counts, of shape (bins,), tell of the wave.

    `exposures` has shape (kinds, bins): shapes of the day, then those of `alike` series beside. Bins that were not
    heard are passed over: the wave only moves on.
    """
    grid = Grid.of(len(exposures) - alike, alike, counts.size)
    log_exposure = np.log(np.maximum(exposures, 1e-9))[grid.exposure]
    first = max(float(counts[heard][:4].mean()) if heard.any() else 0.0, 0.25)
    wave = Wave.unknown(np.log(first) - log_exposure[:, 0], grid)
    evidence = np.log(grid.prior)
    for bin_ in range(counts.size):
        if bin_:
            wave = wave.step(grid)
        if heard[bin_]:
            wave, told = wave.take_in(counts[bin_], log_exposure[:, bin_], grid.size)
            evidence = evidence + told
    weight = np.exp(evidence - evidence.max())
    return Known(grid, wave, weight / weight.sum())


def _information(count: float, mean: Floats, size: Floats) -> Floats:
    """Return the curvature of the negative binomial in the log of its mean."""
    return np.maximum(mean * size * (size + count) / (size + mean) ** 2, 1e-6)


def _log_chance(count: float, mean: Floats, size: Floats) -> Floats:
    told: Floats = (
        gammaln(count + size)
        - gammaln(size)
        - gammaln(count + 1)
        + size * np.log(size / (size + mean))
        + count * np.log(mean / (size + mean))
    )
    return told


@dataclass(frozen=True, slots=True)
class Courses:
    """Courses that the wave may take: rates of shape (draws, bins), and the size of the counts around each."""

    rates: Floats
    size: Floats


def courses(known: Known, exposures: Floats, *, draws: int, rng: np.random.Generator) -> Courses:
    """Return possible courses after the time that is `known`; `exposures` has shape (kinds, bins) of the time after."""
    grid, wave = known.grid, known.wave
    chosen = np.searchsorted(np.cumsum(known.weight), rng.random(draws)).clip(0, known.weight.size - 1)
    level, slope, stir = _drawn(wave, chosen, rng)
    level_noise, slope_noise = grid.level_noise[chosen], grid.slope_noise[chosen]
    stirred = grid.stir[chosen] * (1 - CALMING**2) ** 0.5
    keep, decline = grid.fading[chosen], grid.decline[chosen]
    noise = rng.standard_normal((exposures.shape[1], 3, draws))
    log_exposure = np.log(np.maximum(exposures, 1e-9))[grid.exposure[chosen]]
    rates = np.empty((draws, exposures.shape[1]))
    for bin_ in range(exposures.shape[1]):
        level = level + slope + level_noise * noise[bin_, 0]
        slope = keep * slope + (1 - keep) * decline + slope_noise * noise[bin_, 1]
        stir = CALMING * stir + stirred * noise[bin_, 2]
        rates[:, bin_] = np.exp(np.clip(level + stir + log_exposure[:, bin_], -30, 20))
    return Courses(rates, grid.size[chosen])


def _drawn(wave: Wave, chosen: NDArray[np.int64], rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Return draws of level, slope and stir, of the settings `chosen`."""
    ll, ls, ss, lt, st, tt = wave.cov[:, chosen]
    noise = rng.standard_normal((3, chosen.size))
    a = np.sqrt(np.maximum(ll, 1e-12))
    b, d = ls / a, lt / a
    c = np.sqrt(np.maximum(ss - b**2, 1e-12))
    e = (st - b * d) / c
    f = np.sqrt(np.maximum(tt - d**2 - e**2, 1e-12))
    return (
        wave.level[chosen] + a * noise[0],
        wave.slope[chosen] + b * noise[0] + c * noise[1],
        wave.stir[chosen] + d * noise[0] + e * noise[1] + f * noise[2],
    )

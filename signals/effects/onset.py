"""After how long an effect shows, and how fast it fades."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.special import gammaln

from signals.effects.measure import Effect
from signals.effects.series import Floats

LEVELS = np.exp(np.linspace(-0.5, 0.5, 7))
"""Factors by which the forecast as a whole may be off."""
PRIOR = np.exp(-0.5 * (np.log(LEVELS) / 0.2) ** 2)
CHANGES = np.linspace(-0.95, 1.5, 50)
HALVES = (0.25, 0.5, 1.0, 2.0, np.inf)
"""Half-lives of an effect, in parts of the time that it is measured over; the last never fades."""
SIZE = 12.0
"""Size of the negative binomial of a bin: talk clumps."""
SURE = 0.8
"""Probability from which a fading effect is said to fade."""


@dataclass(frozen=True, slots=True)
class Onset:
    """When an effect shows and how it lasts, in milliseconds; None: the counts do not tell."""

    delay: int | None
    delay_low: int | None
    delay_high: int | None
    """95 % interval of the delay."""
    half_life: int | None
    """After so long half of the effect is gone; None: it does not fade in the time looked at, or nobody can say."""
    fades: float
    """Probability that it fades at all."""


def onset(effect: Effect) -> Onset:
    """Return delay and half-life of an effect: every delay up to half of the time, every half-life, held side by side.

    The counts follow the forecast up to the delay, and from then on the forecast with a change that may fade; how far
    the forecast as a whole is off is not known either.
    """
    points = [one for one in effect.curve if one.expected is not None and one.at < effect.until]
    seen = np.array([one.observed is not None for one in points])
    counts = np.array([one.observed or 0 for one in points], np.float64)
    expected = np.maximum(np.array([one.expected or 0.0 for one in points]), 1e-3)
    if not effect.is_clear or int(seen.sum()) < 4:
        return Onset(None, None, None, None, 0.0)
    delays = range(max(1, len(points) // 2))
    told = np.array([_told(counts, expected, seen, (delay, half)) for delay, half in product(delays, HALVES)])
    weight = np.exp(told - told.max()).reshape(len(delays), len(HALVES))
    weight /= weight.sum()
    sums = np.cumsum(weight.sum(1))
    low, middle, high = (int(np.searchsorted(sums, level)) * effect.width for level in (0.025, 0.5, 0.975))
    lives = weight.sum(0)
    fades = float(lives[:-1].sum())
    best = HALVES[int(lives[:-1].argmax())] * len(points) * effect.width
    return Onset(middle, low, high, int(best) if fades >= SURE else None, fades)


def _told(counts: Floats, expected: Floats, seen: np.ndarray, when: tuple[int, float]) -> float:
    """Return the log of how well a delay and a half-life foretell the counts, over all changes and levels."""
    delay, half = when
    step = np.arange(counts.size)
    kept = np.where(step >= delay, 0.5 ** (np.maximum(step - delay, 0) / (half * counts.size)), 0.0)
    factor = np.maximum(1 + CHANGES[:, None] * kept, 0.02)
    mean = (expected * factor)[:, None, :] * LEVELS[:, None]
    chance = (
        gammaln(counts + SIZE) - gammaln(SIZE) - gammaln(counts + 1)
        + SIZE * np.log(SIZE / (SIZE + mean)) + counts * np.log(mean / (SIZE + mean))
    )  # fmt: skip
    total = (chance * seen).sum(-1) + np.log(PRIOR)
    top = total.max()
    return float(top + np.log(np.exp(total - top).mean()))

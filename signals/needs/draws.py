"""What is known of demand, offer and gap together: means and 95 % bounds, by drawing from both.

The ratio of a place (`signals.needs.rates`) is blurred by what is not known of how well it is heard; what is served is
a Beta; the gap is ratio x (1 - served). Draws are the same at every call.
"""

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from signals.needs.rates import Floats, Ratios

DRAWS = 400
AT_ONCE = 4_000
"""Cells drawn together: what fits into the cache of a small machine."""
BOUNDS = (0.025, 0.975)
SEED = 20260314


@dataclass(frozen=True, slots=True)
class Drawn:
    """Means and bounds, all of one shape."""

    ratio: Floats
    ratio_low: Floats
    ratio_high: Floats
    offer: Floats
    offer_low: Floats
    offer_high: Floats
    gap: Floats
    gap_low: Floats
    gap_high: Floats

    def figures(self) -> dict[str, Floats]:
        """Return the figures by name."""
        return asdict(self)


def drawn(ratios: Ratios, *, doubt: Floats, served: Floats, unserved: Floats) -> Drawn:
    """Return what `ratios` and the Beta of what is served amount to.

    `doubt` is the relative variance that ratios have besides. All arrays have one shape.
    """
    size = doubt.shape
    of_ratio = (ratios.shape, ratios.rate, ratios.wide_shape, ratios.wide_rate, ratios.strange)
    flat = [np.ascontiguousarray(part, dtype=float).ravel() for part in (*of_ratio, doubt, served, unserved)]
    starts = range(0, max(1, doubt.size), AT_ONCE)
    chunks = [_drawn([part[start : start + AT_ONCE] for part in flat], start) for start in starts]
    return Drawn(*(np.concatenate(parts).reshape(size) for parts in zip(*chunks, strict=True)))


def _drawn(parts: list[Floats], start: int) -> list[Floats]:
    *of_ratio, doubt, served, unserved = parts
    ratios, chance = Ratios(*of_ratio), np.random.default_rng((SEED, start))
    size = (DRAWS, doubt.size)
    strange = chance.random(size) < ratios.strange
    shape = np.where(strange, ratios.wide_shape, ratios.shape)
    ratio = chance.standard_gamma(shape) / np.where(strange, ratios.wide_rate, ratios.rate)
    blur = np.log1p(doubt)
    ratio *= np.exp(chance.standard_normal(size) * np.sqrt(blur) - blur / 2)
    good = chance.standard_gamma(served, size)
    offer = good / (good + chance.standard_gamma(unserved, size))
    unserved_share = unserved / (served + unserved)
    means = [ratios.mean, 1 - unserved_share, ratios.mean * unserved_share]
    found: list[Floats] = []
    for mean, values in zip(means, (ratio, offer, ratio * (1 - offer)), strict=True):
        low, high = np.quantile(values, BOUNDS, axis=0)
        found += [mean, low, high]
    return found


def idle(cells: pl.DataFrame) -> dict[str, pl.Expr]:
    """Return how much of the offer waits for users: offer x (1 - use), none where use is as usual or unknown."""
    waiting = (1 - pl.col("use")).clip(0, 1)
    names = {"idle": "offer", "idle_low": "offer_low", "idle_high": "offer_high"}
    known = pl.col("offer_n") > 0
    return {name: pl.when(known).then(pl.col(of) * waiting) for name, of in names.items() if of in cells.columns}

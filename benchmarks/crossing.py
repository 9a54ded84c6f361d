"""Series that move together: how often a planted lead is found, and how often nothing is called something.

Daily counts over a year, over-dispersed, with season, weekday and momentum, a few days unknown. The parameters of
`signals.association` were chosen on the seeds of its tests; these are others.
"""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from benchmarks.runner import Metrics, Options, Result
from signals.association import LAGS, Association, associations

Floats = NDArray[np.float64]

RUNS, DAYS, LEAD = 400, 365, 3
FIRST_SEED = 50_000
WEEK = np.array([1.2, 1.1, 1.0, 1.0, 0.9, 0.5, 0.4])
LONGEST = 6
"""Days unknown at most, in half of the series."""
Z = 1.959964


def run(options: Options) -> Result:
    """Return the share of planted leads found with the right lag, and of independent pairs called associated."""
    runs = options.messages or RUNS
    planted = [_simulated(FIRST_SEED + number, lead=LEAD) for number in range(runs)]
    apart = [_simulated(FIRST_SEED + runs + number, lead=None) for number in range(runs)]
    ours = [_ours(series) for series in planted]
    metrics: Metrics = {
        "found": float(np.mean([one.found for one in ours])),
        "found_with_the_lag": float(np.mean([one.found and one.lag == LEAD for one in ours])),
        "false_rate": float(np.mean([_ours(series).found for series in apart])),
        "peer.plain-correlation.found_with_the_lag": float(
            np.mean([_plain(series) == (True, LEAD) for series in planted])
        ),
        "peer.plain-correlation.false_rate": float(np.mean([_plain(series)[0] for series in apart])),
    }
    return Result(metrics, 2 * runs, {"pairs": runs, "days": DAYS, "lead_days": LEAD, "lags": LAGS})


def _days() -> list[date]:
    return [date(2025, 1, 1) + timedelta(days=number) for number in range(DAYS)]


def _ours(series: dict[str, Floats]) -> Association:
    (found,) = associations(_days(), series)
    return found


def _plain(series: dict[str, Floats]) -> tuple[bool, int]:
    """Return what one does at first: the largest correlation of the counts, at 5 % over all lags (Bonferroni)."""
    best, at, n = 0.0, 0, 1
    for lag in range(-LAGS, LAGS + 1):
        a, b = series["a"][max(0, -lag) : DAYS - max(0, lag)], series["b"][max(0, lag) : DAYS - max(0, -lag)]
        known = np.isfinite(a) & np.isfinite(b)
        r = float(np.corrcoef(a[known], b[known])[0, 1])
        if abs(r) > abs(best):
            best, at, n = r, lag, int(known.sum())
    return abs(best) * n**0.5 > 3.13, at


def _simulated(seed: int, *, lead: int | None) -> dict[str, Floats]:
    chance = np.random.default_rng(seed)
    time, weekday = np.arange(DAYS), np.array([day.weekday() for day in _days()])
    momentum = [_autoregressive(chance) for _ in range(2)]
    if lead is not None:
        momentum[1][lead:] += momentum[0][: DAYS - lead]
    made = {}
    for name, own in zip("ab", momentum, strict=True):
        season = np.exp(0.3 * np.sin(2 * np.pi * time / 365 + chance.uniform(0, 6)))
        mean = chance.uniform(20, 60) * season * WEEK[weekday] * np.exp(own)
        values = chance.negative_binomial(8, 8 / (8 + mean)).astype(float)
        if chance.random() < 0.5:
            start = int(chance.integers(0, DAYS - LONGEST))
            values[start : start + int(chance.integers(1, LONGEST + 1))] = np.nan
        made[name] = values
    return made


def _autoregressive(chance: np.random.Generator) -> Floats:
    steps, values = chance.normal(0, 0.3, DAYS + 50), np.zeros(DAYS + 50)
    for number in range(1, DAYS + 50):
        values[number] = 0.5 * values[number - 1] + steps[number]
    return values[50:]

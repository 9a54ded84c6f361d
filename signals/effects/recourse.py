"""Whether people turned to the service that an action promoted: its use in three days, minus what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from signals.effects.measure import DRAWS, SEED, TAILS
from signals.effects.series import DAY, Floats
from signals.effects.wave import courses, learn

DAYS = 3
"""Days after the action that are counted, its own among them: 72 hours."""
PAST = 56
"""Days before it that the expectation is learned from, at most."""
LEAST = 14
"""Days before it under which nothing is expected."""

USE = pl.Schema(
    {"service": pl.String(), "name": pl.String(), "metric": pl.String(), "area": pl.String(), "level": pl.String(),
     "start": pl.Int64(), "value": pl.Float64()}
)  # fmt: skip
"""Daily counts of services by place; `start` in milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Recourse:
    """What a service was used more, or less, than expected, with the 95 % interval of the difference."""

    service: str
    name: str
    metric: str
    observed: int
    expected: float
    more: float
    low: float
    high: float


def recourse(use: pl.DataFrame, at: int) -> list[Recourse]:
    """Return the recourse to each service and metric of a frame (`USE`) after an action at `at` (milliseconds)."""
    found = []
    for (service, metric), days in use.group_by("service", "metric", maintain_order=True):
        level = days.group_by("level").agg(pl.col("value").sum()).sort("value", "level")["level"][-1]
        daily = days.filter(pl.col("level") == level).group_by("start").agg(pl.col("value").sum()).sort("start")
        one = _of(daily["start"].to_list(), daily["value"].to_list(), at)
        if one:
            found.append(Recourse(str(service), days["name"][0], str(metric), *one))
    return found


def _of(starts: Sequence[int], values: Sequence[float], at: int) -> tuple[int, float, float, float, float] | None:
    """Return observed, expected, difference and its bounds; None where the days before or after are not known."""
    first = max((one for one in starts if one <= at < one + DAY + 3_600_000), default=None)
    if first is None:
        return None
    number = [round((one - first) / DAY) for one in starts]
    begin = max(min(number), -PAST)
    counts, heard = np.zeros(DAYS - begin), np.zeros(DAYS - begin, np.bool_)
    for day, value in zip(number, values, strict=True):
        if begin <= day < DAYS:
            counts[day - begin], heard[day - begin] = value, True
    if int(heard[:-begin].sum()) < LEAST or not heard[-begin:].all():
        return None
    shapes = np.stack([np.ones(counts.size), _week(counts, heard, -begin)])
    known = learn(counts[:-begin], heard[:-begin], shapes[:, :-begin])
    rng = np.random.default_rng(SEED)
    found = courses(known, shapes[:, -begin:], draws=DRAWS, rng=rng)
    size = found.size[:, None]
    drawn = rng.poisson(np.minimum(found.rates, 1e9) * rng.gamma(size, 1 / size, found.rates.shape)).sum(1)
    observed, expected = float(counts[-begin:].sum()), float(np.median(found.rates.sum(1)))
    low, high = np.quantile(observed - drawn, TAILS)
    return int(observed), expected, observed - expected, float(low), float(high)


def _week(counts: Floats, heard: np.ndarray, first: int) -> Floats:
    """Return the shape of the week, around 1, from the days before the action, drawn towards a flat one."""
    day = np.arange(counts.size) % 7
    known = heard & (np.arange(counts.size) < first)
    usual = max(float(counts[known].mean()), 1e-9)
    own = np.bincount(day[known], weights=counts[known], minlength=7)
    times = np.bincount(day[known], minlength=7)
    return np.asarray((own / usual + 2) / (times + 2))[day]

"""The change that an action made to the spread of a topic, with its interval: observed over expected, minus 1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from signals.effects.series import LONGEST_PAST, Bools, Floats, Series, horizon, series_of, width_for
from signals.effects.wave import DAYLIGHT, Courses, Known, courses, learn

DRAWS = 2_000
SEED = 20_260_314
LEAST_BEFORE = 30
"""Messages before an action under which no course is foreseen."""
LEAST_BINS = 6
LEAST_ALIKE = 30
"""Messages before the action under which a series beside tells nothing."""
MOST_ALIKE = 6
"""Series beside that are used, the largest."""
KERNEL = np.array([1.0, 2.0, 3.0, 2.0, 1.0])
"""How a series beside is smoothed, by bins: its own chance must not pass for its course."""
TAILS = (0.025, 0.975)
WIDER = 1.1
"""By how much intervals are stretched (in logs, around their middle): every model is wrong somewhere. Chosen so that
they hold what they promise on cascades of other seeds than those that are published."""
USEFUL = 4.0
"""An effect is measured as far as the bounds of what is expected lie within this factor of each other: decided by the
forecast alone, before what came is looked at."""
NEAREST = 6
"""Bins that it is measured over at least."""
OUTLYING = 0.99
"""Courses above this quantile count as it in the mean: a few that explode must not make the expectation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What is known of the talk that an action is about. Moments are milliseconds since 1970."""

    at: int
    """When the action was done."""
    until: int
    """Up to when everything is known."""
    moments: Sequence[int]
    """Publication of each message that spreads the topic where the action reaches; denials are none."""
    day: Floats
    """Shape of an ordinary week, see `series.day_shape`."""
    blind: Sequence[tuple[int, int]] = ()
    """Spans in which a platform that carries the topic was not heard."""
    alike: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """The same talk where the action does not reach, or other cascades that nobody denied, moved to begin together."""

    @property
    def start(self) -> int:
        """Return the first message of the topic, at most a week before the action."""
        first = min((one for one in self.moments if one >= self.at - LONGEST_PAST), default=self.at)
        return min(first, self.at)


@dataclass(frozen=True, slots=True)
class Point:
    """One bin of the curve. `observed` is None where nothing is known, the others before the action."""

    at: int
    observed: int | None
    expected: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What was measured. Shares are relative: -0.4 is 40 % fewer messages than without the action."""

    change: float
    low: float
    high: float
    """95 % interval."""
    before: int
    """Messages before the action that the forecast rests on."""
    observed: int
    expected: float
    expected_low: float
    expected_high: float
    """Messages from `since` to `until`, in the bins that were heard; the expected ones with a 95 % interval."""
    since: int
    until: int
    width: int
    unknown: float
    """Share of the bins from `since` to `until` that was not heard."""
    beside: float
    """How far the forecast rests on series beside, in [0, 1]."""
    curve: tuple[Point, ...]

    @property
    def is_clear(self) -> bool:
        """Tell whether the interval leaves zero out."""
        return self.high < 0 or self.low > 0


def measure(talk: Talk, *, since: int | None = None, until: int | None = None) -> Effect | None:
    """Return the effect of an action, None where too little was said before it or nothing is known after it.

    What comes before `talk.at` makes the forecast; the effect is that from `since` (by default the action itself) to
    `until` (by default as far as the forecast is of use, at most `series.horizon` after it).
    """
    cut = _cut(talk, since, until)
    if cut is None:
        return None
    series, first, opened = cut
    past, after = series.between(0, first), series.between(first, len(series))
    before = int(past.counts[past.heard].sum())
    if before < LEAST_BEFORE or not after.heard[opened:].any():
        return None
    known, found = foresee(talk, series, first)
    if until is None:
        reach = _reach(found, after.heard, opened)
        series, found = series.between(0, first + reach), Courses(found.rates[:, :reach], found.size)
    return _effect(series, first, opened, known=known, found=found)


def _reach(found: Courses, heard: Bools, opened: int) -> int:
    """Return the bins after the action up to which the sum of the courses is known well enough."""
    counted = heard.copy()
    counted[:opened] = False
    totals = np.cumsum(found.rates * counted, axis=1)[:, opened:]
    low, high = np.quantile(totals, TAILS, axis=0)
    useful = np.flatnonzero((high <= USEFUL * low) & counted[opened:])
    reach = opened + max(int(useful[-1]) + 1 if useful.size else 0, NEAREST)
    # a start that nobody heard is no reason to stop in it
    first = int(np.flatnonzero(counted)[0])
    return min(heard.size, max(reach, first + NEAREST))


def _cut(talk: Talk, since: int | None, until: int | None) -> tuple[Series, int, int] | None:
    """Return the counts, the bin of the action, and how many bins after it the effect is measured from."""
    age = talk.at - talk.start
    width = width_for(age)
    end = min(talk.until, talk.at + horizon(age) if until is None else until)
    first, after = -(-age // width), (end - talk.at) // width
    opened = max(0, ((talk.at if since is None else since) - talk.at) // width)
    if first < LEAST_BINS or after <= opened:
        return None
    start = talk.at - first * width
    series = series_of(talk.moments, talk.blind, start=start, bins=first + after, width=width, day=talk.day)
    return series, first, opened


def foresee(talk: Talk, series: Series, first: int) -> tuple[Known, Courses]:
    """Return what the bins before `first` tell, and courses that the rest might have taken."""
    shapes = [series.shape**power for power in DAYLIGHT]
    beside = _beside(talk, series, first)
    exposures = np.stack(shapes + beside)
    known = learn(series.counts[:first], series.heard[:first], exposures[:, :first], alike=len(beside))
    rng = np.random.default_rng(SEED)
    return known, courses(known, exposures[:, first:], draws=DRAWS, rng=rng)


def _beside(talk: Talk, series: Series, first: int) -> list[Floats]:
    found = []
    for moments in talk.alike.values():
        at = (np.asarray(moments, np.int64) - series.start) // series.width
        counts = np.bincount(at[(at >= 0) & (at < len(series))], minlength=len(series)).astype(np.float64)
        if counts[:first].sum() >= LEAST_ALIKE:
            kernel = KERNEL / KERNEL.sum()
            found.append(np.convolve(np.pad(counts, 2, mode="edge"), kernel, "valid") + 0.2)
    return sorted(found, key=lambda one: -float(one.sum()))[:MOST_ALIKE]


def _effect(series: Series, first: int, opened: int, *, known: Known, found: Courses) -> Effect:
    rng = np.random.default_rng(SEED + 1)
    after = series.between(first, len(series))
    counted = after.heard.copy()
    counted[:opened] = False
    rates = found.rates[:, counted]
    totals = rates.sum(1)
    observed = float(after.counts[counted].sum())
    # chance of the counts themselves: what clumps by the bin clumps in the sum
    noise = observed + (rates**2).sum(1) / found.size * (observed / totals) ** 2
    drawn = rng.gamma((observed + 0.5) ** 2 / (noise + 0.5), (noise + 0.5) / (observed + 0.5))
    low, high = _stretched(drawn / totals) - 1
    expected = float(np.minimum(totals, np.quantile(totals, OUTLYING)).mean())
    expected_low, expected_high = np.quantile(totals, TAILS)
    shapes = len(DAYLIGHT)
    return Effect(
        change=float(np.clip(observed / expected - 1, low, high)),
        low=float(low),
        high=float(high),
        before=int(series.counts[:first][series.heard[:first]].sum()),
        observed=int(observed),
        expected=expected,
        expected_low=float(expected_low),
        expected_high=float(expected_high),
        since=series.at(first + opened),
        until=series.at(len(series)),
        width=series.width,
        unknown=float(1 - after.heard[opened:].mean()),
        beside=float(known.weight[known.grid.exposure >= shapes].sum()),
        curve=tuple(_curve(series, first, found, rng)),
    )


def _stretched(ratios: Floats) -> Floats:
    """Return the 95 % interval of ratios, shape (2,), stretched."""
    middle = float(np.median(ratios))
    return np.asarray(middle * (np.quantile(ratios, TAILS) / middle) ** WIDER)


def _curve(series: Series, first: int, found: Courses, rng: np.random.Generator) -> list[Point]:
    seen = [int(n) if heard else None for n, heard in zip(series.counts, series.heard, strict=True)]
    size = found.size[:, None]
    drawn = rng.poisson(np.minimum(found.rates, 1e6) * rng.gamma(size, 1 / size, found.rates.shape))
    low, high = np.quantile(drawn, TAILS, axis=0)
    mean = np.minimum(found.rates, np.quantile(found.rates, OUTLYING, axis=0)).mean(0)
    points = [Point(series.at(bin_), seen[bin_]) for bin_ in range(first)]
    points += [
        Point(series.at(first + step), seen[first + step], float(mean[step]), float(low[step]), float(high[step]))
        for step in range(mean.size)
    ]
    return points

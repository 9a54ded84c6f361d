"""What explains talk: hazards in force and events of the calendar, as factors of what is expected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import polars as pl

from signals.base import Watch
from signals.baseline.history import Expectation
from signals.baseline.predictive import PRIOR_SHAPE
from signals.baseline.tally import ANY, FRANCE, KEY, Bools, Floats, Grid, Tally

PSEUDO = 3.0
"""Expected messages that the presumed factor weighs as much as: with more of them under a cause, it is learned."""
TINY = 1e-9
DOUBT = 0.25
"""Relative variance of a factor that is only presumed."""
CHATTER_SHAPE = PRIOR_SHAPE
"""Of the gamma distribution of the chatter that a hazard brings: next to nothing is known of how much it is."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A theme in force now, where it is, and when it was."""

    theme: str
    places: frozenset[str]
    factor: float
    held: Floats
    """Part of each bin in which it was in force."""

    @property
    def before(self) -> Bools:
        """Return in which bins before the window it was in force."""
        before = self.held > 0
        before[0] = False
        return before

    @property
    def earlier(self) -> Bools:
        """Return in which bins it was in force before this time: a vigilance begins hours before its weather does."""
        free = np.flatnonzero(self.held[1:] == 0)
        earlier = self.before
        earlier[: free[0] + 1 if free.size else earlier.size] = False
        return earlier


def explained(
    expectation: Expectation,
    keys: pl.DataFrame,
    counts: Tally,
    *,
    watch: Watch,
    grid: Grid,
    chatter: frozenset[tuple[str, str]] = frozenset(),
) -> tuple[Expectation, Floats]:
    """Return what is expected when causes in force are known, and how much of it they bring; `keys` are the series.

    A topic that speaks of a hazard (`Watch.themes`) is expected to be louder where the hazard is in force, and in all
    of France; all talk of the place by the root of that. The presumed factor gives way to the ratio that the past
    shows under the same cause. What other topics say is as surprising as ever. Series of `chatter` are expected whether
    they have a past or not: what a cause makes people say of it is presumed to be its factor times all talk of the
    place, give or take very much.
    """
    found = list(causes(watch, grid))
    brought = np.zeros(keys.height)
    if not found:
        return expectation, brought
    mean, size = expectation.mean.copy(), expectation.size.copy()
    series = list(keys.select(KEY).iter_rows())
    usual = dict(zip(series, expectation.mean.tolist(), strict=True))
    for cause in sorted(found, key=lambda one: (one.factor, one.theme)):
        under, then = _under(cause.before, counts), _under(cause.earlier, counts)
        before, earlier = (float(expectation.level[held].sum()) for held in (cause.before, cause.earlier))
        for row, (topic, place) in enumerate(series):
            presumed = _presumed(cause, topic, place, usual=usual, themes=watch.themes)
            if presumed > 1:
                known = expectation.mean[row] * before
                factor = max(1.0, (PSEUDO * presumed + under[row]) / (PSEUDO + known))
                mean[row] = expectation.mean[row] * factor
                size[row] = 1 / (1 / expectation.size[row] + DOUBT * PSEUDO / (PSEUDO + known))
        about = {topic for topic, themes in watch.themes.items() if cause.theme in themes}
        said = {key: float(then[row]) for row, key in enumerate(series) if key[0] in about}
        for row, key in enumerate(series):
            if key in chatter and key[0] in about:
                brought[row] = max(brought[row], _brought(cause, key[1], earlier, usual=usual, said=said))
    total = mean + brought
    spread = mean**2 / size + brought**2 / CHATTER_SHAPE
    size = np.where(brought > 0, total**2 / np.maximum(spread, TINY), size)
    return replace(expectation, mean=total, size=size), brought


def _brought(
    cause: Cause,
    place: str,
    earlier: float,
    *,
    usual: Mapping[tuple[str, str], float],
    said: Mapping[tuple[str, str], float],
) -> float:
    """Return how much chatter a cause is expected to bring: so many times all talk of where it is.

    The presumed times give way to what the past shows: how much was `said` of it when it was in force `earlier`.
    """
    places = cause.places if place == FRANCE else cause.places & {place}
    everything = sum(usual.get((ANY, each), 0.0) for each in places)
    shown = sum(many for (_, where), many in said.items() if where in places)
    return everything * (PSEUDO * cause.factor + shown) / (PSEUDO + everything * earlier)


def louder(usual: Floats, keys: pl.DataFrame, *, watch: Watch, grid: Grid, bins: int) -> Floats:
    """Return how many times louder causes in force are presumed to make each series in the last `bins`, oldest first.

    Shape (series, bins), never below 1; `usual` says how much of a topic's talk each place has.
    """
    factors = np.ones((keys.height, bins))
    series = list(keys.select(KEY).iter_rows())
    known = dict(zip(series, usual.tolist(), strict=True))
    for cause in causes(watch, grid):
        presumed = [_presumed(cause, *key, usual=known, themes=watch.themes) for key in series]
        factors = np.maximum(factors, 1 + np.outer(np.array(presumed) - 1, cause.held[:bins][::-1]))
    return factors


def _presumed(
    cause: Cause,
    topic: str,
    place: str,
    *,
    usual: Mapping[tuple[str, str], float],
    themes: Mapping[str, frozenset[str]],
) -> float:
    """Return how many times louder a series is presumed to be under a cause; 1: it has nothing to do with it."""
    if topic == ANY:
        return cause.factor**0.5 if place in cause.places else 1.0
    if cause.theme not in themes.get(topic, frozenset()):
        return 1.0
    if place != FRANCE:
        return cause.factor if place in cause.places else 1.0
    covered = sum(usual.get((topic, each), 0.0) for each in cause.places) / max(usual[topic, FRANCE], TINY)
    return 1 + (cause.factor - 1) * min(1.0, covered)


def _under(held: Bools, counts: Tally) -> Floats:
    """Return what each series said in the bins in which a cause `held`."""
    weights = counts.count * held[counts.bin]
    return np.asarray(np.bincount(counts.series, weights=weights, minlength=counts.size), dtype=np.float64)


def causes(watch: Watch, grid: Grid) -> Iterator[Cause]:
    """Yield the themes in force in bin 0, as far as they were known at `as_of`."""
    known = watch.context.filter(pl.col("known_at") < watch.as_of, pl.col("start") < watch.as_of)
    for theme in known["theme"].unique().sort():
        rows = known.filter(pl.col("theme") == theme)
        now = rows.filter(pl.col("end") > grid.as_of - grid.window)
        if now.is_empty():
            continue
        places = frozenset(now["place_id"])
        held = np.zeros(grid.past + 1)
        for start, end in rows.filter(pl.col("place_id").is_in(places)).select("start", "end").unique().iter_rows():
            held = np.maximum(held, _parts(grid, start, end))
        yield Cause(theme, places, max(now["factor"].to_list()), held)


def _parts(grid: Grid, start: datetime, end: datetime) -> Floats:
    """Return which part of each bin lies between two moments."""
    newest, oldest = (grid.as_of - end) / grid.window, (grid.as_of - start) / grid.window
    bins = np.arange(grid.past + 1, dtype=np.float64)
    return np.asarray(np.clip(np.minimum(bins + 1, oldest) - np.maximum(bins, newest), 0, 1), dtype=np.float64)

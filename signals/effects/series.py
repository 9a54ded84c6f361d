"""Counts of a topic in bins around an action, with what was not heard and the shape of the day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from signals.baseline.season import weekly_shape

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MINUTE = 60_000
HOUR = 60 * MINUTE
"""Milliseconds."""
DAY = 24 * HOUR
WIDTHS = tuple(minutes * MINUTE for minutes in (10, 15, 20, 30, 60))
"""Widths of a bin: a rumour of four hours cannot be told by the hour, one of a week need not be told by the minute."""
PAST_BINS = 36
"""Bins that the time before an action is cut into, as far as `WIDTHS` allow."""
LONGEST_PAST = 7 * DAY
SHORTEST, LONGEST = 3 * HOUR, DAY
"""Bounds of the time that an effect is measured over."""


@dataclass(frozen=True, slots=True)
class Series:
    """Counts in bins of one width; arrays of shape (bins,)."""

    start: int
    """Start of the first bin, in milliseconds since 1970."""
    width: int
    """Milliseconds."""
    counts: Floats
    """Messages; what lies in a bin that was not heard is a lower bound and is never read."""
    heard: Bools
    """False: an outage covers part of the bin."""
    shape: Floats
    """How loud the bin is of an ordinary day, around 1."""

    def __len__(self) -> int:
        return int(self.counts.size)

    def at(self, bin_: int) -> int:
        """Return when a bin begins."""
        return self.start + bin_ * self.width

    def between(self, first: int, end: int) -> "Series":
        """Return bins `first` to `end`, the end left out."""
        span = slice(first, end)
        return replace(
            self, start=self.at(first), counts=self.counts[span], heard=self.heard[span], shape=self.shape[span]
        )


def width_for(age: int) -> int:
    """Return the width of a bin, in milliseconds, for a topic that is `age` milliseconds old.

    >>> [width_for(hours * HOUR) // MINUTE for hours in (3, 8, 12, 48)]
    [10, 15, 20, 60]
    """
    return next((width for width in WIDTHS if age <= PAST_BINS * width), WIDTHS[-1])


def horizon(age: int) -> int:
    """Return over how long an effect is measured on a topic that is `age` old, in milliseconds.

    Three fifths of the time that it is known, at least three hours and at most a day: further, its course is guesswork.

    >>> [horizon(hours * HOUR) / HOUR for hours in (2, 10, 72)]
    [3.0, 6.0, 24.0]
    """
    return min(LONGEST, max(SHORTEST, age * 3 // 5))


def series_of(
    moments: Sequence[int], blind: Sequence[tuple[int, int]], *, start: int, bins: int, width: int, day: Floats
) -> Series:
    """Return the counts of `moments`, masked in the spans `blind`; all in milliseconds since 1970.

    `day` is the shape of an ordinary week by hour (shape (168,), hour 0 the first of 1 January 1970), see `day_shape`.
    """
    at = (np.asarray(moments, np.int64) - start) // width
    counts = np.bincount(at[(at >= 0) & (at < bins)], minlength=bins).astype(np.float64)
    begins = start + np.arange(bins, dtype=np.int64) * width
    heard = np.ones(bins, np.bool_)
    for first, end in blind:
        heard &= (begins + width <= first) | (begins >= end)
    return Series(start, width, counts, heard, day[(begins + width // 2) // HOUR % day.size])


def day_shape(hours: Sequence[int], counts: Sequence[float], blind: Sequence[bool]) -> Floats:
    """Return how talk of all topics swells and ebbs over the week, shape (168,), around 1.

    `hours` (milliseconds) and `counts` are the hourly windows of all messages; those `blind` tell nothing. With less
    than two days known the week is flat.
    """
    known = ~np.asarray(blind, np.bool_)
    if int(known.sum()) < 48:
        return np.ones(168)
    cell = np.asarray(hours, np.int64) // HOUR % 168
    level = np.where(known, np.asarray(counts, np.float64), np.nan)
    return weekly_shape(level / np.nanmean(level), cell, 24)

"""Invented talk around an action, at a known moment and of known effect."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.runner.cascades import NIGHT, START
from signals.effects.facts import TALK
from signals.effects.measure import Talk
from signals.effects.series import DAY, HOUR, Floats

WEEK = np.tile(NIGHT / NIGHT.mean(), 7)
AT = START + 72 * HOUR


def steady(change: float, *, a_day: int = 480, after: int = DAY, delay: int = 0, seed: int = 3) -> Talk:
    """Return three days of talk as it is every day, and what an action made of the next."""
    rate = np.tile(NIGHT / NIGHT.sum() * a_day, 4)[: (72 * HOUR + after) // HOUR]
    hours = START + np.arange(rate.size) * HOUR
    rate = rate * np.where(hours >= AT + delay, 1 + change, 1.0)
    before, later = (drawn(rate[part], hours[part], seed) for part in (slice(72), slice(72, None)))
    return Talk(at=AT, until=AT + after, moments=sorted([*before, *later]), day=WEEK)


def drawn(rate: Floats, hours: NDArray[np.int64], seed: int) -> list[int]:
    rng = np.random.default_rng((seed, rate.size))
    counts = rng.poisson(rate)
    return [int(one) for one in np.repeat(hours, counts) + rng.integers(0, HOUR, int(counts.sum()))]


def rows(moments: Sequence[int], **same: Any) -> pl.DataFrame:
    """Return messages of the talk, each by another author unless told."""
    usual = {
        "platform": "mastodon",
        "lang": "fr",
        "spreads": True,
        "asks": False,
        "sentence": -1,
        "reached": True,
        "place": "",
    }
    return pl.DataFrame(
        [usual | {"at": one, "author": f"a{n}"} | same for n, one in enumerate(moments)], schema=TALK, orient="row"
    )  # fmt: skip

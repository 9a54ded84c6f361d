"""How well a need is served in a place, from what was measured of its services, what was answered and published there.

Every sign is a share in [0, 1] of a number of answers: they add up to a Beta distribution of the share of the demand
that is served. Signs are proxies, so that none of them, however many answers it has, weighs more than `MOST` of them.
Where there is no sign at all the offer is not taken for nothing, nor for good: anything is possible.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from signals.needs.rates import Floats

MOST = 60.0
"""Answers that one sign may weigh at most."""
PRIOR = 4.0
"""Answers that what is usual for the need weighs, where the place has signs of its own."""
UNKNOWN = (1.0, 1.0)
"""Beta of an offer that nothing tells of."""
WEAK_SIGN = 1.0
"""Answers under which nothing is said of an offer."""
PINNED = 200.0
"""Answers that the word of an analyst weighs: it decides."""

SIGNS = {
    "satisfaction": "satisfaction",
    "answer_rate": "share answered",
    "first_reply_days": "delay of the first reply",
    "contact_reached": "share that reached the help they asked for",
    "open_hours": "opening hours",
    "answered": "messages that an institution answered",
    "content": "official contents that address it",
    "pin": "what an analyst decided",
}

HALF_DAYS = 7.0
"""Days to the first reply at which a service is worth half."""
WEEK_HOURS = 35.0
"""Hours a week at which opening hours are full."""


def quality(metric: str, value: float) -> float | None:
    """Return how well a metric of a service says that it serves, in [0, 1]; None: it says nothing of that.

    >>> quality("satisfaction", 8.0), quality("first_reply_days", 7.0), quality("visits", 900.0)
    (0.8, 0.5, None)
    """
    match metric:
        case "satisfaction" | "contact_satisfaction" | "contact_overall":
            found = value / 10
        case "answer_rate" | "contact_reached":
            found = value
        case "first_reply_days":
            found = float(0.5 ** (max(0.0, value) / HALF_DAYS))
        case "open_hours":
            found = value / WEEK_HOURS
        case _:
            return None
    return min(1.0, max(0.0, found))


@dataclass(frozen=True, slots=True)
class Served:
    """The Beta of the share that is served, by need and place: shape (needs, places)."""

    served: Floats
    unserved: Floats
    n: Floats
    """Answers of the place's own that it rests on; 0: nothing tells of the offer there."""


def weighed(offer: pl.DataFrame) -> pl.DataFrame:
    """Return what the signs of `offer` (schema `OFFER`) add up to by need and place: `good`, `n`."""
    by_sign = (
        offer.sort(pl.all())
        .group_by("need", "place_id", "sign", maintain_order=True)
        .agg(value=(pl.col("value") * pl.col("n")).sum() / pl.col("n").sum(), n=pl.col("n").sum())
    )
    most = pl.when(pl.col("sign") == "pin").then(PINNED).otherwise(pl.min_horizontal(pl.col("n"), pl.lit(MOST)))
    pinned = (pl.col("sign") == "pin").any().over("need", "place_id")
    kept = by_sign.filter(pl.col("n") > 0).filter(~pinned | (pl.col("sign") == "pin"))
    return (
        kept.with_columns(n=most)
        .group_by("need", "place_id", maintain_order=True)
        .agg(good=(pl.col("value") * pl.col("n")).sum(), n=pl.col("n").sum())
        .sort("need", "place_id")
    )


def served(signs: pl.DataFrame, needs: tuple[str, ...], places: tuple[str, ...], *, around: Floats) -> Served:
    """Return the Beta of each need and place from `signs` (see `weighed`).

    `around`, shape (needs,): what is usual for the need, NaN where no place has a sign of it.
    """
    good, n = np.zeros((len(needs), len(places))), np.zeros((len(needs), len(places)))
    rows, columns = {name: at for at, name in enumerate(needs)}, {name: at for at, name in enumerate(places)}
    known = signs.filter(pl.col("need").is_in(list(needs)), pl.col("place_id").is_in(list(places)))
    at = [rows[need] for need in known["need"]], [columns[place] for place in known["place_id"]]
    good[at], n[at] = known["good"].to_numpy(), known["n"].to_numpy()
    usual = np.where(np.isnan(around), 0.5, around)[:, None]
    own = n > 0
    prior_good = np.where(own, PRIOR * usual, UNKNOWN[0])
    prior_bad = np.where(own, PRIOR * (1 - usual), UNKNOWN[1])
    return Served(good + prior_good, n - good + prior_bad, n)


def usual(signs: pl.DataFrame, needs: tuple[str, ...]) -> Floats:
    """Return the mean share that is served where there is a sign of it, by need; NaN: nowhere is any."""
    means = signs.group_by("need", maintain_order=True).agg(mean=(pl.col("good") / pl.col("n")).mean())
    known = dict(means.iter_rows())
    return np.array([known.get(need, np.nan) for need in needs], dtype=float)


def served_near(signs: pl.DataFrame, cells: pl.DataFrame, around: Floats) -> Served:
    """Return the Beta of cells (`need`, `place_id`, `parent_id`) that lean on the place which they lie in; one a cell.

    What is known of the parent weighs as `2 * PRIOR` answers at most.
    """
    keys = ["need", "place_id"]
    own = cells.join(signs, on=keys, how="left")
    near = cells.join(signs, left_on=["need", "parent_id"], right_on=keys, how="left", suffix="_near")
    good, n = (own[name].fill_null(0).to_numpy() for name in ("good", "n"))
    near_good, near_n = (near[name].fill_null(0).to_numpy() for name in ("good", "n"))
    usual_share = np.where(np.isnan(around), 0.5, around)
    mean = (near_good + PRIOR * usual_share) / (near_n + PRIOR)
    weight = np.minimum(near_n + PRIOR, 2 * PRIOR)
    known = (n + near_n) > 0
    prior_good = np.where(known, weight * mean, UNKNOWN[0])
    prior_bad = np.where(known, weight * (1 - mean), UNKNOWN[1])
    return Served(good + prior_good, n - good + prior_bad, n + near_n)

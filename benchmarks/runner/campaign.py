"""Invented shares of a week with a few coordinated accounts among many, and what makes others look like them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

START = datetime(2026, 11, 16, tzinfo=UTC)
WEEK = 7 * 24 * 3600.0
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How many share, and how those who act together do it."""

    accounts: int = 20_000
    shares: int = 200_000
    coordinated: int = 25
    volleys: int = 12
    """Links that the coordinated push."""
    takes_part: float = 0.8
    """How likely one of them joins a volley."""
    lag_seconds: float = 60
    """Over how long a volley is spread."""
    own: float = 0.5
    """Share of volleys with a link that nobody else shares; the others are passed on by many."""


def invent(world: World, seed: int) -> tuple[pl.DataFrame, frozenset[str]]:
    """Return shares (schema `signals.coordination.occasions.SHARES`) and the accounts that act together.

    Ordinary accounts share at their own pace (a few very much) what spreads at its own pace (some links within
    minutes, some over a day), by day more than by night. Among them: five fan bases of 200 who pass on within minutes
    whatever their idol posts, 300 who plan their posts for the full hour, and links that thousands share at once.
    """
    rng = np.random.default_rng(seed)
    parts = [_ordinary(world, rng), _fans(world, rng), _planned(world, rng)]
    volleys = _volleys(world, rng)
    account, link, at = (np.concatenate(columns) for columns in zip(*parts, *volleys, strict=True))
    order = rng.permutation(len(at))
    frame = pl.DataFrame(
        {
            "account_id": pl.Series(account[order]).cast(pl.String),
            "kind": "link",
            "key": pl.Series(link[order]).cast(pl.String),
            "at": pl.Series((at[order] * 1e6).astype(np.int64)).cast(pl.Duration("us")) + START,
            "message_id": pl.Series(np.arange(len(at))).cast(pl.String),
        }
    )
    return frame, frozenset(str(n) for n in range(world.coordinated))


def _activity(world: World, rng: np.random.Generator) -> Numbers:
    weights = rng.pareto(1.3, world.accounts) + 0.05
    return np.asarray(weights / weights.sum())


def _awake(at: Numbers, rng: np.random.Generator) -> Numbers:
    """Return moments moved out of most nights."""
    hour = at / 3600 % 24
    asleep = (hour < 6) & (rng.random(len(at)) < 0.85)
    return np.where(asleep, at + 3600 * rng.uniform(6, 16, len(at)), at) % WEEK


def _ordinary(world: World, rng: np.random.Generator) -> tuple[Places, Places, Numbers]:
    links = max(10, world.shares // 12)
    weights = rng.pareto(1.05, links) + 0.2
    weights[rng.choice(links, max(1, links // 20_000), replace=False)] *= 400
    link = rng.choice(links, world.shares, p=weights / weights.sum())
    begins = _awake(rng.uniform(0, WEEK, links), rng)
    pace = np.exp(rng.normal(np.log(2 * 3600), 1.6, links))
    at = (begins[link] + rng.exponential(pace[link])) % WEEK
    return rng.choice(world.accounts, world.shares, p=_activity(world, rng)), link, _awake(at, rng)


def _fans(world: World, rng: np.random.Generator) -> tuple[Places, Places, Numbers]:
    accounts, links, moments = [], [], []
    for base in range(5):
        fans = rng.choice(world.accounts, min(200, world.accounts // 10), replace=False)
        for post in range(30):
            shared = fans[rng.random(len(fans)) < 0.2]
            accounts.append(shared)
            links.append(np.full(len(shared), 10**7 + base * 1_000 + post))
            moments.append(rng.uniform(0, WEEK) + rng.exponential(600, len(shared)))
    return np.concatenate(accounts), np.concatenate(links), np.concatenate(moments) % WEEK


def _planned(world: World, rng: np.random.Generator) -> tuple[Places, Places, Numbers]:
    count = min(300, world.accounts // 10)
    planners = np.repeat(rng.choice(world.accounts, count, replace=False), 10)
    hours = rng.integers(0, 7 * 24, len(planners))
    return planners, 2 * 10**7 + rng.integers(0, 400, len(planners)), hours * 3600.0 + rng.uniform(0, 20, len(planners))


def _volleys(world: World, rng: np.random.Generator) -> list[tuple[Places, Places, Numbers]]:
    found = []
    for volley in range(world.volleys):
        members = np.flatnonzero(rng.random(world.coordinated) < world.takes_part)
        begins, link = rng.uniform(8, 22) * 3600 + rng.integers(0, 7) * 86_400, 3 * 10**7 + volley
        found.append((members, np.full(len(members), link), begins + rng.uniform(0, world.lag_seconds, len(members))))
        if rng.random() > world.own:
            others = rng.choice(world.accounts, int(rng.integers(30, 1_500)))
            later = begins + rng.exponential(np.exp(rng.normal(np.log(3_600), 1)), len(others))
            found.append((others, np.full(len(others), link), later % WEEK))
    return found

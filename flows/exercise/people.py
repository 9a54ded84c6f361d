"""Who writes in the exercise: invented authors, a few of whom write most, each with a home and a way of writing."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from flows.exercise.towns import communes, named
from graph.model import Place

ZONE, CHIEF = "D21", "21231"
"""Département of the built-in demo, and its chief town."""

COUNTS = {
    "mastodon": 840,
    "bluesky": 960,
    "telegram": 440,
    "rss": 30,
    "services-publics-plus": 360,
    "partoo": 370,
}
"""Authors by platform."""

SOCIAL = ("mastodon", "bluesky", "telegram")


@dataclass(frozen=True)
class Author:
    """An invented author."""

    id: str
    platform: str
    home: Place
    lower: bool
    """Writes without capitals."""
    bare: bool
    """Writes without accents."""
    short: bool
    """Abbreviates."""
    emoji: float
    """Share of messages with an emoji."""
    typo: float
    """Share of messages with a slip."""


@dataclass(frozen=True)
class Crowd:
    """Authors that can be drawn, few of them often."""

    authors: Sequence[Author]
    sums: Sequence[float]

    def draw(self, rng: Random) -> Author:
        """Return an author, the active ones more often."""
        return self.authors[bisect(self.sums, rng.random() * self.sums[-1])]


def _crowd(authors: Sequence[Author]) -> Crowd:
    return Crowd(authors, list(accumulate((rank + 12) ** -0.75 for rank in range(len(authors)))))


class People:
    """All authors of a scenario, by platform and by whether they live in its zone."""

    def __init__(self, rng: Random, zone: str = ZONE, chief: str = CHIEF, counts: Mapping[str, int] = COUNTS) -> None:
        self.zone = zone
        near = zone, chief
        everyone = [
            _author(f"a{rng.getrandbits(40):010x}", name, near, rng) for name, n in counts.items() for _ in range(n)
        ]
        rng.shuffle(everyone)
        social = [author for author in everyone if author.platform in SOCIAL]
        self.by_platform = {name: _crowd([a for a in everyone if a.platform == name]) for name in counts}
        self.social = _crowd(social)
        self.locals = _crowd([author for author in social if author.home.parent_id == zone])

    def near(self, rng: Random) -> Author:
        """Return somebody who speaks of the crisis: most live in the zone."""
        return (self.locals if rng.random() < 0.75 else self.social).draw(rng)


def _author(id_: str, platform: str, near: tuple[str, str], rng: Random) -> Author:
    careful = platform in {"rss", "services-publics-plus"}
    in_zone = rng.random() < 0.22
    zone, chief = near
    home = named(chief)[0] if in_zone and rng.random() < 0.3 else communes(zone if in_zone else None).draw(rng)
    return Author(
        id=id_,
        platform=platform,
        home=home,
        lower=not careful and rng.random() < 0.22,
        bare=not careful and rng.random() < 0.12,
        short=not careful and rng.random() < 0.25,
        emoji=0.0 if careful else rng.choice((0.0, 0.0, 0.1, 0.25, 0.5)),
        typo=0.02 if careful else rng.choice((0.0, 0.03, 0.08, 0.2)),
    )

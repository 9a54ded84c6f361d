"""What a built-in scenario is made of: where and when, who, and the parts that tell it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from flows.exercise.clock import stamp
from flows.exercise.people import People
from flows.exercise.script import Script

FEW = {"mastodon": 210, "bluesky": 260, "telegram": 120, "rss": 12, "services-publics-plus": 60, "partoo": 60}
"""Authors by platform of a short scenario."""

Part = Callable[[Script], None]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A built-in scenario: the same seed tells the same."""

    name: str
    description: str
    zone: str
    """Département that the crisis cell watches."""
    chief: str
    """Its chief town, where a third of its people live."""
    starts_at: datetime
    crisis_at: datetime
    ends_at: datetime
    parts: tuple[Part, ...]
    blind: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """Platform -> span in which nothing of it reaches us."""
    counts: Mapping[str, int] = field(default_factory=lambda: dict(FEW))
    minutes: float = 30
    """Minutes between two looks that do it justice."""

    def compose(self, seed: int) -> Script:
        """Return the whole script drawn with `seed`."""
        # Not for secrets: the point is that the same seed writes the same exercise.
        rng = Random(seed)  # noqa: S311
        people = People(rng, self.zone, self.chief, self.counts)
        script = Script(rng, people, self.blind, starts_at=self.starts_at, ends_at=self.ends_at)
        for part in self.parts:
            part(script)
        return script

    def header(self) -> str:
        """Return `scenario.toml`."""
        return (
            f'name = "{self.name}"\n'
            f'description = "EXERCICE. {self.description}"\n'
            f'zone = ["{self.zone}"]\n'
            f'starts_at = "{stamp(self.starts_at)}"\n'
            f'crisis_at = "{stamp(self.crisis_at)}"\n'
            f'ends_at = "{stamp(self.ends_at)}"\n'
        )

    @property
    def step(self) -> timedelta:
        """Return the time between two looks."""
        return timedelta(minutes=self.minutes)

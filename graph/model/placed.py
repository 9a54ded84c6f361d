"""Where people put the things of the network by hand: kept for them alone, under a pseudonym."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where somebody put a thing of the network by hand. Shown to nobody else."""

    id: str
    """`owner|thing_id`, as a digest."""
    owner: str
    """Keyed pseudonym of the user, never a login; empty: the app was open to whoever sits at the machine."""
    thing_id: str
    """`topic:…`, `place:…`, `service:…`, `community:…` or `group:…`."""
    x: float
    """To the right of the middle of the picture, which reaches to about 1."""
    y: float
    """Above it."""
    at: datetime
    """When it was put there last."""

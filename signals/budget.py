"""How many false alerts a watch may bring, and what of it a detector may spend at one look."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from signals.nearness import COUNTRY

LOOKS = 2.0
"""Looks an hour that are as good as independent: a window of an hour, looked at every ten minutes, brings more false
alerts than one that is looked at once. `python -m benchmarks alarms` holds what comes of it against the promise."""


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many false alerts in a watch, all detectors together.

    `alerts` holds for the whole territory but the areas that have a number of their own: `areas` by code, to which the
    places of `inside` (place -> area) belong.
    """

    alerts: float = 0.2
    hours: float = 12.0
    areas: Mapping[str, float] = field(default_factory=dict)
    inside: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.hours <= 0 or min((self.alerts, *self.areas.values())) <= 0:
            raise ValueError(f"a budget needs alerts and hours above 0, got {self}")

    def area(self, place: str) -> str:
        """Return the area whose budget a place spends."""
        return self.inside.get(place, place if place in self.areas else COUNTRY)

    def promised(self, area: str) -> float:
        """Return how many false alerts a watch may bring in an area."""
        return self.areas.get(area, self.alerts)

    def a_look(self, area: str, *, share: float, hours: float) -> float:
        """Return how many false alarms a detector may bring at one look at the last `hours`, `share` being its part.

        >>> Budget(alerts=3, hours=12).a_look("FR", share=0.5, hours=1)
        0.0625
        """
        return self.promised(area) * share * hours / (self.hours * LOOKS)

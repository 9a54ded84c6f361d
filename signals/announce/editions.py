"""What somebody has to be told of an alert, given what they were told before."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from signals.standing import SEVERITIES, TWICE

Row = Mapping[str, Any]

OVER = ("closed", "dismissed")

Kind = Literal["new", "update", "closed"]


@dataclass(frozen=True, slots=True)
class Told:
    """How an alert stood when somebody was last told of it."""

    severity: str
    volume: float
    is_over: bool


@dataclass(slots=True)
class Known:
    """What a subscription was told: how each alert stood, and when it was told of it."""

    last: dict[str, Told] = field(default_factory=dict)
    moments: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    pending: set[str] = field(default_factory=set)
    """Alerts of which something is on its way: what comes after waits, so that nothing overtakes."""

    def hear(self, told: str, at: int, *, is_pending: bool) -> None:
        """Take in a delivery, the older ones first."""
        for alert, (severity, volume, is_over) in json.loads(told).items():
            self.last[alert] = Told(severity, volume, is_over)
            self.moments[alert].append(at)
            if is_pending:
                self.pending.add(alert)


def stands(alert: Row) -> Told:
    """Return how an alert stands; one that was merged into another is over by itself."""
    return Told(alert["severity"], float(alert["volume"] or 0.0), alert["state"] in OVER)


def edition(alert: Row, before: Told | None) -> Kind | None:
    """Return as what an alert is to be told, None when nothing new is to be said.

    Once told, it is told again when its severity rises, when its volume doubles, when it is closed or opened again.

    >>> alert = {"severity": "forte", "volume": 59.0, "state": "open"}
    >>> [edition(alert, Told("forte", volume, False)) for volume in (30.0, 29.5)]
    [None, 'update']
    >>> edition(alert | {"state": "closed"}, None) is None, edition(alert | {"state": "closed"}, stands(alert))
    (True, 'closed')
    """
    now = stands(alert)
    if before is None:
        return None if now.is_over else "new"
    if now.is_over:
        return None if before.is_over else "closed"
    risen = SEVERITIES.index(now.severity) > SEVERITIES.index(before.severity)
    grown = now.volume >= TWICE * before.volume > 0
    return "update" if before.is_over or risen or grown else None


def as_told(alerts: Iterable[Row]) -> str:
    """Return what a `Delivery` keeps of how alerts stand."""
    found = {alert["id"]: stands(alert) for alert in alerts}
    return json.dumps({name: [one.severity, one.volume, one.is_over] for name, one in found.items()})

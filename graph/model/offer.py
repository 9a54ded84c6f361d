"""What the institution offers, and what was counted of its use."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One procedure, teleservice, unit or page of the offer."""

    id: str
    name: str
    """Name that users know it by."""
    kind: str = "unknown"
    """teleservice, procedure, unit, page, or unknown when only a source named it."""
    operator: str = ""
    """Who runs it."""
    url: str | None = None
    """Public address."""
    needs: tuple[str, ...] = ()
    """Codes of the needs that it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One aggregated count or score of a service, in a place, over a period.

    Visits, reports, complaints, followers, scores: `metric` says which and fixes the unit. A part of a count is a
    metric of its own, `metric/dimension=value` as `reports/age=15-24`, so that nobody adds it to the whole by mistake.
    """

    id: str
    """`service|place|metric|start|end`."""
    service_id: str
    """Id of the `Service` measured."""
    place_id: str
    """Id of the `Place` measured."""
    metric: str
    """reports, contacts, visits, satisfaction, answer_rate, first_reply_days, followers, …"""
    start: datetime
    """Beginning of the period."""
    end: datetime
    """End of the period, itself left out."""
    value: float
    """The count or score, in the unit of `metric`."""
    n: int | None = None
    """Number of answers or events that `value` rests on, where known."""
    source_id: str
    """Id of the `Source` that it was collected from."""

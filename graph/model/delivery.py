"""Who is told of alerts, and what they were told. Where it is sent to lies in the state folder, never here."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A service that is told of alerts: of which, how and when. Its address and secret lie in the state folder."""

    id: str
    name: str
    """Service or desk that is told, never a person."""
    channel: str
    """webhook or mail."""
    form: str
    """What a webhook is sent: json, or cap (CAP 1.2); of a mail: text."""
    shown: str
    """As much of the address as may be shown: the host, or the domain of the mailbox."""
    lang: str = "fr"
    """Language of what is sent: fr or en."""
    topics: tuple[str, ...] = ()
    """Ids of `Topic`s (and what became of them), or words sought in title and topic; empty: all."""
    place_ids: tuple[str, ...] = ()
    """Ids of `Place`s in which, or in part of which, an alert lies; empty: everywhere."""
    service_ids: tuple[str, ...] = ()
    """Ids of `Service`s that an alert concerns; empty: all."""
    severity: str = "moderee"
    """Least severity: faible, moderee, forte or critique."""
    quiet_from: str = ""
    """Local time, `22:00`, at which quiet hours begin; empty: none."""
    quiet_until: str = ""
    """Local time at which they end."""
    quiet_severity: str = "critique"
    """Severity from which an alert breaks quiet hours; empty: nothing does."""
    zone: str = "Europe/Paris"
    """Time zone of quiet hours and of the daily digest."""
    digest: str = ""
    """Empty: at once; hourly, or daily."""
    digest_hour: int = 8
    """Local hour of a daily digest."""
    since: datetime
    """Alerts without a signal from then on are not told; by the clock of the data in an exercise."""
    role: str = ""
    """Role (never the name) of who subscribed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Something that a subscription is told: kept before it is sent, marked after, under one key for every try."""

    id: str
    """Also the key by which who receives it twice knows it again."""
    subscription_id: str
    """Id of the `Subscription`."""
    alert_ids: tuple[str, ...]
    """Ids of the `Alert`s that it tells of."""
    kind: str
    """new, update or closed; digest: several; trial: an invented alert, to see whether it arrives."""
    at: datetime
    """When it was decided."""
    told: str
    """JSON object: how each alert stands for who is told, `[severity, volume, closed]`."""

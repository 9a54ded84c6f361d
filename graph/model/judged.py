"""What persons decide about topics, and what makes an alert's numbers checkable."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a person decided on a topic, or on an offer: no run undoes it, only a later pin."""

    id: str
    topic_id: str
    """Id of the `Topic` decided on; empty: it is about an offer."""
    at: datetime
    """When it was decided."""
    role: str
    """Role (never the name) of who decided."""
    act: str
    """merge, split, label, exclude, release or offer."""
    other_id: str | None = None
    """merge: id of the `Topic` that holds it from now on; split: id of the new one; release: id of the `Pin`;
    offer: `need|place`."""
    label: str = ""
    """label and split: the words; offer: none, weak or good."""
    message_ids: tuple[str, ...] = ()
    """split: ids of the `Message`s of the new topic; exclude: those that are not about it, none: the whole topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How to look again at what an alert rests on, as the run saw it that wrote it last."""

    id: str
    """Id of the `Alert`, after `evidence:`."""
    alert_id: str
    """Id of the `Alert`."""
    at: datetime
    """The moment that the run spoke of."""
    kept_at: datetime
    """When it was looked at, by the clock of the machine."""
    statement: str
    """Read-only Cypher."""
    parameters: str
    """JSON object: the parameters of the statement."""
    messages: int
    """Distinct messages and measures that it gave."""
    authors: int
    """Distinct authors of these."""
    digest: str
    """SHA-256 of all rows, in their order."""
    run_id: str
    """Id of the `Run` that raised or renewed the alert."""

"""What is claimed while nobody has verified it, and what became of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The checkable statement of a rumour, in the words of the message that says it most typically."""

    id: str
    """Id of the `Rumour`, with `claim` for `rumour`."""
    text: str
    """One sentence, masked as the message is."""
    message_id: str
    """Id of the `Message` that says it like this."""
    alike: int
    """Messages of those read that say much the same, ask about it or deny it."""
    read: int
    """Messages that it was found in: the first ones."""
    likeness: float | None = None
    """Mean probability that these make an unverified claim, by their words; None where the encoder has no head."""
    run_id: str
    """Id of the `Run` that found it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rumour:
    """A claim that spreads while nobody has verified it. What denies it is counted, and never as its spread."""

    id: str
    """`rumour:`, the topic, and the hour in which it was taken up."""
    topic_id: str
    """Id of the `Topic` whose messages speak of it."""
    claim_id: str
    """Id of the `Claim`."""
    state: str
    """new, qualifying, denied, false, true or extinct."""
    state_at: datetime
    """When it came into this state, by the clock of the data."""
    why: str
    """What brought it there: alert, decision, denial, check, person or silence."""
    verdict: str = ""
    """false or true, once a person or a published check said so; it outlives the rumour."""
    probability: float
    """That an unverified claim is in circulation."""
    reason: str
    """The weightiest evidence, in French."""
    reason_en: str
    """The same in English."""
    spread: int
    """Messages that pass it on, ask about it or comment on it; denials are no spread."""
    denials: int
    """Messages that deny it."""
    queries: int
    """Messages that ask whether it is true."""
    authors: int
    """Distinct authors of the messages that spread it."""
    first_at: datetime
    """Its first message."""
    last_at: datetime
    """Its latest message that is no denial."""
    denied_at: datetime | None = None
    """First denial by an institution, the press, or an action of ours."""
    after_denial: float | None = None
    """Messages that spread it in the 24 hours after the denial, as a share of those in the 24 hours before."""
    place_ids: tuple[str, ...] = ()
    """Ids of the `Place`s that its messages name most."""
    recalls_id: str | None = None
    """Id of an earlier `Rumour` that claims the same."""
    recalled: str = ""
    """When and where that was, and what stopped it, in French."""
    recalled_en: str = ""
    """The same in English."""
    run_id: str
    """Id of the `Run` that last renewed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person decided about a rumour: never overwritten, only followed by another."""

    id: str
    rumour_id: str
    """Id of the `Rumour` decided on."""
    at: datetime
    """When it was decided."""
    role: str
    """Role (never the name) of who decided."""
    state: str
    """qualifying, denied, false, true, extinct; or `none`: the rules decide again."""
    comment: str = ""
    """Why, in their words."""

"""How the vocabulary maps onto nodes and relationships. Data only: `graph.cypher` makes the statements."""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import get_args, get_type_hints

from graph import model


@dataclass(frozen=True, slots=True)
class Node:
    """A dataclass stored as a node, keyed by its `id`."""

    of: type
    indexes: tuple[str, ...] = ()
    """Properties to look up by; a comma makes a composite index."""
    queued: bool = False
    """New and changed ones carry `pending: true` until enrichment has seen them."""
    counted: bool = False
    """`changed_at` tells when, by the clock of the graph, what detectors count of one last changed: no need to read
    the others again."""

    @property
    def label(self) -> str:
        return self.of.__name__

    @property
    def properties(self) -> tuple[str, ...]:
        """Return the names of the stored fields, `id` left out."""
        return _properties(self.of)

    @property
    def moments(self) -> frozenset[str]:
        """Return the names of the fields that hold a moment."""
        return _moments(self.of)


@cache
def _properties(of: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of) if field.name != "id")


@cache
def _moments(of: type) -> frozenset[str]:
    hints = get_type_hints(of)
    return frozenset(name for name, hint in hints.items() if datetime in (hint, *get_args(hint)))


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship read from a field: `start` holds in `by` the id, or the ids, of `end`."""

    label: str
    start: Node
    by: str
    end: Node


@dataclass(frozen=True, slots=True)
class Fact:
    """A derived relationship, stamped with the run that found it; what a later run does not renew is removed."""

    label: str
    start: Node
    end: Node
    properties: tuple[str, ...]
    counted: bool = False
    """Detectors count by it: what changes it marks its start, see `Node.counted`."""


ACCOUNT = Node(model.Account)
ACTION = Node(model.Action, indexes=("at",))
ALERT = Node(model.Alert, indexes=("last_at",))
ARRIVALS = Node(model.Arrivals, indexes=("day",))
BUDGET = Node(model.Budget)
CLAIM = Node(model.Claim)
CURSOR = Node(model.Cursor)
DECISION = Node(model.Decision, indexes=("at",))
DELIVERY = Node(model.Delivery, indexes=("subscription_id,at",))
ERASED = Node(model.Erased, indexes=("kind",))
EVENT = Node(model.Event, indexes=("start",))
EVIDENCE = Node(model.Evidence)
FACT_CHECK = Node(model.FactCheck, indexes=("published_at", "pending"), queued=True)
HASHTAG = Node(model.Hashtag)
HAZARD = Node(model.Hazard, indexes=("start",))
HOST = Node(model.Host)
LINK = Node(model.Link)
MEASURE = Node(model.Measure, indexes=("metric,start", "service_id,metric,start", "end"))
MESSAGE = Node(
    model.Message,
    indexes=("published_at", "pending", "near_key,published_at", "vector_key", "alarm", "moves", "changed_at"),
    queued=True,
    counted=True,
)
NEED = Node(model.Need, indexes=("place_id,days", "need"))
OUTAGE = Node(model.Outage, indexes=("start",))
PIN = Node(model.Pin, indexes=("at",))
PLACE = Node(model.Place, indexes=("kind", "name"))
PLACEMENT = Node(model.Placement, indexes=("owner",))
READ = Node(model.Read, indexes=("at",))
RULING = Node(model.Ruling, indexes=("at",))
RUMOUR = Node(model.Rumour, indexes=("topic_id", "last_at", "state"))
RUN = Node(model.Run, indexes=("started_at", "as_of", "state"))
SCORE = Node(model.Score, indexes=("scenario",))
SERVICE = Node(model.Service)
SIGNAL = Node(model.Signal, indexes=("at",))
SOURCE = Node(model.Source)
SUBSCRIPTION = Node(model.Subscription)
TOPIC = Node(model.Topic, indexes=("last_at",))
WINDOW = Node(model.Window, indexes=("topic_id,place_id,hour", "hour"))

# Written in this order: what others point at comes first.
NODES = (
    SOURCE, PLACE, SERVICE, ACCOUNT, LINK, HASHTAG, MESSAGE, MEASURE, ACTION, HAZARD, EVENT, FACT_CHECK, OUTAGE, RUN,
    TOPIC, WINDOW, SIGNAL, ALERT, DECISION, BUDGET, PIN, EVIDENCE, SCORE, CLAIM, RUMOUR, RULING, ERASED, CURSOR,
    ARRIVALS, HOST, NEED, READ, SUBSCRIPTION, DELIVERY,
    PLACEMENT,
)  # fmt: skip

EDGES = (
    Edge("IN", PLACE, "parent_id", PLACE),
    Edge("MEMBER_OF", PLACE, "group_id", PLACE),
    Edge("POSTED_BY", MESSAGE, "author_id", ACCOUNT),
    Edge("REPLIES_TO", MESSAGE, "reply_to", MESSAGE),
    Edge("REPOSTS", MESSAGE, "repost_of", MESSAGE),
    Edge("TAGGED", MESSAGE, "hashtags", HASHTAG),
    Edge("LINKS_TO", MESSAGE, "links", LINK),
    Edge("MENTIONS", MESSAGE, "mentions", ACCOUNT),
    Edge("COLLECTED_FROM", MESSAGE, "source_id", SOURCE),
    Edge("CONCERNS", MESSAGE, "service_ids", SERVICE),
    Edge("PUBLISHED_IN", MESSAGE, "place_id", PLACE),
    Edge("OF", MEASURE, "service_id", SERVICE),
    Edge("IN", MEASURE, "place_id", PLACE),
    Edge("COLLECTED_FROM", MEASURE, "source_id", SOURCE),
    Edge("COVERS", ACTION, "place_ids", PLACE),
    Edge("COVERS", HAZARD, "place_ids", PLACE),
    Edge("COVERS", EVENT, "place_ids", PLACE),
    Edge("OF", OUTAGE, "source_id", SOURCE),
    Edge("OF", ARRIVALS, "source_id", SOURCE),
    Edge("READ", RUN, "source_ids", SOURCE),
    Edge("EVIDENCED_BY", SIGNAL, "evidence", MESSAGE),
    Edge("EVIDENCED_BY", SIGNAL, "measures", MEASURE),
    Edge("ABOUT", SIGNAL, "topic_id", TOPIC),
    Edge("IN", SIGNAL, "place_id", PLACE),
    Edge("RAISED_BY", ALERT, "signal_ids", SIGNAL),
    Edge("ABOUT", ALERT, "topic_id", TOPIC),
    Edge("COVERS", ALERT, "place_ids", PLACE),
    Edge("ON", DECISION, "alert_id", ALERT),
    Edge("INTO", DECISION, "into_id", ALERT),
    Edge("UNDOES", DECISION, "undoes_id", DECISION),
    Edge("COVERS", BUDGET, "place_id", PLACE),
    Edge("ON", PIN, "topic_id", TOPIC),
    Edge("HOLDS", PIN, "message_ids", MESSAGE),
    Edge("OF", EVIDENCE, "alert_id", ALERT),
    Edge("OF", SCORE, "alert_ids", ALERT),
    Edge("SAID_IN", CLAIM, "message_id", MESSAGE),
    Edge("MAKES", RUMOUR, "claim_id", CLAIM),
    Edge("ABOUT", RUMOUR, "topic_id", TOPIC),
    Edge("COVERS", RUMOUR, "place_ids", PLACE),
    Edge("RECALLS", RUMOUR, "recalls_id", RUMOUR),
    Edge("ON", RULING, "rumour_id", RUMOUR),
    Edge("IN", NEED, "place_id", PLACE),
    Edge("ANSWERED_BY", NEED, "service_ids", SERVICE),
    Edge("ABOUT", NEED, "topic_ids", TOPIC),
    Edge("TO", DELIVERY, "subscription_id", SUBSCRIPTION),
    Edge("TELLS", DELIVERY, "alert_ids", ALERT),
)

MENTIONS_PLACE = Fact("MENTIONS", MESSAGE, PLACE, ("probability", "surface", "reason", "choice"), counted=True)
CONCERNS_SERVICE = Fact("CONCERNS", MESSAGE, SERVICE, ("probability", "how", "need"), counted=True)
TAGGED_IN_TEXT = Fact("TAGGED", MESSAGE, HASHTAG, ())
LINKED_IN_TEXT = Fact("LINKS_TO", MESSAGE, LINK, ())
ABOUT_TOPIC = Fact("ABOUT", MESSAGE, TOPIC, ("score",), counted=True)
COPY_OF = Fact("COPY_OF", MESSAGE, MESSAGE, ("kind", "score"), counted=True)
"""To the first message that said the same; `kind` is exact, copy, rewording or translation. A share is `REPOSTS`."""
BECAME = Fact("BECAME", TOPIC, TOPIC, ("kind", "at"))
"""What became of a topic, the latest step: `grew` and `returned` lead to itself, `split` to the part, `merged` to what
holds it."""
ACTION_ADDRESSES = Fact("ADDRESSES", ACTION, TOPIC, ("score",))
ASKS_ABOUT = Fact("ASKS_ABOUT", MESSAGE, ACTION, ("sentence", "score"))
"""A question or complaint after an action, about its topic: the sentence of its text (from 0) that it is nearest to,
with the cosine; -1: near none."""
COORDINATES_WITH = Fact("COORDINATES_WITH", ACCOUNT, ACCOUNT, ("met", "expected", "p_value", "at"))
"""Two accounts that shared the same things within seconds: how often, how often by chance, how likely by chance of all
that was looked at, and when that was last seen. From the smaller id to the larger; it says nothing of who they are."""

TAKES = Fact("TAKES", MESSAGE, CLAIM, ("stance", "probability"))
"""Where a message stands to a claim: support, deny, query or comment, with the probability of that stance."""
SAME_CLAIM = Fact("SAME_CLAIM_AS", MESSAGE, FACT_CHECK, ("score", "how"))

FACTS = (
    MENTIONS_PLACE, CONCERNS_SERVICE, TAGGED_IN_TEXT, LINKED_IN_TEXT, ABOUT_TOPIC, BECAME, COPY_OF,
    ACTION_ADDRESSES, ASKS_ABOUT, COORDINATES_WITH, TAKES, SAME_CLAIM,
)  # fmt: skip

ENRICHED = (
    "lang", "near_key", "tone", "vector_key", "intent", "intent_probability", "intents", "alarm", "moves", "leaves",
    "heads_for", "harm", "stance", "stance_probability", "related", "circulation",
)  # fmt: skip
"""Properties that enrichment adds to a `Message`: language, near-duplicate key, tone in [-1, 1], key of its vector,
what its author wants (the likeliest of question, complaint, report, advice, thanks, other) with its probability, and
all the intents that hold; how likely it shows alarm (fear, urgency, flight, rush, shortage) and tells that people
leave, with the places that they leave and head for; how likely, if it is about bad weather, it tells of harm; its
stance to what it answers or passes on (support, deny, query, comment) with its probability; how likely it speaks of a
crisis; the kinds of cues of a claim in circulation that it shows (hearsay, conditional, secrecy, relay, verify,
refute)."""

CHECKED = ("vector_key",)
"""Properties that enrichment adds to a `FactCheck`: key of the vector of its claim."""

HEALTH = (
    "last_run_at", "last_success_at", "last_message_at", "last_error", "failures", "read", "saved", "refused",
    "refusals", "late", "duplicates", "delays", "delay_seconds", "expected_per_day", "blind",
)  # fmt: skip
"""Properties that collecting adds to a `Source`: times; totals since the first run; how long its messages take to
arrive; how many are expected (none: too little past to say); the platforms that it cannot hear now."""

SENDING = (
    "looked_at",
    "owed",
    "failures",
    "next_at",
    "last_error",
    "last_why",
    "last_sent_at",
    "ended_at",
    "paused_at",
)
"""Properties that delivery adds to a `Subscription`: up to when it was looked whether a digest is due; whether one is
owed after quiet hours; failed tries in a row, when the next one is, what went wrong, in a sentence and in a word; when
something last arrived; when it was ended; since when it is paused."""

SENT = ("body", "attempts", "taken_until", "sent_at", "failed_at", "last_why", "last_error")
"""Properties that delivery adds to a `Delivery`: what is told (JSON, gone once it is sent), how often that was tried,
until when a process has it in hand, when it was sent, or given up to be told anew."""

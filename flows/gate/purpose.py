"""What each kind of source is collected for needs: records, and fields of a message; the gate drops the rest."""

from collections.abc import Mapping

from graph.model import Account, Action, Event, FactCheck, Hashtag, Hazard, Link, Measure, Message, Outage, Service

ALWAYS = frozenset(
    {"id", "source_id", "platform", "kind", "text", "published_at", "precision", "lang", "service_ids", "place_id"}
)
"""What any reading of a message needs."""

_SPREAD = {"author_id", "reply_to", "repost_of", "hashtags", "links", "mentions", "likes", "shares", "replies"}

NEEDED: Mapping[str, frozenset[str]] = {
    # how talk spreads, and how many distinct authors carry it; a post's address names its author: see `Gate`
    "social": ALWAYS | _SPREAD | {"url"},
    # what users say of a service, and what was answered; nobody needs to know to whom they talk
    "perception": ALWAYS | {"author_id", "reply_to", "rating", "aspects", "answered", "url"},
    # what was published, and where to read it
    "press": ALWAYS | {"author_id", "url", "hashtags", "links"},
    "visibility": ALWAYS,
    "action": ALWAYS | {"url"},
    "context": ALWAYS | {"url"},
    # an exercise plays all of the above
    "exercise": ALWAYS | _SPREAD | {"rating", "aspects", "answered", "url"},
}

_TALK = {Account, Message, Hashtag, Link, Outage}
"""Who says what, and when we could not hear it."""

RECORDS: Mapping[str, frozenset[type]] = {
    "social": frozenset(_TALK),
    # experiences and marks, and of which service
    "perception": frozenset(_TALK | {Service, Measure}),
    "press": frozenset(_TALK | {FactCheck}),
    # counts: who came is nobody's business
    "visibility": frozenset({Service, Measure}),
    "action": frozenset({Service, Measure, Action, Message}),
    "context": frozenset({Hazard, Event, FactCheck, Outage}),
    "exercise": frozenset(_TALK | {Service, Measure, Action, Hazard, Event, FactCheck, Outage}),
}
"""What a source of each kind may bring at all."""

"""The vocabulary of the platform, one dataclass a node. Only the standard library is imported here.

Ids are deterministic, so that collecting the same thing twice changes nothing. All times are aware UTC datetimes.
"""

from graph.model.audit import Read
from graph.model.content import Account, Hashtag, Link, Message
from graph.model.context import Action, Arrivals, Cursor, Event, FactCheck, Hazard, Host, Outage, Run, Source
from graph.model.delivery import Delivery, Subscription
from graph.model.derived import Alert, Budget, Decision, Signal, Topic, Window
from graph.model.erasure import Erased
from graph.model.judged import Evidence, Pin
from graph.model.needs import Need
from graph.model.offer import Measure, Service
from graph.model.placed import Placement
from graph.model.rumours import Claim, Ruling, Rumour
from graph.model.scored import Score
from graph.model.territory import Place

__all__ = [
    "Account",
    "Action",
    "Alert",
    "Arrivals",
    "Budget",
    "Claim",
    "Cursor",
    "Decision",
    "Delivery",
    "Erased",
    "Event",
    "Evidence",
    "FactCheck",
    "Hashtag",
    "Hazard",
    "Host",
    "Link",
    "Measure",
    "Message",
    "Need",
    "Outage",
    "Pin",
    "Place",
    "Placement",
    "Read",
    "Ruling",
    "Rumour",
    "Run",
    "Score",
    "Service",
    "Signal",
    "Source",
    "Subscription",
    "Topic",
    "Window",
]

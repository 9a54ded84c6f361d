"""Which alerts a subscription asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import Subscription
from signals.announce.editions import Row
from signals.standing import SEVERITIES
from signals.text.fold import fold


@dataclass(frozen=True, slots=True)
class About:
    """What an alert is about."""

    places: frozenset[str] = frozenset()
    """Its places, and all that holds them."""
    topics: frozenset[str] = frozenset()
    """Its topic, and those that became it."""
    services: frozenset[str] = frozenset()
    words: str = ""
    """Title, topic and keywords."""


def is_wanted(asked: Subscription, alert: Row, about: About) -> bool:
    """Tell whether a subscription asks for an alert: severe enough, and about what it is for."""
    return (
        is_as_severe(alert["severity"], asked.severity)
        and (not asked.place_ids or not about.places.isdisjoint(asked.place_ids))
        and (not asked.service_ids or not about.services.isdisjoint(asked.service_ids))
        and (not asked.topics or _speaks_of(about, asked.topics))
    )


def is_as_severe(severity: str, least: str) -> bool:
    """Tell whether a severity reaches another; none is ever reached.

    >>> [is_as_severe("forte", least) for least in ("faible", "forte", "critique", "")]
    [True, True, False, False]
    """
    return bool(least) and SEVERITIES.index(severity) >= SEVERITIES.index(least)


def _speaks_of(about: About, topics: Sequence[str]) -> bool:
    words = fold(about.words)
    return any(
        topic in about.topics or re.search(rf"(?<!\w){re.escape(fold(topic))}(?:s|x)?(?!\w)", words) for topic in topics
    )

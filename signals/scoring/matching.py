"""Which alerts are about which truth."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from signals.nearness import COUNTRY, are_linked
from signals.scoring.record import Raised, Record
from signals.scoring.truths import QUIET, Truth

LEAST_SHARE = 1 / 3
"""Share of an alert's evidence that must be a truth's messages, and of these that its main topic must hold."""


def matches(alert: Raised, truth: Truth, record: Record) -> bool:
    """Return whether an alert is about a truth.

    By its evidence: at least `LEAST_SHARE` are the truth's messages. Or by topic, place and time: it is on the truth's
    main topic, in a linked place, while the truth lasts. A truth without messages is matched by kind, place and time; a
    `quiet` one by place and time.
    """
    if truth.kind == QUIET or not truth.messages:
        kind = truth.kind in (QUIET, alert.kind)
        return kind and _meets(alert, truth, record)
    share = len(alert.evidence & set(truth.messages)) / max(1, len(alert.evidence))
    if share >= LEAST_SHARE:
        return True
    topic = main_topic(truth, record)
    return topic is not None and alert.topic_id == topic and _meets(alert, truth, record)


def _meets(alert: Raised, truth: Truth, record: Record) -> bool:
    """Return whether the alert was raised while the truth lasts, in a place linked to one of its places."""
    if not truth.start <= alert.first_at <= truth.end:
        return False
    places = alert.places or (COUNTRY,)
    return not truth.places or any(
        are_linked(one, other, record.places, near_km=0) for one in places for other in truth.places
    )


def topics_of(messages: Iterable[str], record: Record) -> Counter[str]:
    """Return how many of the messages each topic holds now."""
    return Counter(ids[-1] for message in messages if (ids := record.assignments.get(message)))


def main_topic(truth: Truth, record: Record) -> str | None:
    """Return the topic that holds most of a truth's messages, None when none holds `LEAST_SHARE` of them."""
    best = max(topics_of(truth.messages, record).items(), key=lambda found: (found[1], found[0]), default=None)
    return best[0] if best and best[1] >= LEAST_SHARE * len(truth.messages) else None


def one_to_one(truths: Sequence[Truth], matched: Mapping[str, Sequence[Raised]]) -> set[str]:
    """Return the truths that have an alert of their own when each alert is credited to one truth only.

    The assignment covers as many truths as possible, and of such the one whose alerts cite most of their truths'
    messages. `matched` are the alerts about each truth, by its id.
    """
    alerts = sorted({alert.id for found in matched.values() for alert in found})
    columns = {name: index for index, name in enumerate(alerts)}
    worth = np.zeros((len(truths), len(alerts)))
    for row, truth in enumerate(truths):
        for alert in matched[truth.id]:
            cited = len(alert.evidence & set(truth.messages)) / max(1, len(alert.evidence))
            worth[row, columns[alert.id]] = len(truths) + cited
    rows, found = linear_sum_assignment(worth, maximize=True)
    return {truths[row].id for row, column in zip(rows, found, strict=True) if worth[row, column] > 0}

"""A judged row as a signal."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from graph.model import Signal
from signals.base import Watch
from signals.baseline.tally import ANY

EVIDENCE = 50
"""Messages that a signal cites at most: the first ones."""


def signal_of(
    row: Mapping[str, Any], watch: Watch, *, kind: str, parameters: Mapping[str, Any], reasons: tuple[str, str]
) -> Signal:
    """Return the signal of `row`: topic_id, place_id, id (messages), observed, expected, upper, p_value, authors.

    Its id names detector, topic, place and hour; `reasons` are French and English.
    """
    hour = watch.as_of - timedelta(microseconds=1)
    return Signal(
        id=f"{kind}:{row['topic_id']}:{row['place_id']}:{hour:%Y-%m-%dT%H}",
        kind=kind,
        at=watch.as_of,
        score=1 - row["p_value"] ** 0.1,
        reason=reasons[0],
        reason_en=reasons[1],
        evidence=tuple(row["id"][:EVIDENCE]),
        topic_id=None if row["topic_id"] == ANY else row["topic_id"],
        place_id=row["place_id"],
        observed=row["observed"],
        expected=row["expected"],
        upper=row["upper"],
        p_value=row["p_value"],
        authors=int(row["authors"]),
        parameters=json.dumps(parameters, sort_keys=True),
    )

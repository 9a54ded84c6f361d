"""What a watch is told of harm: late messages of topics that speak of a hazard, and only as far as it is known."""

from datetime import UTC, datetime, timedelta

import polars as pl

from flows.watching import LATE, told_of_harm
from signals.base import MESSAGES, OUTAGES, Watch

NOW = datetime(2026, 2, 10, 15, tzinfo=UTC)
MESSAGE = {"author_id": "a", "platform": "mastodon", "published_at": NOW - timedelta(hours=1), "place_id": "D39"}
SAID = [
    {**MESSAGE, "id": "read", "topic_id": "snow", "harm": 0.25},
    {**MESSAGE, "id": "read", "topic_id": "snow", "harm": 0.25, "place_id": "D25"},
    {**MESSAGE, "id": "unread", "topic_id": "snow", "harm": -1.0},
    {**MESSAGE, "id": "old", "topic_id": "snow", "harm": 0.5, "published_at": NOW - LATE - timedelta(minutes=1)},
    {**MESSAGE, "id": "other", "topic_id": "works", "harm": 0.5},
]


def test_late_messages_about_a_hazard_are_told_once() -> None:
    messages = pl.DataFrame(SAID, schema={**MESSAGES, "harm": pl.Float64})
    themes = {"snow": frozenset({"neige-verglas"})}
    watch = Watch(messages.select(MESSAGES.names()), OUTAGES.to_frame(), NOW - timedelta(days=9), NOW, themes=themes)
    assert told_of_harm(watch, messages).harm.rows() == [("read", 0.25)]

"""Hours that were dark and came to light: what was said then is listened to afterwards, hour by hour.

A look hears the last hour. When a source that failed for an afternoon is back, and with it what was said meanwhile, the
hours in between would never be heard. The same holds for a topic that leaves another one: it rose while it was counted
with the other, and what it rose to has become its past.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl

from flows.watching import hour_of
from signals.base import Watch

HOUR = timedelta(hours=1)
AT_MOST = 24
"""Hours that are listened to again at one look: the newest."""
PARTED_AT_MOST = 6
"""Hours that are listened to again for topics that left another one: the newest."""


def unheard(watch: Watch, *, since: datetime | None, touched: datetime | None) -> Iterator[Watch]:
    """Yield the watch as it would have been at the end of each hour in which something came to light, oldest first.

    `since`: the beginning of what an outage changed, None: of nothing; `touched`: when the oldest message was published
    that is new or changed. Nothing is yielded where either is unknown: a new process does not know what was heard.
    """
    if since is None or touched is None:
        return
    end = hour_of(max(since, touched)) + HOUR
    count = -(-(watch.as_of - end) // HOUR)
    for number in range(max(0, count - AT_MOST), count):
        yield _at(watch, end + number * HOUR)


def loudest(watch: Watch, topics: Collection[str]) -> Iterator[Watch]:
    """Yield the watch as it would have been at the end of the loudest hour of each of `topics`, oldest first.

    Only finished hours of the last `AT_MOST`; topics that were loudest in one hour share its watch.
    """
    now = hour_of(watch.as_of)
    told = watch.messages.filter(
        pl.col("topic_id").is_in(list(topics)), pl.col("published_at").is_between(now - AT_MOST * HOUR, now, "left")
    )
    hours = told.group_by("topic_id", hour=pl.col("published_at").dt.truncate("1h")).agg(
        authors=pl.col("author_id").n_unique()
    )
    first = hours.sort("authors", "hour", descending=[True, False]).unique(
        "topic_id", keep="first", maintain_order=True
    )
    for hour in first["hour"].unique().sort()[-PARTED_AT_MOST:]:
        yield _at(watch, hour + HOUR)


def _at(watch: Watch, moment: datetime) -> Watch:
    """Return what is known now of what there was to know at `moment`."""
    earlier = replace(
        watch,
        as_of=moment,
        messages=watch.messages.filter(pl.col("published_at") < moment),
        measures=watch.measures.filter(pl.col("end") <= moment),
    )
    if "parts" in watch.made:
        # what is published later may be among them
        earlier.made["parts"] = watch.made["parts"]
    return earlier

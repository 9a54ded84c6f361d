"""Hours that were dark and came to light: what was said then is listened to afterwards, hour by hour.

A look hears the last hour. When a source that failed for an afternoon is back, and with it what was said meanwhile, the
hours in between would never be heard.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl

from flows.watching import hour_of
from signals.base import Watch

HOUR = timedelta(hours=1)
AT_MOST = 24
"""Hours that are listened to again at one look: the newest."""


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

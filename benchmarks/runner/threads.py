"""Rumours in breaking news: how soon the thread of a rumour is heard, among threads that are none."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.runner import Metrics
from signals.base import MESSAGES, OUTAGES, Watch
from signals.detectors.burst import Burst

FILES = ("stream-ferguson.parquet", "stream-sydneysiege.parquet")
STEP = timedelta(minutes=10)
BEFORE = timedelta(days=28)
"""The network was listened to before the event, and nothing was said of it."""


def scores(folder: Path) -> Metrics:
    """Return minutes from a rumour's first post to its signal, the share heard, and the alerts on no rumour a day.

    A topic is what hangs together by replies. Rumours that are never heard count as later than all others.
    """
    minutes: list[float] = []
    others, days = 0, 0.0
    for name in FILES:
        rows = pl.read_parquet(folder / name)
        first = dict(rows.group_by("conversation").agg(pl.col("published_at").min()).iter_rows())
        rumour = dict(rows.group_by("conversation").agg(pl.col("rumour").any()).iter_rows())
        heard = dict(_first_signals(rows))
        for thread, told in rumour.items():
            if told:
                minutes.append((heard[thread] - first[thread]) / timedelta(minutes=1) if thread in heard else np.inf)
        others += sum(not rumour[thread] for thread in heard)
        days += _days(rows)
    found = [value for value in minutes if np.isfinite(value)]
    middle = float(np.median(minutes))
    return {
        "pheme.median_minutes": middle if np.isfinite(middle) else float("nan"),
        "pheme.median_minutes_of_heard": float(np.median(found)),
        "pheme.heard": len(found) / len(minutes),
        "pheme.precision": len(found) / max(1, len(found) + others),
        "pheme.false_alarms_per_day": others / days,
    }


def _days(rows: pl.DataFrame) -> float:
    at = rows["published_at"].dt.epoch("ms").to_numpy()
    return float(at.max() - at.min()) / 86_400_000


def _first_signals(rows: pl.DataFrame) -> Iterator[tuple[str, datetime]]:
    """Yield each thread with a signal, and the look at which it was first heard."""
    messages = rows.select(
        pl.col("id"),
        pl.col("author").alias("author_id"),
        pl.lit("stream").alias("platform"),
        pl.col("published_at").cast(pl.Datetime("us", "UTC")),
        pl.col("conversation").alias("topic_id"),
        pl.lit(None, pl.String).alias("place_id"),
    ).cast(dict(MESSAGES))  # type: ignore[arg-type]
    at = messages["published_at"].sort()
    now, last, since = at[0], at[-1], at[0] - BEFORE
    detector, known = Burst(), set[str]()
    while now < last + STEP:
        now += STEP
        seen = messages.filter(pl.col("published_at") < now)
        for signal in detector.detect(Watch(seen, OUTAGES.to_frame(), since, now)):
            if signal.topic_id and signal.topic_id not in known:
                known.add(signal.topic_id)
                yield signal.topic_id, now

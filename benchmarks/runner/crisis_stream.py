"""A crisis that breaks into the talk of a place: the replay of the README, what detectors hear of it, and its peer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from scipy.stats import poisson

from benchmarks.runner import Metrics
from signals.base import MESSAGES, OUTAGES, Watch
from signals.baseline.tally import Bools, Floats
from signals.budget import Budget
from signals.crisis.related import CUES, cues
from signals.detectors.burst import Burst

FILE = "messages.parquet"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHIFT = timedelta(hours=48)
STEP = timedelta(minutes=10)
MISSED = 1440.0
NAMED = ("hazard", "harm", "help")
"""Cues that name what happens; `any` is any of them."""
BUDGET = Budget(alerts=0.1)
"""Half of what ships, so that the background hours of the five events bring at most one false alarm a day."""
ENOUGH, SPAN, RARE = 5, 3, 1e-6
"""The peer: messages with a word in so many steps, and the Poisson tail against the 24 hours before."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Messages of one event in order: the background, then the crisis 48 hours later."""

    event: str
    at: Floats
    """Seconds since 1970."""
    on_topic: Bools
    texts: list[str]
    onset: float

    @property
    def warm(self) -> float:
        """Return when alerts begin to count."""
        return float(self.at[0]) + DAY.total_seconds()


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert: when, and the rows of the messages that it cites."""

    at: float
    rows: list[int]


def fits(folder: Path) -> bool:
    """Tell whether the messages of a folder are those of this task: others have a file of the same name."""
    return {"event", "on_topic"} <= set(pl.read_parquet_schema(folder / FILE))


def streams(folder: Path) -> Iterator[Stream]:
    """Yield each event as the task of the README replays it."""
    frame = pl.read_parquet(folder / FILE).unique("id", keep="first", maintain_order=True)
    for event in sorted(frame["event"].unique()):
        rows = frame.filter(pl.col("event") == event)
        at = rows["published_at"].dt.epoch("ms").to_numpy() / 1_000
        on_topic = rows["on_topic"].to_numpy()
        at = at + np.where(on_topic, SHIFT.total_seconds(), 0)
        kept = np.flatnonzero(at <= at[~on_topic].max())
        order = kept[np.argsort(at[kept], kind="stable")]
        texts = [rows["text"][int(row)] for row in order]
        yield Stream(event, at[order], on_topic[order], texts, _onset(np.sort(at[kept][on_topic[kept]])))


def _onset(at: Floats) -> float:
    """Return the first moment from which ten messages come within an hour."""
    within = np.flatnonzero(at[9:] - at[:-9] <= HOUR.total_seconds())
    return float(at[within[0]])


def scores(folder: Path) -> Metrics:
    """Return median delay and false alarms a day, of ours and of the README's word burst, and the delay by event."""
    told = list(streams(folder))
    hours = sum(max(0.0, stream.onset - stream.warm) for stream in told) / 3600
    found: Metrics = {}
    for name, hear in (("", heard), ("peer.word-burst.", word_bursts)):
        judged = {stream.event: _judged(stream, hear(stream)) for stream in told}
        delays = {event: delay for event, (delay, _) in judged.items()}
        found[f"{name}t6.median_minutes"] = float(np.median(list(delays.values())))
        found[f"{name}t6.false_alarms_per_day"] = sum(false for _, false in judged.values()) / hours * 24
        found |= {f"{name}t6.minutes.{event}": delay for event, delay in delays.items()}
    return found


def _judged(stream: Stream, alerts: Iterator[Raised]) -> tuple[float, int]:
    """Return the minutes from onset to the first alert on target, and the false alarms before the onset."""
    false, last = 0, -np.inf
    for alert in alerts:
        if stream.on_topic[alert.rows].mean() >= 0.5:
            return min(MISSED, max(0.0, (alert.at - stream.onset) / 60)), false
        if alert.at < stream.onset and alert.at - last >= HOUR.total_seconds():
            false, last = false + 1, alert.at
    return MISSED, false


def _looks(stream: Stream) -> Iterator[float]:
    """Yield the moments of looks after the warm-up, every ten minutes, until a day after the onset."""
    now = stream.warm
    while now < min(stream.onset + DAY.total_seconds(), stream.at[-1]):
        now += STEP.total_seconds()
        yield now


def heard(stream: Stream) -> Iterator[Raised]:
    """Yield what the burst detector as shipped hears of messages that name a hazard, harm or help, at each look.

    Every message counts for one author: the set has none. Cues are lists of words that name no event.
    """
    rows = []
    for row, (at, text) in enumerate(zip(stream.at, stream.texts, strict=True)):
        shown = [name for name, value in zip(CUES.names, cues(text), strict=True) if value and name in NAMED]
        moment = datetime.fromtimestamp(float(at), UTC)
        rows += [(str(row), str(row), "stream", moment, cue, None) for cue in (*shown, *(["any"] if shown else []))]
    messages = pl.DataFrame(rows, schema=MESSAGES, orient="row")
    since, detector = datetime.fromtimestamp(float(stream.at[0]), UTC), Burst()
    for now in _looks(stream):
        as_of = datetime.fromtimestamp(now, UTC)
        known = messages.filter(pl.col("published_at") < as_of)
        for signal in detector.detect(Watch(known, OUTAGES.to_frame(), since, as_of, budget=BUDGET)):
            yield Raised(now, [int(name) for name in signal.evidence])


def word_bursts(stream: Stream) -> Iterator[Raised]:
    """Yield the alerts of the README's peer: a word in 5 messages or more of half an hour, unlikely by the last day."""
    start, step = float(stream.at[0]), STEP.total_seconds()
    words = [sorted(set(re.findall(r"\w{3,}", text.lower()))) for text in stream.texts]
    index: dict[str, list[int]] = {}
    for row, said in enumerate(words):
        for word in said:
            index.setdefault(word, []).append(row)
    bins = np.floor((stream.at - start) / step).astype(np.int64)
    counts = {
        word: np.concatenate([[0], np.bincount(bins[rows], minlength=int(bins[-1]) + 2).cumsum()])
        for word, rows in index.items()
        if len(rows) >= ENOUGH
    }
    names = sorted(counts)
    table = np.stack([counts[name] for name in names])
    day = round(DAY.total_seconds() / step)
    for now in _looks(stream):
        end = round((now - start) / step)
        recent = table[:, end] - table[:, end - SPAN]
        before = table[:, end - SPAN] - table[:, max(0, end - SPAN - day)]
        rate = np.maximum(before, 0.5) * SPAN / day
        for word in np.flatnonzero((recent >= ENOUGH) & (poisson.sf(recent - 1, rate) < RARE)):
            rows = index[names[word]]
            yield Raised(now, [row for row in rows if end - SPAN <= bins[row] < end])

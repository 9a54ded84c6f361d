"""How soon a topic is begun for what is new: each event of CrisisLexT26 comes up among messages about the 21 others.

A window of the others is clustered, then more of them arrive with some of the new event in between. Beside it the wait
for a dozen messages that resemble no topic, which bring a clustering forward. The set knows no authors: each message
counts as one. How rare a group by chance must be is an argument, no fit (`signals/topics/gathering.py`); that it looks
at how many strangers there are, and that one pair in a hundred may always count as near, was decided after a look at
these events: one in a thousand began 6 of them, one in ten thousand 3.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.runner import Options, Result
from benchmarks.runner.vectors import Kept
from flows.gathering import VOICES
from flows.topics import Settings
from signals.topics.arrival import assign, centres
from signals.topics.clusterers import load_clusterer
from signals.topics.gathering import Nearness, nearness, stars
from signals.topics.space import Rows, by_subject

WINDOW, OTHERS, NEW = 3_000, 1_500, 40
"""Messages that are clustered, that arrive about known events, and about the new one."""
SEED = 3

Truth = NDArray[np.str_]


@dataclass(frozen=True)
class Found:
    """What became of one new event."""

    strangers: int
    """Of its messages that resembled no topic."""
    after: int | None
    """Its messages that had arrived when a group of mostly them was there; None: that never was."""
    waited: int | None
    """Its messages that had arrived when a clustering would have begun."""
    mixed: int
    """Groups of which no event has half."""
    others: int
    """Groups about events that were known."""


def run(options: Options) -> Result:
    """Return the figures over all events; nothing is learned here, so `--test` only changes the rows."""
    folder = options.scored("crises-crisislex-t26", "messages.parquet")
    if folder is None:
        return Result({}, 0)
    vectors, events = _read(folder)
    found = [_come_up(event, vectors, events) for event in np.unique(events)]
    afters = [one.after for one in found if one.after is not None]
    waits = [one.waited for one in found if one.after is not None and one.waited is not None]
    metrics: dict[str, float | None] = {
        "events": float(len(found)),
        "strangers": float(np.mean([one.strangers / NEW for one in found])),
        "begun": float(len(afters)),
        "after_p50": _median(afters),
        "peer.clustering.after_p50": _median(waits),
        "groups_of_known_events": float(sum(one.others for one in found)),
        "mixed_groups": float(sum(one.mixed for one in found)),
    }
    return Result(metrics, len(vectors), {"window": WINDOW, "others": OTHERS, "new": NEW, "voices": VOICES})


def _median(counts: Sequence[int]) -> float | None:
    return float(np.median(counts)) if counts else None


def _read(folder: Path) -> tuple[Rows, Truth]:
    rows = pl.read_parquet(folder / "messages.parquet").filter(pl.col("informativeness").str.starts_with("Related"))
    encoder = Kept()
    return by_subject(encoder.encode(rows["text"].to_list()), encoder.name), rows["event"].to_numpy().astype(np.str_)


def _come_up(event: str, vectors: Rows, events: Truth) -> Found:
    chance = np.random.default_rng(SEED)
    rest = chance.permutation(np.flatnonzero(events != event))
    window = vectors[rest[:WINDOW]]
    labels = load_clusterer().labels(window)
    known, near = centres(window, labels), nearness(window, labels)
    new = chance.permutation(np.flatnonzero(events == event))[:NEW]
    order = chance.permutation(np.concatenate([rest[WINDOW : WINDOW + OTHERS], new]))
    placed, _ = assign(vectors[order], known)
    strange, own = order[placed < 0], events[order] == event
    after, groups = None, list[Truth]()
    for count in range(1, len(strange) + 1):
        groups = list(_groups(vectors[strange[:count]], events[strange[:count]], near))
        if any(np.mean(group == event) > 0.5 for group in groups):
            after = _arrived(own, placed, count)
            break
    due = int((placed < 0).sum()) >= Settings().strangers
    shares = [np.unique(group, return_counts=True) for group in groups]
    return Found(
        strangers=int((own & (placed < 0)).sum()),
        after=after,
        waited=_arrived(own, placed, Settings().strangers) if due else None,
        mixed=sum(counts.max() < counts.sum() / 2 for _, counts in shares),
        others=sum(names[counts.argmax()] != event and counts.max() >= counts.sum() / 2 for names, counts in shares),
    )


def _groups(vectors: Rows, events: Truth, near: Nearness | None) -> Iterator[Truth]:
    """Yield the event of each message of each group that begins a topic."""
    for rows in stars(vectors, near.among(len(vectors))) if near is not None else ():
        if len(rows) >= VOICES:
            yield events[rows]


def _arrived(own: NDArray[np.bool_], placed: NDArray[np.intp], strangers: int) -> int:
    """Return how many messages of the new event had arrived with the stranger of that number."""
    last = np.flatnonzero(placed < 0)[strangers - 1]
    return int(own[: last + 1].sum())

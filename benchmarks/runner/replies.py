"""What the first replies of a thread show, as the minutes pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from signals.stance.exchange import Exchange
from signals.stance.features import cues, names

REPLIES = ("conversations-germanwings-crash.parquet", "stream-ferguson.parquet", "stream-sydneysiege.parquet")
MOST = 20
"""Replies of a thread that are read, from the first: those after them change little."""
READ = (
    "asks",
    "wants_proof",
    "agrees",
    "relays",
    "denies",
    "opens_with_no",
    "irony",
    "hopes",
    "turns_claim",
    "near_claim",
)
"""Cues of stance whose mean over the replies is kept."""


@dataclass(frozen=True)
class Replies:
    """Features of the replies of each source message, by minutes since it was posted."""

    has: NDArray[np.bool_]
    """The message has replies in the files, whenever they came."""
    rows: Mapping[int, NDArray[np.float64]]
    """By minutes, shape (messages, cues + 1): mean cues of the replies so far, and how many there are (logarithm)."""


def replies(frame: pl.DataFrame, paths: Sequence[Path], minutes: Sequence[int]) -> Replies:
    """Return what the replies to the rows of `frame` show, of those posted at most so many minutes later."""
    roots = {row["id"]: (at, row) for at, row in enumerate(frame.iter_rows(named=True))}
    known: dict[int, list[tuple[float, list[float]]]] = {}
    kept = [names().index(name) for name in READ]
    for path in paths:
        for row in pl.read_parquet(path).sort("published_at").iter_rows(named=True):
            if row["id"] == row["conversation"] or row["conversation"] not in roots:
                continue
            at, root = roots[row["conversation"]]
            several = known.setdefault(at, [])
            late = (row["published_at"] - root["published_at"]).total_seconds() / 60
            if len(several) < MOST and late <= max(minutes):
                shown = cues(Exchange(row["text"], root["text"], root["text"]))
                several.append((late, [shown[place] for place in kept]))
    rows = {limit: np.zeros((len(frame), len(READ) + 1)) for limit in minutes}
    for at, several in known.items():
        for limit in minutes:
            early = [shown for late, shown in several if late <= limit]
            if early:
                rows[limit][at] = [*np.mean(early, axis=0), np.log1p(len(early))]
    return Replies(np.isin(np.arange(len(frame)), list(known)), rows)

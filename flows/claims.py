"""Gather the messages that take a stance to the claim of each rumour, and raise rumours as signals."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

import polars as pl

from graph.model import Rumour, Signal
from graph.rows import Row, moment
from graph.schema import TAKES
from graph.store import Store
from signals.base import Watch
from signals.nearness import COUNTRY
from signals.rumours.words import spread_of

KIND = "rumour"
"""Kind of the signals that raise a rumour."""
LATELY = timedelta(hours=1)
"""A rumour that nobody spread for so long raises no new signal."""
SUPPORT, SIDES = 26, 12
"""Messages that a signal cites: those that state the claim first, and those that ask about it and deny it."""
SHARE = 1 / 3
"""Share of the messages about a claim that must name a département for the signal to speak of it."""


def moved(store: Store, alive: Sequence[Row]) -> dict[str, str]:
    """Return the topic that holds most messages of each rumour now, by rumour id, where it moved.

    Topics part and merge; a rumour goes where its messages go, unless another rumour is there already.
    """
    taken = {row["rumour"]["topic_id"] for row in alive}
    homes = store.rows("rumour_homes", rumours=[row["rumour"]["id"] for row in alive])
    return {row["rumour"]: row["topic"] for row in homes if row["topic"] not in taken}


def take_stances(store: Store, rumours: Sequence[Rumour], *, as_of: datetime, run_id: str) -> int:
    """Relate the messages about each rumour to its claim, and return how many are new; those that left lose theirs.

    The cost is that of the messages that came or left since the last time, looked up by topic.
    """
    new = 0
    for rumour in rumours:
        store.execute("rumour_leaves", claim=rumour.claim_id, topic=rumour.topic_id)
        rows = store.rows(
            "rumour_takes", claim=rumour.claim_id, topic=rumour.topic_id, since=rumour.first_at, until=as_of
        )
        store.relate(TAKES, rows, run_id=run_id, scope=[])
        new += len(rows)
    return new


def rumour_signals(store: Store, watch: Watch) -> list[Signal]:
    """Return a signal for each rumour that was spread in the last hour at `watch.as_of`."""
    since = watch.as_of - LATELY
    rows = store.rows("rumour_signals", since=since, until=watch.as_of, support=SUPPORT, sides=SIDES)
    return [_signal(row, watch) for row in rows if row["evidence"]]


def _signal(row: Row, watch: Watch) -> Signal:
    rumour = row["rumour"]
    hour = watch.as_of - timedelta(microseconds=1)
    place = _place(watch.messages, rumour["topic_id"], moment(rumour["first_at"]))
    return Signal(
        id=f"{KIND}:{rumour['id'].removeprefix('rumour:')}:{hour:%Y-%m-%dT%H}",
        kind=KIND,
        at=watch.as_of,
        score=rumour["probability"],
        reason=spread_of(rumour, row["claim"], french=True),
        reason_en=spread_of(rumour, row["claim"], french=False),
        evidence=tuple(row["evidence"]),
        topic_id=rumour["topic_id"],
        place_id=place,
        observed=float(rumour["authors"]),
        expected=0.0,
        upper=0.0,
        p_value=1 - rumour["probability"],
        authors=rumour["authors"],
        parameters=json.dumps({"rumour": rumour["id"], "probability": rumour["probability"]}, sort_keys=True),
    )


def _place(messages: pl.DataFrame, topic: str, since: datetime) -> str:
    """Return the département that most messages about a claim name, the country if less than `SHARE` name one."""
    about = messages.filter((pl.col("topic_id") == topic) & (pl.col("published_at") >= since))
    named = about.select("id", "place_id").drop_nulls().unique().group_by("place_id").len()
    best = named.sort("len", "place_id", descending=[True, False])
    total = about["id"].n_unique()
    return str(best["place_id"][0]) if len(best) and best["len"][0] >= SHARE * total else COUNTRY

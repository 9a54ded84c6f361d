"""What the graph is asked about an action, and what it answers, ready to be measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from signals.effects.caution import Around
from signals.effects.measure import Talk
from signals.effects.recourse import PAST, USE
from signals.effects.series import LONGEST_PAST, day_shape
from signals.services.find import find_services

Row = Mapping[str, Any]
Asked = tuple[str, Mapping[str, Any]]
"""A stored query, and its parameters."""

TALK = pl.Schema(
    {"at": pl.Int64(), "platform": pl.String(), "author": pl.String(), "lang": pl.String(), "spreads": pl.Boolean(),
     "asks": pl.Boolean(), "sentence": pl.Int64(), "reached": pl.Boolean(), "place": pl.String()}
)  # fmt: skip
"""One row a message about the topic of an action: whether it spreads it (denials do not, nor what an institution
writes), whether it asks or complains, about which sentence (-1: none), whether it is written where the action reaches,
and from which département (empty: nobody knows)."""
CARRIES = 0.05
"""Share of the talk from which a platform counts: while it is down, nothing is known of the talk."""
WEEKS = timedelta(weeks=4)
"""Time before an action that the shape of the day is learned from."""
MOST_LOOKED_AT = timedelta(days=2)
"""Time after an action that anything is read of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about an action. Moments are milliseconds since 1970."""

    at: int
    until: int
    """Up to when everything is known."""
    channel: str
    talk: pl.DataFrame
    """Schema `TALK`."""
    outages: Sequence[tuple[str, int, int]]
    """Platform, from, to."""
    day: np.ndarray
    unanswered: Mapping[str, tuple[int, Sequence[int]]]
    """Rumours that nobody denied, by topic: how long each is known, and its messages, from its beginning on."""
    around: Around
    use: pl.DataFrame
    """Schema `recourse.USE`."""
    has_topic: bool = True
    """Whether a topic answers the action."""

    def platforms(self) -> list[str]:
        """Return the platforms that carry the talk, those with most of it first."""
        told = self.talk.filter("spreads").group_by("platform").len().sort("len", "platform", descending=[True, False])
        total = int(told["len"].sum())
        return [name for name, n in told.rows() if n >= CARRIES * total]

    def spread(self, *, without: Sequence[str] = (), only: str | None = None) -> Talk:
        """Return the talk that spreads the topic where the action reaches: on all platforms but some, or on one."""
        carried = [only] if only else [name for name in self.platforms() if name not in without]
        rows = self.talk.filter("spreads").filter(
            pl.col("platform") == only if only else ~pl.col("platform").is_in(list(without))
        )
        inside = rows.filter("reached")["at"].to_list()
        start = min((one for one in inside if one >= self.at - LONGEST_PAST), default=self.at)
        beside = {
            topic: [start + one for one in moments]
            for topic, (known, moments) in self.unanswered.items()
            if known >= self.until - start
        }
        outside = rows.filter(~pl.col("reached"))["at"].to_list()
        return Talk(
            at=self.at,
            until=self.until,
            moments=inside,
            day=self.day,
            blind=[(start, end) for name, start, end in self.outages if name in carried],
            alike=({"elsewhere": outside} if outside else {}) | beside,
        )

    def elsewhere(self) -> dict[str, list[int]]:
        """Return the messages that spread the topic in the départements that the action does not reach."""
        rows = self.talk.filter(pl.col("spreads") & ~pl.col("reached") & (pl.col("place") != ""))
        return {str(name): part["at"].to_list() for (name,), part in rows.group_by("place", maintain_order=True)}


def questions(action: Row, now: datetime) -> Iterator[Asked]:
    """Yield what to ask the graph about an action (a row of `actions_journal`), in the order that `facts` takes it."""
    at = datetime.fromtimestamp(action["at"] / 1000, UTC)
    until = min(now, at + MOST_LOOKED_AT)
    since = at - timedelta(milliseconds=LONGEST_PAST)
    places = [place["id"] for place in action["places"] if place["id"] != "FR"]
    named = [name for name, _ in find_services(action["text"])]
    span = {"since": since, "until": until}
    yield "actions_talk", {"topic": action["topic"] or "", "action": action["id"], "places": places, **span}
    yield "outages", span
    yield "situation_windows", {"topic": "*", "place": "FR", "since": at - WEEKS, "until": at}
    yield "actions_unanswered", {"topic": action["topic"] or "", "until": until}
    yield "actions_hazards", {"places": places, **span}
    yield "actions_journal", {"until": until, "limit": 200}
    days = {"since": at - timedelta(days=PAST + 1), "until": min(now, at + timedelta(days=4))}
    yield "actions_use", {"services": named, **days}


def facts(action: Row, now: datetime, answers: Sequence[Sequence[Row]]) -> Facts:
    """Return what the graph answered to `questions`."""
    talk, outages, windows, unanswered, hazards, actions, use = answers
    at = datetime.fromtimestamp(action["at"] / 1000, UTC)
    until = int(min(now, at + MOST_LOOKED_AT).timestamp() * 1000)
    return Facts(
        at=action["at"],
        until=until,
        channel=action["channel"],
        talk=pl.DataFrame(dict(talk[0]) if talk else {}, schema=TALK),
        outages=[(one["platform"], one["start"], one["end"] or until) for one in outages],
        day=day_shape(
            [one["hour"] for one in windows], [one["n"] for one in windows], [one["blind"] for one in windows]
        ),
        unanswered={
            one["topic"]: (until - one["start"], [moment - one["start"] for moment in one["at"]]) for one in unanswered
        },
        around=Around(
            hazards=[(one["start"], one["end"]) for one in hazards],
            actions=[
                one["at"]
                for one in actions
                if one["id"] != action["id"] and one["topic"] and one["topic"] == action["topic"]
            ],
        ),
        use=pl.DataFrame([dict(one) for one in use], schema=USE),
        has_topic=bool(action["topic"]),
    )

"""Take up what alerts speak of as rumours, follow them, and say when one was there before."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import log
from typing import Any

import numpy as np

from flows.claims import moved
from flows.reader import Reader
from flows.recalls import recalling
from graph.model import Claim, Rumour
from graph.rows import Row, moment, native
from graph.store import Store
from signals.rumours.claim import READ, claim_of
from signals.rumours.likelihood import Evidence, Likelihood, likelihood
from signals.rumours.likeness import likeness
from signals.rumours.states import SILENCE, Situation, State, state_of
from signals.rumours.text import settled
from signals.stance.exchange import STANCES

OPEN = timedelta(days=2)
"""How long after its last signal an alert may still be taken up."""
LEAD = timedelta(hours=12)
"""How long before its first alert a rumour may have begun."""
SPEED = timedelta(hours=3)
"""Two spans of so long are compared to see how fast it spreads."""
LIKELY = 0.5
"""Probability from which a claim is followed as a rumour."""
FEWEST = 8
"""Distinct authors that must state a claim, or ask whether it is true, for it to be followed: a crime report of five
voices is no rumour, nor is « where are sandbags » that forty people ask."""
STIRRING = timedelta(days=2)
"""Span of the newest messages among which new claims are looked for."""
PAST = timedelta(days=28)
"""How far back the past of a topic is looked at."""
STIRRED = 4
"""Distinct authors whose messages show cues of circulation for a topic to be looked at."""
STIRRING_MESSAGES = 100_000
"""Messages with cues that are looked at, the newest."""
LOUDER = 3.0
"""How many times louder than its past a topic must be to make a new claim."""
STEPS = (5, 8, 12, 18, 27, 40, 60, 90, 135, READ)
"""Numbers of messages at which the claim is read again."""
AFTER = timedelta(hours=24)
PLACES = 3
"""Places of a rumour that are kept."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The claim of the first messages of a topic, and how far it reads like a rumour."""

    text: str
    message: int
    alike: int
    read: int
    likeness: float | None


def follow(store: Store, reader: Reader, *, as_of: datetime, run_id: str) -> list[Claim | Rumour]:
    """Return the rumours that are alive at `as_of`, with their claims, as they are to be saved.

    The cost is that of the messages of the topics of open alerts and of living rumours, counted in the graph. Of
    their texts the first ones are fetched, and encoded only when there are markedly more of them than the last time.
    """
    alive = _alive(store, as_of)
    asked = _stirring(store, as_of)
    asked |= {row["topic"]: row for row in store.rows("rumour_candidates", since=as_of - OPEN)}
    began = {topic: moment(row["began"]) - LEAD for topic, row in asked.items()}
    began |= {topic: moment(row["rumour"]["first_at"]) for topic, row in alive.items()}
    found: list[Claim | Rumour] = []
    for row in _evidence(store, began, as_of):
        known = alive.get(row["topic"])
        follower = _Follower(store, reader, as_of, run_id, asked.get(row["topic"], {}))
        found += follower.again(known, row) if known else follower.first(row, began[row["topic"]])
    return found


def _alive(store: Store, as_of: datetime) -> dict[str, Row]:
    """Return the rumours that are alive by the topic that holds their messages now, the oldest of each topic."""
    rows = store.rows("rumours_alive", since=as_of - SILENCE)
    homes = moved(store, rows)
    alive: dict[str, Row] = {}
    for row in rows:
        rumour = row["rumour"]
        topic = homes.get(rumour["id"], rumour["topic_id"])
        alive.setdefault(topic, row | {"rumour": rumour | {"topic_id": topic}})
    return alive


def _stirring(store: Store, as_of: datetime) -> dict[str, Row]:
    """Return the topics in which several people circulate something new, by id: they need no alert to be looked at.

    A topic with a past counts if it is much louder than that past: everyday talk always shows some cues.
    """
    since, past = as_of - STIRRING, as_of - PAST
    rows = store.rows("rumour_stirring", since=since, past=past, until=as_of, voices=STIRRED, limit=STIRRING_MESSAGES)
    found = {}
    for row in rows:
        known_since = max(moment(row["known_since"] or since), past)
        spans = max(0.0, (since - known_since) / STIRRING)
        if row["recent"] * spans >= LOUDER * row["before"]:
            found[row["topic"]] = row
    return found


def _evidence(store: Store, began: Mapping[str, datetime], as_of: datetime) -> list[Row]:
    topics = [{"id": topic, "since": since} for topic, since in sorted(began.items())]
    recent = as_of - SPEED
    return store.rows("rumour_evidence", topics=topics, until=as_of, recent=recent, earlier=recent - SPEED)


@dataclass(frozen=True, slots=True)
class _Follower:
    """Reads one topic at one moment."""

    store: Store
    reader: Reader
    as_of: datetime
    run_id: str
    asked: Row
    """What the alerts about the topic say; empty: there is none now."""

    def first(self, row: Row, since: datetime) -> Iterator[Claim | Rumour]:
        """Yield claim and rumour where the talk of a topic is likely to be one, and is spread at all."""
        if row["stating"] < FEWEST or (stated := self._stated(row, since)) is None:
            return
        found = likelihood(self._weighed(row, stated[0]))
        if found.probability < LIKELY:
            return
        name = f"rumour:{row['topic'].removeprefix('topic:')}:{self.as_of.astimezone(UTC):%Y-%m-%dT%H}"
        rumour = self._rumour(name, row, found, self._state(row, {}))
        yield self._claim(rumour, *stated)
        yield recalling(self.store, self.reader, rumour, stated[0].text)

    def again(self, known: Row, row: Row) -> Iterator[Claim | Rumour]:
        """Yield a rumour as it is now; what was said of it in the past stays."""
        before = known["rumour"]
        since = moment(before["first_at"])
        stated = self._stated(row, since)
        found = likelihood(self._weighed(row, stated[0] if stated else None))
        state = self._state(row, known)
        rumour = self._rumour(before["id"], row, found, state, before=before)
        rumour = replace(rumour, after_denial=self._after_denial(rumour, before))
        if stated:
            yield self._claim(rumour, *stated)
        yield rumour

    def _stated(self, row: Row, since: datetime) -> tuple[Stated, str] | None:
        """Return the claim of the first messages, and the id of the message that says it."""
        count = sum(row[stance] for stance in STANCES)
        limit = max((step for step in STEPS if step <= count), default=0)
        if not limit:
            return None
        span = {"since": since, "until": self.as_of}
        rows = self.store.rows("rumour_texts", topic=row["topic"], limit=limit, **span)
        stated = _read(self.reader, tuple(one["text"] for one in rows), tuple(one["at"] for one in rows))
        return (stated, rows[stated.message]["id"]) if stated else None

    def _weighed(self, row: Row, stated: Stated | None) -> Evidence:
        count = sum(row[stance] for stance in STANCES)
        known_since = self.asked.get("known_since")
        new = known_since is not None and moment(known_since) >= moment(self.asked["began"]) - LEAD
        return Evidence(
            text=stated.likeness if stated else None,
            stances={stance: row[stance] for stance in STANCES},
            sourced=row["sourced"] / count if count else None,
            official=row["official"] / row["support"] if row["support"] else 0.0,
            novelty=float(new) if known_since is not None else None,
            doubling_hours=_doubling(row["earlier"], row["recent"]),
            copied=row["copied"] / count if count else None,
            coordinated=row["coordinated"] / count if count else None,
            checks=Counter(row["verdicts"]),
            circulation=row["circulation"],
        )

    def _state(self, row: Row, known: Row) -> State:
        last = row["last_at"] or (known["rumour"]["last_at"] if known else None)
        ruled_at = known.get("ruled_at")
        return state_of(
            Situation(
                as_of=self.as_of,
                last_at=native(last) or self.as_of,
                ruled=known.get("ruled") or "none",
                ruled_at=native(ruled_at),
                checks=Counter(row["verdicts"]),
                denied=bool(row["denied_at"] or row["action_at"]),
                acknowledged=bool(self.asked.get("acknowledged")),
            )
        )

    def _rumour(
        self, name: str, row: Row, found: Likelihood, state: State, before: Mapping[str, Any] | None = None
    ) -> Rumour:
        old = before or {}
        named: Counter[str] = Counter(self.asked.get("places", ()))
        places = [place for place, _ in named.most_common(PLACES)]
        denied = [moment(at) for at in (row["denied_at"], row["action_at"]) if at]
        same = old.get("state") == state.name
        first, last = row["first_at"] or old.get("first_at"), row["last_at"] or old.get("last_at")
        first_at = native(first) or self.as_of
        return Rumour(
            id=name,
            topic_id=row["topic"],
            claim_id=name.replace("rumour:", "claim:", 1),
            state=state.name,
            state_at=native(old["state_at"]) or self.as_of if same else self.as_of,
            why=state.why,
            verdict=state.verdict or old.get("verdict", ""),
            probability=round(found.probability, 4),
            reason=found.reason,
            reason_en=found.reason_en,
            spread=row["support"] + row["query"] + row["comment"],
            denials=row["deny"],
            queries=row["query"],
            authors=row["authors"],
            first_at=first_at,
            last_at=native(last) or first_at,
            denied_at=min(denied, default=native(old.get("denied_at"))),
            after_denial=old.get("after_denial"),
            place_ids=tuple(places or old.get("place_ids", ())),
            recalls_id=old.get("recalls_id"),
            recalled=old.get("recalled", ""),
            recalled_en=old.get("recalled_en", ""),
            run_id=self.run_id,
        )

    def _claim(self, rumour: Rumour, stated: Stated, message: str) -> Claim:
        chosen = None if stated.likeness is None else round(stated.likeness, 4)
        return Claim(
            id=rumour.claim_id, text=stated.text, message_id=message, alike=stated.alike, read=stated.read,
            likeness=chosen, run_id=self.run_id,
        )  # fmt: skip

    def _after_denial(self, rumour: Rumour, before: Mapping[str, Any]) -> float | None:
        """Return what was left of the spread once the day after the denial is over; None before, or without spread."""
        at, known = rumour.denied_at, before.get("after_denial")
        if known is not None or at is None or self.as_of < at + AFTER:
            return known
        span = {"before": at - AFTER, "at": at, "after": at + AFTER}
        (row,) = self.store.rows("rumour_denied", topic=rumour.topic_id, **span)
        return round(row["after"] / row["before"], 4) if row["before"] else None


@lru_cache(maxsize=256)
def _read(reader: Reader, texts: tuple[str, ...], at: tuple[int, ...]) -> Stated | None:
    """Return what these messages claim, oldest first; the same messages are not read twice."""
    claim = claim_of(texts, reader.vectors.encode_unkept)
    if claim is None:
        return None
    shown = None
    if reader.stances is not None:  # the heads that ship know the vectors of this encoder
        bare = [settled(text) for text in texts]
        shown = float(likeness(texts, reader.vectors.encode_unkept(bare), np.array(at, np.float64)).mean())
    return Stated(claim.text, claim.message, claim.messages, len(texts), shown)


def _doubling(earlier: int, recent: int) -> float | None:
    """Return the hours in which what spreads doubles, from two spans in a row; None where it does not grow."""
    if recent <= max(earlier, 1):
        return None
    return SPEED / timedelta(hours=1) * log(2) / log(recent / max(earlier, 1))

"""How well a source is: totals saved in the transaction of what they count, and how its looks end.

A killed run therefore leaves exactly the counts of what it saved, and a second run counts nothing twice.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flows.batch import Batch, save
from flows.errors import SourceBroken, SourceError
from flows.gate import Gate
from flows.runs import Record
from flows.tally import Counts, Reach, Tally, count
from graph.model import Message
from graph.rows import Row, moment
from graph.store import Ask, Saved, Store
from signals.arrivals.delays import delay_class, learned, usual_delay


@dataclass
class Book:
    """Keeps the batches of one look at a source together with what they come to."""

    store: Store
    tally: Tally
    record: Record
    now: datetime
    """Moment of the look: the wall clock, or the scenario's."""
    reach: Reach | None = None
    """None at the first look."""
    weights: Sequence[float] = ()
    failing: bool = False
    """The look before brought nothing: what comes now says nothing of usual delays."""
    delays: Counter[int] = field(default_factory=Counter)
    items: int = 0

    def keep(self, batch: Batch, gate: Gate) -> None:
        """Save a batch and add it to the totals, together or not at all."""
        found: list[tuple[Counts, list[Message]]] = []

        def also(ask: Ask, saved: Saved) -> None:
            new = _messages(batch, saved)
            counts = count(batch, saved, new, self.reach)
            found[:] = [(counts, new)]
            self.record.note(ask, Counter(self.record.counts) + Counter(counts.numbers()))
            _add(ask, self.tally.source, counts, new)

        saved, erased = save(self.store, batch, gate, now=datetime.now(UTC), also=also)
        ((counts, new),) = found
        self.items += len(batch)
        self.tally.counts += counts
        self.tally.saved += saved
        self.tally.erased += erased["Message"]
        self.record.counts.update(counts.numbers())
        if self.reach is not None and not self.failing:
            self.delays.update(delay_class(self.now - message.published_at) for message in new)

    def close(self, error: SourceError | None, *, answers: int) -> None:
        """Note how the look ended; `answers` is how many good ones the network gave."""
        heard = self.items or answers - isinstance(error, SourceBroken) > 0
        weights = learned(self.weights, self.delays)
        self.store.execute(
            "health_end",
            id=self.tally.source,
            at=self.now,
            error=None if error is None else str(error),
            deaf=error is not None and not heard,
            delays=weights,
            delay_seconds=usual_delay(weights).total_seconds(),
        )


def open_book(store: Store, tally: Tally, record: Record, *, now: datetime) -> Book:
    """Return the book of a look that begins now, with what was known of the source before."""
    row = store.rows("health_before", id=tally.source)[0]
    reach = None
    if row["since"] is not None and row["until"] is not None:
        since, until = moment(row["since"]), moment(row["until"])
        reach = Reach(since, until, usual_delay(row["delays"]))
    return Book(store, tally, record, now, reach=reach, weights=row["delays"], failing=row["failures"] > 0)


def _messages(batch: Batch, saved: Saved) -> list[Message]:
    """Return the messages of a batch that were not known, each once, as it was said last."""
    wanted = saved.new.get("Message", set())
    found = {one.id: one for one in batch.records if isinstance(one, Message) and one.id in wanted}
    return list(found.values())


def _add(ask: Ask, source_id: str, counts: Counts, new: Sequence[Message]) -> None:
    last = max((message.published_at for message in new), default=None)
    # the first statement takes the lock of the source: two runs of it add up
    before = ask("health_add", id=source_id, last_message_at=last, **counts.numbers())
    if counts.refused:
        refusals = Counter(json.loads(before[0]["refusals"])) + counts.refused
        ask("health_refusals", id=source_id, refusals=json.dumps(refusals, sort_keys=True))
    if new:
        ask("arrivals_add", rows=list(arrivals(new)))


def arrivals(messages: Sequence[Message]) -> Sequence[Row]:
    """Return one row for each source, platform and day of `messages`, with their number in each of its hours.

    >>> at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    >>> post = Message(id="m", source_id="s", platform="p", kind="post", text="", published_at=at)
    >>> [(row["id"], row["hours"][9], sum(row["hours"])) for row in arrivals([post, post])]
    [('s|p|2026-03-01', 2, 2)]
    """
    rows: dict[str, dict[str, Any]] = {}
    for message in messages:
        at = message.published_at.astimezone(UTC)
        key = f"{message.source_id}|{message.platform}|{at:%Y-%m-%d}"
        row = rows.setdefault(key, _day(key, message, at))
        row["hours"][at.hour] += 1
        row["first_at"], row["last_at"] = min(row["first_at"], at), max(row["last_at"], at)
    return [rows[key] for key in sorted(rows)]


def _day(key: str, message: Message, at: datetime) -> dict[str, Any]:
    return {
        "id": key,
        "source_id": message.source_id,
        "platform": message.platform,
        "day": at.replace(hour=0, minute=0, second=0, microsecond=0),
        "hours": [0] * 24,
        "first_at": at,
        "last_at": at,
    }

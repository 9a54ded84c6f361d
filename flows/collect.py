"""Bring what the sources published into the graph."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flows.errors import SourceError, SourceRefused
from flows.gate import Gate, Keys
from flows.runs import running
from flows.sources import Checkpoint, Collector, Record, Refusal
from graph.home import home
from graph.model import Message
from graph.store import BATCH, Saved, Store, checkpoint, is_live

Progress = Callable[[str], None]

UNSEEN = 5 * BATCH
"""Records kept in memory when a source gives no checkpoint."""

RECORDS = ("Message", "Service", "Measure", "Action", "Hazard", "FactCheck", "Outage")
"""What is counted as saved; accounts, tags, links and cursors only come with them."""

log = logging.getLogger(__name__)


@dataclass
class Tally:
    """What collecting one source came to."""

    source: str
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    saved: Saved = field(default_factory=Saved)
    last_message_at: datetime | None = None
    error: str | None = None

    @property
    def written(self) -> int:
        """Return how many records were new or changed."""
        return sum(self.saved.written(label) for label in RECORDS)

    def saw(self, moments: Iterable[datetime]) -> None:
        """Keep the latest moment at which a message was published."""
        known = () if self.last_message_at is None else (self.last_message_at,)
        self.last_message_at = max((*known, *moments), default=None)

    def __str__(self) -> str:
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.refused.most_common())
        refused = f"refused {self.refused.total()}" + (f" ({reasons})" if reasons else "")
        return f"{self.source}: read {self.read}, {refused}, saved {self.written}"


def keep_apart(collectors: Iterable[Collector], graph: str | None) -> None:
    """Raise `SourceRefused` when an exercise would go into the graph of real data."""
    for collector in collectors:
        if collector.about.kind == "exercise" and is_live(graph):
            raise SourceRefused(
                f"{collector.about.id} is an exercise and never goes into the live graph: name another graph for it."
            )


def collect_source(store: Store, collector: Collector, *, now: datetime, progress: Progress | None = None) -> Tally:
    """Save what is new in one source, and what became of it; raise its `SourceError` after keeping what was good."""
    about = collector.about
    tally, gate = Tally(about.id), Gate(about, Keys(home()), now)
    with running(store, "collect", as_of=now, source_ids=(about.id,)) as record:
        store.save([about], now=now)
        stream = gate.pass_through(collector.collect(store.cursors(about.id)))
        try:
            for batch in _batches(about.id, stream):
                tally.saved += store.save_together(batch, now=datetime.now(UTC))
                tally.saw(_dates(batch))
                tally.read, tally.refused = gate.read, gate.refused
                if progress:
                    progress(str(tally))
        except SourceError as error:
            tally.error = str(error)
            raise
        finally:
            tally.read, tally.refused = gate.read + gate.refused.total(), gate.refused
            record.counts |= {"read": tally.read, "refused": tally.refused.total(), "saved": tally.written}
            _note_health(store, tally, now)
    return tally


def _batches(source_id: str, stream: Iterator[Record | Checkpoint | Refusal]) -> Iterator[list[object]]:
    """Yield records together with the cursor that they allow; a failing stream yields what was good before."""
    batch: list[object] = []
    failure: SourceError | None = None
    while True:
        try:
            item = next(stream, None)
        except SourceError as error:
            failure, item = error, None
        if item is None:
            break
        if isinstance(item, Refusal):
            log.warning("refused, %s: %s", item.reason, item.where)
        else:
            ends = isinstance(item, Checkpoint)
            batch.append(checkpoint(source_id, item.value, item.partition) if isinstance(item, Checkpoint) else item)
            if len(batch) >= (BATCH if ends else UNSEEN):
                yield batch
                batch = []
    if batch:
        yield batch
    if failure:
        raise failure


def _dates(batch: list[object]) -> Iterator[datetime]:
    return (item.published_at for item in batch if isinstance(item, Message))


def _note_health(store: Store, tally: Tally, now: datetime) -> None:
    before: Mapping[str, int] = json.loads(store.rows("refusals", id=tally.source)[0]["refusals"])
    parameters: dict[str, Any] = {
        "id": tally.source,
        "at": now,
        "error": tally.error,
        "last_message_at": tally.last_message_at,
        "read": tally.read,
        "saved": tally.written,
        "refused": tally.refused.total(),
        "refusals": json.dumps(Counter(before) + tally.refused, sort_keys=True),
    }
    store.execute("health", **parameters)

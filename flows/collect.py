"""Bring what the sources published into the graph."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flows.errors import SourceError, SourceRefused
from flows.gate import Gate, Keys
from flows.runs import running
from flows.sources import Checkpoint, Collector, Item, Refusal, ids_name_authors
from graph.home import home
from graph.model import Measure, Message, Service
from graph.store import BATCH, Saved, Store, checkpoint, is_live
from signals.services.catalogue import catalogue

Progress = Callable[[str], None]

UNSEEN = 5 * BATCH
"""Records kept in memory when a source gives no checkpoint."""

RECORDS = ("Message", "Service", "Measure", "Action", "Hazard", "Event", "FactCheck", "Outage")
"""What is counted as saved; accounts, tags, links and cursors only come with them."""

SHOWN = 10
"""Refusals of one reason that are written to the log one by one; all of them are counted."""

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
    unknown: set[str] = field(default_factory=set)
    """Services that messages and measures name, and that neither the catalogue nor the source knows; they are kept."""

    @property
    def written(self) -> int:
        """Return how many records were new or changed."""
        return sum(self.saved.written(label) for label in RECORDS)

    def saw(self, batch: Sequence[object], known: set[str]) -> None:
        """Keep the latest moment at which a message was published, and the services that nobody `known` names."""
        known |= {item.id for item in batch if isinstance(item, Service)}
        for item in batch:
            if isinstance(item, Message):
                self.last_message_at = max(self.last_message_at or item.published_at, item.published_at)
                self.unknown |= set(item.service_ids) - known
            elif isinstance(item, Measure):
                self.unknown |= {item.service_id} - known

    def __str__(self) -> str:
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.refused.most_common())
        refused = f"refused {self.refused.total()}" + (f" ({reasons})" if reasons else "")
        strange = f"; services not in the catalogue: {', '.join(sorted(self.unknown))}" if self.unknown else ""
        return f"{self.source}: read {self.read}, {refused}, saved {self.written}{strange}"


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
    tally = Tally(about.id)
    gate = Gate(about, Keys(home()), now, ids_name_authors=ids_name_authors(collector))
    known = {service.id for service in catalogue()}
    with running(store, "collect", as_of=now, source_ids=(about.id,)) as record:
        store.save([about], now=now)
        stream = gate.pass_through(collector.collect(store.cursors(about.id)))
        try:
            for batch in _batches(about.id, stream):
                tally.saved += store.save_together(batch, now=datetime.now(UTC))
                tally.saw(batch, known)
                tally.read, tally.refused = _read(gate), gate.refused
                if progress:
                    progress(str(tally))
        except SourceError as error:
            tally.error = str(error)
            raise
        finally:
            tally.read, tally.refused = _read(gate), gate.refused
            record.counts |= {"read": tally.read, "refused": tally.refused.total(), "saved": tally.written}
            _note_health(store, tally, now)
    return tally


def _batches(source_id: str, stream: Iterator[Item]) -> Iterator[list[object]]:
    """Yield records together with the cursor that they allow; a failing stream yields what was good before."""
    batch: list[object] = []
    refused: Counter[str] = Counter()
    failure: SourceError | None = None
    while True:
        try:
            item = next(stream, None)
        except SourceError as error:
            failure, item = error, None
        if item is None:
            break
        if isinstance(item, Refusal):
            refused[item.reason] += 1
            level = logging.WARNING if refused[item.reason] <= SHOWN else logging.DEBUG
            log.log(level, "refused, %s: %s", item.reason, item.where)
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


def _read(gate: Gate) -> int:
    """Return how many records came from the source; accounts only come with messages."""
    return gate.admitted.total() - gate.admitted["Account"] + gate.refused.total()


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

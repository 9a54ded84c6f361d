"""Bring what the sources published into the graph."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from flows import pace
from flows.batch import Batch, barred
from flows.catalogue import current
from flows.errors import SourceError, SourceRefused
from flows.gate import Gate, Keys, Passed
from flows.gate.retention import kept
from flows.health import open_book
from flows.runs import running
from flows.sources import Checkpoint, Collector, Item, Refusal, ids_name_authors
from flows.tally import Tally
from graph.exercise.room import is_marked
from graph.home import home
from graph.store import BATCH, Store, checkpoint, is_live

Progress = Callable[[str], None]

UNSEEN = 5 * BATCH
"""Records kept in memory when a source gives no checkpoint."""

SHOWN = 10
"""Refusals of one reason that are written to the log one by one; all of them are counted."""

log = logging.getLogger(__name__)


def keep_apart(collectors: Iterable[Collector], graph: str | None) -> None:
    """Raise `SourceRefused` when an exercise would go into the graph of real data, or real data into an exercise's."""
    for collector in collectors:
        if collector.about.kind != "exercise" and is_marked(graph):
            raise SourceRefused(
                f"{collector.about.id} is no exercise and never goes into the graph of one: name another graph for it."
            )
        if collector.about.kind == "exercise" and is_live(graph):
            raise SourceRefused(
                f"{collector.about.id} is an exercise and never goes into the live graph: name another graph for it."
            )


def collect_source(store: Store, collector: Collector, *, now: datetime, progress: Progress | None = None) -> Tally:
    """Save what is new in one source, and what became of it; raise its `SourceError` after keeping what was good."""
    look = Look(store, collector, now=now, progress=progress)
    return look.keep(collector.collect(store.cursors(collector.about.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a source: a run that leaves its counts."""

    store: Store = field(kw_only=False)
    collector: Collector = field(kw_only=False)
    now: datetime
    progress: Progress | None = None
    at_least: int | None = None
    """Records of a batch, see `batches`."""

    def keep(self, stream: Iterable[Item]) -> Tally:
        """Save what `stream` yields of the source; raise its `SourceError` after keeping what was good."""
        about, store = kept(self.collector.about), self.store
        tally = Tally(about.id)
        gate = Gate(about, Keys(home()), self.now, ids_name_authors=ids_name_authors(self.collector))
        known = {service.id for service in current().services}
        with running(store, "collect", as_of=self.now, source_ids=(about.id,)) as record, pace.shared(store) as network:
            store.save([about], now=self.now)
            gate.barred = barred(store, about.platform)
            book = open_book(store, tally, record, now=self.now)
            try:
                for batch in batches(about.id, gate.pass_through(stream), at_least=self.at_least):
                    book.keep(batch, gate)
                    tally.saw(batch.records, known)
                    if self.progress:
                        self.progress(str(tally))
            except SourceError as error:
                tally.error = str(error)
                book.close(error, answers=network.answers)
                raise
            book.close(None, answers=network.answers)
        return tally


def batches(source_id: str, stream: Iterator[Passed], *, at_least: int | None = None) -> Iterator[Batch]:
    """Yield records together with the cursor that they allow; a failing stream yields what was good before.

    A batch ends at the first checkpoint after `at_least` records, `BATCH` unless given; a live stream gives 1.
    """
    batch, shown = Batch(), Counter[str]()
    failure: SourceError | None = None
    while True:
        try:
            item = next(stream, None)
        except SourceError as error:
            failure, item = error, None
        if item is None:
            break
        # its cursor is saved with what came before it
        batch.add(checkpoint(source_id, item.value, item.partition) if isinstance(item, Checkpoint) else item)
        if isinstance(item, Refusal):
            shown[item.reason] += 1
            level = logging.WARNING if shown[item.reason] <= SHOWN else logging.DEBUG
            log.log(level, "refused, %s: %s", item.reason, item.where)
        if len(batch) >= ((at_least or BATCH) if isinstance(item, Checkpoint) else UNSEEN):
            yield batch
            batch = Batch()
    if batch:
        yield batch
    if failure:
        raise failure

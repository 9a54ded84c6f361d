"""One look at everything: collect, enrich, find topics, detect, alert."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from flows.background import Background, BackgroundError
from flows.collect import collect_source
from flows.detect import detect_at
from flows.enrich import enrich_pending
from flows.errors import SourceError
from flows.outages import notice
from flows.reader import Reader
from flows.reading import Reading
from flows.sources import Collector
from flows.tally import Tally
from graph.store import Store


def watch_once(
    store: Store,
    reader: Reader,
    collectors: Iterable[Collector],
    *,
    now: datetime,
    background: Background | None = None,
    reading: Reading | None = None,
) -> tuple[list[Tally], Counter[str], list[SourceError | BackgroundError]]:
    """Bring the graph up to `now`; what fails, a source or a job, does not stop the others, its error is returned.

    Who looks again and again gives the same `background` each time: topics are clustered and needs compared there
    while looks go on; what such a job found is told by the look after. With `reading`, messages are read there as they
    come, and a look hears what was read so far.
    """
    tallies: list[Tally] = []
    failures: list[SourceError | BackgroundError] = []
    done: Counter[str] = Counter()
    try:
        done = (background and background.ended()) or done
        if reading:
            reading.check()
    except BackgroundError as error:
        failures.append(error)
    for collector in collectors:
        try:
            tallies.append(collect_source(store, collector, now=now))
        except SourceError as error:
            failures.append(error)
    noticed = notice(store, now=now)
    for tally in tallies:
        tally.blind = noticed.blind.get(tally.source, {})
    found = done if reading else done + enrich_pending(store, reader, as_of=now)
    found += detect_at(store, reader, as_of=now, noticed=noticed, background=background)
    return tallies, found, failures

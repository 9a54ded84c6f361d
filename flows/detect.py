"""Find topics, count hours, hear what emerges, raise alerts about it, and set needs against what is offered."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from flows.afterwards import loudest, unheard
from flows.background import Background
from flows.budget import budget_of
from flows.cadence import cadence
from flows.claims import rumour_signals
from flows.coordination import coordinated
from flows.crowds import crowds
from flows.following import follow_up
from flows.needs import compare_anew, compare_needs, due
from flows.outages import Noticed, notice
from flows.past import past
from flows.raising import raise_alerts
from flows.reader import Reader
from flows.runs import running
from flows.topics import update_topics
from flows.watching import watch_at
from flows.windows import save_windows
from graph.model import Signal
from graph.store import Store
from signals.base import Watch
from signals.detectors import all_detectors

RECENT = timedelta(hours=2)
"""Hours that are counted again at each look: messages arrive late."""
SHOWN = timedelta(minutes=1)
"""Between two times that hours are written for charts, at least; alerts do not wait for them."""
FOLLOWED = timedelta(seconds=30)
"""Between two times that rumours, actions and the budget are brought up to date, at least: alerts wait for no
claim."""


def detect_at(
    store: Store,
    reader: Reader,
    *,
    as_of: datetime,
    noticed: Noticed | None = None,
    background: Background | None = None,
) -> Counter[str]:
    """Bring outages, topics, windows, signals and alerts up to `as_of`, and return how many of each were found.

    Outages first, unless they were `noticed` already: what nobody heard must not be taken for silence. With a
    `background` a look waits neither for topics to be clustered again, nor for rumours, nor for needs.
    """
    noticed = noticed or notice(store, now=as_of)
    found, rewritten = update_topics(store, reader, as_of=as_of, background=background)
    budget = budget_of()
    promised = {"budget": {"FR": budget.alerts, **budget.areas}, "hours": budget.hours}
    with running(store, "detect", as_of=as_of, parameters=promised) as record:
        watch = watch_at(store, as_of)
        if watch.messages.is_empty() and watch.measures.is_empty():
            return found
        touched, pace = past(store).touched, cadence(store)
        looks = [*unheard(watch, since=noticed.since, touched=touched), watch]
        kinds = {one.kind for one in all_detectors() if pace.due(one.kind, as_of, one.every)}
        heard = [signal for look in looks for signal in (*hear(look, kinds), *crowds(store, look))]
        heard += _of_parted(store, watch)
        heard += coordinated(store, watch)
        if pace.due("follow", as_of, FOLLOWED):
            if background is None:  # first, so that a rumour is raised in the very look that finds it
                found |= follow_up(store, reader, as_of)
            elif not background.begin(follow_up, as_of):
                pace.missed("follow")
        heard += rumour_signals(store, watch)
        found |= {"signals": len(heard), "alerts": raise_alerts(store, heard, as_of=as_of, run_id=record.id)}
        since = min(as_of - RECENT, touched or rewritten or as_of, noticed.since or as_of)
        since = pace.reaching("windows", since)
        if pace.due("windows", as_of, SHOWN):
            found["windows"] = save_windows(store, watch, since=since, run_id=record.id)
            pace.caught_up("windows")
        if due(store, as_of):
            if background is None:
                found["needs"] = compare_needs(store, reader, watch)
            else:
                background.begin(compare_anew, as_of)
        record.counts |= found
    return found


def _of_parted(store: Store, watch: Watch) -> list[Signal]:
    """Return the bursts of topics that left another one lately, in the hour in which each was loudest."""
    pace = cadence(store)
    rows = store.rows("topics_parted", since=watch.as_of - RECENT)
    topics = {row["topic"] for row in rows if pace.due(f"parted {row['topic']}", watch.as_of, RECENT)}
    looks = loudest(watch, topics) if topics else ()
    return [signal for look in looks for signal in hear(look, {"burst"}) if signal.topic_id in topics]


def hear(watch: Watch, kinds: Collection[str] | None = None) -> Iterable[Signal]:
    """Yield what every detector hears at `watch.as_of`; of those that hear some `kinds`, if given."""
    for detector in all_detectors():
        if kinds is None or detector.kind in kinds:
            yield from detector.detect(watch)

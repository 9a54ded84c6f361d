"""Notice when sources are blind, by their silence or because their looks fail, and when they are heard again.

An outage of a source opens by itself and closes with the first message after it; what arrives late for the blind hours
makes it smaller, down to nothing. What others told of a platform is left as it is, and silence meanwhile is not theirs.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from flows.minutes import Pair, minutes
from flows.watching import HISTORY, hour_of
from graph.model import Outage
from graph.rows import Row, moment
from graph.store import Store
from signals.arrivals.delays import UNKNOWN
from signals.arrivals.expected import HOUR, Expectation, learn
from signals.arrivals.silence import Ear, Span, judge, longest_silence
from signals.baseline.tally import Bools, Ints

LATELY = timedelta(days=2)
"""How far back new silences are looked for, or as far as nobody looked."""
DAY = timedelta(days=1)

log = logging.getLogger(__name__)


@dataclass
class Noticed:
    """What a look at all sources found."""

    blind: dict[str, dict[str, datetime]] = field(default_factory=lambda: defaultdict(dict))
    """By source: the platforms that it cannot hear now, and since when."""
    since: datetime | None = None
    """Outages changed from here on: what was counted of these hours is to be counted again."""
    expected: dict[str, float | None] = field(default_factory=dict)
    """By source: messages a day, None where there is too little past."""

    def changed(self, *moments: datetime) -> None:
        self.since = min([*moments, self.since] if self.since else moments)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the graph knows of all sources."""

    sources: Mapping[str, Row]
    hours: Mapping[Pair, Sequence[Row]]
    minutes: Mapping[Pair, Ints]
    outages: Sequence[Row]


def notice(store: Store, *, now: datetime) -> Noticed:
    """Open, shrink and close the outages of all sources as of `now`, note on each source what it cannot hear."""
    known, noticed = _known(store, now), Noticed()
    saved: list[Outage] = []
    gone: list[str] = []
    for pair in sorted(known.hours):
        if (source := known.sources.get(pair[0])) is None:
            continue
        own = _own(known.outages, pair)
        ear = _ear(known, pair, source, now)
        total = noticed.expected.get(pair[0])
        if ear.expectation is not None:
            total = (total or 0.0) + ear.expectation.per_day
        noticed.expected[pair[0]] = total
        found = [_outage(pair, span) for span in judge(ear)]
        saved += _changed(found, own, noticed)
        gone += _ended(found, own, noticed)
        for outage in found:
            if outage.end is None:
                noticed.blind[outage.source_id][outage.platform] = outage.start
    if saved:
        store.save(saved, now=datetime.now(UTC))
    if gone:
        store.execute("outages_gone", ids=gone)
    _note(store, known, noticed, now)
    return noticed


def _known(store: Store, now: datetime) -> _Known:
    since = now - HISTORY
    sources = {row["id"]: row for row in store.rows("outages_sources")}
    outages = [_times(row) for row in store.rows("outages_recent", since=since, until=now)]
    hours: dict[Pair, list[Row]] = defaultdict(list)
    for row in store.rows("arrivals_hours", since=since - DAY, until=now):
        hours[row["source_id"], row["platform"]].append(row)
    judged = [moment(row["judged_at"]) for row in sources.values() if row["judged_at"]]
    start = max(since, min([now - LATELY, *judged]))
    spans = [
        (row["start"] - DAY, row["end"]) for row in outages if row["cause"] != "told" and row["start"] - DAY < start
    ]
    heard = minutes(store).read(store, spans, start, now)
    return _Known(sources=sources, hours=hours, minutes=heard, outages=outages)


def _ear(known: _Known, pair: Pair, source: Row, now: datetime) -> Ear:
    delay = timedelta(seconds=source["delay_seconds"]) if source["delay_seconds"] else UNKNOWN
    until = now - delay
    own = [_span(row) for row in _own(known.outages, pair)]
    told = [_span(row) for row in known.outages if row["platform"] == pair[1] and row["cause"] == "told"]
    rows = known.hours[pair]
    began = min(moment(row["began"]) for row in rows)
    judged = moment(source["judged_at"]) if source["judged_at"] else now
    since = max(now - HISTORY, min(now - LATELY, judged - delay), began)
    first, counts, heard = _hours(rows, [*own, *told], until=until, began=began, now=now)
    expectation = learn(first, counts, heard)
    past = (since - first) // HOUR
    return Ear(
        times=known.minutes.get(pair, np.array([], dtype=np.int64)),
        since=since,
        until=until,
        now=now,
        expectation=expectation,
        deaf_since=_deaf_since(source, delay),
        longest=_longest(expectation, first, counts[: max(past, 0)], heard[: max(past, 0)]),
        known=own,
        told=told,
    )


def _longest(expectation: Expectation | None, first: datetime, counts: Ints, heard: Bools) -> float:
    return 0.0 if expectation is None else longest_silence(expectation, first, counts, heard.tolist())


def _hours(
    rows: Iterable[Row], spans: Iterable[Span], *, until: datetime, began: datetime, now: datetime
) -> tuple[datetime, Ints, Bools]:
    """Return the first hour of the past, the messages of each hour, and whether it was heard from end to end."""
    first = hour_of(now - HISTORY)
    size = max(0, (hour_of(until) - first) // HOUR)
    counts, heard = np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.bool_)
    for row in rows:
        day = (moment(row["day"]) - first) // HOUR
        for hour, count in enumerate(row["hours"], start=day):
            if 0 <= hour < size:
                counts[hour] = count
    heard[: max(0, -((first - began) // HOUR))] = False
    for span in spans:
        start = max(0, (span.start - first) // HOUR)
        end = size if span.end is None else max(0, -((first - span.end) // HOUR))
        heard[start:end] = False
    return first, counts, heard


def _deaf_since(source: Row, delay: timedelta) -> datetime | None:
    """Return since when nothing could be heard, when the latest look failed."""
    if not source["failures"] or source["last_success_at"] is None:
        return None
    last: datetime = moment(source["last_success_at"])
    return last - delay


def _own(outages: Iterable[Row], pair: Pair) -> list[Row]:
    return [row for row in outages if (row["source_id"], row["platform"]) == pair and row["cause"] != "told"]


def _times(row: Row) -> Row:
    return row | {"start": moment(row["start"]), "end": row["end"] and moment(row["end"])}


def _span(row: Mapping[str, Any]) -> Span:
    return Span(row["start"], row["end"], failed=row["cause"] == "failure", name=row["id"])


def _outage(pair: Pair, span: Span) -> Outage:
    return Outage(
        id=span.name or f"{pair[0]}|{pair[1]}|{span.start:%Y-%m-%dT%H:%M:%SZ}",
        platform=pair[1],
        start=span.start,
        end=span.end,
        cause="failure" if span.failed else "silence",
        source_id=pair[0],
    )


def _changed(found: Sequence[Outage], own: Sequence[Row], noticed: Noticed) -> Iterator[Outage]:
    """Yield the outages that are new or not what they were."""
    before = {row["id"]: row for row in own}
    for outage in found:
        row = before.get(outage.id)
        if row is None:
            log.warning("%s cannot hear %s since %s", outage.source_id, outage.platform, outage.start)
        elif (row["start"], row["end"], row["cause"]) == (outage.start, outage.end, outage.cause):
            continue
        elif outage.end is not None and row["end"] is None:
            log.warning("%s hears %s again since %s", outage.source_id, outage.platform, outage.end)
        noticed.changed(outage.start, *([row["start"]] if row else []))
        yield outage


def _ended(found: Sequence[Outage], own: Sequence[Row], noticed: Noticed) -> Iterator[str]:
    """Yield the outages of which nothing is left: all that was said meanwhile is known now."""
    left = {outage.id for outage in found}
    for row in own:
        if row["id"] not in left:
            log.warning("%s hears %s again; nothing is missing", row["source_id"], row["platform"])
            noticed.changed(row["start"])
            yield row["id"]


def _note(store: Store, known: _Known, noticed: Noticed, now: datetime) -> None:
    rows = [
        {
            "id": name,
            "blind": sorted(noticed.blind.get(name, ())),
            "expected": None if (per_day := noticed.expected.get(name)) is None else round(per_day, 2),
        }
        for name in known.sources
    ]
    store.execute("outages_noted", rows=rows, at=now)

"""Silences that are no accident: when a source was blind, and what is left of that once it was heard again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from signals.arrivals.expected import Expectation
from signals.baseline.tally import Ints

LEVEL = 0.01
"""Silences a day that chance may bring to a source in good health: one in a hundred days."""
LEAST = 5.0
"""Messages that must be missing, in the mean."""
DAY = timedelta(days=1)
SHORTEST = timedelta(minutes=10)
"""What is shorter changes an hour too little to be masked."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which a source was blind; `end` None: it still is."""

    start: datetime
    end: datetime | None = None
    failed: bool = False
    """Its looks failed; else it was silent."""
    name: str = ""
    """Id of the outage that it was written as, if it was."""


@dataclass(frozen=True, slots=True)
class Ear:
    """What a source heard of one platform lately, and what it should have."""

    times: Ints
    """Moments of its messages (seconds since 1970), ascending, from `since` on and in the spans known."""
    since: datetime
    """From here on silence is looked for."""
    until: datetime
    """What was published before has usually arrived."""
    now: datetime
    expectation: Expectation | None = None
    """None: too little past to say what silence means."""
    deaf_since: datetime | None = None
    """The latest look failed: nothing later was heard."""
    longest: float = 0.0
    """Messages missing, in the mean, in the longest silence of its past: what happened before is no outage."""
    known: Sequence[Span] = field(default=())
    """Its outages so far."""
    told: Sequence[Span] = field(default=())
    """Outages of the platform that somebody told: silence is not counted twice."""


def judge(ear: Ear) -> list[Span]:
    """Return the outages of a source on a platform as they stand now: `known` ones brought up to date, and new ones."""
    spans = [piece for span in ear.known for piece in _remaining(ear, span)]
    spans += _silences(ear, [*spans, *ear.told])
    if ear.deaf_since is not None:
        spans = _failing(ear, spans, ear.deaf_since)
    return _joined(sorted(spans, key=lambda span: span.start))


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return spans that overlap as one: two machines may have noticed the same silence a minute apart."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is None or (last.end is not None and last.end <= span.start):
            found.append(span)
        else:
            end = None if last.end is None or span.end is None else max(last.end, span.end)
            found[-1] = Span(last.start, end, failed=span.failed or last.failed, name=last.name or span.name)
    return found


def is_blind(expectation: Expectation, start: datetime, end: datetime, *, longest: float = 0.0) -> bool:
    """Tell whether silence from `start` to `end` is no accident.

    Long enough, enough messages missing, more than ever in its past, and too unlikely: the chance of a silence, times
    the messages of a day (as many silences begin), stays under `LEVEL`.
    """
    if end - start < SHORTEST:
        return False
    missing = expectation.between(start, end)
    if missing < max(LEAST, longest):
        return False
    return expectation.silence(start, end) * max(1.0, expectation.per_day) <= LEVEL


def longest_silence(expectation: Expectation, first: datetime, counts: Ints, heard: Sequence[bool]) -> float:
    """Return how many messages were missing in the longest run of heard, empty hours; hours begin at `first`."""
    longest = missing = 0.0
    for row, (count, known) in enumerate(zip(counts, heard, strict=True)):
        hour = first + timedelta(hours=row)
        missing = missing + expectation.between(hour, hour + timedelta(hours=1)) if known and not count else 0.0
        longest = max(longest, missing)
    return longest


def _remaining(ear: Ear, span: Span) -> Iterator[Span]:
    """Yield what is left of an outage: the gaps that messages which arrived since leave, where they are too long."""
    inside = _heard(ear, span.start, span.end or ear.now)
    if not inside:
        yield from _unchanged(ear, span)
        return
    name = span.name
    for row, (start, end) in enumerate(pairwise([span.start, *inside, span.end or ear.now])):
        still = span.end is None and row == len(inside)
        if still and ear.deaf_since is not None:
            yield Span(start, None, failed=True, name=name)
        elif _is_gap(ear, start, ear.until if still else end, first=row == 0):
            # the start of an outage is a message later than the last that was heard: see `_due`
            begins = start if row == 0 else _due(ear, start, end)
            yield Span(begins, None if still else end, failed=span.failed, name=name)
            name = ""


def _unchanged(ear: Ear, span: Span) -> Iterator[Span]:
    """Yield an outage of which nothing was heard; a source that is back and has nothing to tell was not blind."""
    if span.end is not None or ear.deaf_since is not None or not span.failed:
        yield span
    elif ear.expectation is None:
        yield replace(span, end=ear.now)
    elif is_blind(ear.expectation, span.start, ear.until, longest=ear.longest):
        yield replace(span, failed=False)


def _is_gap(ear: Ear, start: datetime, end: datetime, *, first: bool) -> bool:
    if ear.expectation is None:
        # who knows what is usual? what came first ends the silence
        return first and end > start
    before = _heard(ear, start - DAY, start)[-1:] if first else []
    return is_blind(ear.expectation, before[0] if before else start, end)


def _silences(ear: Ear, covered: Sequence[Span]) -> Iterator[Span]:
    """Yield new silences, outside of the outages that are known."""
    if ear.expectation is None:
        return
    longest = ear.longest
    for first, last in _between(ear.since, ear.now, covered):
        for start, end in pairwise([first, *_heard(ear, first, last), last]):
            still = end == ear.now
            reached = ear.until if still else end
            if is_blind(ear.expectation, start, reached, longest=longest):
                yield Span(_due(ear, start, reached), None if still else end)
            else:
                longest = max(longest, ear.expectation.between(start, reached))


def _failing(ear: Ear, spans: list[Span], since: datetime) -> list[Span]:
    """Return the spans with an open one: since the looks began to fail nothing could be heard."""
    covered = [*spans, *ear.told]
    if any(span.end is None for span in covered):
        return [replace(span, failed=True) if span.end is None else span for span in spans]
    heard = _heard(ear, since, ear.now)
    start = max([since, *heard[-1:], *(span.end for span in covered if span.end)])
    return [*spans, Span(start, None, failed=True)] if start < ear.now else spans


def _heard(ear: Ear, start: datetime, end: datetime) -> list[datetime]:
    """Return the moments of messages from `start` on, before `end`."""
    inside = ear.times[(ear.times >= start.timestamp()) & (ear.times < end.timestamp())]
    return [datetime.fromtimestamp(int(seconds), UTC) for seconds in inside]


def _between(start: datetime, end: datetime, covered: Sequence[Span]) -> Iterator[tuple[datetime, datetime]]:
    """Yield the parts from `start` to `end` that no span covers."""
    for span in sorted(covered, key=lambda span: span.start):
        if span.start > start:
            yield start, min(span.start, end)
        start = max(start, end if span.end is None else span.end)
        if start >= end:
            return
    if start < end:
        yield start, end


def _due(ear: Ear, start: datetime, end: datetime) -> datetime:
    """Return when one more message was due after that of `start`: nobody knows when a source went deaf in between."""
    if ear.expectation is None:
        return start
    moment = start
    while moment < end and ear.expectation.between(start, moment) < 1:
        moment += timedelta(minutes=1)
    return min(moment, end)
